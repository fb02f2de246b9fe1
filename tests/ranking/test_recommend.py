"""From somebody to a list with reasons, on a made-up model whose lists are known."""

from __future__ import annotations

from pathlib import Path

import pytest
from ranking_makers import (
    AMBER,
    AMBER_TOO,
    BIRCH,
    CEDAR,
    DOGWOOD,
    ELM,
    films,
    model,
    viewer,
)
from shop import assert_two_lines

from movierec.errors import UsageError
from movierec.ranking.filters import Filters
from movierec.ranking.recommend import Listed, check_steering, explain, recommend
from movierec.ranking.wanted import Steering
from movierec.store.bundle import Bundle

APPEAL = (0, 0.4, 0.3, 0.2, 0.1, 0.25)
TWO_KINDS = ((1, 0), (1, 0), (1, 0), (0, 1), (0, 1), (1, 0))


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    links = {(ELM, CEDAR): 0.5, (DOGWOOD, CEDAR): 0.25, (DOGWOOD, BIRCH): -0.5}
    return model(tmp_path / "tiny", appeal=APPEAL, links=links, tastes=TWO_KINDS)


def listed(found: Listed) -> list[str]:
    return [film.expected.film.title for film in found.films]


def test_without_a_history_the_appeal_decides(bundle: Bundle) -> None:
    found = recommend(bundle, viewer(), Filters(), Steering(), 9)

    assert listed(found) == ["Birch", "Cedar", "Amber", "Dogwood", "Elm"]


def test_what_was_rated_changes_the_order(bundle: Bundle) -> None:
    found = recommend(bundle, viewer((DOGWOOD, 5)), Filters(), Steering(), 9)

    assert listed(found) == ["Cedar", "Amber", "Elm", "Birch"]


def test_relevance_is_weighed_by_the_chance_of_four_stars(bundle: Bundle) -> None:
    found = recommend(bundle, viewer((DOGWOOD, 5)), Filters(), Steering(), 9)

    # The root of 1/4 is 1/2; below 0 it counts 2 less that.
    assert [film.relevance for film in found.films] == pytest.approx(
        [(0.3 + 0.25) / 2, 0.25 / 2, 0.1 / 2, (0.4 - 0.5) * 1.5]
    )


def test_a_list_names_the_ratings_that_add_to_a_film(bundle: Bundle) -> None:
    found = recommend(bundle, viewer((DOGWOOD, 2), (ELM, 5)), Filters(), Steering(), 9)

    cedar, _, birch = found.films
    assert [(reason.film.title, reason.adds) for reason in cedar.because] == [
        ("Elm", pytest.approx(0.25)),
        ("Dogwood", pytest.approx(0.125)),
    ]
    assert birch.because == ()


def test_by_rating_the_predicted_stars_decide(bundle: Bundle) -> None:
    person = viewer(stars=(1, 2, 3, 4.5, 4, 3.5))

    found = recommend(bundle, person, Filters(), Steering(by="rating"), 3)

    assert listed(found) == ["Dogwood", "Elm", "Amber"]


def test_stars_beyond_the_scale_still_tell_films_apart(bundle: Bundle) -> None:
    person = viewer(stars=(1, 5.1, 5.3, 5.2, 1, 1))

    found = recommend(bundle, person, Filters(), Steering(by="rating"), 3)

    assert listed(found) == ["Cedar", "Dogwood", "Birch"]
    assert [film.expected.predicted for film in found.films] == [5, 5, 5]


def test_filters_act_before_the_list_is_cut(bundle: Bundle) -> None:
    found = recommend(bundle, viewer(), Filters(genres=("Drama",)), Steering(), 2)

    assert listed(found) == ["Birch", "Dogwood"]


def test_towards_gems_the_less_known_of_two_near_films_comes_first(tmp_path: Path) -> None:
    bundle = model(tmp_path / "near", appeal=(0, 0.4, 0.39, 0, 0, 0))

    found = recommend(bundle, viewer(), Filters(), Steering(popularity="0.5"), 2)

    assert listed(found) == ["Cedar", "Birch"]


def test_towards_hits_the_better_known_of_two_near_films_comes_first(tmp_path: Path) -> None:
    bundle = model(tmp_path / "near", appeal=(0, 0.39, 0.4, 0, 0, 0))

    found = recommend(bundle, viewer(), Filters(), Steering(popularity="hits"), 2)

    assert listed(found) == ["Birch", "Cedar"]


def test_the_dial_turns_a_list_by_rating_too(bundle: Bundle) -> None:
    person = viewer(stars=(3, 3.2, 3.19, 3, 3, 3))

    found = recommend(bundle, person, Filters(), Steering(by="rating", popularity="gems"), 2)

    assert listed(found) == ["Cedar", "Birch"]


