from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from makers import (
    GENRES_100K,
    MOVIES_100K,
    OCCUPATIONS,
    RATINGS_100K,
    USERS_100K,
    files_100k,
    make_100k,
    make_random_100k,
)

from movierec.data.archive import Archive, open_archive
from movierec.data.raw import RawMovies
from movierec.data.readers import reader_for

READER = reader_for("100k")


@contextmanager
def made(path: Path, changed: dict[str, bytes | None] | None = None) -> Iterator[Archive]:
    with open_archive(make_100k(path, changed)) as archive:
        yield archive


@pytest.fixture
def movies(tmp_path: Path) -> RawMovies:
    with made(tmp_path / "ml.zip") as archive:
        return READER.movies(archive)


def title_of(movies: RawMovies, movie_id: int) -> str:
    return movies.titles[movies.movie_id.tolist().index(movie_id)]


def year_of(movies: RawMovies, movie_id: int) -> int:
    return int(movies.years[movies.movie_id.tolist().index(movie_id)])


@pytest.mark.parametrize("name", ["folder", "ml.zip"])
def test_the_films_of_u_item_are_read(tmp_path: Path, name: str) -> None:
    with made(tmp_path / name) as archive:
        movies = READER.movies(archive)

    assert movies.movie_id.tolist() == [film[0] for film in MOVIES_100K]
    assert movies.titles == [film[1].rstrip() for film in MOVIES_100K]
    assert movies.movie_id.dtype == np.int32


def test_latin_1_titles_keep_their_accents(movies: RawMovies) -> None:
    assert title_of(movies, 10) == "Été sans lune, Un (1993)"


def test_the_film_called_unknown_has_neither_year_nor_date(movies: RawMovies) -> None:
    assert (title_of(movies, 3), year_of(movies, 3)) == ("unknown", 0)


def test_a_release_date_may_have_a_day_of_one_digit(movies: RawMovies) -> None:
    assert year_of(movies, 4) == 1971


def test_a_film_may_lack_an_address(movies: RawMovies) -> None:
    assert title_of(movies, 5) == "Seven Miles of Salt (1996)"


def test_the_ending_v_does_not_hide_the_year(movies: RawMovies) -> None:
    assert (title_of(movies, 6), year_of(movies, 6)) == ("Last Tram Home, The (1995) (V)", 1995)


def test_blanks_behind_a_title_are_removed(movies: RawMovies) -> None:
    assert title_of(movies, 7) == "Copper Moon (1996)"


def test_the_year_in_the_title_counts_before_the_release_date(movies: RawMovies) -> None:
    assert year_of(movies, 14) == 1995


def test_a_title_without_a_year_takes_that_of_the_release_date(tmp_path: Path) -> None:
    item = files_100k()["u.item"].replace(b"Slow Post (1995)", b"Slow Post")

    with made(tmp_path, {"u.item": item}) as archive:
        assert year_of(READER.movies(archive), 14) == 1997


def test_the_same_title_may_stand_under_two_ids(movies: RawMovies) -> None:
    assert title_of(movies, 8) == title_of(movies, 9)


def test_genres_stand_in_the_order_of_u_genre(movies: RawMovies) -> None:
    assert movies.genres == GENRES_100K
    assert movies.genre_flags.dtype == np.uint8
    assert movies.genre_flags[2].tolist() == [1] + [0] * 18


def test_genres_are_known_without_u_genre(tmp_path: Path) -> None:
    with made(tmp_path, {"u.genre": None}) as archive:
        assert READER.movies(archive).genres == GENRES_100K


def test_another_list_of_genres_is_taken_from_u_genre(tmp_path: Path) -> None:
    changed = {"u.genre": b"unknown|0\nHeist|1\n\n", "u.item": b"1|Oak (1990)|||http://x|0|1\n"}

    with made(tmp_path, changed) as archive:
        movies = READER.movies(archive)

    assert movies.genres == ("unknown", "Heist")
    assert movies.genre_flags.tolist() == [[0, 1]]


def test_the_users_of_u_user_are_read(tmp_path: Path) -> None:
    with made(tmp_path) as archive:
        users = READER.users(archive)

    assert users is not None
    columns = (users.user_id, users.age, users.gender, users.occupation, users.zip_code)
    assert list(zip(*columns, strict=True)) == list(USERS_100K)
    assert users.age.dtype == np.int16


def test_zip_codes_are_text(tmp_path: Path) -> None:
    with made(tmp_path) as archive:
        users = READER.users(archive)

    assert users is not None
    assert users.zip_code[:3] == ["05201", "94043", "T8H1N"]


