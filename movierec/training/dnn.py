"""The default kind: several two-tower networks that are trained together and averaged."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from movierec.config import TrainConfig
from movierec.records import FloatArray, IntArray
from movierec.training.arrays import to_array
from movierec.training.data import TrainingData
from movierec.training.distributed import ALONE, Group
from movierec.training.export import export_fold, export_members
from movierec.training.finished import Finished
from movierec.training.inputs import network_inputs
from movierec.training.late import LateRows
from movierec.training.passes import Pass
from movierec.training.pooling import by_users
from movierec.training.shares import share_out, whole_towers
from movierec.training.steps import epoch_steps
from movierec.training.towers import Parameters, Shape, Side

BLOCK_ROWS = 2_048
"""Rows worked on at once, whatever the batch: what is computed of them stays near the processor."""
MANY_BLOCK_ROWS = 65_536
"""Likewise on other devices, where starting to compute takes long."""
MOST_STEPS, LEAST_STEPS = 24, 4
"""Steps of an epoch: each builds all towers anew, which takes time on a large set; on a small one
too few would learn too little."""

_TRIAL_BLOCKS = 4
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
        group: the processes that train it together, each its users.
    """

    averaging = _AVERAGING
    pace_window = 1

    def __init__(
        self,
        data: TrainingData,
        config: TrainConfig,
        generator: torch.Generator,
        device: torch.device,
        group: Group = ALONE,
    ) -> None:
        train = by_users(data.train)
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
        features = [torch.from_numpy(known).to(device) for known in (inputs.user, inputs.movie)]
        self._group = group
        self._share = share = share_out(train.user, shape, group)
        self._user_tower, self._movie_tower = share.towers(train, features)
        self._whole_towers = self._user_tower, self._movie_tower
        if group.size > 1 and group.leads:
            self._whole_towers = whole_towers(shape, train, features)
        self.parameters = shape.parameters
        self.weights = share.part(shape.initial(_START_SD, generator)).to(device)
        self.gradient = torch.zeros_like(self.weights)
        self._parts = share.own_shape.views(self.weights)
        self._slopes = share.own_shape.views(self.gradient)
        self._user_seen = torch.from_numpy(inputs.user_seen).to(device)
        self._movie_seen = torch.from_numpy(inputs.movie_seen).to(device)
        self._mean = float(train.rating.mean(dtype=np.float64))
        mine = share.take(train)
        self._user = torch.from_numpy(mine.user).to(device)
        self._movie = self._user_tower.rated.columns
        self._target = torch.from_numpy(mine.rating).to(device) - self._mean
        self._ratings = len(train)
        most, least = (-(-len(train) // steps) for steps in (LEAST_STEPS, MOST_STEPS))
        self._batch = min(max(config.batch_size, least), most)
        self._dropout = config.dropout
        self._block = BLOCK_ROWS if device.type == "cpu" else MANY_BLOCK_ROWS

    def epoch(self, seed: int, _late: LateRows | None = None, /) -> Iterator[tuple[Tensor, int]]:
        """See `Learner`."""
        generator = torch.Generator(self.weights.device).manual_seed(seed)
        device = self.weights.device
        steps = epoch_steps(self._ratings, self._batch, self._share.mine, seed, device)
        for rows, first, size in steps:
            yield self._compute(rows, first, size, generator), size

    def reads(self, _seed: int, /) -> None:
        """See `Learner`; each step reads everything."""

    def trial(self, seed: int) -> Tensor:
        """See `Learner`."""
        rest = self._ratings % self._batch
        digest = hashlib.sha256()
        for size in {self._batch, rest or self._batch}:
            # A few blocks tell as much as many, if the last one is as long.
            size = min(size, _TRIAL_BLOCKS * self._block + size % self._block)
            generator = torch.Generator(self.weights.device).manual_seed(seed)
            rows = torch.arange(size, device=self.weights.device)
            loss = self._compute(rows, 0, size, generator)
            # The gradients themselves would take more memory than all else.
            for tensor in (self.gradient, loss):
                digest.update(tensor.cpu().numpy().data)
        return torch.tensor(list(digest.digest()))

    def whole(self, flat: Tensor) -> Tensor:
        """See `Learner`."""
        return self._share.whole(flat)

    def part(self, flat: Tensor) -> Tensor:
        """See `Learner`."""
        return self._share.part(flat)

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
        for start in range(0, len(user), self._block):
            block = slice(start, start + self._block)
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
        pooled = self._whole_towers[0].pooled(parts.user).cpu()
        return {
            **export_members(self._shape, parts, finished, self._mean),
            **export_fold(self._shape, finished, lent, pooled),
        }

    def _towers(self, parts: Parameters) -> tuple[Tensor, Tensor]:
        return self._user_tower.build(parts.user), self._movie_tower.build(parts.movie)

    def _finished(self, parts: Parameters) -> Finished:
        return Finished.of(self._shape, parts, *self._whole_towers)

    def _compute(self, rows: Tensor, first: int, size: int, generator: torch.Generator) -> Tensor:
        """Leave the gradient of a batch in `gradient`, that of the group where it is shared.

        Args:
            rows: those of this process, ascending, [n].
            first: which of the batch's rows the first of them is.
            size: rows of the whole batch.
            generator: draws the dropout of the whole batch.

        Returns:
            The sum of this process's rows' squared errors.
        """
        way = Pass(self._shape, self._parts, self._towers(self._parts), self._dropout)
        for slope in (*self._slopes.weights, *self._slopes.biases):
            slope.zero_()
        masks = self._masks(generator)
        if masks is not None and first % self._block:
            masks = masks.roll(-first, 0)
        total = torch.zeros((), device=rows.device)
        for block in torch.split(rows, self._block):
            total += way.backward(
                self._user[block].long(),
                self._movie[block].long(),
                self._target[block],
                None if masks is None else masks[: len(block)],
                1 / size,
                self._slopes,
            )
        user, movie = way.finish(self._slopes)
        self._user_tower.into(user, self._slopes.user)
        layers = (*self._slopes.weights, *self._slopes.biases)
        self._group.add_up(movie, self._slopes.user.known, *layers)
        self._movie_tower.into(movie, self._slopes.movie)
        self._penalise(self._slopes.user, self._parts.user, _OWN_USER, _RATED_MOVIE)
        self._penalise(self._slopes.movie, self._parts.movie, _OWN_MOVIE, _RATED_USER)
        return total

    def _penalise(self, slope: Side, side: Side, own: float, rated: float) -> None:
        slope.own.add_(side.own, alpha=own / self._ratings)
        slope.rated.add_(side.rated, alpha=rated / self._ratings)
        slope.known.add_(side.known, alpha=_KNOWN / self._ratings)

    def _masks(self, generator: torch.Generator) -> Tensor | None:
        """Draw what a block's dropped-out layer is multiplied with; all blocks of a batch share it.

        There are thousands of rows in a block: to draw for each of millions anew would take
        longer than to compute them, and change little.
        """
        if self._dropout == 0:
            return None
        # On a processor `dropout_mask` draws other numbers than these.
        shape = (self._block, self._shape.members * self._shape.hidden[self._shape.dropped])
        masks = torch.rand(shape, generator=generator, device=generator.device)
        return masks.ge_(self._dropout).mul_(1 / (1 - self._dropout))
