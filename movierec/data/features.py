"""Films and users as numbers: one-hot columns, and the report's input columns by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

import numpy as np

from movierec.errors import UsageError
from movierec.records import UNKNOWN, Catalogue, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Features:
    """One-hot columns; `values` is float32 [films or users, names]."""

    names: tuple[str, ...]
    values: FloatArray


@dataclass(frozen=True, slots=True)
class ReportColumns:
    """The report's input columns, by user and by film: a row a rating would fill the memory.

    Attributes:
        names: all columns in the report's order: user_id, age, movie_id, genres, occupations,
            genders; 45 of them on ml-100k.
        user: the user's columns, float32 [users, user columns].
        movie: the film's columns, float32 [movies, film columns].
        user_columns: where the user's columns stand among `names`, int64.
        movie_columns: where the film's columns stand among `names`, int64.
    """

    names: tuple[str, ...]
    user: FloatArray
    movie: FloatArray
    user_columns: IntArray
    movie_columns: IntArray

    def rows(self, user: IntArray, movie: IntArray) -> FloatArray:
        """Return whole input rows, float32 [n, names]; an unknown user or film (-1) gives zeros.

        Args:
            user: user rows, [n].
            movie: film rows, [n].
        """
        table = np.empty((len(user), len(self.names)), dtype=np.float32)
        table[:, self.user_columns] = _taken(self.user, user)
        table[:, self.movie_columns] = _taken(self.movie, movie)
        return table


def movie_features(catalogue: Catalogue) -> Features:
    """Return the films' genres, one-hot, in the data set's order."""
    return Features(catalogue.genres, catalogue.genre_flags.astype(np.float32))


def user_features(catalogue: Catalogue) -> Features | None:
    """Return the users' occupations and genders, one-hot; None where the data set has no traits.

    A user whose occupation or gender is unknown has zeros there.
    """
    traits = catalogue.traits
    if traits is None:
        return None
    return Features(
        user_feature_names(catalogue),
        np.hstack(
            [
                _one_hot(traits.occupation, len(traits.occupations)),
                _one_hot(traits.gender, len(traits.genders)),
            ]
        ),
    )


def user_feature_names(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the names of the users' one-hot columns; empty without traits."""
    traits = catalogue.traits
    return () if traits is None else (*traits.occupations, *traits.genders)


def user_ages(catalogue: Catalogue) -> FloatArray | None:
    """Return the users' ages in years, float32 [users]; -1 where unknown; None without traits."""
    return None if catalogue.traits is None else catalogue.traits.age.astype(np.float32)


def report_features(catalogue: Catalogue, dataset: str = "this data set") -> ReportColumns:
    """Return the report's input columns; an unknown age is 0.

    Args:
        catalogue: films and users with traits.
        dataset: for the message.

    Raises:
        UsageError: the data set has no traits.
    """
    ages, traits = user_ages(catalogue), user_features(catalogue)
    if ages is None or traits is None:
        _refuse(dataset)
    names = report_names(catalogue)
    genres = len(catalogue.genres)
    places = np.arange(len(names))
    of_movie = (places >= 2) & (places < 3 + genres)
    return ReportColumns(
        names=names,
        user=_beside(catalogue.user_ids, np.maximum(ages, 0), traits.values),
        movie=_beside(catalogue.movie_ids, movie_features(catalogue).values),
        user_columns=places[~of_movie],
        movie_columns=places[of_movie],
    )


def report_names(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the names of the report's input columns in its order; empty without traits."""
    if catalogue.traits is None:
        return ()
    return ("user_id", "age", "movie_id", *catalogue.genres, *user_feature_names(catalogue))


def _one_hot(index: IntArray, width: int) -> FloatArray:
    table = np.zeros((len(index), width), dtype=np.float32)
    known = np.flatnonzero(index != UNKNOWN)
    table[known, index[known]] = 1
    return table


def _beside(*columns: IntArray | FloatArray) -> FloatArray:
    return np.column_stack([column.astype(np.float32) for column in columns])


def _taken(table: FloatArray, rows: IntArray) -> FloatArray:
    if len(table) == 0:
        return np.zeros((len(rows), table.shape[1]), dtype=np.float32)
    taken = table[rows]
    taken[rows < 0] = 0
    return taken


def _refuse(dataset: str) -> NoReturn:
    raise UsageError(
        f"The report's inputs need age, gender and occupation, which {dataset} has not.",
        "Train the default model: --model dnn.",
    )
