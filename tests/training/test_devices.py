from __future__ import annotations

import pytest
import torch

from movierec.errors import MovierecError, UsageError
from movierec.processes import Process
from movierec.training import devices
from movierec.training.devices import (
    available_devices,
    choose_device,
    memory_explained,
    threads_restored,
)

CPU = torch.device("cpu")


def test_cpu_is_always_there() -> None:
    assert "cpu" in available_devices()
    assert choose_device("cpu") == CPU


def test_auto_takes_the_fastest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "available_devices", lambda: ("cuda", "cpu"))

    assert choose_device("auto").type == "cuda"


@pytest.mark.parametrize("name", ["cuda", "mps"])
def test_absent_device_is_a_usage_error(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "available_devices", lambda: ("cpu",))

    with pytest.raises(UsageError, match=f"--device {name}") as caught:
        choose_device(name)

    assert "auto, cpu" in caught.value.hint


def test_of_several_processes_each_has_a_card_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "available_devices", lambda: ("cuda", "cpu"))
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)

    chosen = choose_device("auto", Process(rank=5, size=6, local_rank=1))

    assert chosen == torch.device("cuda", 1)


def test_more_processes_than_cards_is_a_usage_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "available_devices", lambda: ("cuda", "cpu"))
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)

    with pytest.raises(UsageError, match="has 2 CUDA cards") as caught:
        choose_device("cuda", Process(rank=2, size=3, local_rank=2))

    assert "--nproc-per-node 2" in caught.value.hint


def test_several_processes_do_not_use_mps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "available_devices", lambda: ("mps", "cpu"))
    process = Process(rank=0, size=2, local_rank=0)

    assert choose_device("auto", process) == CPU
    with pytest.raises(UsageError, match="--device mps"):
        choose_device("mps", process)


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB"),
        RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory"),
    ],
)
def test_full_memory_is_explained(error: Exception) -> None:
    with (
        pytest.raises(MovierecError, match="memory of cpu") as caught,
        memory_explained(CPU, "Try less."),
    ):
        raise error

    assert caught.value.hint == "Try less."


def test_other_errors_pass_as_they_are() -> None:
    with pytest.raises(RuntimeError, match="shape"), memory_explained(CPU, "Try less."):
        raise RuntimeError("shape mismatch")


def test_threads_are_as_before_after_a_block_that_changed_them() -> None:
    before = torch.get_num_threads()

    with threads_restored():
        torch.set_num_threads(1)

    assert torch.get_num_threads() == before
