from __future__ import annotations

import errno
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from shop import assert_two_lines

from movierec.data import disk
from movierec.errors import DownloadError


def test_too_little_space_says_how_much_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=105_000_000))

    with pytest.raises(DownloadError) as caught:
        disk.require_space(tmp_path / "new", 100_000_000)
    assert_two_lines(caught.value, 5)
    assert caught.value.what == f"{tmp_path / 'new'} has 105.0 MB free, and 110.0 MB are needed."


def test_enough_space_is_no_error(tmp_path: Path):
    disk.require_space(tmp_path, 1)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "is full"),
        (errno.EDQUOT, "is full"),
        (errno.EROFS, "cannot be written: Read-only file system"),
        (errno.EACCES, "cannot be written: Permission denied"),
    ],
)
def test_a_disk_that_fails_says_why(tmp_path: Path, number: int, words: str):
    with pytest.raises(DownloadError) as caught, disk.explained(tmp_path):
        raise OSError(
            number, {errno.EROFS: "Read-only file system"}.get(number, "Permission denied")
        )
    assert_two_lines(caught.value, 5)
    assert words in caught.value.what
    assert "MOVIEREC_CACHE" in caught.value.hint
