"""Lists for one person: by hand, without twins of what is visible, and of a known taste."""

from __future__ import annotations

from dataclasses import replace
from math import log2

import numpy as np
import pytest
from makers import tiny_catalogue
from person_makers import OwnMean, Watching, everybody, nothing, rated, systems
from relevance_makers import two_groups

from movierec.answers.me import PersonLists
from movierec.evaluation import person_lists
from movierec.evaluation.baselines import BIAS_MODEL
from movierec.evaluation.person import Systems, measure_person
from movierec.evaluation.person_lists import (
    DAMPED_MEAN,
    POPULAR,
    part_lists,
)
from movierec.evaluation.person_parts import MODEL, part_of
from movierec.records import Catalogue, Ratings
from movierec.scoring.relevance import RelevanceScorer
from movierec.training.relevance.fit import fit_relevance

MOVIES = 14
# Rows 0 and 12 are twins, and 13 stands for itself.
TITLES = [*(f"Film {row} (1990)" for row in range(12)), "Film 0 (1990)", "Film 13 (1990)"]
NONE = np.zeros(0, dtype=np.int32)


def fourteen(relevance: Watching | None = None, catalogue: Catalogue | None = None) -> Systems:
    """Film row r has r + 1 ratings of 3 stars, and is the less of a choice the higher its row."""
    ratings = everybody(*((user, film, 3) for film in range(MOVIES) for user in range(film + 1)))
    return systems(ratings, MOVIES, MOVIES, relevance=relevance, catalogue=catalogue)


def twins() -> Systems:
    ratings = everybody(*((user, film, 3) for film in range(MOVIES) for user in range(film + 1)))
    return fourteen(catalogue=tiny_catalogue(MOVIES, titles=TITLES, ratings=ratings, traits=False))


def liked(count: int) -> Ratings:
    return rated(*((film, 4.0) for film in range(count)))


def lists_of(found: PersonLists | None) -> PersonLists:
    assert found is not None
    return found


def test_figures_are_those_worked_out_by_hand() -> None:
    found = lists_of(measure_person(fourteen(), liked(10), nothing()).lists)

    # One film of the ten is hidden at a time: before four others by the model, behind them by
    # the number of ratings.
    assert (found.k, found.lists, found.liked) == (10, 10, 10)
    assert found.figures.ndcg.value == pytest.approx(1)
    assert found.figures.hits == pytest.approx(1)
    assert found.baselines[POPULAR].ndcg.value == pytest.approx(1 / log2(6))
    assert found.gains[POPULAR].by.value == pytest.approx(1 - 1 / log2(6))


def test_the_best_baseline_stands_first() -> None:
    found = lists_of(measure_person(fourteen(), liked(10), nothing()).lists)

    assert list(found.baselines) == [DAMPED_MEAN, BIAS_MODEL, POPULAR]
    assert found.baselines[DAMPED_MEAN].ndcg.value == pytest.approx(1)


def test_only_hidden_films_of_4_stars_or_more_count() -> None:
    own = rated(*((film, 4.0 if film < 3 else 3.5) for film in range(10)))

    found = lists_of(measure_person(fourteen(), own, nothing()).lists)

    assert (found.lists, found.liked) == (3, 3)


def test_who_likes_nothing_has_no_lists() -> None:
    own = rated(*((film, 3.5) for film in range(10)))

    assert measure_person(fourteen(), own, nothing()).lists is None


def test_few_liked_films_have_no_interval_and_no_verdict() -> None:
    found = lists_of(measure_person(fourteen(), liked(10), nothing()).lists)

    assert found.figures.ndcg.low is None
    assert found.gains[POPULAR].better is None


def test_an_interval_is_half_as_wide_again_as_hidden_films_alone_make_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    movies = 100
    there = systems(
        everybody(*((user, film, 3) for film in range(movies) for user in range(4))), 4, movies
    )
    own = rated(*((film, 3.0 + film % 2) for film in range(movies)))
    wide = lists_of(measure_person(there, own, nothing()).lists).figures.ndcg
    monkeypatch.setattr(person_lists, "WIDER", 1.0)
    narrow = lists_of(measure_person(there, own, nothing()).lists).figures.ndcg

    assert wide.value == narrow.value
    assert wide.low is not None
    assert narrow.low is not None
    assert narrow.value - wide.low == pytest.approx(1.5 * (narrow.value - narrow.low))


def test_an_interval_stays_where_the_figure_can_be() -> None:
    there = systems(
        everybody(*((user, film, 3) for film in range(50) for user in range(film + 1))), 50, 50
    )

    found = lists_of(measure_person(there, liked(40), nothing()).lists)

    for figures in (found.figures, *found.baselines.values()):
        assert figures.ndcg.low is not None
        assert figures.ndcg.high is not None
        assert 0 <= figures.ndcg.low <= figures.ndcg.value <= figures.ndcg.high <= 1


def test_neither_visible_nor_watched_films_are_listed() -> None:
    part = part_of(OwnMean(), liked(10), np.array([2]))
    there = fourteen()

    found = part_lists(
        part,
        np.array([11], dtype=np.int32),
        there.relevance,
        there.catalogue,
        there.tally,
        there.bias,
    )

    assert {name: films.tolist() for name, films in found.items()} == {
        MODEL: [2, 10, 12, 13],
        POPULAR: [13, 12, 10, 2],
        DAMPED_MEAN: [2, 10, 12, 13],
        BIAS_MODEL: [2, 10, 12, 13],
    }


