"""Profiles change one process at a time, whole or not at all, and go without a trace."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from profile_makers import ALIEN, HEAT, rated
from shop import assert_two_lines

from movierec.errors import DataError, MovierecError, NotReadyError, UnknownError, UsageError
from movierec.people import change as change_module
from movierec.people.change import change_profile, remove_profile, rename_profile, use_profile
from movierec.people.locking import profile_lock
from movierec.people.profile import Entry, Profile, Reference
from movierec.people.shelf import (
    CHOSEN,
    PREVIOUS,
    PROFILE,
    default_name,
    list_profiles,
    load_profile,
)

SECRET = "Secret Film"


def adding(*entries: Entry) -> Callable[[Profile], Profile]:
    return lambda profile: replace(profile, entries=(*profile.entries, *entries))


def shelf(folder: Path, *names: str) -> Path:
    profiles = folder / "profiles"
    for name in names:
        entry = rated(Reference(title=SECRET), 4)
        change_profile(profiles, name, adding(entry), create=True)
    return profiles


def content(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def test_a_change_is_returned_with_what_was_before(tmp_path: Path) -> None:
    profiles = shelf(tmp_path, "anna")
    stored = load_profile(profiles, "anna")

    before, after = change_profile(profiles, "ANNA", adding(rated(HEAT, 5)), create=False)

    assert before == stored
    assert after == load_profile(profiles, "anna")
    assert after.entries == (*before.entries, rated(HEAT, 5))


def test_the_version_before_the_last_change_is_kept(tmp_path: Path) -> None:
    profiles = shelf(tmp_path, "anna")
    first = (profiles / "anna" / PROFILE).read_bytes()
    assert not (profiles / "anna" / PREVIOUS).exists()

    change_profile(profiles, "anna", adding(rated(HEAT, 5)), create=False)

    assert (profiles / "anna" / PREVIOUS).read_bytes() == first


def test_where_nothing_changes_nothing_is_written(tmp_path: Path) -> None:
    profiles = shelf(tmp_path, "anna")
    change_profile(profiles, "anna", adding(rated(HEAT, 5)), create=False)
    path = profiles / "anna" / PROFILE
    # As a person's editor may leave it.
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    stored = content(profiles)

    change_profile(profiles, "anna", lambda profile: replace(profile), create=False)
    change_profile(profiles, "ben", lambda profile: profile, create=True)

    assert content(profiles) == stored


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_what_somebody_watches_is_for_nobody_else_to_read(tmp_path: Path) -> None:
    profiles = shelf(tmp_path, "anna")

    for folder in (profiles, profiles / "anna"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_profile_that_is_not_to_be_created_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(NotReadyError):
        change_profile(tmp_path / "profiles", "anna", adding(), create=False)
    assert list(tmp_path.iterdir()) == []

    profiles = shelf(tmp_path, "anna")
    with pytest.raises(UnknownError, match="ben"):
        change_profile(profiles, "ben", adding(rated(HEAT, 5)), create=False)
    assert list_profiles(profiles) == ("anna",)


def test_a_name_that_is_none_creates_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        change_profile(tmp_path / "profiles", "265", adding(rated(HEAT, 5)), create=True)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "entry",
    [
        rated(Reference(title="Heat", year=0), 4),
        rated(Reference(), 4),
        rated(HEAT, 4.3),
        rated(Reference(title="\udc80"), 4),
    ],
)
def test_what_could_not_be_read_again_is_not_written(tmp_path: Path, entry: Entry) -> None:
    profiles = shelf(tmp_path, "anna")
    stored = content(profiles)

    with pytest.raises(DataError) as caught:
        change_profile(profiles, "anna", adding(entry), create=False)

    assert_two_lines(caught.value, 5)
    assert content(profiles) == stored


def test_a_damaged_profile_is_left_as_it_is(tmp_path: Path) -> None:
    profiles = shelf(tmp_path, "anna")
    (profiles / "anna" / PROFILE).write_bytes(b"{")
    stored = content(profiles)

    with pytest.raises(DataError):
        change_profile(profiles, "anna", adding(rated(HEAT, 5)), create=True)

    assert content(profiles) == stored


@pytest.mark.parametrize("fails_at", [PREVIOUS, PROFILE])
def test_a_write_that_fails_leaves_the_old_profile_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: str
) -> None:
    profiles = shelf(tmp_path, "anna")
    stored = content(profiles)[f"anna{os.sep}{PROFILE}"]
    replace_file = Path.replace

    def fail(self: Path, target: Path) -> Path:
        if target.name == fails_at:
            raise OSError(28, "No space left on device")
        return replace_file(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        change_profile(profiles, "anna", adding(rated(HEAT, 5)), create=False)

    assert content(profiles)[f"anna{os.sep}{PROFILE}"] == stored
    assert not list((profiles / "anna").glob(".*"))


def run(code: str, profiles: Path, *more: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code, str(profiles), *more])


KILLED = """
import os, sys
from dataclasses import replace
from pathlib import Path
from movierec.people.change import change_profile
from movierec.people.profile import Entry, Rating, Reference

