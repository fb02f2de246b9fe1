"""How far an answer reaches, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cli import invented

from movierec.answers.recommend import Limits
from movierec.answers.who import Who
from movierec.cli.limits import hits_line, limits_data, limits_line


def limits(**changed: object) -> Limits:
    return replace(invented.limits(), **changed)  # type: ignore[arg-type]


def test_an_answer_tells_the_ratings_it_rests_on_and_their_last_month() -> None:
    assert limits_line("ml-100k-dnn", (Who.user(265),), limits()) == (
        "ml-100k-dnn knows 37 ratings of user 265; it learned from 76,000 of 100,000, "
        "until April 1998."
    )


def test_ratings_without_times_have_no_last_month() -> None:
    line = limits_line("mine", (Who.user(7),), limits(until=""))

    assert line == "mine knows 37 ratings of user 7; it learned from 76,000 of 100,000."


def test_a_single_rating_is_one() -> None:
    assert "1 rating of user 7" in limits_line("mine", (Who.user(7),), limits(own=1))


def test_the_ratings_of_who_sits_here_are_yours() -> None:
    assert "37 ratings of yours;" in limits_line("mine", (Who("you", profile="me"),), limits())


@pytest.mark.parametrize(("films", "words"), [(1, "and 1 film seen"), (9, "and 9 films seen")])
def test_films_seen_without_stars_are_told_apart(films: int, words: str) -> None:
    assert words in limits_line("mine", (Who.user(7),), limits(watched=films))


def test_few_ratings_are_followed_by_those_of_all() -> None:
    assert limits_line("mine", (Who.user(7),), limits(own=12)).startswith(
        "mine knows 12 ratings of user 7 (few: expect little); it learned from 76,000 of 100,000"
    )


@pytest.mark.parametrize(("own", "few"), [(0, True), (19, True), (20, False), (1_000, False)])
def test_few_ratings_are_called_few(own: int, few: bool) -> None:
    assert ("expect little" in limits_line("mine", (Who.user(7),), limits(own=own))) == few


def test_of_several_people_everybodys_ratings_are_told_and_the_fewest_count() -> None:
    people = (Who("you", profile="me"), Who("anna", profile="anna"))

    line = limits_line("mine", people, limits(own=40, with_them=(2,)))

    assert "40 ratings of yours, 2 ratings of anna (few: expect little);" in line


@pytest.mark.parametrize(("hits", "listed"), [(3, 5), (7, 10), (0, 1), (0, 0)])
def test_a_list_that_does_not_lean_to_hits_is_not_said_to(hits: int, listed: int) -> None:
    assert hits_line(limits(hits=hits, listed=listed)) == ""


def test_a_list_that_leans_to_hits_says_so_and_what_looks_further() -> None:
    assert hits_line(limits(hits=4, listed=5, most_rated=1_234)) == (
        "4 of 5 are among the 1,234 most rated films: --popularity gems looks further."
    )


def test_a_list_of_nothing_but_hits_says_all() -> None:
    assert hits_line(limits(hits=5, listed=5)).startswith("All are among the 84 most rated films")


def test_a_list_of_one_film_is_no_all() -> None:
    assert hits_line(limits(hits=1, listed=1)).startswith("It is among the 84 most rated films")


def test_programs_get_null_where_no_day_is_known() -> None:
    assert limits_data(limits(until="")) == {
        "own_ratings": 37,
        "own_watched": 0,
        "others_ratings": (),
        "learned_from": 76_000,
        "ratings": 100_000,
        "until": None,
        "hits": 3,
        "most_rated": 84,
    }


def test_no_other_films_are_praised_where_there_are_too_few() -> None:
    assert hits_line(limits(hits=5, listed=5, others=4)) == ""
    assert hits_line(limits(hits=5, listed=5, others=5)) != ""
