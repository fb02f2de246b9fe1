"""Watch scores of many people are those of each, and no film that could matter is missed."""

from __future__ import annotations

import numpy as np
import pytest
from relevance_makers import MOVIES, USERS, random_histories

from movierec.records import IntArray, Ratings
from movierec.scoring import many_watch
from movierec.scoring.many_watch import ManyWatch
from movierec.scoring.relevance import RelevanceScorer, Taste
from movierec.scoring.tastes import Tastes

Arrays = dict[str, np.ndarray]
SEEDS = pytest.mark.parametrize("seed", range(10))
BOTH = pytest.mark.parametrize("ordered", [True, False])
EVERY_FILM = np.ones(MOVIES, dtype=bool)
SHARE = np.linspace(0, 1, MOVIES)
SIZE = 6


@pytest.fixture(autouse=True)
def few_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many_watch, "SIZE", SIZE)


def links(seed: int) -> Arrays:
    """Return links of a third of all pairs, factors and appeals."""
    random = np.random.default_rng(seed)
    linked = (random.random((MOVIES, MOVIES)) < 1 / 3) & ~np.eye(MOVIES, dtype=bool)
    source, target = np.nonzero(linked)
    return {
        "pair.offsets": np.searchsorted(source, np.arange(MOVIES + 1)),
        "pair.movie": target.astype(np.int32),
        "pair.both": random.normal(0, 0.3, len(target)).astype(np.float16),
        "pair.after": random.normal(0, 0.3, len(target)).astype(np.float16),
        "factor.source": random.normal(0, 0.1, (MOVIES, 4)).astype(np.float32),
        "factor.target": random.normal(0, 0.1, (MOVIES, 4)).astype(np.float32),
        "appeal": random.exponential(0.1, MOVIES).astype(np.float32),
        "liked": np.zeros((MOVIES, 1), dtype=np.float32),
    }


def histories(seed: int) -> Ratings:
    return random_histories(seed=seed, times=10_000)


def alone(arrays: Arrays, rated: Ratings, *, ordered: bool) -> np.ndarray:
    """Return everybody's watch scores, -inf for the films of their own, [users, films]."""
    scorer, scores = RelevanceScorer(arrays, MOVIES), []
    for user in range(USERS):
        own = rated.take(np.flatnonzero(rated.user == user))
        own = own.take(np.argsort(own.movie))
        taste = Taste.of(own.movie, own.timestamp) if ordered else Taste.unordered(own.movie)
        watch = scorer.watch(taste)
        watch[own.movie] = -np.inf
        scores.append(watch)
    return np.array(scores)


@SEEDS
@BOTH
def test_of_the_first_films_all_scores_are_known(seed: int, ordered: bool) -> None:
    arrays, rated = links(seed), histories(seed)
    many = ManyWatch(arrays, EVERY_FILM, SHARE, ordered=ordered)
    block = many.block(Tastes.of(rated, USERS, ordered=ordered))

    found = many.head(block)

    wanted = alone(arrays, rated, ordered=ordered)[:, many.movies]
    unseen = wanted > -np.inf
    off = np.abs(found - wanted)[unseen]
    assert len(many.movies) == SIZE
    assert (off <= np.broadcast_to(many.rounding(block)[:, None], unseen.shape)[unseen]).all()
    assert off.max() < 1e-5


@SEEDS
@BOTH
def test_a_pair_s_score_is_that_of_the_person_alone(seed: int, ordered: bool) -> None:
    arrays, rated = links(seed), histories(seed)
    many = ManyWatch(arrays, EVERY_FILM, SHARE, ordered=ordered)
    block = many.block(Tastes.of(rated, USERS, ordered=ordered))
    wanted = alone(arrays, rated, ordered=ordered)
    person, movie = np.nonzero(wanted > -np.inf)

    found = many.exact(block, person, movie)

    assert found == pytest.approx(wanted[person, movie], abs=1e-12)