def test_occupations_are_those_of_u_occupation(tmp_path: Path) -> None:
    with made(tmp_path, {"u.occupation": b"pilot\n" + files_100k()["u.occupation"]}) as archive:
        users = READER.users(archive)

    assert users is not None
    assert users.occupations == tuple(sorted((*OCCUPATIONS, "pilot")))


def test_occupations_are_known_without_u_occupation(tmp_path: Path) -> None:
    with made(tmp_path, {"u.occupation": None}) as archive:
        users = READER.users(archive)

    assert users is not None
    assert users.occupations == tuple(sorted(OCCUPATIONS))


def test_an_empty_age_is_unknown(tmp_path: Path) -> None:
    with made(tmp_path, {"u.user": b"1||F|artist|00000\n"}) as archive:
        users = READER.users(archive)

    assert users is not None
    assert users.age.tolist() == [-1]


def test_users_may_be_absent(tmp_path: Path) -> None:
    with made(tmp_path, {"u.user": None}) as archive:
        assert READER.users(archive) is None


def test_ratings_keep_the_order_of_the_file(tmp_path: Path) -> None:
    with made(tmp_path) as archive:
        (ratings,) = READER.ratings(archive, 1000)

    columns = (ratings.user_id, ratings.movie_id, ratings.rating, ratings.timestamp)
    assert list(zip(*(c.tolist() for c in columns), strict=True)) == list(RATINGS_100K)
    assert [c.dtype for c in columns] == [np.int32, np.int32, np.float32, np.int32]


def test_chunks_are_at_most_as_long_as_asked(tmp_path: Path) -> None:
    with made(tmp_path) as archive:
        lengths = [len(chunk) for chunk in READER.ratings(archive, 40)]

    assert lengths == [40, 40, len(RATINGS_100K) - 80]


def test_the_folds_are_the_blocks_of_the_ratings(tmp_path: Path) -> None:
    with made(tmp_path) as archive:
        folds = [READER.fold(archive, number) for number in range(1, 6)]

    users = [user for fold in folds if fold is not None for user in fold.user_id.tolist()]
    assert users == [row[0] for row in RATINGS_100K]


def test_a_fold_may_test_a_film_that_its_base_lacks(tmp_path: Path) -> None:
    with made(tmp_path) as archive:
        fold = READER.fold(archive, 5)

    assert fold is not None
    assert 13 in fold.movie_id
    assert b"\t13\t" not in files_100k()["u5.base"]


def test_without_a_fold_file_there_is_no_fold(tmp_path: Path) -> None:
    with made(tmp_path, {"u2.test": None}) as archive:
        assert READER.fold(archive, 2) is None


def test_only_present_members_are_named(tmp_path: Path) -> None:
    with made(tmp_path, {"u2.test": None, "u.genre": None}) as archive:
        names = archive.names

    assert "u.data" in names
    assert not {"u2.test", "u.genre", "README", "u1.base"} & set(names)


def test_line_ends_of_windows_are_fine(tmp_path: Path) -> None:
    changed = {name: text.replace(b"\n", b"\r\n") for name, text in files_100k().items()}

    with made(tmp_path, changed) as archive:
        (ratings,) = READER.ratings(archive, 1000)
        movies, users = READER.movies(archive), READER.users(archive)

    assert len(ratings) == len(RATINGS_100K)
    assert len(movies.titles) == len(MOVIES_100K)
    assert users is not None
    assert users.zip_code[0] == "05201"


def test_blank_lines_at_the_end_are_fine(tmp_path: Path) -> None:
    changed = {
        name: text + b"\n\r\n" for name, text in files_100k().items() if name.startswith("u.")
    }

    with made(tmp_path, changed) as archive:
        (ratings,) = READER.ratings(archive, 1000)
        assert len(READER.movies(archive).titles) == len(MOVIES_100K)
        assert READER.users(archive) is not None

    assert len(ratings) == len(RATINGS_100K)


def test_a_last_line_may_lack_its_end(tmp_path: Path) -> None:
    with made(tmp_path, {"u.data": files_100k()["u.data"].removesuffix(b"\n")}) as archive:
        (ratings,) = READER.ratings(archive, 1000)

    assert len(ratings) == len(RATINGS_100K)


def test_random_archives_are_read_whole(tmp_path: Path) -> None:
    with open_archive(make_random_100k(tmp_path, users=30, movies=40, ratings=500)) as archive:
        (ratings,) = READER.ratings(archive, 1000)
        fold = READER.fold(archive, 1)

    assert len(ratings) == 500
    assert fold is not None
    assert len(fold) == 100
