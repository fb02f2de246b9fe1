"""Which films somebody would choose next: a sum over their history that explains itself."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from relevance_makers import MOVIES, USERS, random_histories

from movierec.errors import DataError
from movierec.scoring.relevance import (
    LIKE_POWER,
    OLD,
    RECENT,
    RelevanceScorer,
    Taste,
    liking_factor,
)
from movierec.training.relevance.fit import fit_relevance

Arrays = dict[str, np.ndarray]
FILMS = 5


def hand_made(**changed: np.ndarray) -> Arrays:
    """Return five films: 0 speaks for 1 and against 2, 1 for 0; the last two only by factors."""
    return {
        "pair.offsets": np.array([0, 2, 3, 3, 3, 3], dtype=np.int64),
        "pair.movie": np.array([1, 2, 0], dtype=np.int32),
        "pair.both": np.array([0.5, -0.25, 0.125], dtype=np.float16),
        "pair.after": np.array([0.25, 0.0, 0.5], dtype=np.float16),
        "factor.source": np.array([[0], [0], [0], [1], [2]], dtype=np.float32),
        "factor.target": np.array([[0], [0], [0.5], [1], [4]], dtype=np.float32),
        "appeal": np.array([0.5, 0.25, 0.125, 0, 0], dtype=np.float32),
        "liked": np.zeros((FILMS, 1), dtype=np.float32),
        **changed,
    }


def films(*movies: int) -> np.ndarray:
    return np.array(movies, dtype=np.int64)


def watch(*movies: int, times: tuple[int, ...] | None = None) -> list[float]:
    taste = (
        Taste.unordered(films(*movies))
        if times is None
        else Taste.of(films(*movies), films(*times))
    )
    return RelevanceScorer(hand_made(), FILMS).watch(taste).tolist()


def made_up_arrays(random: np.random.Generator, movies: int, rank: int = 4) -> Arrays:
    """Return links between a third of all pairs of films, and factors."""
    linked = (random.random((movies, movies)) < 1 / 3) & ~np.eye(movies, dtype=bool)
    source, target = np.nonzero(linked)
    factors = random.normal(0, 0.3, (2, movies, rank)).astype(np.float32)
    return {
        "pair.offsets": np.searchsorted(source, np.arange(movies + 1)).astype(np.int64),
        "pair.movie": target.astype(np.int32),
        "pair.both": random.normal(0, 0.2, len(target)).astype(np.float16),
        "pair.after": random.normal(0, 0.2, len(target)).astype(np.float16),
        "factor.source": factors[0],
        "factor.target": factors[1],
        "appeal": random.random(movies).astype(np.float32),
        "liked": np.zeros((movies, 1), dtype=np.float32),
    }


def made_up_taste(random: np.random.Generator, movies: int) -> Taste:
    """Return up to 40 films at up to 60 times, or without any."""
    count = int(random.integers(0, min(movies, 40) + 1))
    chosen = random.permutation(movies)[:count]
    if random.random() < 0.2:
        return Taste.unordered(chosen)
    return Taste.of(chosen, random.integers(0, 60, count))


def test_somebody_without_ratings_has_the_appeal_alone() -> None:
    assert watch() == [0.5, 0.25, 0.125, 0, 0]
    assert watch(times=()) == [0.5, 0.25, 0.125, 0, 0]


def test_without_an_order_what_comes_after_is_left_out() -> None:
    assert watch(0) == [0.5, 0.25 + 0.5, 0.125 - 0.25, 0, 0]


def test_with_an_order_what_comes_after_is_added() -> None:
    old = OLD + (1 - OLD) * math.exp(-1 / RECENT)

    found = watch(0, 1, times=(10, 20))

    expected = [0.5 + (0.125 + 0.5), 0.25 + old * (0.5 + 0.25), 0.125 - old * 0.25, 0, 0]
    assert found == pytest.approx(expected, rel=1e-12)


def test_factors_speak_for_films_without_a_link() -> None:
    assert watch(3) == [0.5, 0.25, 0.125 + 0.5, 0, 4]
    assert watch(3, 4) == [0.5, 0.25, 0.125 + 0.5 * (1 + 2), 2, 4]


def test_a_film_says_nothing_about_itself() -> None:
    scorer = RelevanceScorer(hand_made(), FILMS)
    for movie in range(FILMS):
        taste = Taste.unordered(films(movie))

        assert scorer.watch(taste)[movie] == scorer.appeal(films(movie))[0]
        assert scorer.contributions(taste, films(movie)).tolist() == [[0]]


def test_a_contribution_is_a_weight_times_a_link() -> None:
    scorer = RelevanceScorer(hand_made(), FILMS)
    taste = Taste(films(0, 4), np.array([0.5, 0.25]), ordered=False)

    found = scorer.contributions(taste, films(2, 1, 4, 3))

    assert found.tolist() == [[-0.125, 0.25, 0, 0], [0.25, 0, 0, 0.5]]


def test_contributions_of_nobody_and_to_nothing_are_empty() -> None:
    scorer = RelevanceScorer(hand_made(), FILMS)

    assert scorer.contributions(Taste.unordered(films()), films(1, 2)).shape == (0, 2)
    assert scorer.contributions(Taste.unordered(films(0, 1)), films()).shape == (2, 0)


def test_contributions_and_appeal_add_up_to_the_watch_score_of_everybody() -> None:
    random = np.random.default_rng(0)
    scorers = [
        (RelevanceScorer(made_up_arrays(random, movies), movies), movies)
        for movies in (1, 2, 30, 200)
    ]
    for user in range(1_000):
        scorer, movies = scorers[user % len(scorers)]
        taste = made_up_taste(random, movies)
        some = random.permutation(movies)[: random.integers(1, movies + 1)]

        parts = scorer.contributions(taste, some).sum(axis=0) + scorer.appeal(some)

        np.testing.assert_allclose(parts, scorer.watch(taste)[some], rtol=0, atol=1e-9)


def test_contributions_add_up_in_a_fitted_model_too() -> None:
    ratings = random_histories()
    scorer = RelevanceScorer(fit_relevance(ratings, USERS, MOVIES), MOVIES)
    everything = np.arange(MOVIES)
    for user in range(USERS):
        own = ratings.take(np.flatnonzero(ratings.user == user))
        taste = Taste.of(own.movie, own.timestamp)

        parts = scorer.contributions(taste, everything).sum(axis=0) + scorer.appeal(everything)

        np.testing.assert_allclose(parts, scorer.watch(taste), rtol=0, atol=1e-9)


def test_the_order_in_which_a_history_is_given_does_not_matter() -> None:
    random = np.random.default_rng(1)
    scorer = RelevanceScorer(made_up_arrays(random, 50), 50)
    movies, times = random.permutation(50)[:20], random.integers(0, 30, 20)
    shuffled = random.permutation(20)

    first = scorer.watch(Taste.of(movies, times))
    second = scorer.watch(Taste.of(movies[shuffled], times[shuffled]))

    np.testing.assert_allclose(first, second, atol=1e-12)


def test_scoring_leaves_the_stored_arrays_alone() -> None:
    arrays = hand_made()
    for array in arrays.values():
        array.flags.writeable = False
    scorer = RelevanceScorer(arrays, FILMS)

    first, second = (scorer.watch(Taste.unordered(films(0, 3))).tolist() for _ in range(2))

    assert first == second


def test_the_last_rating_counts_1_and_earlier_ones_less() -> None:
    taste = Taste.of(films(5, 6, 7, 8), films(40, 10, 30, 20))

    assert taste.ordered
    assert taste.weight[0] == 1
    assert np.argsort(-taste.weight).tolist() == [0, 2, 3, 1]


def test_a_rating_before_very_many_others_still_counts_a_little() -> None:
    taste = Taste.of(np.arange(3_000), np.arange(3_000))

    assert taste.weight[0] == pytest.approx(OLD)
    assert (taste.weight >= OLD).all()


def test_ratings_of_one_second_count_alike() -> None:
    weight = Taste.of(films(1, 2, 3, 4), films(10, 20, 20, 5)).weight

    assert weight[1] == weight[2]
    assert weight[1] > weight[0] > weight[3]


@pytest.mark.parametrize("times", [(0, 0, 0), (7, 7, 7)])
def test_ratings_without_an_order_all_count_1(times: tuple[int, ...]) -> None:
    taste = Taste.of(films(1, 2, 3), films(*times))

    assert not taste.ordered
    assert taste.weight.tolist() == [1, 1, 1]


def test_one_rating_has_no_order() -> None:
    taste = Taste.of(films(1), films(123))

    assert not taste.ordered
    assert taste.weight.tolist() == [1]


@pytest.mark.parametrize("name", sorted(hand_made()))
def test_a_missing_array_is_named(name: str) -> None:
    arrays = hand_made()
    del arrays[name]

    with pytest.raises(DataError, match=f"{name} is missing"):
        RelevanceScorer(arrays, FILMS)


@pytest.mark.parametrize("name", sorted(hand_made()))
def test_an_array_of_another_type_is_refused(name: str) -> None:
    arrays = hand_made()

    with pytest.raises(DataError, match=f"{name} is float64"):
        RelevanceScorer({**arrays, name: arrays[name].astype(np.float64)}, FILMS)


@pytest.mark.parametrize("name", sorted(hand_made()))
def test_an_array_with_another_number_of_axes_is_refused(name: str) -> None:
    arrays = hand_made()

    with pytest.raises(DataError, match="with the shape"):
        RelevanceScorer({**arrays, name: arrays[name][None]}, FILMS)


@pytest.mark.parametrize("name", sorted(hand_made()))
def test_an_array_that_is_cut_is_refused(name: str) -> None:
    arrays = hand_made()

    with pytest.raises(DataError):
        RelevanceScorer({**arrays, name: arrays[name][:-1]}, FILMS)


def test_factors_of_another_rank_are_refused() -> None:
    with pytest.raises(DataError, match=r"factor\.target"):
        RelevanceScorer(
            hand_made(**{"factor.target": np.zeros((FILMS, 2), dtype=np.float32)}), FILMS
        )


@pytest.mark.parametrize("movies", [FILMS - 1, FILMS + 1])
def test_arrays_of_other_films_are_refused(movies: int) -> None:
    with pytest.raises(DataError):
        RelevanceScorer(hand_made(), movies)


@pytest.mark.parametrize(
    "offsets", [[0, 2, 1, 3, 3, 3], [1, 2, 3, 3, 3, 3], [0, 2, 2, 2, 2, 2], [0, 5, 3, 3, 3, 3]]
)
def test_offsets_out_of_order_are_refused(offsets: list[int]) -> None:
    with pytest.raises(DataError, match=r"pair\.offsets are out of order"):
        RelevanceScorer(hand_made(**{"pair.offsets": np.array(offsets)}), FILMS)


@pytest.mark.parametrize("target", [-1, FILMS])
def test_a_link_to_a_film_that_is_not_there_is_refused(target: int) -> None:
    arrays = hand_made(**{"pair.movie": np.array([1, target, 0], dtype=np.int32)})
    scorer, taste = RelevanceScorer(arrays, FILMS), Taste.unordered(films(0))

    with pytest.raises(DataError, match="damaged"):
        scorer.watch(taste)
    with pytest.raises(DataError, match="damaged"):
        scorer.contributions(taste, films(1))


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("name", ["pair.both", "pair.after"])
def test_a_link_that_is_not_finite_is_refused(name: str, value: float) -> None:
    arrays = hand_made(**{name: np.array([0.5, value, 0.5], dtype=np.float16)})
    scorer = RelevanceScorer(arrays, FILMS)

    with pytest.raises(DataError, match="damaged"):
        scorer.watch(Taste.of(films(0, 1), films(1, 2)))


@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("name", ["appeal", "factor.source", "factor.target"])
def test_numbers_of_films_that_are_not_finite_are_refused(name: str, value: float) -> None:
    array = hand_made()[name].copy()
    array[4] = value

    with pytest.raises(DataError, match=f"{name} holds values that are not finite"):
        RelevanceScorer(hand_made(**{name: array}), FILMS)


CHANCE = st.floats(0, 1, width=32)


def relevance(watch: float, p_like: float) -> float:
    scores = np.array([watch])
    return float((scores * liking_factor(scores, np.array([p_like], dtype=np.float32)))[0])


@given(st.floats(-10, 10), CHANCE, CHANCE)
def test_what_is_liked_more_is_more_relevant_on_both_sides_of_0(
    watch: float, one: float, other: float
) -> None:
    assert relevance(watch, min(one, other)) <= relevance(watch, max(one, other))


@given(st.floats(-10, 10), st.floats(-10, 10), CHANCE)
def test_of_films_liked_alike_the_likelier_choice_is_more_relevant(
    one: float, other: float, p_like: float
) -> None:
    assert relevance(min(one, other), p_like) <= relevance(max(one, other), p_like)


@given(CHANCE)
def test_relevance_has_no_jump_at_0(p_like: float) -> None:
    below, zero, above = (relevance(watch, p_like) for watch in (-1e-9, 0.0, 1e-9))

    assert zero == 0
    assert -2e-9 <= below <= 0 <= above <= 1e-9


def test_a_film_sure_to_be_liked_is_as_relevant_as_it_is_chosen() -> None:
    assert [relevance(watch, 1) for watch in (-2, 0, 3)] == [-2, 0, 3]


def test_a_film_sure_to_be_disliked_is_at_best_no_choice() -> None:
    assert [relevance(watch, 0) for watch in (-2, 0, 3)] == [-4, 0, 0]


def test_the_factor_is_a_power_of_the_chance_to_be_liked() -> None:
    assert relevance(2, 0.25) == 2 * 0.25**LIKE_POWER
