"""Let one process at a time change the profiles of a user, and clear up behind those that died."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from movierec.files import lock
from movierec.people.shelf import CHOSEN

PRIVATE = 0o700
"""The mode of folders that hold what somebody watches."""
REMOVED = ".removed"
"""The end of the name of a folder that is being deleted; in front stands a dot."""
WAIT_SECONDS = 10.0
_LOCK = ".lock"


@contextlib.contextmanager
def profile_lock(profiles: Path, seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Keep other processes from changing any profile during the block.

    Args:
        profiles: the folder of all profiles; made where it is missing.
        seconds: how long to wait for another process.

    Raises:
        MovierecError: another process changes profiles for longer.
    """
    profiles.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    with lock(profiles / _LOCK, "changing a profile", seconds):
        # What a removal that was cut short, or a process that was killed, has left.
        for doomed in profiles.glob(f".*{REMOVED}"):
            shutil.rmtree(doomed, ignore_errors=True)
        sweep_unfinished(profiles / CHOSEN)
        yield


def sweep_unfinished(path: Path) -> None:
    """Remove what processes that were killed while they wrote `path` left beside it.

    Only for who holds the lock: another writer's unfinished file looks the same.
    """
    for unfinished in path.parent.glob(f".{path.name}.*.tmp"):
        unfinished.unlink(missing_ok=True)
