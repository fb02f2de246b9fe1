"""Spans of years as people write them: "1994", "1970-1989", "1990-", "70s"."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from movierec.errors import UsageError
from movierec.records import IntArray

_YEAR = re.compile(r"[0-9]{4}")
_SPAN = re.compile(r"([0-9]{4})?\s*[-\u2013]\s*([0-9]{4})?")
_DECADE = re.compile(r"['\u2019]?((?:[0-9]{2})?[0-9]0)['\u2019]?s?", re.IGNORECASE)
_FIRST_OF_1900S = 30
"""Of two digits, "30s" to "90s" belong to the 1900s, "00s" to "20s" to the 2000s."""


@dataclass(frozen=True, slots=True)
class YearSpan:
    """Years from `low` to `high`, both included; None for no limit."""

    low: int | None
    high: int | None

    def __str__(self) -> str:
        """Return the span as `--year` takes it."""
        if self.low == self.high and self.low is not None:
            return str(self.low)
        return f"{self.low or ''}-{self.high or ''}"

    def meets(self, other: YearSpan) -> bool:
        """Return whether a year lies in both."""
        low = max(self.low or 0, other.low or 0)
        return all(high is None or low <= high for high in (self.high, other.high))

    def holds(self, years: IntArray) -> npt.NDArray[np.bool_]:
        """Return which years lie in the span, [n]; 0, an unknown year, lies in none."""
        held: npt.NDArray[np.bool_] = years != 0
        if self.low is not None:
            held &= years >= self.low
        if self.high is not None:
            held &= years <= self.high
        return held


def parse_years(text: str) -> YearSpan:
    """Read a year or a span of years, as `--year` takes them.

    Raises:
        UsageError: it is none, or ends before it begins.
    """
    text = text.strip()
    if _YEAR.fullmatch(text):
        return YearSpan(int(text), int(text))
    found = _SPAN.fullmatch(text)
    if not found or not (found[1] or found[2]):
        raise UsageError(
            f"--year {text} is neither a year nor a span of years.",
            "Give, for example, --year 1994, --year 1970-1989, --year 1990- or --year -1960.",
        )
    low, high = (int(year) if year else None for year in found.groups())
    if low is not None and high is not None and low > high:
        raise UsageError(
            f"--year {text} ends before it begins.", f"Turn it round: --year {high}-{low}."
        )
    return YearSpan(low, high)


def parse_decade(text: str) -> YearSpan:
    """Read a decade, as `--decade` takes it: "70s", "'70s" and "1970s" are the same.

    Raises:
        UsageError: it is none.
    """
    found = _DECADE.fullmatch(text.strip())
    if not found:
        raise UsageError(
            f"--decade {text.strip()} is not a decade.",
            "Give, for example, --decade 70s or --decade 1970s.",
        )
    first = int(found[1])
    if len(found[1]) == 2:
        first += 1900 if first >= _FIRST_OF_1900S else 2000
    return YearSpan(first, first + 9)
