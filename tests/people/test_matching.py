"""Titles with typos, articles in either place, brackets, years and twins."""

from __future__ import annotations

import pytest
from makers import TRICKY_TITLES, tiny_catalogue

from movierec.errors import UnknownError, UsageError
from movierec.people.matching import find_film

CATALOGUE = tiny_catalogue(titles=TRICKY_TITLES)


@pytest.mark.parametrize(
    ("typed", "row"),
    [
        ("Paper Lanterns", 0),
        ("paper lanterns (1995)", 0),
        ("The Glass Harbour", 1),
        ("Glass Harbour, The", 1),
        ("glass harbour", 1),
        ("Nine", 2),
        ("N1ne", 2),
        ("La Ville des petites lampes", 3),
        ("The Town of Small Lamps", 3),
        ("Sabrine (1954)", 4),
        ("Un été sans lune", 6),
        ("un ete sans lune", 6),
        ("Salt and Smoke", 7),
        ("1984", 8),
        ("雨の日の灯台", 12),
    ],
)
def test_a_film_is_found_however_its_title_is_written(typed: str, row: int) -> None:
    assert find_film(CATALOGUE, typed).movie == row


def test_of_two_films_with_one_title_the_more_rated_is_taken_and_said() -> None:
    match = find_film(CATALOGUE, "Sabrine")

    assert match.movie == 5
    assert "2 films match" in match.remark
    assert "Sabrine (1995)" in match.remark


def test_twins_are_one_film_and_need_no_remark() -> None:
    assert find_film(CATALOGUE, "Amber Road") == find_film(CATALOGUE, "Amber Road (1997)")
    assert find_film(CATALOGUE, "Amber Road").remark == ""


def test_a_number_that_is_no_title_is_a_movielens_id() -> None:
    # The tiny catalogue's ids are 1, 4, 7, ...
    assert find_film(CATALOGUE, "4").movie == 1


@pytest.mark.parametrize("typed", ["Papr Lanterns", "Paper", "Paper Lanterns (1960)"])
def test_what_only_resembles_is_offered_and_not_taken(typed: str) -> None:
    with pytest.raises(UnknownError) as caught:
        find_film(CATALOGUE, typed)

    assert "Did you mean Paper Lanterns (1995)" in caught.value.hint


def test_an_empty_title_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="empty"):
        find_film(CATALOGUE, "  ")
