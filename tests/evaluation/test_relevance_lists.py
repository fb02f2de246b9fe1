"""Lists by relevance are those of rating every film, though most films are never rated."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from relevance_makers import MOVIES, USERS, random_histories, rows

from movierec.evaluation.ranking_metrics import Lists
from movierec.evaluation.relevance_lists import relevance_lists
from movierec.records import LIKED, FloatArray, IntArray, Ratings
from movierec.scoring import many_lists, many_watch
from movierec.scoring.ordinal import Distribution
from movierec.scoring.relevance import RelevanceScorer, Taste, liking_factor
from movierec.training.relevance.fit import fit_relevance

Chances = npt.NDArray[np.float64]
SEEDS = pytest.mark.parametrize("seed", range(25))
EVERYBODY = np.arange(USERS)


class Liking:
    """Rates by given chances of liking, [users, films], and remembers how much it was asked."""

    uses_time = False

    def __init__(self, chances: Chances) -> None:
        self.chances = chances
        self.asked = 0

    def predict(
        self, user: IntArray, movie: IntArray, timestamp: IntArray | None = None
    ) -> FloatArray:
        return self.distribution(user, movie, timestamp).mean

    def predict_user(self, user: int, movies: npt.ArrayLike | None = None) -> FloatArray:
        asked = np.arange(self.chances.shape[1]) if movies is None else np.asarray(movies)
        return self.predict(np.full(len(asked), user), asked)

    def distribution(
        self,
        user: IntArray,
        movie: IntArray,
        timestamp: IntArray | None = None,  # noqa: ARG002
    ) -> Distribution:
        self.asked += len(movie)
        liked = self.chances[user, movie].astype(np.float32)
        chances = np.column_stack([1 - liked, liked])
        levels = np.array([3, 4], dtype=np.float32)
        return Distribution.around(3 + liked, chances, levels, 1.0)


def watching(scores: list[float]) -> RelevanceScorer:
    """Return relevance that gives everybody the same watch scores."""
    films = len(scores)
    arrays = {
        "pair.offsets": np.zeros(films + 1, dtype=np.int64),
        "pair.movie": np.zeros(0, dtype=np.int32),
        "pair.both": np.zeros(0, dtype=np.float16),
        "pair.after": np.zeros(0, dtype=np.float16),
        "factor.source": np.zeros((films, 1), dtype=np.float32),
        "factor.target": np.zeros((films, 1), dtype=np.float32),
        "appeal": np.array(scores, dtype=np.float32),
        "liked": np.zeros((films, 1), dtype=np.float32),
    }
    return RelevanceScorer(arrays, films)


def made_up_relevance(seed: int, shift: float = 0.0, movies: int = MOVIES) -> RelevanceScorer:
    """Return links of a third of all pairs, factors, and appeals around `shift`."""
    random = np.random.default_rng(seed)
    linked = (random.random((movies, movies)) < 1 / 3) & ~np.eye(movies, dtype=bool)
    source, target = np.nonzero(linked)
    factors = random.normal(0, 0.3, (2, movies, 4)).astype(np.float32)
    arrays = {
        "pair.offsets": np.concatenate([[0], np.cumsum(np.bincount(source, minlength=movies))]),
        "pair.movie": target.astype(np.int32),
        "pair.both": random.normal(0, 0.3, len(target)).astype(np.float16),
        "pair.after": random.normal(0, 0.3, len(target)).astype(np.float16),
        "factor.source": factors[0],
        "factor.target": factors[1],
        "appeal": random.normal(shift, 1, movies).astype(np.float32),
        "liked": np.zeros((movies, 1), dtype=np.float32),
    }
    return RelevanceScorer(arrays, movies)


def made_up_liking(seed: int) -> Liking:
    """Return chances near 0 and near 1 more often than in between."""
    return Liking(np.random.default_rng(seed + 1000).beta(0.3, 0.6, (USERS, MOVIES)))


def brute_force(
    ratings: Liking,
    relevance: RelevanceScorer,
    known: Ratings,
    k: int,
    *,
    ordered: bool,
    liked: bool,
) -> list[list[int]]:
    """Return the lists of everybody, from every film's relevance."""
    lists = []
    for user in EVERYBODY.tolist():
        rated = known.take(np.flatnonzero(known.user == user))
        taste = Taste.of(rated.movie, rated.timestamp) if ordered else Taste.unordered(rated.movie)
        watch = relevance.watch(taste)
        movies = np.arange(len(watch))
        chance = ratings.distribution(np.full(len(movies), user), movies).at_least(LIKED)
        scores = watch * liking_factor(watch, chance) if liked else watch
        unseen = np.setdiff1d(movies, rated.movie)
        best = unseen[np.argsort(-scores[unseen], kind="stable")][:k].tolist()
        lists.append(best + [-1] * (k - len(best)))
    return lists


