from __future__ import annotations

import errno
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from loopback import Reply, closed_url, loopback, make_certificate
from makers import make_1m
from shop import ZIP, Shop, assert_two_lines, make_shop

from movierec import files
from movierec.data import fetch as fetching
from movierec.data import mirrors, transfer
from movierec.data.fetch import fetch
from movierec.data.transfer import copy
from movierec.errors import DataError, DownloadError

PAGE = b"<!doctype html><title>Sign in</title>"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr(transfer, "BACKOFF_SECONDS", (0.0, 0.0))
    return make_shop(tmp_path)


@pytest.fixture
def old(shop: Shop) -> Iterator[bytes]:
    """Put an archive into the cache that is no longer good; it has to survive every failure."""
    shop.paths.archives.mkdir(parents=True)
    shop.cached.write_bytes(b"old")
    yield b"old"
    assert shop.cached.read_bytes() == b"old"
    assert shop.left_behind() == []


def failing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, grouplens: str, other: str
) -> DownloadError:
    monkeypatch.setattr(mirrors, "GROUPLENS", grouplens)
    monkeypatch.setattr(mirrors, "HUGGING_FACE", other)
    with pytest.raises(DownloadError) as caught:
        fetch(shop.release, shop.paths)
    assert_two_lines(caught.value, 5)
    return caught.value


@pytest.mark.usefixtures("old")
@pytest.mark.parametrize(
    ("reply", "words", "tries"),
    [
        (Reply(status=404), "it has no such file (answer 404)", 1),
        (Reply(status=403), "it refused (answer 403)", 1),
        (Reply(status=500), "it refused (answer 500)", 3),
        (Reply(b"PK" * 40, claimed=100), "the connection was cut", 3),
        (Reply(b"PK\x03\x04 another file"), "a file with another SHA-256", 1),
        (Reply(b"PK" * 40_000), "a larger file", 1),
        (Reply(PAGE), "a web page", 1),
        (Reply(b""), "a file with another SHA-256", 1),
    ],
)
def test_a_server_that_fails_is_named_with_its_cause(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, reply: Reply, words: str, tries: int
):
    with loopback({ZIP: [reply]}) as server:
        error = failing(shop, monkeypatch, server.url, server.url)

    assert server.asked == [ZIP] * tries * 2
    assert words in error.what
    assert "is damaged, and ml-100k could not be downloaded" in error.what
    assert "--from-file" in error.hint
    assert "--mirror" in error.hint


@pytest.mark.usefixtures("old")
def test_another_archive_than_the_one_asked_for_is_refused(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
):
    wrong = make_1m(shop.folder / "wrong.zip").read_bytes()
    with loopback({ZIP: [Reply(wrong)]}) as server:
        error = failing(shop, monkeypatch, server.url, server.url)

    assert "another SHA-256" in error.what


@pytest.mark.parametrize("bad", [Reply(status=503), Reply(b"PK", claimed=100)])
def test_a_failure_that_passes_is_tried_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, bad: Reply
):
    with loopback({ZIP: [bad, bad, shop.good()]}) as server:
        monkeypatch.setattr(mirrors, "GROUPLENS", server.url)
        found = fetch(shop.release, shop.paths)

    assert found.trust == "archive"
    assert len(server.asked) == 3
    assert shop.left_behind() == []


@pytest.mark.parametrize("bad", [Reply(PAGE), Reply(status=404), Reply(status=500)])
def test_the_next_place_is_asked_when_one_fails(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, bad: Reply
):
    with loopback({ZIP: [bad]}) as grouplens, loopback({ZIP: [shop.good()]}) as other:
        monkeypatch.setattr(mirrors, "GROUPLENS", grouplens.url)
        monkeypatch.setattr(mirrors, "HUGGING_FACE", other.url)
        found = fetch(shop.release, shop.paths)

    assert found.source == other.url + ZIP


@pytest.mark.usefixtures("old")
def test_an_expired_certificate_is_recognised_and_never_passed_over(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
):
    certificate = make_certificate(shop.folder, expired=True)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    with loopback({ZIP: [shop.good()]}, certificate) as server:
        error = failing(shop, monkeypatch, closed_url(), server.url)

    assert server.asked == []
    assert f"({server.url[8:]}: its certificate has expired; " in error.what
    assert f"download {server.url}{ZIP} in a browser" in error.hint
    assert "SHA-256" in error.hint


