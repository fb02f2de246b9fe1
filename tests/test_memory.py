"""What the systems say of their memory, and what is made of it."""

from __future__ import annotations

import platform
import sys
from pathlib import Path

import numpy as np
import pytest

from movierec.memory import (
    available_of_meminfo,
    available_of_vm_stat,
    free_bytes,
    gigabytes,
    give_back,
    held_of_status,
    left_of_groups,
)

VM_STAT = """Mach Virtual Memory Statistics: (page size of 16384 bytes)
Pages free:                               10000.
Pages active:                            300000.
Pages inactive:                           20000.
Pages speculative:                         3000.
Pages throttled:                              0.
Pages wired down:                         90000.
Pages purgeable:                           1000.
"Translation faults":                 123456789.
"""


def group(folder: Path, limit: str, used: int, cached: int) -> None:
    folder.mkdir(parents=True)
    (folder / "memory.max").write_text(f"{limit}\n", encoding="ascii")
    (folder / "memory.current").write_text(f"{used}\n", encoding="ascii")
    (folder / "memory.stat").write_text(f"anon 5\ninactive_file {cached}\n", encoding="ascii")


def test_linux_says_what_is_available() -> None:
    text = "MemTotal:       100 kB\nMemFree:  1 kB\nMemAvailable:    64 kB\n"
    assert available_of_meminfo(text) == 64 * 1024


def test_an_old_kernel_that_says_nothing_of_it_is_not_guessed_for() -> None:
    assert available_of_meminfo("MemTotal:       100 kB\n") is None


def test_macos_counts_pages_that_can_be_had() -> None:
    assert available_of_vm_stat(VM_STAT) == 16384 * 34_000


def test_another_vm_stat_is_not_guessed_at() -> None:
    assert available_of_vm_stat("page size of 4096 bytes") is None


def test_a_group_leaves_its_limit_less_what_cannot_be_taken_back(tmp_path: Path) -> None:
    group(tmp_path / "box", "1000", used=700, cached=200)
    assert left_of_groups("0::/box\n", tmp_path) == 500


def test_a_limit_of_a_group_above_holds_too(tmp_path: Path) -> None:
    group(tmp_path / "outer", "1000", used=900, cached=0)
    group(tmp_path / "outer" / "inner", "max", used=10, cached=0)
    assert left_of_groups("0::/outer/inner\n", tmp_path) == 100


def test_a_group_that_a_container_does_not_see_is_its_root(tmp_path: Path) -> None:
    group(tmp_path / "files", "1000", used=100, cached=0)
    assert left_of_groups("0::/not/there\n", tmp_path / "files") == 900


def test_the_older_groups_name_their_files_otherwise(tmp_path: Path) -> None:
    folder = tmp_path / "memory" / "box"
    folder.mkdir(parents=True)
    (folder / "memory.limit_in_bytes").write_text("1000", encoding="ascii")
    (folder / "memory.usage_in_bytes").write_text("300", encoding="ascii")
    (folder / "memory.stat").write_text("total_inactive_file 100\n", encoding="ascii")
    assert left_of_groups("9:cpu,memory:/box\n3:pids:/box\n", tmp_path) == 800


@pytest.mark.parametrize("limit", ["max", str(2**63 - 4096)])
def test_a_group_without_a_limit_leaves_everything(tmp_path: Path, limit: str) -> None:
    group(tmp_path / "box", limit, used=700, cached=200)
    assert left_of_groups("0::/box\n", tmp_path) is None


@pytest.mark.skipif(sys.platform not in ("linux", "darwin", "win32"), reason="says nothing")
def test_this_machine_has_some_memory() -> None:
    free = free_bytes()
    assert free is not None
    assert free > 10_000_000


@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's count")
def test_memory_that_was_given_back_does_not_count_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("movierec.memory._left", lambda: 0)
    before = free_bytes()
    np.ones(40_000_000, dtype=np.float32)
    after = free_bytes()
    assert before is not None
    assert after is not None
    assert after - before < 80_000_000


@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's count")
def test_memory_that_is_held_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("movierec.memory._left", lambda: 0)
    before = free_bytes()
    held = np.ones(40_000_000, dtype=np.float32)
    after = free_bytes()
    assert before is not None
    assert after is not None
    assert after - before > held.nbytes / 2


def test_a_process_holds_what_is_of_no_file() -> None:
    text = "VmHWM:\t 900 kB\nVmRSS:\t 600 kB\nRssAnon:\t     64 kB\nRssFile:\t 536 kB\n"
    assert held_of_status(text) == 64 * 1024


def test_a_kernel_that_does_not_tell_them_apart_is_not_guessed_for() -> None:
    assert held_of_status("VmRSS:\t 600 kB\n") == 0


def test_memory_is_said_in_gigabytes() -> None:
    assert [gigabytes(number) for number in (612_000_000, 9_940_000_000, 24.3e9)] == [
        "0.61 GB",
        "9.9 GB",
        "24 GB",
    ]


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries keep nothing")
def test_what_was_freed_between_pieces_that_stay_is_given_back() -> None:
    pieces = [bytearray(100_000) for _ in range(2_000)]
    kept = pieces[::100]
    del pieces
    before = held_of_status(Path("/proc/self/status").read_text())

    give_back()

    assert held_of_status(Path("/proc/self/status").read_text()) < before - 100_000_000
    assert len(kept) == 20
