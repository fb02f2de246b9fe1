"""The profiles of one user: name, find and read them, and choose one.

Each is a folder, `<profiles>/<name>`. Names are compared without case, as the file systems of
Windows and macOS do, so that "Anna" and "anna" are one person everywhere.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path

from movierec.errors import MovierecError, NotReadyError, UnknownError, UsageError
from movierec.people.jsonfile import MOST_BYTES
from movierec.people.profile import OWN, Profile
from movierec.people.profile_json import profile_from_json

PROFILE = "profile.json"
PREVIOUS = "profile.previous.json"
CHOSEN = "default.txt"
"""The file that names the profile to take by default; no profile is called so, for its dot."""

# A name with a letter, since `recommend 265` asks for a MovieLens user. Letters beyond ASCII are
# stored in two ways, and change their case by other rules, from one file system to the next.
_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9_][A-Za-z0-9_-]{0,59}", re.ASCII)
_DEVICES = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]", re.ASCII)
_NAMES_SHOWN = 5


def profile_folder(profiles: Path, name: str) -> Path:
    """Return where a profile lies, or would lie.

    Args:
        profiles: the folder of all profiles.
        name: the profile's, in any case.

    Raises:
        UsageError: the name is not fit for a folder on every system.
    """
    if not _fit(name):
        raise UsageError(
            f"{_shown(name)} cannot be a profile's name.",
            "Use letters from a to z, digits, dashes and underscores, at most 60 and at least one "
            "letter, for example anna.",
        )
    return profiles / (_stored_name(profiles, name) or name)


def list_profiles(profiles: Path) -> tuple[str, ...]:
    """Return the names of all profiles, in alphabetical order."""
    if not profiles.is_dir():
        return ()
    found = [folder.name for folder in profiles.iterdir() if (folder / PROFILE).is_file()]
    return tuple(sorted(filter(_fit, found), key=lambda name: (name.lower(), name)))


def load_profile(profiles: Path, name: str) -> Profile:
    """Read a profile.

    Args:
        profiles: the folder of all profiles.
        name: the profile's, in any case.

    Raises:
        NotReadyError: there is no profile at all.
        UnknownError: there is none of that name; the hint offers a near one.
        DataError: its file is damaged, or written by a newer movierec.
    """
    folder = profiles / existing_name(profiles, name)
    return profile_from_json(read_content(folder), folder.name, _mending(folder))


def default_name(profiles: Path) -> str:
    """Return the profile to take where none is named.

    It is the one that was chosen, else "me", else the only one.

    Raises:
        NotReadyError: there is no profile at all.
        UsageError: there are several, and none was chosen.
    """
    names = list_profiles(profiles)
    for wanted in (chosen_name(profiles), OWN):
        if found := _among(names, wanted):
            return found
    if len(names) > 1:
        raise UsageError(
            f"There are several profiles: {_listed(names)}.",
            "Choose the one to take by default: movierec profile use NAME.",
        )
    if not names:
        raise _no_profile()
    return names[0]


def resolve_name(profiles: Path, name: str | None) -> str:
    """Return the name, as it is stored, of the profile that a person means.

    Args:
        profiles: the folder of all profiles.
        name: in any case; None means the default, and so does "me" where nobody is called that.

    Raises:
        NotReadyError: there is no profile at all.
        UnknownError: there is none of that name; the hint offers a near one.
        UsageError: the default is meant, and none of several was chosen.
    """
    if name is None or (name.lower() == OWN and not _stored_name(profiles, name)):
        return default_name(profiles)
    return existing_name(profiles, name)


def existing_name(profiles: Path, name: str) -> str:
    """Return the name of a profile as it is stored.

    Raises:
        NotReadyError: there is no profile at all.
        UnknownError: there is none of that name; the hint offers a near one.
    """
    names = list_profiles(profiles)
    found = _among(names, name)
    if not found:
        raise _unknown(name, names) if names else _no_profile()
    return found


def removable_name(profiles: Path, name: str) -> str:
    """Return the name of a profile, or of what is left of one, as it is stored.

    A folder whose profile was deleted by hand still holds somebody's films.

    Raises:
        NotReadyError: there is no profile at all.
        UnknownError: there is nothing of that name; the hint offers a near one.
    """
    folders = profiles.iterdir() if profiles.is_dir() else ()
    left = tuple(folder.name for folder in folders if _fit(folder.name) and folder.is_dir())
    return _among(left, name) or existing_name(profiles, name)


def chosen_name(profiles: Path) -> str:
    """Return the name of the profile that was made the default, "" where none was."""
    try:
        with (profiles / CHOSEN).open("rb") as stream:
            return stream.read(100).decode("utf-8-sig", errors="replace").strip()
    except FileNotFoundError:
        return ""


def read_content(folder: Path) -> bytes:
    """Return what a profile's file holds, as far as `profile_from_json` may read it."""
    with (folder / PROFILE).open("rb") as stream:
        # One byte more tells a file that is too large from one that just fits.
        return stream.read(MOST_BYTES + 1)


def _fit(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and not _DEVICES.fullmatch(name.lower())


def _stored_name(profiles: Path, name: str) -> str:
    return _among(list_profiles(profiles), name)


def _among(names: tuple[str, ...], wanted: str) -> str:
    """Return the name that is wanted, "" where there is none; the exact one before another case."""
    if wanted in names:
        return wanted
    return next((name for name in names if name.lower() == wanted.lower()), "")


def _mending(folder: Path) -> str:
    path, previous = folder / PROFILE, folder / PREVIOUS
    if previous.is_file():
        return f"Correct {path}, or put {previous}, the version before it, in its place."
    return f"Correct {path}, or remove it and import your files again."


def _no_profile() -> MovierecError:
    return NotReadyError(
        "There is no profile yet.",
        "Bring what you rated elsewhere, movierec import FILE, or begin with movierec rate.",
    )


def _unknown(name: str, names: tuple[str, ...]) -> MovierecError:
    lower = {known.lower(): known for known in names}
    near = difflib.get_close_matches(name.lower()[:100], lower, n=1)
    hint = f"Did you mean {lower[near[0]]}?" if near else f"There are: {_listed(names)}."
    return UnknownError(f"There is no profile called {_shown(name)}.", hint)


def _listed(names: tuple[str, ...]) -> str:
    more = len(names) - _NAMES_SHOWN
    listed = ", ".join(names[:_NAMES_SHOWN])
    return f"{listed} and {more:,} more" if more > 0 else listed


def _shown(name: str) -> str:
    return repr(name if len(name) <= 60 else f"{name[:60]}…")
