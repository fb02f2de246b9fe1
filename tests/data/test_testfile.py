"""Test files: read, and taken out of training."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import tiny_catalogue, tiny_ratings

from movierec.config import TrainConfig
from movierec.data.cache import locate
from movierec.data.prepare import prepare
from movierec.data.split import split
from movierec.data.testfile import read_test_file, split_off
from movierec.errors import DataError, UsageError
from movierec.paths import user_paths
from movierec.records import Ratings, Scale

SCALE = Scale(1, 5, 1)
CONFIG = TrainConfig(test_file="folder/held.tsv", dataset="ml-100k")


def read(path: Path, text: str) -> Ratings:
    file = path / "held.txt"
    file.write_text(text, encoding="utf-8")
    # User ids are 1, 3, 5 …, film ids 1, 4, 7 …
    return read_test_file(file, tiny_catalogue(), SCALE)


@pytest.mark.parametrize("separator", ["\t", ",", "::", " , "])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_ids_become_rows(tmp_path: Path, separator: str, end: str) -> None:
    lines = [["3", "4", "5", "880"], ["1", "7", "2.5", "881"]]

    ratings = read(tmp_path, "".join(separator.join(line) + end for line in lines))

    assert ratings.user.tolist() == [1, 0]
    assert ratings.movie.tolist() == [1, 2]
    assert ratings.rating.tolist() == [5, 2.5]
    assert ratings.timestamp.tolist() == [880, 881]
    assert [ratings.user.dtype, ratings.movie.dtype, ratings.timestamp.dtype] == [np.int32] * 3
    assert ratings.rating.dtype == np.float32


def test_times_may_be_missing(tmp_path: Path) -> None:
    assert read(tmp_path, "3,4,5\n1,7,2\n").timestamp.tolist() == [0, 0]


@pytest.mark.parametrize(
    "header",
    ["userId,movieId,rating,timestamp", "user_id,item_id,rating", '\ufeff"user","item","rating"'],
)
def test_a_header_is_passed_over(tmp_path: Path, header: str) -> None:
    assert read(tmp_path, f"{header}\n3,4,5\n").user.tolist() == [1]


def test_blank_lines_are_passed_over(tmp_path: Path) -> None:
    assert len(read(tmp_path, "\n3,4,5\n\n1,7,2\n\n")) == 2


def test_unknown_ids_become_minus_one(tmp_path: Path) -> None:
    ratings = read(tmp_path, "2,4,5\n3,5,5\n99999,99999,1\n")

    assert ratings.user.tolist() == [-1, 1, -1]
    assert ratings.movie.tolist() == [1, -1, -1]


@pytest.mark.parametrize(
    "line",
    [
        "3,4",
        "3,4,5,1,1",
        "3 4 5",
        "x,4,5",
        "3,4.5,5",
        "-3,4,5",
        "3,4,nan",
        "3,4,1e0",
        "3,4,0.5",
        "3,4,6",
        "3,4,5,soon",
        "3,4,5,8808808808",
        "9999999999,4,5",
        "３,4,5",  # noqa: RUF001  # a digit of another script
        "userId,movieId,rating",
    ],
)
def test_a_damaged_line_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(DataError, match=r"held\.txt line 2: expected user id, film id") as raised:
        read(tmp_path, f"3,4,5\n{line}\n")

    assert repr(line) in raised.value.what


def test_a_first_line_that_is_neither_header_nor_rating_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="line 1: expected"):
        read(tmp_path, "movieId,userId,rating\n4,3,5\n")


@pytest.mark.parametrize("text", ["", "\n\n", "userId,movieId,rating\n"])
def test_a_file_without_ratings_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError, match="holds no ratings"):
        read(tmp_path, text)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "held.bin").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(DataError, match="is not a text file"):
        read_test_file(tmp_path / "held.bin", tiny_catalogue(), SCALE)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no file"):
        read_test_file(tmp_path / "absent", tiny_catalogue(), SCALE)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_test_file(tmp_path, tiny_catalogue(), SCALE)


@given(st.data())
def test_the_files_pairs_leave_training_and_nothing_else(data: st.DataObject) -> None:
    ratings = tiny_ratings()
    rows = data.draw(st.lists(st.integers(0, len(ratings) - 1), min_size=1, max_size=40))
    test = ratings.take(np.array(rows))

    part = split_off(ratings, test, CONFIG)

    assert sorted([*part.train, *part.validation, *set(rows)]) == list(range(len(ratings)))
    np.testing.assert_array_equal(part.test.rating, ratings.rating[sorted(rows)])


def test_the_files_own_ratings_and_times_are_measured() -> None:
    ratings = tiny_ratings()
    other = Ratings(
        ratings.user[:1],
        ratings.movie[:1],
        np.array([0.5], dtype=np.float32),
        np.array([7], dtype=np.int32),
    )

    part = split_off(ratings, other, CONFIG)

    assert part.test.rating.tolist() == [0.5]
    assert part.test.timestamp.tolist() == [7]
    assert 0 not in [*part.train, *part.validation]


def test_pairs_that_the_data_set_has_not_take_nothing_out() -> None:
    ratings = tiny_ratings()
    unknown = np.array([-1, 0, -1, 11], dtype=np.int32)
    test = Ratings(unknown, unknown[::-1] * 0 - 1, np.ones(4, np.float32), unknown * 0)

    part = split_off(ratings, test, CONFIG)

    assert len(part.train) + len(part.validation) == len(ratings)
    assert part.test.user.tolist() == unknown.tolist()


def test_a_fold_given_as_a_file_is_the_fold() -> None:
    ratings = tiny_ratings()
    folds = (np.arange(len(ratings)) % 5 + 1).astype(np.int8)
    shuffled = np.random.default_rng(0).permutation(np.flatnonzero(folds == 2))

    by_file = split_off(ratings, ratings.take(shuffled), CONFIG)

    by_fold = split(ratings, folds, TrainConfig(split="u2"))
    np.testing.assert_array_equal(by_file.train, by_fold.train)
    np.testing.assert_array_equal(by_file.validation, by_fold.validation)
    np.testing.assert_array_equal(by_file.test.rating, by_fold.test.rating)
    np.testing.assert_array_equal(by_file.test.movie, by_fold.test.movie)


def test_a_file_with_everything_leaves_nothing_to_learn() -> None:
    ratings = tiny_ratings()

    with pytest.raises(UsageError, match="leaves nothing of ml-100k"):
        split_off(ratings, ratings, CONFIG)


def test_the_protocol_names_the_file() -> None:
    ratings = tiny_ratings()

    part = split_off(ratings, ratings.take(slice(0, 3)), CONFIG)

    assert part.protocol.startswith("the ratings in held.tsv, taken out of training")


@pytest.mark.slow
def test_u1_test_as_a_file_is_split_u1_on_the_real_data(real_100k: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(real_100k) as archive:
        (tmp_path / "u1.test").write_bytes(archive.read("ml-100k/u1.test"))
    prepared = prepare(locate(str(real_100k), user_paths()), user_paths())
    test = read_test_file(tmp_path / "u1.test", prepared.catalogue, prepared.scale)

    by_file = split_off(prepared.ratings, test, TrainConfig(test_file=str(tmp_path / "u1.test")))

    by_fold = split(prepared.ratings, prepared.folds, TrainConfig(split="u1"))
    assert len(by_fold.test) == 20_000
    np.testing.assert_array_equal(by_file.train, by_fold.train)
    np.testing.assert_array_equal(by_file.validation, by_fold.validation)
    for column in ("user", "movie", "rating", "timestamp"):
        np.testing.assert_array_equal(getattr(by_file.test, column), getattr(by_fold.test, column))
