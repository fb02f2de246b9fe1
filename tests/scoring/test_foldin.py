"""A new user is learned from a few ratings, without training and without randomness."""

from __future__ import annotations

import math

import numpy as np
import pytest

from movierec.scoring import foldin
from movierec.scoring.bayes import BayesScorer
from movierec.scoring.foldin import FoldedUser
from movierec.training import choice
from movierec.training.bayes.priors import USER_NOISE_SHAPE

MOVIES, D = 400, 3
CUTPOINTS = np.array([-1.5, -0.5, 0.5, 1.5], dtype=np.float32)
ALL = np.arange(MOVIES)


def weights(**changed: np.ndarray) -> dict[str, np.ndarray]:
    """Return a model of two draws that knows the films, and of people only the prior."""
    random = np.random.default_rng(14)
    movie = random.normal(0, 0.8, (MOVIES + 1, D))
    draws = np.stack([movie, movie + random.normal(0, 0.02, movie.shape)])
    arrays = {
        "levels": np.arange(1, 6),
        "mean": np.array([0.2, 0.2]),
        "cutpoints": np.stack([CUTPOINTS, CUTPOINTS]),
        "user": np.zeros((2, 2, D)),
        "movie": draws,
        "user_precision": np.ones((2, 2)),
        "movie_precision": np.full((2, MOVIES + 1), 1.1),
        "fold.draw": np.array([0, 1]),
        "fold.mean": np.zeros((2, D)),
        "fold.usual": np.zeros((2, D)),
        "fold.spread": np.full((2, D), 0.1),
        "raters": np.zeros((2, MOVIES + 1)),
        "new_user": np.array([0, 1]),
        "fold.link": np.zeros((2, MOVIES, D)),
        "fold.film": np.zeros((2, D)),
        "chosen": np.zeros((2, 2)),
        "new_movie": np.zeros(MOVIES + 1),
        "fold.precision": np.full((2, D), 1.5),
        "interval.z": np.array([1.3]),
        **changed,
    }
    return {name: np.asarray(array, dtype=np.float32) for name, array in arrays.items()}


def latent_of(scorer: BayesScorer, user: FoldedUser) -> tuple[np.ndarray, np.ndarray]:
    mean, variance = user.latent(scorer._movie[:, ALL])
    return mean.mean(axis=0) + 0.2, variance.mean(axis=0)


def test_the_prior_of_a_user_s_noise_is_that_of_the_training() -> None:
    assert foldin.NOISE_SHAPE == USER_NOISE_SHAPE


def test_the_choices_added_are_those_of_the_training() -> None:
    assert foldin.SHRINK == choice.SHRINK


def test_new_films_are_liked_as_much_more_as_what_somebody_chose_before() -> None:
    new = np.where(np.arange(MOVIES + 1) >= MOVIES - 40, 1, 0)
    film = np.random.default_rng(2).normal(0, 0.3, (2, D))
    scorer = BayesScorer(weights(**{"new_movie": new, "fold.film": film}))
    rated = ALL[:20]

    user = scorer.fold_in(rated, np.full(20, 5.0))
    plain = BayesScorer(weights())
    found = scorer.folded_distribution(user, ALL).mean
    before = plain.folded_distribution(user, ALL).mean

    inputs = scorer._movie[:, rated].copy()
    liking = inputs[:, :, 0] + np.einsum("fkd,fd->fk", inputs[:, :, 1:], user.vector[:, 1:])
    usual = film[:, :1] + (film[:, 1:] * user.vector[:, 1:]).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(user.chosen, (liking - usual).sum(axis=1) / 25, rtol=1e-4)
    assert (np.sign(found - before) == np.sign(user.chosen.mean()) * new[:-1]).all()


def test_somebody_without_a_rating_is_what_the_prior_says() -> None:
    mean = np.tile([0.4, -0.3, 0.2], (2, 1))
    scorer = BayesScorer(weights(**{"fold.mean": mean, "fold.usual": mean}))

    user = scorer.fold_in(ALL[:0], np.empty(0, dtype=np.float32))

    np.testing.assert_allclose(user.vector, 2 * mean, atol=1e-6)
    # The variance around the prior mean, and how prior means vary.
    np.testing.assert_allclose(user.covariance[0], np.eye(D) * (1 / 1.5 + 0.1), atol=1e-6)
    np.testing.assert_allclose(user.precision, 1)


