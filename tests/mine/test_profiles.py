"""Profiles are listed, chosen, renamed, taken away and removed by name."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from profile_makers import rated
from shop import assert_two_lines
from trained import copied, keep, numbered

from movierec.errors import DataError, NotReadyError, UnknownError, UsageError
from movierec.mine import bring, profiles
from movierec.people.profile import Entry, Mark

THEIRS = Mark("letterboxd", "2021-03-04")
ENTRIES = (
    Entry(film=numbered(1), rated=rated(numbered(1), 4.5).rated, seen=THEIRS),
    Entry(film=numbered(2), seen=THEIRS),
    Entry(film=numbered(3), watchlist=THEIRS, lists=("Noir", "With friends")),
    Entry(film=numbered(4), hidden=THEIRS, lists=("Noir",)),
)


def test_without_any_there_are_none() -> None:
    assert profiles.profiles() == ()


def test_a_profile_is_summed_up(home: Path) -> None:
    folder = keep(home, "anna", *ENTRIES)
    day = datetime.datetime(2021, 3, 4, 12, tzinfo=datetime.UTC).timestamp()
    os.utime(folder / "profile.json", (day, day))

    (found,) = profiles.profiles()

    assert (found.name, found.default, found.problem) == ("anna", True, "")
    assert (found.rated, found.seen, found.watchlist, found.hidden, found.lists) == (1, 1, 1, 1, 2)
    assert (found.changed, found.folder) == ("2021-03-04", folder)


def test_they_are_listed_by_name_and_the_default_is_marked(home: Path) -> None:
    for name in ("me", "Bert", "anna"):
        keep(home, name)

    found = profiles.profiles()

    assert [(one.name, one.default) for one in found] == [
        ("anna", False),
        ("Bert", False),
        ("me", True),
    ]


def test_where_none_is_chosen_none_is_the_default(home: Path) -> None:
    keep(home, "anna")
    keep(home, "bert")

    assert [one.default for one in profiles.profiles()] == [False, False]


def test_a_damaged_profile_is_listed_with_its_problem(home: Path) -> None:
    (keep(home, "anna") / "profile.json").write_text("{", encoding="utf-8")
    keep(home, "bert", *ENTRIES)

    anna, bert = profiles.profiles()

    assert "anna" in anna.problem
    assert "\n" not in anna.problem
    assert (anna.rated, bert.rated, bert.problem) == (0, 1, "")


def test_the_one_chosen_answers(home: Path) -> None:
    keep(home, "me")
    keep(home, "anna", *ENTRIES)

    assert profiles.use_profile("ANNA") == "anna"
    assert profiles.load().name == "anna"
    assert [one.default for one in profiles.profiles()] == [True, False]


@pytest.mark.parametrize(
    ("stored", "named", "meant"),
    [
        ((), None, "me"),
        ((), "anna", "anna"),
        (("anna",), None, "anna"),
        (("anna",), "ANNA", "anna"),
        (("anna",), "me", "me"),
        (("anna",), "bert", "bert"),
        (("anna", "me"), None, "me"),
    ],
)
def test_a_profile_to_change_need_not_be_there(
    home: Path, stored: tuple[str, ...], named: str | None, meant: str
) -> None:
    for name in stored:
        keep(home, name)

    assert profiles.profile_to_change(named) == meant


def test_of_several_the_one_to_change_has_to_be_named(home: Path) -> None:
    keep(home, "anna")
    keep(home, "bert")

    with pytest.raises(UsageError, match="several profiles"):
        profiles.profile_to_change(None)


def test_a_renamed_profile_keeps_its_films_and_stays_the_default(home: Path) -> None:
    keep(home, "me", *ENTRIES)
    keep(home, "bert")
    profiles.use_profile("me")

    folder = profiles.rename_profile("me", "anna")

    assert folder == home / "data" / "profiles" / "anna"
    assert profiles.load().entries == ENTRIES
    assert profiles.load().name == "anna"


def test_a_name_that_is_taken_is_refused(home: Path) -> None:
    keep(home, "anna", *ENTRIES)
    keep(home, "bert")

    with pytest.raises(UsageError) as caught:
        profiles.rename_profile("bert", "ANNA")

    assert_two_lines(caught.value, 2)
    assert profiles.load("anna").entries == ENTRIES


def test_of_a_removed_profile_nothing_is_left(home: Path) -> None:
    folder = keep(home, "anna", *ENTRIES)
    (folder / "recommended.json").write_text("[]", encoding="utf-8")
    keep(home, "bert")

    assert profiles.remove_profile("ANNA") == folder
    assert not folder.exists()
    assert [one.name for one in profiles.profiles()] == ["bert"]


@pytest.mark.parametrize(
    "verb",
    [
        profiles.load,
        profiles.exported,
        profiles.use_profile,
        profiles.remove_profile,
        lambda name: profiles.rename_profile(name, "bert"),
    ],
    ids=["load", "export", "use", "rm", "rename"],
)
def test_a_near_name_is_offered_and_never_taken(home: Path, verb: Callable[[str], object]) -> None:
    folder = keep(home, "anna", *ENTRIES)

    with pytest.raises(UnknownError) as caught:
        verb("ana")

    assert caught.value.hint == "Did you mean anna?"
    assert [path.name for path in folder.parent.iterdir() if path.is_dir()] == ["anna"]


def test_without_a_profile_loading_says_how_to_begin() -> None:
    with pytest.raises(NotReadyError, match="no profile of yours"):
        profiles.load()


def test_a_damaged_profile_is_not_loaded(home: Path) -> None:
    (keep(home, "anna") / "profile.json").write_text("{", encoding="utf-8")

    with pytest.raises(DataError, match="anna"):
        profiles.load()


def test_an_export_brings_everything_back(home: Path, tmp_path: Path, tiny_model: Path) -> None:
    copied(tiny_model, home)
    keep(home, "anna", *ENTRIES)
    found = profiles.exported("anna")
    path = tmp_path / "anna.csv"
    path.write_text(found.csv, encoding="utf-8")

    bring.import_files([path], profile="bert")

    assert found.profile == "anna"
    assert len(found.rows) == len(ENTRIES)
    assert found.films[1] == {
        "title": "Film Number 2",
        "year": numbered(2).year,
        "seen": {"source": "letterboxd", "when": "2021-03-04"},
    }
    assert profiles.load("bert").entries == ENTRIES


@pytest.mark.parametrize(
    "change", [profiles.remove_profile, lambda name: profiles.rename_profile(name, "x")]
)
def test_me_is_nobody_else_where_something_is_removed_or_renamed(
    home: Path, change: Callable[[str], Path]
) -> None:
    keep(home, "anna")

    with pytest.raises(UnknownError):
        change("me")

    assert profiles.load("anna").name == "anna"
