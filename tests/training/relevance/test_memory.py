"""What fitting needs is estimated from the sizes alone."""

from __future__ import annotations

import pytest
from relevance_makers import MOVIES, USERS, random_histories

from movierec.training.relevance import fit, memory, weights
from movierec.training.relevance.memory import relevance_bytes, relevance_held
from movierec.training.relevance.weights import HEAD

GIB = 2**30


def test_many_ratings_need_more_than_few() -> None:
    few, many = (relevance_bytes(rows, 20_000, 1_000) for rows in (16_000_000, 32_000_000))

    assert many - few == pytest.approx(16_000_000 * 66, rel=0.1)


def test_of_few_ratings_the_films_decide_up_to_the_head() -> None:
    small, large, larger = (relevance_bytes(100_000, 1_000, n) for n in (1_000, HEAD, 2 * HEAD))

    assert small < large == larger


def test_the_largest_movielens_fits_beside_its_ratings_in_four_gigabytes() -> None:
    assert 2 * GIB < relevance_bytes(32_000_204, 200_948, 87_585) < 4 * GIB


def test_what_is_kept_takes_no_more_than_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (memory, weights):
        monkeypatch.setattr(module, "HEAD", 20)
        monkeypatch.setattr(module, "KEPT", 12)
        monkeypatch.setattr(module, "KEPT_TAIL", 6)
    kept = fit.fit_relevance(random_histories(), USERS, MOVIES)

    taken = sum(array.nbytes for array in kept.values())

    assert 0.6 * relevance_held(MOVIES) < taken <= relevance_held(MOVIES) + 8


def test_what_is_kept_of_the_largest_movielens_is_small() -> None:
    assert relevance_held(87_585) < 150_000_000
