"""Measure what coarser matrix products would do to the losses, without the card that has them.

The products of every training step are computed by the processor in float32 from factors that are
rounded as a CUDA card rounds them: to TF32, ten bits behind the point, or to bfloat16, seven.
Weights, sums, Adam and losses stay float32, as they do on the card. What float32 itself is worth is
told by the same products added up in the opposite order.

    python benchmarks/precision.py [ml-100k | PATH] [--model dnn] [--epochs 20] [--seeds 3]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from unittest import mock

import numpy as np
import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from movierec.config import TrainConfig, default_config
from movierec.data.split import split
from movierec.training.data import TrainingData
from movierec.training.trainer import Trainer
from movierec.workflow import prepared_data

PRODUCTS = (
    "aten::mm",
    "aten::addmm",
    "aten::addmm_",
    "aten::bmm",
    "aten::baddbmm",
    "aten::baddbmm_",
)
_DROPPED = 13  # bits of a float32 behind the ten that TF32 keeps


def tf32(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """Round both factors to TF32, to the nearest."""
    return _tf32(a), _tf32(b)


def bfloat16(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """Round both factors to bfloat16."""
    return a.bfloat16().float(), b.bfloat16().float()


def reversed_order(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """Turn both factors round, so that the same numbers are added up from the other end."""
    return a.flip(-1), b.flip(-2)


FACTORS = {"float32, other order": reversed_order, "TF32": tf32, "bfloat16": bfloat16}


class Products(TorchDispatchMode):
    """Computes matrix products from changed factors.

    Args:
        change: returns the factors to take.
    """

    def __init__(self, change: Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]) -> None:
        super().__init__()
        self._change = change

    def __torch_dispatch__(
        self, function: Any, types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        if function._schema.name in PRODUCTS:
            *others, a, b = args
            args = (*others, *self._change(a, b))
        return function(*args, **(kwargs or {}))


def losses(trainer: Trainer) -> np.ndarray:
    """Return training and validation loss of every epoch, [epochs, 2]."""
    return np.array([(r.train_loss, r.validation_loss) for r in trainer.epochs()])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dataset", nargs="?", default="ml-100k", help="a release's name, or a path")
    parser.add_argument("--model", choices=["dnn", "report"], default="dnn")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    config = replace(
        default_config(options.model), epochs=options.epochs, dataset=options.dataset, device="cpu"
    )
    print(f"{options.model}, {options.dataset}, {options.epochs} epochs, {options.seeds} seeds")
    print("| products | seed | largest difference, training | validation | last epoch | best |")
    print("|---|---|---|---|---|---|")
    for seed in range(options.seeds):
        _one_seed(replace(config, seed=seed))


def _one_seed(config: TrainConfig) -> None:
    data = _data(config)
    device = torch.device("cpu")
    usual = losses(Trainer(data, config, device))
    for name, change in FACTORS.items():
        # Predictions are made with float32: only the steps are changed.
        with mock.patch.object(Trainer, "_train_epoch", _changed(change)):
            found = losses(Trainer(data, config, device))
        away = np.abs(found - usual)
        best = abs(found[:, 1].min() - usual[:, 1].min())
        print(
            f"| {name} | {config.seed} | {away[:, 0].max():.1e} | {away[:, 1].max():.1e} "
            f"| {away[-1, 1]:.1e} | {best:.1e} |",
            flush=True,
        )


def _changed(change: Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]) -> Callable[..., float]:
    usual = Trainer._train_epoch

    def train_epoch(*args: Any) -> float:
        with Products(change):
            return usual(*args)

    return train_epoch


def _data(config: TrainConfig) -> TrainingData:
    prepared = prepared_data(config.dataset)
    rows = split(prepared.ratings, prepared.folds, config)
    label = prepared.origin.label
    return TrainingData(prepared.ratings, rows, prepared.scale, prepared.catalogue, label)


def _tf32(x: Tensor) -> Tensor:
    bits = x.contiguous().view(torch.int32)
    half = (1 << (_DROPPED - 1)) - 1 + ((bits >> _DROPPED) & 1)
    return ((bits + half) & -(1 << _DROPPED)).view(torch.float32)


if __name__ == "__main__":
    main()
