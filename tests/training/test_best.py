"""The best epoch is the one of the least validation loss, and patience is counted from it."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from movierec.errors import NotReadyError
from movierec.training.best import Best


def after(*losses: float | None) -> Best:
    best = Best()
    for number, loss in enumerate(losses, start=1):
        best.add(1.0, loss, torch.full((3,), float(number)), 0.0)
    return best


def test_weights_of_the_least_loss_are_kept() -> None:
    best = after(0.9, 0.7, 0.8)

    assert best.epoch == 2
    assert best.weights.tolist() == [2.0, 2.0, 2.0]
    assert [report.best for report in best.history] == [True, True, False]


def test_without_validation_rows_the_last_ones_are_kept() -> None:
    assert after(None, None).weights[0] == 2


def test_before_the_first_epoch_there_are_none() -> None:
    with pytest.raises(NotReadyError, match="before its first epoch"):
        _ = Best().weights


@pytest.mark.parametrize(("patience", "over"), [(0, False), (1, True), (2, True), (3, False)])
def test_patience_counts_the_epochs_since_the_best_one(patience: int, over: bool) -> None:
    assert after(0.7, 0.8, 0.9).outlasts(patience) == over


def test_a_stored_training_goes_on_with_its_next_epoch() -> None:
    stored, best = after(0.7, 0.8), Best()

    best.restore(stored.history, stored.weights, 3)

    assert (best.epoch, best.next_epoch) == (1, 3)


def test_stored_weights_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        Best().restore((), np.zeros(2, dtype=np.float32), 3)
