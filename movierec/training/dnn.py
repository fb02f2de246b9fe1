"""The default kind: several two-tower networks that are trained together and averaged."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from movierec.config import TrainConfig
from movierec.records import FloatArray, IntArray
from movierec.training.arrays import to_array
from movierec.training.data import TrainingData
from movierec.training.export import export_fold, export_members
from movierec.training.finished import Finished
from movierec.training.inputs import network_inputs
from movierec.training.pooling import pooling
from movierec.training.towers import Parameters, Pass, Shape, Side, Tower

BLOCK_ROWS = 16_384
"""Rows worked on at once, whatever the batch."""
MOST_STEPS, LEAST_STEPS = 8, 4
"""Steps of an epoch: each builds all towers anew, which takes time on a large set; on a small one
too few would learn too little."""

_START_SD = 0.1
_AVERAGING = 0.95

# The penalty on the squares of each part, as so many ratings of one star squared. A part of its own
# for who rated what and for traits: what many rows share is learned from many ratings.
_OWN_USER = 10.0
_OWN_MOVIE = 23.0
_RATED_MOVIE = 20.0
_RATED_USER = 34.0
_KNOWN = 40.0


class DnnLearner:
    """See `learner.Learner`.

    Args:
        data: what to learn from.
        config: how.
        generator: draws the first weights, on the CPU.
        device: where to compute.
    """

    averaging = _AVERAGING
    pace_window = 1

    def __init__(
        self,
        data: TrainingData,
        config: TrainConfig,
        generator: torch.Generator,
        device: torch.device,
    ) -> None:
        train = data.train
        inputs = network_inputs(data.catalogue, train)
        self._shape = shape = Shape(
            users=len(inputs.user),
            movies=len(inputs.movie),
            user_features=inputs.user.shape[1],
            movie_features=inputs.movie.shape[1],
            members=config.members,
            embed=config.embed_size,
            hidden=config.hidden,
        )
        by_user, by_movie = pooling(train, shape.users, shape.movies, device)
        self._user_tower = Tower(torch.from_numpy(inputs.user).to(device), by_user, by_movie)
        self._movie_tower = Tower(torch.from_numpy(inputs.movie).to(device), by_movie, by_user)
        self.weights = shape.initial(_START_SD, generator).to(device)
        self.gradient = torch.zeros_like(self.weights)
        self._parts = shape.views(self.weights)
        self._slopes = shape.views(self.gradient)
        self._user_seen = torch.from_numpy(inputs.user_seen).to(device)
        self._movie_seen = torch.from_numpy(inputs.movie_seen).to(device)
        self._mean = float(train.rating.mean(dtype=np.float64))
        self._user = torch.from_numpy(train.user).to(device)
        self._movie = torch.from_numpy(train.movie).to(device)
        self._target = torch.from_numpy(train.rating).to(device) - self._mean
        most, least = (-(-len(train) // steps) for steps in (LEAST_STEPS, MOST_STEPS))
        self._batch = min(max(config.batch_size, least), most)
        self._dropout = config.dropout

    def epoch(self, seed: int) -> Iterator[tuple[Tensor, int]]:
        """See `Learner`."""
        device = self.weights.device
        # The order is drawn on the CPU, so that it is the same on every device.
        order = torch.randperm(len(self._target), generator=torch.Generator().manual_seed(seed))
        generator = torch.Generator(device).manual_seed(seed)
        for rows in torch.split(order, self._batch):
            yield self._compute(rows.to(device), generator), len(rows)

    def trial(self, seed: int) -> Tensor:
        """See `Learner`."""
        rest = len(self._target) % self._batch
        found = []
        for size in {self._batch, rest or self._batch}:
            generator = torch.Generator(self.weights.device).manual_seed(seed)
            loss = self._compute(torch.arange(size, device=self.weights.device), generator)
            found += [self.gradient.clone(), loss[None]]
        return torch.cat(found)

    def settled(self, flat: Tensor) -> Tensor:
        """Copy the weights; users and films without training rows have none of their own."""
        flat = flat.clone()
        parts = self._shape.views(flat)
        parts.user.own[~self._user_seen] = 0
        parts.movie.own[~self._movie_seen] = 0
        return flat

    def predict(self, flat: Tensor, user: IntArray, movie: IntArray) -> FloatArray:
        """See `Learner`; the members' average."""
        parts = self._shape.views(flat)
        finished = self._finished(parts)
        way = Pass(self._shape, parts, (finished.user, finished.movie))
        predicted = np.empty(len(user), dtype=np.float32)
        for start in range(0, len(user), BLOCK_ROWS):
            block = slice(start, start + BLOCK_ROWS)
            # The remainder of -1 is the last row, that of the unknown one.
            users = torch.from_numpy(user[block] % self._shape.users).to(flat.device).long()
            movies = torch.from_numpy(movie[block] % self._shape.movies).to(flat.device).long()
            stars = way.outputs(users, movies).mean(1) + finished.added(users, movies)
            predicted[block] = to_array(stars + self._mean)
        return predicted

    def export(self, flat: FloatArray) -> dict[str, FloatArray]:
        """See `Learner`."""
        parts = self._shape.views(torch.from_numpy(flat).to(self.weights.device))
        finished = self._finished(parts).cpu()
        # A film that nobody rated has nothing to lend.
        lent = (parts.user.rated * self._movie_seen[:, None]).cpu()
        pooled = self._user_tower.pooled(parts.user).cpu()
        return {
            **export_members(self._shape, parts, finished, self._mean),
            **export_fold(self._shape, finished, lent, pooled),
        }

    def _towers(self, parts: Parameters) -> tuple[Tensor, Tensor]:
        return self._user_tower.build(parts.user), self._movie_tower.build(parts.movie)

    def _finished(self, parts: Parameters) -> Finished:
        return Finished.of(self._shape, parts, self._user_tower, self._movie_tower)

    def _compute(self, rows: Tensor, generator: torch.Generator) -> Tensor:
        """Leave the gradient of a batch in `gradient`; return its squared errors' sum."""
        user, movie = self._towers(self._parts)
        way = Pass(self._shape, self._parts, (user, movie))
        slopes = torch.zeros_like(user), torch.zeros_like(movie)
        for slope in (*self._slopes.weights, *self._slopes.biases):
            slope.zero_()
        total = torch.zeros((), device=rows.device)
        for block in torch.split(rows, BLOCK_ROWS):
            total += way.backward(
                self._user[block].long(),
                self._movie[block].long(),
                self._target[block],
                self._mask(len(block), generator),
                1 / len(rows),
                slopes,
                self._slopes,
            )
        self._user_tower.into(slopes[0], self._slopes.user)
        self._movie_tower.into(slopes[1], self._slopes.movie)
        self._penalise(self._slopes.user, self._parts.user, _OWN_USER, _RATED_MOVIE)
        self._penalise(self._slopes.movie, self._parts.movie, _OWN_MOVIE, _RATED_USER)
        return total

    def _penalise(self, slope: Side, side: Side, own: float, rated: float) -> None:
        ratings = len(self._target)
        slope.own.add_(side.own, alpha=own / ratings)
        slope.rated.add_(side.rated, alpha=rated / ratings)
        slope.known.add_(side.known, alpha=_KNOWN / ratings)

    def _mask(self, rows: int, generator: torch.Generator) -> Tensor | None:
        if self._dropout == 0:
            return None
        shape = (self._shape.members, rows, self._shape.hidden[self._shape.dropped])
        mask = torch.rand(shape, generator=generator, device=generator.device)
        return mask.ge_(self._dropout).mul_(1 / (1 - self._dropout))
