"""Predicted stars of hidden ratings: by hand, and of people whose taste is known."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import torch
from bundles import CARD
from makers import tiny_catalogue
from person_makers import SCALE, everybody, nothing, rated, systems

from movierec.answers.me import Gain
from movierec.answers.ranking import Estimate
from movierec.config import TrainConfig
from movierec.data.history import history_of
from movierec.errors import UsageError
from movierec.evaluation.calibration import finished_weights
from movierec.evaluation.person import FILM_MEAN, OWN_MEAN, Systems, hidden_stars, measure_person
from movierec.evaluation.person_parts import MODEL, part_of
from movierec.records import Ratings, Split
from movierec.scoring.registry import folding_scorer_for
from movierec.store.bundle import load_bundle, save_bundle
from movierec.training.data import TrainingData
from movierec.training.registry import new_trainer
from movierec.training.relevance.fit import fit_relevance

USERS, MOVIES = 60, 60
TEN = [(movie, 4.0) for movie in range(9)] + [(9, 2.0)]
"""Nine films of 4 stars and one of 2: each is hidden alone."""


def plain() -> Systems:
    """Everybody gives every film 3 stars."""
    return systems(everybody(*((user, film, 3) for user in range(4) for film in range(10))), 4, 10)


def opposite_ratings() -> Ratings:
    """Return ratings of people who give even films 5 stars and odd ones 1, or the other way."""
    random = np.random.default_rng(5)
    user, movie = (axis.ravel() for axis in np.indices((USERS, MOVIES)))
    chosen = random.permutation(len(user))[: len(user) // 2]
    user, movie = user[chosen].astype(np.int32), movie[chosen].astype(np.int32)
    stars = np.where((user + movie) % 2 == 0, 5, 1).astype(np.float32)
    return Ratings(user, movie, stars, np.zeros_like(user))


def divided_ratings() -> Ratings:
    """Return ratings of films of which half get 1 or 2 stars from everybody, and half 4 or 5."""
    random = np.random.default_rng(1)
    user, movie = (axis.ravel() for axis in np.indices((USERS, MOVIES)))
    stars = random.integers(1, 3, len(user)) + 3 * (movie % 2)
    user, movie = user.astype(np.int32), movie.astype(np.int32)
    return Ratings(user, movie, stars.astype(np.float32), np.zeros_like(user))


def weights_of(ratings: Ratings) -> dict[str, npt.NDArray[Any]]:
    """Train a small model on all ratings."""
    data = TrainingData(
        ratings=ratings,
        split=Split(np.arange(len(ratings)), np.arange(0), ratings.take(slice(0, 50)), "made up"),
        scale=SCALE,
        catalogue=tiny_catalogue(USERS, MOVIES, ratings=ratings),
        dataset="opposites",
    )
    config = TrainConfig(
        model="bayes", embed_size=2, chains=2, sweeps=3, epochs=10, validation=0, device="cpu"
    )
    trainer = new_trainer(data, config, torch.device("cpu"))
    for _ in trainer.epochs():
        pass
    return finished_weights("bayes", trainer, data)


@cache
def opposite_weights() -> dict[str, npt.NDArray[Any]]:
    """Return the weights of a model of people with opposite tastes."""
    return weights_of(opposite_ratings())


def opposites() -> Systems:
    """Return the model, and what these people rated."""
    scorer = folding_scorer_for("bayes", opposite_weights())
    return systems(opposite_ratings(), USERS, MOVIES, scorer=scorer)


@cache
def divided() -> Systems:
    """Return a model of people who agree which films are good."""
    ratings = divided_ratings()
    scorer = folding_scorer_for("bayes", weights_of(ratings))
    return systems(ratings, USERS, MOVIES, scorer=scorer)


def likes_even() -> Ratings:
    return rated(*((movie, 5.0 if movie % 2 == 0 else 1.0) for movie in range(40)))


def test_errors_are_those_worked_out_by_hand() -> None:
    found = measure_person(plain(), rated(*TEN), nothing())

    # The others' mean is 34 / 9 where a 4 is hidden, and 4 where the 2 is.
    assert found.metrics.mse == pytest.approx((9 * (2 / 9) ** 2 + 4) / 10)
    assert found.metrics.mae == pytest.approx((9 * (2 / 9) + 2) / 10)
    assert found.metrics.rmse == pytest.approx(sqrt((9 * (2 / 9) ** 2 + 4) / 10))
    assert found.baselines[FILM_MEAN].mse == pytest.approx(1)


def test_the_bias_model_learns_the_persons_offset_from_visible_ratings_with_its_shrinkage() -> None:
    found = measure_person(plain(), rated(*TEN), nothing())

    # Above the mean of 3: 8 - 1 = 7 of nine films where a 4 is hidden, and 9 where the 2 is;
    # five ratings at the mean are added.
    four, two = 1 - 7 / 14, -1 - 9 / 14
    assert found.baselines["bias model"].mse == pytest.approx((9 * four**2 + two**2) / 10)


def test_the_own_mean_is_that_of_the_visible_ratings() -> None:
    found = measure_person(plain(), rated(*TEN), nothing())

    assert found.baselines[OWN_MEAN].mse == pytest.approx((9 * (2 / 9) ** 2 + 4) / 10)


def test_the_best_baseline_stands_first() -> None:
    found = measure_person(plain(), rated(*TEN), nothing())

    errors = [row.mse for row in found.baselines.values()]
    assert len(errors) == 3
    assert errors == sorted(errors)


def test_the_gain_is_how_far_the_models_rmse_is_below() -> None:
    found = measure_person(plain(), rated(*TEN), nothing())

    gain = found.gains[FILM_MEAN].by.value
    assert gain == pytest.approx(found.baselines[FILM_MEAN].rmse - found.metrics.rmse)


def test_few_ratings_have_no_interval_and_no_verdict() -> None:
    found = measure_person(plain(), rated(*TEN), nothing())

    assert (found.ratings, found.folds, found.repeats) == (10, 10, 1)
    assert found.metrics.rmse_interval is None
    assert found.gains[FILM_MEAN].by.low is None
    assert found.gains[FILM_MEAN].better is None


def test_fewer_than_ten_ratings_are_refused() -> None:
    with pytest.raises(UsageError, match="Only 9 films"):
        measure_person(plain(), rated(*TEN[:9]), nothing())


def test_predictions_are_measured_within_the_scale() -> None:
    # A film mean of 5 and an offset of more than 0 predict more than 5 stars.
    high = systems(everybody(*((user, film, 5) for user in range(4) for film in range(10))), 4, 10)
    own = rated(*((film, 5.0) for film in range(10)))

    found = measure_person(high, own, nothing())

    assert found.baselines["bias model"].mse == pytest.approx(0)


def test_a_persons_stars_beyond_the_scale_count_as_its_ends() -> None:
    low, ends = (rated(*TEN[:9], (9, stars)) for stars in (0.5, 1.0))

    assert measure_person(plain(), low, nothing()) == measure_person(plain(), ends, nothing())


def test_who_likes_what_half_of_the_people_like_is_predicted_better_than_by_averages() -> None:
    found = measure_person(opposites(), likes_even(), nothing())

    assert (found.folds, found.repeats, found.ratings) == (5, 4, 40)
    assert found.metrics.rmse < 0.5 * found.baselines[FILM_MEAN].rmse
    assert found.gains[FILM_MEAN].better is True
    assert found.gains["bias model"].better is True
    assert found.metrics.rmse_interval is not None
    low, high = found.metrics.rmse_interval
    assert low < found.metrics.rmse < high


@pytest.mark.parametrize("seed", range(4))
def test_random_stars_are_predicted_no_better_than_by_the_films_averages(seed: int) -> None:
    stars = np.random.default_rng(seed).integers(1, 6, 40)
    own = rated(*zip(range(40), stars.tolist(), strict=True))

    found = measure_person(opposites(), own, nothing())

    assert found.gains[FILM_MEAN].better is not True


@pytest.mark.parametrize("seed", range(4))
def test_random_stars_are_predicted_no_better_than_by_the_best_baseline(seed: int) -> None:
    # Where films differ much, their averages are worse than none for whoever rates at random.
    random = np.random.default_rng(seed)
    own = rated(*zip(range(MOVIES), random.integers(1, 6, MOVIES).tolist(), strict=True))

    found = measure_person(divided(), own, nothing())

    best = next(iter(found.baselines))
    assert best == OWN_MEAN
    assert found.gains[best].better is not True


def test_a_stored_model_is_measured_beside_the_ratings_that_it_came_with(tmp_path: Path) -> None:
    ratings = opposite_ratings()
    save_bundle(
        tmp_path / "opposites",
        replace(CARD, kind="bayes", users=USERS, movies=MOVIES),
        opposite_weights(),
        fit_relevance(ratings, USERS, MOVIES),
        tiny_catalogue(USERS, MOVIES, ratings=ratings, traits=False),
        history_of(ratings, USERS),
    )

    stored = Systems.of(load_bundle(tmp_path / "opposites"))

    found, expected = (
        measure_person(one, likes_even(), nothing()) for one in (stored, opposites())
    )
    assert found.metrics == expected.metrics
    assert found.baselines[FILM_MEAN] == expected.baselines[FILM_MEAN]
    assert found.baselines["bias model"].mse == pytest.approx(expected.baselines["bias model"].mse)


def test_the_same_question_has_the_same_answer() -> None:
    first, second = (measure_person(opposites(), likes_even(), nothing()) for _ in range(2))

    assert first == second


def test_another_seed_hides_other_ratings_together() -> None:
    first, second = (
        measure_person(opposites(), likes_even(), nothing(), seed=seed) for seed in (0, 1)
    )

    assert first.metrics.mse != second.metrics.mse


def test_more_repeats_measure_the_same_ratings() -> None:
    found = measure_person(opposites(), likes_even(), nothing(), repeats=2)

    assert (found.repeats, found.ratings, found.metrics.rows) == (2, 40, 40)


def test_a_hidden_rating_changes_no_prediction_of_it() -> None:
    own, hidden = likes_even(), np.array([1, 6, 11, 30])
    stars = own.rating.copy()
    stars[hidden] = 6 - stars[hidden]
    changed = replace(own, rating=stars)

    first, second = (
        hidden_stars(opposites(), part_of(opposites().scorer, ratings, hidden))
        for ratings in (own, changed)
    )

    assert set(first) == {MODEL, FILM_MEAN, OWN_MEAN, "bias model"}
    for name, predicted in first.items():
        assert predicted.tolist() == second[name].tolist()


def test_a_visible_rating_changes_the_predictions_of_model_and_bias_model() -> None:
    own, hidden = likes_even(), np.array([1, 6])
    stars = own.rating.copy()
    stars[30] = 1
    changed = replace(own, rating=stars)

    first, second = (
        hidden_stars(opposites(), part_of(opposites().scorer, ratings, hidden))
        for ratings in (own, changed)
    )

    assert first[MODEL].tolist() != second[MODEL].tolist()
    assert first["bias model"].tolist() != second["bias model"].tolist()
    assert first[FILM_MEAN].tolist() == second[FILM_MEAN].tolist()


@pytest.mark.parametrize(
    ("low", "high", "better"),
    [(0.01, 0.2, True), (-0.2, -0.01, False), (-0.1, 0.1, None), (0.0, 0.1, None)],
)
def test_a_model_is_better_or_worse_only_where_the_interval_leaves_0_out(
    low: float, high: float, better: bool | None
) -> None:
    assert Gain(Estimate((low + high) / 2, low, high)).better is better
