"""Genres in any spelling, in either of MovieLens's vocabularies."""

from __future__ import annotations

import pytest
from makers import GENRES_100K
from shop import assert_two_lines

from movierec.errors import UsageError
from movierec.ranking.genres import find_genres

GENRES_CSV = ("Animation", "Children", "Film-Noir", "IMAX", "Sci-Fi", "(no genres listed)")


@pytest.mark.parametrize(
    ("typed", "genre"),
    [
        ("Comedy", "Comedy"),
        ("comedy", "Comedy"),
        (" DRAMA ", "Drama"),
        ("thrillers", "Thriller"),
        ("sci-fi", "Sci-Fi"),
        ("scifi", "Sci-Fi"),
        ("science fiction", "Sci-Fi"),
        ("children", "Children's"),
        ("childrens", "Children's"),
        ("kids", "Children's"),
        ("noir", "Film-Noir"),
        ("film noir", "Film-Noir"),
        ("animated", "Animation"),
        ("unknown", "unknown"),
    ],
)
def test_a_genre_is_found_however_it_is_written(typed: str, genre: str) -> None:
    assert find_genres([typed], GENRES_100K, "ml-100k") == (genre,)


@pytest.mark.parametrize("typed", ["children's", "Children", "kids"])
def test_a_genre_may_be_named_as_another_data_set_does(typed: str) -> None:
    assert find_genres([typed], GENRES_CSV, "ml-32m") == ("Children",)


def test_genres_stay_in_order_and_are_named_once() -> None:
    assert find_genres(["war", "Drama", "WAR"], GENRES_100K, "ml-100k") == ("War", "Drama")


def test_a_misspelt_genre_is_offered_as_it_should_be() -> None:
    with pytest.raises(UsageError) as caught:
        find_genres(["Horor"], GENRES_100K, "ml-100k")

    assert_two_lines(caught.value, 2)
    assert caught.value.what == "There is no genre 'Horor' in ml-100k."
    assert caught.value.hint.startswith("Did you mean Horror? Choose among: unknown, Action, ")


@pytest.mark.parametrize("typed", ["", "'", "qqqq", "\x1b[31m"])
def test_what_resembles_no_genre_is_answered_with_all_of_them(typed: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_genres([typed], GENRES_100K, "ml-100k")

    assert caught.value.hint.startswith("Choose among: ")


def test_a_data_set_without_genres_says_so() -> None:
    with pytest.raises(UsageError) as caught:
        find_genres(["Drama"], (), "mine")

    assert_two_lines(caught.value, 2)
    assert caught.value.what == "mine knows no genres."


def test_of_two_genres_that_differ_in_case_the_exact_one_is_meant() -> None:
    assert find_genres(["war", "War", "WAR"], ("War", "war"), "mine") == ("war", "War")
