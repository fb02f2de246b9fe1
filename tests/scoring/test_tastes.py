"""The tastes of many people are those of each."""

from __future__ import annotations

import numpy as np
import pytest
from relevance_makers import USERS, random_histories, rows

from movierec.records import Ratings
from movierec.scoring.relevance import Taste
from movierec.scoring.tastes import Tastes


def alone(rated: Ratings, user: int, *, ordered: bool) -> Taste:
    own = rated.take(np.flatnonzero(rated.user == user))
    own = own.take(np.argsort(own.movie))
    return Taste.of(own.movie, own.timestamp) if ordered else Taste.unordered(own.movie)


@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize("times", [1, 3, 1000])
def test_everybody_has_the_taste_that_they_have_alone(times: int, ordered: bool) -> None:
    rated = random_histories(times=times)

    tastes = Tastes.of(rated, USERS, ordered=ordered)

    for user in range(USERS):
        span = slice(tastes.offsets[user], tastes.offsets[user + 1])
        wanted = alone(rated, user, ordered=ordered)
        assert tastes.movie[span].tolist() == wanted.movie.tolist()
        assert tastes.weight[span].tolist() == wanted.weight.tolist()
        assert tastes.ordered[user] == wanted.ordered


def test_of_a_film_that_somebody_has_twice_the_last_rating_counts() -> None:
    twice = Tastes.of(rows((0, 7, 1.0, 30), (0, 5, 4.0, 20), (0, 7, 5.0, 10)), 1, ordered=True)

    once = Tastes.of(rows((0, 5, 4.0, 20), (0, 7, 1.0, 30)), 1, ordered=True)
    assert twice.movie.tolist() == [5, 7]
    assert twice.weight.tolist() == once.weight.tolist()


def test_who_has_rated_nothing_has_no_films() -> None:
    tastes = Tastes.of(rows((1, 3, 4.0, 1)), 3, ordered=True)

    assert tastes.offsets.tolist() == [0, 0, 1, 1]
    assert tastes.person.tolist() == [1]


def test_some_people_s_tastes_are_taken_in_the_order_asked_for() -> None:
    tastes = Tastes.of(rows((0, 3, 4.0, 1), (1, 4, 4.0, 1), (1, 6, 4.0, 2)), 3, ordered=True)

    taken = tastes.take(np.array([1, 2, 0]))

    assert taken.offsets.tolist() == [0, 2, 2, 3]
    assert taken.movie.tolist() == [4, 6, 3]
    assert taken.ordered.tolist() == [True, False, False]
