"""The most popular unseen films, the same as by scoring every film."""

from __future__ import annotations

import numpy as np
import pytest
from relevance_makers import MOVIES, USERS, random_histories, rows

from movierec.evaluation import popular_lists as module
from movierec.evaluation.popular_lists import popular_lists
from movierec.evaluation.ranking_baselines import MostPopular, top_lists


@pytest.mark.parametrize("k", [1, 5, MOVIES + 3])
@pytest.mark.parametrize("share", [0.1, 0.9])
@pytest.mark.parametrize("seed", range(10))
def test_lists_are_those_of_scoring_every_film(seed: int, share: float, k: int) -> None:
    train = random_histories(share=share, seed=seed)
    users = np.arange(USERS)

    found = popular_lists(train, users, k, MOVIES)

    wanted = top_lists(MostPopular(train, MOVIES), train, users, k, MOVIES)
    assert found.movies.tolist() == wanted.movies.tolist()


def test_blocks_of_users_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    train, users = random_histories(), np.arange(3, USERS)
    whole = popular_lists(train, users, 5, MOVIES)
    monkeypatch.setattr(module, "USERS_AT_ONCE", 7)

    assert popular_lists(train, users, 5, MOVIES).movies.tolist() == whole.movies.tolist()


def test_a_film_rated_twice_by_somebody_is_left_out_once() -> None:
    train = rows((0, 0, 4.0, 1), (0, 0, 4.0, 2), (1, 1, 4.0, 1), (1, 2, 4.0, 1))

    assert popular_lists(train, np.array([0]), 3, 4).movies.tolist() == [[1, 2, 3]]


def test_somebody_without_a_history_has_the_most_popular_films() -> None:
    train = rows((0, 2, 4.0, 1), (1, 2, 4.0, 1), (1, 0, 4.0, 1))

    assert popular_lists(train, np.array([5]), 3, 3).movies.tolist() == [[2, 0, 1]]
