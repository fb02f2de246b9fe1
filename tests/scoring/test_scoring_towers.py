"""A new user is learned from a few ratings by towers that know the films."""

from __future__ import annotations

import numpy as np
import pytest

from movierec.errors import DataError
from movierec.scoring.foldin import SHRINK, USUAL
from movierec.scoring.registry import scorer_for
from movierec.scoring.towers import LearnedUser, TowerScorer

MOVIES, V, DU, HIDDEN = 60, 4, 3, 5
Q, P = 1 + V, 1 + V + DU
ALL = np.arange(MOVIES)
NEW = np.where(np.arange(MOVIES + 1) >= MOVIES - 5, 1, 0)
"""The last five films have no training row, nor has the unknown one."""


def weights(**changed: np.ndarray) -> dict[str, np.ndarray]:
    """Return towers of two users, with layers of two hidden widths."""
    random = np.random.default_rng(21)
    arrays = {
        "mean": np.array([3.5]),
        "user_offset": np.array([0.3, -0.2, 0.1]),
        "movie_offset": random.normal(0, 0.3, MOVIES + 1),
        "user_vector": random.normal(0, 0.5, (3, V)),
        "movie_vector": random.normal(0, 0.5, (MOVIES + 1, V)),
        "user_inputs": random.normal(0, 0.5, (3, DU)),
        "movie_inputs": random.normal(0, 0.5, (MOVIES + 1, 2)),
        "layer0.user_weight": random.normal(0, 0.5, (HIDDEN, DU)),
        "layer0.movie_weight": random.normal(0, 0.5, (HIDDEN, 2)),
        "layer0.bias": random.normal(0, 0.2, HIDDEN),
        "layer1.weight": random.normal(0, 0.5, (4, HIDDEN)),
        "layer1.bias": random.normal(0, 0.2, 4),
        "layer2.weight": random.normal(0, 0.5, (1, 4)),
        "layer2.bias": np.zeros(1),
        "levels": np.arange(1, 6),
        "interval.z": np.array([1.3]),
        "calibration.cutpoints": np.array([1.5, 2.5, 3.5, 4.5]),
        "calibration.user_noise": np.zeros(3),
        "calibration.movie_noise": np.zeros(MOVIES + 1),
        "calibration.slope": np.zeros(1),
        "fold.mean": random.normal(0, 0.3, P),
        "fold.film": np.zeros(Q),
        "new_user": np.array([0, 0, 1]),
        "new_movie": NEW,
        "chosen": np.array([0.2, 0.1, 0]),
        "raters": np.zeros(MOVIES + 1),
        "fold.lent": random.normal(0, 0.1, (MOVIES, P)),
        "fold.usual": random.normal(0, 0.1, P),
        "fold.spread": np.full(Q, 0.05),
        "fold.precision": np.full(Q, 4.0),
        **changed,
    }
    return {name: np.asarray(array, dtype=np.float32) for name, array in arrays.items()}


def start_of(arrays: dict[str, np.ndarray], rated: np.ndarray) -> np.ndarray:
    share = len(rated) / (len(rated) + USUAL)
    lent = arrays["fold.lent"][rated].sum(axis=0) / max(1, len(rated)) ** 0.5
    return arrays["fold.mean"] + share * lent + (1 - share) * arrays["fold.usual"]


def test_somebody_without_a_rating_is_like_everybody_with_a_usual_choice_of_films() -> None:
    arrays = weights()

    user = TowerScorer(arrays).fold_in(ALL[:0], np.empty(0, dtype=np.float32))

    np.testing.assert_allclose(user.numbers, arrays["fold.mean"] + arrays["fold.usual"], atol=1e-6)
    # The variance of what is one's own, and how the choice of films varies.
    np.testing.assert_allclose(user.covariance, np.eye(Q) * (1 / 4 + 0.05), atol=1e-6)


def test_the_predictions_of_a_known_user_s_numbers_are_those_of_the_user() -> None:
    arrays = weights()
    scorer = TowerScorer(arrays)
    numbers = np.hstack(
        [arrays["user_offset"][0], arrays["user_vector"][0], arrays["user_inputs"][0]]
    )

    found = scorer.folded_stars(
        LearnedUser(numbers, np.eye(Q), np.float32(0), np.float32(0.2)), ALL
    )

    np.testing.assert_allclose(found, scorer.predict_user(0, ALL), atol=1e-5)


