"""No reader meets half a file, and two writers take turns."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from movierec.errors import MovierecError
from movierec.files import atomic_file, atomic_folder, lock


def test_a_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file"

    with atomic_file(path) as stream:
        stream.write(b"half")
        assert not path.exists()
        stream.write(b" and half")

    assert path.read_bytes() == b"half and half"


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    with pytest.raises(KeyboardInterrupt), atomic_file(path) as stream:
        stream.write(b"new")
        raise KeyboardInterrupt

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_takes_the_place_of_the_old_one_whole(tmp_path: Path) -> None:
    path = tmp_path / "folder"
    for content in (b"old", b"new"):
        with atomic_folder(path) as fresh:
            (fresh / f"{content.decode()}.txt").write_bytes(content)

    assert [file.name for file in path.iterdir()] == ["new.txt"]
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_the_old_folder_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "folder"
    path.mkdir()
    (path / "old.txt").write_bytes(b"old")

    with pytest.raises(ValueError, match="broken"), atomic_folder(path) as fresh:
        (fresh / "new.txt").write_bytes(b"new")
        raise ValueError("broken")

    assert [file.name for file in path.iterdir()] == ["old.txt"]
    assert list(tmp_path.iterdir()) == [path]


def test_who_waits_too_long_for_a_lock_is_told_what_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"

    with (
        lock(path, "fetching ml-100k"),
        pytest.raises(MovierecError, match="fetching ml-100k") as caught,
        lock(path, "fetching ml-100k", seconds=0),
    ):
        pass

    assert "Wait" in caught.value.hint


def test_who_waits_for_a_lock_is_told_what_for(tmp_path: Path) -> None:
    said: list[str] = []

    with (
        lock(tmp_path / "lock", "fetching ml-100k"),
        pytest.raises(MovierecError),
        lock(tmp_path / "lock", "fetching ml-100k", seconds=0.05, tell=said.append),
    ):
        pass

    assert said == ["Another movierec is fetching ml-100k: waiting for it to end."]


def test_a_lock_is_free_again_after_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with pytest.raises(ValueError, match="x"), lock(path, "trying"):
        raise ValueError("x")

    with lock(path, "trying", seconds=0):
        pass


def test_what_is_forced_to_the_disk_is_open_for_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes = []

    def note(handle: int) -> None:
        if stat.S_ISREG(os.fstat(handle).st_mode):
            modes.append(os.write(handle, b""))  # raises where the file is only open for reading

    monkeypatch.setattr(os, "fsync", note)
    with atomic_folder(tmp_path / "folder") as fresh:
        (fresh / "file.txt").write_bytes(b"content")

    assert modes == [0]


def test_of_two_who_write_one_folder_at_once_the_last_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, others = tmp_path / "folder", iter(["first", "second"])
    replace = Path.replace

    def overtaken(self: Path, target: Path) -> Path:
        if target == path and (name := next(others, "")):
            path.mkdir()
            (path / name).touch()
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", overtaken)
    with atomic_folder(path) as fresh:
        (fresh / "mine").touch()

    assert [file.name for file in path.iterdir()] == ["mine"]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_a_folder_is_as_open_to_others_as_the_user_wants(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        with atomic_folder(tmp_path / "folder"):
            pass
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "folder").stat().st_mode) == 0o700
