"""What an epoch asks of an accelerator, seen with torch's meta device in its place.

A meta tensor has a shape and no numbers: an operation that needs one fails or is recorded here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves
from training_makers import CONFIGS, checkerboard

from movierec.training.distributed import ALONE
from movierec.training.kinds import build
from movierec.training.optimiser import Optimiser

META = torch.device("meta")
WAITING = {"aten::_local_scalar_dense", "aten::nonzero", "aten::is_nonzero", "aten::equal"}
"""Operations that bring a number from the device, so that it is waited for."""

_Generator = torch.Generator


class MetaGenerator(_Generator):
    """A generator that says it is the meta device's, which has none."""

    def __new__(cls, _device: torch.device | str = "cpu") -> MetaGenerator:
        return super().__new__(cls)

    @property
    def device(self) -> torch.device:
        return META


class Recorder(TorchDispatchMode):
    """Counts what waits for the device, and what is copied to or from it by type."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: Counter[str] = Counter()
        self.copies: Counter[torch.dtype] = Counter()

    def __torch_dispatch__(
        self, function: Any, types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        name = function._schema.name
        if name in WAITING and _devices(args) != {"cpu"}:
            self.waits[name] += 1
        found = function(*args, **(kwargs or {}))
        if name in ("aten::_to_copy", "aten::copy_") and len(_devices((args, found))) > 1:
            self.copies[args[0].dtype] += 1
        return found


def _devices(values: Any) -> set[str]:
    return {x.device.type for x in tree_leaves(values) if isinstance(x, torch.Tensor)}


def epoch(kind: str, device: torch.device, batch_size: int) -> tuple[Recorder, int]:
    """Return what an epoch of a small training did, and its steps."""
    config = replace(CONFIGS[kind], batch_size=batch_size)
    drawn = _Generator().manual_seed(1)
    total = torch.zeros((), device=device)
    with torch.no_grad():
        learner = build(checkerboard(), config, drawn, device, ALONE)
        optimiser = Optimiser(learner.weights, learner.gradient, 0.01, 0.0, learner.averaging)
        with Recorder() as recorder:
            steps = 0
            for squared_error, _ in learner.epoch(3):
                total += squared_error
                optimiser.step()
                steps += 1
    return recorder, steps


@pytest.fixture
def meta(monkeypatch: pytest.MonkeyPatch) -> torch.device:
    monkeypatch.setattr(torch, "Generator", MetaGenerator)
    return META


@pytest.mark.parametrize("kind", ["dnn", "report"])
def test_no_step_waits_for_the_device(kind: str, meta: torch.device) -> None:
    recorder, steps = epoch(kind, meta, batch_size=64)

    assert steps > 4
    assert not recorder.waits


@pytest.mark.parametrize("batch_size", [16, 64])
@pytest.mark.parametrize(("kind", "copied"), [("dnn", torch.uint8), ("report", torch.int64)])
def test_only_which_rows_a_step_has_is_copied_to_the_device_and_once_an_epoch(
    kind: str, copied: torch.dtype, batch_size: int, meta: torch.device
) -> None:
    recorder, _ = epoch(kind, meta, batch_size)

    assert recorder.copies == {copied: 1}


def test_what_waits_and_what_is_copied_is_noticed() -> None:
    with Recorder() as recorder:
        there = torch.zeros(3).to(META)
        with pytest.raises(RuntimeError):
            there.sum().item()

    assert recorder.waits == {"aten::_local_scalar_dense": 1}
    assert recorder.copies == {torch.float32: 1}