def test_offset_and_vector_are_a_ridge_regression_around_what_the_choice_of_films_says() -> None:
    arrays = weights(raters=np.linspace(-0.3, 0.3, MOVIES + 1))
    scorer = TowerScorer(arrays)
    rated = ALL[:12]
    stars = np.random.default_rng(4).integers(1, 6, 12).astype(np.float32)

    user = scorer.fold_in(rated, stars)

    start = start_of(arrays, rated).astype(np.float32)
    unusual = USUAL / (12 + USUAL)
    films = np.hstack([np.ones((12, 1)), arrays["movie_vector"][rated]])
    at_start = scorer.folded_stars(
        LearnedUser(start, np.eye(Q), np.float32(unusual), np.float32(0)), rated
    )
    ridge = np.eye(Q) / (1 / 4 + unusual * 0.05)
    own = np.linalg.solve(films.T @ films + ridge, films.T @ (stars - at_start))
    np.testing.assert_allclose(user.numbers, start + np.append(own, np.zeros(DU)), atol=1e-4)


def test_films_are_liked_as_by_their_raters_until_ratings_say_more() -> None:
    plain, liked = weights(), weights(raters=np.full(MOVIES + 1, 0.2))
    nothing = np.empty(0, dtype=np.float32)

    without, raised = (
        scorer.folded_stars(scorer.fold_in(ALL[:0], nothing), ALL)
        for scorer in (TowerScorer(plain), TowerScorer(liked))
    )

    np.testing.assert_allclose(raised - without, 0.2, atol=1e-5)
    assert TowerScorer(liked).fold_in(ALL, np.full(MOVIES, 4.0)).unusual < 0.15


def test_new_films_are_liked_as_much_more_as_what_somebody_chose_before() -> None:
    film = np.random.default_rng(8).normal(0, 0.2, Q)
    arrays, without = weights(**{"fold.film": film}), weights(new_movie=np.zeros(MOVIES + 1))
    scorer, rated = TowerScorer(arrays), ALL[:20]

    user = scorer.fold_in(rated, np.full(20, 4.0))
    added = scorer.folded_stars(user, ALL) - TowerScorer(without).folded_stars(user, ALL)

    vector = user.numbers[1:Q]
    liking = arrays["movie_offset"][rated] + arrays["movie_vector"][rated] @ vector
    expected = (liking - film[0] - film[1:] @ vector).sum() / (20 + SHRINK)
    np.testing.assert_allclose(added, expected * NEW[:-1], atol=1e-5)


def test_more_ratings_leave_less_doubt_and_a_narrower_distribution() -> None:
    scorer = TowerScorer(weights())
    users = [scorer.fold_in(ALL[:k], np.full(k, 4, dtype=np.float32)) for k in (0, 1, 5, 20, 50)]
    found = [scorer.folded_distribution(user, ALL) for user in users]
    doubts = [float(np.trace(user.covariance)) for user in users]

    assert doubts == sorted(doubts, reverse=True)
    assert found[-1].sd.mean() < found[0].sd.mean()


def test_who_likes_everything_is_predicted_above_who_likes_nothing() -> None:
    scorer = TowerScorer(weights())
    rated, others = ALL[:10], ALL[10:]

    low, high = (
        scorer.folded_distribution(scorer.fold_in(rated, np.full(10, stars)), others).mean
        for stars in (1.0, 5.0)
    )

    assert (high > low).mean() > 0.9


def test_a_large_catalogue_is_predicted_in_blocks_alike() -> None:
    scorer = TowerScorer(weights())
    user = scorer.fold_in(ALL[:5], np.full(5, 4.0))
    whole = scorer.folded_distribution(user, ALL)
    scorer._block = 7

    blocks = scorer.folded_distribution(user, ALL)

    np.testing.assert_allclose(blocks.mean, whole.mean, atol=1e-6)
    np.testing.assert_allclose(blocks.sd, whole.sd, atol=1e-6)


@pytest.mark.parametrize(
    "name",
    [
        "new_user",
        "new_movie",
        "chosen",
        "raters",
        "fold.mean",
        "fold.lent",
        "fold.usual",
        "fold.spread",
        "fold.precision",
        "fold.film",
    ],
)
def test_an_array_that_does_not_fit_is_refused(name: str) -> None:
    arrays = weights()

    with pytest.raises(DataError, match=name):
        scorer_for("dnn", {**arrays, name: arrays[name][:-1]})
    del arrays[name]
    with pytest.raises(DataError, match=name):
        scorer_for("dnn", arrays)
