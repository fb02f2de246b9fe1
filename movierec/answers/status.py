"""What is on this machine: versions, folders, data sets, models."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from movierec.answers.data import ReleaseState
    from movierec.answers.models import ModelSummary


@dataclass(frozen=True, slots=True)
class Status:
    """Versions, folders, data sets and models, for people and for bug reports.

    `devices` are those that the installed torch was built for; whether one is there, a training
    finds out.
    """

    versions: Mapping[str, str]
    platform: str
    cache: Path
    data: Path
    cores: int
    devices: tuple[str, ...]
    releases: tuple[ReleaseState, ...]
    models: tuple[ModelSummary, ...]