@pytest.mark.usefixtures("old")
def test_a_certificate_that_nobody_signed_is_not_trusted(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
):
    certificate = make_certificate(shop.folder, expired=False)
    with loopback({ZIP: [shop.good()]}, certificate) as server:
        error = failing(shop, monkeypatch, server.url, server.url)

    assert server.asked == []
    assert "its certificate is not trusted" in error.what


def test_a_certificate_that_is_trusted_is_fine(shop: Shop, monkeypatch: pytest.MonkeyPatch):
    certificate = make_certificate(shop.folder, expired=False)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    with loopback({ZIP: [shop.good()]}, certificate) as server:
        monkeypatch.setattr(mirrors, "GROUPLENS", server.url)
        assert fetch(shop.release, shop.paths).source == server.url + ZIP


@pytest.mark.usefixtures("old")
def test_a_server_that_is_down_is_said_to_refuse(shop: Shop, monkeypatch: pytest.MonkeyPatch):
    error = failing(shop, monkeypatch, closed_url(), closed_url())

    assert "it refuses connections" in error.what
    assert "movierec fetch sample" in error.hint


@pytest.mark.usefixtures("old")
def test_a_machine_without_a_network_is_told_so(shop: Shop, monkeypatch: pytest.MonkeyPatch):
    def no_names(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", no_names)
    error = failing(shop, monkeypatch, "https://one.invalid", "https://two.invalid")

    assert error.what.count("its name cannot be looked up") == 2


@pytest.mark.usefixtures("old")
def test_a_network_without_a_route_is_told_so(shop: Shop, monkeypatch: pytest.MonkeyPatch):
    def no_route(*_: object) -> None:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    monkeypatch.setattr(socket.socket, "connect", no_route)
    error = failing(shop, monkeypatch, "http://127.0.0.1:9", "http://127.0.0.1:9")

    assert "there is no route to it" in error.what


@pytest.mark.usefixtures("old")
def test_a_server_that_stops_sending_is_not_waited_for(shop: Shop, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fetching, "READ_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        error = failing(shop, monkeypatch, url, url)

    assert "it stopped sending" in error.what


@pytest.mark.usefixtures("old")
@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "is full"), (errno.EROFS, "cannot be written")]
)
def test_a_disk_that_fails_while_writing_ends_it_at_once(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, number: int, words: str
):
    def broken(url: str, target: transfer.Writer, _: object) -> None:
        asked.append(url)
        target.write(b"PK")
        raise OSError(number, os.strerror(number))

    asked: list[str] = []
    monkeypatch.setattr(fetching, "_get", broken)
    error = failing(shop, monkeypatch, "http://one.invalid", "http://two.invalid")

    assert len(asked) == 1
    assert words in error.what
    assert "MOVIEREC_CACHE" in error.hint


def test_a_folder_that_cannot_be_made_is_explained(shop: Shop, monkeypatch: pytest.MonkeyPatch):
    shop.paths.cache.touch()

    error = failing(shop, monkeypatch, "http://one.invalid", "http://two.invalid")

    assert "cannot be written" in error.what


@pytest.mark.usefixtures("old")
def test_a_nearly_full_disk_is_seen_before_anything_is_asked(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=shop.release.bytes))
    with loopback({ZIP: [shop.good()]}) as server:
        error = failing(shop, monkeypatch, server.url, server.url)

    assert server.asked == []
    assert "MB are needed" in error.what


@pytest.mark.usefixtures("old")
def test_ctrl_c_leaves_nothing_behind(shop: Shop, monkeypatch: pytest.MonkeyPatch):
    def interrupted(_url: str, target: transfer.Writer, _: object) -> None:
        target.write(b"PK")
        raise KeyboardInterrupt

    monkeypatch.setattr(fetching, "_get", interrupted)

    with pytest.raises(KeyboardInterrupt):
        fetch(shop.release, shop.paths)


def test_a_file_that_changes_while_it_is_copied_is_refused(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
):
    mine = shop.folder / "made" / "ml-100k.zip"
    monkeypatch.setattr(transfer, "verify", lambda *_: ("members", "0" * 64))

    with pytest.raises(DataError, match="changed while it was copied"):
        copy(mine, shop.release, shop.cached)
    assert not shop.cached.exists()
    assert shop.left_behind() == []


def test_the_archive_appears_under_its_name_only_when_it_is_whole(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
):
    seen = []

    def watched(_url: str, target: transfer.Writer, _: object) -> None:
        target.write(shop.zip[:100])
        seen.append(shop.cached.exists())
        target.write(shop.zip[100:])

    monkeypatch.setattr(fetching, "_get", watched)
    fetch(shop.release, shop.paths)

    assert seen == [False]
    assert files.sha256(shop.cached) == shop.release.sha256
