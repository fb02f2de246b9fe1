"""What lists are asked for, which baselines stand beside them, and the figures in order."""

from __future__ import annotations

import statistics
from dataclasses import replace

import numpy as np
import pytest
from relevance_makers import MOVIES, USERS, random_histories, rows, two_groups

from movierec.answers.ranking import FIGURES, Estimate, RankingMetrics
from movierec.evaluation import ranking
from movierec.evaluation.ranking import (
    EASE,
    IALS,
    POPULAR,
    K,
    Question,
    baseline_lists,
    measure_all,
    question_of,
    question_words,
    ranking_rows,
    report_ranking,
)
from movierec.evaluation.ranking_metrics import Lists, user_figures
from movierec.records import LIKED, Ratings

EARLY = rows((0, 0, 4.0, 10), (0, 1, 2.0, 20), (1, 0, 5.0, 30), (1, 2, 3.0, 40))
LATE = rows((0, 2, 5.0, 50), (0, 3, 3.0, 60), (1, 1, 2.0, 70), (1, 3, 1.0, 80))


def at_random(seed: int = 0) -> tuple[Ratings, Ratings]:
    """Return four fifths of some ratings and the others, whenever they were given."""
    ratings = random_histories(share=0.6, seed=seed, times=10_000)
    cut = len(ratings) * 4 // 5
    return ratings.take(slice(0, cut)), ratings.take(slice(cut, None))


def by_time() -> tuple[Ratings, Ratings]:
    """Return the ratings before a time and those after it."""
    ratings = random_histories(share=0.6, times=10_000)
    return (
        ratings.take(np.flatnonzero(ratings.timestamp < 8000)),
        ratings.take(np.flatnonzero(ratings.timestamp >= 8000)),
    )


def timeless(ratings: Ratings) -> Ratings:
    return replace(ratings, timestamp=np.zeros_like(ratings.timestamp))


def relevant(question: Question) -> dict[int, list[int]]:
    one = question.relevant
    films = np.split(one.movies, one.offsets[1:-1])
    return {user: movies.tolist() for user, movies in zip(one.user.tolist(), films, strict=False)}


def random_question(seed: int = 0) -> Question:
    return question_of(*at_random(seed), "random")


def perfect(question: Question, length: int = K) -> Lists:
    """Return lists of nothing but relevant films."""
    one = question.relevant
    movies = np.full((len(one.user), length), -1)
    for place, (start, end) in enumerate(zip(one.offsets[:-1], one.offsets[1:], strict=True)):
        films = one.movies[start:end][:length]
        movies[place, : len(films)] = films
    return Lists(one.user, movies)


def empty(question: Question) -> Lists:
    user = question.relevant.user
    return Lists(user, np.full((len(user), K), -1))


def half(question: Question) -> Lists:
    """Return perfect lists of every other user."""
    lists = perfect(question)
    movies = lists.movies.copy()
    movies[::2] = -1
    return Lists(lists.user, movies)


def measured(ndcg: float) -> RankingMetrics:
    others = {figure: Estimate(ndcg / 2, None, None) for figure in FIGURES if figure != "ndcg"}
    return RankingMetrics(users=50, k=K, ndcg=Estimate(ndcg, None, None), **others)


def test_held_out_by_time_the_order_is_used() -> None:
    assert question_of(EARLY, LATE, "time").ordered


def test_whatever_the_split_is_called_the_times_decide() -> None:
    assert question_of(*by_time(), "random").ordered
    assert not question_of(*at_random(), "time").ordered


@pytest.mark.parametrize("seed", range(5))
def test_held_out_at_random_the_order_is_not_used(seed: int) -> None:
    assert not question_of(*at_random(seed), "random").ordered


