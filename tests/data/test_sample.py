from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from movierec.data.archive import open_archive
from movierec.data.raw import RawMovies, RawRatings, RawUsers
from movierec.data.readers import reader_for
from movierec.data.sample import write_sample
from movierec.data.titles import natural

READER = reader_for("100k")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.zip"
    write_sample(path)
    return path


@pytest.fixture
def ratings(sample: Path) -> RawRatings:
    with open_archive(sample) as archive:
        (ratings,) = READER.ratings(archive, 100_000)
    return ratings


@pytest.fixture
def movies(sample: Path) -> RawMovies:
    with open_archive(sample) as archive:
        return READER.movies(archive)


@pytest.fixture
def users(sample: Path) -> RawUsers:
    with open_archive(sample) as archive:
        users = READER.users(archive)
    assert users is not None
    return users


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_sample_has_the_same_bytes_every_time(sample: Path, tmp_path: Path) -> None:
    write_sample(tmp_path / "again.zip")

    assert digest(tmp_path / "again.zip") == digest(sample)


def test_another_seed_makes_another_sample(sample: Path, tmp_path: Path) -> None:
    write_sample(tmp_path / "other.zip", seed=7)

    assert digest(tmp_path / "other.zip") != digest(sample)


def test_the_sample_has_300_users_250_films_and_12000_ratings(
    ratings: RawRatings, movies: RawMovies, users: RawUsers
) -> None:
    assert (len(users.user_id), len(movies.titles), len(ratings)) == (300, 250, 12_000)


def test_every_user_has_rated_at_least_15_films(ratings: RawRatings) -> None:
    assert np.bincount(ratings.user_id, minlength=301)[1:].min() >= 15


def test_nobody_has_rated_a_film_twice(ratings: RawRatings) -> None:
    pairs = np.stack([ratings.user_id, ratings.movie_id], axis=1)

    assert len(np.unique(pairs, axis=0)) == len(ratings)


def test_few_films_have_most_of_the_ratings(ratings: RawRatings) -> None:
    counts = np.sort(np.bincount(ratings.movie_id, minlength=251)[1:])

    assert counts[-50:].sum() > 2 * counts[:125].sum()


def test_all_stars_are_given(ratings: RawRatings) -> None:
    assert np.unique(ratings.rating).tolist() == [1, 2, 3, 4, 5]


def test_titles_are_all_different_and_some_have_their_article_behind(movies: RawMovies) -> None:
    assert len({natural(title) for title in movies.titles}) == 250
    assert sum(", The (" in title for title in movies.titles) > 10


def test_years_go_from_1930_to_1998(movies: RawMovies) -> None:
    assert movies.years.min() >= 1930
    assert movies.years.max() <= 1998


def test_genres_and_occupations_are_those_of_ml_100k(movies: RawMovies, users: RawUsers) -> None:
    assert len(movies.genres) == 19
    assert movies.genres[0] == "unknown"
    assert movies.genre_flags.sum(axis=1).min() >= 1
    assert len(users.occupations) == 21


def test_the_folds_test_each_rating_once(sample: Path, ratings: RawRatings) -> None:
    with open_archive(sample) as archive:
        folds = [READER.fold(archive, number) for number in range(1, 6)]

    users = np.concatenate([fold.user_id for fold in folds if fold is not None])
    assert users.tolist() == ratings.user_id.tolist()


def test_a_factor_model_beats_the_bias_model_by_at_least_eight_percent(
    ratings: RawRatings,
) -> None:
    user, movie = ratings.user_id - 1, ratings.movie_id - 1
    stars = ratings.rating.astype(np.float64)
    train = np.random.default_rng(0).random(len(stars)) < 0.8

    bias = _bias_model(user[train], movie[train], stars[train])
    base = bias[user, movie]
    residual = np.where(train, stars - base, 0.0)
    learned = base + _factor_model(user[train], movie[train], residual[train])[user, movie]

    errors = [
        float(np.mean((np.clip(predicted, 1, 5) - stars)[~train] ** 2))
        for predicted in (base, learned)
    ]
    assert errors[1] < 0.92 * errors[0]


Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]


def _bias_model(user: Ints, movie: Ints, stars: Floats) -> Floats:
    mean, of_user, of_movie = stars.mean(), np.zeros(300), np.zeros(250)
    for _ in range(15):
        of_movie = np.bincount(movie, stars - mean - of_user[user], 250)
        of_movie /= np.bincount(movie, minlength=250) + 3
        of_user = np.bincount(user, stars - mean - of_movie[movie], 300)
        of_user /= np.bincount(user, minlength=300) + 3
    return np.asarray(mean + of_user[:, None] + of_movie)


def _factor_model(user: Ints, movie: Ints, residual: Floats) -> Floats:
    random = np.random.default_rng(0)
    users, movies = 0.1 * random.normal(size=(300, 3)), 0.1 * random.normal(size=(250, 3))
    for _ in range(10):
        _solve(users, movies, user, movie, residual)
        _solve(movies, users, movie, user, residual)
    return users @ movies.T


def _solve(mine: Floats, others: Floats, row: Ints, column: Ints, residual: Floats) -> None:
    for number in range(len(mine)):
        chosen = row == number
        known = others[column[chosen]]
        mine[number] = np.linalg.solve(known.T @ known + 4 * np.eye(3), known.T @ residual[chosen])
