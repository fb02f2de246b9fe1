"""A ZIP that is not trusted is read in memory, and only as far as an export goes."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from pathlib import Path

import pytest
from exports import zip_bytes
from shop import assert_two_lines

from movierec.errors import DataError
from movierec.people.importing import packed
from movierec.people.importing.packed import Packed, is_zip, packed_folder, packed_zip


def refused(content: bytes, path: str = "ratings.csv") -> str:
    with pytest.raises(DataError) as caught:
        packed_zip(content, "x.zip").read(path)
    assert_two_lines(caught.value, 5)
    return caught.value.what


def entry(name: str) -> tuple[io.BytesIO, zipfile.ZipFile, zipfile.ZipInfo]:
    content = io.BytesIO()
    return content, zipfile.ZipFile(content, "w"), zipfile.ZipInfo(name)


def test_a_zip_is_told_by_its_first_bytes() -> None:
    assert is_zip(zip_bytes({"a": b"x"}))
    assert is_zip(zip_bytes({}))
    assert not is_zip(b"PK, a film")


def test_members_are_read_by_their_paths() -> None:
    found = packed_zip(zip_bytes({"lists\\a.csv": b"x", "b.csv": b"\xef\xbb\xbfy\r\n"}), "x.zip")

    assert found.paths == ("lists/a.csv", "b.csv")
    assert found.read("lists/a.csv") == b"x"
    assert found.text("b.csv") == "y\n"
    assert found.called("lists/a.csv") == "x.zip: a.csv"


def test_an_encrypted_member_is_refused() -> None:
    content = bytearray(zip_bytes({"ratings.csv": b"x"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1

    assert refused(bytes(content)) == "x.zip: ratings.csv is encrypted."


def test_a_link_is_refused() -> None:
    content, archive, info = entry("ratings.csv")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(info, "/etc/passwd")
    archive.close()

    assert refused(content.getvalue()) == "x.zip: ratings.csv is a link."


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_uncommon_packing_is_refused(method: int) -> None:
    content, archive, info = entry("ratings.csv")
    archive.writestr(info, "x", compress_type=method)
    archive.close()

    assert "packed in a way" in refused(content.getvalue())


def test_a_bomb_is_refused_by_its_ratio() -> None:
    assert "times its size" in refused(zip_bytes({"ratings.csv": b"0" * 3_000_000}))


def test_a_member_may_be_so_large_and_no_larger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_BYTES", 100)

    assert packed_zip(zip_bytes({"a": b"x" * 100}), "x.zip").read("a") == b"x" * 100
    assert "more than an export" in refused(zip_bytes({"ratings.csv": b"x" * 101}))


def test_a_member_that_lies_about_its_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_BYTES", 100)
    content = zip_bytes({"ratings.csv": b"x" * 5_000}).replace(
        (5_000).to_bytes(4, "little"), (50).to_bytes(4, "little")
    )

    refused(content)


def test_all_members_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_TOGETHER", 150)
    found = packed_zip(zip_bytes({"a": b"x" * 100, "b": b"y" * 100}), "x.zip")
    found.read("a")

    with pytest.raises(DataError, match=r"x\.zip: b holds more"):
        found.read("b")


def test_the_number_of_members_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_MEMBERS", 3)

    assert len(packed_zip(zip_bytes(dict.fromkeys("abc", b"")), "x.zip").paths) == 3
    with pytest.raises(DataError, match="more than 3 files"):
        packed_zip(zip_bytes(dict.fromkeys("abcd", b"")), "x.zip")


def test_a_damaged_zip_or_member_is_refused() -> None:
    content = zip_bytes({"ratings.csv": bytes(range(256)) * 50})
    damaged = bytearray(content)
    damaged[100:120] = b"\xff" * 20

    with pytest.raises(DataError, match="damaged or cut short"):
        packed_zip(content[:-30], "x.zip")
    assert refused(bytes(damaged)) == "x.zip: ratings.csv is damaged or cannot be read."


def test_a_member_that_is_no_text_is_refused() -> None:
    with pytest.raises(DataError, match=r"x\.zip: a is not a text file"):
        packed_zip(zip_bytes({"a": b"\0"}), "x.zip").text("a")


def test_a_member_with_a_hostile_name_is_called_harmlessly() -> None:
    assert Packed("x.zip", {}).called("lists/\x1b[2J.csv") == "x.zip: \\x1b[2J.csv"


def test_a_folder_is_read_like_a_zip(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "a.csv").write_bytes(b"x")
    (tmp_path / "ratings.csv").write_bytes(b"y")

    found = packed_folder(tmp_path, "export")

    assert sorted(found.paths) == ["lists/a.csv", "ratings.csv"]
    assert found.read("lists/a.csv") == b"x"


def test_a_folder_is_looked_into_only_as_deep_as_exports_are(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b" / "c" / "d"
    deep.mkdir(parents=True)
    (deep / "too-deep").touch()
    (deep.parent / "deep-enough").touch()

    assert packed_folder(tmp_path, "export").paths == ("a/b/c/deep-enough",)


def test_a_link_in_a_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"x")
    folder = tmp_path / "export"
    folder.mkdir()
    try:
        (folder / "ratings.csv").symlink_to(tmp_path / "secret")
    except OSError:
        pytest.skip("links cannot be made here")

    with pytest.raises(DataError, match=r"ratings\.csv is damaged or cannot be read"):
        packed_folder(folder, "export").read("ratings.csv")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ratings.csv")

    with pytest.raises(DataError):
        packed_folder(tmp_path, "export").read("ratings.csv")


def test_a_folder_of_too_many_files_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed, "MOST_MEMBERS", 1)
    for name in "ab":
        (tmp_path / name).touch()

    with pytest.raises(DataError, match="more than 1 files"):
        packed_folder(tmp_path, "export")
