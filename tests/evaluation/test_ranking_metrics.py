"""Figures of lists against numbers worked out by hand."""

from __future__ import annotations

from dataclasses import fields, replace
from math import log2

import numpy as np
import pytest

from movierec.answers.ranking import Estimate, RankingMetrics
from movierec.evaluation.film_popularity import Popularity
from movierec.evaluation.ranking_metrics import (
    Lists,
    mean_estimate,
    measure_lists,
    ndcg_difference,
    ndcg_shares,
    user_figures,
)
from movierec.evaluation.relevant_films import Relevant

LOG3 = 1 / log2(3)  # gain of a hit at rank 2

# User 4 hits at ranks 1 and 3 and has found everything; user 6 has a list of two films and four
# relevant ones, and hits at rank 2.
LISTS = Lists(np.array([4, 6]), np.array([[4, 2, 1], [5, 0, -1]]))
RELEVANT = Relevant(np.array([4, 6]), np.array([0, 2, 6]), np.array([1, 4, 0, 1, 2, 3]))
POPULARITY = Popularity(
    counts=np.array([3, 0, 1, 7, 7, 1, 0, 0]),
    raters=15,
    history=np.array([0, 0, 0, 0, 4.0, 0, 2.0]),
)


def lists_of(*films: list[int]) -> Lists:
    return Lists(np.arange(len(films)), np.array(films))


def relevant_of(*films: list[int]) -> Relevant:
    ends = np.cumsum([0, *(len(one) for one in films)])
    return Relevant(np.arange(len(films)), ends, np.concatenate(films))


def random_lists(users: int, seed: int = 0) -> tuple[Lists, Relevant, Popularity]:
    random = np.random.default_rng(seed)
    films = [random.permutation(400)[:5].tolist() for _ in range(users)]
    wanted = [random.permutation(400)[:4].tolist() for _ in range(users)]
    counts = random.integers(1, users, size=400)
    popularity = Popularity(counts, users, random.uniform(1, 9, size=users))
    return lists_of(*films), relevant_of(*wanted), popularity


def values(found: RankingMetrics) -> dict[str, float]:
    return {
        field.name: getattr(found, field.name).value
        for field in fields(found)
        if field.name not in ("users", "k")
    }


def test_ndcg_is_the_gain_over_that_of_the_best_list_of_that_length() -> None:
    found = user_figures(LISTS, RELEVANT)

    assert found.ndcg == pytest.approx([1.5 / (1 + LOG3), LOG3 / (1.5 + LOG3)])


def test_recall_is_over_what_a_list_of_that_length_can_hold() -> None:
    assert user_figures(LISTS, RELEVANT).recall == pytest.approx([1, 1 / 3])


def test_precision_is_over_the_length_asked_for_even_where_a_list_is_shorter() -> None:
    assert user_figures(LISTS, RELEVANT).precision == pytest.approx([2 / 3, 1 / 3])


def test_the_reciprocal_rank_is_that_of_the_first_hit() -> None:
    assert user_figures(LISTS, RELEVANT).mrr.tolist() == [1, 0.5]


def test_a_list_without_a_hit_is_worth_nothing() -> None:
    found = user_figures(lists_of([1, 2]), relevant_of([3]))

    assert [getattr(found, field.name).tolist() for field in fields(found)] == [[0]] * 5


def test_a_perfect_list_is_worth_everything() -> None:
    found = user_figures(lists_of([3, 1]), relevant_of([1, 2, 3]))

    assert [getattr(found, field.name).tolist() for field in fields(found)] == [[1]] * 5


def test_an_unknown_film_is_not_found_by_a_list_that_is_short() -> None:
    found = user_figures(lists_of([1, -1]), relevant_of([-1]))

    assert found.hit_rate.tolist() == [0]


def test_a_film_that_another_user_should_see_is_no_hit() -> None:
    assert user_figures(lists_of([1], [2]), relevant_of([2], [1])).hit_rate.tolist() == [0, 0]


def test_means_over_users_are_those_of_their_figures() -> None:
    found = measure_lists(LISTS, RELEVANT, POPULARITY)

    figures = user_figures(LISTS, RELEVANT)
    assert (found.users, found.k) == (2, 3)
    for field in fields(figures):
        assert values(found)[field.name] == pytest.approx(getattr(figures, field.name).mean())


def test_coverage_is_the_share_of_the_catalogue_that_is_in_a_list() -> None:
    assert measure_lists(LISTS, RELEVANT, POPULARITY).coverage.value == 5 / 8


def test_novelty_is_the_mean_information_of_listed_films_in_bits() -> None:
    # Counts 7, 1 and 0 of 15 users are 1, 3 and 4 bits; 1 and 3 are 3 and 2 bits.
    found = measure_lists(LISTS, RELEVANT, POPULARITY).novelty.value

    assert found == pytest.approx(((1 + 3 + 4) / 3 + (3 + 2) / 2) / 2)