def compare(
    seed: int,
    *,
    shift: float = 0.0,
    share: float = 0.4,
    k: int = 5,
    ordered: bool = True,
    liked: bool = True,
) -> None:
    known, relevance = random_histories(share=share, seed=seed), made_up_relevance(seed, shift)
    ratings = made_up_liking(seed)

    found = relevance_lists(ratings, relevance, known, EVERYBODY, k, ordered=ordered, liked=liked)

    wanted = brute_force(ratings, relevance, known, k, ordered=ordered, liked=liked)
    assert found.movies.tolist() == wanted


def listed(
    scores: list[float],
    known: Ratings,
    k: int,
    chances: list[float] | None = None,
    *,
    liked: bool = True,
) -> list[int]:
    """Return user 0's list by watch scores and chances (of 1/2 unless told)."""
    ratings = Liking(np.array([chances or [0.5] * len(scores)]))
    found = relevance_lists(
        ratings,
        watching(scores),
        known,
        np.array([0]),
        k,
        ordered=True,
        liked=liked,
    )
    return found.movies[0].tolist()


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Score few films, and rate no more than a list holds, so that it seldom suffices."""
    monkeypatch.setattr(many_lists, "ASKED", 1)
    monkeypatch.setattr(many_watch, "SIZE", 4)


@SEEDS
@pytest.mark.usefixtures("short")
def test_lists_are_those_of_rating_every_film(seed: int) -> None:
    compare(seed)


@SEEDS
def test_lists_are_those_of_rating_every_film_with_the_usual_start_too(seed: int) -> None:
    compare(seed, k=2)


@SEEDS
@pytest.mark.usefixtures("short")
def test_so_they_are_where_hardly_any_film_would_be_chosen(seed: int) -> None:
    compare(seed, shift=-6)


@SEEDS
@pytest.mark.usefixtures("short")
def test_so_they_are_where_nearly_every_film_would_be_chosen(seed: int) -> None:
    compare(seed, shift=6)


@SEEDS
@pytest.mark.usefixtures("short")
def test_so_they_are_without_an_order(seed: int) -> None:
    compare(seed, ordered=False)


@SEEDS
@pytest.mark.usefixtures("short")
def test_so_they_are_where_fewer_films_are_unseen_than_a_list_holds(seed: int) -> None:
    compare(seed, share=0.85, k=6)


@SEEDS
def test_so_they_are_where_a_list_could_hold_more_than_the_catalogue(seed: int) -> None:
    compare(seed, k=MOVIES + 3)


@SEEDS
def test_where_every_rating_counts_lists_are_sorted_by_watch_alone(seed: int) -> None:
    compare(seed, liked=False)


@SEEDS
@pytest.mark.parametrize("liked", [True, False])
@pytest.mark.usefixtures("short")
def test_a_rated_film_is_never_listed(seed: int, liked: bool) -> None:
    known = random_histories(share=0.7, seed=seed)

    found = relevance_lists(
        made_up_liking(seed),
        made_up_relevance(seed),
        known,
        EVERYBODY,
        10,
        ordered=True,
        liked=liked,
    )

    for user, movies in zip(EVERYBODY.tolist(), found.movies, strict=True):
        assert not np.isin(movies, known.movie[known.user == user]).any()


@SEEDS
@pytest.mark.usefixtures("short")
def test_a_fitted_model_lists_as_rating_every_film_would(seed: int) -> None:
    known, ratings = random_histories(seed=seed), made_up_liking(seed)
    relevance = RelevanceScorer(fit_relevance(known, USERS, MOVIES), MOVIES)

    found = relevance_lists(ratings, relevance, known, EVERYBODY, 5, ordered=True, liked=True)

    wanted = brute_force(ratings, relevance, known, 5, ordered=True, liked=True)
    assert found.movies.tolist() == wanted


@pytest.mark.usefixtures("short")
def test_a_film_far_down_by_watch_comes_first_where_all_above_are_disliked() -> None:
    scores = [float(10 - film) for film in range(10)]

    assert listed(scores, rows(), 2, [0] * 8 + [1, 1]) == [8, 9]


@pytest.mark.usefixtures("short")
def test_below_0_a_disliked_film_comes_after_a_liked_one() -> None:
    assert listed([-1, -1.5, -3], rows(), 2, [0, 1, 1]) == [1, 0]


def test_a_list_with_too_few_unseen_films_ends_with_none() -> None:
    rated = rows((0, 0, 4.0, 1), (0, 2, 4.0, 2))

    assert listed([1, 2, 3, 4], rated, 4) == [3, 1, -1, -1]


def test_somebody_who_has_rated_every_film_has_an_empty_list() -> None:
    rated = rows((0, 0, 4.0, 1), (0, 1, 4.0, 2))

    assert listed([1, 2], rated, 3) == [-1, -1, -1]


def test_films_that_others_rated_are_listed() -> None:
    assert listed([3, 2, 1], rows((1, 0, 4.0, 1), (2, 1, 4.0, 1)), 3) == [0, 1, 2]


def test_by_watch_alone_a_disliked_film_keeps_its_place() -> None:
    assert listed([3, 2, 1], rows(), 3, [0, 1, 0.5], liked=False) == [0, 1, 2]


def test_by_watch_alone_no_film_is_rated() -> None:
    ratings = made_up_liking(0)

    relevance_lists(
        ratings,
        made_up_relevance(0),
        random_histories(),
        EVERYBODY,
        5,
        ordered=True,
        liked=False,
    )

    assert ratings.asked == 0


def test_films_that_cannot_be_among_the_best_are_not_rated() -> None:
    scores = np.linspace(100, -100, 2000).tolist()
    ratings = Liking(np.ones((1, 2000)))

    relevance_lists(
        ratings,
        watching(scores),
        rows(),
        np.array([0]),
        10,
        ordered=True,
        liked=True,
    )

    assert ratings.asked == 10 * many_lists.ASKED


def test_of_films_that_are_equal_the_lower_row_comes_first() -> None:
    assert listed([1, 2, 2, 1, 2], rows(), 4) == [1, 2, 4, 0]


def test_somebody_without_a_history_has_a_list() -> None:
    assert listed([1, 3, 2], rows((5, 1, 4.0, 1)), 2) == [1, 2]


def test_lists_are_of_the_users_asked_for_in_their_order() -> None:
    users = np.array([3, 7, 20])
    arguments = (made_up_liking(0), made_up_relevance(0), random_histories())

    everybody = relevance_lists(*arguments, EVERYBODY, 5, ordered=True, liked=True)
    some = relevance_lists(*arguments, users, 5, ordered=True, liked=True)

    assert isinstance(some, Lists)
    assert some.user.tolist() == users.tolist()
    assert some.movies.tolist() == everybody.movies[users].tolist()


def test_nobody_asked_for_gives_no_list() -> None:
    found = relevance_lists(
        made_up_liking(0),
        made_up_relevance(0),
        random_histories(),
        np.array([], dtype=np.int64),
        5,
        ordered=True,
        liked=True,
    )

    assert found.movies.shape == (0, 5)


def test_the_histories_need_no_order_of_their_users() -> None:
    known = random_histories()
    by_user = known.take(np.argsort(known.user, kind="stable"))
    rest = (EVERYBODY, 5)

    found = [
        relevance_lists(
            made_up_liking(0), made_up_relevance(0), one, *rest, ordered=True, liked=True
        ).movies.tolist()
        for one in (known, by_user)
    ]

    assert found[0] == found[1]
