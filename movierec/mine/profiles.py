"""The profiles of this machine: list, choose, rename, remove."""

from __future__ import annotations

import contextlib
import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from movierec.answers.profile import Exported, ProfileSummary
from movierec.asker import profile_name
from movierec.errors import DataError, NotReadyError, UnknownError, UsageError
from movierec.paths import user_paths
from movierec.people import shelf

if TYPE_CHECKING:
    from movierec.people.profile import Profile

FIRST = "me"
"""The name of the first profile, where none is given."""


def profiles() -> tuple[ProfileSummary, ...]:
    """List the profiles by name; a damaged one is described by its problem."""
    folder = user_paths().profiles
    try:
        default = shelf.default_name(folder)
    except (NotReadyError, UsageError):  # none, or several and none of them chosen
        default = ""
    found = []
    for name in shelf.list_profiles(folder):
        # One that another process removes meanwhile is not there.
        with contextlib.suppress(FileNotFoundError, UnknownError, NotReadyError):
            found.append(_summary(folder, name, default=name == default))
    return tuple(found)


def load(name: str | None = None) -> Profile:
    """Read a profile, the default one without a name.

    Raises:
        UnknownError: there is none of that name.
        NotReadyError: there is none at all.
        DataError: it is damaged.
    """
    return shelf.load_profile(user_paths().profiles, profile_name(name))


def profile_to_change(name: str | None) -> str:
    """Return the name of a profile that need not be there yet; see `load`."""
    folder = user_paths().profiles
    if name is None:
        return shelf.default_name(folder) if shelf.list_profiles(folder) else FIRST
    try:
        # The name itself: to write under "me" is not to write under the default's name.
        return shelf.existing_name(folder, name)
    except (NotReadyError, UnknownError):
        return name


def use_profile(name: str) -> str:
    """Let a profile answer where no other is named; return its name."""
    from movierec.people import change

    return change.use_profile(user_paths().profiles, name)


def rename_profile(name: str, new: str) -> Path:
    """Rename a profile, and return its folder."""
    from movierec.people import change

    return change.rename_profile(user_paths().profiles, name, new)


def remove_profile(name: str) -> Path:
    """Delete a profile with everything that is kept of it, and return where it was."""
    from movierec.people import change

    folder = user_paths().profiles
    # The name itself: "me" is nobody else here, as what is deleted is gone.
    found = shelf.removable_name(folder, name)
    change.remove_profile(folder, found)
    return folder / found


def exported(name: str | None = None) -> Exported:
    """Return a profile to take away; see `load`."""
    from movierec.people.importing.own import profile_to_csv, profile_to_records
    from movierec.people.profile_json import entry_to_json

    profile = load(name)
    return Exported(
        profile=profile.name,
        csv=profile_to_csv(profile),
        rows=profile_to_records(profile),
        films=tuple(entry_to_json(entry) for entry in profile.entries),
    )


def _summary(folder: Path, name: str, *, default: bool) -> ProfileSummary:
    place = folder / name
    changed = datetime.datetime.fromtimestamp(
        (place / shelf.PROFILE).stat().st_mtime, datetime.UTC
    ).date()
    try:
        entries, problem = shelf.load_profile(folder, name).entries, ""
    except DataError as error:
        entries, problem = (), error.what
    return ProfileSummary(
        name=name,
        default=default,
        rated=sum(entry.rated is not None for entry in entries),
        seen=sum(entry.seen is not None and entry.rated is None for entry in entries),
        watchlist=sum(entry.watchlist is not None for entry in entries),
        hidden=sum(entry.hidden is not None for entry in entries),
        lists=len({name for entry in entries for name in entry.lists}),
        changed=changed.isoformat(),
        folder=place,
        problem=problem,
    )
