"""Where a release can be had from, in the order in which the places are asked."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from movierec.data.releases import Release
from movierec.errors import UsageError

GROUPLENS = "https://files.grouplens.org/datasets/movielens"
HUGGING_FACE = "https://huggingface.co/datasets/Recommenders/MovieLens/resolve/main"
_YES = ("1", "true", "yes")


@dataclass(frozen=True, slots=True)
class Source:
    """A place that may have an archive.

    Attributes:
        where: the archive's URL, or its path on this machine.
    """

    where: str | Path

    @property
    def label(self) -> str:
        """The server or folder, as messages name it."""
        if isinstance(self.where, Path):
            return str(self.where.parent)
        return urlsplit(self.shown).netloc or self.where

    @property
    def shown(self) -> str:
        """The URL without a user and password, or the path."""
        if isinstance(self.where, Path):
            return str(self.where)
        parts = urlsplit(self.where)
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def sources(release: Release, mirror: str | None) -> tuple[Source, ...]:
    """Return where to look for a release: the mirror given, GroupLens, the mirror of its bytes.

    Args:
        release: what is wanted.
        mirror: the start of a URL, to which `/<name>.zip` is added, or a folder with `<name>.zip`.

    Raises:
        UsageError: the mirror is neither.
    """
    found = [_given(release, mirror)] if mirror else []
    found.append(_server(release, GROUPLENS))
    if release.mirrored:
        found.append(_server(release, HUGGING_FACE))
    return tuple(found)


def mirror_setting(mirror: str | None) -> str | None:
    """Return the mirror to use: the option, else MOVIEREC_MIRROR, else None."""
    return mirror or os.environ.get("MOVIEREC_MIRROR") or None


def offline_setting(offline: bool) -> bool:
    """Say whether the network is off limits: by the option, or by MOVIEREC_OFFLINE=1."""
    return offline or os.environ.get("MOVIEREC_OFFLINE", "").strip().lower() in _YES


def _given(release: Release, mirror: str) -> Source:
    if mirror.lower().startswith(("http://", "https://")):
        return _server(release, mirror)
    if "://" in mirror:
        raise UsageError(
            f"The mirror {mirror} is neither an http(s) address nor a folder.",
            "Give --mirror https://server/path, or --mirror FOLDER.",
        )
    return Source(Path(mirror).expanduser() / release.archive_name)


def _server(release: Release, prefix: str) -> Source:
    return Source(f"{prefix.rstrip('/')}/{release.archive_name}")
