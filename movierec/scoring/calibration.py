"""Turn a network's one number into a distribution: what `evaluation.calibration` fitted.

::

    levels [levels]  interval.z [1]  calibration.cutpoints [levels - 1]  calibration.slope [1]
    calibration.user_noise [users + 1]  calibration.movie_noise [movies + 1]

P(rating <= level k) = F((cutpoint k - stars) / noise), where F is `ordinal.mixed_cdf`, `stars` the
prediction, clipped to the scale, and log noise = user_noise + movie_noise + slope * (stars - middle
of the scale).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from movierec.scoring.ordinal import Distribution, level_probabilities, mixed_cdf
from movierec.scoring.weights import array_of, check_finite

if TYPE_CHECKING:
    import numpy.typing as npt

    from movierec.records import FloatArray, IntArray

KIND = "a model that says how sure it is"


class Calibration:
    """The distribution of ratings around a network's predictions; row -1 is an unknown one.

    Args:
        weights: a stored model's arrays by name.
        users: user rows.
        movies: film rows.

    Raises:
        DataError: an array is missing, or its shape does not fit the others.
    """

    def __init__(self, weights: Mapping[str, npt.NDArray[Any]], users: int, movies: int) -> None:
        self._levels = levels = array_of(weights, "levels", (None,), KIND)
        self._multiplier = float(array_of(weights, "interval.z", (1,), KIND)[0])
        self._cutpoints = array_of(weights, "calibration.cutpoints", (len(levels) - 1,), KIND)
        self._slope = array_of(weights, "calibration.slope", (1,), KIND)
        self._user_noise = array_of(weights, "calibration.user_noise", (users + 1,), KIND)
        self._movie_noise = array_of(weights, "calibration.movie_noise", (movies + 1,), KIND)

    def distribution(
        self,
        predicted: FloatArray,
        user: IntArray,
        movie: IntArray,
        doubt: FloatArray | None = None,
    ) -> Distribution:
        """Return the distributions of aligned rows.

        Args:
            predicted: the network's stars, not clipped, [n].
            user: user rows, [n].
            movie: film rows, [n].
            doubt: variance that comes on top of the noise's, [n], in squared stars; None: none.
        """
        low, high = self._levels[0], self._levels[-1]
        stars = np.clip(predicted, low, high)
        noise = np.exp(
            self._user_noise[user]
            + self._movie_noise[movie]
            + self._slope * (stars - (low + high) / 2)
        )
        if doubt is not None:
            noise = np.sqrt(noise**2 + doubt)
        check_finite(KIND, noise)
        probabilities = level_probabilities(stars, self._cutpoints, noise, mixed_cdf)
        return Distribution.around(predicted, probabilities, self._levels, self._multiplier)
