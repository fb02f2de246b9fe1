from __future__ import annotations

from dataclasses import replace

import numpy as np
from training_makers import MOVIES, USERS, checkerboard

from movierec.training.data import TrainingData
from movierec.training.inputs import AGES, YEAR_BANDS, Inputs, network_inputs


def inputs_of(data: TrainingData) -> Inputs:
    return network_inputs(data.catalogue, data.train)


def aged(years: list[int]) -> TrainingData:
    data = checkerboard()
    traits = data.catalogue.traits
    assert traits is not None
    age = np.full(USERS, 30, dtype=np.int16)
    age[: len(years)] = years
    return replace(data, catalogue=replace(data.catalogue, traits=replace(traits, age=age)))


def test_there_is_a_row_for_everyone_and_one_for_the_unknown() -> None:
    inputs = inputs_of(checkerboard())

    assert inputs.user.shape == (USERS + 1, len(AGES) + 1 + 6 + 2)
    assert len(inputs.movie) == MOVIES + 1
    assert inputs.movie.shape[1] <= 19 + YEAR_BANDS
    assert not inputs.user_seen[-1]
    assert not inputs.movie_seen[-1]


def test_without_traits_nothing_is_known_of_users() -> None:
    assert inputs_of(checkerboard(traits=False)).user.shape == (USERS + 1, 0)


def test_an_age_is_one_band() -> None:
    bands = inputs_of(aged([17, 18, 55, 56, 90])).user[:5, : len(AGES) + 1] > 0

    assert bands.argmax(axis=1).tolist() == [0, 1, 5, 6, 6]
    assert bands.sum(axis=1).tolist() == [1] * 5


def test_unknown_ages_and_years_are_in_no_band() -> None:
    data = aged([-1])
    years = data.catalogue.years.copy()
    years[0] = 0

    inputs = inputs_of(replace(data, catalogue=replace(data.catalogue, years=years)))

    assert not inputs.user[0, : len(AGES) + 1].any()
    assert not inputs.movie[0, 19:].any()


def test_years_are_cut_where_the_training_ratings_are() -> None:
    data = checkerboard()
    years = np.full(MOVIES, 1990, dtype=data.catalogue.years.dtype)
    years[MOVIES // 2 :] = 2010

    bands = inputs_of(replace(data, catalogue=replace(data.catalogue, years=years))).movie[:, 19:]

    old, new = (bands[:MOVIES] > 0)[[0, MOVIES - 1]]
    assert old.sum() == new.sum() == 1
    assert old.argmax() < new.argmax()


def test_films_without_any_year_have_their_genres_alone() -> None:
    data = checkerboard()
    catalogue = replace(data.catalogue, years=np.zeros_like(data.catalogue.years))

    assert inputs_of(replace(data, catalogue=catalogue)).movie.shape[1] == 19


def test_no_row_is_longer_than_1() -> None:
    inputs = inputs_of(checkerboard())

    assert np.linalg.norm(inputs.user, axis=1).max() < 1 + 1e-6
    assert np.linalg.norm(inputs.movie, axis=1).max() < 1 + 1e-6


def test_the_unknown_one_is_the_average_of_those_with_training_rows() -> None:
    data = checkerboard()
    data = replace(data, split=replace(data.split, train=data.split.train[:20]))

    inputs = inputs_of(data)

    assert not inputs.user_seen[:-1].all()
    average = inputs.user[inputs.user_seen].mean(axis=0)
    np.testing.assert_allclose(inputs.user[-1], average, atol=1e-6)
