"""The kinds of model that learn by gradient steps."""

from __future__ import annotations

from collections.abc import Callable

import torch

from movierec.config import TrainConfig
from movierec.data.features import report_features
from movierec.errors import UsageError
from movierec.training.data import TrainingData
from movierec.training.distributed import Group
from movierec.training.dnn import DnnLearner
from movierec.training.learner import Learner
from movierec.training.report import ReportLearner

Builder = Callable[[TrainingData, TrainConfig, torch.Generator, torch.device, Group], Learner]

KINDS: dict[str, Builder] = {"dnn": DnnLearner, "report": ReportLearner}


def require_learnable(data: TrainingData, kind: str) -> None:
    """Make sure that there is what a kind learns from.

    Raises:
        UsageError: no rows to learn from, or the kind cannot learn from this data set.
    """
    if len(data.split.train) == 0:
        raise UsageError(
            f"There is no rating of {data.dataset} left to learn from.",
            "Hold fewer out: try --split random.",
        )
    if kind == "report":
        report_features(data.catalogue, data.dataset)


def build(
    data: TrainingData,
    config: TrainConfig,
    generator: torch.Generator,
    device: torch.device,
    group: Group,
) -> Learner:
    """Set a model of the kind that `config` names up.

    Raises:
        UsageError: see `require_learnable`.
    """
    require_learnable(data, config.model)
    return KINDS[config.model](data, config, generator, device, group)
