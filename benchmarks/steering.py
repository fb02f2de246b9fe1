"""Measure what the dials of `recommend` do to its lists: --popularity and --variety.

    python benchmarks/steering.py

Trains `dnn` and relevance on the first 80 % of each user's ratings by time, and lists 10 films for
everybody at each place of a dial; held-out ratings of 4 stars or more are relevant. `hits` is -1,
`gems` is 1.5. Prints Markdown.
The data set has to be there: `movierec fetch`.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from movierec import workflow
from movierec.benchmark_run.fit import learned_weights
from movierec.config import DEFAULT_DATASET, default_config
from movierec.data.holdout import hold_out
from movierec.evaluation.film_popularity import Popularity, popularity_of
from movierec.evaluation.ranking import K, Question, question_of
from movierec.evaluation.ranking_metrics import Lists, measure_lists
from movierec.ranking.lists import best
from movierec.ranking.popularity import support_needed, turned
from movierec.ranking.score import score_best, taste_of
from movierec.ranking.variety import POOL, Alike, given_up, varied
from movierec.ranking.viewer import Viewer
from movierec.records import Catalogue, IntArray
from movierec.scoring.likeness import Likeness
from movierec.scoring.registry import scorer_for
from movierec.scoring.relevance import RelevanceScorer
from movierec.training.relevance.fit import fit_relevance

if TYPE_CHECKING:
    import numpy.typing as npt

DIALS = (-2.0, -1.0, -0.5, 0.0, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0)
VARIETIES = (0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0)


@dataclass(frozen=True, slots=True)
class World:
    """What lists are made from.

    Attributes:
        catalogue: the films, with their counts in training rows.
        likeness: how alike they are.
        question: what the lists should answer.
        popularity: of the training rows.
        relevance: ranks the films.
        viewers: the users of the question.
    """

    catalogue: Catalogue
    likeness: Likeness
    question: Question
    popularity: Popularity
    relevance: RelevanceScorer
    viewers: tuple[Viewer, ...]


def main() -> None:
    """Turn each dial and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--dataset", default=DEFAULT_DATASET)
    world = _world(parser.parse_args().dataset)
    print("| --popularity | nDCG@10 | Recall@10 | coverage@10 | novelty, bits | popularity lift |")
    print("|---|---|---|---|---|---|")
    for dial in DIALS:
        lists, _ = _listed(world, dial, 0.0)
        print(f"| {dial:g} {_figures(world, lists)} |")
    print(
        "\n| --variety | nDCG@10 | Recall@10 | coverage@10 | novelty, bits | popularity lift "
        "| likeness within a list | relevance given up |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for variety in VARIETIES:
        lists, cost = _listed(world, 0.0, variety)
        print(
            f"| {variety:g} {_figures(world, lists)} | {_within(world, lists):.3f} | {cost:.1%} |"
        )


def _world(dataset: str) -> World:
    prepared = workflow.prepared_data(dataset)
    config = replace(default_config("dnn"), dataset=dataset, split="time")
    rows = hold_out(prepared, config)
    known = prepared.ratings.take(rows.known)
    users, movies = prepared.catalogue.users, prepared.catalogue.movies
    arrays = fit_relevance(known, users, movies)
    weights = learned_weights(prepared, rows, config, lambda _: None)
    ratings, relevance = scorer_for("dnn", weights), RelevanceScorer(arrays, movies)
    question = question_of(known, rows.test, config.split)
    counts = np.bincount(known.movie, minlength=movies).astype(np.int32)
    catalogue = replace(prepared.catalogue, counts=counts)

    def viewer(user: int) -> Viewer:
        rated = known.take(np.flatnonzero(known.user == user))
        return Viewer(rated, lambda films: ratings.distribution(np.full(len(films), user), films))

    return World(
        catalogue=catalogue,
        likeness=Likeness(arrays["liked"], catalogue),
        question=question,
        popularity=popularity_of(known, users, movies),
        relevance=relevance,
        viewers=tuple(viewer(user) for user in question.relevant.user.tolist()),
    )


def _listed(world: World, dial: float, variety: float) -> tuple[Lists, float]:
    """Return everybody's list and the mean share of relevance given up."""
    counts = world.catalogue.counts
    supported = counts >= support_needed(dial)
    lists, costs = [], []
    for viewer in world.viewers:
        open_to = supported.copy()
        open_to[viewer.rated.movie] = False
        movies = np.flatnonzero(open_to)
        watch = world.relevance.watch(taste_of(viewer))[movies]
        ceiling = turned(watch, counts[movies], int(counts.max()), dial)
        scored, scores = score_best(viewer, movies, watch, ceiling, K * POOL if variety else K)
        order = best(scores, scored.movies, counts[scored.movies], len(scores))
        picked = varied(scores, order, K, variety, _alike(world, scored.movies))
        costs.append(given_up(scored.relevance, order, picked))
        lists.append(scored.movies[picked])
    return Lists(world.question.relevant.user, np.array(lists)), float(np.mean(costs))


def _alike(world: World, movies: IntArray) -> Alike:
    def alike(some: IntArray, others: IntArray) -> npt.NDArray[np.float64]:
        return world.likeness.between(movies[some], movies[others])

    return alike


def _figures(world: World, lists: Lists) -> str:
    found = measure_lists(lists, world.question.relevant, world.popularity)
    figures = (
        f"{found.ndcg.value:.4f}",
        f"{found.recall.value:.4f}",
        f"{found.coverage.value:.3f}",
        f"{found.novelty.value:.2f}",
        f"{found.popularity_lift.value:.2f}",
    )
    return "".join(f"| {figure} " for figure in figures).rstrip()


def _within(world: World, lists: Lists) -> float:
    """Return the mean likeness of two films of one list."""
    total = 0.0
    for movies in lists.movies:
        table = world.likeness.between(movies, movies)
        total += float((table.sum() - np.trace(table)) / (K * (K - 1)))
    return total / len(lists.movies)


if __name__ == "__main__":
    main()
