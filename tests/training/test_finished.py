from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
from training_makers import CONFIGS, MOVIES, USERS, checkerboard

from movierec.training.dnn import DnnLearner

CPU = torch.device("cpu")


def learner() -> DnnLearner:
    return DnnLearner(
        checkerboard(), replace(CONFIGS["dnn"]), torch.Generator().manual_seed(3), CPU
    )


def test_rows_with_training_ratings_keep_their_tower() -> None:
    model = learner()
    finished = model._finished(model._parts)
    user, movie = model._towers(model._parts)

    # The last user and film of a checkerboard have no rating, nor has the unknown one.
    torch.testing.assert_close(finished.user[: USERS - 1], user[: USERS - 1])
    torch.testing.assert_close(finished.movie[: MOVIES - 1], movie[: MOVIES - 1])


def test_a_new_film_is_what_is_known_of_it_and_otherwise_the_average_of_the_ratings() -> None:
    model = learner()
    parts = model._parts
    tower = model._towers(parts)[1]
    known = model._movie_tower.features @ parts.movie.known
    counts = model._movie_tower.rated.lengths

    finished = model._finished(parts)

    usual = ((tower - known) * counts[:, None]).sum(0) / counts.sum()
    torch.testing.assert_close(finished.movie[MOVIES - 1], known[MOVIES - 1] + usual)
    assert finished.new_movie.tolist() == [0.0] * (MOVIES - 1) + [1.0, 1.0]
    assert finished.new_user.tolist() == [0.0] * (USERS - 1) + [1.0, 1.0]


def test_choices_are_added_for_new_films_and_new_users_alone() -> None:
    model = learner()
    finished = model._finished(model._parts)
    user, movie = torch.tensor([4, 4, USERS]), torch.tensor([2, MOVIES, 2])

    found = finished.added(user, movie)

    torch.testing.assert_close(
        found, torch.stack([torch.zeros(()), finished.chosen[4], finished.raters[2]])
    )
    assert float(finished.chosen[4]) != 0
    assert np.isfinite(found.numpy()).all()
