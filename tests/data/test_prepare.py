"""Prepared arrays: what they hold, when they are built again, and what can go wrong."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from filelock import FileLock, Timeout
from hypothesis import given, settings
from hypothesis import strategies as st
from makers import (
    MOVIES_100K,
    RATINGS_1M,
    RATINGS_10M,
    RATINGS_100K,
    RATINGS_CSV,
    USERS_100K,
    Row,
    files_100k,
    files_csv,
    make_1m,
    make_10m,
    make_100k,
    make_csv,
)

from movierec.data import prepare as module
from movierec.data.cache import Located, locate
from movierec.data.catalogue import catalogue_to_arrays
from movierec.data.features import report_features
from movierec.data.manifest import MANIFEST
from movierec.data.prepare import Prepared, prepare, prepared_folder, summary
from movierec.data.releases import RELEASES
from movierec.errors import DataError, MovierecError, NotReadyError
from movierec.files import LOCK_SECONDS
from movierec.paths import Paths, user_paths


def prepared(path: Path, *, rebuild: bool = False) -> Prepared:
    return prepare(locate(str(path), user_paths()), user_paths(), rebuild=rebuild)


def decoded(data: Prepared) -> list[Row]:
    """Return the ratings as the archive has them."""
    columns = (
        data.catalogue.user_ids[data.ratings.user],
        data.catalogue.movie_ids[data.ratings.movie],
        data.ratings.rating,
        data.ratings.timestamp,
    )
    return list(zip(*(column.tolist() for column in columns), strict=True))


class Own(NamedTuple):
    """A set of the user's own, already prepared."""

    path: Path
    folder: Path


@pytest.fixture
def own(tmp_path: Path) -> Own:
    path = make_csv(tmp_path / "small.zip")
    return Own(path, prepared(path).folder)


# What the arrays hold


@pytest.mark.parametrize(
    ("make", "rows", "layout"),
    [
        (make_100k, RATINGS_100K, "100k"),
        (make_1m, RATINGS_1M, "1m"),
        (make_10m, RATINGS_10M, "10m"),
        (make_csv, RATINGS_CSV, "csv"),
    ],
)
@pytest.mark.parametrize("name", ["set.zip", "folder"])
def test_every_layout_gives_its_ratings_in_order(
    make: Callable[[Path], Path], rows: tuple[Row, ...], layout: str, name: str, tmp_path: Path
) -> None:
    data = prepared(make(tmp_path / name))

    assert data.built
    assert data.origin.layout == layout
    assert data.origin.trust == "own"
    assert decoded(data) == list(rows)
    movies = np.bincount(data.ratings.movie, minlength=data.catalogue.movies)
    assert data.catalogue.counts.tolist() == movies.tolist()


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 2**31 - 1),
            st.sampled_from([1, 3, 8, 60000]),
            st.sampled_from([0.5, 1.0, 4.5]),
            st.integers(0, 2**31 - 1),
        ),
        min_size=1,
        max_size=30,
        unique_by=lambda row: row[:2],
    )
)
def test_rows_decode_to_the_ids_written(rows: list[Row]) -> None:
    lines = "".join(f"{user},{movie},{rating},{time}\n" for user, movie, rating, time in rows)
    content = f"userId,movieId,rating,timestamp\n{lines}".encode()
    with tempfile.TemporaryDirectory() as name:
        path = make_csv(Path(name) / "set.zip", {"ratings.csv": content})
        paths = Paths(Path(name) / "cache", Path(name) / "data")

        data = prepare(locate(str(path), paths), paths)

        assert decoded(data) == rows
        del data


def test_arrays_have_their_types_and_cannot_be_written(own: Own) -> None:
    ratings = prepared(own.path).ratings

    columns = (ratings.user, ratings.movie, ratings.rating, ratings.timestamp)
    assert [column.dtype for column in columns] == [np.int32, np.int32, np.float32, np.int32]
    assert not any(column.flags.writeable for column in columns)
    assert all(isinstance(column.base, np.memmap) for column in columns)


def test_folds_give_each_rating_its_test_fold(tmp_path: Path) -> None:
    data = prepared(make_100k(tmp_path / "set.zip"))

    assert data.folds is not None
    assert data.folds.dtype == np.int8
    rows = len(RATINGS_100K)
    assert np.bincount(data.folds).tolist()[1:] == [
        rows * number // 5 - rows * (number - 1) // 5 for number in range(1, 6)
    ]
    assert data.folds[0] == 1


def test_other_layouts_have_no_folds(own: Own) -> None:
    assert prepared(own.path).folds is None


