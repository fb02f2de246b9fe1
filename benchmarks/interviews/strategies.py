"""Ways to choose the next question: movierec's, and simpler ones to compare it with."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from interviews.people import World
from movierec.data.twins import most_rated_twins
from movierec.ranking.interview import Interviewer
from movierec.ranking.lists import best
from movierec.ranking.score import taste_of
from movierec.ranking.viewer import Viewer
from movierec.records import IntArray

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

Ask: TypeAlias = Callable[[Viewer, IntArray], int | None]
"""Returns the film to ask about next, by what somebody answered and was asked."""
Worth: TypeAlias = "Callable[[Viewer, IntArray], Array]"
"""Returns what a question about each film is worth, [movies]."""

WELL_KNOWN = 100
"""Questions at random are about the most rated films, so many."""


def movierec(world: World, _: np.random.Generator) -> Ask:
    """Ask as `movierec rate` does."""
    return Interviewer(world.catalogue, world.likeness).next_question


def at_random(world: World, rng: np.random.Generator) -> Ask:
    """Ask about well-known films in random order, drawn anew for each person."""
    known = np.zeros(world.catalogue.movies)
    known[np.argsort(-world.catalogue.counts, kind="stable")[:WELL_KNOWN]] = 1
    order = known + rng.random(len(known))
    return _highest(world, lambda *_: order)


def popular(world: World, _: np.random.Generator) -> Ask:
    """Ask about the most rated films."""
    return _highest(world, lambda *_: _share(world))


def popular_unsure(world: World, _: np.random.Generator) -> Ask:
    """Ask about films that are rated often, and whose stars are uncertain."""
    every = np.arange(world.catalogue.movies)
    return _highest(world, lambda viewer, _: _share(world) * viewer.expected(every).sd)


def popular_new(world: World, _: np.random.Generator) -> Ask:
    """Ask about films that are rated often, and unlike all films asked about."""
    return _highest(world, lambda _, asked: _share(world) * _novelty(world, asked))


def entropy(world: World, _: np.random.Generator) -> Ask:
    """Ask by log popularity x entropy of the stars."""
    return _highest(world, lambda viewer, _: _entropy(world, viewer))


def entropy_new(world: World, _: np.random.Generator) -> Ask:
    """Ask by log popularity x entropy of the stars x novelty."""
    return _highest(world, lambda viewer, asked: _entropy(world, viewer) * _novelty(world, asked))


def watch(world: World, _: np.random.Generator) -> Ask:
    """Ask about the films that relevance says they choose next."""
    return _highest(world, lambda viewer, _: world.relevance.watch(taste_of(viewer)))


def watch_new(world: World, _: np.random.Generator) -> Ask:
    """Ask about those of them that are unlike all films asked about."""

    def worth(viewer: Viewer, asked: IntArray) -> Array:
        scores = world.relevance.watch(taste_of(viewer))
        return np.maximum(scores, 0) * _novelty(world, asked)

    return _highest(world, worth)


STRATEGIES: dict[str, Callable[[World, np.random.Generator], Ask]] = {
    "movierec": movierec,
    "random well-known": at_random,
    "popular": popular,
    "popular x sd": popular_unsure,
    "popular x novelty": popular_new,
    "log popularity x entropy": entropy,
    "log popularity x entropy x novelty": entropy_new,
    "watch score": watch,
    "watch score x novelty": watch_new,
}


def _share(world: World) -> Array:
    return world.catalogue.counts / world.catalogue.users


def _novelty(world: World, asked: IntArray) -> Array:
    every = np.arange(world.catalogue.movies)
    return 1 - world.likeness.between(asked, every).max(axis=0, initial=0)


def _entropy(world: World, viewer: Viewer) -> Array:
    chances = viewer.expected(np.arange(world.catalogue.movies)).probabilities.astype(np.float64)
    bits = -(chances * np.log2(np.maximum(chances, np.finfo(float).tiny))).sum(axis=1)
    worth: Array = np.log2(1 + world.catalogue.counts) * bits
    return worth


def _highest(world: World, worth: Worth) -> Ask:
    catalogue = world.catalogue
    distinct = most_rated_twins(catalogue)

    def ask(viewer: Viewer, asked: IntArray) -> int | None:
        there = distinct & ~np.isin(catalogue.twins, catalogue.twins[asked])
        movies = np.flatnonzero(there)
        if len(movies) == 0:
            return None
        scores = worth(viewer, asked)[movies]
        return int(movies[best(scores, movies, catalogue.counts[movies], 1)[0]])

    return ask
