from __future__ import annotations

import pytest
import torch

from movierec.errors import MovierecError, UsageError
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