@BOTH
def test_many_pairs_are_scored_a_few_at_a_time(
    ordered: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrays, rated = links(0), histories(0)
    many = ManyWatch(arrays, EVERY_FILM, SHARE, ordered=ordered)
    block = many.block(Tastes.of(rated, USERS, ordered=ordered))
    unseen = np.argwhere(alone(arrays, rated, ordered=ordered) > -np.inf)
    person, movie = np.random.default_rng(0).permutation(unseen).T
    whole = many.exact(block, person, movie)
    parts: list[tuple[int, int]] = []
    scored = many_watch._Pairs.scores

    def counted(
        self: many_watch._Pairs, block: many_watch.Block, person: IntArray, movie: IntArray
    ) -> np.ndarray:
        parts.append((len(set(person.tolist())), len(person)))
        return scored(self, block, person, movie)

    monkeypatch.setattr(many_watch._Pairs, "scores", counted)
    monkeypatch.setattr(many_watch, "_PEOPLE_AT_ONCE", 3)
    monkeypatch.setattr(many_watch, "_PAIRS_AT_ONCE", 20)

    found = many.exact(block, person, movie)

    assert max(people for people, _ in parts) <= 3
    assert max(pairs for _, pairs in parts) == 20
    np.testing.assert_array_equal(found, whole)


@SEEDS
@BOTH
@pytest.mark.parametrize("vague", [0, 0.3, 3, 1e9], ids=["by links", "few", "many", "by bounds"])
def test_no_film_that_reaches_a_score_is_missed(
    seed: int, ordered: bool, vague: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many_watch, "VAGUE", vague)
    arrays, rated = links(seed), histories(seed)
    many = ManyWatch(arrays, EVERY_FILM, SHARE, ordered=ordered)
    block = many.block(Tastes.of(rated, USERS, ordered=ordered))
    wanted = alone(arrays, rated, ordered=ordered)
    least = np.quantile(wanted, 0.9, axis=1)

    person, movie = many.beyond(block, least - many.rounding(block))

    reached = wanted >= least[:, None]
    reached[:, many.movies] = False
    assert {*zip(*np.nonzero(reached), strict=True)} <= {*zip(person, movie, strict=True)}


def few_links(targets: list[int], sizes: list[float], sources: list[int], films: int) -> Arrays:
    """Return links of some films to others, by ascending source, and nothing else."""
    return {
        "pair.offsets": np.searchsorted(sources, np.arange(films + 1)),
        "pair.movie": np.array(targets, dtype=np.int32),
        "pair.both": np.array(sizes, dtype=np.float16),
        "pair.after": np.zeros(len(sizes), dtype=np.float16),
        "factor.source": np.zeros((films, 1), dtype=np.float32),
        "factor.target": np.zeros((films, 1), dtype=np.float32),
        "appeal": np.zeros(films, dtype=np.float32),
        "liked": np.zeros((films, 1), dtype=np.float32),
    }


def beyond(arrays: Arrays, rated: list[int], least: float, *, ordered: bool) -> set[int]:
    """Return which films may reach a score for somebody who rated some, one after the other."""
    films, when = len(arrays["appeal"]), np.arange(len(rated), dtype=np.int32)
    nobody, stars = np.zeros_like(when), np.full(len(rated), 4, dtype=np.float32)
    history = Ratings(nobody, np.array(rated, dtype=np.int32), stars, when)
    many = ManyWatch(arrays, np.ones(films, dtype=bool), np.zeros(films), ordered=ordered)
    _, movie = many.beyond(many.block(Tastes.of(history, 1, ordered=ordered)), np.array([least]))
    return set(movie.tolist())


@pytest.fixture
def one_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many_watch, "SIZE", 1)


@pytest.mark.usefixtures("one_first")
def test_a_film_that_just_reaches_a_score_by_its_only_link_is_found() -> None:
    arrays = few_links([1, 2], [4, 1], sources=[0, 0], films=3)

    assert beyond(arrays, [0], 0.999, ordered=False) == {2}
    assert beyond(arrays, [0], 1.001, ordered=False) == set()


@pytest.mark.usefixtures("one_first")
def test_a_film_that_just_reaches_a_score_by_its_factors_is_found() -> None:
    arrays = few_links([1], [1], sources=[0], films=3)
    arrays["factor.source"][0] = 1
    arrays["factor.target"][2] = 1

    assert beyond(arrays, [0], 0.999, ordered=False) == {2}
    assert beyond(arrays, [0], 1.001, ordered=False) == set()


@pytest.mark.usefixtures("one_first")
@pytest.mark.parametrize("vague", [0, 0.7, 1e9])
def test_a_film_that_just_reaches_a_score_by_a_long_history_is_found(
    vague: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many_watch, "VAGUE", vague)
    rated = list(range(60))
    links = [(film, 60 + which, size) for film in rated for which, size in enumerate((1.0, 0.125))]
    sources, targets, sizes = map(list, zip(*links, strict=True))
    arrays = few_links(targets, sizes, sources, films=62)
    taste = Taste.of(np.array(rated), np.arange(60))
    score = float(RelevanceScorer(arrays, 62).watch(taste)[61])

    assert beyond(arrays, rated, 0.9999 * score, ordered=True) == {61}


@pytest.mark.usefixtures("one_first")
def test_who_has_no_film_that_counts_little_is_bounded_by_links_alone() -> None:
    arrays = few_links([1, 2], [4, 0.5], sources=[0, 0], films=3)

    assert beyond(arrays, [0], 0.6, ordered=False) == set()


@SEEDS
def test_a_film_that_can_reach_nothing_is_not_looked_at(seed: int) -> None:
    many = ManyWatch(links(seed), EVERY_FILM, SHARE, ordered=True)
    block = many.block(Tastes.of(histories(seed), USERS, ordered=True))

    person, _ = many.beyond(block, np.full(USERS, 1e6))

    assert len(person) == 0


def test_films_that_may_not_be_listed_are_nowhere() -> None:
    allowed = np.arange(MOVIES) % 3 == 0
    many = ManyWatch(links(0), allowed, SHARE, ordered=True)
    block = many.block(Tastes.of(histories(0), USERS, ordered=True))

    _, movie = many.beyond(block, np.full(USERS, -1e6))

    assert {*many.movies.tolist(), *movie.tolist()} == {*np.flatnonzero(allowed).tolist()}
