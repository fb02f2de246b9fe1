"""Find many films at once by title or id: what `matching.find_film` finds, from an index.

`find_film` goes through the whole catalogue for each title; here the catalogue is gone through
once, and the titles in brackets only when a title is not found without them.
"""

from __future__ import annotations

import re

from movierec.data.titles import search_key, split_year
from movierec.people.film_index import FilmIndex
from movierec.people.search import names
from movierec.records import Catalogue

_LONGEST = 500
"""Characters of a title: twice the longest one of MovieLens."""
_IMDB_ID = re.compile(r"(?:tt)?0*([0-9]{1,10})")
_MOVIE_ID = re.compile(r"[0-9]{1,10}")


class Lookup:
    """The films of a catalogue by title, MovieLens id and IMDb id, as people type them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._index = FilmIndex(catalogue)

    def by_title(self, text: str) -> tuple[int, ...]:
        """Return the rows of the films with a title, the most rated first; of twins one.

        Args:
            text: a title; with a year, only films of that year are found.
        """
        text = " ".join(text.split())
        if not 0 < len(text) <= _LONGEST:
            return ()
        name, year = split_year(text)
        # The name is tried whole first: "1984" is a film, and so is "2001: A Space Odyssey".
        for wanted in (search_key(name or text), search_key(text)):
            rows = self._index.with_key(wanted) or self._with_other_name(wanted)
            if year is not None:
                rows = [row for row in rows if self._index.years[row] == year]
            if rows:
                return self._without_twins(rows)
        return ()

    def by_movie_id(self, text: str) -> tuple[int, ...]:
        """Return the row of a MovieLens id, none where no film has it."""
        row = self._index.with_movie_id(int(text)) if _MOVIE_ID.fullmatch(text) else None
        return () if row is None else (row,)

    def by_imdb_id(self, text: str) -> tuple[int, ...]:
        """Return the row of an IMDb id, with "tt" and zeros in front or not; none as above."""
        found = _IMDB_ID.fullmatch(text)
        row = self._index.with_imdb_id(found[1]) if found else None
        return () if row is None else (row,)

    def _with_other_name(self, wanted: str) -> list[int]:
        titles = self._catalogue.titles
        perhaps = {*self._index.perhaps_before(wanted), *self._index.perhaps_within(wanted)}
        return [row for row in perhaps if wanted in names(titles[row])]

    def _without_twins(self, rows: list[int]) -> tuple[int, ...]:
        counts, twins = self._catalogue.counts, self._catalogue.twins
        first: dict[int, int] = {}
        for row in sorted(rows, key=lambda row: (-int(counts[row]), row)):
            first.setdefault(int(twins[row]), row)
        return tuple(first.values())
