"""Data sets on this machine: fetched, known, prepared."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from movierec.records import Origin, Trust


@dataclass(frozen=True, slots=True)
class Fetched:
    """An archive that is now on this machine.

    Attributes:
        dataset: the release's name.
        path: the archive in the cache.
        trust: why its content is believed.
        source: the URL or path it came from; "cache" where it was there already; "made here".
    """

    dataset: str
    path: Path
    trust: Trust
    source: str


@dataclass(frozen=True, slots=True)
class ReleaseState:
    """A known release and whether it is on this machine."""

    name: str
    users: int
    movies: int
    ratings: int
    bytes: int
    licence: str
    cached: Path | None
    prepared: Path | None


@dataclass(frozen=True, slots=True)
class PreparedSummary:
    """What `preprocess` built, or found built.

    Attributes:
        origin: the data set.
        folder: where the arrays lie.
        built: False where they were there already.
        users: user rows.
        movies: film rows.
        ratings: rating rows.
        bytes: what the folder takes.
        user_columns: names of the one-hot user features; empty without traits.
        movie_columns: names of the one-hot film features.
        report_columns: the report's input columns in its order; empty without traits.
        seconds: how long it took.
    """

    origin: Origin
    folder: Path
    built: bool
    users: int
    movies: int
    ratings: int
    bytes: int
    user_columns: tuple[str, ...]
    movie_columns: tuple[str, ...]
    report_columns: tuple[str, ...]
    seconds: float
