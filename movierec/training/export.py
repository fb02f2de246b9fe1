"""Turn a trained network into the arrays that a stored model is made of.

::

    mean [1]  user_offset [users + 1]  movie_offset [movies + 1]
    user_inputs [users + 1, du]  movie_inputs [movies + 1, dm]     embedding, then features
    layer0.user_weight [h, du]  layer0.movie_weight [h, dm]  layer0.bias [h]
    layerK.weight [out, in]  layerK.bias [out]                     K = 1, 2, …; the last has out = 1

prediction = mean + user_offset + movie_offset + network. The first layer is kept in two halves: a
user's half is computed once for all films. The last row of each side is the unknown one.
"""

from __future__ import annotations

import numpy as np
import torch

from movierec.records import FloatArray
from movierec.training.kinds import Blueprint
from movierec.training.network import Shape


def export_weights(blueprint: Blueprint, flat: FloatArray) -> dict[str, FloatArray]:
    """Return the arrays of a network whose parameters are `flat`, all float32."""
    shape = blueprint.shape
    parameters = shape.views(torch.from_numpy(flat))
    users = len(blueprint.user_offset)
    table = parameters.table.numpy()
    first = parameters.weights[0].numpy()
    user_columns, movie_columns = _columns(shape, blueprint.user_features.shape[1])
    arrays = {
        "mean": np.array([blueprint.mean]),
        "user_offset": blueprint.user_offset,
        "movie_offset": blueprint.movie_offset,
        "user_inputs": np.hstack([table[:users], blueprint.user_features]),
        "movie_inputs": np.hstack([table[users:], blueprint.movie_features]),
        "layer0.user_weight": first[:, user_columns],
        "layer0.movie_weight": first[:, movie_columns],
        "layer0.bias": parameters.biases[0].numpy(),
    }
    for layer in range(1, len(parameters.weights)):
        arrays[f"layer{layer}.weight"] = parameters.weights[layer].numpy()
        arrays[f"layer{layer}.bias"] = parameters.biases[layer].numpy()
    return {name: np.array(array, dtype=np.float32, order="C") for name, array in arrays.items()}


def _columns(shape: Shape, user_features: int) -> tuple[list[int], list[int]]:
    """Return the columns of the first layer that read the user's and the film's inputs."""
    embed = shape.embed
    features = 2 * embed
    return (
        [*range(embed), *range(features, features + user_features)],
        [*range(embed, features), *range(features + user_features, shape.widths[0])],
    )
