from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from training_makers import MOVIES, USERS, checkerboard

from movierec.training.cooccurrence import SIZE, cooccurrence
from movierec.training.data import TrainingData
from movierec.training.inputs import Inputs, network_inputs


def generator() -> torch.Generator:
    return torch.Generator().manual_seed(0)


def inputs_of(data: TrainingData) -> Inputs:
    return network_inputs(data, data.train, generator())


def test_there_is_a_row_for_everyone_and_one_for_the_unknown() -> None:
    inputs = inputs_of(checkerboard())

    assert inputs.user.shape == (USERS + 1, SIZE + 1 + 6 + 2)
    assert inputs.movie.shape == (MOVIES + 1, SIZE + 1 + 19)
    assert not inputs.user_seen[-1]
    assert not inputs.movie_seen[-1]


def test_without_traits_users_are_known_by_what_they_rated() -> None:
    assert inputs_of(checkerboard(traits=False)).user.shape == (USERS + 1, SIZE)


def test_age_is_scaled_over_users_with_training_rows() -> None:
    data = checkerboard()
    data = replace(data, split=replace(data.split, train=data.split.train[:40]))
    inputs = inputs_of(data)

    age = inputs.user[inputs.user_seen, SIZE]

    assert not inputs.user_seen.all()
    assert age.mean() == pytest.approx(0, abs=1e-5)
    assert age.std() == pytest.approx(1, abs=1e-5)


def test_unknown_ages_and_years_are_average() -> None:
    data = checkerboard()
    traits = data.catalogue.traits
    assert traits is not None
    age, years = traits.age.copy(), data.catalogue.years.copy()
    age[0], years[0] = -1, 0
    catalogue = replace(data.catalogue, traits=replace(traits, age=age), years=years)

    inputs = inputs_of(replace(data, catalogue=catalogue))

    assert (inputs.user[0, SIZE], inputs.movie[0, SIZE]) == (0, 0)


def test_who_was_never_seen_in_training_is_average() -> None:
    inputs = inputs_of(checkerboard())

    np.testing.assert_allclose(inputs.user[USERS - 1, :SIZE], inputs.user[-1, :SIZE], atol=1e-6)
    np.testing.assert_allclose(inputs.movie[MOVIES - 1, :SIZE], inputs.movie[-1, :SIZE], atol=1e-6)


def test_cooccurrence_is_the_singular_value_decomposition_of_who_rated_what() -> None:
    train = checkerboard().train
    matrix = np.zeros((USERS, MOVIES))
    matrix[train.user, train.movie] = 1
    scale = np.sqrt(np.outer(matrix.sum(1) + 5, matrix.sum(0) + 20))
    left, strengths, right = np.linalg.svd(matrix / scale)

    found = cooccurrence(train, USERS, MOVIES, generator())

    # One direction at a time up to its sign; the weaker ones are close to each other in strength.
    for direction in range(2):
        pace = np.sqrt(strengths[direction] / strengths[1])
        expected = np.abs(left[:, direction]) * pace * USERS**0.5
        np.testing.assert_allclose(np.abs(found.user[:, direction]), expected, atol=0.05)
        expected = np.abs(right[direction]) * pace * MOVIES**0.5
        np.testing.assert_allclose(np.abs(found.movie[:, direction]), expected, atol=0.05)


def test_users_of_one_taste_are_alike_by_what_they_rated() -> None:
    random = np.random.default_rng(0)
    data = checkerboard()
    # Even users rate the first half of the films, odd ones the second.
    user = random.integers(0, USERS, 600).astype(np.int32)
    movie = (random.integers(0, MOVIES // 2, 600) + user % 2 * (MOVIES // 2)).astype(np.int32)
    ratings = replace(data.train.take(np.zeros(600, dtype=np.int64)), user=user, movie=movie)

    found = cooccurrence(ratings, USERS, MOVIES, generator()).user

    likeness = np.corrcoef(found)
    same = np.arange(USERS)[:, None] % 2 == np.arange(USERS) % 2
    assert likeness[same].mean() > likeness[~same].mean() + 0.1


def test_a_data_set_smaller_than_the_number_of_features_works() -> None:
    train = checkerboard().train.take(slice(0, 3))
    few = replace(train, user=np.array([0, 1, 0], np.int32), movie=np.array([0, 1, 1], np.int32))

    found = cooccurrence(few, 2, 3, generator())

    assert found.user.shape == (2, 2)
    assert np.isfinite(found.movie).all()


def test_features_stay_moderate_where_everybody_rated_the_same_film() -> None:
    train = checkerboard().train.take(np.zeros(USERS, dtype=np.int64))
    same = replace(train, user=np.arange(USERS, dtype=np.int32), movie=np.zeros(USERS, np.int32))

    found = cooccurrence(same, USERS, MOVIES, generator())

    assert np.sqrt((found.user**2).mean(axis=0)).max() < 10
    assert np.sqrt((found.movie**2).mean(axis=0)).max() < 10