steps = iter(range(int(sys.argv[2])))
os.fsync = lambda handle: os._exit(9) if next(steps, None) is None else None
entry = Entry(film=Reference(title="Alien", year=1979), rated=Rating(3, "me"))
change_profile(Path(sys.argv[1]), "anna", lambda p: replace(p, entries=(entry,)), create=False)
"""


@pytest.mark.parametrize("step", range(3))
def test_a_killed_writer_leaves_a_whole_profile_and_the_next_one_clears_up(
    tmp_path: Path, step: int
) -> None:
    profiles = shelf(tmp_path, "anna")
    old, new = load_profile(profiles, "anna"), Profile("anna", (rated(ALIEN, 3, "me"),))

    assert run(KILLED, profiles, str(step)).wait(60) == 9

    assert load_profile(profiles, "anna") in (old, new)
    change_profile(profiles, "anna", adding(rated(HEAT, 5)), create=False)
    assert content(profiles).keys() == {f"anna{os.sep}{PREVIOUS}", f"anna{os.sep}{PROFILE}"}


ADDS = """
import sys
from dataclasses import replace
from pathlib import Path
from movierec.people.change import change_profile
from movierec.people.profile import Entry, Rating, Reference

for number in range(20):
    entry = Entry(film=Reference(title=f"{sys.argv[2]} {number}"), rated=Rating(5, "me"))
    change_profile(
        Path(sys.argv[1]), "anna", lambda p: replace(p, entries=(*p.entries, entry)), create=True
    )
