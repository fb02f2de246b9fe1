from __future__ import annotations

import hashlib
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from makers import files_100k, make_100k, make_csv, pack

from movierec.data.archive import judge, open_archive, recognise
from movierec.data.layouts import MEMBERS
from movierec.data.releases import RELEASES, Release
from movierec.errors import DataError, MovierecError, NotReadyError


def pinned(archive: Path) -> Release:
    """Return a release in ml-100k's layout whose pins are those of an invented archive."""
    files = files_100k()
    return replace(
        RELEASES["ml-100k"],
        sha256=hashlib.sha256(archive.read_bytes()).hexdigest(),
        bytes=archive.stat().st_size,
        members={n: hashlib.sha256(files[n]).hexdigest() for n in MEMBERS["100k"]},
    )


def test_a_member_has_the_hash_of_its_bytes(tmp_path: Path):
    with open_archive(make_100k(tmp_path / "a.zip")) as archive:
        assert archive.sha256("u.item") == hashlib.sha256(files_100k()["u.item"]).hexdigest()


def test_the_content_hash_does_not_depend_on_the_packing(tmp_path: Path):
    with (
        open_archive(make_100k(tmp_path / "a.zip")) as packed,
        open_archive(make_100k(tmp_path / "folder")) as unpacked,
    ):
        assert packed.content_hash() == unpacked.content_hash()


def test_the_content_hash_changes_with_one_byte(tmp_path: Path):
    changed = {"u.user": files_100k()["u.user"].replace(b"24", b"25")}
    with (
        open_archive(make_100k(tmp_path / "a.zip")) as one,
        open_archive(make_100k(tmp_path / "b.zip", changed)) as other,
    ):
        assert one.content_hash() != other.content_hash()


def test_a_path_where_nothing_is_is_not_ready(tmp_path: Path):
    with pytest.raises(NotReadyError) as caught:
        open_archive(tmp_path / "nothing.zip")
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("content", [b"", b"<html>Not found</html>", b"PK\x03\x04 and no more"])
def test_a_file_that_is_no_zip_is_a_data_error(tmp_path: Path, content: bytes):
    path = tmp_path / "a.zip"
    path.write_bytes(content)

    with pytest.raises(DataError, match="is not a zip file"):
        open_archive(path)


def test_a_zip_that_is_cut_short_is_a_data_error(tmp_path: Path):
    path = make_100k(tmp_path / "a.zip")
    path.write_bytes(path.read_bytes()[:-200])

    with pytest.raises(DataError, match="cut short"):
        open_archive(path)


@pytest.mark.parametrize("name", ["empty.zip", "empty"])
def test_an_empty_archive_is_a_data_error(tmp_path: Path, name: str):
    with pytest.raises(DataError, match="holds no data set"):
        open_archive(pack(tmp_path / name, "x", {}))


def test_a_file_that_may_not_be_read_is_a_data_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def forbidden(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(zipfile, "ZipFile", forbidden)
    path = tmp_path / "a.zip"
    path.touch()

    with pytest.raises(DataError, match="Permission denied"):
        open_archive(path)


@settings(max_examples=200)
@given(data=st.data())
def test_no_damage_makes_anything_but_a_movierec_error(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
):
    path = make_100k(tmp_path_factory.mktemp("damaged") / "a.zip")
    content = bytearray(path.read_bytes())
    places = st.integers(0, len(content) - 1) | st.integers(len(content) - 1500, len(content) - 1)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(places)] = data.draw(st.integers(0, 255))
    path.write_bytes(content[: data.draw(st.just(len(content)) | places)])

    try:
        with open_archive(path) as archive:
            archive.content_hash()
    except MovierecError:
        pass


def test_the_very_archive_is_trusted_as_a_whole(tmp_path: Path):
    path = make_100k(tmp_path / "a.zip")

    with open_archive(path) as archive:
        assert judge(archive, pinned(path)) == "archive"


@pytest.mark.parametrize("name", ["again.zip", "unpacked"])
def test_the_same_members_packed_otherwise_are_trusted(tmp_path: Path, name: str):
    release = pinned(make_100k(tmp_path / "a.zip"))

    with open_archive(make_100k(tmp_path / name, {"README": b"packed again"})) as archive:
        assert judge(archive, release) == "members"


def test_one_changed_member_is_named_and_the_way_out_is_shown(tmp_path: Path):
    release = pinned(make_100k(tmp_path / "a.zip"))
    path = make_100k(tmp_path / "b.zip", {"u2.test": b"1\t1\t5\t0\n"})

    with open_archive(path) as archive, pytest.raises(DataError) as caught:
        judge(archive, release)
    assert caught.value.exit_code == 5
    assert "u2.test" in caught.value.what
    assert f"movierec train --dataset {path}" in caught.value.hint


def test_a_release_that_lacks_a_pinned_member_is_refused(tmp_path: Path):
    release = pinned(make_100k(tmp_path / "a.zip"))

    with (
        open_archive(make_100k(tmp_path / "b.zip", {"u.user": None})) as archive,
        pytest.raises(DataError, match=r"u\.user is missing"),
    ):
        judge(archive, release)


def test_without_pinned_members_only_the_archive_itself_counts(tmp_path: Path):
    release = replace(pinned(make_100k(tmp_path / "a.zip")), members={})

    with (
        open_archive(make_100k(tmp_path / "b.zip", {"README": b"packed again"})) as archive,
        pytest.raises(DataError, match="SHA-256 differs"),
    ):
        judge(archive, release)


def test_another_layout_is_not_the_release(tmp_path: Path):
    release = pinned(make_100k(tmp_path / "a.zip"))

    with (
        open_archive(make_csv(tmp_path / "b.zip")) as archive,
        pytest.raises(DataError, match=r"it holds ratings\.csv, where ml-100k has u\.data"),
    ):
        judge(archive, release)


def test_another_release_is_called_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = make_100k(tmp_path / "a.zip")
    monkeypatch.setitem(RELEASES, "ml-100k", pinned(path))

    with open_archive(path) as archive, pytest.raises(DataError) as caught:
        judge(archive, RELEASES["ml-1m"])
    assert "is ml-100k, not ml-1m" in caught.value.what
    assert f"movierec fetch ml-100k --from-file {path}" in caught.value.hint


def test_a_set_that_is_no_release_is_the_users_own(tmp_path: Path):
    with open_archive(make_100k(tmp_path / "a.zip")) as archive:
        assert recognise(archive) is None
        assert judge(archive, None) == "own"


def test_a_known_set_is_recognised_whatever_it_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(RELEASES, "ml-100k", pinned(make_100k(tmp_path / "a.zip")))

    with open_archive(make_100k(tmp_path / "holiday")) as archive:
        assert recognise(archive) is RELEASES["ml-100k"]
        assert judge(archive, None) == "members"


def test_the_sample_is_made_by_movierec(tmp_path: Path):
    with open_archive(make_100k(tmp_path / "sample.zip")) as archive:
        assert judge(archive, RELEASES["sample"]) == "made"


def test_the_real_ml_100k_packed_again_has_the_pinned_members(real_100k: Path):
    with open_archive(real_100k) as archive:
        assert archive.names == MEMBERS["100k"]
        assert judge(archive, RELEASES["ml-100k"]) == "members"


def test_the_real_ml_latest_small_packed_again_has_the_pinned_members(real_small: Path):
    with open_archive(real_small) as archive:
        assert judge(archive, RELEASES["ml-latest-small"]) == "members"
