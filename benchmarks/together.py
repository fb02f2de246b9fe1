"""Measure lists for several people: what each of them finds in it.

    python benchmarks/together.py           the strategies, on held-out ratings
    python benchmarks/together.py --inner   footings and vetoes, on rows held out of training rows

Trains `dnn` and relevance on the first 80 % of each user's ratings by time, makes groups of users,
and lists 10 films for each group. A member's nDCG counts their own held-out ratings of 4 stars or
more; what another member has seen can be in no list, so that a group finds less than each alone.
`disliked` is the share with less than 3 stars among the listed films that a member rated later.
Prints Markdown; ± is the standard deviation over five draws of groups, with one training and one
split. Needs `movierec fetch`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from movierec import workflow
from movierec.benchmark_run.fit import learned_weights
from movierec.config import DEFAULT_DATASET, default_config
from movierec.data.holdout import hold_out
from movierec.evaluation.ranking import K, question_of
from movierec.evaluation.ranking_metrics import Lists, user_figures
from movierec.evaluation.relevant_films import Relevant
from movierec.ranking.lists import best
from movierec.ranking.score import score
from movierec.ranking.strategies import combined, common_footing, vetoed
from movierec.ranking.viewer import Viewer
from movierec.ranking.wanted import AVERAGE, LEAST_MISERY, NO_VETO
from movierec.records import LIKED, IntArray, Ratings
from movierec.scoring.registry import scorer_for
from movierec.scoring.relevance import RelevanceScorer
from movierec.training.relevance.fit import fit_relevance

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]
    Listing = Callable[["World", IntArray, IntArray], IntArray]

SEEDS = range(5)
GROUPS = 200
SIZES = (2, 4)
KINDS = ("random", "similar", "dissimilar")
NEAREST = 20
FARTHEST = 0.1
DISLIKED = 3.0


@dataclass(frozen=True, slots=True)
class World:
    """Everybody's scores of every film; arrays are [users, movies] where nothing else is said.

    Attributes:
        users: those with a relevant film held out, ascending.
        relevant: what their lists should hold.
        later: their held-out stars, NaN where there are none.
        seen: what they rated in training rows.
        relevance: by the model.
        stars: predicted.
        p_like: chance of 4 stars or more.
        own_mean: mean of the stars that a user gave, [users].
        counts: training ratings of each film, [movies].
        likeness: correlation of two users' relevance, [users, users].
    """

    users: IntArray
    relevant: Relevant
    later: Array
    seen: npt.NDArray[np.bool_]
    relevance: Array
    stars: Array
    p_like: Array
    own_mean: Array
    counts: IntArray
    likeness: Array

    def best(self, scores: Array, movies: IntArray) -> IntArray:
        """Return the K films with the best scores."""
        return movies[best(scores, movies, self.counts[movies], K)]


def main() -> None:
    """Print a table for each kind and size of groups."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--dataset", default=DEFAULT_DATASET)
    parser.add_argument("--inner", action="store_true")
    options = parser.parse_args()
    world = _world(options.dataset, inner=options.inner)
    listings = dict(_choices() if options.inner else _strategies())
    for kind in KINDS:
        for size in SIZES:
            print(f"\n{size} {kind} users:\n")
            groups = [_groups(world, kind, size, np.random.default_rng(seed)) for seed in SEEDS]
            _print_rows(world, groups, listings)
            print(
                f"\n`{NO_VETO}` takes {_vetoed_share(world, groups[0])} of the films open to all."
            )


def _print_rows(
    world: World, groups: list[list[IntArray]], listings: Mapping[str, Listing]
) -> None:
    print("| list | nDCG@10, mean of members | lowest of members | disliked |")
    print("|---|---|---|---|")
    for name, listing in {"each their own list": None, **listings}.items():
        rows = [_measured(world, of_seed, listing) for of_seed in groups]
        mean, lowest, disliked = (np.array(column) for column in zip(*rows, strict=True))
        print(
            f"| {name} | {mean.mean():.4f} ± {mean.std(ddof=1):.4f} "
            f"| {lowest.mean():.4f} ± {lowest.std(ddof=1):.4f} | {disliked.mean():.3f} |",
            flush=True,
        )


