"""A damaged value is found when it is read: nobody gets an answer that was made of it."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from shop import assert_two_lines
from training_makers import CONFIGS, checkerboard

from movierec.errors import DataError
from movierec.evaluation.calibration import finished_weights
from movierec.records import FloatArray
from movierec.scoring.blend import BlendScorer
from movierec.training.registry import new_trainer

USER, MOVIE = 3, 2
RATED, STARS = np.array([MOVIE, 4]), np.array([4, 2], dtype=np.float32)
OF_USERS = ("bayes.user", "bayes.user_precision", "bayes.chosen", "dnn.user_vector")
OF_FILMS = ("bayes.movie", "bayes.raters", "bayes.movie_precision", "dnn.movie_vector")
FOLDED = ("bayes.fold.link", "dnn.fold.lent", *OF_FILMS)


@pytest.fixture(scope="module")
def weights() -> dict[str, FloatArray]:
    data = checkerboard()
    trainer = new_trainer(data, CONFIGS["blend"], torch.device("cpu"))
    for _ in trainer.epochs():
        pass
    return finished_weights("blend", trainer, data)


def damaged(weights: dict[str, FloatArray], name: str, row: int) -> BlendScorer:
    array = weights[name].copy()
    draws = name.startswith("bayes.")
    array[(slice(None), row) if draws else row] = np.nan
    return BlendScorer({**weights, name: array})


@pytest.mark.parametrize(
    ("name", "row"), [*((name, USER) for name in OF_USERS), *((name, MOVIE) for name in OF_FILMS)]
)
def test_a_user_is_not_predicted_from_what_is_not_finite(
    weights: dict[str, FloatArray], name: str, row: int
) -> None:
    scorer = damaged(weights, name, row)

    with pytest.raises(DataError, match="not finite") as caught:
        scorer.distribution(np.array([USER]), np.array([MOVIE]))

    assert_two_lines(caught.value, 5)


@pytest.mark.parametrize("name", FOLDED)
def test_nobody_is_learned_from_what_is_not_finite(
    weights: dict[str, FloatArray], name: str
) -> None:
    scorer = damaged(weights, name, MOVIE)

    with pytest.raises(DataError, match="not finite"):
        scorer.fold_in(RATED, STARS)


@pytest.mark.parametrize("name", OF_FILMS)
def test_a_new_user_is_not_predicted_from_what_is_not_finite(
    weights: dict[str, FloatArray], name: str
) -> None:
    scorer = damaged(weights, name, MOVIE)
    user = scorer.fold_in(np.array([4, 5]), STARS)

    with pytest.raises(DataError, match="not finite"):
        scorer.folded_distribution(user, np.array([MOVIE]))


def test_damage_elsewhere_changes_no_answer(weights: dict[str, FloatArray]) -> None:
    rows = np.array([USER]), np.array([MOVIE])

    found = damaged(weights, "bayes.movie", 7).distribution(*rows)

    np.testing.assert_array_equal(found.mean, BlendScorer(weights).distribution(*rows).mean)
