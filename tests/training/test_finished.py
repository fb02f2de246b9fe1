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


def test_a_new_film_is_as_usual_for_what_is_known_of_it() -> None:
    model = learner()
    parts, tower = model._parts, model._movie_tower
    known = tower.features @ parts.movie.known
    # What was learned and lent is alike for all films but one number that its genre decides.
    genre, counts = tower.features[:, 0], tower.rated.lengths
    rest = torch.full_like(known, 0.3)
    rest[:, 0] += genre
    parts.movie.own.copy_(rest - tower.pooled(parts.movie))

    finished = model._finished(parts)

    found = (finished.movie - known)[MOVIES - 1]
    usual = 0.3 + (genre * counts).sum() / counts.sum()
    torch.testing.assert_close(found[1:], torch.full_like(found[1:], 0.3), atol=1e-4, rtol=0)
    above = genre[MOVIES - 1] > (genre * counts).sum() / counts.sum()
    assert bool(found[0] > usual) == bool(above)
    assert finished.new_movie.tolist() == [0.0] * (MOVIES - 1) + [1.0, 1.0]
    assert finished.new_user.tolist() == [0.0] * (USERS - 1) + [1.0, 1.0]


def test_without_features_a_new_user_is_the_average_over_the_ratings() -> None:
    model = DnnLearner(
        checkerboard(traits=False), CONFIGS["dnn"], torch.Generator().manual_seed(3), CPU
    )
    tower = model._towers(model._parts)[0]
    counts = model._user_tower.rated.lengths

    finished = model._finished(model._parts)

    usual = (tower * counts[:, None]).sum(0) / counts.sum()
    torch.testing.assert_close(finished.user[USERS], usual)


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
