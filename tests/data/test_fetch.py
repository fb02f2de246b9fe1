from __future__ import annotations

import hashlib
import socket
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from loopback import Loopback, Reply, loopback
from makers import make_1m, make_100k
from shop import ZIP, Shop, assert_two_lines, make_shop, two_servers

from movierec import files
from movierec.data import mirrors, transfer
from movierec.data.fetch import fetch
from movierec.data.releases import RELEASES
from movierec.errors import DataError, DownloadError, MovierecError, NotReadyError, UsageError


class Bar:
    """A progress that remembers what it was told."""

    def __init__(self) -> None:
        self.total = 0
        self.done = 0
        self.resets = 0
        self.closed = 0

    def update(self, amount: int, /) -> None:
        self.done += amount

    def reset(self) -> None:
        self.done = 0
        self.resets += 1

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return make_shop(tmp_path)


@pytest.fixture
def servers(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Loopback, Loopback]]:
    yield from two_servers(monkeypatch, [shop.good()], [shop.good()])


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_a_release_comes_from_grouplens_byte_for_byte(
    shop: Shop, servers: tuple[Loopback, Loopback]
):
    found = fetch(shop.release, shop.paths)

    assert (found.dataset, found.path, found.trust) == ("ml-100k", shop.cached, "archive")
    assert found.source == servers[0].url + ZIP
    assert shop.cached.read_bytes() == shop.zip
    assert servers[1].asked == []
    assert shop.left_behind() == []


def test_the_second_time_nothing_is_downloaded_or_hashed(
    shop: Shop, servers: tuple[Loopback, Loopback], monkeypatch: pytest.MonkeyPatch
):
    fetch(shop.release, shop.paths)
    monkeypatch.setattr(files, "sha256", lambda _: pytest.fail("the archive was hashed"))
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("a socket was opened"))

    found = fetch(shop.release, shop.paths)

    assert (found.source, found.trust) == ("cache", "archive")
    assert servers[0].asked == [ZIP]


@pytest.mark.usefixtures("no_network")
def test_an_archive_that_somebody_put_into_the_cache_is_verified(shop: Shop):
    shop.paths.archives.mkdir(parents=True)
    shop.cached.write_bytes(shop.zip)

    assert fetch(shop.release, shop.paths).source == "cache"
    assert fetch(shop.release, shop.paths).trust == "archive"


@pytest.mark.usefixtures("servers")
def test_a_damaged_archive_is_fetched_again(shop: Shop):
    fetch(shop.release, shop.paths)
    shop.cached.write_bytes(shop.zip[:-100])

    assert fetch(shop.release, shop.paths).source != "cache"
    assert shop.cached.read_bytes() == shop.zip


@pytest.mark.usefixtures("no_network")
def test_a_damaged_archive_stays_where_it_cannot_be_replaced(shop: Shop):
    shop.paths.archives.mkdir(parents=True)
    shop.cached.write_bytes(b"damaged")

    with pytest.raises(NotReadyError) as caught:
        fetch(shop.release, shop.paths, offline=True)
    assert_two_lines(caught.value, 3)
    assert "is damaged" in caught.value.what
    assert shop.cached.read_bytes() == b"damaged"


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("how", ["option", "environment"])
def test_offline_opens_no_socket_and_says_so(shop: Shop, monkeypatch: pytest.MonkeyPatch, how: str):
    if how == "environment":
        monkeypatch.setenv("MOVIEREC_OFFLINE", "1")

    with pytest.raises(NotReadyError) as caught:
        fetch(shop.release, shop.paths, offline=how == "option")
    assert_two_lines(caught.value, 3)
    assert "--from-file" in caught.value.hint


@pytest.mark.parametrize("how", ["option", "environment"])
def test_a_mirrors_address_is_asked_first(
    shop: Shop,
    servers: tuple[Loopback, Loopback],
    monkeypatch: pytest.MonkeyPatch,
    how: str,
):
    with loopback({"/films/ml-100k.zip": [shop.good()]}) as mirror:
        address = f"{mirror.url}/films/"
        if how == "environment":
            monkeypatch.setenv("MOVIEREC_MIRROR", address)
        found = fetch(shop.release, shop.paths, mirror=address if how == "option" else None)

    assert found.source == f"{mirror.url}/films/ml-100k.zip"
    assert servers[0].asked == []


