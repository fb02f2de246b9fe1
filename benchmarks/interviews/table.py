"""What was measured, as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from interviews.measure import ANSWERS, QUESTIONS, Asked, Figures, difference
from interviews.strategies import STRATEGIES

COMPARED = ("error", "ndcg", "ndcg_open")
"""Columns of `Figures` that strategies are compared by."""

_MOVIEREC = next(iter(STRATEGIES))


def answers_table(found: Mapping[str, Asked], references: Mapping[str, Figures]) -> str:
    """Return a line a strategy: questions needed, and what the first answers are worth."""
    first = ANSWERS[0]
    heads = ["strategy", f"questions for {first} answers: median", "90 %", "never"]
    heads += [head for count in ANSWERS for head in _heads(f"@{count}")]
    lines = _top(heads)
    for name, asked in found.items():
        needed = asked.needed[:, 0]
        cells = [name, _count(np.median(needed)), _count(np.quantile(needed, 0.9, method="higher"))]
        cells.append(f"{np.isinf(needed).mean():.1%}")
        cells += [cell for figures in asked.after_answers for cell in _cells(figures)]
        lines.append(_line(cells))
    for name, figures in references.items():
        lines.append(_line([f"({name})", "", "", "", *_cells(figures) * len(ANSWERS)]))
    return "\n".join(lines)


def questions_table(found: Mapping[str, Asked]) -> str:
    """Return a line a strategy: the answers that some questions bring, and what they are worth."""
    heads = ["strategy"]
    for count in QUESTIONS:
        heads += [f"answers to {count} questions", *_heads(f" after {count}")]
    lines = _top(heads)
    for name, asked in found.items():
        cells = [name]
        for figures in asked.after_questions:
            cells += [f"{figures.answers.mean():.1f}", *_cells(figures)]
        lines.append(_line(cells))
    return "\n".join(lines)


def difference_table(found: Mapping[str, Asked]) -> str:
    """Return movierec's figures less each other strategy's, with 95 % intervals over people."""
    most = QUESTIONS[-1]
    names = {"error": "MSE", "ndcg": "nDCG@10", "ndcg_open": "nDCG@10, open"}
    lines = _top(["movierec less", *(f"{names[column]} after {most}" for column in COMPARED)])
    own = found[_MOVIEREC].after_questions[-1]
    for name, asked in found.items():
        if name == _MOVIEREC:
            continue
        cells = [name]
        for column in COMPARED:
            less = difference(own, asked.after_questions[-1], column)
            cells.append(f"{less.value:+.4f} ({less.low:+.4f} to {less.high:+.4f})")
        lines.append(_line(cells))
    return "\n".join(lines)


def _heads(when: str) -> list[str]:
    return [f"{figure}{when}" for figure in ("RMSE", "nDCG", "nDCG open", "Recall")]


def _cells(figures: Figures) -> list[str]:
    means = (figures.ndcg, figures.ndcg_open, figures.recall)
    return [f"{figures.rmse:.4f}", *(f"{np.nanmean(each):.4f}" for each in means)]


def _count(questions: np.floating) -> str:
    return f"{questions:.0f}" if np.isfinite(questions) else "never"


def _top(heads: Sequence[str]) -> list[str]:
    return [_line(heads), "|---" * len(heads) + "|"]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
