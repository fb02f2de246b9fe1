"""How far an answer reaches, in one quiet line under it and in JSON."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from movierec.answers.recommend import Limits

_MOSTLY = 0.8
_FEW = 20


def limits_line(model: str, whose: str, limits: Limits) -> str:
    """Return what stands behind an answer and how far it reaches.

    Args:
        model: the stored model.
        whose: "user 265".
        limits: of the answer.
    """
    until = f", until {_month(limits.until)}" if limits.until else ""
    own = f"{limits.own:,} rating{'' if limits.own == 1 else 's'} of {whose}"
    few = " (few: expect little)" if limits.own < _FEW else ""
    learned = f"it learned from {limits.learned:,} of {limits.ratings:,}{until}"
    return f"{model} knows {own}{few}; {learned}."


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
        "learned_from": limits.learned,
        "ratings": limits.ratings,
        "until": limits.until or None,
        "hits": limits.hits,
        "most_rated": limits.most_rated,
    }


def _month(day: str) -> str:
    return f"{datetime.date.fromisoformat(day):%B %Y}"
