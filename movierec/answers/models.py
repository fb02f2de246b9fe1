"""The stored models, as a list shows them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from movierec.records import ModelCard


@dataclass(frozen=True, slots=True)
class ModelSummary:
    """A stored model in a list; a bundle that cannot be read has no `card` but a `problem`."""

    name: str
    folder: Path
    bytes: int
    trained_at: float
    default: bool
    card: ModelCard | None
    problem: str
