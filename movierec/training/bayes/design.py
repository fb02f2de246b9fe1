"""What stays the same from sweep to sweep: the rows in two orders, and what is known of each side.

The prior mean of a user's vector is linear in what is known of the user, and likewise for a film:

- rated: which films they rated (who rated the film), 0/1, divided by powers of the row and column
  sums; from training rows only.
- traits: age, occupation and gender (year and genres), where the data set has them, and how many
  training ratings there are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from movierec.data.features import movie_features, user_ages, user_features
from movierec.records import Catalogue, FloatArray, IntArray, Ratings
from movierec.training.bayes.basis import Basis, dense_basis, rated_basis
from movierec.training.sparse import Pattern, warm_up

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Side:
    """The users, or the films.

    Attributes:
        of: which one each training row has, int32 [n]; rows are sorted by user.
        pattern: 0/1, [this side, the other].
        order: the training row of each entry of `pattern`, int32 [n].
        counts: training rows of each, [size].
        bases: of what is known of them: rated, traits.
    """

    of: Tensor
    pattern: Pattern
    order: Tensor
    counts: Tensor
    bases: tuple[Basis, ...]

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.counts)


@dataclass(frozen=True, slots=True)
class Design:
    """A training's rows, sorted by user and time.

    Attributes:
        level: index of each row's rating among the scale's levels, int32 [n].
        levels: the scale's levels in stars, float32 [levels].
        timestamp: of each row, int32 [n].
        user: the users' side.
        movie: the films' side.
    """

    level: Tensor
    levels: Tensor
    timestamp: IntArray
    user: Side
    movie: Side

    def __len__(self) -> int:
        return len(self.level)


def new_design(train: Ratings, catalogue: Catalogue, levels: tuple[float, ...]) -> Design:
    """Sort training rows and compute what the prior means are linear in."""
    warm_up()
    rows = train.take(np.lexsort((train.movie, train.timestamp, train.user)))
    del train  # of a large data set two copies are too many for what follows
    of_user, of_movie = rows.user, rows.movie
    user_counts = np.bincount(of_user, minlength=catalogue.users)
    movie_counts = np.bincount(of_movie, minlength=catalogue.movies)
    # Halves of a star are whole numbers of steps.
    level = np.rint((rows.rating - levels[0]) / (levels[1] - levels[0])).astype(np.int32)
    timestamp = rows.timestamp
    del rows
    shape = catalogue.users, catalogue.movies
    by_user, user_order = Pattern.of(of_user, of_movie, shape)
    by_movie, movie_order = Pattern.of(of_movie, of_user, shape[::-1])
    return Design(
        level=torch.from_numpy(level),
        levels=torch.tensor(levels, dtype=torch.float32),
        timestamp=timestamp,
        user=Side(
            of=torch.from_numpy(of_user),
            pattern=by_user,
            order=user_order,
            counts=torch.from_numpy(user_counts.astype(np.float32)),
            bases=(
                rated_basis(by_user, by_movie, user_counts, movie_counts),
                dense_basis(_user_traits(catalogue, user_counts)),
            ),
        ),
        movie=Side(
            of=torch.from_numpy(of_movie),
            pattern=by_movie,
            order=movie_order,
            counts=torch.from_numpy(movie_counts.astype(np.float32)),
            bases=(
                rated_basis(by_movie, by_user, movie_counts, user_counts),
                dense_basis(_movie_traits(catalogue, movie_counts)),
            ),
        ),
    )


def _user_traits(catalogue: Catalogue, counts: IntArray) -> FloatArray:
    columns = [_new_as_usual(_counted(counts), counts)]
    ages, traits = user_ages(catalogue), user_features(catalogue)
    if ages is not None and traits is not None:
        columns += [_scaled(ages, ages >= 0, counts), traits.values]
    else:
        columns.append(np.ones((len(counts), 1), dtype=np.float32))
    return np.hstack(columns)


def _movie_traits(catalogue: Catalogue, counts: IntArray) -> FloatArray:
    counted = _counted(counts)
    genres = movie_features(catalogue).values
    several = np.sqrt(np.maximum(genres.sum(axis=1, keepdims=True), 1))
    years = catalogue.years.astype(np.float32)
    year = _scaled(years, catalogue.years > 0, counts)
    counted = _new_as_usual(np.hstack([counted, counted**2 - 1]), counts)
    return np.hstack([counted, year, genres / several])


def _counted(counts: IntArray) -> FloatArray:
    """Return one column: the logarithm of the number of ratings, scaled over those with some."""
    return _scaled(np.log1p(counts).astype(np.float32), counts > 0, counts)


def _new_as_usual(columns: FloatArray, counts: IntArray) -> FloatArray:
    """Give who has no rating the average of the columns over the ratings: new, not obscure."""
    usual = np.average(columns, axis=0, weights=counts)
    return np.where(counts[:, None] > 0, columns, usual).astype(np.float32)


def _scaled(values: FloatArray, present: BoolArray, counts: IntArray) -> FloatArray:
    """Return one column of mean 0 and deviation 1 over what is present and has ratings.

    What is missing is 0, as is everything where all are alike.
    """
    known = values[present & (counts > 0)].astype(np.float64)
    if len(known) == 0 or known.std() == 0:
        return np.zeros((len(values), 1), dtype=np.float32)
    scaled = (values - known.mean()) / known.std()
    return np.where(present, scaled, 0).astype(np.float32)[:, None]