def test_a_mirror_that_fails_leaves_the_other_places(
    shop: Shop, servers: tuple[Loopback, Loopback]
):
    with loopback({}) as mirror:
        found = fetch(shop.release, shop.paths, mirror=mirror.url)

    assert mirror.asked == [ZIP]
    assert found.source == servers[0].url + ZIP


@pytest.mark.usefixtures("no_network")
def test_a_mirror_folder_serves_without_a_network(shop: Shop):
    folder = shop.folder / "made"

    found = fetch(shop.release, shop.paths, mirror=str(folder), offline=True)

    assert (found.source, found.trust) == (str(folder / "ml-100k.zip"), "archive")
    assert shop.cached.read_bytes() == shop.zip


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("content", [None, b"no zip"])
def test_a_mirror_folder_without_the_archive_is_a_failure(shop: Shop, content: bytes | None):
    folder = shop.folder / "mirror"
    folder.mkdir()
    if content:
        (folder / "ml-100k.zip").write_bytes(content)

    with pytest.raises(DownloadError) as caught:
        fetch(shop.release, shop.paths, mirror=str(folder), offline=True)
    assert_two_lines(caught.value, 5)
    assert str(folder) in caught.value.what


@pytest.mark.usefixtures("no_network")
def test_a_file_is_copied_and_stays(shop: Shop):
    mine = shop.folder / "made" / "ml-100k.zip"

    found = fetch(shop.release, shop.paths, from_file=mine)

    assert (found.source, found.trust) == (str(mine), "archive")
    assert mine.read_bytes() == shop.cached.read_bytes() == shop.zip
    assert fetch(shop.release, shop.paths).source == "cache"


@pytest.mark.usefixtures("no_network")
def test_a_file_packed_again_is_trusted_for_its_members(shop: Shop):
    mine = make_100k(shop.folder / "again.zip", {"README": b"packed again"})

    assert fetch(shop.release, shop.paths, from_file=mine).trust == "members"
    assert fetch(shop.release, shop.paths).trust == "members"


@pytest.mark.usefixtures("no_network")
def test_the_cached_archive_itself_may_be_the_file(shop: Shop):
    shop.paths.archives.mkdir(parents=True)
    shop.cached.write_bytes(shop.zip)

    assert fetch(shop.release, shop.paths, from_file=shop.cached).trust == "archive"
    assert shop.cached.read_bytes() == shop.zip


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize(
    ("name", "kind", "code", "words"),
    [
        ("nothing.zip", NotReadyError, 3, "There is no file"),
        ("page.zip", DataError, 5, "not a zip file"),
        ("short.zip", DataError, 5, "cut short"),
        ("other.zip", DataError, 5, "it holds ratings.dat"),
        ("changed.zip", DataError, 5, "the SHA-256 of u.data differs"),
        ("folder", UsageError, 2, "is a folder"),
    ],
)
def test_a_wrong_file_is_refused_and_the_cached_archive_stays(
    shop: Shop, name: str, kind: type[MovierecError], code: int, words: str
):
    (shop.folder / "page.zip").write_bytes(b"<html>Sign in</html>")
    (shop.folder / "short.zip").write_bytes(shop.zip[:-1000])
    (shop.folder / "folder").mkdir()
    make_1m(shop.folder / "other.zip")
    make_100k(shop.folder / "changed.zip", {"u.data": b"1\t1\t5\t0\n"})
    fetch(shop.release, shop.paths, from_file=shop.folder / "made" / "ml-100k.zip")

    with pytest.raises(kind) as caught:
        fetch(shop.release, shop.paths, from_file=shop.folder / name)
    assert_two_lines(caught.value, code)
    assert words in caught.value.what
    assert shop.cached.read_bytes() == shop.zip
    assert shop.left_behind() == []


def test_progress_is_told_in_increments_up_to_the_total_and_closed_once(
    shop: Shop, servers: tuple[Loopback, Loopback]
):
    bar = Bar()

    fetch(shop.release, shop.paths, progress=bar)

    assert servers[0].asked
    assert (bar.total, bar.done, bar.closed) == (len(shop.zip), len(shop.zip), 1)


