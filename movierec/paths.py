"""Where movierec keeps its files.

Two folders: the *cache* (archives, prepared arrays and fits of benchmarks; may be deleted at any
time) and the *data* folder (models, unfinished trainings and what people said of films; losing it
loses work). The defaults are the operating system's; ``MOVIEREC_HOME`` moves both,
``MOVIEREC_CACHE`` and ``MOVIEREC_DATA`` one each. Nothing is created here: whoever writes makes its
folder.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one user.

    Attributes:
        cache: archives, prepared arrays and fits of benchmarks.
        data: models, unfinished trainings and people's profiles.
    """

    cache: Path
    data: Path

    @property
    def archives(self) -> Path:
        """Downloaded archives."""
        return self.cache / "archives"

    @property
    def prepared(self) -> Path:
        """Prepared arrays, one folder a data set."""
        return self.cache / "prepared"

    @property
    def benchmarks(self) -> Path:
        """Finished fits of benchmarks, one folder each."""
        return self.cache / "benchmarks"

    @property
    def models(self) -> Path:
        """Trained models, one folder each."""
        return self.data / "models"

    @property
    def checkpoints(self) -> Path:
        """Unfinished trainings, one folder each."""
        return self.data / "checkpoints"

    @property
    def profiles(self) -> Path:
        """What people said of films, one folder a person."""
        return self.data / "profiles"


def user_paths() -> Paths:
    """Return the folders that the environment and the operating system name.

    platformdirs gives one folder for everything on macOS and Windows, hence the sub-folders.
    """
    home = os.environ.get("MOVIEREC_HOME")
    cache = os.environ.get("MOVIEREC_CACHE")
    data = os.environ.get("MOVIEREC_DATA")
    if home:
        cache = cache or str(Path(home) / "cache")
        data = data or str(Path(home) / "data")
    if not cache or not data:
        import platformdirs

        cache = cache or str(Path(platformdirs.user_cache_dir("movierec", False)) / "cache")
        data = data or str(Path(platformdirs.user_data_dir("movierec", False)) / "data")
    return Paths(cache=_absolute(cache), data=_absolute(data))


def _absolute(folder: str) -> Path:
    return Path(folder).expanduser().absolute()
