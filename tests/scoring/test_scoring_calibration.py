from __future__ import annotations

import numpy as np
import pytest

from movierec.errors import DataError
from movierec.scoring.calibration import Calibration
from movierec.scoring.ordinal import level_probabilities, mixed_cdf

USERS, MOVIES = 2, 3
CUTPOINTS = np.array([1.6, 2.4, 3.4, 4.5], dtype=np.float32)


def weights() -> dict[str, np.ndarray]:
    values = {
        "levels": [1, 2, 3, 4, 5],
        "interval.z": [1.25],
        "calibration.cutpoints": CUTPOINTS,
        "calibration.slope": [0.5],
        "calibration.user_noise": [-0.5, 0.25, 0],
        "calibration.movie_noise": [0.125, 0, -0.25, 0],
    }
    return {name: np.array(value, dtype=np.float32) for name, value in values.items()}


def test_noise_is_that_of_user_and_film_and_grows_with_the_prediction() -> None:
    user, movie = np.array([0, 1, -1]), np.array([0, 2, -1])
    predicted = np.array([4, 3, 2], dtype=np.float32)

    found = Calibration(weights(), USERS, MOVIES).distribution(predicted, user, movie)

    noise = np.exp([-0.5 + 0.125 + 0.5, 0.25 - 0.25, -0.5])
    np.testing.assert_allclose(
        found.probabilities, level_probabilities(predicted, CUTPOINTS, noise, mixed_cdf), atol=1e-6
    )


def test_a_prediction_beyond_the_scale_is_as_sure_as_one_at_its_end() -> None:
    both = np.array([9, 5], dtype=np.float32)
    rows = np.zeros(2, dtype=int)

    found = Calibration(weights(), USERS, MOVIES).distribution(both, rows, rows)

    np.testing.assert_array_equal(found.probabilities[0], found.probabilities[1])
    assert found.mean.tolist() == [9, 5]
    assert found.low[0] == found.low[1]


@pytest.mark.parametrize("name", sorted(weights()))
def test_a_missing_array_is_refused(name: str) -> None:
    rest = {key: array for key, array in weights().items() if key != name}

    with pytest.raises(DataError, match=f"{name} is missing") as caught:
        Calibration(rest, USERS, MOVIES)

    assert "movierec train" in caught.value.hint


@pytest.mark.parametrize("name", sorted(weights()))
def test_an_array_of_another_shape_is_refused(name: str) -> None:
    with pytest.raises(DataError, match="the shape"):
        Calibration({**weights(), name: np.zeros((2, 2), dtype=np.float32)}, USERS, MOVIES)


def test_noise_of_other_users_is_refused() -> None:
    with pytest.raises(DataError, match="user_noise has the shape"):
        Calibration(weights(), USERS + 1, MOVIES)
