"""The default network: two towers a member, their product, and layers that read both.

::

    tower(user) = own row + sum of the rated films' rows / root of their number + traits
    tower(film) = own row + sum of the raters' rows / root of their number + year and genres
    member      = both offsets + product of both vectors + layers(user's inputs, film's inputs)

A tower's columns are, member by member: a vector of length `embed`, inputs of the layers of the
same length, and an offset. All members share the arithmetic and nothing else: each has parameters
of its own, and the gradient of one does not depend on the others.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor

from movierec.training.choice import average
from movierec.training.pooling import Pooling

_RIDGE = 50.0
_ENOUGH = 30.0
"""Ratings at which a row says half as much as it can of what rows like it are."""


@dataclass(frozen=True, slots=True)
class Side:
    """The parameters of one side's tower, c columns wide.

    Attributes:
        own: a row for each user or film, [rows, c]; the last stands for an unknown one.
        rated: a row for each entry of the *other* side, added up over who rated what, [others, c].
        known: a row for each feature, [features, c].
    """

    own: Tensor
    rated: Tensor
    known: Tensor


@dataclass(frozen=True, slots=True)
class Parameters:
    """Views of one flat vector, in its order.

    Attributes:
        user: the users' tower.
        movie: the films' tower.
        weights: of each layer, [members, in, out]; the first reads the user's inputs, then the
            film's.
        biases: of each layer, [members, 1, out].
    """

    user: Side
    movie: Side
    weights: tuple[Tensor, ...]
    biases: tuple[Tensor, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a default network.

    Attributes:
        users: user rows, the unknown one included.
        movies: film rows, likewise.
        user_features: numbers known of a user.
        movie_features: numbers known of a film.
        members: networks that are trained together and averaged.
        embed: length of a member's vector of a user or film.
        hidden: widths of a member's hidden layers.
    """

    users: int
    movies: int
    user_features: int
    movie_features: int
    members: int
    embed: int
    hidden: tuple[int, ...]

    @property
    def width(self) -> int:
        """Columns of one member: vector, inputs of the layers, offset."""
        return 2 * self.embed + 1

    @property
    def columns(self) -> int:
        """Columns of a tower."""
        return self.members * self.width

    @property
    def first(self) -> int:
        """Columns that a half has for the first layer: its outputs of all members."""
        return self.members * self.hidden[0]

    @property
    def product(self) -> int:
        """Numbers of one member that are multiplied with the other side's: see `halves`."""
        return self.embed + 2

    @property
    def half(self) -> int:
        """Columns of a half."""
        return self.first + self.members * self.product

    @property
    def dropped(self) -> int:
        """The hidden layer that dropout follows: the second, or the only one."""
        return min(1, len(self.hidden) - 1)

    @property
    def parameters(self) -> int:
        """How many numbers there are to learn."""
        return sum(map(math.prod, self._sizes()))

    def views(self, flat: Tensor) -> Parameters:
        """Return the parameters that lie in `flat`, [parameters], sharing its memory."""
        sizes = self._sizes()
        parts = torch.split(flat, [math.prod(size) for size in sizes])
        shaped = [part.view(size) for part, size in zip(parts, sizes, strict=True)]
        return Parameters(
            Side(*shaped[:3]), Side(*shaped[3:6]), tuple(shaped[6::2]), tuple(shaped[7::2])
        )

    def initial(self, sd: float, generator: torch.Generator) -> Tensor:
        """Draw a flat vector on the CPU: normal towers without offsets, uniform layers."""
        flat = torch.zeros(self.parameters)
        parameters = self.views(flat)
        for side in (parameters.user, parameters.movie):
            for table in (side.own, side.rated, side.known):
                table.normal_(0, sd, generator=generator)
                table.view(-1, self.members, self.width)[:, :, -1] = 0
        for weight in parameters.weights:
            bound = weight.shape[1] ** -0.5
            weight.uniform_(-bound, bound, generator=generator)
        return flat

    def split(self, tower: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Cut towers, [n, columns], into the members' mean offset, vectors and layers' inputs.

        Returns:
            [n, 1], [n, members * embed] and [n, members * embed].
        """
        by_member = tower.view(len(tower), self.members, self.width)
        return (
            by_member[:, :, -1].mean(1, keepdim=True),
            by_member[:, :, : self.embed].flatten(1),
            by_member[:, :, self.embed : -1].flatten(1),
        )

    def _sizes(self) -> list[tuple[int, ...]]:
        c = self.columns
        sizes: list[tuple[int, ...]] = [
            (self.users, c), (self.movies, c), (self.user_features, c),
            (self.movies, c), (self.users, c), (self.movie_features, c),
        ]  # fmt: skip
        for narrow, wide in pairwise((2 * self.embed, *self.hidden, 1)):
            sizes += [(self.members, narrow, wide), (self.members, 1, wide)]
        return sizes


@dataclass(frozen=True, slots=True)
class Tower:
    """Turns one side's parameters into a vector for each of its rows, and gradients back.

    Attributes:
        features: what is known of each row, [rows, features].
        rated: who rated what by this side's rows.
        raters: the same by the other side's rows.
    """

    features: Tensor
    rated: Pooling
    raters: Pooling

    def build(self, side: Side) -> Tensor:
        """Return the tower, [rows, c]."""
        return self.pooled(side).add_(side.own).addmm_(self.features, side.known)

    def finished(self, side: Side) -> Tensor:
        """Return the tower to predict with, new rows included.

        A new row has its features' part. The rest, which rows with ratings have learned or been
        lent, is as usual: the average over the ratings, not over the rows, because with nothing in
        its place a film that nobody has rated yet would be taken for one that nobody cares to
        rate. And it differs from usual as a ridge regression of the rest on the features says.
        """
        tower, known = self.build(side), self.features @ side.known
        counts = self.rated.lengths
        rest = tower - known  # [rows, c]
        weights = counts * _ENOUGH / (counts + _ENOUGH)
        away = self.features - average(self.features, weights)
        ridge = away.T @ (away * weights[:, None]) + _RIDGE * torch.eye(away.shape[1]).to(away)
        right = away.T @ ((rest - average(rest, weights)) * weights[:, None])
        slope = torch.linalg.solve(ridge, right)  # [features, c]
        usual = average(rest, counts) + (self.features - average(self.features, counts)) @ slope
        return torch.where(counts[:, None] > 0, tower, known + usual)

    def pooled(self, side: Side) -> Tensor:
        """Return what who rated what adds to the tower, [rows, c]."""
        return self.rated.sums(side.rated).mul_(self.rated.root)

    def into(self, slope: Tensor, gradient: Side) -> None:
        """Write the gradient of the side's parameters.

        Args:
            slope: of the tower, [rows, c].
            gradient: written over.
        """
        gradient.own.copy_(slope)
        gradient.rated.copy_(self.raters.sums(slope * self.rated.root))
        torch.mm(self.features.t(), slope, out=gradient.known)
