"""Read what one cell of a person's file says: a title, a year, an id, a day, a rating.

What a cell cannot mean counts as nothing said, but for ratings: a rating that is not on the
source's scale says that the file is not what it was taken for.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime

from movierec.errors import DataError
from movierec.people.profile import HIGH
from movierec.people.spreadsheet import unguarded
from movierec.records import Scale

FIVE = Scale(0.5, 5.0, 0.5)
TEN = Scale(1.0, 10.0, 1.0)

_LONGEST = 500
"""Characters of a title: twice the longest one of MovieLens."""
_SHOWN = 40
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
# Programs that keep columns as numbers write "1995.0".
_YEAR = re.compile(r"(1[89][0-9]{2}|20[0-9]{2})(?:\.0)?")
_IMDB_ID = re.compile(r"(?:tt)?0*([1-9][0-9]{0,9})(?:\.0)?", re.IGNORECASE)
_ID = re.compile(r"0*([1-9][0-9]{0,9})(?:\.0)?")
_HIGHEST_ID = 2**31 - 1
_NUMBER = re.compile(r"-?[0-9]{1,20}(?:[.,][0-9]{1,30})?")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])")
_SECOND = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]{5,15} ?(?:Z|UTC|[+-][0-9]{2}:?[0-9]{2})"
)
_UNIX_TIME = re.compile(r"[0-9]{9,11}(?:\.[0-9]{1,9})?")
# What IMDb wrote until 2017: "Thu Sep  5 00:00:00 2013".
_C_TIME = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) +([0-9]{1,2}) [0-9:]{8} ([0-9]{4})")
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"


def clean(text: str) -> str:
    """Return a name as it is kept: no controls, no apostrophe against spreadsheets, bounded.

    Half characters, which JSON can hold and no file can be written with, become question marks.
    """
    text = unguarded(text.strip())
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text)).strip()[:_LONGEST].rstrip()


def shown(text: str) -> str:
    """Return a text as a message shows it: in quotes, shortened, nothing in it acts on a screen."""
    text = " ".join(text[: 2 * _SHOWN].split())
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


def year_of(text: str) -> int | None:
    """Return a year that a film can be of, None for anything else."""
    found = _YEAR.fullmatch(text)
    return int(found[1]) if found else None


def imdb_id_of(text: str) -> str:
    """Return an IMDb id as `Reference` has it, "" for anything else."""
    found = _IMDB_ID.fullmatch(text)
    return found[1].zfill(7) if found else ""


def number_id_of(text: str) -> int | None:
    """Return an id of TMDB or MovieLens, None for anything else."""
    found = _ID.fullmatch(text)
    number = int(found[1]) if found else _HIGHEST_ID + 1
    return number if number <= _HIGHEST_ID else None


def day_of(text: str) -> str:
    """Return a day, "2021-03-04", of a date with or without a time; "" for anything else."""
    found = _DAY.match(text)
    if found:
        return _day(int(found[1]), int(found[2]), int(found[3]))
    found = _C_TIME.fullmatch(text)
    if found:
        return _day(int(found[3]), 1 + _MONTHS.find(found[1]) // 3, int(found[2]))
    return ""


def moment_of(text: str) -> str:
    """Return a second, "2021-03-04T18:01:02Z", or the day where the time or its zone is unknown.

    Seconds since 1970 are understood as well; "" stands for anything else.
    """
    try:
        if _UNIX_TIME.fullmatch(text):
            return _second(datetime.fromtimestamp(int(float(text)), UTC))
        if _SECOND.fullmatch(text):
            return _second(datetime.fromisoformat(text.replace("UTC", "Z").replace(" Z", "Z")))
    except (ValueError, OverflowError, OSError):
        return day_of(text)
    return day_of(text)


def stars_of(text: str, scale: Scale, where: str, hint: str) -> float | None:
    """Return a rating in stars, to the nearest half, halves up; None where there is none.

    Args:
        text: the rating as written; "4,5" is 4.5.
        scale: the source's.
        where: the file and line, for the message.
        hint: the second line of every error.

    Raises:
        DataError: it is no number, or not on the scale.
    """
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise DataError(f"{where}: the rating {shown(text)} is not a number.", hint)
    value = float(text.replace(",", "."))
    if not scale.low <= value <= scale.high:
        span = f"{scale.low:g} and {scale.high:g}"
        raise DataError(f"{where}: the rating {text} is not between {span}.", hint)
    return math.floor(value * HIGH / scale.high * 2 + 0.5) / 2


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _second(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
