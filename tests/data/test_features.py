"""Films and users as numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from makers import GENRES_100K, OCCUPATIONS, tiny_catalogue

from movierec.data.features import (
    movie_features,
    report_features,
    report_names,
    user_ages,
    user_features,
)
from movierec.errors import UsageError


def test_a_films_features_are_its_genres() -> None:
    catalogue = tiny_catalogue()

    features = movie_features(catalogue)

    assert features.names == GENRES_100K
    assert features.values.dtype == np.float32
    np.testing.assert_array_equal(features.values, catalogue.genre_flags)


def test_a_users_features_are_occupation_then_gender() -> None:
    features = user_features(tiny_catalogue(users=3))

    assert features is not None
    assert features.names == (*OCCUPATIONS, "F", "M")
    assert features.values.dtype == np.float32
    assert features.values.tolist() == [
        [1, 0, 0, 0, 0, 0, 1, 0],
        [0, 1, 0, 0, 0, 0, 0, 1],
        [0, 0, 1, 0, 0, 0, 1, 0],
    ]


def test_an_unknown_trait_gives_zeros() -> None:
    catalogue = tiny_catalogue(users=2)
    assert catalogue.traits is not None
    nothing = np.full(2, -1, dtype=np.int16)
    traits = replace(catalogue.traits, gender=nothing, occupation=nothing)

    features = user_features(replace(catalogue, traits=traits))

    assert features is not None
    assert not features.values.any()


def test_without_traits_there_are_no_user_features() -> None:
    catalogue = tiny_catalogue(traits=False)

    assert user_features(catalogue) is None
    assert user_ages(catalogue) is None
    assert report_names(catalogue) == ()


def test_ages_are_years_with_minus_one_for_unknown() -> None:
    catalogue = tiny_catalogue(users=3)
    assert catalogue.traits is not None
    traits = replace(catalogue.traits, age=np.array([24, -1, 7], dtype=np.int16))

    ages = user_ages(replace(catalogue, traits=traits))

    assert ages is not None
    assert ages.tolist() == [24, -1, 7]


def test_report_rows_have_every_column_at_its_name() -> None:
    catalogue = tiny_catalogue(users=4, movies=5)
    assert catalogue.traits is not None
    columns = report_features(catalogue)

    rows = columns.rows(np.array([3, 0]), np.array([2, 4]))

    assert rows.dtype == np.float32
    for row, (user, movie) in zip(rows, [(3, 2), (0, 4)], strict=True):
        named = dict(zip(columns.names, row.tolist(), strict=True))
        assert named["user_id"] == catalogue.user_ids[user]
        assert named["age"] == catalogue.traits.age[user]
        assert named["movie_id"] == catalogue.movie_ids[movie]
        assert {name for name in GENRES_100K if named[name]} == set(catalogue.genres_of(movie))
        assert named[OCCUPATIONS[catalogue.traits.occupation[user]]] == 1
        assert named["FM"[catalogue.traits.gender[user]]] == 1
        assert row[3 + len(GENRES_100K) :].sum() == 2


def test_report_columns_are_in_the_reports_order() -> None:
    columns = report_features(tiny_catalogue())

    expected = ("user_id", "age", "movie_id", *GENRES_100K, *OCCUPATIONS, "F", "M")
    assert columns.names == expected
    assert [columns.names[place] for place in columns.movie_columns] == [
        "movie_id",
        *GENRES_100K,
    ]
    assert sorted([*columns.user_columns, *columns.movie_columns]) == list(range(len(expected)))


def test_an_unknown_user_or_film_gives_zeros_in_a_report_row() -> None:
    columns = report_features(tiny_catalogue())

    rows = columns.rows(np.array([-1, 0, -1]), np.array([0, -1, -1]))

    assert not rows[0, columns.user_columns].any()
    assert rows[0, columns.movie_columns].any()
    assert rows[1, columns.user_columns].any()
    assert not rows[1, columns.movie_columns].any()
    assert not rows[2].any()


def test_an_unknown_age_is_zero_in_a_report_row() -> None:
    catalogue = tiny_catalogue(users=1)
    assert catalogue.traits is not None
    traits = replace(catalogue.traits, age=np.array([-1], dtype=np.int16))

    rows = report_features(replace(catalogue, traits=traits)).rows(np.array([0]), np.array([0]))

    assert rows[0, 1] == 0


def test_the_report_needs_traits() -> None:
    with pytest.raises(UsageError, match="which ml-25m has not") as raised:
        report_features(tiny_catalogue(traits=False), "ml-25m")

    assert "--model dnn" in raised.value.hint
