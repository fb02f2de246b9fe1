"""Profiles are named, found, read and chosen alike on every system."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from profile_makers import HEAT, rated
from shop import assert_two_lines

from movierec.errors import DataError, MovierecError, NotReadyError, UnknownError, UsageError
from movierec.people.profile import Profile
from movierec.people.profile_json import profile_to_json
from movierec.people.shelf import (
    CHOSEN,
    PREVIOUS,
    PROFILE,
    default_name,
    list_profiles,
    load_profile,
    profile_folder,
    resolve_name,
)


def shelf(folder: Path, *names: str, chosen: str = "") -> Path:
    profiles = folder / "profiles"
    for name in names:
        (profiles / name).mkdir(parents=True)
        content = profile_to_json(Profile(name, (rated(HEAT, 4),)))
        (profiles / name / PROFILE).write_bytes(content)
    if chosen:
        (profiles / CHOSEN).write_text(chosen, encoding="utf-8")
    return profiles


@pytest.mark.parametrize("name", ["anna", "A", "anna-2", "_x", "7samurai", "x" * 60, "default"])
def test_a_plain_name_is_a_folder(tmp_path: Path, name: str) -> None:
    assert profile_folder(tmp_path, name) == tmp_path / name


@pytest.mark.parametrize(
    "name",
    [
        *("", ".", "..", ".anna", "a/b", "a\\b", "../anna", "an na", "anna.", "anna.b", "-anna"),
        *("265", "1_0", "\N{SUPERSCRIPT TWO}", "\N{ARABIC-INDIC DIGIT TWO}", "x" * 61),
        *("con", "CON", "nul", "Com1", "lpt9", "anna\n", "anna\0", "\u0141ukasz", "\ud800"),
    ],
)
def test_a_name_that_is_not_safe_everywhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be a profile's name") as caught:
        profile_folder(tmp_path, name)

    assert_two_lines(caught.value, 2)


@given(st.text(max_size=20))
def test_no_name_leaves_the_folder_of_profiles(name: str) -> None:
    profiles = Path("profiles")
    try:
        folder = profile_folder(profiles, name)
    except UsageError:
        return
    assert folder.parent == profiles
    assert folder.name == name


def test_a_name_in_another_case_is_the_same_profile(tmp_path: Path) -> None:
    profiles = shelf(tmp_path, "Anna")

    assert profile_folder(profiles, "anna") == profiles / "Anna"
    assert resolve_name(profiles, "ANNA") == "Anna"
    assert load_profile(profiles, "aNNA").name == "Anna"


def test_profiles_are_listed_by_name_and_nothing_else_is(tmp_path: Path) -> None:
    profiles = shelf(tmp_path, "ben", "Anna", "clara", chosen="ben\n")
    (profiles / "empty").mkdir()
    (profiles / "an na").mkdir()
    (profiles / "an na" / PROFILE).touch()
    (profiles / ".dora.removed").mkdir()
    (profiles / ".dora.removed" / PROFILE).touch()

    assert list_profiles(profiles) == ("Anna", "ben", "clara")


def test_asking_makes_no_folder(tmp_path: Path) -> None:
    assert list_profiles(tmp_path / "profiles") == ()
    assert not (tmp_path / "profiles").exists()


def test_a_profile_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert load_profile(shelf(tmp_path, "anna"), "anna").entries == (rated(HEAT, 4),)


def test_a_misspelt_name_is_answered_with_the_near_one(tmp_path: Path) -> None:
    with pytest.raises(UnknownError, match="'anan'") as caught:
        load_profile(shelf(tmp_path, "Anna", "ben"), "anan")

    assert caught.value.exit_code == 4
    assert caught.value.hint == "Did you mean Anna?"


def test_a_name_like_no_other_is_answered_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownError) as caught:
        load_profile(shelf(tmp_path, "ben", "anna"), "../" * 1000)

    assert caught.value.hint == "There are: anna, ben."
    assert len(caught.value.what) < 120


def test_without_any_profile_a_file_or_rating_is_proposed(tmp_path: Path) -> None:
    for ask in (default_name, lambda profiles: load_profile(profiles, "anna")):
        with pytest.raises(NotReadyError) as caught:
            ask(tmp_path)
        assert_two_lines(caught.value, 3)
        assert "movierec import FILE" in caught.value.hint


@pytest.mark.parametrize(
    ("names", "chosen", "default"),
    [
        (("anna",), "", "anna"),
        (("anna", "me"), "", "me"),
        (("anna", "Me"), "", "Me"),
        (("anna", "ben", "me"), "ben\n", "ben"),
        (("anna", "Ben"), "\ufeffbEN\r\n", "Ben"),
        (("anna", "me"), "gone", "me"),
        (("anna",), "../anna", "anna"),
    ],
)
def test_the_chosen_one_answers_else_me_else_the_only_one(
    tmp_path: Path, names: tuple[str, ...], chosen: str, default: str
) -> None:
    profiles = shelf(tmp_path, *names, chosen=chosen)

    assert default_name(profiles) == default
    assert resolve_name(profiles, None) == default


def test_of_several_one_has_to_be_chosen(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="a, b, c, d, e and 2 more") as caught:
        default_name(shelf(tmp_path, *"abcdefg"))

    assert "movierec profile use NAME" in caught.value.hint


def test_me_is_the_default_where_nobody_is_called_me(tmp_path: Path) -> None:
    profiles = shelf(tmp_path, "anna", "ben", chosen="ben")

    assert resolve_name(profiles, "me") == "ben"
    assert resolve_name(profiles, "ME") == "ben"


def test_me_is_who_is_called_me_whoever_is_the_default(tmp_path: Path) -> None:
    assert resolve_name(shelf(tmp_path, "me", "ben", chosen="ben"), "me") == "me"


def test_a_damaged_profile_is_mended_by_hand_or_by_the_version_before(tmp_path: Path) -> None:
    profiles = shelf(tmp_path, "anna")
    (profiles / "anna" / PROFILE).write_bytes(b"{")

    with pytest.raises(DataError, match="line 1") as bare:
        load_profile(profiles, "anna")
    (profiles / "anna" / PREVIOUS).touch()
    with pytest.raises(DataError, match="line 1") as caught:
        load_profile(profiles, "anna")

    for error in (bare.value, caught.value):
        assert_two_lines(error, 5)
        assert str(profiles / "anna" / PROFILE) in error.hint
    assert str(profiles / "anna" / PREVIOUS) not in bare.value.hint
    assert str(profiles / "anna" / PREVIOUS) in caught.value.hint


def test_a_profile_without_end_is_not_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profiles = shelf(tmp_path, "anna")
    monkeypatch.setattr("movierec.people.jsonfile.MOST_BYTES", 10)
    monkeypatch.setattr("movierec.people.shelf.MOST_BYTES", 10)

    with pytest.raises(MovierecError, match="larger than"):
        load_profile(profiles, "anna")