def test_progress_begins_again_with_every_try(shop: Shop, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(transfer, "BACKOFF_SECONDS", (0.0,))
    cut = Reply(shop.zip[:500], claimed=len(shop.zip))
    bar = Bar()

    with loopback({ZIP: [cut, shop.good()]}) as server:
        monkeypatch.setattr(mirrors, "GROUPLENS", server.url)
        fetch(shop.release, shop.paths, progress=bar)

    assert (bar.done, bar.closed) == (len(shop.zip), 1)


def test_the_user_is_told_when_the_next_place_is_asked(
    shop: Shop, servers: tuple[Loopback, Loopback]
):
    told: list[str] = []

    with loopback({ZIP: [Reply(b"PK another")]}) as mirror:
        fetch(shop.release, shop.paths, mirror=mirror.url, tell=told.append)

    first, second = mirror.url[7:], servers[0].url[7:]
    assert told == [f"{first}: it sent a file with another SHA-256; trying {second}."]


def test_two_at_once_download_once(shop: Shop, servers: tuple[Loopback, Loopback]):
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(fetch(shop.release, shop.paths)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 4
    assert servers[0].asked == [ZIP]


def test_a_lock_that_another_holds_is_explained(shop: Shop, monkeypatch: pytest.MonkeyPatch):
    held = files.lock

    def impatient(path: Path, what: str, **_: object) -> object:
        return held(path, what, seconds=0.05)

    with held(shop.paths.archives / "ml-100k.lock", "testing"):
        monkeypatch.setattr(files, "lock", impatient)
        with pytest.raises(MovierecError) as caught:
            fetch(shop.release, shop.paths)
    assert_two_lines(caught.value, 1)
    assert "fetching ml-100k" in caught.value.what


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Put a maker of small samples in the place of the real one, and count its work."""
    written: list[Path] = []

    def write_sample(path: Path) -> None:
        written.append(make_100k(path))

    module = ModuleType("movierec.data.sample")
    module.write_sample = write_sample  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "movierec.data.sample", module)
    return written


@pytest.mark.usefixtures("no_network")
def test_the_sample_is_made_here_once(shop: Shop, sample: list[Path]):
    first = fetch(RELEASES["sample"], shop.paths, offline=True)
    second = fetch(RELEASES["sample"], shop.paths)

    assert (first.trust, first.source) == ("made", "made here")
    assert (second.trust, second.source) == ("made", "cache")
    assert len(sample) == 1
    names = {path.name for path in shop.paths.archives.iterdir()}
    assert names == {"sample.zip", "sample.zip.json", "sample.lock"}


@pytest.mark.usefixtures("no_network")
def test_a_sample_that_was_changed_is_made_again(shop: Shop, sample: list[Path]):
    path = fetch(RELEASES["sample"], shop.paths).path
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    make_100k(path, {"u.data": b"1\t1\t5\t0\n"})

    fetch(RELEASES["sample"], shop.paths)

    assert len(sample) == 2
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest


def test_the_sample_comes_from_no_file(shop: Shop):
    with pytest.raises(UsageError) as caught:
        fetch(RELEASES["sample"], shop.paths, from_file=shop.folder / "made" / "ml-100k.zip")
    assert_two_lines(caught.value, 2)


def test_a_release_without_a_mirror_has_one_place(shop: Shop, monkeypatch: pytest.MonkeyPatch):
    with loopback({ZIP: [Reply(status=404)]}) as server:
        monkeypatch.setattr(mirrors, "GROUPLENS", server.url)
        monkeypatch.setattr(mirrors, "HUGGING_FACE", "http://not.asked.invalid")
        with pytest.raises(DownloadError) as caught:
            fetch(replace(shop.release, mirrored=False), shop.paths)
    assert_two_lines(caught.value, 5)
    assert "not.asked" not in caught.value.what


def test_the_real_ml_100k_packed_again_is_taken_from_its_file(shop: Shop, real_100k: Path):
    found = fetch(RELEASES["ml-100k"], shop.paths, from_file=real_100k)
    assert (found.trust, found.path) == ("members", shop.cached)
