"""How far an answer reaches, in one quiet line under it and in JSON."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from movierec.answers.who import YOU

if TYPE_CHECKING:
    from movierec.answers.recommend import Limits
    from movierec.answers.who import Who

_MOSTLY = 0.8
_FEW = 20


def limits_line(model: str, people: Sequence[Who], limits: Limits) -> str:
    """Return what stands behind an answer and how far it reaches.

    Args:
        model: the stored model.
        people: who asked, and who else the answer is for.
        limits: of the answer.
    """
    until = f", until {_month(limits.until)}" if limits.until else ""
    counts = (limits.own, *limits.with_them)
    parts = [
        f"{count:,} rating{'' if count == 1 else 's'} of {_whose(who)}"
        for who, count in zip(people, counts, strict=True)
    ]
    if limits.watched:
        parts[0] += f" and {limits.watched:,} film{'' if limits.watched == 1 else 's'} seen"
    own = ", ".join(parts)
    few = " (few: expect little)" if min(counts) < _FEW else ""
    learned = f"it learned from {limits.learned:,} of {limits.ratings:,}{until}"
    return f"{model} knows {own}{few}; {learned}."


def _whose(who: Who) -> str:
    return "yours" if who.label == YOU else who.label


def hits_line(limits: Limits) -> str:
    """Return that a list leans to hits, and what to do about it; "" where it does not."""
    leans = limits.listed > 0 and limits.hits >= _MOSTLY * limits.listed
    if not leans or limits.others < limits.listed:
        return ""
    who = "All are" if limits.hits == limits.listed else f"{limits.hits} of {limits.listed} are"
    if limits.listed == 1:
        who = "It is"
    return (
        f"{who} among the {limits.most_rated:,} most rated films: --popularity gems looks further."
    )


def limits_data(limits: Limits) -> dict[str, object]:
    """Return the limits for programs."""
    return {
        "own_ratings": limits.own,
        "own_watched": limits.watched,
        "others_ratings": limits.with_them,
        "learned_from": limits.learned,
        "ratings": limits.ratings,
        "until": limits.until or None,
        "hits": limits.hits,
        "most_rated": limits.most_rated,
    }


def _month(day: str) -> str:
    return f"{datetime.date.fromisoformat(day):%B %Y}"
