"""Films scored for somebody: by choice and liking, and every score explained by its parts."""

from __future__ import annotations

import numpy as np
import pytest
from relevance_makers import MOVIES, USERS, one_history, random_histories, two_groups

from movierec.ranking.score import Scored, score, score_best, taste_of
from movierec.ranking.viewer import Viewer
from movierec.records import LIKED, IntArray, Ratings
from movierec.scoring import shortlist
from movierec.scoring.ordinal import Distribution
from movierec.scoring.relevance import RelevanceScorer, liking_factor
from movierec.training.relevance.fit import fit_relevance

ALL = np.arange(MOVIES)
LEVELS = np.arange(1, 6, dtype=np.float32)


def opinions(random: np.random.Generator) -> Distribution:
    """Return made-up distributions of the ratings of all films."""
    chances = random.dirichlet(np.full(5, 0.3), MOVIES).astype(np.float32)
    return Distribution.around(chances @ LEVELS, chances, LEVELS, 1.3)


def somebody(rated: Ratings, expected: Distribution) -> Viewer:
    def of(movies: IntArray) -> Distribution:
        return expected.take(movies)

    return Viewer(rated=rated, expected=of)


def one_opinion(p_like: np.ndarray) -> Distribution:
    """Return 4 stars with that chance and else 1, of every film."""
    chances = np.zeros((MOVIES, 5), dtype=np.float32)
    chances[:, 3], chances[:, 0] = p_like, 1 - p_like
    return Distribution.around(chances @ LEVELS, chances, LEVELS, 1.3)


@pytest.fixture(scope="module")
def scorer() -> RelevanceScorer:
    return RelevanceScorer(fit_relevance(random_histories(), USERS, MOVIES), MOVIES)


def made_up_viewer(random: np.random.Generator) -> Viewer:
    count = int(random.integers(0, MOVIES))
    movies = random.permutation(MOVIES)[:count].tolist()
    times = random.integers(0, 50, count).tolist()
    return somebody(one_history(zip(movies, times, strict=True)), opinions(random))


def test_the_parts_of_every_score_add_up_to_it(scorer: RelevanceScorer) -> None:
    random = np.random.default_rng(8)
    for _ in range(1_000):
        viewer = made_up_viewer(random)
        some = random.permutation(MOVIES)[: random.integers(1, MOVIES)]
        scored = score(viewer, scorer, some)

        adds = scorer.contributions(taste_of(viewer), some) * scored.factor
        parts = adds.sum(axis=0) + scorer.appeal(some) * scored.factor

        np.testing.assert_allclose(parts, scored.relevance, rtol=0, atol=1e-9)


def test_relevance_is_choice_times_liking(scorer: RelevanceScorer) -> None:
    viewer = made_up_viewer(np.random.default_rng(2))

    scored = score(viewer, scorer, ALL)

    watch = scorer.watch(taste_of(viewer))
    factor = liking_factor(watch, viewer.expected(ALL).at_least(LIKED))
    np.testing.assert_array_equal(scored.watch, watch)
    np.testing.assert_array_equal(scored.relevance, watch * factor)


def test_some_films_score_as_among_all(scorer: RelevanceScorer) -> None:
    viewer = made_up_viewer(np.random.default_rng(2))
    some = np.array([7, 2, 19])

    found = score(viewer, scorer, some)

    whole = score(viewer, scorer, ALL).take(some)
    assert found.movies.tolist() == whole.movies.tolist() == [7, 2, 19]
    assert found.relevance.tolist() == whole.relevance.tolist()
    assert found.stars.tolist() == whole.stars.tolist()


@pytest.mark.parametrize("wanted", [1, 2, MOVIES])
@pytest.mark.parametrize("seed", range(5))
def test_the_best_are_the_same_whether_all_films_are_asked_for_or_few(
    scorer: RelevanceScorer, monkeypatch: pytest.MonkeyPatch, wanted: int, seed: int
) -> None:
    monkeypatch.setattr(shortlist, "ASKED", 1 + seed)
    random = np.random.default_rng(seed)
    viewer, off = made_up_viewer(random), random.normal(0, 0.01, MOVIES)
    watch = scorer.watch(taste_of(viewer))

    scored, scores = score_best(viewer, ALL, watch, watch - off, wanted)

    whole = score(viewer, scorer, ALL).relevance - off
    found = scored.movies[np.argsort(-scores, kind="stable")][:wanted]
    np.testing.assert_allclose(whole[found], np.sort(whole)[::-1][:wanted], atol=1e-12)


def test_the_stars_are_those_predicted(scorer: RelevanceScorer) -> None:
    viewer = made_up_viewer(np.random.default_rng(2))

    found = score(viewer, scorer, ALL).stars

    assert found.dtype == np.float64
    assert found.tolist() == viewer.expected(ALL).mean.tolist()


def test_what_is_liked_more_is_more_relevant(scorer: RelevanceScorer) -> None:
    rated = one_history([(3, 10), (8, 20), (1, 30)])
    low = somebody(rated, one_opinion(np.full(MOVIES, 0.2)))
    high = somebody(rated, one_opinion(np.full(MOVIES, 0.7)))

    less, more = (score(viewer, scorer, ALL) for viewer in (low, high))

    assert less.watch.tolist() == more.watch.tolist()
    assert (less.relevance < more.relevance).all()


def test_without_ratings_and_with_one_opinion_of_all_the_most_rated_films_come_first(
    scorer: RelevanceScorer,
) -> None:
    nobody = somebody(one_history([]), one_opinion(np.full(MOVIES, 0.5)))

    scored = score(nobody, scorer, ALL)

    counts = np.bincount(random_histories().movie, minlength=MOVIES)
    assert (np.diff(scored.relevance[np.argsort(counts)]) >= 0).all()
    assert scored.watch.tolist() == scorer.appeal(ALL).tolist()


def test_where_all_is_liked_alike_the_own_group_s_films_come_first() -> None:
    ratings = two_groups()
    grouped = RelevanceScorer(fit_relevance(ratings, USERS, MOVIES), MOVIES)
    for user in range(USERS):
        own = ratings.take(np.flatnonzero(ratings.user == user))
        unseen = np.setdiff1d(ALL, own.movie)

        scored = score(somebody(own, one_opinion(np.full(MOVIES, 0.5))), grouped, unseen)

        mine = unseen % 2 == user % 2
        assert scored.relevance[mine].min() > scored.relevance[~mine].max()


def test_films_are_taken_in_the_order_asked_for(scorer: RelevanceScorer) -> None:
    scored = score(made_up_viewer(np.random.default_rng(2)), scorer, ALL)
    some = np.array([4, 4, 0])

    found: Scored = scored.take(some)

    assert found.movies.tolist() == [4, 4, 0]
    assert found.relevance.tolist() == scored.relevance[some].tolist()
    assert found.expected.sd.tolist() == scored.expected.sd[some].tolist()
