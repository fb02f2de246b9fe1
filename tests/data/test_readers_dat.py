from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from makers import (
    MOVIES_1M,
    MOVIES_10M,
    RATINGS_1M,
    RATINGS_10M,
    USERS_1M,
    make_1m,
    make_10m,
)

from movierec.data.archive import open_archive
from movierec.data.raw import RawMovies, RawRatings, RawUsers
from movierec.data.readers import reader_for
from movierec.records import Scale


def movies_of(path: Path) -> RawMovies:
    with open_archive(path) as archive:
        return reader_for(archive.layout).movies(archive)


def users_of(path: Path) -> RawUsers | None:
    with open_archive(path) as archive:
        return reader_for(archive.layout).users(archive)


def ratings_of(path: Path) -> RawRatings:
    with open_archive(path) as archive:
        (ratings,) = reader_for(archive.layout).ratings(archive, 10_000)
    return ratings


def rows(ratings: RawRatings) -> list[tuple[int, int, float, int]]:
    columns = (ratings.user_id, ratings.movie_id, ratings.rating, ratings.timestamp)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_the_films_of_1m_are_read(tmp_path: Path) -> None:
    movies = movies_of(make_1m(tmp_path / "ml.zip"))

    assert movies.movie_id.tolist() == [film[0] for film in MOVIES_1M]
    assert movies.titles == [film[1] for film in MOVIES_1M]
    assert movies.imdb_ids is None


def test_the_films_of_10m_are_read(tmp_path: Path) -> None:
    movies = movies_of(make_10m(tmp_path / "ml.zip"))

    assert movies.titles == [film[1] for film in MOVIES_10M]
    assert movies.years.tolist() == [1995, 1994, 1984, 1993, 1916, 2008]


@pytest.mark.parametrize("maker", [make_1m, make_10m])
def test_a_single_colon_belongs_to_the_title(tmp_path: Path, maker: type) -> None:
    assert movies_of(maker(tmp_path)).titles[2] == "Kestrel: The Long Way: Home (1984)"


def test_titles_of_1m_are_latin_1(tmp_path: Path) -> None:
    assert movies_of(make_1m(tmp_path)).titles[3] == "Été sans lune, Un (1993)"


def test_titles_of_10m_are_utf_8(tmp_path: Path) -> None:
    assert movies_of(make_10m(tmp_path)).titles[5] == "Żółta łódź (2008)"


def test_genres_keep_the_spelling_of_the_data_set(tmp_path: Path) -> None:
    old, new = movies_of(make_1m(tmp_path / "1m")), movies_of(make_10m(tmp_path / "10m"))

    assert "Children's" in old.genres
    assert "Children" in new.genres
    assert "IMAX" in new.genres


def test_genres_stand_in_alphabetical_order(tmp_path: Path) -> None:
    genres = movies_of(make_1m(tmp_path)).genres

    assert list(genres) == sorted(genres)


def test_no_genres_listed_is_no_genre(tmp_path: Path) -> None:
    movies = movies_of(make_10m(tmp_path))

    assert "(no genres listed)" not in movies.genres
    assert movies.genre_flags[4].sum() == 0


def test_the_codes_of_1m_users_become_words(tmp_path: Path) -> None:
    users = users_of(make_1m(tmp_path))

    assert users is not None
    assert users.user_id.tolist() == [1, 2, 4, 7]
    assert users.age.tolist() == [1, 56, 25, 18]
    assert users.gender == ["F", "M", "M", "F"]
    assert users.occupation == [
        "K-12 student",
        "self-employed",
        "other or not specified",
        "writer",
    ]
    assert users.zip_code == [user[4] for user in USERS_1M]


def test_1m_has_21_occupations(tmp_path: Path) -> None:
    users = users_of(make_1m(tmp_path))

    assert users is not None
    assert len(users.occupations) == 21


def test_10m_has_no_users_file(tmp_path: Path) -> None:
    assert users_of(make_10m(tmp_path)) is None


def test_ratings_of_1m_keep_gaps_in_ids(tmp_path: Path) -> None:
    ratings = ratings_of(make_1m(tmp_path))

    assert rows(ratings) == list(RATINGS_1M)
    assert max(ratings.movie_id) == 3952


def test_ratings_of_10m_have_half_stars(tmp_path: Path) -> None:
    ratings = ratings_of(make_10m(tmp_path))

    assert rows(ratings) == list(RATINGS_10M)
    assert 3.5 in ratings.rating
    assert ratings.rating.dtype == np.float32


@pytest.mark.parametrize(("layout", "scale"), [("1m", Scale(1, 5, 1)), ("10m", Scale(0.5, 5, 0.5))])
def test_a_layout_has_its_scale(layout: str, scale: Scale) -> None:
    assert reader_for(layout).scale == scale


@pytest.mark.parametrize("maker", [make_1m, make_10m])
def test_there_are_no_canonical_folds(tmp_path: Path, maker: type) -> None:
    with open_archive(maker(tmp_path)) as archive:
        assert reader_for(archive.layout).fold(archive, 1) is None
