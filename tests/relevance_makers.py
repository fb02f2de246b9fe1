"""Made-up histories with an order, for the tests of what ranks the films."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from movierec.records import Ratings

USERS, MOVIES = 40, 30


def rows(*quadruples: tuple[int, int, float, int]) -> Ratings:
    """Return ratings of (user, film, stars, time)."""
    user, movie, rating, time = (
        [quadruple[column] for quadruple in quadruples] for column in range(4)
    )
    return Ratings(
        np.array(user, dtype=np.int32),
        np.array(movie, dtype=np.int32),
        np.array(rating, dtype=np.float32),
        np.array(time, dtype=np.int32),
    )


def one_history(films_and_times: Iterable[tuple[int, int]], user: int = 0) -> Ratings:
    """Return one user's ratings, 4 stars each, of (film, time)."""
    return rows(*((user, movie, 4.0, time) for movie, time in films_and_times))


def random_histories(
    users: int = USERS, movies: int = MOVIES, share: float = 0.4, seed: int = 0, times: int = 25
) -> Ratings:
    """Return ratings of a share of all pairs, in random order, of so many different times."""
    random = np.random.default_rng(seed)
    pairs = random.permutation(users * movies)[: int(share * users * movies)]
    return Ratings(
        (pairs // movies).astype(np.int32),
        (pairs % movies).astype(np.int32),
        random.integers(1, 6, len(pairs)).astype(np.float32),
        random.integers(0, times, len(pairs)).astype(np.int32),
    )


def two_groups(users: int = USERS, movies: int = MOVIES, share: float = 0.6) -> Ratings:
    """Return ratings of even users of even films, and of odd users of odd films alone."""
    random = np.random.default_rng(3)
    user, movie = np.indices((users, movies))
    chosen = ((user + movie) % 2 == 0) & (random.random((users, movies)) < share)
    user, movie = user[chosen], movie[chosen]
    return Ratings(
        user.astype(np.int32),
        movie.astype(np.int32),
        random.integers(3, 6, len(user)).astype(np.float32),
        random.integers(0, 1000, len(user)).astype(np.int32),
    )
