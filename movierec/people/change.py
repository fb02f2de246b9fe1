"""Change profiles: what they say, which is the default, their names; one process at a time.

A reader meets the old version or the new one. The version before the last change stays behind, for
who wants it back.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path

from movierec.errors import DataError, MovierecError, UsageError
from movierec.files import atomic_file
from movierec.people.locking import PRIVATE, REMOVED, profile_lock, sweep_unfinished
from movierec.people.profile import Profile
from movierec.people.profile_json import profile_from_json, profile_to_json
from movierec.people.shelf import (
    CHOSEN,
    PREVIOUS,
    PROFILE,
    chosen_name,
    default_name,
    existing_name,
    load_profile,
    profile_folder,
    read_content,
    removable_name,
)


def change_profile(
    profiles: Path, name: str, change: Callable[[Profile], Profile], *, create: bool
) -> tuple[Profile, Profile]:
    """Change what a profile says, and return it as it was before and as it is now.

    Nothing is written where nothing changes, so that the version kept is the one before the last
    change that was one.

    Args:
        profiles: the folder of all profiles.
        name: the profile's, in any case.
        change: is given the profile as it is and returns it as it shall be; called while no other
            process can change a profile.
        create: begin an empty profile where there is none of that name.

    Raises:
        UsageError: there is none of that name, and it cannot be one.
        NotReadyError: there is no profile at all, and none is to be created.
        UnknownError: there is none of that name, and none is to be created.
        DataError: its file is damaged, or the new version could not be read again; the file stays.
        MovierecError: another process keeps changing profiles.
    """
    # Refused before the lock, so that nothing is made for what is not there.
    folder = profile_folder(profiles, name)
    if not create:
        existing_name(profiles, name)
    with profile_lock(profiles):
        # Another process may have removed or renamed it in the meantime.
        folder = profile_folder(profiles, name)
        stands = (folder / PROFILE).is_file()
        before = (
            Profile(folder.name) if create and not stands else load_profile(profiles, folder.name)
        )
        after = change(before)
        if after != before:
            _write(folder, after, keep=read_content(folder) if stands else None)
        return before, after


def use_profile(profiles: Path, name: str) -> str:
    """Make a profile the default, and return its name as it is stored.

    Raises:
        NotReadyError: there is no profile at all.
        UnknownError: there is none of that name; the hint offers a near one.
    """
    existing_name(profiles, name)
    with profile_lock(profiles):
        found = existing_name(profiles, name)
        _choose(profiles, found)
    return found


def rename_profile(profiles: Path, name: str, new: str) -> Path:
    """Give a profile another name, and return its folder; it stays the default where it was.

    Raises:
        NotReadyError: there is no profile at all.
        UnknownError: there is none of that name; the hint offers a near one.
        UsageError: the new name cannot be one, or another profile has it.
        MovierecError: the folder cannot be renamed.
    """
    existing_name(profiles, name)
    with profile_lock(profiles):
        old = profiles / existing_name(profiles, name)
        stands = profile_folder(profiles, new)
        target = profiles / new
        if stands.exists() and not stands.samefile(old):
            raise UsageError(
                f"{old.name} cannot be called {new}: there is {stands} already.",
                "Take another name.",
            )
        follows = _is_default(profiles, old.name)
        _move(old, target)
        if follows:
            _choose(profiles, new)
        # Only for who reads the file: the folder's name counts, also where this is cut short.
        with contextlib.suppress(DataError, OSError):
            _write(target, load_profile(profiles, new), keep=None)
    return target


def remove_profile(profiles: Path, name: str) -> None:
    """Delete a profile with all that lies in its folder; nothing of it is left.

    Raises:
        NotReadyError: there is no profile at all.
        UnknownError: there is none of that name; the hint offers a near one.
        MovierecError: the folder cannot be deleted.
    """
    removable_name(profiles, name)
    with profile_lock(profiles):
        found = removable_name(profiles, name)
        if (profiles / found).is_symlink():
            raise MovierecError(
                f"The folder of profile {found} is a link to {(profiles / found).resolve()}.",
                "Delete that folder, then the link.",
            )
        doomed = profiles / f".{found}{REMOVED}"
        # Renamed first: a reader meets the whole profile or none, also when this is cut short.
        _move(profiles / found, doomed)
        _forget_choice(profiles, found)
        try:
            shutil.rmtree(doomed)
        except OSError as error:
            raise MovierecError(
                f"Profile {found} is removed, but not all of its files: {error.strerror or error}.",
                f"Delete the folder {doomed}.",
            ) from error


def _write(folder: Path, profile: Profile, keep: bytes | None) -> None:
    content = profile_to_json(profile)
    # What could not be read again is refused before it takes the place of what can.
    profile_from_json(content, profile.name, "Leave the film out, or correct it; nothing changed.")
    folder.mkdir(mode=PRIVATE, exist_ok=True)
    for name in (PREVIOUS, PROFILE):
        sweep_unfinished(folder / name)
    if keep is not None:
        with atomic_file(folder / PREVIOUS) as stream:
            stream.write(keep)
    with atomic_file(folder / PROFILE) as stream:
        stream.write(content)


def _choose(profiles: Path, name: str) -> None:
    with atomic_file(profiles / CHOSEN) as stream:
        stream.write(f"{name}\n".encode())


def _forget_choice(profiles: Path, name: str) -> None:
    if chosen_name(profiles).lower() == name.lower():
        (profiles / CHOSEN).unlink()


def _is_default(profiles: Path, name: str) -> bool:
    try:
        return default_name(profiles) == name
    except UsageError:
        return False


def _move(folder: Path, target: Path) -> None:
    try:
        folder.rename(target)
    except OSError as error:
        raise MovierecError(
            f"The folder of profile {folder.name} cannot be moved: {error.strerror}.",
            f"Close what has its files open, and check the permissions of {folder.parent}.",
        ) from error