def test_people_of_whom_nothing_is_known_do_not_decide_about_the_order() -> None:
    known, test = at_random()
    strangers = rows(*[(-1, movie, 4.0, 99_999) for movie in range(MOVIES)] * 20)
    both = Ratings(
        np.concatenate([test.user, strangers.user]),
        np.concatenate([test.movie, strangers.movie]),
        np.concatenate([test.rating, strangers.rating]),
        np.concatenate([test.timestamp, strangers.timestamp]),
    )

    assert not question_of(known, both, "random").ordered


def test_held_out_before_the_others_the_order_is_not_used() -> None:
    assert not question_of(LATE, EARLY, "random").ordered


def test_without_times_the_order_is_not_used() -> None:
    assert not question_of(timeless(EARLY), timeless(LATE), "random").ordered


def test_where_only_held_out_ratings_have_no_times_the_order_is_not_used() -> None:
    assert not question_of(EARLY, timeless(LATE), "random").ordered


def test_with_nothing_known_or_nothing_held_out_the_order_is_not_used() -> None:
    assert not question_of(rows(), LATE, "random").ordered
    assert not question_of(EARLY, rows(), "random").ordered


def test_another_user_who_rated_later_does_not_matter() -> None:
    known = rows((0, 0, 4.0, 10), (1, 0, 4.0, 1000))

    assert question_of(known, rows((0, 1, 4.0, 20)), "time").ordered


def test_ratings_of_4_stars_or_more_are_relevant() -> None:
    question = question_of(EARLY, rows((0, 2, 4.0, 50), (0, 3, 3.5, 50), (0, 4, 4.5, 50)), "random")

    assert relevant(question) == {0: [2, 4]}
    assert question.least == LIKED


def test_held_out_for_each_user_every_rating_is_relevant() -> None:
    question = question_of(EARLY, LATE, "per-user")

    assert relevant(question) == {0: [2, 3], 1: [1, 3]}
    assert question.least is None


def test_users_with_nothing_relevant_are_left_out() -> None:
    assert relevant(question_of(EARLY, LATE, "time")) == {0: [2]}


def test_a_film_that_is_known_to_be_rated_is_not_relevant() -> None:
    test = rows((0, 0, 5.0, 50), (0, 2, 5.0, 60), (1, 0, 5.0, 70))

    assert relevant(question_of(EARLY, test, "random")) == {0: [2]}


def test_so_it_is_where_every_rating_counts() -> None:
    test = rows((0, 0, 1.0, 50), (0, 2, 1.0, 60), (1, 0, 5.0, 70))

    assert relevant(question_of(EARLY, test, "per-user")) == {0: [2]}


def test_a_film_that_is_known_to_be_rated_by_another_is_relevant() -> None:
    assert relevant(question_of(EARLY, rows((0, 2, 5.0, 50)), "random")) == {0: [2]}


def test_where_all_held_out_films_are_known_nobody_is_asked() -> None:
    assert relevant(question_of(EARLY, EARLY, "random")) == {}


def test_a_film_that_the_catalogue_does_not_have_stays_relevant() -> None:
    assert relevant(question_of(EARLY, rows((0, -1, 5.0, 50)), "random")) == {0: [-1]}


def test_somebody_whom_the_data_does_not_have_is_not_asked() -> None:
    test = rows((-1, 2, 5.0, 50), (0, 2, 5.0, 50))

    assert relevant(question_of(EARLY, test, "random")) == {0: [2]}


def test_on_small_data_there_are_three_baselines() -> None:
    found = baseline_lists(random_question(), USERS, MOVIES)

    assert list(found) == [POPULAR, EASE, IALS]


@pytest.mark.parametrize(("limit", "fewer"), [("MOST_ROWS", 0), ("MOST_MOVIES", 0)])
def test_at_the_limit_there_are_three(
    monkeypatch: pytest.MonkeyPatch, limit: str, fewer: int
) -> None:
    question = random_question()
    size = {"MOST_ROWS": len(question.known), "MOST_MOVIES": MOVIES}[limit]
    monkeypatch.setattr(ranking, limit, size - fewer)

    assert len(baseline_lists(question, USERS, MOVIES)) == 3


