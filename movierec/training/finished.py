"""The towers of a trained default network as they are predicted with, new rows included."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

import torch
from torch import Tensor

from movierec.training.choice import liking
from movierec.training.towers import Parameters, Shape, Tower


@dataclass(frozen=True, slots=True)
class Finished:
    """Towers, and what is added where one side has no training row.

    Attributes:
        user: towers of the users, [users + 1, columns].
        movie: towers of the films, [movies + 1, columns].
        user_ratings: training ratings of each user, [users + 1].
        movie_ratings: of each film, [movies + 1].
        chosen: by how much a user's films are better liked by the user than all films would be, in
            stars, [users + 1]; added for a new film.
        raters: by how much a film's raters like it better than all users would, [movies + 1];
            added for a new user.
    """

    user: Tensor
    movie: Tensor
    user_ratings: Tensor
    movie_ratings: Tensor
    chosen: Tensor
    raters: Tensor

    @classmethod
    def of(
        cls, shape: Shape, parameters: Parameters, user_tower: Tower, movie_tower: Tower
    ) -> Self:
        """Build them from a network's parameters."""
        user = user_tower.finished(parameters.user)
        movie = movie_tower.finished(parameters.movie)
        by_user, by_movie = user_tower.rated, movie_tower.rated
        users, movies = user_numbers(shape, user), movie_numbers(shape, movie)
        counts = by_user.lengths, by_movie.lengths
        chosen = liking(users, movies, by_user.sums, counts[0], counts[1])
        raters = liking(movies, users, by_movie.sums, counts[1], counts[0])
        return cls(user, movie, *counts, chosen, raters)

    def cpu(self) -> Finished:
        """Return a copy in the processor's memory."""
        return Finished(*(getattr(self, field.name).cpu() for field in fields(self)))

    @property
    def new_user(self) -> Tensor:
        """1 for users without a training row, 0 for the others, [users + 1]."""
        return (self.user_ratings == 0).float()

    @property
    def new_movie(self) -> Tensor:
        """1 for films without a training row, 0 for the others, [movies + 1]."""
        return (self.movie_ratings == 0).float()

    def added(self, user: Tensor, movie: Tensor) -> Tensor:
        """Return what is added to the networks' predictions for aligned rows, [n]."""
        return self.chosen[user] * self.new_movie[movie] + self.raters[movie] * self.new_user[user]


def user_numbers(shape: Shape, tower: Tensor) -> Tensor:
    """Return users' offset and vector; their product with a film's is the members' average."""
    offset, vector, _ = shape.split(tower)
    return torch.cat([offset, vector / shape.members], 1)


def movie_numbers(shape: Shape, tower: Tensor) -> Tensor:
    """Return films' offset and vector, [movies + 1, 1 + members * embed]."""
    offset, vector, _ = shape.split(tower)
    return torch.cat([offset, vector], 1)