def test_more_ratings_leave_less_doubt() -> None:
    scorer = BayesScorer(weights())
    doubts = [
        latent_of(scorer, scorer.fold_in(ALL[:k], np.full(k, 4.0)))[1].mean()
        for k in (0, 1, 5, 20, 100)
    ]

    assert doubts == sorted(doubts, reverse=True)
    assert doubts[-1] < 0.3 * doubts[0]


def test_who_likes_everything_is_predicted_above_who_likes_nothing() -> None:
    scorer = BayesScorer(weights())
    rated, other = ALL[:10], ALL[10:]

    loved, hated = (
        scorer.folded_distribution(scorer.fold_in(rated, np.full(10, stars)), other).mean
        for stars in (5.0, 1.0)
    )

    assert loved.mean() > hated.mean() + 1
    assert np.mean(loved > hated) > 0.8


def test_the_same_ratings_give_the_same_user() -> None:
    scorer = BayesScorer(weights())

    first, second = (scorer.fold_in(ALL[:5], np.array([1, 5, 3, 4, 2.0])) for _ in range(2))

    assert first.vector.tobytes() == second.vector.tobytes()
    assert first.covariance.tobytes() == second.covariance.tobytes()


def test_the_order_of_ratings_does_not_matter() -> None:
    scorer = BayesScorer(weights())
    stars = np.random.default_rng(0).integers(1, 6, 30).astype(np.float32)

    forth = scorer.fold_in(ALL[:30], stars)
    back = scorer.fold_in(ALL[:30][::-1], stars[::-1])

    np.testing.assert_allclose(forth.vector, back.vector, atol=1e-4)


@pytest.mark.parametrize("noise", [0.6, 1.0, 1.6])
def test_many_ratings_come_near_the_one_who_gave_them(noise: float) -> None:
    scorer = BayesScorer(weights())
    random = np.random.default_rng(15)
    movie = scorer._movie[0, ALL]
    vector = np.array([0.5, 0.9, -1.1])
    true = 0.2 + vector[0] + movie[:, 0] + movie[:, 1:] @ vector[1:]
    opinion = true + noise * random.normal(size=MOVIES)
    stars = 1 + np.searchsorted(CUTPOINTS, opinion).astype(np.float32)

    user = scorer.fold_in(ALL[:300], stars[:300])

    mean, _ = latent_of(scorer, user)
    assert np.corrcoef(mean[300:], true[300:])[0, 1] > 0.97
    assert np.abs(mean[300:] - true[300:]).mean() < 0.25
    # Of the noise, which the films' share is part of.
    assert 1 / np.sqrt(1.1 * user.precision.mean()) == pytest.approx(noise, rel=0.25)


def test_a_user_is_where_the_bound_is_highest(monkeypatch: pytest.MonkeyPatch) -> None:
    """There vector, noise and latent ratings are each what the expectations of the others say."""
    monkeypatch.setattr(foldin, "_ROUNDS", 300)
    rated, stars = ALL[:6], np.array([1, 5, 3, 4, 2, 5.0])

    user = BayesScorer(weights()).fold_in(rated, stars)

    arrays = {name: array[0].astype(float) for name, array in weights().items() if len(array) == 2}
    inputs = arrays["movie"][rated].copy()
    offset, inputs[:, 0] = 0.2 + inputs[:, 0], 1
    own, vector, noise = 1.1, user.vector[0].astype(float), float(user.precision[0])
    covariance = user.covariance[0].astype(float)
    share = 6 / (6 + foldin.USUAL)
    base = np.eye(D) / (1 / 1.5 + (1 - share) * 0.1)
    np.testing.assert_allclose(
        np.linalg.inv(covariance), base + noise * own * inputs.T @ inputs, rtol=1e-3, atol=1e-3
    )
    edges = np.array([-math.inf, *CUTPOINTS, math.inf])
    level = stars.astype(int) - 1
    expected = offset + inputs @ vector
    latent, variance = np.transpose(
        [
            cut(low, high, mean, (noise * own) ** -0.5)
            for low, high, mean in zip(edges[level], edges[level + 1], expected, strict=True)
        ]
    )
    target = noise * own * inputs.T @ (latent - offset)
    np.testing.assert_allclose(vector, covariance @ target, atol=1e-3)
    doubt = np.einsum("kd,de,ke->k", inputs, covariance, inputs)
    missed = own * ((latent - expected) ** 2 + variance + doubt).sum()
    assert noise == pytest.approx((4 + 6 / 2) / (4 + missed / 2), rel=1e-3)


