"""The layouts of MovieLens archives: which files make one, and where in an archive they lie.

Where several folders of an archive hold such files, the outermost one counts, and only what lies
beside its ratings is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from movierec.data.members import Member
from movierec.errors import DataError

FOLD_FILES = ("u1.test", "u2.test", "u3.test", "u4.test", "u5.test")

REQUIRED: dict[str, tuple[str, ...]] = {
    "100k": ("u.data", "u.item"),
    "1m": ("ratings.dat", "movies.dat", "users.dat"),
    "10m": ("ratings.dat", "movies.dat"),
    "csv": ("ratings.csv", "movies.csv"),
}
"""The members that make a layout; the first layout that fits is taken."""

MEMBERS: dict[str, tuple[str, ...]] = {
    "100k": (*REQUIRED["100k"], "u.user", "u.genre", "u.occupation", *FOLD_FILES),
    "1m": REQUIRED["1m"],
    "10m": REQUIRED["10m"],
    "csv": (*REQUIRED["csv"], "links.csv"),
}
"""All members that are read, by layout; those that are not required may be absent."""

WANTED = frozenset(name for names in MEMBERS.values() for name in names)
"""Every name that is ever looked for in an archive."""


def choose(path: Path, found: Sequence[Member]) -> tuple[str, dict[str, Member]]:
    """Return the layout of what an archive holds, and the members to read, by name.

    Raises:
        DataError: no layout fits, or one folder is as good as another.
    """
    folders: dict[str, list[Member]] = {}
    for member in found:
        folders.setdefault(member.folder, []).append(member)
    fitting = {folder: layout for folder in folders if (layout := _layout(folders[folder]))}
    if not fitting:
        needs = "; or ".join(" and ".join(names) for names in REQUIRED.values())
        raise DataError(
            f"{path} holds no data set in a layout that movierec knows.",
            f"It needs, side by side: {needs}.",
        )
    least = min(_depth(folder) for folder in fitting)
    outermost = sorted(folder for folder in fitting if _depth(folder) == least)
    if len(outermost) > 1:
        raise DataError(
            f"{path} holds several data sets: {', '.join(map(repr, outermost))}.",
            "Unpack it and name the folder of one of them.",
        )
    layout = fitting[outermost[0]]
    return layout, _unique(path, folders[outermost[0]], MEMBERS[layout])


def _depth(folder: str) -> int:
    return folder.count("/") + 1 if folder else 0


def _layout(members: list[Member]) -> str:
    names = {member.name for member in members}
    return next((layout for layout, needed in REQUIRED.items() if names.issuperset(needed)), "")


def _unique(path: Path, members: list[Member], names: Sequence[str]) -> dict[str, Member]:
    chosen: dict[str, Member] = {}
    for name in names:
        same = [member for member in members if member.name == name]
        if len(same) > 1:
            raise DataError(
                f"{path} holds {name} twice in one folder.",
                "Check where the archive comes from, or pack its files again.",
            )
        if same:
            chosen[name] = same[0]
    return chosen
