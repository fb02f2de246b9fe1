"""The kinds of model: what each of them decides before the first step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

from movierec.config import TrainConfig
from movierec.data.features import report_features
from movierec.errors import UsageError
from movierec.records import FloatArray
from movierec.training.bias import fit_bias
from movierec.training.data import TrainingData
from movierec.training.inputs import BoolArray, network_inputs
from movierec.training.network import Shape


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A network to be trained: prediction = mean + both offsets + the network's output.

    Attributes:
        shape: of the network; its table has users + 1 and then movies + 1 entries.
        mean: stars.
        user_offset: float32 [users + 1].
        movie_offset: float32 [movies + 1].
        user_features: float32 [users + 1, k], the unknown user last.
        movie_features: float32 [movies + 1, l], the unknown film last.
        embedding_sd: standard deviation of the embeddings at the start.
        averaging: largest share of the averaged weights that one step leaves as they were; 0: the
            weights themselves are used.
        seen: which table entries have training rows, [entries]; the others take the average of
            their side's. None: they keep what they were drawn as.
    """

    shape: Shape
    mean: float
    user_offset: FloatArray
    movie_offset: FloatArray
    user_features: FloatArray
    movie_features: FloatArray
    embedding_sd: float
    averaging: float
    seen: BoolArray | None


Builder = Callable[[TrainingData, TrainConfig, torch.Generator], Blueprint]


def build_dnn(data: TrainingData, config: TrainConfig, generator: torch.Generator) -> Blueprint:
    """Plan the default: the report's layers on sound inputs, learning what the bias model misses.

    Ids are looked up and never read as numbers, features are scaled, embeddings start small, and
    the weights that are used are averaged over the last tenth of the steps, at most some 200.
    """
    train = data.train
    users, movies = data.catalogue.users, data.catalogue.movies
    bias = fit_bias(train, users, movies, data.scale)
    inputs = network_inputs(data, train, generator)
    return Blueprint(
        shape=_shape(users, movies, config, inputs.user.shape[1] + inputs.movie.shape[1]),
        mean=bias.mean,
        user_offset=bias.user,
        movie_offset=bias.movie,
        user_features=inputs.user,
        movie_features=inputs.movie,
        embedding_sd=0.05,
        averaging=0.995,
        seen=np.concatenate([inputs.user_seen, inputs.movie_seen]),
    )


def build_report(data: TrainingData, config: TrainConfig, generator: torch.Generator) -> Blueprint:
    """Plan the report's network: ids and age among the inputs as they are, nothing scaled.

    Raises:
        UsageError: the data set tells nothing of its users.
    """
    del generator  # nothing is drawn beyond the weights
    columns = report_features(data.catalogue, data.dataset)
    users, movies = data.catalogue.users, data.catalogue.movies
    return Blueprint(
        shape=_shape(users, movies, config, len(columns.names)),
        mean=0.0,
        user_offset=np.zeros(users + 1, dtype=np.float32),
        movie_offset=np.zeros(movies + 1, dtype=np.float32),
        user_features=_with_zeros(columns.user),
        movie_features=_with_zeros(columns.movie),
        embedding_sd=1.0,
        averaging=0.0,
        seen=None,
    )


KINDS: dict[str, Builder] = {"dnn": build_dnn, "report": build_report}


def build(data: TrainingData, config: TrainConfig, generator: torch.Generator) -> Blueprint:
    """Plan a model of the kind that `config` names.

    Raises:
        UsageError: no rows to learn from, or the kind cannot learn from this data set.
    """
    if len(data.split.train) == 0:
        raise UsageError(
            f"There is no rating of {data.dataset} left to learn from.",
            "Hold fewer out: try --split random.",
        )
    return KINDS[config.model](data, config, generator)


def _shape(users: int, movies: int, config: TrainConfig, features: int) -> Shape:
    return Shape(users + movies + 2, config.embed_size, features, config.hidden)


def _with_zeros(values: FloatArray) -> FloatArray:
    return np.vstack([values, np.zeros_like(values, shape=(1, values.shape[1]))])
