"""A made-up release with a mirror and folders of its own: what tests of fetching need."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from loopback import Loopback, Reply, loopback
from makers import files_100k, make_100k

from movierec.data import mirrors
from movierec.data.layouts import MEMBERS
from movierec.data.releases import RELEASES, Release
from movierec.errors import MovierecError
from movierec.paths import Paths

ZIP = "/ml-100k.zip"


@dataclass
class Shop:
    """The release, its archive's bytes, and the folders of one user."""

    release: Release
    zip: bytes
    paths: Paths
    folder: Path

    @property
    def cached(self) -> Path:
        """Where the archive will lie."""
        return self.paths.archives / "ml-100k.zip"

    def good(self) -> Reply:
        """Return the answer of a server that works."""
        return Reply(self.zip)

    def left_behind(self) -> list[str]:
        """Return what lies among the archives besides an archive, its note and the lock."""
        usual = {"ml-100k.zip", "ml-100k.zip.json", "ml-100k.lock"}
        folder = self.paths.archives
        found = folder.iterdir() if folder.is_dir() else ()
        return sorted(path.name for path in found if path.name not in usual)


def make_shop(folder: Path) -> Shop:
    """Make a release in ml-100k's layout, under its name, from invented files."""
    files = files_100k()
    content = make_100k(folder / "made" / "ml-100k.zip").read_bytes()
    release = replace(
        RELEASES["ml-100k"],
        bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        members={name: hashlib.sha256(files[name]).hexdigest() for name in MEMBERS["100k"]},
    )
    return Shop(release, content, Paths(folder / "cache", folder / "data"), folder)


def two_servers(
    monkeypatch: pytest.MonkeyPatch, first: list[Reply], second: list[Reply]
) -> Iterator[tuple[Loopback, Loopback]]:
    """Put two servers on this machine in the places of GroupLens and its mirror."""
    with loopback({ZIP: first}) as grouplens, loopback({ZIP: second}) as hugging_face:
        monkeypatch.setattr(mirrors, "GROUPLENS", grouplens.url)
        monkeypatch.setattr(mirrors, "HUGGING_FACE", hugging_face.url)
        yield grouplens, hugging_face


def assert_two_lines(error: MovierecError, exit_code: int) -> None:
    """Check that an error has its exit code, and a sentence for each of its two lines."""
    assert error.exit_code == exit_code
    for line in (error.what, error.hint):
        assert "\n" not in line
        assert line.endswith(".")
        assert len(line) > 10
