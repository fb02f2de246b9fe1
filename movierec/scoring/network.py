"""Predict ratings by a network's stored arrays: the numpy half of `movierec.training.export`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from movierec.errors import DataError

if TYPE_CHECKING:
    import numpy.typing as npt

    from movierec.records import FloatArray, IntArray

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

    def __init__(self, weights: Mapping[str, npt.NDArray[Any]]) -> None:
        self._user_offset = _array(weights, "user_offset", (None,))
        self._movie_offset = _array(weights, "movie_offset", (None,))
        self._mean = _array(weights, "mean", (1,))
        self._user_inputs = _array(weights, "user_inputs", (len(self._user_offset), None))
        self._movie_inputs = _array(weights, "movie_inputs", (len(self._movie_offset), None))
        self._bias = _array(weights, "layer0.bias", (None,))
        width = len(self._bias)
        self._user_weight = _array(
            weights, "layer0.user_weight", (width, self._user_inputs.shape[1])
        )
        self._movie_weight = _array(
            weights, "layer0.movie_weight", (width, self._movie_inputs.shape[1])
        )
        self._layers = _layers(weights, width)
        self._block = max(1, BLOCK_NUMBERS // max([width, *(len(w) for w, _ in self._layers)]))

    def predict(self, user: IntArray, movie: IntArray) -> FloatArray:
        """Return stars for aligned rows, float32 [n], not clipped."""
        predicted = np.empty(len(user), dtype=np.float32)
        for start in range(0, len(user), self._block):
            block = slice(start, start + self._block)
            users, which_user = np.unique(user[block], return_inverse=True)
            movies, which_movie = np.unique(movie[block], return_inverse=True)
            hidden = self._user_half(users)[which_user] + self._movie_half(movies)[which_movie]
            predicted[block] = self._upper(hidden) + self._offset(user[block], movie[block])
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
        return predicted

    def _user_half(self, user: IntArray) -> FloatArray:
        half: FloatArray = self._user_inputs[user] @ self._user_weight.T + self._bias
        return half

    def _movie_half(self, movie: IntArray) -> FloatArray:
        half: FloatArray = self._movie_inputs[movie] @ self._movie_weight.T
        return half

    def _offset(self, user: IntArray | int, movie: IntArray) -> FloatArray:
        offset: FloatArray = self._mean + self._user_offset[user] + self._movie_offset[movie]
        return offset

    def _upper(self, x: FloatArray) -> FloatArray:
        """Apply all but the linear part of the first layer; `x`, [n, h], is written over."""
        for weight, bias in self._layers:
            np.maximum(x, 0, out=x)
            x = x @ weight.T
            x += bias
        return x[:, 0]


def _layers(
    weights: Mapping[str, npt.NDArray[Any]], width: int
) -> list[tuple[FloatArray, FloatArray]]:
    layers: list[tuple[FloatArray, FloatArray]] = []
    while f"layer{len(layers) + 1}.weight" in weights:
        name = f"layer{len(layers) + 1}"
        weight = _array(weights, f"{name}.weight", (None, width))
        width = len(weight)
        layers.append((weight, _array(weights, f"{name}.bias", (width,))))
    if width != 1 or not layers:
        _refuse("the last layer does not end in one number")
    return layers


def _array(
    weights: Mapping[str, npt.NDArray[Any]], name: str, shape: tuple[int | None, ...]
) -> FloatArray:
    if name not in weights:
        _refuse(f"{name} is missing")
    array = np.asarray(weights[name], dtype=np.float32)
    fits = array.ndim == len(shape) and all(
        wanted in (None, found) for wanted, found in zip(shape, array.shape, strict=True)
    )
    if not fits or 0 in array.shape[:1]:
        _refuse(f"{name} has the shape {array.shape}")
    return array


def _refuse(reason: str) -> NoReturn:
    raise DataError(
        f"The weights are not those of a network: {reason}.",
        "Train the model again: movierec train",
    )
