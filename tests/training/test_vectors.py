"""What is kept of the weights and moments goes on where it was."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from training_makers import CONFIGS, checkerboard

from movierec.training.distributed import ALONE
from movierec.training.kinds import build
from movierec.training.learner import Learner
from movierec.training.optimiser import Optimiser
from movierec.training.vectors import Vectors


def started(kind: str) -> tuple[Learner, Optimiser, Vectors]:
    config = CONFIGS[kind]
    random = torch.Generator().manual_seed(0)
    learner = build(checkerboard(), config, random, torch.device("cpu"), ALONE)
    optimiser = Optimiser(learner.weights, learner.gradient, config.lr, 0.0, learner.averaging)
    return learner, optimiser, Vectors(learner, optimiser, ALONE)


def step(learner: Learner, optimiser: Optimiser) -> None:
    learner.gradient.copy_(torch.linspace(-1, 1, learner.parameters))
    with torch.no_grad():
        optimiser.step()


@pytest.mark.parametrize("kind", ["dnn", "report"])
def test_a_step_after_restoring_is_the_step_that_would_have_come(kind: str) -> None:
    learner, optimiser, vectors = started(kind)
    step(learner, optimiser)
    kept = {name: array.copy() for name, array in vectors.to_arrays().items()}
    step(learner, optimiser)
    other, its_optimiser, its_vectors = started(kind)

    with torch.no_grad():
        its_vectors.restore(kept)
    step(other, its_optimiser)
    its_vectors.collect()

    assert its_optimiser.steps == 2
    found = its_vectors.to_arrays()
    for name, array in vectors.to_arrays().items():
        np.testing.assert_array_equal(found[name], array, err_msg=name)


@pytest.mark.parametrize(("kind", "name"), [("dnn", "average"), ("report", "weights")])
def test_an_epoch_ends_in_the_average_where_there_is_one(kind: str, name: str) -> None:
    learner, optimiser, vectors = started(kind)
    step(learner, optimiser)

    np.testing.assert_array_equal(vectors.result.numpy(), vectors.to_arrays()[name])
