"""What movierec runs on: versions, cores, the devices that torch was built for.

Read from the installed packages' metadata, because importing torch takes two seconds.
"""

from __future__ import annotations

import contextlib
import os
import platform
import sys
from importlib import metadata
from pathlib import Path

from movierec import __version__

_PACKAGES = ("torch", "numpy", "pandas")


def versions() -> dict[str, str]:
    """Return the versions of movierec, Python and the packages that results depend on."""
    found = {"movierec": __version__, "python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "missing"
    return found


def cores() -> int:
    """Return how many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def peak_mib() -> float | None:
    """Return the most memory that this process has had so far, in MiB; None on Windows.

    On Linux `getrusage` passes the peak of the process that started this one on to it, so the
    kernel's other count, which begins anew with a program, is read there.
    """
    if sys.platform == "win32":
        return None
    with contextlib.suppress(OSError, StopIteration, ValueError):
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
        found = next(line for line in lines if line.startswith("VmHWM:"))
        return int(found.split()[1]) / 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(peak) / (1024**2 if sys.platform == "darwin" else 1024)


def torch_devices(torch_version: str) -> tuple[str, ...]:
    """Return the devices that a torch build supports, judged by its version and platform.

    Args:
        torch_version: "2.13.0+cpu", "2.13.0+cu130", "2.13.0"; "missing" supports none.
    """
    if torch_version == "missing":
        return ()
    build = torch_version.partition("+")[2]
    if sys.platform == "darwin":
        return ("cpu", "mps") if platform.machine() == "arm64" else ("cpu",)
    if build.startswith("cu") or (not build and sys.platform == "linux"):
        return ("cpu", "cuda")
    return ("cpu",)