@pytest.mark.parametrize("limit", ["MOST_ROWS", "MOST_MOVIES"])
def test_beyond_a_limit_only_the_most_popular_are_listed(
    monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    question = random_question()
    size = {"MOST_ROWS": len(question.known), "MOST_MOVIES": MOVIES}[limit]
    monkeypatch.setattr(ranking, limit, size - 1)

    assert list(baseline_lists(question, USERS, MOVIES)) == [POPULAR]


def test_the_baselines_list_for_the_users_asked_and_never_what_they_have_rated() -> None:
    question = random_question()

    for lists in baseline_lists(question, USERS, MOVIES).values():
        assert lists.user.tolist() == question.relevant.user.tolist()
        assert lists.movies.shape == (len(lists.user), K)
        for user, movies in zip(lists.user.tolist(), lists.movies, strict=True):
            rated = question.known.movie[question.known.user == user]
            assert not np.isin(movies, rated).any()


def test_the_most_popular_are_counted_among_what_is_known() -> None:
    known = rows((0, 0, 1.0, 1), (1, 2, 1.0, 1), (2, 2, 1.0, 1), (2, 3, 1.0, 1))
    question = question_of(known, rows((0, 1, 5.0, 2)), "random")

    assert baseline_lists(question, 3, 4)[POPULAR].movies[0, :3].tolist() == [2, 3, 1]


def test_personal_baselines_tell_two_groups_apart() -> None:
    ratings = two_groups()
    cut = len(ratings) * 4 // 5
    mixed = ratings.take(np.random.default_rng(0).permutation(len(ratings)))
    question = question_of(mixed.take(slice(0, cut)), mixed.take(slice(cut, None)), "per-user")

    lists = baseline_lists(question, USERS, MOVIES)

    found = measure_all(lists, question, USERS, MOVIES)
    assert found[EASE].ndcg.value > found[POPULAR].ndcg.value
    assert found[IALS].ndcg.value > found[POPULAR].ndcg.value


def test_equal_lists_have_equal_intervals() -> None:
    question = random_question()

    found = measure_all({"one": half(question), "other": half(question)}, question, USERS, MOVIES)

    assert found["one"].ndcg.low is not None
    assert found["one"] == found["other"]


def test_the_model_comes_first_and_the_baselines_after_it() -> None:
    question = random_question()

    found = report_ranking("mine", half(question), question, USERS, MOVIES)

    assert list(found.metrics) == ["mine", POPULAR, EASE, IALS]


@pytest.mark.parametrize("seed", range(5))
def test_the_model_stands_beside_the_baseline_of_the_best_ndcg(seed: int) -> None:
    question = random_question(seed)

    found = report_ranking("mine", perfect(question), question, USERS, MOVIES)

    best = max(found.metrics[name].ndcg.value for name in (POPULAR, EASE, IALS))
    assert found.metrics[found.beside].ndcg.value == best
    assert found.beside != "mine"


def test_the_order_of_the_baselines_does_not_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    question = random_question()
    made_up = {"bad": empty(question), "good": perfect(question), "fair": half(question)}
    monkeypatch.setattr(ranking, "baseline_lists", lambda *_: made_up)

    assert report_ranking("mine", half(question), question, USERS, MOVIES).beside == "good"


@pytest.mark.parametrize("seed", range(5))
def test_the_difference_is_the_mean_of_those_of_the_users(seed: int) -> None:
    question = random_question(seed)
    own = half(question)

    found = report_ranking("mine", own, question, USERS, MOVIES)

    other = baseline_lists(question, USERS, MOVIES)[found.beside]
    paired = user_figures(own, question.relevant).ndcg - user_figures(other, question.relevant).ndcg
    assert found.difference.value == pytest.approx(paired.mean())
    ndcg = [found.metrics[name].ndcg.value for name in ("mine", found.beside)]
    assert found.difference.value == pytest.approx(ndcg[0] - ndcg[1])


def test_the_difference_has_an_interval_that_holds_it() -> None:
    question = random_question()

    found = report_ranking("mine", half(question), question, USERS, MOVIES).difference

    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high


def test_with_few_users_the_difference_has_no_interval() -> None:
    question = question_of(EARLY, LATE, "per-user")

    found = report_ranking("mine", perfect(question), question, 2, 4)

    assert (found.difference.low, found.metrics["mine"].ndcg.low) == (None, None)


def test_a_report_says_what_its_lists_were_asked_for() -> None:
    question = question_of(EARLY, LATE, "time")

    found = report_ranking("mine", perfect(question), question, 2, 4)

    assert (found.least, found.ordered) == (LIKED, True)
    assert found.words == question_words(LIKED, K, ordered=True)


def test_the_same_lists_give_the_same_report() -> None:
    question = random_question()
    reports = [report_ranking("mine", half(question), question, USERS, MOVIES) for _ in range(2)]

    assert reports[0] == reports[1]


def test_systems_are_in_order_of_their_mean_ndcg_the_best_first() -> None:
    found = ranking_rows(
        {
            "bad": [measured(0.1), measured(0.2)],
            "good": [measured(0.3), measured(0.5)],
            "fair": [measured(0.6), measured(0.1)],
        }
    )

    assert [row.model for row in found] == ["good", "fair", "bad"]


def test_every_figure_has_its_mean_and_deviation_over_folds() -> None:
    (row,) = ranking_rows({"one": [measured(0.1), measured(0.2), measured(0.6)]})

    assert tuple(row.figures) == FIGURES
    assert row.figures["ndcg"].mean == pytest.approx(0.3)
    assert row.figures["ndcg"].sd == pytest.approx(statistics.stdev([0.1, 0.2, 0.6]))
    assert row.figures["recall"].mean == pytest.approx(0.15)


def test_one_fold_has_no_deviation() -> None:
    (row,) = ranking_rows({"one": [measured(0.25)]})

    assert {figure.sd for figure in row.figures.values()} == {None}


def test_a_row_keeps_its_folds_in_their_order() -> None:
    folds = [measured(0.3), measured(0.1)]

    assert ranking_rows({"one": folds})[0].folds == tuple(folds)


def test_without_systems_there_is_no_row() -> None:
    assert ranking_rows({}) == ()


def test_words_say_how_many_films_and_from_where() -> None:
    words = question_words(LIKED, 7, ordered=True)

    assert words.startswith("the 7 films that a user would choose next, of the whole catalogue")


def test_words_say_which_ratings_are_relevant() -> None:
    assert "held-out ratings of 4 stars or more;" in question_words(4.0, K, ordered=True)
    assert "held-out ratings;" in question_words(None, K, ordered=True)


def test_words_say_whether_the_order_is_used() -> None:
    used, unused = (question_words(LIKED, K, ordered=ordered) for ordered in (True, False))

    assert used.endswith("order of a user's history: used")
    assert "order of a user's history: not used, as" in unused


def test_words_say_that_liking_is_not_used_only_where_every_rating_counts() -> None:
    liking = "the chance of 4 stars is not used"

    assert liking in question_words(None, K, ordered=False)
    assert liking not in question_words(LIKED, K, ordered=False)


def test_a_model_that_is_called_like_a_baseline_keeps_its_own_figures() -> None:
    known, test = by_time()
    question = question_of(known, test, "time")
    nothing = Lists(question.relevant.user, np.full((len(question.relevant.user), K), -1))

    report = report_ranking(EASE, nothing, question, USERS, MOVIES)

    assert next(iter(report.metrics)) == f"{EASE} (model)"
    assert report.metrics[f"{EASE} (model)"].ndcg.value == 0
    assert report.metrics[EASE].ndcg.value > 0