def test_the_relevance_shown_is_not_turned(bundle: Bundle) -> None:
    plain = recommend(bundle, viewer(), Filters(), Steering(), 9)
    turned = recommend(bundle, viewer(), Filters(), Steering(popularity="gems"), 9)

    assert {film.expected.film.title: film.relevance for film in turned.films} == {
        film.expected.film.title: film.relevance for film in plain.films
    }


def test_with_variety_a_film_that_others_like_comes_forward(bundle: Bundle) -> None:
    found = recommend(bundle, viewer(), Filters(), Steering(variety=0.8), 2)

    assert listed(found) == ["Birch", "Dogwood"]


def test_what_variety_costs_is_said(bundle: Bundle) -> None:
    found = recommend(bundle, viewer(), Filters(), Steering(variety=0.8), 2)

    # Birch and Dogwood for Birch and Cedar.
    films = recommend(bundle, viewer(), Filters(), Steering(), 2).films
    plain = sum(film.relevance for film in films)
    varied = sum(film.relevance for film in found.films)
    assert found.given_up == pytest.approx(1 - varied / plain)
    assert 0 < found.given_up < 1


def test_without_variety_nothing_is_said_of_its_cost(bundle: Bundle) -> None:
    assert recommend(bundle, viewer(), Filters(), Steering(), 2).given_up is None


def test_a_list_counts_the_ratings_it_rests_on(bundle: Bundle) -> None:
    found = recommend(bundle, viewer((ELM, 3), (CEDAR, 2)), Filters(), Steering(), 2).limits

    assert (found.own, found.ratings, found.until, found.listed) == (2, 310, "1998-04-22", 2)


def test_no_film_left_is_a_usage_error(bundle: Bundle) -> None:
    with pytest.raises(UsageError) as caught:
        recommend(bundle, viewer(), Filters(min_ratings=101), Steering(), 2)

    assert_two_lines(caught.value, 2)
    assert "--min-ratings 101 took 6" in caught.value.what


@pytest.mark.parametrize(
    "steering",
    [Steering(by="magic"), Steering(popularity="gem"), Steering(variety=2)],
    ids=["by", "popularity", "variety"],
)
def test_what_cannot_be_meant_is_a_usage_error(steering: Steering) -> None:
    with pytest.raises(UsageError) as caught:
        check_steering(steering)

    assert_two_lines(caught.value, 2)


def test_the_sum_of_a_film_is_its_relevance(bundle: Bundle) -> None:
    found = explain(bundle, viewer((DOGWOOD, 2), (ELM, 5)), CEDAR, 265)

    assert found.appeal == pytest.approx(0.15)
    assert [reason.adds for reason in found.contributions] == pytest.approx([0.25, 0.125])
    assert found.relevance == pytest.approx(0.15 + 0.25 + 0.125)
    assert found.factor == pytest.approx(0.5)


def test_the_sum_tells_what_takes_away(bundle: Bundle) -> None:
    found = explain(bundle, viewer((DOGWOOD, 2), (ELM, 5)), BIRCH, 265)

    assert [(reason.film.title, reason.adds) for reason in found.contributions] == [
        ("Elm", 0),
        ("Dogwood", pytest.approx(-0.75)),
    ]
    assert found.relevance == pytest.approx(0.6 - 0.75)


def test_the_place_of_a_film_is_its_rank_in_the_whole_list(bundle: Bundle) -> None:
    person = viewer((DOGWOOD, 5))
    catalogue = films()
    ranks = listed(recommend(bundle, person, Filters(), Steering(), 9))

    for place, title in enumerate(ranks, 1):
        (movie,) = (
            row for row in (AMBER_TOO, BIRCH, CEDAR, ELM) if catalogue.titles[row].startswith(title)
        )
        found = explain(bundle, person, movie, 265)
        assert (found.place, found.places) == (place, len(ranks))


def test_a_rated_film_has_no_place(bundle: Bundle) -> None:
    found = explain(bundle, viewer((CEDAR, 2)), CEDAR, 265)

    assert found.place is None
    assert found.places == 4
    assert found.expected.rated == 2


@pytest.mark.parametrize(
    ("rated", "movie"),
    [((AMBER, 4), AMBER_TOO), ((ELM, 4), AMBER)],
    ids=["twin of a rated film", "twin of a better known one"],
)
def test_a_film_that_is_never_listed_has_no_place(
    bundle: Bundle, rated: tuple[int, float], movie: int
) -> None:
    assert explain(bundle, viewer(rated), movie, 265).place is None


def test_a_film_says_nothing_about_itself(bundle: Bundle) -> None:
    found = explain(bundle, viewer((CEDAR, 2)), CEDAR, 265)

    assert [reason.adds for reason in found.contributions] == [0]
    assert found.relevance == pytest.approx(found.appeal)


def test_a_film_without_a_history_is_its_appeal(bundle: Bundle) -> None:
    found = explain(bundle, viewer(), AMBER_TOO, 265)

    assert found.contributions == ()
    assert found.relevance == found.appeal == pytest.approx(0.125)
