"""Which held-out films count as relevant."""

from __future__ import annotations

import numpy as np

from movierec.evaluation.relevant_films import Relevant, relevant_of
from movierec.records import Ratings


def ratings(*rows: tuple[int, int, float]) -> Ratings:
    user, movie, rating = zip(*rows, strict=True)
    return Ratings(
        np.array(user, dtype=np.int32),
        np.array(movie, dtype=np.int32),
        np.array(rating, dtype=np.float32),
        np.zeros(len(rows), dtype=np.int32),
    )


def by_user(found: Relevant) -> dict[int, list[int]]:
    parts = np.split(found.movies, found.offsets[1:-1])
    return {int(user): part.tolist() for user, part in zip(found.user, parts, strict=True)}


def test_without_a_threshold_every_rating_is_relevant() -> None:
    found = relevant_of(ratings((2, 5, 1), (0, 3, 5), (2, 1, 4)))

    assert by_user(found) == {0: [3], 2: [1, 5]}
    assert found.offsets.tolist() == [0, 1, 3]


def test_with_a_threshold_it_needs_so_many_stars_and_users_without_any_are_left_out() -> None:
    found = relevant_of(ratings((0, 3, 3.5), (1, 3, 4), (1, 4, 5), (1, 5, 1)), least=4)

    assert by_user(found) == {1: [3, 4]}


def test_an_unknown_user_is_left_out() -> None:
    assert by_user(relevant_of(ratings((-1, 3, 5), (0, 3, 5)))) == {0: [3]}


def test_a_film_that_the_catalogue_does_not_have_stays_relevant() -> None:
    assert by_user(relevant_of(ratings((0, -1, 5), (0, 2, 5)))) == {0: [-1, 2]}


def test_a_film_that_stands_twice_counts_once_but_two_unknown_films_are_two() -> None:
    found = relevant_of(ratings((0, 2, 5), (0, -1, 5), (0, 2, 4), (0, -1, 4), (1, 2, 5)))

    assert by_user(found) == {0: [-1, -1, 2], 1: [2]}


def test_where_nothing_is_relevant_there_is_no_user() -> None:
    found = relevant_of(ratings((0, 2, 1)), least=4)

    assert (len(found.user), len(found.movies), found.offsets.tolist()) == (0, 0, [0])