def _world(dataset: str, *, inner: bool) -> World:
    prepared = workflow.prepared_data(dataset)
    config = replace(default_config("dnn"), dataset=dataset, split="time")
    rows = hold_out(prepared, config)
    if inner:
        prepared = replace(prepared, ratings=prepared.ratings.take(rows.known))
        rows = hold_out(prepared, config)
    known = prepared.ratings.take(rows.known)
    users, movies = prepared.catalogue.users, prepared.catalogue.movies
    chooser = RelevanceScorer(fit_relevance(known, users, movies), movies)
    predictor = scorer_for("dnn", learned_weights(prepared, rows, config, lambda _: None))
    shape = (users, movies)
    relevance, stars, p_like = (np.zeros(shape) for _ in range(3))
    own_mean = np.full(users, np.nan)
    for user in range(users):
        rated = known.take(np.flatnonzero(known.user == user))
        viewer = Viewer(
            rated,
            lambda films, user=user: predictor.distribution(np.full(len(films), user), films),
        )
        scored = score(viewer, chooser, np.arange(movies))
        relevance[user], stars[user] = scored.relevance, scored.stars
        p_like[user] = scored.expected.at_least(LIKED)
        if len(rated):
            own_mean[user] = rated.rating.mean()
    question = question_of(known, rows.test, config.split)
    apart = relevance - relevance.mean(axis=1, keepdims=True)
    apart /= np.linalg.norm(apart, axis=1, keepdims=True)
    return World(
        users=question.relevant.user,
        relevant=question.relevant,
        later=_table(rows.test, shape),
        seen=~np.isnan(_table(known, shape)),
        relevance=relevance,
        stars=stars,
        p_like=p_like,
        own_mean=own_mean,
        counts=np.bincount(known.movie, minlength=movies),
        likeness=apart @ apart.T,
    )


def _table(ratings: Ratings, shape: tuple[int, int]) -> Array:
    table = np.full(shape, np.nan)
    known = ratings.take(np.flatnonzero((ratings.user >= 0) & (ratings.movie >= 0)))
    table[known.user, known.movie] = known.rating
    return table


def _groups(world: World, kind: str, size: int, random: np.random.Generator) -> list[IntArray]:
    """Return groups of users: a first one, and others like, unlike, or just anybody."""
    groups = []
    for first in random.choice(world.users, GROUPS, replace=False).tolist():
        others = world.users[world.users != first]
        near = others[np.argsort(-world.likeness[first, others], kind="stable")]
        if kind == "similar":
            others = near[:NEAREST]
        elif kind == "dissimilar":
            others = near[-int(FARTHEST * len(near)) :]
        groups.append(np.append(first, random.choice(others, size - 1, replace=False)))
    return groups


def _measured(
    world: World, groups: list[IntArray], listing: Listing | None
) -> tuple[float, float, float]:
    """Return the mean and the lowest nDCG of members, and what share was disliked."""
    members = np.concatenate(groups)
    lists = np.full((len(members), K), -1)
    place = 0
    for group in groups:
        common = np.flatnonzero(~world.seen[group].any(axis=0))
        for user in group.tolist():
            if listing is None:
                unseen = np.flatnonzero(~world.seen[user])
                found = world.best(world.relevance[user, unseen], unseen)
            elif user == group[0]:
                found = listing(world, group, common)
            lists[place, : len(found)] = found
            place += 1
    rows = np.searchsorted(world.users, members)
    ndcg = user_figures(Lists(members, lists), _of_rows(world.relevant, rows)).ndcg
    of_group = ndcg.reshape(len(groups), -1)
    stars = np.where(lists >= 0, world.later[members[:, None], lists], np.nan)
    rated = ~np.isnan(stars)
    return (
        float(of_group.mean()),
        float(of_group.min(axis=1).mean()),
        float((stars[rated] < DISLIKED).mean()),
    )


