from __future__ import annotations

from pathlib import Path

import pytest
from makers import make_100k

from movierec.data.cache import (
    archive_path,
    licence_shown,
    locate,
    mark_licence_shown,
    remember,
    remembered,
    states,
)
from movierec.data.releases import RELEASES
from movierec.errors import NotReadyError, UnknownError
from movierec.paths import Paths, user_paths

RELEASE = RELEASES["ml-100k"]


@pytest.fixture
def paths() -> Paths:
    return user_paths()


@pytest.fixture
def cached(paths: Paths) -> Path:
    return make_100k(archive_path(RELEASE, paths))


def test_what_was_verified_is_remembered(paths: Paths, cached: Path):
    assert cached.exists()
    remember(RELEASE, paths, "members", "00")
    assert remembered(RELEASE, paths) == "members"


def test_an_archive_that_nobody_verified_is_not_believed(paths: Paths, cached: Path):
    assert cached.exists()
    assert remembered(RELEASE, paths) is None


@pytest.mark.parametrize("note", ["", "{", "[]", "{}", '{"size": 1}'])
def test_a_damaged_note_is_no_note(paths: Paths, cached: Path, note: str):
    remember(RELEASE, paths, "archive", "00")
    cached.with_name("ml-100k.zip.json").write_text(note)
    assert remembered(RELEASE, paths) is None


def test_a_changed_archive_is_not_believed(paths: Paths, cached: Path):
    remember(RELEASE, paths, "archive", "00")
    cached.write_bytes(b"something else")
    assert remembered(RELEASE, paths) is None


def test_a_note_on_an_archive_that_is_gone_says_nothing(paths: Paths, cached: Path):
    remember(RELEASE, paths, "archive", "00")
    cached.unlink()
    assert remembered(RELEASE, paths) is None


def test_a_release_is_located_in_the_cache(paths: Paths, cached: Path):
    found = locate("ml-100k", paths)
    assert (found.label, found.path, found.release) == ("ml-100k", cached, RELEASE)


def test_a_release_that_is_not_here_says_what_to_run(paths: Paths):
    with pytest.raises(NotReadyError) as caught:
        locate("ml-1m", paths)
    assert caught.value.exit_code == 3
    assert "movierec fetch ml-1m" in caught.value.hint


def test_a_release_wins_over_a_folder_of_its_name(
    paths: Paths, cached: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    make_100k(tmp_path / "ml-100k")
    monkeypatch.chdir(tmp_path)
    assert locate("ml-100k", paths).path == cached


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("My Films (2).zip", "my-films-2"),
        ("ratings_v1.2.zip", "ratings_v1-2"),
        ("folder.v2", "folder-v2"),
        ("映画.zip", "dataset"),
        ("ml-1m.zip", "ml-1m-own"),
    ],
)
def test_a_path_gets_a_label_fit_for_a_file(paths: Paths, tmp_path: Path, name: str, label: str):
    path = make_100k(tmp_path / name)
    found = locate(str(path), paths)
    assert (found.label, found.path, found.release) == (label, path, None)


def test_a_relative_path_is_kept_as_an_absolute_one(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    make_100k(tmp_path / "mine")
    monkeypatch.chdir(tmp_path)
    assert locate("mine", paths).path == tmp_path / "mine"


@pytest.mark.parametrize("name", ["ml-10k", "", "no/such/folder"])
def test_neither_name_nor_path_is_unknown_with_a_guess(paths: Paths, name: str):
    with pytest.raises(UnknownError) as caught:
        locate(name, paths)
    assert caught.value.exit_code == 4
    assert "ml-100k" in caught.value.hint
    assert "zip or folder" in caught.value.hint


def test_states_tell_what_is_here(paths: Paths, cached: Path):
    (paths.prepared / "ml-100k").mkdir(parents=True)
    found = {state.name: state for state in states(paths)}
    assert list(found) == list(RELEASES)
    assert found["ml-100k"].cached == cached
    assert found["ml-100k"].prepared == paths.prepared / "ml-100k"
    assert (found["ml-1m"].cached, found["ml-1m"].prepared) == (None, None)


def test_a_licence_is_shown_once_per_release(paths: Paths):
    assert not licence_shown(RELEASE, paths)
    mark_licence_shown(RELEASE, paths)
    assert licence_shown(RELEASE, paths)
    assert not licence_shown(RELEASES["ml-1m"], paths)


def test_a_licence_mark_that_cannot_be_kept_is_no_error(tmp_path: Path):
    (tmp_path / "file").touch()
    paths = Paths(tmp_path / "file", tmp_path)
    mark_licence_shown(RELEASE, paths)
    assert not licence_shown(RELEASE, paths)


def test_a_release_whose_archive_is_gone_is_located_by_its_arrays(paths: Paths):
    (paths.prepared / "ml-100k").mkdir(parents=True)
    assert locate("ml-100k", paths).release is RELEASE
