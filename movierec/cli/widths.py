"""How wide each column of a table is drawn: genres and bars give way first, numbers never."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

GAP = 2
"""Blanks between columns."""

Kind = Literal["number", "text", "shrinks"]
_STEPS: tuple[tuple[Kind, int], ...] = (
    ("shrinks", 14),
    ("text", 20),
    ("shrinks", 4),
    ("text", 8),
)
"""Who gives way in turn, and what they keep at that step."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What one column asks for, in terminal cells.

    Attributes:
        kind: who gives way when.
        heading: the width of the heading in one line.
        word: the width of the heading's longest word.
        content: the width of the widest cell.
    """

    kind: Kind
    heading: int
    word: int
    content: int


def column_widths(demands: Sequence[Demand], available: int) -> list[int]:
    """Return a width for each column, so that all fit into `available` cells if they can.

    The headings of numbers are folded first, then what shrinks is shortened, then titles are
    folded; the widest of a kind gives first.
    """
    widths = [max(demand.heading, demand.content) for demand in demands]
    room = available - GAP * (len(demands) - 1)
    numbers = {
        place: max(demand.word, demand.content)
        for place, demand in enumerate(demands)
        if demand.kind == "number"
    }
    _narrow(widths, numbers, room)
    for kind, floor in _STEPS:
        places = [place for place, demand in enumerate(demands) if demand.kind == kind]
        _narrow(widths, dict.fromkeys(places, floor), room)
    return widths


def _narrow(widths: list[int], floors: Mapping[int, int], room: int) -> None:
    while sum(widths) > room:
        spare = [(widths[place], place) for place, floor in floors.items() if widths[place] > floor]
        if not spare:
            return
        widths[max(spare)[1]] -= 1
