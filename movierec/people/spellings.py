"""The ways in which one title is written: its names in brackets, its numerals, its retitlings."""

from __future__ import annotations

import re
from functools import cache
from itertools import product

from movierec.data.titles import search_key, split_year
from movierec.people.retitled import RETITLED

_BEHIND = re.compile(r"(?:\s+\([^()]*\))+$")
_BRACKET = re.compile(r"\(([^()]*)\)")
_ALSO = re.compile(r"^a\.?k\.?a\.?\s+", re.IGNORECASE)
# "I" is a word of many languages, so it stays one.
_ROMAN = "II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".lower().split()
_NUMERALS = {
    **{roman: str(number) for number, roman in enumerate(_ROMAN, 2)},
    **{str(number): roman for number, roman in enumerate(_ROMAN, 2)},
}
_LONGEST = 500
"""Characters of a title: twice the longest one of MovieLens."""
_MOST_NUMERALS = 3
"""So many in one title give eight spellings; no film has more."""


def ways_of_writing(title: str, year: int | None) -> tuple[tuple[str, ...], ...]:
    """Return the keys under which a title is looked for, the surest first.

    First its own key, alone; then that with other numerals, and under other titles; last, what
    stands before the title's own brackets, and that with other numerals.
    """
    # A title beyond all measure is none, and regular expressions would take long over it.
    if not title.strip() or len(title) > _LONGEST:
        return ()
    key = search_key(title)
    listed = retitlings(key, year) if year is not None else ()
    before = name_before(title) if "(" in title else ""
    after = ((before,), other_numerals(before)) if before else ()
    return tuple(filter(None, ((key,), other_numerals(key), listed, *after)))


def ways_by_brackets(title: str, year: int | None) -> tuple[tuple[str, ...], ...]:
    """Return a title's own key, alone, and the keys of the names in its brackets.

    There are none where no year is known, for too many films bear such a name; nor without names.
    """
    if year is None or len(title) > _LONGEST:
        return ()
    within = names_within(title)
    return ((search_key(title),), within) if within else ()


def name_before(title: str) -> str:
    """Return the key of what stands before a title's brackets, "" where it has none at its end.

    "Seven (a.k.a. Se7en) (1995)" gives "seven". A bracket within a name is a part of it.
    """
    return _key(written_before(title))


def names_within(title: str) -> tuple[str, ...]:
    """Return the keys of the names in the brackets at a title's end: of the above "se7en"."""
    return tuple(filter(None, map(_key, written_within(title))))


def written_before(title: str) -> str:
    """Return what `name_before` gives the key of, as it is written: "Seven"."""
    name = split_year(title)[0]
    behind = _BEHIND.search(name)
    return name[: behind.start()] if behind else ""


def written_within(title: str) -> tuple[str, ...]:
    """Return what `names_within` gives the keys of, as they are written: "Se7en"."""
    behind = _BEHIND.search(split_year(title)[0])
    inside = _BRACKET.findall(behind[0]) if behind else ()
    return tuple(_ALSO.sub("", part) for part in inside)


def _key(name: str) -> str:
    """Return a name's key, "" for signs alone: they name nothing."""
    return search_key(name) if any(map(str.isalnum, name)) else ""


def other_numerals(key: str) -> tuple[str, ...]:
    """Return a key with Roman numerals for digits and digits for Roman numerals, 2 to 20.

    "rocky ii" gives "rocky 2". The first word stays: it is none of a series ("V for Vendetta").
    """
    words = key.split()
    places = [place for place, word in enumerate(words) if place and word in _NUMERALS]
    if not 0 < len(places) <= _MOST_NUMERALS:
        return ()
    both = [
        (word, _NUMERALS[word]) if place in places else (word,) for place, word in enumerate(words)
    ]
    return tuple(" ".join(spelled) for spelled in product(*both))[1:]


def retitlings(key: str, year: int) -> tuple[str, ...]:
    """Return the other keys of a film that sites list under different titles; mostly none."""
    keys = (search_key(title) for titles in listed_with(key, year) for title in titles)
    return tuple(other for other in keys if other != key)


def listed_with(key: str, year: int) -> tuple[tuple[str, ...], ...]:
    """Return all titles of each film of about a year that sites list under several, one a key's."""
    listed = (_retitled().get((key, near)) for near in (year - 1, year, year + 1))
    return tuple(filter(None, listed))


@cache
def _retitled() -> dict[tuple[str, int], tuple[str, ...]]:
    return {
        (search_key(title), year): tuple(titles) for year, *titles in RETITLED for title in titles
    }