def test_one_hot_features_are_stored(tmp_path: Path) -> None:
    path = make_100k(tmp_path / "set.zip")
    prepared(path)

    data = prepared(path)

    assert not data.built
    np.testing.assert_array_equal(data.movie_features.values, data.catalogue.genre_flags)
    assert data.user_features is not None
    assert data.user_features.values.shape == (len(USERS_100K), len(data.user_features.names))
    assert data.user_features.names[-2:] == ("F", "M")
    assert (data.folder / "user_features.npy").is_file()
    assert (data.folder / "movie_features.npy").is_file()


def test_films_without_ratings_stay_and_users_without_ratings_too(tmp_path: Path) -> None:
    silent = files_100k()["u.user"] + b"99|30|F|other|12345\n"

    data = prepared(make_100k(tmp_path / "set.zip", {"u.user": silent}))

    assert data.catalogue.movies == len(MOVIES_100K)
    assert data.catalogue.user_ids[-1] == 99
    assert 99 not in data.catalogue.user_ids[data.ratings.user]


def test_reading_back_gives_the_same_catalogue(tmp_path: Path) -> None:
    path = make_100k(tmp_path / "set.zip")
    built = catalogue_to_arrays(prepared(path).catalogue)

    back = catalogue_to_arrays(prepared(path).catalogue)

    assert built.keys() == back.keys()
    for name, array in built.items():
        np.testing.assert_array_equal(array, back[name])


def test_the_summary_says_what_was_built(tmp_path: Path) -> None:
    data = prepared(make_100k(tmp_path / "set.zip"))

    answer = summary(data, 1.5)

    assert answer.built
    assert answer.folder == data.folder
    assert (answer.users, answer.movies, answer.ratings) == (7, 16, len(RATINGS_100K))
    assert answer.bytes > 0
    assert answer.seconds == 1.5
    assert answer.report_columns[:3] == ("user_id", "age", "movie_id")
    assert set(answer.report_columns[3:]) == {*answer.movie_columns, *answer.user_columns}


def test_the_summary_of_a_set_without_traits_has_no_user_columns(own: Own) -> None:
    answer = summary(prepared(own.path), 0)

    assert not answer.built
    assert answer.user_columns == answer.report_columns == ()
    assert "IMAX" in answer.movie_columns


# When they are built again


def test_a_second_time_the_arrays_are_found(own: Own) -> None:
    assert not prepared(own.path).built


def test_rebuild_builds_them_in_any_case(own: Own) -> None:
    assert prepared(own.path, rebuild=True).built


def test_a_touched_archive_with_the_same_content_is_not_read_again(own: Own) -> None:
    os.utime(own.path, ns=(1, 1))

    data = prepared(own.path)

    assert not data.built
    stored = json.loads((own.folder / MANIFEST).read_bytes())
    assert stored["files"][0]["mtime_ns"] == 1


def test_the_same_content_packed_again_is_not_read_again(own: Own) -> None:
    stored = shutil.make_archive(str(own.path.with_name("again")), "zip", _unpacked(own.path))
    shutil.move(stored, own.path)

    assert not prepared(own.path).built


def test_changed_content_is_read_again(own: Own) -> None:
    changed = files_csv()["ratings.csv"].replace(b"\n1,1,", b"\n77,1,")
    make_csv(own.path, {"ratings.csv": changed})

    data = prepared(own.path)

    assert data.built
    assert 77 in data.catalogue.user_ids


def test_a_changed_file_of_a_folder_is_read_again(tmp_path: Path) -> None:
    path = make_csv(tmp_path / "small")
    assert prepared(path).built
    assert not prepared(path).built
    ratings = path / "ratings.csv"
    ratings.write_bytes(ratings.read_bytes().replace(b"\n1,1,", b"\n77,1,"))

    assert prepared(path).built


def test_a_file_that_joins_a_folder_is_read(tmp_path: Path) -> None:
    path = make_csv(tmp_path / "small", links=False)
    assert prepared(path).catalogue.imdb_ids is None
    (path / "links.csv").write_bytes(files_csv()["links.csv"])

    data = prepared(path)

    assert data.built
    assert data.catalogue.imdb_ids is not None


def test_another_format_is_built_again(own: Own) -> None:
    _edit_manifest(own.folder, format=999)

    assert prepared(own.path).built


