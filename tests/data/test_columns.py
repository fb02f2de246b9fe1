"""Ratings written as columns: rows for ids, in order, and what is refused."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from movierec.data.columns import ColumnWriter, RatingsFile, load_columns, write_ratings
from movierec.data.raw import RawRatings
from movierec.errors import DataError
from movierec.records import IntArray

FILE = RatingsFile("ratings.csv", header=1)
MOVIE_IDS = np.array([2, 30, 31, 4000], dtype=np.int32)
NOBODY = np.zeros(0, dtype=np.int32)

Rows = list[tuple[int, int]]


def chunks(pairs: Rows, size: int) -> Iterator[RawRatings]:
    for start in range(0, len(pairs), size):
        part = pairs[start : start + size]
        place = np.arange(start, start + len(part))
        yield RawRatings(
            user_id=np.array([user for user, _ in part], dtype=np.int64),
            movie_id=np.array([movie for _, movie in part], dtype=np.int64),
            rating=(place % 10 / 2).astype(np.float32),
            timestamp=place + 1000,
        )


pairs = st.lists(
    st.tuples(st.integers(1, 2**31 - 1), st.sampled_from(MOVIE_IDS.tolist())),
    min_size=1,
    max_size=60,
    unique=True,
)


@given(pairs, st.integers(1, 7), st.integers(1, 7))
def test_rows_decode_to_the_ids_written_in_order(rows: Rows, size: int, block: int) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr("movierec.data.columns.BLOCK_ROWS", block)
        written = write_ratings(chunks(rows, size), Path(name), MOVIE_IDS, NOBODY, FILE)
        ratings = load_columns(Path(name))

        decoded = zip(
            written.user_ids[ratings.user].tolist(),
            MOVIE_IDS[ratings.movie].tolist(),
            strict=True,
        )
        assert list(decoded) == rows
        assert ratings.rating.tolist() == [place % 10 / 2 for place in range(len(rows))]
        assert ratings.timestamp.tolist() == [place + 1000 for place in range(len(rows))]
        assert written.user_ids.tolist() == sorted({user for user, _ in rows})
        counts = [sum(movie == wanted for _, movie in rows) for wanted in MOVIE_IDS]
        assert written.counts.tolist() == counts
        del ratings


def test_columns_have_their_types_and_are_memory_mapped(tmp_path: Path) -> None:
    write_ratings(chunks([(5, 30)], 1), tmp_path, MOVIE_IDS, NOBODY, FILE)

    ratings = load_columns(tmp_path)

    for column, dtype in zip(
        (ratings.user, ratings.movie, ratings.rating, ratings.timestamp),
        (np.int32, np.int32, np.float32, np.int32),
        strict=True,
    ):
        assert column.dtype == dtype
        assert isinstance(column, np.memmap)
        assert not column.flags.writeable


def test_users_of_the_users_file_have_a_row_too(tmp_path: Path) -> None:
    known: IntArray = np.array([1, 9], dtype=np.int32)

    written = write_ratings(chunks([(5, 30)], 1), tmp_path, MOVIE_IDS, known, FILE)

    assert written.user_ids.tolist() == [1, 5, 9]
    assert load_columns(tmp_path).user.tolist() == [1]


def test_no_ratings_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"ratings\.csv holds no ratings"):
        write_ratings(chunks([], 1), tmp_path, MOVIE_IDS, NOBODY, FILE)


def test_a_film_that_the_films_file_has_not_is_named_with_its_line(tmp_path: Path) -> None:
    rows = [(1, 2), (1, 30), (1, 32), (1, 33)]

    with pytest.raises(DataError, match=r"ratings\.csv line 4: film 32 is not in the films file"):
        write_ratings(chunks(rows, 2), tmp_path, MOVIE_IDS, NOBODY, FILE)


def test_a_film_rated_twice_is_named_with_both_lines(tmp_path: Path) -> None:
    rows = [(1, 2), (7, 30), (7, 2), (7, 31), (7, 30), (1, 2)]

    with pytest.raises(DataError, match=r"ratings\.csv line 6: .* already, in line 3"):
        write_ratings(chunks(rows, 4), tmp_path, MOVIE_IDS, NOBODY, FILE)


def test_a_film_rated_twice_is_found_among_ratings_in_the_order_of_users(tmp_path: Path) -> None:
    rows = [(1, 2), (1, 30), (7, 2), (7, 30), (7, 2)]

    with pytest.raises(DataError, match=r"ratings\.csv line 6: .* already, in line 4"):
        write_ratings(chunks(rows, 4), tmp_path, MOVIE_IDS, NOBODY, FILE)


def test_a_column_that_is_broken_off_is_not_finished(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), ColumnWriter(tmp_path / "a.npy", np.int32) as column:
        column.append(np.arange(3))
        raise KeyboardInterrupt

    assert len(np.load(tmp_path / "a.npy")) == 0


@given(st.lists(st.lists(st.integers(-100, 100), max_size=5), max_size=5))
def test_a_growing_column_holds_what_was_appended(parts: list[list[int]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "a.npy"
        with ColumnWriter(path, np.int32) as column:
            for part in parts:
                column.append(np.array(part, dtype=np.int64))

        assert np.load(path).tolist() == [number for part in parts for number in part]
