"""Find which films of a model's catalogue a profile's entries are.

One entry at a time first (`people.which`), then all together: a film that another entry fits
better is taken from one that fits it only nearly, because one site lists no film twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from movierec.data.titles import search_key, written_key
from movierec.people.film_index import FilmIndex
from movierec.people.profile import Entry, Reference
from movierec.people.same_name import same_name
from movierec.people.spellings import name_before, ways_by_brackets
from movierec.people.which import Cause, How, Identified, Sought, none_found, sought, which_film
from movierec.records import UNKNOWN, Catalogue

if TYPE_CHECKING:
    from movierec.people.search import TitleSearch

__all__ = ["Cause", "How", "Identified", "identify", "suggestions"]

_EXACT, _SAME_YEAR, _NEARLY = range(3)
_LONGEST = 500
"""Characters of a title that are compared: twice the longest one of MovieLens."""


def identify(catalogue: Catalogue, entries: Sequence[Entry]) -> tuple[Identified, ...]:
    """Return which film each entry is, or why it is none, in the entries' order."""
    wanted = [_readings(entry) for entry in entries]
    ways = (keys for readings in wanted for reading in readings for keys in reading.ways)
    index = FilmIndex(catalogue, {key for keys in ways for key in keys})
    found = [_identified(index, *pair) for pair in zip(entries, wanted, strict=True)]
    entries_of: dict[int, list[int]] = {}
    for place, one in enumerate(found):
        if one.movie != UNKNOWN:
            entries_of.setdefault(int(catalogue.twins[one.movie]), []).append(place)
    settled = list(found)
    for places in entries_of.values():
        if len(places) > 1:
            claims = [_claim(catalogue, entries[place], found[place]) for place in places]
            # Many entries of one film say the same of it: each is looked at once.
            rivals = set(claims)
            for place, claim in zip(places, claims, strict=True):
                if any(_yields(claim, rival) for rival in rivals):
                    settled[place] = none_found("ambiguous", (found[place].movie,))
    return tuple(settled)


def suggestions(search: TitleSearch, film: Reference, top: int = 3) -> tuple[int, ...]:
    """Return rows of films whose titles resemble a reference's, to be shown and never taken.

    Args:
        search: of the catalogue's titles.
        film: as a file names it.
        top: how many at most.
    """
    # Half of a pair of UTF-16, which a damaged file can hold, cannot be encoded to be compared.
    title = film.title[:_LONGEST].encode("utf-8", "replace").decode().strip()
    if not title:
        return ()
    text = title if film.year is None else f"{title} ({film.year})"
    return tuple(movie for movie, _ in search.films(text, top))


def _readings(entry: Entry) -> tuple[Sought, ...]:
    """Return how an entry is looked for, the surest reading first.

    A film that the person chose is named as one catalogue has it, and another may know it by what
    is in brackets there. A film that a file names is not looked for by its brackets.
    """
    if entry.meant is None:
        return (sought(entry.film),)
    first = sought(entry.meant)
    brackets = ways_by_brackets(first.film.title, first.film.year)
    return (first, replace(first, ways=brackets)) if brackets else (first,)


def _identified(index: FilmIndex, entry: Entry, readings: Sequence[Sought]) -> Identified:
    if entry.ignored:
        return none_found("left out by you")
    for wanted in readings:
        found = which_film(index, wanted)
        if found.how is not None or found.cause == "ambiguous":
            break
    return found if entry.meant is None or found.how is None else replace(found, how="you")


@dataclass(frozen=True, slots=True)
class _Claim:
    """What speaks for an entry's being its film.

    Attributes:
        key: the key of its title, with the article.
        year: None where it is unknown.
        fit: `_EXACT` by an id, or by the film's own name and its year; `_SAME_YEAR` by another
            name; `_NEARLY` by all else.
        sources: those that said something of it; an entry of lists alone names none.
    """

    key: str
    year: int | None
    fit: int
    sources: frozenset[str]


def _claim(catalogue: Catalogue, entry: Entry, found: Identified) -> _Claim:
    name, title = entry.film.title[:_LONGEST], catalogue.titles[found.movie]
    key = search_key(name)
    if found.how in ("you", "id"):
        fit = _EXACT
    elif entry.film.year != int(catalogue.years[found.movie]):
        fit = _NEARLY
    else:
        own = key in (search_key(title), name_before(title))
        # "Circle" stands back behind "The Circle" where the film is called so.
        fit = _EXACT if own and same_name(title, name, entry.film.year) else _SAME_YEAR
    marks = (entry.rated, entry.seen, entry.hidden, entry.watchlist)
    sources = frozenset(mark.source for mark in marks if mark is not None)
    return _Claim(written_key(name), entry.film.year, fit, sources)


def _yields(claim: _Claim, rival: _Claim) -> bool:
    """Return whether an entry is not its film, because another one is.

    A year apart yields to any better claim; else, a claim that is not exact to one of the same
    source that is no worse: of two that are equally bad neither is kept.
    """
    if claim.fit == _EXACT or (claim.key, claim.year) == (rival.key, rival.year):
        return False
    if claim.fit == _NEARLY and claim.year is not None and rival.fit < claim.fit:
        return True
    either = not claim.sources or not rival.sources
    shared = either or not claim.sources.isdisjoint(rival.sources)
    return shared and rival.fit <= claim.fit
