from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest
from makers import files_100k, make_100k, pack

from movierec.data import members
from movierec.data.archive import open_archive
from movierec.errors import DataError


def refused(path: Path) -> DataError:
    with pytest.raises(DataError) as caught, open_archive(path) as archive:
        for name in archive.names:
            archive.sha256(name)
    assert "\n" not in caught.value.what + caught.value.hint
    return caught.value


def test_an_encrypted_member_is_refused(tmp_path: Path):
    path = make_100k(tmp_path / "a.zip")
    content = bytearray(path.read_bytes())
    # The name ends a header of 46 bytes in the zip's directory; its flags stand at 8.
    content[content.rindex(b"ml-100k/u.data") - 46 + 8] |= 1
    path.write_bytes(content)

    assert "u.data is encrypted" in refused(path).what


def test_a_link_inside_a_zip_is_refused(tmp_path: Path):
    path = make_100k(tmp_path / "a.zip", {"u.user": None})
    link = zipfile.ZipInfo("ml-100k/u.user")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")

    assert "u.user is a link" in refused(path).what


def test_a_link_out_of_a_folder_is_refused(tmp_path: Path):
    outside = tmp_path / "secret"
    outside.write_text("1|24|M|student|05201\n")
    folder = make_100k(tmp_path / "set", {"u.user": None})
    (folder / "u.user").symlink_to(outside)

    assert "leads out of the folder" in refused(folder).what


def test_a_link_within_a_folder_is_followed(tmp_path: Path):
    folder = make_100k(tmp_path / "set", {"u.user": None})
    (folder / "people").write_bytes(files_100k()["u.user"])
    (folder / "u.user").symlink_to(folder / "people")

    with open_archive(folder) as archive:
        assert archive.open("u.user").read() == files_100k()["u.user"]


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path):
    path = make_100k(tmp_path / "a.zip", {"u.data": bytes(20 * 2**20)})

    assert "more than 100 times its size" in refused(path).what


@pytest.mark.parametrize("name", ["a.zip", "folder"])
def test_a_member_above_the_size_cap_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
):
    monkeypatch.setattr(members, "MAX_BYTES", 50)

    assert "is larger than" in refused(make_100k(tmp_path / name)).what


def test_an_unusual_packing_is_refused(tmp_path: Path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        for name, content in files_100k().items():
            archive.writestr(name, content)

    assert "packed in a way" in refused(path).what


def test_a_damaged_member_is_named(tmp_path: Path):
    path = make_100k(tmp_path / "a.zip")
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("ml-100k/u.item").header_offset
    content = bytearray(path.read_bytes())
    content[start + 60 : start + 70] = bytes(10)
    path.write_bytes(content)

    assert "the member u.item is damaged" in refused(path).what


def test_a_member_with_a_wrong_checksum_is_named(tmp_path: Path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files_100k().items():
            archive.writestr(name, content)
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"librarian\n", b"libraries\n"))

    assert "the member u.occupation is damaged" in refused(path).what


def test_a_member_whose_header_is_overwritten_is_named(tmp_path: Path):
    path = make_100k(tmp_path / "a.zip")
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("ml-100k/u.user").header_offset
    content = bytearray(path.read_bytes())
    content[start : start + 4] = struct.pack("<I", 0)
    path.write_bytes(content)

    assert "the member u.user is damaged" in refused(path).what


def test_a_damaged_member_stays_a_data_error_when_pandas_reads_it(tmp_path: Path):
    import pandas as pd

    rows = b"".join(b"%d\t%d\t3\t0\n" % (n, n * n % 9973) for n in range(50_000))
    path = make_100k(tmp_path / "a.zip", {"u.data": rows})
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo("ml-100k/u.data")
    content = bytearray(path.read_bytes())
    middle = entry.header_offset + entry.compress_size // 2
    content[middle : middle + 100] = bytes(100)
    path.write_bytes(content)

    with (
        open_archive(path) as archive,
        archive.open("u.data") as stream,
        pytest.raises(DataError, match=r"u\.data is damaged"),
    ):
        pd.read_csv(stream, sep="\t", header=None)


def test_names_written_with_backslashes_are_understood(tmp_path: Path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files_100k().items():
            entry = zipfile.ZipInfo("x")
            entry.filename = f"ml-100k\\{name}"
            archive.writestr(entry, content)

    with open_archive(path) as archive:
        assert archive.layout == "100k"


def test_a_path_that_climbs_out_is_only_a_name(tmp_path: Path):
    path = pack(tmp_path / "inner" / "a.zip", "../../evil", files_100k())

    with open_archive(path) as archive:
        assert archive.open("u.item").read() == files_100k()["u.item"]
    assert sorted(found.name for found in tmp_path.rglob("*")) == ["a.zip", "inner"]


def test_other_files_are_not_looked_at(tmp_path: Path):
    path = make_100k(tmp_path / "a.zip", {"allbut.pl": b"#!/usr/bin/perl\n", "._u.data": b"x"})

    with open_archive(path) as archive:
        assert "allbut.pl" not in archive.names
        assert "._u.data" not in archive.names
