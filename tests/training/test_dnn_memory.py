from __future__ import annotations

from dataclasses import replace

import torch
from training_makers import CONFIGS, MOVIES, USERS, checkerboard

from movierec.config import TrainConfig
from movierec.training.dnn_memory import dnn_memory
from movierec.training.trainer import Trainer


def test_memory_is_more_than_the_vectors_that_are_held() -> None:
    config = CONFIGS["dnn"]
    trainer = Trainer(checkerboard(), config, torch.device("cpu"))

    found = dnn_memory(0, USERS, MOVIES, config)

    assert 4 * 6 * trainer.parameters < found.held < 2 * 4 * 6 * trainer.parameters
    assert 4 * 7 * trainer.parameters < found.epoch


def test_half_the_members_need_about_half_of_it() -> None:
    config = TrainConfig()

    whole, half = (
        dnn_memory(0, 200_000, 80_000, replace(config, members=members)).most for members in (8, 4)
    )

    assert 0.45 < half / whole < 0.6


def test_more_ratings_need_more_of_it() -> None:
    more, less = (dnn_memory(rows, 10, 10, TrainConfig()) for rows in (1_000, 0))

    assert more.held - less.held == 24_000


def test_without_validation_rows_no_towers_are_finished_in_an_epoch() -> None:
    watched, unwatched = (
        dnn_memory(0, 200_000, 80_000, TrainConfig(validation=percent)) for percent in (5, 0)
    )

    assert watched.held == unwatched.held
    assert watched.epoch > unwatched.epoch
