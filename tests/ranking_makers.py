"""A made-up model whose lists are known, for the tests of ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from bundles import CARD, WEIGHT
from makers import tiny_catalogue

from movierec.ranking.viewer import Viewer
from movierec.records import Catalogue, History, IntArray, Ratings
from movierec.scoring.ordinal import Distribution
from movierec.store.bundle import Bundle, load_bundle, save_bundle

AMBER, BIRCH, CEDAR, DOGWOOD, ELM, AMBER_TOO = range(6)
TITLES = (
    "Amber (1990)",
    "Birch (1990)",
    "Cedar (1990)",
    "Dogwood (1990)",
    "Elm (1990)",
    "Amber (1990)",
)
"""The last film is the first one's twin and, with more ratings, stands for both."""
COUNTS = (10, 80, 60, 40, 20, 100)
GENRES = ("Comedy", "Drama")
OF_FILM = ((1, 0), (1, 1), (1, 0), (0, 1), (0, 1), (1, 0))

Rated = tuple[int, float]


def films() -> Catalogue:
    """Return six films of two genres and one year, two of them twins."""
    return replace(
        tiny_catalogue(users=3, titles=TITLES, traits=False),
        genres=GENRES,
        genre_flags=np.array(OF_FILM, dtype=np.uint8),
        counts=np.array(COUNTS, dtype=np.int32),
    )


def model(
    folder: Path,
    *,
    appeal: Sequence[float] = (0, 0, 0, 0, 0, 0),
    links: Mapping[tuple[int, int], float] | None = None,
    tastes: Sequence[Sequence[float]] = ((0,),) * 6,
    rated: Sequence[Sequence[Rated]] = ((), (), ()),
) -> Bundle:
    """Store a model and load it.

    Args:
        folder: where it will lie.
        appeal: of each film.
        links: by source and target film.
        tastes: a unit vector a film.
        rated: what each of three users rated.
    """
    card = replace(CARD, users=3, movies=6)
    save_bundle(
        folder, card, WEIGHT, _relevance(appeal, links or {}, tastes), films(), _kept(rated)
    )
    return load_bundle(folder)


def viewer(*rated: Rated, stars: Sequence[float] = (3, 3, 3, 3, 3, 3)) -> Viewer:
    """Return somebody who rated films at an unknown time, and likes each with a chance of 1/4.

    So their relevance is half of how much of a choice a film is, where that is above 0.
    """
    movie = np.array([film for film, _ in rated], dtype=np.int32)
    rating = np.array([given for _, given in rated], dtype=np.float32)
    levels = np.arange(1, 6, dtype=np.float32)

    def expected(movies: IntArray) -> Distribution:
        chances = np.tile(np.array([0, 0.25, 0.5, 0, 0.25], dtype=np.float32), (len(movies), 1))
        return Distribution.around(np.array(stars, np.float32)[movies], chances, levels, 1.5)

    return Viewer(Ratings(np.zeros_like(movie), movie, rating, np.zeros_like(movie)), expected)


def _relevance(
    appeal: Sequence[float],
    links: Mapping[tuple[int, int], float],
    tastes: Sequence[Sequence[float]],
) -> dict[str, npt.NDArray[Any]]:
    pairs = sorted(links)
    counts = np.bincount([source for source, _ in pairs], minlength=len(TITLES))
    return {
        "pair.offsets": np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        "pair.movie": np.array([target for _, target in pairs], dtype=np.int32),
        "pair.both": np.array([links[pair] for pair in pairs], dtype=np.float16),
        "pair.after": np.zeros(len(pairs), dtype=np.float16),
        "factor.source": np.zeros((len(TITLES), 1), dtype=np.float32),
        "factor.target": np.zeros((len(TITLES), 1), dtype=np.float32),
        "appeal": np.array(appeal, dtype=np.float32),
        "liked": np.array(tastes, dtype=np.float32),
    }


def _kept(rated: Sequence[Sequence[Rated]]) -> History:
    rows = [row for own in rated for row in own]
    return History(
        np.cumsum([0, *(len(own) for own in rated)]).astype(np.int64),
        np.array([film for film, _ in rows], dtype=np.int32),
        np.array([given for _, given in rows], dtype=np.float32),
        np.zeros(len(rows), dtype=np.int32),
    )