def _of_rows(relevant: Relevant, rows: IntArray) -> Relevant:
    """Return what the users of some rows should find; a user may come more than once."""
    spans = [np.arange(relevant.offsets[row], relevant.offsets[row + 1]) for row in rows.tolist()]
    offsets = np.cumsum([0, *(len(span) for span in spans)])
    return Relevant(relevant.user[rows], offsets, relevant.movies[np.concatenate(spans)])


def _strategies() -> Iterator[tuple[str, Listing]]:
    """Yield what is compared on the held-out ratings."""
    yield "list of the first for all", lambda w, g, c: w.best(w.relevance[g[0], c], c)
    yield "most popular", lambda w, _, c: w.best(w.counts[c].astype(np.float64), c)
    for strategy in (AVERAGE, LEAST_MISERY):
        yield strategy, _by(strategy, _footed)
    yield NO_VETO, _without(lambda w, g, c: vetoed(w.stars[np.ix_(g, c)]))


def _choices() -> Iterator[tuple[str, Listing]]:
    """Yield what was chosen among."""
    footings: dict[str, Callable[[Array], Array]] = {
        "relevance as it is": lambda r: r,
        "by the mean of the best 10": _footed,
        "by the mean of the best 20": lambda r: r / _mean_of_best(r, 20),
        "by the mean of the best 100": lambda r: r / _mean_of_best(r, 100),
        "by the best": lambda r: r / r.max(axis=1, keepdims=True),
        "by the standard deviation": lambda r: r / r.std(axis=1, keepdims=True),
        "rank": lambda r: -_rank(r),
        "1 / (rank + 10)": lambda r: 1 / (10 + _rank(r)),
        "1 / (rank + 60)": lambda r: 1 / (60 + _rank(r)),
    }
    for strategy in (AVERAGE, LEAST_MISERY):
        for name, footing in footings.items():
            yield f"{strategy}, {name}", _by(strategy, footing)
    for bar in (2.5, 3.0, 3.5):
        yield (
            f"{NO_VETO}, below {bar:g} stars",
            _without(lambda w, g, c, bar=bar: (w.stars[np.ix_(g, c)] < bar).any(axis=0)),
        )
    for less in (0.0, 0.5, 1.0):
        yield (
            f"{NO_VETO}, {less:g} below the own mean",
            _without(
                lambda w, g, c, less=less: (
                    w.stars[np.ix_(g, c)] < w.own_mean[g][:, None] - less
                ).any(axis=0)
            ),
        )
    for chance in (0.3, 0.4, 0.5):
        yield (
            f"{NO_VETO}, chance below {chance:g}",
            _without(lambda w, g, c, chance=chance: (w.p_like[np.ix_(g, c)] < chance).any(axis=0)),
        )


def _by(strategy: str, footing: Callable[[Array], Array]) -> Listing:
    def listing(world: World, group: IntArray, movies: IntArray) -> IntArray:
        own = world.relevance[np.ix_(group, movies)]
        return world.best(combined(footing(own), strategy), movies)

    return listing


def _without(veto: Callable[[World, IntArray, IntArray], npt.NDArray[np.bool_]]) -> Listing:
    def listing(world: World, group: IntArray, movies: IntArray) -> IntArray:
        left = movies[~veto(world, group, movies)]
        if len(left) == 0:
            return left
        return _by(NO_VETO, _footed)(world, group, left)

    return listing


def _footed(relevance: Array) -> Array:
    return common_footing(relevance)[:, None] * relevance


def _mean_of_best(relevance: Array, count: int) -> Array:
    mean: Array = np.sort(relevance, axis=1)[:, -count:].mean(axis=1, keepdims=True)
    return mean


def _rank(relevance: Array) -> IntArray:
    return np.argsort(np.argsort(-relevance, axis=1, kind="stable"), axis=1)


def _vetoed_share(world: World, groups: list[IntArray]) -> str:
    """Return the share of the films open to a group that `VETO` takes, on average."""
    shares = []
    for group in groups:
        common = np.flatnonzero(~world.seen[group].any(axis=0))
        shares.append(vetoed(world.stars[np.ix_(group, common)]).mean())
    return f"{np.mean(shares):.0%}"


if __name__ == "__main__":
    main()
