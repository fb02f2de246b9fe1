"""Where the data of one size lies, and what is made of it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROFILE = "sizes"
"""The profile that is recommended to."""


@dataclass(frozen=True, slots=True)
class Place:
    """One size's files in a folder.

    Attributes:
        folder: of all sizes.
        size: as asked for: "3.2m".
        kind: of the model that answers.
    """

    folder: Path
    size: str
    kind: str = "dnn"

    @property
    def archive(self) -> Path:
        """The made-up data."""
        return self.folder / f"ml-syn-{self.size}.zip"

    @property
    def home(self) -> Path:
        """What movierec keeps."""
        return self.folder / f"home-{self.size}"

    @property
    def relevance(self) -> Path:
        """The relevance model, kept so that the trainings need not fit it each."""
        return self.folder / f"relevance-{self.size}.safetensors"

    @property
    def ratings_of_profile(self) -> Path:
        """What the profile rated."""
        return self.folder / f"profile-{self.size}.csv"

    @property
    def model(self) -> str:
        """The stored model's name."""
        return f"sizes-{self.kind}"

    @property
    def bundle(self) -> Path:
        """The stored model's folder."""
        return self.home / "data" / "models" / self.model

    @property
    def whole(self) -> Path:
        """The folder of the model that a whole `movierec train` stores for a while."""
        return self.bundle.with_name(f"{self.model}-whole")

    @property
    def environment(self) -> Mapping[str, str]:
        """Variables for all processes."""
        return {"MOVIEREC_HOME": str(self.home)}

    def movierec(self, *words: str) -> list[str]:
        """Return a command line of movierec."""
        return [sys.executable, "-m", "movierec", *words]
