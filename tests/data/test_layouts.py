from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from makers import files_100k, files_csv, make_1m, make_10m, make_100k, make_csv, pack

from movierec.data.archive import open_archive
from movierec.data.layouts import MEMBERS, REQUIRED
from movierec.errors import DataError

MAKERS = {"100k": make_100k, "1m": make_1m, "10m": make_10m, "csv": make_csv}


@pytest.mark.parametrize("name", ["a.zip", "folder"])
@pytest.mark.parametrize("layout", MAKERS)
def test_every_layout_is_known_by_its_files(tmp_path: Path, layout: str, name: str):
    with open_archive(MAKERS[layout](tmp_path / name)) as archive:
        assert archive.layout == layout
        assert archive.names == MEMBERS[layout]


@pytest.mark.parametrize("layout", ["100k", "csv"])
def test_members_that_are_not_required_may_be_absent(tmp_path: Path, layout: str):
    left_out = dict.fromkeys(set(MEMBERS[layout]) - set(REQUIRED[layout]))

    with open_archive(MAKERS[layout](tmp_path / "a.zip", left_out)) as archive:
        assert archive.names == REQUIRED[layout]


def test_a_missing_required_member_is_an_error_that_lists_what_layouts_need(tmp_path: Path):
    path = make_100k(tmp_path / "a.zip", {"u.item": None})

    with pytest.raises(DataError) as caught:
        open_archive(path)
    assert caught.value.exit_code == 5
    for names in REQUIRED.values():
        assert " and ".join(names) in caught.value.hint


def test_an_unpacked_folder_in_a_folder_is_found(tmp_path: Path):
    make_csv(tmp_path / "downloads" / "ml-latest-small")

    with open_archive(tmp_path / "downloads") as archive:
        assert archive.layout == "csv"


def test_of_nested_sets_the_outermost_counts(tmp_path: Path):
    path = make_100k(tmp_path / "a.zip")
    with zipfile.ZipFile(path, "a") as archive:
        for name in files_100k():
            archive.writestr(f"ml-100k/backup/{name}", b"old")

    with open_archive(path) as archive:
        assert archive.open("u.data").read() == files_100k()["u.data"]


def test_a_member_in_another_folder_does_not_belong_to_the_set(tmp_path: Path):
    path = make_csv(tmp_path / "a.zip", links=False)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("links.csv", b"movieId,imdbId,tmdbId\n")

    with open_archive(path) as archive:
        assert "links.csv" not in archive.names


def test_two_sets_side_by_side_are_refused(tmp_path: Path):
    path = make_100k(tmp_path / "a.zip")
    with zipfile.ZipFile(path, "a") as archive:
        for name, content in files_csv().items():
            archive.writestr(f"small/{name}", content)

    with pytest.raises(DataError, match="several data sets: 'ml-100k', 'small'"):
        open_archive(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_stands_twice_is_refused(tmp_path: Path):
    path = pack(tmp_path / "a.zip", "ml-100k", files_100k())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("ml-100k/u.data", b"other")

    with pytest.raises(DataError, match=r"u\.data twice"):
        open_archive(path)
