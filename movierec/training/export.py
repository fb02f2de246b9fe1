"""Turn a trained network into the arrays that a stored model is made of.

::

    mean [1]  user_offset [users + 1]  movie_offset [movies + 1]
    user_vector [users + 1, v]  movie_vector [movies + 1, v]       where the kind multiplies them
    new_user [users + 1]  new_movie [movies + 1]                   1 without a training row, else 0
    chosen [users + 1]  raters [movies + 1]                        likewise; see `training.choice`
    user_inputs [users + 1, du]  movie_inputs [movies + 1, dm]     what the layers read
    layer0.user_weight [h, du]  layer0.movie_weight [h, dm]  layer0.bias [h]
    layerK.weight [out, in]  layerK.bias [out]                     K = 1, 2, …; the last has out = 1

prediction = mean + user_offset + movie_offset + user_vector · movie_vector + network. The first
layer is kept in two halves: a user's half is computed once for all films. The last row of each side
is the unknown one. Members of an average lie beside each other: the layers' weights are then
blocks on a diagonal, and the last layer and the user's vectors are divided by the members.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor

from movierec.records import FloatArray
from movierec.training import network, towers
from movierec.training.choice import average
from movierec.training.finished import Finished, movie_numbers

FOLDED_OFFSET, FOLDED_VECTOR = 10.0, 4.0
"""Penalties on what is a new user's own, in ratings of one star squared."""


def export_network(
    shape: network.Shape, flat: FloatArray, user_features: FloatArray, movie_features: FloatArray
) -> dict[str, FloatArray]:
    """Return the arrays of one network, all float32; it has neither offsets nor vectors.

    Args:
        shape: of the network.
        flat: its parameters.
        user_features: [users + 1, k], read after the user's embedding.
        movie_features: [movies + 1, l], read after the film's embedding.
    """
    parameters = shape.views(torch.from_numpy(flat))
    users, movies = len(user_features), len(movie_features)
    table = parameters.table.numpy()
    first = parameters.weights[0].numpy()
    user_columns, movie_columns = _columns(shape, user_features.shape[1])
    arrays = {
        "mean": np.zeros(1),
        "user_offset": np.zeros(users),
        "movie_offset": np.zeros(movies),
        "user_inputs": np.hstack([table[:users], user_features]),
        "movie_inputs": np.hstack([table[users:], movie_features]),
        "layer0.user_weight": first[:, user_columns],
        "layer0.movie_weight": first[:, movie_columns],
        "layer0.bias": parameters.biases[0].numpy(),
    }
    for layer in range(1, len(parameters.weights)):
        arrays[f"layer{layer}.weight"] = parameters.weights[layer].numpy()
        arrays[f"layer{layer}.bias"] = parameters.biases[layer].numpy()
    return _stored(arrays)


def export_members(
    shape: towers.Shape, parameters: towers.Parameters, finished: Finished, mean: float
) -> dict[str, FloatArray]:
    """Return the arrays of averaged two-tower networks, all float32.

    Args:
        shape: of the members.
        parameters: their layers.
        finished: towers of users and films.
        mean: stars.
    """
    embed = shape.embed
    user_offset, user_vector, user_inputs = shape.split(finished.user)
    movie_offset, movie_vector, movie_inputs = shape.split(finished.movie)
    first, *weights = (weight.cpu().transpose(1, 2) for weight in parameters.weights)
    first_bias, *biases = (bias.cpu() for bias in parameters.biases)
    arrays = {
        "mean": torch.tensor([mean]),
        "user_offset": user_offset[:, 0],
        "movie_offset": movie_offset[:, 0],
        "user_vector": user_vector / shape.members,
        "movie_vector": movie_vector,
        "user_inputs": user_inputs,
        "movie_inputs": movie_inputs,
        "new_user": finished.new_user,
        "new_movie": finished.new_movie,
        "chosen": finished.chosen,
        "raters": finished.raters,
        "layer0.user_weight": _diagonal(first[:, :, :embed]),
        "layer0.movie_weight": _diagonal(first[:, :, embed:]),
        "layer0.bias": first_bias.flatten(),
    }
    for layer, (weight, bias) in enumerate(zip(weights, biases, strict=True), start=1):
        arrays[f"layer{layer}.weight"] = _diagonal(weight)
        arrays[f"layer{layer}.bias"] = bias.flatten()
    last = f"layer{len(weights)}"
    arrays[f"{last}.weight"] = arrays[f"{last}.weight"].mean(0, keepdim=True)
    arrays[f"{last}.bias"] = arrays[f"{last}.bias"].mean(0, keepdim=True)
    return _stored({name: tensor.numpy() for name, tensor in arrays.items()})


def export_fold(
    shape: towers.Shape, finished: Finished, lent: Tensor, pooled: Tensor
) -> dict[str, FloatArray]:
    """Return what folding a new user in needs; see `movierec.scoring.towers`.

    People who rate more count for more: they will be asked about more.

    Args:
        shape: of the members.
        finished: towers of users and films.
        lent: each film's row for those who rated it, [movies + 1, columns], on the CPU.
        pooled: what all their films add to each user, [users + 1, columns].
    """
    numbers, chosen, each = (
        _user_numbers(shape, rows) for rows in (finished.user, pooled, lent[:-1])
    )
    ratings = finished.user_ratings
    usual = average(chosen, ratings)  # [p]
    length = shape.members * shape.embed
    arrays = {
        "fold.mean": average(numbers - chosen, ratings),
        "fold.lent": each,
        "fold.usual": usual,
        "fold.spread": average((chosen - usual).square(), ratings)[: 1 + length],
        # A product is the members' average: their vectors share one penalty.
        "fold.precision": torch.tensor([FOLDED_OFFSET] + [FOLDED_VECTOR * shape.members] * length),
        "fold.film": average(movie_numbers(shape, finished.movie), finished.movie_ratings),
    }
    return _stored({name: tensor.numpy() for name, tensor in arrays.items()})


def _user_numbers(shape: towers.Shape, rows: Tensor) -> Tensor:
    """Return users' offset, vector and inputs as they are stored, [n, p]."""
    offset, vector, inputs = shape.split(rows)
    return torch.cat([offset, vector / shape.members, inputs], 1)


def _diagonal(blocks: Tensor) -> Tensor:
    """Return the matrix [members * out, members * in] with `blocks`, [members, out, in], inside."""
    members, out, read = blocks.shape
    matrix = torch.zeros(members, out, members, read)
    for member, block in enumerate(blocks):
        matrix[member, :, member] = block
    return matrix.view(members * out, members * read)


def _stored(arrays: Mapping[str, np.ndarray]) -> dict[str, FloatArray]:
    return {name: np.array(array, dtype=np.float32, order="C") for name, array in arrays.items()}


def _columns(shape: network.Shape, user_features: int) -> tuple[list[int], list[int]]:
    """Return the columns of the first layer that read the user's and the film's inputs."""
    embed = shape.embed
    features = 2 * embed
    return (
        [*range(embed), *range(features, features + user_features)],
        [*range(embed, features), *range(features + user_features, shape.widths[0])],
    )