@pytest.mark.parametrize(
    "name",
    [
        "user.npy",
        "timestamp.npy",
        "movie_features.npy",
        "catalogue.titles.blob.npy",
        "catalogue.years.npy",
        MANIFEST,
    ],
)
@pytest.mark.parametrize("damage", ["missing", "cut", "empty", "other"])
def test_damaged_arrays_are_built_again_in_silence(own: Own, name: str, damage: str) -> None:
    file = own.folder / name
    content = file.read_bytes()
    before = decoded(prepared(own.path))
    file.unlink()
    if damage == "cut":
        file.write_bytes(content[:-1] if file.suffix == ".npy" else content[: len(content) // 2])
    elif damage == "empty":
        file.write_bytes(b"")
    elif damage == "other":
        np.save(own.folder / "other.npy", np.zeros(3, dtype=np.complex64))
        (own.folder / "other.npy").rename(file)

    data = prepared(own.path)

    assert data.built
    assert decoded(data) == before


def test_a_manifest_that_is_no_object_is_built_again(own: Own) -> None:
    (own.folder / MANIFEST).write_text("[1]")

    assert prepared(own.path).built


def test_arrays_that_contradict_each_other_are_built_again(own: Own) -> None:
    np.save(own.folder / "catalogue.twins.npy", np.full(10, 10, dtype=np.int32))

    assert prepared(own.path).built


def test_arrays_of_a_release_outlive_their_archive(tmp_path: Path) -> None:
    located = Located("sample", "sample", make_100k(tmp_path / "a.zip"), RELEASES["sample"])
    prepare(located, user_paths())
    located.path.unlink()

    data = prepare(located, user_paths())

    assert not data.built
    assert decoded(data) == list(RATINGS_100K)


@pytest.mark.parametrize("rebuild", [True, False])
def test_without_arrays_and_archive_the_user_is_told_to_fetch(
    tmp_path: Path, rebuild: bool
) -> None:
    located = Located("sample", "sample", tmp_path / "gone.zip", RELEASES["sample"])

    with pytest.raises(NotReadyError, match="sample is not on this machine") as raised:
        prepare(located, user_paths(), rebuild=rebuild)

    assert "movierec fetch sample" in raised.value.hint


def test_a_path_that_is_gone_is_named(tmp_path: Path) -> None:
    located = Located("gone.zip", "gone", tmp_path / "gone.zip", None)

    with pytest.raises(NotReadyError, match=r"no file or folder .*gone\.zip"):
        prepare(located, user_paths())


# Where they lie


def test_a_releases_folder_has_its_name(tmp_path: Path) -> None:
    located = Located("ml-1m", "ml-1m", tmp_path / "x.zip", RELEASES["ml-1m"])

    assert prepared_folder(located, user_paths()) == user_paths().prepared / "ml-1m"


def test_two_sets_of_one_name_have_folders_of_their_own(tmp_path: Path) -> None:
    one = make_csv(tmp_path / "a" / "mine.zip")
    other = make_csv(tmp_path / "b" / "mine.zip")
    prepared(one)
    prepared(other)

    assert not prepared(one).built
    assert not prepared(other).built


@pytest.mark.skipif(os.name != "posix", reason="elsewhere every path is text")
def test_a_path_that_is_no_utf_8_has_a_folder_too(tmp_path: Path) -> None:
    located = Located("x", "x", tmp_path / "\udcff.zip", None)

    assert prepared_folder(located, user_paths()).name.startswith("x-")


def test_a_set_is_named_by_its_absolute_path(own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(own.path.parent)

    data = prepared(Path(own.path.name))

    assert not data.built
    assert data.origin.dataset == str(own.path)


# What can go wrong


def test_a_film_that_the_films_file_has_not_is_an_error(tmp_path: Path) -> None:
    ratings = files_csv()["ratings.csv"] + b"1,99,4.0,1\n"
    line = ratings.count(b"\n")

    with pytest.raises(DataError, match=rf"ratings\.csv line {line}: film 99"):
        prepared(make_csv(tmp_path / "set.zip", {"ratings.csv": ratings}))


def test_a_film_rated_twice_is_an_error(tmp_path: Path) -> None:
    ratings = files_100k()["u.data"]
    ratings += ratings[: ratings.index(b"\n") + 1]
    line = ratings.count(b"\n")

    with pytest.raises(DataError, match=rf"u\.data line {line}: .* in line 1\."):
        prepared(make_100k(tmp_path / "set.zip", {"u.data": ratings}))


def test_a_set_without_ratings_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        prepared(
            make_csv(tmp_path / "set.zip", {"ratings.csv": b"userId,movieId,rating,timestamp\n"})
        )


def test_a_set_without_films_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        prepared(make_csv(tmp_path / "set.zip", {"movies.csv": b"movieId,title,genres\n"}))


def test_a_failed_build_leaves_no_arrays(tmp_path: Path) -> None:
    path = make_csv(tmp_path / "set.zip", {"ratings.csv": b"userId,movieId,rating,timestamp\nx\n"})

    with pytest.raises(DataError):
        prepared(path)

    assert [file.suffix for file in user_paths().prepared.iterdir()] == [".lock"]


def test_another_process_may_take_minutes_to_prepare_the_same_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    held = FileLock.acquire

    def acquire(self: FileLock, timeout: float | None = None) -> object:
        asked.append(timeout)
        if len(asked) == 1:
            raise Timeout(str(tmp_path))
        return held(self, timeout=timeout)

    monkeypatch.setattr(FileLock, "acquire", acquire)

    prepared(make_csv(tmp_path / "set.zip"))

    assert asked == [0, module.WAIT_SECONDS]
    assert module.WAIT_SECONDS > LOCK_SECONDS


def test_a_failed_rebuild_keeps_the_old_arrays(own: Own) -> None:
    content = own.path.read_bytes()
    own.path.write_bytes(content[: len(content) // 2])

    with pytest.raises(DataError):
        prepared(own.path, rebuild=True)

    assert (own.folder / MANIFEST).is_file()


def test_a_full_disk_is_told_in_two_lines(own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "build", full)

    with pytest.raises(MovierecError, match="No space left on device") as raised:
        prepared(own.path, rebuild=True)

    assert "MOVIEREC_CACHE" in raised.value.hint
    assert raised.value.exit_code == 1


def test_a_cache_that_cannot_be_made_is_told_in_two_lines(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    paths = Paths(tmp_path / "file" / "cache", tmp_path / "data")

    with pytest.raises(MovierecError, match="cannot be written"):
        prepare(locate(str(make_csv(tmp_path / "set.zip")), user_paths()), paths)


def test_too_little_room_is_told_before_work_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=10 * 2**20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)

    with pytest.raises(MovierecError, match="10 MiB free"):
        prepared(make_csv(tmp_path / "set.zip"))


def test_of_two_at_once_one_builds_and_both_have_it(tmp_path: Path) -> None:
    located = locate(str(make_100k(tmp_path / "set.zip")), user_paths())
    found: list[Prepared] = []
    threads = [
        threading.Thread(target=lambda: found.append(prepare(located, user_paths())))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(data.built for data in found) == [False, False, True]
    assert all(decoded(data) == list(RATINGS_100K) for data in found)


# The real data


@pytest.mark.slow
def test_the_real_100k_has_the_reports_columns_and_the_canonical_folds(real_100k: Path) -> None:
    data = prepared(real_100k)

    columns = report_features(data.catalogue)
    assert len(columns.names) == 45
    assert (columns.names[0], columns.names[2]) == ("user_id", "movie_id")
    rows = columns.rows(data.ratings.user[:100], data.ratings.movie[:100])
    np.testing.assert_array_equal(rows[:, 0], data.catalogue.user_ids[data.ratings.user[:100]])
    np.testing.assert_array_equal(rows[:, 2], data.catalogue.movie_ids[data.ratings.movie[:100]])
    assert (rows[:, 22:43].sum(axis=1) == 1).all()
    assert (rows[:, 43:].sum(axis=1) == 1).all()
    assert data.folds is not None
    assert np.bincount(data.folds).tolist() == [0, *[20_000] * 5]
    assert (data.catalogue.users, data.catalogue.movies) == (943, 1682)
    twins = np.arange(1682) != data.catalogue.twins
    assert np.count_nonzero(twins) == 18


@pytest.mark.slow
def test_the_real_small_set_is_whole(real_small: Path) -> None:
    data = prepared(real_small)

    assert (data.catalogue.users, data.catalogue.movies) == (610, 9742)
    assert len(data.ratings) == 100_836
    assert data.folds is None
    assert data.user_features is None
    assert data.catalogue.imdb_ids is not None
    assert data.catalogue.tmdb_ids is not None


def _unpacked(path: Path) -> Path:
    folder = path.with_suffix("")
    shutil.unpack_archive(path, folder)
    return folder


def _edit_manifest(folder: Path, **values: object) -> None:
    document = json.loads((folder / MANIFEST).read_bytes())
    (folder / MANIFEST).write_text(json.dumps({**document, **values}))


def test_what_is_no_data_set_leaves_nothing_in_the_cache(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("no ratings", encoding="utf-8")
    paths = user_paths()

    with pytest.raises(DataError):
        prepare(locate(str(tmp_path / "notes"), paths), paths)

    assert not paths.cache.exists()
