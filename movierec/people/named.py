"""Find the films that bear a title, of any year, the surest way of bearing it first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from movierec.people.film_index import FilmIndex, letters_of
from movierec.people.spellings import name_before, names_within

Ways = Sequence[Sequence[str]]
"""Keys under which a title is looked for, as `spellings.ways_of_writing` gives them."""


@dataclass(frozen=True, slots=True)
class Named:
    """Films that bear a title in one way.

    Attributes:
        rows: the films; none is left out for its year.
        own: it is their own name, letter by letter as titles are compared.
    """

    rows: tuple[int, ...]
    own: bool


def films_named(index: FilmIndex, ways: Ways) -> Iterator[Named]:
    """Yield the films that bear a title, one way after the other, each with some films.

    For each way of writing the title those films come first whose own name it is, and then those
    that have it in brackets.
    """
    for place, keys in enumerate(ways):
        own, other = _bearing(index, keys)
        if own:
            yield Named(tuple(own), own=place == 0)
        if other:
            yield Named(tuple(other), own=False)


def films_spelled(index: FilmIndex, ways: Ways, year: int) -> tuple[int, ...]:
    """Return the films of a year named with the same letters: "Spider-Man" for "Spiderman"."""
    titles = index.catalogue.titles
    found: list[int] = []
    for key in (key for keys in ways for key in keys):
        letters = letters_of(key)
        found += index.with_letters(key)
        for row in index.perhaps_before(key):
            if letters_of(name_before(titles[row])) == letters:
                found.append(row)
        for row in index.perhaps_within(key):
            if letters in map(letters_of, names_within(titles[row])):
                found.append(row)
    return tuple(row for row in dict.fromkeys(found) if index.years[row] == year)


def _bearing(index: FilmIndex, keys: Iterable[str]) -> tuple[list[int], list[int]]:
    """Return the films that have one of the keys as their own name, and as another name."""
    own: list[int] = []
    other: list[int] = []
    titles = index.catalogue.titles
    for key in keys:
        own += index.with_key(key)
        own += [row for row in index.perhaps_before(key) if name_before(titles[row]) == key]
        other += [row for row in index.perhaps_within(key) if key in names_within(titles[row])]
    return own, other