"""


def test_of_several_processes_that_write_at_once_nothing_is_lost(tmp_path: Path) -> None:
    profiles = tmp_path / "profiles"
    writers = [run(ADDS, profiles, str(writer)) for writer in range(4)]

    assert [writer.wait(120) for writer in writers] == [0, 0, 0, 0]

    titles = [entry.film.title for entry in load_profile(profiles, "anna").entries]
    assert sorted(titles) == sorted(f"{writer} {n}" for writer in range(4) for n in range(20))
    assert content(profiles).keys() == {f"anna{os.sep}{PREVIOUS}", f"anna{os.sep}{PROFILE}"}


def test_who_waits_too_long_is_told_why(tmp_path: Path) -> None:
    profiles = shelf(tmp_path, "anna")

    with (
        profile_lock(profiles),
        pytest.raises(MovierecError, match="changing a profile"),
        profile_lock(profiles, seconds=0),
    ):
        pass


def test_the_profile_that_is_used_is_the_default(tmp_path: Path) -> None:
    profiles = shelf(tmp_path, "Anna", "ben", "me")

    assert use_profile(profiles, "anna") == "Anna"
    assert default_name(profiles) == "Anna"


def test_only_a_profile_that_is_there_can_be_used(tmp_path: Path) -> None:
    profiles = shelf(tmp_path, "anna")

    with pytest.raises(UnknownError):
        use_profile(profiles, "ben")
    with pytest.raises(NotReadyError):
        use_profile(tmp_path / "other", "ben")
    assert not (tmp_path / "other").exists()


def test_a_renamed_profile_keeps_its_films_and_is_called_so_in_its_file(tmp_path: Path) -> None:
    profiles = shelf(tmp_path, "anna")
    (profiles / "anna" / "unmatched.csv").touch()
    entries = load_profile(profiles, "anna").entries

    folder = rename_profile(profiles, "ANNA", "ben")

    assert load_profile(profiles, "ben") == Profile("ben", entries)
    assert {path.name for path in folder.iterdir()} == {PROFILE, "unmatched.csv"}
    assert b"anna" not in (folder / PROFILE).read_bytes()
    assert list_profiles(profiles) == ("ben",)


@pytest.mark.parametrize("chosen", ["anna", ""])
def test_the_default_follows_a_new_name(tmp_path: Path, chosen: str) -> None:
    profiles = shelf(tmp_path, "anna", "ben", "me")
    old = use_profile(profiles, chosen) if chosen else "me"

    rename_profile(profiles, old, "Clara")

    assert default_name(profiles) == "Clara"


def test_who_is_not_the_default_does_not_become_it_by_a_new_name(tmp_path: Path) -> None:
    profiles = shelf(tmp_path, "anna", "me")

    rename_profile(profiles, "anna", "ben")

    assert default_name(profiles) == "me"


@pytest.mark.parametrize("new", ["ben", "BEN", "265", "..", "stray"])
def test_no_profile_is_renamed_over_another_one_or_to_what_is_no_name(
    tmp_path: Path, new: str
) -> None:
    profiles = shelf(tmp_path, "anna", "ben")
    (profiles / "stray").mkdir()
    stored = content(profiles)

    with pytest.raises(UsageError) as caught:
        rename_profile(profiles, "anna", new)

    assert_two_lines(caught.value, 2)
    assert content(profiles) == stored


def test_only_the_case_of_a_name_can_be_changed(tmp_path: Path) -> None:
    profiles = shelf(tmp_path, "anna")

    rename_profile(profiles, "anna", "Anna")

    assert list_profiles(profiles) == ("Anna",)


def test_a_damaged_profile_can_be_renamed(tmp_path: Path) -> None:
    profiles = shelf(tmp_path, "anna")
    (profiles / "anna" / PROFILE).write_bytes(b"{")

    assert (rename_profile(profiles, "anna", "ben") / PROFILE).read_bytes() == b"{"


def test_a_removed_profile_leaves_nothing(tmp_path: Path) -> None:
    profiles = shelf(tmp_path, "Anna", "ben")
    change_profile(profiles, "anna", adding(rated(ALIEN, 3)), create=False)
    use_profile(profiles, "anna")
    (profiles / "Anna" / ".profile.json.x1.tmp").write_text(SECRET)
    (profiles / ".Anna.removed").mkdir()
    (profiles / ".Anna.removed" / PROFILE).write_text(SECRET)
    (profiles / f".{CHOSEN}.x1.tmp").write_text("Anna")

    remove_profile(profiles, "anna")

    assert {path.name for path in profiles.iterdir()} == {"ben", ".lock"}
    assert default_name(profiles) == "ben"


def test_the_choice_of_another_profile_outlives_a_removal(tmp_path: Path) -> None:
    profiles = shelf(tmp_path, "anna", "ben", "clara")
    use_profile(profiles, "ben")

    remove_profile(profiles, "anna")

    assert default_name(profiles) == "ben"


def test_only_a_profile_that_is_there_can_be_removed(tmp_path: Path) -> None:
    with pytest.raises(UnknownError):
        remove_profile(shelf(tmp_path, "anna"), "ben")


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_what_lies_behind_a_link_is_for_the_person_to_delete(tmp_path: Path) -> None:
    profiles = shelf(tmp_path, "anna")
    (profiles / "anna").rename(tmp_path / "elsewhere")
    (profiles / "anna").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(MovierecError, match="is a link to") as caught:
        remove_profile(profiles, "anna")

    assert_two_lines(caught.value, 1)
    assert str(tmp_path / "elsewhere") in caught.value.what
    assert list_profiles(profiles) == ("anna",)


def test_a_removal_that_is_cut_short_is_not_seen_and_ended_by_the_next_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profiles = shelf(tmp_path, "anna", "ben")

    with monkeypatch.context() as patch:
        patch.setattr(change_module.shutil, "rmtree", refuse)
        with pytest.raises(MovierecError, match="not all of its files") as caught:
            remove_profile(profiles, "anna")
    assert_two_lines(caught.value, 1)
    assert list_profiles(profiles) == ("ben",)

    use_profile(profiles, "ben")

    assert {path.name for path in profiles.iterdir()} == {"ben", CHOSEN, ".lock"}


def test_a_folder_that_cannot_be_moved_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profiles = shelf(tmp_path, "anna")
    stored = content(profiles)

    monkeypatch.setattr(Path, "rename", refuse)
    for fails in (
        lambda: remove_profile(profiles, "anna"),
        lambda: rename_profile(profiles, "anna", "ben"),
    ):
        with pytest.raises(MovierecError, match="cannot be moved") as caught:
            fails()
        assert_two_lines(caught.value, 1)

    assert content(profiles) == stored


def refuse(*_: object, ignore_errors: bool = False) -> None:
    if not ignore_errors:
        raise PermissionError(13, "Permission denied")


def test_what_is_left_of_a_profile_whose_file_was_deleted_can_be_removed(tmp_path: Path) -> None:
    folder = tmp_path / "profiles" / "anna"
    folder.mkdir(parents=True)
    (folder / "profile.previous.json").write_text("{}", encoding="utf-8")

    remove_profile(tmp_path / "profiles", "Anna")

    assert not folder.exists()
