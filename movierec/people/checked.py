"""Check the values of a profile that was read from a file: people edit them by hand.

Each function returns the value that it was given, with its type, or raises a ValueError whose text
says what the value has to be, to be put behind the name of the value: "year has to be ...".
"""

from __future__ import annotations

import re
from datetime import datetime

from movierec.people.profile import HIGH, LOW, STEP, Entry

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?", re.ASCII)
_IMDB_ID = re.compile(r"[0-9]{7,12}", re.ASCII)
_LAST_YEAR = 9999
_LARGEST_ID = 2**63 - 1
_SHOWN = 40


def text(value: object) -> str:
    """Return a text of at least one character."""
    if not isinstance(value, str) or not value or not _can_be_written(value):
        raise _wrong("a text", value)
    return value


def stars(value: object) -> float:
    """Return stars on the scale of `people.profile`."""
    # Compared and not computed with: a number of a thousand digits fits no float.
    if (
        not isinstance(value, int | float)
        or isinstance(value, bool)
        or not LOW <= value <= HIGH
        or value % STEP
    ):
        raise _wrong(f"{LOW:g} to {HIGH:g} in steps of {STEP:g}", value)
    return float(value)


def when(value: object) -> str:
    """Return a day, a second in UTC, or ""."""
    if value == "":
        return ""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            datetime.fromisoformat(value)
        except ValueError:
            pass
        else:
            return value
    raise _wrong("a day such as 2021-03-04, or a second such as 2021-03-04T18:01:02Z", value)


def year(value: object) -> int:
    """Return a year of four digits or fewer."""
    return _whole(value, _LAST_YEAR, "a year such as 1995")


def film_id(value: object) -> int:
    """Return an id of MovieLens or TMDB."""
    return _whole(value, _LARGEST_ID, "a whole number above 0")


def imdb_id(value: object) -> str:
    """Return an IMDb id without its letters."""
    if not isinstance(value, str) or not _IMDB_ID.fullmatch(value):
        raise _wrong('seven digits or more, without the "tt", such as "0113277"', value)
    return value


def one_way(entry: Entry) -> Entry:
    """Return an entry that says nothing that it takes back as well."""
    for said, mark, back in (
        ("rated and unrated", entry.rated, entry.unrated),
        ("seen and unseen", entry.seen, entry.unseen),
        ("on the watchlist and unwanted", entry.watchlist, entry.unwanted),
    ):
        if mark is not None and back is not None:
            raise ValueError(f"it is both {said}")
    return entry


def _whole(value: object, most: int, wanted: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise _wrong(wanted, value)
    return value


def _can_be_written(value: str) -> bool:
    # JSON can hold halves of characters, "\\ud800", that no file of text can.
    return value.isascii() or not any("\ud800" <= c <= "\udfff" for c in value)


def _wrong(wanted: str, value: object) -> ValueError:
    # Brackets may be too deep, or hold too much, to be shown.
    shown = "in brackets" if isinstance(value, list | dict) else ascii(value)
    shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}..."
    return ValueError(f"has to be {wanted}, and is {shown}")
