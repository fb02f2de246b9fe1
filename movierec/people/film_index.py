"""The films of a catalogue by title and by id, for those who look for many of them at once.

Titles are indexed by their letters: by what is left of `data.titles.search_key` without its
spaces. That finds too many films rather than too few, in one pass without regular expressions;
whether one of the few found is called so, its names say.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from movierec.people.packed import byte_at, count_byte, perhaps_among, strings, without_byte
from movierec.people.search import names
from movierec.records import Catalogue, IntArray, Texts

_SPACE, _OPEN, _CLOSE = ord(" "), ord("("), ord(")")
_IMDB_DIGITS = 7


class FilmIndex:
    """The rows of a catalogue's films by what people call them; each way is built when used.

    Args:
        catalogue: the films.
        wanted: the keys that will be asked for, where they are known: all others are left out.

    Attributes:
        catalogue: the films.
        years: `Catalogue.years` as a list: one number of it is read faster than from an array.
        newest: the last of them, 0 where no year is known.
    """

    def __init__(self, catalogue: Catalogue, wanted: Iterable[str] | None = None) -> None:
        self.catalogue = catalogue
        self.years: list[int] = catalogue.years.tolist()
        self.newest = max(self.years, default=0)
        self._wanted = None if wanted is None else frozenset(letters_of(key) for key in wanted)

    def with_key(self, key: str) -> list[int]:
        """Return the rows whose whole title has a search key, ascending."""
        keys = self.catalogue.search_keys
        return [row for row in self.with_letters(key) if keys[row] == key]

    def with_letters(self, key: str) -> Sequence[int]:
        """Return the rows whose whole title has the letters of a key, ascending."""
        return self._whole.get(letters_of(key), ())

    def perhaps_before(self, key: str) -> Sequence[int]:
        """Return the rows of titles whose part before brackets may have the letters of a key.

        No film of which it has them is missing, but one called "The" or "A" and nothing else.
        """
        return self._parts[0].get(letters_of(key), ())

    def perhaps_within(self, key: str) -> Sequence[int]:
        """Return the rows of titles that may have the letters of a key in a bracket; as above."""
        return self._parts[1].get(letters_of(key), ())

    def with_movie_id(self, movie_id: int) -> int | None:
        """Return the row of a MovieLens id, None where no film has it."""
        ids = self._movie_ids
        row = bisect_left(ids, movie_id)
        return row if row < len(ids) and ids[row] == movie_id else None

    def with_imdb_id(self, imdb_id: str) -> int | None:
        """Return the row of an IMDb id's digits, with zeros in front or not; None as above."""
        bare = imdb_id.lstrip("0")
        # As releases write it, else as a data set that lost the zeros does.
        row = self._by_imdb_id.get(bare.zfill(_IMDB_DIGITS)) if bare else None
        return self._by_imdb_id.get(bare) if row is None and bare else row

    def with_tmdb_id(self, tmdb_id: int) -> int | None:
        """Return the row of a TMDB id, None as above; of films that share it the most rated."""
        return self._by_tmdb_id.get(tmdb_id) if tmdb_id >= 0 else None

    @cached_property
    def _whole(self) -> dict[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        letters, wanted = without_byte(self.catalogue.search_keys, _SPACE), self._wanted
        every = np.arange(len(letters))
        rows = every if wanted is None else perhaps_among(letters, Texts.of(sorted(wanted)))
        for row, text in zip(rows.tolist(), strings(letters, rows), strict=True):
            found[text].append(row)
        return found

    @cached_property
    def _parts(self) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
        """Return the rows by the letters of what may stand before brackets, and in one."""
        before: defaultdict[str, list[int]] = defaultdict(list)
        within: defaultdict[str, list[int]] = defaultdict(list)
        usual, several, odd = (np.flatnonzero(which) for which in _brackets(self.catalogue))
        keys, wanted = self.catalogue.search_keys, self._wanted
        for rows, parts in ((usual, _last_words), (several, _runs_of_words)):
            for row, key in zip(rows.tolist(), strings(keys, rows), strict=True):
                words = key.split()
                for letters in accumulate(words):
                    if wanted is None or letters in wanted:
                        before[letters].append(row)
                for letters in parts(words):
                    if wanted is None or letters in wanted:
                        within[letters].append(row)
        for row in odd.tolist():
            for letters in {letters_of(name) for name in names(self.catalogue.titles[row])}:
                before[letters].append(row)
                within[letters].append(row)
        return before, within

    @cached_property
    def _movie_ids(self) -> list[int]:
        ids: list[int] = self.catalogue.movie_ids.tolist()
        return ids

    @cached_property
    def _by_imdb_id(self) -> dict[str, int]:
        ids = self.catalogue.imdb_ids
        return {} if ids is None else dict(zip(_all_strings(ids), range(len(ids)), strict=True))

    @cached_property
    def _by_tmdb_id(self) -> dict[int, int]:
        ids, counts = self.catalogue.tmdb_ids, self.catalogue.counts
        if ids is None:
            return {}
        order = np.argsort(counts, kind="stable")
        return dict(zip(ids[order].tolist(), order.tolist(), strict=True))


def letters_of(key: str) -> str:
    """Return a search key without its spaces."""
    return key.replace(" ", "")


def _all_strings(texts: Texts) -> list[str]:
    return strings(texts, np.arange(len(texts)))


def _brackets(catalogue: Catalogue) -> tuple[npt.NDArray[np.bool_], ...]:
    """Return which titles have one bracket before the year, which several, which any elsewhere."""
    titles = catalogue.titles
    ends: IntArray = titles.offsets[1:]
    count = count_byte(titles, _OPEN)
    # The places of a title that ends in ") (1995)".
    has_year = (byte_at(titles, ends - 6) == _OPEN) & (byte_at(titles, ends - 1) == _CLOSE)
    number = np.zeros(len(titles), dtype=np.int64)
    for place in range(4):
        digit = byte_at(titles, ends - 5 + place).astype(np.int64) - ord("0")
        has_year &= (digit >= 0) & (digit <= 9)
        number = 10 * number + digit
    has_year &= number == catalogue.years
    behind = has_year & (count > 1) & (byte_at(titles, ends - 8) == _CLOSE)
    return behind & (count == 2), behind & (count > 2), (count > has_year) & ~behind


def _last_words(words: Sequence[str]) -> Iterator[str]:
    """Yield the letters of the last word, of the last two, and so on to all."""
    letters = ""
    for word in reversed(words):
        letters = word + letters
        yield letters


def _runs_of_words(words: Sequence[str]) -> Iterable[str]:
    """Return the letters of all runs of words, one after the other."""
    return {letters for first in range(len(words)) for letters in accumulate(words[first:])}
