"""Whether a model is any good for a person, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from movierec.answers.me import Gain, PersonLists, PersonReport

_DIGITS = range(2, 5)
"""Decimals of two figures side by side: as many as tell them apart."""
_NAMES = {
    "film mean": "the films' averages",
    "film mean, damped": "the films' averages, damped",
    "bias model": "the bias model",
    "own mean": "the person's own average",
    "most popular": "the most popular films",
}
"""What sentences call the baselines."""


def stars_sentences(report: PersonReport) -> tuple[str, ...]:
    """Say of each baseline whether predicted stars are better; of the best one first."""
    counted = f"{report.ratings:,} ratings"
    return tuple(
        sentence(
            _NAMES[name], report.gains[name], against(report.metrics.rmse, beside.rmse), counted
        )
        for name, beside in report.baselines.items()
    )


def lists_sentences(lists: PersonLists) -> tuple[str, ...]:
    """Say of each baseline whether lists are better; of the best one first."""
    own = lists.figures.ndcg.value
    counted = "1 liked film" if lists.liked == 1 else f"{lists.liked:,} liked films"
    return tuple(
        sentence(
            _NAMES[name], lists.gains[name], f"nDCG {against(own, beside.ndcg.value)}", counted
        )
        for name, beside in lists.baselines.items()
    )


def against(own: float, other: float) -> str:
    """Return two figures with as many decimals as tell them apart: "0.782 against 0.784"."""
    for digits in _DIGITS:
        first, second = f"{own:.{digits}f}", f"{other:.{digits}f}"
        if first != second:
            break
    return f"{first} against {second}"


def sentence(beside: str, gain: Gain, figures: str, counted: str) -> str:
    """Say whether the model is better than something else.

    Args:
        beside: what else: "the films' averages".
        gain: how much better.
        figures: the model's and that of the other: "0.78 against 0.91".
        counted: on how many what it was measured: "24 ratings".
    """
    start = f"better than {beside}:"
    if gain.better is not None:
        return f"{start} {'yes' if gain.better else 'no'}, {figures}"
    why = (
        "too few to draw an interval"
        if gain.by.low is None
        else "the difference's interval holds 0"
    )
    return f"{start} cannot be told from {counted}, {figures}: {why}"
