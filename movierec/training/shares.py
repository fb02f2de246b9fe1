"""Which users of the default network a process learns, of several that train it together.

Every user belongs to one process, with all ratings of that user, both rows of parameters that are
the user's alone, and the tower. What belongs to films and layers every process holds. So what the
processes tell each other at a step grows with the films, never with the users or the ratings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from movierec.records import IntArray, Ratings
from movierec.training.distributed import Group
from movierec.training.pooling import pooling, roots
from movierec.training.towers import Parameters, Shape, Tower


@dataclass(frozen=True, slots=True)
class Share:
    """The users of one process, those of all, and the network of both.

    Attributes:
        group: the processes.
        users: the first user of each process, and the number of users; [processes + 1].
        ratings: likewise the first training row, where rows are sorted by user.
        shape: the network of all users.
    """

    group: Group
    users: tuple[int, ...]
    ratings: tuple[int, ...]
    shape: Shape

    @property
    def mine(self) -> slice:
        """This process's training rows."""
        rank = self.group.process.rank
        return slice(self.ratings[rank], self.ratings[rank + 1])

    @property
    def own_shape(self) -> Shape:
        """The network of this process's users, and of the unknown one."""
        first, last = self._own_users
        return replace(self.shape, users=last - first + 1)

    def take(self, train: Ratings) -> Ratings:
        """Return this process's training rows, with users counted from its first one."""
        if self.group.size == 1:
            return train
        mine = self.mine
        return Ratings(
            train.user[mine] - train.user.dtype.type(self._own_users[0]),
            train.movie[mine],
            train.rating[mine],
            train.timestamp[mine],
        )

    def towers(self, train: Ratings, features: Sequence[Tensor]) -> tuple[Tower, Tower]:
        """Return this process's users' tower, and its part of the films'.

        Args:
            train: all rows to learn from, sorted by user.
            features: what is known of all users and films, where to compute.
        """
        users, device = self.own_shape.users, features[0].device
        by_user, by_movie = pooling(self.take(train), users, self.shape.movies, device)
        if self.group.size > 1:
            lengths = np.bincount(train.movie, minlength=self.shape.movies)
            by_movie = replace(by_movie, root=roots(lengths).to(device), group=self.group)
        user_tower = Tower(self.rows(features[0]), by_user, by_movie)
        return user_tower, Tower(features[1], by_movie, by_user)

    def rows(self, table: Tensor) -> Tensor:
        """Return the rows of a table of all users that this process has, the unknown one last."""
        if self.group.size == 1:
            return table
        first, last = self._own_users
        return torch.cat([table[first:last], table[-1:]])

    def part(self, flat: Tensor) -> Tensor:
        """Return what belongs to this process's parameters of a vector of all."""
        if self.group.size == 1:
            return flat
        shape = self.own_shape
        part = torch.empty(shape.parameters, dtype=flat.dtype, device=flat.device)
        whole, own = self.shape.views(flat), shape.views(part)
        for all_users, mine in zip(_of_users(whole), _of_users(own), strict=True):
            mine.copy_(self.rows(all_users))
        for all_users, mine in zip(_of_all(whole), _of_all(own), strict=True):
            mine.copy_(all_users)
        return part

    def whole(self, flat: Tensor) -> Tensor:
        """Return the vector of all parameters where the first process is; see `Learner.whole`."""
        if self.group.size == 1:
            return flat
        own = self.own_shape.views(flat)
        if not self.group.leads:
            for table in _of_users(own):
                self.group.send(table[:-1])
            return flat
        found = torch.empty(self.shape.parameters, dtype=flat.dtype, device=flat.device)
        whole = self.shape.views(found)
        for all_users, mine in zip(_of_users(whole), _of_users(own), strict=True):
            all_users[: self.users[1]] = mine[:-1]
            all_users[-1] = mine[-1]
            for rank in range(1, self.group.size):
                self.group.receive(all_users[self.users[rank] : self.users[rank + 1]], rank)
        for shared, mine in zip(_of_all(whole), _of_all(own), strict=True):
            shared.copy_(mine)
        return found

    @property
    def _own_users(self) -> tuple[int, int]:
        rank = self.group.process.rank
        return self.users[rank], self.users[rank + 1]


def share_out(user: IntArray, shape: Shape, group: Group) -> Share:
    """Give each process about as many ratings as the others.

    Args:
        user: of the training rows, ascending.
        shape: the network of all users.
        group: the processes.
    """
    rows = len(user)
    ends = user[[rows * rank // group.size for rank in range(1, group.size)]]
    users = (0, *ends.tolist(), shape.users - 1)
    ratings = (0, *np.searchsorted(user, ends).tolist(), rows)
    return Share(group, users, ratings, shape)


def whole_towers(shape: Shape, train: Ratings, features: Sequence[Tensor]) -> tuple[Tower, Tower]:
    """Return both towers of all users and films; see `Share.towers`."""
    by_user, by_movie = pooling(train, shape.users, shape.movies, features[0].device)
    return Tower(features[0], by_user, by_movie), Tower(features[1], by_movie, by_user)


def _of_users(parameters: Parameters) -> tuple[Tensor, ...]:
    return parameters.user.own, parameters.movie.rated


def _of_all(parameters: Parameters) -> tuple[Tensor, ...]:
    user, movie = parameters.user, parameters.movie
    layers = (*parameters.weights, *parameters.biases)
    return user.rated, user.known, movie.own, movie.known, *layers