def test_popularity_is_the_mean_count_of_listed_films() -> None:
    found = measure_lists(LISTS, RELEVANT, POPULARITY).popularity.value

    assert found == pytest.approx(((7 + 1 + 0) / 3 + (1 + 3) / 2) / 2)


def test_the_lift_is_the_popularity_of_lists_over_that_of_their_users_histories() -> None:
    found = measure_lists(LISTS, RELEVANT, POPULARITY)

    assert found.popularity_lift.value == pytest.approx(found.popularity.value / 3)


def test_a_user_without_a_history_does_not_count_in_the_lift() -> None:
    alone = replace(POPULARITY, history=np.array([0, 0, 0, 0, 4.0, 0, 0]))

    found = measure_lists(LISTS, RELEVANT, alone)

    assert found.popularity_lift.value == pytest.approx((8 / 3) / 4)


def test_an_empty_list_has_no_novelty_to_count() -> None:
    lists = replace(LISTS, movies=np.array([[4, 2, 1], [-1, -1, -1]]))

    found = measure_lists(lists, RELEVANT, POPULARITY)

    assert found.novelty.value == pytest.approx((1 + 3 + 4) / 3)


def test_where_every_list_is_empty_nothing_is_found() -> None:
    lists = replace(LISTS, movies=np.full((2, 3), -1))

    assert set(values(measure_lists(lists, RELEVANT, POPULARITY)).values()) == {0}


def test_every_interval_holds_its_figure() -> None:
    found = measure_lists(*random_lists(200), np.random.default_rng(0))

    for name, value in values(found).items():
        estimate = getattr(found, name)
        assert estimate.low < value < estimate.high


def test_with_few_users_there_is_no_interval() -> None:
    few = measure_lists(*random_lists(29), np.random.default_rng(0))
    enough = measure_lists(*random_lists(30), np.random.default_rng(0))

    assert (few.ndcg.low, few.ndcg.high, few.coverage.low) == (None, None, None)
    assert enough.ndcg.low is not None


def test_without_a_generator_there_is_no_interval() -> None:
    assert measure_lists(*random_lists(60)).ndcg.low is None


def test_the_same_seed_gives_the_same_intervals() -> None:
    first, again = (measure_lists(*random_lists(60), np.random.default_rng(1)) for _ in range(2))

    assert first == again


def test_a_difference_is_that_of_the_means() -> None:
    first, second = np.array([0.5, 0.1]), np.array([0.2, 0.2])

    assert ndcg_difference(first, second, np.random.default_rng(0)) == Estimate(
        pytest.approx(0.1), None, None
    )


def test_a_system_does_not_differ_from_itself() -> None:
    ndcg = np.random.default_rng(0).random(50)

    assert ndcg_difference(ndcg, ndcg, np.random.default_rng(1)) == Estimate(0, 0, 0)


def test_pairing_leaves_out_what_is_hard_for_both() -> None:
    random = np.random.default_rng(0)
    hard = random.random(400)
    better = hard + 0.01 + 0.01 * random.normal(size=400)

    found = ndcg_difference(better, hard, np.random.default_rng(1))
    apart = ndcg_difference(better, random.permutation(hard), np.random.default_rng(1))

    assert found.low is not None
    assert apart.low is not None
    assert found.low > 0
    assert apart.low < 0


def test_what_each_held_out_film_adds_is_its_gain_over_the_best_lists() -> None:
    shares = ndcg_shares(LISTS, RELEVANT)

    best_of_two, best_of_three = 1 + LOG3, 1 + LOG3 + 1 / 2
    assert shares == pytest.approx(
        [0.5 / best_of_two, 1 / best_of_two, LOG3 / best_of_three, 0, 0, 0]
    )


@pytest.mark.parametrize("seed", range(5))
def test_what_films_add_sums_to_their_lists_ndcg(seed: int) -> None:
    lists, relevant, _ = random_lists(40, seed)

    shares = ndcg_shares(lists, relevant)

    summed = np.add.reduceat(shares, relevant.offsets[:-1])
    assert summed == pytest.approx(user_figures(lists, relevant).ndcg)


def test_an_unknown_film_adds_nothing_to_a_short_list() -> None:
    shares = ndcg_shares(lists_of([3, -1]), relevant_of([-1, 3]))

    assert shares == pytest.approx([0, 1 / (1 + LOG3)])


def test_a_mean_of_few_values_has_no_interval() -> None:
    found = mean_estimate(np.arange(29.0), np.random.default_rng(0))

    assert found == Estimate(14.0, None, None)


def test_the_interval_of_a_mean_lies_around_it() -> None:
    found = mean_estimate(np.arange(30.0), np.random.default_rng(0))

    assert found.value == 14.5
    assert found.low is not None
    assert found.high is not None
    assert 11 < found.low < 14 < 15 < found.high < 18
