"""Predict ratings by a network's stored arrays: the numpy half of `movierec.training.export`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from movierec.data.distinct import groups_of
from movierec.scoring.calibration import Calibration
from movierec.scoring.weights import array_of, check_finite, refuse

if TYPE_CHECKING:
    import numpy.typing as npt

    from movierec.records import FloatArray, IntArray
    from movierec.scoring.ordinal import Distribution

KIND = "a network"
BLOCK_NUMBERS = 8_000_000
"""Numbers that the widest layer may hold at a time: a large catalogue must not fill the memory."""


class NetworkScorer:
    """Predicts ratings; row -1 is an unknown user or film.

    The first layer is linear in the user's and in the film's inputs, so that either half is
    computed once for each user or film that is asked for, not once for each pair.

    Args:
        weights: the arrays that `movierec.training.export` describes.

    Raises:
        DataError: an array is missing, or its shape does not fit the others.
    """

    uses_time = False

    def __init__(self, weights: Mapping[str, npt.NDArray[Any]]) -> None:
        self._weights = weights
        self._user_offset = array_of(weights, "user_offset", (None,), KIND)
        self._movie_offset = array_of(weights, "movie_offset", (None,), KIND)
        self._mean = array_of(weights, "mean", (1,), KIND)
        self._user_vector, self._movie_vector = _vectors(
            weights, len(self._user_offset), len(self._movie_offset)
        )
        self._user_inputs = array_of(weights, "user_inputs", (len(self._user_offset), None), KIND)
        self._movie_inputs = array_of(
            weights, "movie_inputs", (len(self._movie_offset), None), KIND
        )
        self._bias = array_of(weights, "layer0.bias", (None,), KIND)
        width = len(self._bias)
        self._user_weight = array_of(
            weights, "layer0.user_weight", (width, self._user_inputs.shape[1]), KIND
        )
        self._movie_weight = array_of(
            weights, "layer0.movie_weight", (width, self._movie_inputs.shape[1]), KIND
        )
        self._layers = _layers(weights, width)
        widths = [width, self._user_vector.shape[1], *(len(w) for w, _ in self._layers)]
        self._block = max(1, BLOCK_NUMBERS // max(widths))

    def predict(
        self,
        user: IntArray,
        movie: IntArray,
        timestamp: IntArray | None = None,  # noqa: ARG002  # a network does not read it
    ) -> FloatArray:
        """Return stars for aligned rows, float32 [n], not clipped."""
        predicted = np.empty(len(user), dtype=np.float32)
        for start in range(0, len(user), self._block):
            block = slice(start, start + self._block)
            users, movies = groups_of(user[block]), groups_of(movie[block])
            hidden = self._user_half(users.values)[users.group]
            hidden += self._movie_half(movies.values)[movies.group]
            predicted[block] = self._upper(hidden) + self._offset(user[block], movie[block])
        check_finite(KIND, predicted)
        return predicted

    def predict_user(self, user: int, movies: npt.ArrayLike | None = None) -> FloatArray:
        """Return one user's stars for film rows, or for every film in order, not clipped.

        Args:
            user: a user row.
            movies: film rows; None stands for all, without the unknown one.
        """
        rows = np.arange(len(self._movie_offset) - 1) if movies is None else np.asarray(movies, int)
        half = self._user_half(np.array([user]))  # [1, h]
        predicted = np.empty(len(rows), dtype=np.float32)
        for start in range(0, len(rows), self._block):
            block = rows[start : start + self._block]
            hidden = self._movie_half(block)
            hidden += half
            predicted[start : start + self._block] = self._upper(hidden) + self._offset(user, block)
        check_finite(KIND, predicted)
        return predicted

    def distribution(
        self, user: IntArray, movie: IntArray, timestamp: IntArray | None = None
    ) -> Distribution:
        """Return what the ratings of aligned rows may be.

        Raises:
            DataError: the arrays of `movierec.scoring.calibration` are missing or do not fit.
        """
        users, movies = len(self._user_offset) - 1, len(self._movie_offset) - 1
        calibration = Calibration(self._weights, users, movies)
        return calibration.distribution(self.predict(user, movie, timestamp), user, movie)

    def _user_half(self, user: IntArray) -> FloatArray:
        half: FloatArray = self._user_inputs[user] @ self._user_weight.T + self._bias
        return half

    def _movie_half(self, movie: IntArray) -> FloatArray:
        half: FloatArray = self._movie_inputs[movie] @ self._movie_weight.T
        return half

    def _offset(self, user: IntArray | int, movie: IntArray) -> FloatArray:
        """Return all but the layers' part: mean, both offsets, product of the vectors."""
        offset: FloatArray = self._mean + self._user_offset[user] + self._movie_offset[movie]
        if isinstance(user, int):
            offset += self._movie_vector[movie] @ self._user_vector[user]
        else:
            offset += np.einsum("nv,nv->n", self._user_vector[user], self._movie_vector[movie])
        return offset

    def _upper(self, x: FloatArray) -> FloatArray:
        """Apply all but the linear part of the first layer; `x`, [n, h], is written over."""
        for weight, bias in self._layers:
            np.maximum(x, 0, out=x)
            x = x @ weight.T
            x += bias
        return x[:, 0]


def _vectors(
    weights: Mapping[str, npt.NDArray[Any]], users: int, movies: int
) -> tuple[FloatArray, FloatArray]:
    """Return both sides' vectors; of length 0 for a kind that has none."""
    if not {"user_vector", "movie_vector"} & set(weights):
        return np.zeros((users, 0), dtype=np.float32), np.zeros((movies, 0), dtype=np.float32)
    user = array_of(weights, "user_vector", (users, None), KIND)
    return user, array_of(weights, "movie_vector", (movies, user.shape[1]), KIND)


def _layers(
    weights: Mapping[str, npt.NDArray[Any]], width: int
) -> list[tuple[FloatArray, FloatArray]]:
    layers: list[tuple[FloatArray, FloatArray]] = []
    while f"layer{len(layers) + 1}.weight" in weights:
        name = f"layer{len(layers) + 1}"
        weight = array_of(weights, f"{name}.weight", (None, width), KIND)
        width = len(weight)
        layers.append((weight, array_of(weights, f"{name}.bias", (width,), KIND)))
    if width != 1 or not layers:
        refuse(KIND, "the last layer does not end in one number")
    return layers