def cut(low: float, high: float, mean: float, sd: float) -> tuple[float, float]:
    """Return mean and variance of a normal between two ends, summed over a fine grid."""
    grid = np.linspace(max(low, mean - 9 * sd), min(high, mean + 9 * sd), 20_001)
    weight = np.exp(-(((grid - mean) / sd) ** 2) / 2)
    middle = np.average(grid, weights=weight)
    return float(middle), float(np.average((grid - middle) ** 2, weights=weight))


def test_what_was_chosen_counts_more_the_more_was_chosen() -> None:
    link = np.zeros((2, MOVIES, D))
    link[:, :, 0] = 0.3
    scorer = BayesScorer(weights(**{"fold.link": link}))
    prior = scorer._prior

    few, many = prior.expected(ALL[:1])[0, 0], prior.expected(ALL[:100])[0, 0]

    assert few == pytest.approx(1 / 11 * 0.3, rel=1e-4)
    assert many == pytest.approx(100 / 110 * 0.3 * 10, rel=1e-4)


def test_a_film_s_raters_like_it_more_when_nothing_is_known_of_somebody() -> None:
    raters = np.zeros((2, MOVIES + 1))
    raters[:, 7] = 1.0
    scorer = BayesScorer(weights(raters=raters))

    nobody = scorer.fold_in(ALL[:0], np.empty(0, dtype=np.float32))
    raised = scorer.folded_distribution(nobody, ALL).mean
    plain = BayesScorer(weights()).folded_distribution(nobody, ALL).mean

    assert raised[7] > plain[7] + 0.2
    np.testing.assert_array_equal(np.delete(raised, 7), np.delete(plain, 7))
    shares = [float(scorer._prior.unusual(ALL[:k])) for k in (0, 10, 90)]
    assert shares == pytest.approx([1, 0.5, 0.1])


@pytest.mark.parametrize(
    ("given", "nearest"), [(3.2, 3), (3.5, 4), (0.5, 1), (5.5, 5), (4.9999998, 5)]
)
def test_ratings_off_the_scale_count_as_the_nearest_level(given: float, nearest: float) -> None:
    scorer = BayesScorer(weights())

    found, expected = (
        scorer.fold_in(ALL[:3], np.full(3, stars, dtype=np.float32)) for stars in (given, nearest)
    )

    np.testing.assert_array_equal(found.vector, expected.vector)


def test_ratings_that_nobody_would_expect_are_no_obstacle() -> None:
    movie = np.zeros((2, MOVIES + 1, D))
    movie[:, :, 0] = 30
    scorer = BayesScorer(weights(movie=movie))

    found = scorer.folded_distribution(scorer.fold_in(ALL[:50], np.full(50, 1.0)), ALL)

    assert np.isfinite(found.probabilities).all()


def test_a_distribution_of_many_films_is_that_of_its_blocks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scorer = BayesScorer(weights())
    user = scorer.fold_in(ALL[:5], np.array([1, 5, 3, 4, 2.0]))
    whole = scorer.folded_distribution(user, ALL)

    monkeypatch.setattr("movierec.scoring.bayes.BLOCK_NUMBERS", 50)
    blocked = scorer.folded_distribution(user, ALL)

    np.testing.assert_allclose(blocked.probabilities, whole.probabilities, atol=1e-6)
