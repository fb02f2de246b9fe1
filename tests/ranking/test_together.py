"""One list for several people, on a made-up model whose lists are known."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from ranking_makers import AMBER, BIRCH, CEDAR, DOGWOOD, ELM, model, viewer
from shop import assert_two_lines

from movierec.errors import UsageError
from movierec.ranking.filters import Filters
from movierec.ranking.recommend import Listed, recommend
from movierec.ranking.together import recommend_together
from movierec.ranking.viewer import Viewer
from movierec.ranking.wanted import STRATEGIES, Steering
from movierec.store.bundle import Bundle

# Of Birch, Cedar and Amber, who saw Elm would choose Cedar (0.6, 0.3 for Amber, 0.1 for Birch), who
# saw Dogwood would choose Birch (likewise). Both like each with 1/4: relevance is half of that.
APPEAL = (0, 0.1, 0.1, 0, 0, 0.3)
LINKS = {(ELM, CEDAR): 0.5, (DOGWOOD, BIRCH): 0.5}
TWO_KINDS = ((1, 0), (1, 0), (0, 1), (0, 1), (0, 1), (1, 0))
every_strategy = pytest.mark.parametrize("strategy", STRATEGIES)


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    return model(tmp_path / "tiny", appeal=APPEAL, links=LINKS, tastes=TWO_KINDS)


def anna(*stars: float) -> Viewer:
    return viewer((ELM, 5), stars=stars or (3,) * 6)


def bert(*stars: float) -> Viewer:
    return viewer((DOGWOOD, 4), stars=stars or (3,) * 6)


def together(
    bundle: Bundle,
    *people: Viewer,
    strategy: str = "average",
    steering: Steering = Steering(),  # noqa: B008  # frozen
    filters: Filters = Filters(),  # noqa: B008  # frozen
    top: int = 9,
) -> Listed:
    steering = replace(steering, strategy=strategy)
    return recommend_together(bundle, people, filters, steering, top)


def titles(found: Listed) -> list[str]:
    return [film.expected.film.title for film in found.films]


@every_strategy
@pytest.mark.parametrize(
    "steering",
    [
        Steering(),
        Steering(by="rating"),
        Steering(popularity="gems"),
        Steering(variety=0.8),
        Steering(by="rating", popularity="hits", variety=0.3),
    ],
    ids=["plain", "rating", "gems", "variety", "all"],
)
def test_one_person_alone_gets_their_own_list(
    bundle: Bundle, strategy: str, steering: Steering
) -> None:
    person = viewer((ELM, 5), (AMBER, 2), stars=(3, 4, 3.5, 3.25, 5, 4.5))

    found = together(bundle, person, strategy=strategy, steering=steering)

    alone = recommend(bundle, person, Filters(), steering, 9)
    assert found.films == alone.films
    assert found.limits == alone.limits
    assert found.given_up == alone.given_up


@every_strategy
def test_the_order_of_the_people_changes_no_film(bundle: Bundle, strategy: str) -> None:
    people = (anna(3, 4, 3.7, 3.1, 3, 3), bert(3, 3.3, 4, 3, 3, 3), viewer(stars=(3.1,) * 6))

    lists = [
        [
            (film.expected.film, film.relevance)
            for film in together(bundle, *order, strategy=strategy).films
        ]
        for order in itertools.permutations(people)
    ]

    assert all(one == lists[0] for one in lists)


def test_the_average_lists_what_one_of_them_wants_most(bundle: Bundle) -> None:
    found = together(bundle, anna(), bert())

    # Birch and Cedar: half of 0.6 and 0.1, halved; Amber: half of 0.3.
    assert titles(found) == ["Birch", "Cedar", "Amber"]
    assert [film.relevance for film in found.films] == pytest.approx([0.175, 0.175, 0.15])


def test_least_misery_lists_what_both_can_live_with(bundle: Bundle) -> None:
    found = together(bundle, anna(), bert(), strategy="least-misery")

    assert titles(found) == ["Amber", "Birch", "Cedar"]
    assert [film.relevance for film in found.films] == pytest.approx([0.15, 0.05, 0.05])


def test_no_veto_leaves_out_what_one_is_expected_to_dislike(bundle: Bundle) -> None:
    found = together(bundle, anna(), bert(3, 3, 2.9, 3, 3, 3), strategy="no-veto")

    assert {*titles(found)} == {"Birch", "Amber"}


def test_the_others_strategies_keep_what_one_is_expected_to_dislike(bundle: Bundle) -> None:
    found = together(bundle, anna(), bert(3, 3, 1, 3, 3, 3))

    assert "Cedar" in titles(found)


def test_what_was_vetoed_is_counted(bundle: Bundle) -> None:
    people = (anna(3, 3, 3, 3, 3, 2), bert(3, 3, 2, 3, 3, 3))

    (veto,) = (
        taken
        for taken in together(bundle, *people, strategy="no-veto").filtered.taken
        if taken.filter == "--strategy no-veto"
    )

    assert (veto.films, veto.alone) == (2, 2)


def test_a_vetoed_film_does_not_take_its_twin_along(bundle: Bundle) -> None:
    found = together(bundle, anna(1, 3, 3, 3, 3, 3), bert(), strategy="no-veto")

    assert "Amber" in titles(found)


def test_where_everything_is_vetoed_the_way_out_is_another_strategy(bundle: Bundle) -> None:
    with pytest.raises(UsageError) as caught:
        together(bundle, anna(), bert(*(1,) * 6), strategy="no-veto")

    assert_two_lines(caught.value, 2)
    assert "--strategy no-veto took 4" in caught.value.what
    assert caught.value.hint.startswith("Leave --strategy no-veto out: 3 films are left")


@every_strategy
def test_no_film_that_one_of_them_saw_is_listed(bundle: Bundle, strategy: str) -> None:
    watched = replace(anna(), watched=viewer((CEDAR, float("nan"))).rated)

    assert {*titles(together(bundle, bert(), watched, strategy=strategy))} == {"Birch", "Amber"}


@every_strategy
def test_no_twin_of_a_film_that_one_of_them_saw_is_listed(bundle: Bundle, strategy: str) -> None:
    found = together(bundle, bert(), viewer((AMBER, 5)), strategy=strategy)

    assert "Amber" not in titles(found)


@every_strategy
def test_no_film_that_one_of_them_hid_is_listed(bundle: Bundle, strategy: str) -> None:
    hiding = replace(anna(), hidden=np.array([BIRCH], dtype=np.int32))

    assert titles(together(bundle, bert(), hiding, strategy=strategy)) != []
    assert "Birch" not in titles(together(bundle, bert(), hiding, strategy=strategy))


def test_filters_act_before_the_list_is_cut(bundle: Bundle) -> None:
    found = together(bundle, anna(), bert(), filters=Filters(genres=("Drama",)), top=1)

    assert titles(found) == ["Birch"]


def test_by_rating_the_mean_of_the_stars_decides(bundle: Bundle) -> None:
    people = (anna(0, 5, 4, 0, 0, 3), bert(0, 1, 3, 0, 0, 3.5))

    found = together(bundle, *people, steering=Steering(by="rating"))

    assert titles(found) == ["Cedar", "Amber", "Birch"]


def test_by_rating_and_least_misery_the_fewest_stars_decide(bundle: Bundle) -> None:
    people = (anna(0, 5, 4, 0, 0, 3.2), bert(0, 1, 3, 0, 0, 3.5))

    found = together(bundle, *people, steering=Steering(by="rating"), strategy="least-misery")

    assert titles(found) == ["Amber", "Cedar", "Birch"]


def test_towards_gems_the_less_known_of_two_near_films_comes_first(tmp_path: Path) -> None:
    bundle = model(tmp_path / "near", appeal=(0, 0.4, 0.39, 0, 0, 0))

    found = together(bundle, viewer(), viewer(), steering=Steering(popularity="0.5"), top=2)

    assert titles(found) == ["Cedar", "Birch"]


def test_what_variety_costs_is_said(bundle: Bundle) -> None:
    found = together(bundle, anna(), bert(), steering=Steering(variety=1.0), top=2)

    assert titles(found) == ["Birch", "Cedar"]
    assert found.given_up == 0


def test_a_film_has_everybodys_prediction_in_their_order(bundle: Bundle) -> None:
    film, *_ = together(bundle, bert(0, 4, 0, 0, 0, 0), anna(0, 2, 0, 0, 0, 0)).films

    assert film.expected.predicted == 4
    assert [other.predicted for other in film.others] == [2]


def test_a_film_has_the_reason_of_whom_it_is_for(bundle: Bundle) -> None:
    birch, cedar, amber = together(bundle, anna(), bert()).films

    assert birch.because == ()
    assert [reason.film.title for (reason,) in birch.others_because] == ["Dogwood"]
    assert [reason.film.title for reason in cedar.because] == ["Elm"]
    assert cedar.others_because == ((),)
    assert (amber.because, amber.others_because) == ((), ((),))


def test_a_reason_that_says_little_beside_anothers_is_left_out(tmp_path: Path) -> None:
    links = {(ELM, CEDAR): 0.5, (DOGWOOD, CEDAR): 0.05}
    bundle = model(tmp_path / "tiny", appeal=APPEAL, links=links)

    (cedar,) = (
        film
        for film in together(bundle, anna(), bert()).films
        if film.expected.film.title == "Cedar"
    )

    assert [reason.film.title for reason in cedar.because] == ["Elm"]
    assert cedar.others_because == ((),)


def test_everybodys_ratings_are_counted_apart(bundle: Bundle) -> None:
    limits = together(bundle, anna(), viewer((ELM, 5), (DOGWOOD, 2))).limits

    assert (limits.own, limits.with_them) == (1, (2,))
