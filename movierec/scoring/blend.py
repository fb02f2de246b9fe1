"""Predict ratings by `bayes` and `dnn` together, with numpy alone.

::

    bayes.NAME, dnn.NAME          the arrays of the two, as their scorers read them
    blend.share [movies + 1]      of the network in a prediction: more for films without a rating
    interval.z [1]
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from movierec.scoring.bayes import BayesScorer
from movierec.scoring.ordinal import Distribution, tilted
from movierec.scoring.towers import TowerScorer
from movierec.scoring.weights import array_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from movierec.records import FloatArray, IntArray
    from movierec.scoring.foldin import FoldedUser
    from movierec.scoring.towers import LearnedUser

    Weights = Mapping[str, npt.NDArray[Any]]

KIND = "a blend"


class BlendScorer:
    """Predicts the two models' average; row -1 is an unknown user or film.

    How unsure a prediction is, `bayes` says: its distribution is moved to the common mean. A new
    user is folded into both.

    Args:
        weights: the arrays of both, by name.

    Raises:
        DataError: an array is missing, or its shape does not fit the others.
    """

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._bayes = BayesScorer(
            {**_part(weights, "bayes."), "interval.z": np.ones(1, dtype=np.float32)}
        )
        self._network = TowerScorer(_part(weights, "dnn."))
        self._share = array_of(weights, "blend.share", (self._bayes.movies + 1,), KIND)
        self.uses_time = self._bayes.uses_time

    def predict(
        self, user: IntArray, movie: IntArray, timestamp: IntArray | None = None
    ) -> FloatArray:
        """Return stars for aligned rows, float32 [n], inside the scale.

        Args:
            user: user rows, [n].
            movie: film rows, [n].
            timestamp: when the ratings were given, [n]; None: at no known time.
        """
        stars = self._bayes.predict(user, movie, timestamp)
        return self._mixed(stars, self._network.predict(user, movie), movie)

    def predict_user(self, user: int, movies: npt.ArrayLike | None = None) -> FloatArray:
        """Return one user's stars for film rows, or for every film in order, inside the scale.

        Args:
            user: a user row.
            movies: film rows; None stands for all, without the unknown one.
        """
        rows = np.arange(len(self._share) - 1) if movies is None else np.asarray(movies, int)
        stars = self._bayes.predict_user(user, rows)
        network = self._network.predict_user(user, rows)
        return self._mixed(stars, network, rows)

    def distribution(
        self, user: IntArray, movie: IntArray, timestamp: IntArray | None = None
    ) -> Distribution:
        """Return what the ratings of aligned rows may be; see `predict`.

        Raises:
            DataError: the weights do not say how far intervals reach.
        """
        own = self._bayes.distribution(user, movie, timestamp)
        network = self._network.predict(user, movie)
        mean = self._mixed(own.mean, network, movie)
        return self._around(mean, tilted(own.probabilities, own.levels, mean), own.levels)

    def fold_in(self, movies: IntArray, stars: FloatArray) -> tuple[FoldedUser, LearnedUser]:
        """Learn a new user from some ratings; see `BayesScorer.fold_in`."""
        return self._bayes.fold_in(movies, stars), self._network.fold_in(movies, stars)

    def folded_distribution(
        self, user: tuple[FoldedUser, LearnedUser], movies: npt.ArrayLike
    ) -> Distribution:
        """Return what a folded-in user's ratings of film rows may be."""
        rows = np.asarray(movies, int)
        sampled, learned = user
        own = self._bayes.folded_distribution(sampled, rows)
        network = self._network.folded_stars(learned, rows)
        mean = self._mixed(own.mean, network, rows)
        return self._around(mean, tilted(own.probabilities, own.levels, mean), own.levels)

    def _mixed(self, stars: FloatArray, network: FloatArray, movie: IntArray) -> FloatArray:
        low, high = self._bayes.levels[0], self._bayes.levels[-1]
        share = self._share[movie]
        mixed: FloatArray = (1 - share) * stars + share * np.clip(network, low, high)
        return mixed

    def _around(
        self, mean: FloatArray, probabilities: FloatArray, levels: FloatArray
    ) -> Distribution:
        multiplier = array_of(self._weights, "interval.z", (1,), KIND)
        return Distribution.around(mean, probabilities, levels, float(multiplier[0]))


def _part(weights: Weights, prefix: str) -> dict[str, npt.NDArray[Any]]:
    return {
        name.removeprefix(prefix): array
        for name, array in weights.items()
        if name.startswith(prefix)
    }
