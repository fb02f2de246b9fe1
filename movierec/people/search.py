"""Search titles as people type them: with typos, in part, in any order.

All titles are first measured in trigrams, three bytes at a time over the whole catalogue at once;
the nearest few hundred are then compared word by word, each under all its names. A title that
holds what was typed comes before one that resembles it, and of those that do equally well the
better known one.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from math import log1p

import numpy as np
import numpy.typing as npt

from movierec.answers.films import SearchHit
from movierec.data.catalogue import film
from movierec.data.distinct import distinct
from movierec.data.titles import natural, search_key, split_year
from movierec.records import Catalogue, IntArray

_NEAR = 300
_CODES = 1 << 24
"""Trigrams that there can be."""
_SPACE = ord(" ")
_YEAR = re.compile(r"(.+) ((?:18|19|20)\d\d)")

SAME, BEGINS, HOLDS, ALL_WORDS = 1.0, 0.95, 0.92, 0.88
_RESEMBLES = 0.85
"""A title that only resembles scores below this, one that holds what was typed above."""
_FAME = 0.05
"""How much being the most rated film of all weighs against the score."""
_OTHER_YEAR = 0.6


def search_films(catalogue: Catalogue, text: str, top: int) -> tuple[tuple[int, float], ...]:
    """Return the films whose titles are nearest to a text, best first, as (movie, score).

    The score is 1 for the same words, above 0 for a resemblance; films that share no trigram with
    the text are left out.

    Args:
        catalogue: the films.
        text: a title or a part of one, with or without its year, in brackets or not.
        top: how many films at most.
    """
    return TitleSearch(catalogue, often=False).films(text, top)


class TitleSearch:
    """The titles of a catalogue, made ready once to be searched.

    Args:
        catalogue: the films.
        near: how many of the nearest titles by trigrams are compared word by word.
        often: whether many texts are looked for, which is worth putting the trigrams in order.
    """

    def __init__(self, catalogue: Catalogue, near: int = _NEAR, *, often: bool = True) -> None:
        self._catalogue = catalogue
        self._near = near
        self._often = often
        offsets, titles = catalogue.search_keys.offsets, catalogue.movies
        lengths = np.diff(offsets) + 2
        title = np.repeat(np.arange(titles), lengths)
        text = np.full(int(lengths.sum()), _SPACE, dtype=np.int32)
        # Each key gets a blank before and after, so that first and last letters count as such.
        inside = np.arange(len(catalogue.search_keys.blob))
        text[inside + 2 * np.repeat(np.arange(titles), lengths - 2) + 1] = (
            catalogue.search_keys.blob
        )
        within = title[:-2] == title[2:]
        self._title, self._codes = title[:-2][within], _codes(text)[within]
        if often:
            # In order, so that those of a text are found without looking at all.
            order = np.argsort(self._codes, kind="stable")
            self._title, self._codes = self._title[order], self._codes[order]
        self._trigrams = np.maximum(lengths - 2, 1)

    def films(self, text: str, top: int) -> tuple[tuple[int, float], ...]:
        """Return the films nearest to a text; see `search_films`."""
        catalogue = self._catalogue
        readings = _readings(text)
        rough = np.max([self._overlap(query) for query, _ in readings], axis=0)
        near = np.lexsort((-catalogue.counts, -rough))[: max(self._near, top)]
        most = log1p(catalogue.most_ratings()) or 1.0
        scored = []
        for movie in near[rough[near] > 0].tolist():
            score = max(_score(catalogue, movie, *reading) for reading in readings)
            fame = _FAME * log1p(int(catalogue.counts[movie])) / most
            scored.append((-(score + fame), movie, score))
        return tuple((movie, score) for _, movie, score in sorted(scored)[:top])

    def _overlap(self, query: str) -> npt.NDArray[np.float64]:
        """Return how much of a key's trigrams each title has, and of each title's the key."""
        wanted = _codes(np.frombuffer(f" {query} ".encode(), dtype=np.uint8).astype(np.int32))
        shared = np.bincount(self._hits(distinct(wanted)), minlength=self._catalogue.movies)
        there = max(len(wanted), 1)
        overlap: npt.NDArray[np.float64] = shared / there + 2 * shared / (self._trigrams + there)
        return overlap

    def _hits(self, wanted: IntArray) -> IntArray:
        """Return the title of every trigram that is wanted, in any order."""
        if not self._often:
            asked = np.zeros(_CODES, dtype=bool)
            asked[wanted] = True
            hits: IntArray = self._title[asked[self._codes]]
            return hits
        starts = np.searchsorted(self._codes, wanted, "left")
        ends = np.searchsorted(self._codes, wanted, "right")
        spans = [self._title[start:end] for start, end in zip(starts, ends, strict=True)]
        return np.concatenate([np.zeros(0, dtype=np.int64), *spans])


def names(title: str) -> tuple[str, ...]:
    """Return the keys under which a film is known: title, title without brackets, what they hold.

    "Seven (Se7en) (1995)" is known as "seven se7en", "seven" and "se7en".
    """
    name = natural(title)
    inside = [re.sub(r"^a\.?k\.?a\.?\s+", "", part) for part in re.findall(r"\(([^()]*)\)", name)]
    outside = re.sub(r"\s*\([^()]*\)", "", name)
    return tuple(search_key(part) for part in (name, outside, *inside) if part.strip())


def hits(catalogue: Catalogue, found: Sequence[tuple[int, float]]) -> tuple[SearchHit, ...]:
    """Return what a search found as films, with the ids of other sites where there are any."""
    return tuple(
        SearchHit(film=film(catalogue, movie), ratings=int(catalogue.counts[movie]), score=score)
        for movie, score in found
    )


def _readings(text: str) -> list[tuple[str, int | None]]:
    """Return what a text can mean: a key and a year; "sabrina 1995" may be a title or both."""
    name, year = split_year(text)
    key = search_key(name)
    readings = [(key, year)]
    apart = _YEAR.fullmatch(key)
    if year is None and apart:
        readings.append((apart[1], int(apart[2])))
    return readings


def _score(catalogue: Catalogue, movie: int, query: str, year: int | None) -> float:
    score = max(_likeness(query, name) for name in names(catalogue.titles[movie]))
    if year is not None and int(catalogue.years[movie]) != year:
        score *= _OTHER_YEAR
    return score


def _likeness(query: str, name: str) -> float:
    if query == name:
        return SAME
    if name.startswith(f"{query} "):
        return BEGINS
    if f" {query} " in f" {name} ":
        return HOLDS
    typed, words = query.split(), name.split()
    if typed and set(typed) <= set(words):
        return ALL_WORDS
    return _RESEMBLES * _resemblance(query, typed, name, words)


def _resemblance(query: str, typed: list[str], name: str, words: list[str]) -> float:
    """Return how alike two keys are, 0 to 1: whole, or, for a part of a title, by words."""
    whole = difflib.SequenceMatcher(None, query, name, autojunk=False).ratio()
    if not typed or not words:
        return whole
    best = [_nearest(one, words) for one in typed]
    return max(whole, 0.7 * sum(best) / len(best) + 0.3 * whole)


def _nearest(typed: str, words: list[str]) -> float:
    """Return how alike a word is to the most alike of some words."""
    best = 0.0
    for word in words:
        # Two words are never more alike than their lengths.
        if 2 * min(len(typed), len(word)) > best * (len(typed) + len(word)):
            matcher = difflib.SequenceMatcher(None, typed, word, autojunk=False)
            best = max(best, matcher.ratio())
    return best


def _codes(text: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    return (text[:-2] << 16) | (text[1:-1] << 8) | text[2:]
