"""How much memory this machine can still give to this process.

Nothing is sure here: a system that does not tell is taken for one that has enough, and what fills
memory only because nobody else wants it (cached files) counts as free.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from pathlib import Path

GB = 10**9

_UNLIMITED = 1 << 60
"""A control group without a limit of its own names a number near 2^63."""
_RECLAIMABLE = ("Pages free", "Pages inactive", "Pages speculative", "Pages purgeable")


def free_bytes(processes: int = 1) -> int | None:
    """Return how much memory this process may have in all, what it has already included.

    Args:
        processes: like this one on this machine: what all of them may have, each as large so far.

    Returns:
        The least of what the machine and, on Linux, its control groups have left, plus what this
        process holds now; None where the system does not tell.
    """
    left = _left()
    return None if left is None else left + processes * _held()


def give_back() -> None:
    """Give what was freed back to the system, where the C library keeps it for later (glibc).

    What lies between pieces that are still needed it would keep to the end; after much work in
    small pieces that is hundreds of megabytes.
    """
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):  # not every C library can
            ctypes.CDLL(None).malloc_trim(0)


def gigabytes(number: float) -> str:
    """Say a number of bytes in words: "0.62 GB", "6.1 GB", "12 GB"."""
    decimals = 2 if number < GB else 1 if number < 10 * GB else 0
    return f"{number / GB:.{decimals}f} GB"


def available_of_meminfo(text: str) -> int | None:
    """Return the bytes that Linux's `/proc/meminfo` calls available."""
    found = re.search(r"^MemAvailable:\s*(\d+) kB", text, re.MULTILINE)
    return int(found[1]) * 1024 if found else None


def held_of_status(text: str) -> int:
    """Return the bytes of no file that a process holds by Linux's `/proc/self/status`; else 0.

    Pages of files count as available already.
    """
    found = re.search(r"^RssAnon:\s*(\d+) kB", text, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def available_of_vm_stat(text: str) -> int | None:
    """Return the bytes that macOS's `vm_stat` counts in pages that can be had."""
    size = re.search(r"page size of (\d+) bytes", text)
    counts = dict(re.findall(r"^(.+?):\s*(\d+)\.?$", text, re.MULTILINE))
    if size is None or _RECLAIMABLE[0] not in counts:
        return None
    return int(size[1]) * sum(int(counts.get(name, 0)) for name in _RECLAIMABLE)


def left_of_groups(groups: str, root: Path) -> int | None:
    """Return what the control groups that a Linux process belongs to leave it; None: no limit.

    Args:
        groups: `/proc/self/cgroup`: "number:controllers:path" a line.
        root: where their files lie, `/sys/fs/cgroup`. In a container the path may not be there:
            its own group is then the root.
    """
    left = []
    for line in groups.splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers and "memory" not in controllers.split(","):
            continue
        top = root / "memory" if controllers else root
        # A limit of any group above holds as well.
        folder = top / path.lstrip("/")
        for group in (folder, *folder.parents):
            left.append(_left_of(group))
            if group == top:
                break
    return min((bytes_left for bytes_left in left if bytes_left is not None), default=None)


def _left() -> int | None:
    with contextlib.suppress(OSError, ValueError):
        if sys.platform == "win32":
            return _left_on_windows()
        if sys.platform == "darwin":
            return _left_on_macos()
        return _left_on_linux()
    return None


def _held() -> int:
    """Return the bytes that this process holds now; 0 where the system does not tell."""
    with contextlib.suppress(OSError, ValueError):
        if sys.platform == "linux":
            status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
            return held_of_status(status)
        if sys.platform == "darwin":
            return _held_on_macos()
    return 0


def _held_on_macos() -> int:
    import subprocess

    command = ["/bin/ps", "-o", "rss=", "-p", str(os.getpid())]
    told = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return int(told.stdout) * 1024


def _left_on_linux() -> int | None:
    left = [available_of_meminfo(Path("/proc/meminfo").read_text(encoding="ascii"))]
    with contextlib.suppress(OSError, ValueError):
        groups = Path("/proc/self/cgroup").read_text(encoding="utf-8")
        left.append(left_of_groups(groups, Path("/sys/fs/cgroup")))
    return min((bytes_left for bytes_left in left if bytes_left is not None), default=None)


def _left_on_macos() -> int | None:
    import subprocess

    told = subprocess.run(["/usr/bin/vm_stat"], capture_output=True, text=True, check=False)
    return available_of_vm_stat(told.stdout)


def _left_of(group: Path) -> int | None:
    """Return what one control group's limit leaves, of either version; None without a limit."""
    for limit, usage, cached in (
        ("memory.max", "memory.current", "inactive_file"),
        ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
    ):
        with contextlib.suppress(OSError, ValueError):
            most = int((group / limit).read_text(encoding="ascii"))  # "max" is no number
            used = int((group / usage).read_text(encoding="ascii"))
            stat = (group / "memory.stat").read_text(encoding="ascii")
            kept = re.search(rf"^{cached} (\d+)$", stat, re.MULTILINE)
            if most < _UNLIMITED:
                return max(0, most - used + (int(kept[1]) if kept else 0))
    return None


def _left_on_windows() -> int | None:
    import ctypes

    class Status(ctypes.Structure):
        """MEMORYSTATUSEX of the Windows API."""

        _fields_ = (
            ("length", ctypes.c_uint32),
            ("load", ctypes.c_uint32),
            ("total", ctypes.c_uint64),
            ("available", ctypes.c_uint64),
            ("total_page_file", ctypes.c_uint64),
            ("available_page_file", ctypes.c_uint64),
            ("total_virtual", ctypes.c_uint64),
            ("available_virtual", ctypes.c_uint64),
            ("available_extended", ctypes.c_uint64),
        )

    status = Status(length=ctypes.sizeof(Status))
    told = ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))  # type: ignore[attr-defined,unused-ignore]
    return int(status.available) if told else None
