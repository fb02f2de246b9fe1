"""The description of a data set, against numbers worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from makers import make_csv, make_random_100k, tiny_catalogue

from movierec.answers.describe import GroupStat, Quantiles
from movierec.data.cache import locate
from movierec.data.describe import best_floor, describe
from movierec.data.features import movie_features
from movierec.data.prepare import Prepared, prepare
from movierec.paths import user_paths
from movierec.records import Catalogue, Origin, Ratings, Scale

ORIGIN = Origin("x", "x", "100k", "own", "0", "none", "")
DAY = 86_400

# user, movie, rating, timestamp
ROWS = [
    (0, 0, 5, DAY),
    (0, 1, 3, 3 * DAY),
    (1, 0, 4, 2 * DAY),
    (2, 0, 3, 2 * DAY),
    (2, 3, 1, 10 * DAY),
]


def catalogue() -> Catalogue:
    titles = ["One (1994)", "Two (1995)", "Three (2001)", "Four"]
    flags = np.array([[1, 0, 1], [1, 0, 0], [0, 1, 0], [0, 0, 0]], dtype=np.uint8)
    made = replace(
        tiny_catalogue(users=4, titles=titles),
        genres=("Comedy", "War", "Drama"),
        genre_flags=flags,
    )
    assert made.traits is not None
    traits = replace(
        made.traits,
        age=np.array([17, 18, 56, -1], dtype=np.int16),
        gender=np.array([1, 0, 1, -1], dtype=np.int16),
    )
    return replace(made, traits=traits)


def prepared(*, traits: bool = True, times: bool = True) -> Prepared:
    user, movie, rating, time = zip(*ROWS, strict=True)
    films = catalogue() if traits else replace(catalogue(), traits=None)
    return Prepared(
        origin=ORIGIN,
        scale=Scale(1, 5, 1),
        ratings=Ratings(
            np.array(user, dtype=np.int32),
            np.array(movie, dtype=np.int32),
            np.array(rating, dtype=np.float32),
            np.array(time if times else [0] * len(time), dtype=np.int32),
        ),
        folds=None,
        catalogue=films,
        movie_features=movie_features(films),
        user_features=None,
        folder=Path(),
        built=True,
    )


def test_counts_density_and_mean() -> None:
    description = describe(prepared())

    assert description.origin is ORIGIN
    assert (description.users, description.movies) == (4, 4)
    assert (description.rated_movies, description.ratings) == (3, 5)
    assert description.density == pytest.approx(5 / 12)
    assert description.mean == pytest.approx(16 / 5)


def test_first_and_last_day() -> None:
    description = describe(prepared())

    assert (description.first, description.last) == ("1970-01-02", "1970-01-11")


def test_without_times_there_are_no_days() -> None:
    description = describe(prepared(times=False))

    assert (description.first, description.last) == ("", "")


def test_every_step_of_the_scale_stands_in_the_histogram() -> None:
    assert describe(prepared()).histogram == ((1, 1), (2, 0), (3, 2), (4, 1), (5, 1))


def test_half_stars_have_steps_of_their_own(tmp_path: Path) -> None:
    path = make_csv(tmp_path / "small.zip")

    description = describe(prepare(locate(str(path), user_paths()), user_paths()))

    assert [stars for stars, _ in description.histogram] == [step / 2 for step in range(1, 11)]
    assert sum(count for _, count in description.histogram) == description.ratings


def test_spread_per_user_counts_silent_users_and_per_film_rated_films() -> None:
    description = describe(prepared())

    assert description.per_user == Quantiles(0, 0.75, 1.5, 2, 2, 1.25)
    assert description.per_movie == Quantiles(1, 1, 1, 2, 3, pytest.approx(5 / 3))


def test_most_rated_films_come_first_and_unrated_ones_not_at_all() -> None:
    films = describe(prepared()).most_rated

    assert [(stat.film.title, stat.ratings, stat.mean) for stat in films] == [
        ("One", 3, 4),
        ("Two", 1, 3),
        ("Four", 1, 1),
    ]


def test_best_rated_films_have_enough_ratings() -> None:
    description = describe(prepared())

    assert description.best_floor == 3
    assert [stat.film.title for stat in description.best_rated] == ["One"]


def test_top_cuts_the_lists() -> None:
    assert len(describe(prepared(), top=2).most_rated) == 2


@pytest.mark.parametrize(
    ("most", "users", "floor"), [(583, 943, 94), (3, 4, 3), (40, 20, 5), (40, 200_000, 40)]
)
def test_the_floor_is_a_tenth_of_the_users_within_reach(most: int, users: int, floor: int) -> None:
    assert best_floor(np.array([1, most, 0]), users) == floor


def test_a_film_counts_in_each_of_its_genres() -> None:
    assert describe(prepared()).genres == (
        GroupStat("Comedy", 2, 4, 15 / 4),
        GroupStat("Drama", 1, 3, 4),
        GroupStat("War", 1, 0, 0),
    )


def test_decades_ascend_and_unknown_years_come_last() -> None:
    assert describe(prepared()).decades == (
        GroupStat("1990s", 2, 4, 15 / 4),
        GroupStat("2000s", 1, 0, 0),
        GroupStat("unknown", 1, 1, 1),
    )


def test_people_are_grouped_by_age_gender_and_occupation() -> None:
    description = describe(prepared())

    assert description.ages == (
        GroupStat("under 18", 1, 2, 4),
        GroupStat("18-24", 1, 1, 4),
        GroupStat("56 and over", 1, 2, 2),
        GroupStat("unknown", 1, 0, 0),
    )
    assert description.genders == (
        GroupStat("M", 2, 4, 3),
        GroupStat("F", 1, 1, 4),
        GroupStat("unknown", 1, 0, 0),
    )
    assert [(stat.name, stat.ratings) for stat in description.occupations] == [
        ("artist", 2),
        ("librarian", 2),
        ("doctor", 1),
        ("none", 0),
    ]


def test_without_traits_there_are_no_people() -> None:
    description = describe(prepared(traits=False))

    assert description.ages == description.genders == description.occupations == ()


def test_blocks_do_not_change_the_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_random_100k(tmp_path / "random.zip", users=30, movies=20, ratings=300)
    data = prepare(locate(str(path), user_paths()), user_paths())
    whole = describe(data)
    monkeypatch.setattr("movierec.data.tally.BLOCK_ROWS", 7)

    assert describe(data) == whole
