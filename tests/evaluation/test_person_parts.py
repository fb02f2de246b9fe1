"""Every rating is hidden once a repeat, and nothing is learned from it while it is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import tiny_catalogue
from person_makers import SCALE, OwnMean, nothing, rated
from shop import assert_two_lines

from movierec.errors import UsageError
from movierec.evaluation.person_parts import (
    FEW,
    FEWEST,
    FOLDS,
    hidden_rows,
    only_watched,
    part_of,
    within_scale,
)

many = st.lists(st.integers(0, 60), min_size=80, max_size=120).filter(
    lambda films: len(set(films)) >= FEW
)


@given(films=many, repeats=st.integers(1, 3), seed=st.integers(0, 5))
def test_every_rating_is_hidden_once_in_every_repeat(
    films: list[int], repeats: int, seed: int
) -> None:
    dealt = hidden_rows(np.array(films), repeats, seed)

    assert len(dealt) == repeats
    for parts in dealt:
        assert len(parts) == FOLDS
        assert np.sort(np.concatenate(parts)).tolist() == list(range(len(films)))


@given(films=many, seed=st.integers(0, 5))
def test_a_film_under_two_ids_is_hidden_with_both(films: list[int], seed: int) -> None:
    (parts,) = hidden_rows(np.array(films), 1, seed)

    sets = [set(np.array(films)[part].tolist()) for part in parts]
    assert sum(len(one) for one in sets) == len(set(films))


@given(films=many, seed=st.integers(0, 5))
def test_parts_are_as_large_as_each_other_to_within_a_film(films: list[int], seed: int) -> None:
    (parts,) = hidden_rows(np.unique(films), 1, seed)

    sizes = {len(part) for part in parts}
    assert max(sizes) - min(sizes) <= 1


def test_repeats_are_dealt_otherwise() -> None:
    first, second = hidden_rows(np.arange(40), 2, 0)

    assert first[0].tolist() != second[0].tolist()


def test_the_same_seed_deals_the_same_parts() -> None:
    one, two = (hidden_rows(np.arange(40), 2, 3) for _ in range(2))

    assert [part.tolist() for parts in one for part in parts] == [
        part.tolist() for parts in two for part in parts
    ]


@pytest.mark.parametrize("count", [FEWEST, FEW - 1])
def test_of_few_films_each_is_hidden_alone_and_once(count: int) -> None:
    (parts,) = hidden_rows(np.arange(count), 4, 0)

    assert [part.tolist() for part in parts] == [[row] for row in range(count)]


@pytest.mark.parametrize("count", [0, 1, FEWEST - 1])
def test_too_few_films_are_refused_with_their_number(count: int) -> None:
    with pytest.raises(UsageError, match=f"Only {count} films") as caught:
        hidden_rows(np.arange(count), 4, 0)

    assert_two_lines(caught.value, 2)


def test_twins_are_one_film_of_the_ten_that_are_needed() -> None:
    with pytest.raises(UsageError, match="Only 9 films"):
        hidden_rows(np.array([0, *range(9)]), 4, 0)


def test_a_part_learns_from_the_visible_ratings_alone() -> None:
    part = part_of(OwnMean(), rated((3, 5), (4, 1), (5, 3), (6, 3)), np.array([0]))

    assert part.hidden.movie.tolist() == [3]
    assert part.visible.movie.tolist() == [4, 5, 6]
    assert part.expected(np.array([3])).mean.tolist() == pytest.approx([7 / 3])


def test_stars_beyond_the_scale_count_as_its_ends() -> None:
    assert within_scale(rated((0, 0.5), (1, 3.5)), SCALE).rating.tolist() == [1.0, 3.5]


def test_a_rated_film_is_not_also_a_watched_one_under_any_id() -> None:
    catalogue = tiny_catalogue(titles=["Amber (1990)", "Birch (1990)", "Amber (1990)", "Elm"])

    found = only_watched(catalogue, rated((2, 0), (3, 0), (3, 0)), rated((0, 4), (1, 4)))

    assert found.tolist() == [3]


def test_who_watched_nothing_else_has_no_such_films() -> None:
    assert only_watched(tiny_catalogue(), nothing(), rated((0, 4))).tolist() == []