def test_watched_films_are_part_of_the_history_and_hidden_ones_are_not() -> None:
    relevance = Watching(np.arange(MOVIES, 0.0, -1.0))

    measure_person(fourteen(relevance), liked(10), rated((11, np.nan), (3, np.nan)))

    assert relevance.asked[3] == [0, 1, 2, 4, 5, 6, 7, 8, 9, 11]


def test_films_that_were_watched_and_not_rated_are_counted() -> None:
    found = measure_person(fourteen(), liked(10), rated((11, np.nan), (3, np.nan)))

    assert found.watched == 1


def test_a_twin_of_a_visible_film_is_never_listed() -> None:
    there = twins()
    part = part_of(OwnMean(), liked(10), np.array([2]))

    found = part_lists(part, NONE, there.relevance, there.catalogue, there.tally, there.bias)

    assert not any(12 in films for films in found.values())


def test_a_hidden_film_is_found_under_its_other_id() -> None:
    there = twins()
    part = part_of(OwnMean(), liked(10), np.array([0]))

    listed = part_lists(part, NONE, there.relevance, there.catalogue, there.tally, there.bias)
    found = lists_of(measure_person(there, liked(10), nothing()).lists)

    # Row 12 has more ratings, and so stands for both.
    assert listed[POPULAR].tolist() == [13, 12, 11, 10]
    assert found.figures.hits == pytest.approx(1)
    assert found.baselines[POPULAR].hits == pytest.approx(1)


def test_two_ids_of_a_liked_film_are_one_film() -> None:
    own = rated(*((film, 4.0) for film in range(10)), (12, 5.0))

    found = lists_of(measure_person(twins(), own, nothing()).lists)

    assert (found.lists, found.liked) == (10, 10)
    assert found.figures.ndcg.value == pytest.approx((9 + 1 / log2(4)) / 10)


def test_a_film_with_a_single_5_does_not_have_the_highest_average() -> None:
    ratings = everybody(
        (0, 0, 5),
        *((user, 1, 4.5) for user in range(60)),
        *((user, film, 2) for user in range(10) for film in range(2, 12)),
    )
    there = systems(ratings, 60, 12)
    part = part_of(OwnMean(), rated((2, 4), (3, 4)), np.array([0]))

    found = part_lists(part, NONE, there.relevance, there.catalogue, there.tally, there.bias)

    assert found[DAMPED_MEAN][:2].tolist() == [1, 0]


def test_the_bias_model_lists_films_by_what_strict_and_mild_users_add_to_them() -> None:
    # All three films have a mean of 3, yet film 0 has it from users who give 1 to others.
    strict, mild = range(20), range(20, 40)
    ratings = everybody(
        *((user, 0, 3) for user in strict),
        *((user, 1, 3) for user in mild),
        *((user, 2, 3) for user in range(40)),
        *((user, film, 1) for user in strict for film in range(3, 12)),
        *((user, film, 5) for user in mild for film in range(3, 12)),
    )
    there = systems(ratings, 40, 12)
    part = part_of(OwnMean(), rated(*((film, 4.0) for film in range(3, 12))), np.array([0]))

    found = part_lists(part, NONE, there.relevance, there.catalogue, there.tally, there.bias)

    assert [film for film in found[BIAS_MODEL].tolist() if film < 3] == [0, 2, 1]


def test_a_hidden_rating_changes_no_list() -> None:
    there, own = fourteen(), liked(10)
    changed = replace(own, rating=np.where(np.arange(10) == 4, 1, 4).astype(np.float32))

    first, second = (
        part_lists(
            part_of(OwnMean(), ratings, np.array([4])),
            NONE,
            there.relevance,
            there.catalogue,
            there.tally,
            there.bias,
        )
        for ratings in (own, changed)
    )

    assert {name: films.tolist() for name, films in first.items()} == {
        name: films.tolist() for name, films in second.items()
    }


def test_who_watches_one_of_two_groups_gets_better_lists_than_the_most_popular() -> None:
    users, movies = 80, 120
    ratings = two_groups(users, movies)
    relevance = RelevanceScorer(fit_relevance(ratings, users, movies), movies)
    there = systems(ratings, users, movies, relevance=relevance)
    own = rated(*((film, 4.0 + film % 3 / 2) for film in range(0, movies, 2)))

    found = lists_of(measure_person(there, own, nothing()).lists)

    assert (found.lists, found.liked) == (20, 60)
    assert found.figures.hits > 9
    assert found.gains[POPULAR].better is True
    low, high = found.figures.ndcg.low, found.figures.ndcg.high
    assert low is not None
    assert high is not None
    assert low <= found.figures.ndcg.value <= high


@pytest.mark.parametrize("seed", range(4))
def test_random_films_get_no_better_lists_than_the_most_popular(seed: int) -> None:
    users, movies = 80, 120
    ratings = two_groups(users, movies)
    relevance = RelevanceScorer(fit_relevance(ratings, users, movies), movies)
    there = systems(ratings, users, movies, relevance=relevance)
    chosen = np.random.default_rng(seed).permutation(movies)[:40]
    own = rated(*((int(film), 4.0) for film in chosen))

    found = lists_of(measure_person(there, own, nothing()).lists)

    assert found.gains[POPULAR].better is not True
