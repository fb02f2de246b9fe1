"""Lists for everybody are those that each gets alone."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from ranking_makers import AMBER, AMBER_TOO, BIRCH, CEDAR, DOGWOOD, ELM, model
from threadpoolctl import threadpool_info
from trained import FILMS, USERS, copied

from movierec.answers.everybody import ListedBlock
from movierec.errors import DataError, MovierecError, NotReadyError, UsageError
from movierec.ranking import everybody
from movierec.ranking.everybody import lists_of_all, users_at_once
from movierec.ranking.filters import Filters
from movierec.ranking.recommend import recommend
from movierec.ranking.viewer import known_viewer
from movierec.ranking.wanted import Steering
from movierec.records import IntArray
from movierec.scoring import blocks, many_lists, many_watch
from movierec.scoring.ordinal import Distribution
from movierec.scoring.towers import TowerScorer
from movierec.store.bundle import HISTORY, Bundle, load_bundle

FILTERS = (
    Filters(),
    Filters(min_ratings=25),
    Filters(only=np.arange(0, FILMS, 2)),
    Filters(without=np.arange(0, FILMS, 3)),
)


@pytest.fixture
def bundle(tiny_model: Path, home: Path) -> Bundle:
    return load_bundle(copied(tiny_model, home))


class Indifferent:
    """Expects the same of every rating."""

    def distribution(self, user: IntArray, movie: IntArray) -> Distribution:  # noqa: ARG002
        chances = np.full((len(movie), 2), 0.5, dtype=np.float32)
        levels = np.array([3, 4], dtype=np.float32)
        return Distribution.around(np.full(len(movie), 3.5, dtype=np.float32), chances, levels, 1)


def blas_threads(first: int, end: int) -> set[int]:  # noqa: ARG001
    """Tell of the process that makes lists how many threads its BLAS has, instead of a list."""
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


def ended(first: int, end: int) -> ListedBlock:  # noqa: ARG001
    os._exit(1)


@pytest.fixture
def indifferent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(everybody, "scorer_for", lambda *_: Indifferent())


def by_user(found: Sequence[ListedBlock]) -> dict[int, list[tuple[int, int]]]:
    """Return each user's (rank, film row)."""
    lists: dict[int, list[tuple[int, int]]] = {}
    for block in found:
        columns = (block.user_id.tolist(), block.rank.tolist(), block.movie.tolist())
        for user_id, rank, movie in zip(*columns, strict=True):
            lists.setdefault(user_id, []).append((rank, movie))
    return lists


def alone(bundle: Bundle, user: int, filters: Filters, top: int) -> list[tuple[int, int]]:
    """Return the list of one user, as `recommend` makes it; empty where no film is left."""
    rows = {int(movie_id): row for row, movie_id in enumerate(bundle.catalogue.movie_ids)}
    try:
        found = recommend(bundle, known_viewer(bundle, user), filters, Steering(), top).films
    except UsageError:
        return []
    return [(rank, rows[film.expected.film.movie_id]) for rank, film in enumerate(found, 1)]


@pytest.mark.parametrize("top", [1, 5, FILMS])
@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize("size", [4, many_watch.SIZE])
def test_everybody_gets_the_list_that_they_get_alone(
    bundle: Bundle, filters: Filters, top: int, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(everybody, "USERS_AT_ONCE", 7)
    monkeypatch.setattr(many_watch, "SIZE", size)
    monkeypatch.setattr(many_lists, "ASKED", 1)

    found = by_user([*lists_of_all(bundle, filters, top)])

    for user, user_id in enumerate(USERS):
        assert found.get(user_id, []) == alone(bundle, user, filters, top)


def test_what_is_told_of_a_film_is_what_is_told_alone(bundle: Bundle) -> None:
    (block,) = lists_of_all(bundle, Filters(), 3)

    films = recommend(bundle, known_viewer(bundle, 6), Filters(), Steering(), 3).films
    own = np.flatnonzero(block.user_id == USERS[6])
    for name in ("predicted", "sd", "low", "high", "p_like"):
        wanted = [getattr(film.expected, name) for film in films]
        assert getattr(block, name)[own] == pytest.approx(wanted, abs=1e-5)
    assert block.relevance[own] == pytest.approx([film.relevance for film in films], abs=1e-6)


def test_a_scorer_is_never_given_more_than_so_many_pairs(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = by_user([*lists_of_all(bundle, Filters(), FILMS)])
    asked: list[int] = []

    class Counting(TowerScorer):
        def distribution(
            self, user: IntArray, movie: IntArray, timestamp: IntArray | None = None
        ) -> Distribution:
            asked.append(len(user))
            return super().distribution(user, movie, timestamp)

    monkeypatch.setattr(everybody, "scorer_for", lambda _, weights: Counting(weights))
    monkeypatch.setattr(everybody, "RATED_AT_ONCE", 50)

    parts = by_user([*lists_of_all(bundle, Filters(), FILMS)])

    assert max(asked) == 50
    assert parts == whole


@pytest.mark.parametrize(
    ("top", "movies", "users"),
    [(10, 80_000, 256), (1_000, 80_000, 16), (5_000, 80_000, 8), (5_000, 1_024, 64), (5, 1, 256)],
)
def test_the_longer_the_lists_the_fewer_users_a_block_has(
    top: int, movies: int, users: int
) -> None:
    assert users_at_once(top, movies) == users


def test_blocks_come_in_the_order_of_the_users(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(everybody, "USERS_AT_ONCE", 7)

    found = [*lists_of_all(bundle, Filters(), 2)]

    assert [block.users for block in found] == [7] * 8 + [4]
    user_ids = np.concatenate([block.user_id for block in found])
    assert user_ids.tolist() == np.repeat(USERS, 2).tolist()


@pytest.mark.usefixtures("indifferent")
def test_of_twins_the_most_rated_is_listed_unless_one_was_seen(tmp_path: Path) -> None:
    rated = (((BIRCH, 4.0),), ((AMBER, 4.0),), ((AMBER_TOO, 4.0),))
    bundle = model(tmp_path / "twins", appeal=(9, 1, 1, 1, 1, 8), rated=rated)

    lists = by_user([*lists_of_all(bundle, Filters(), 6)])

    films = [{movie for _, movie in lists[user_id]} for user_id in lists]
    assert films == [
        {AMBER_TOO, CEDAR, DOGWOOD, ELM},
        {BIRCH, CEDAR, DOGWOOD, ELM},
        {BIRCH, CEDAR, DOGWOOD, ELM},
    ]


@pytest.mark.usefixtures("indifferent")
def test_of_equally_relevant_films_the_more_rated_comes_first(tmp_path: Path) -> None:
    rated = (((ELM, 4.0),), ((ELM, 4.0),), ((ELM, 4.0),))
    bundle = model(tmp_path / "equal", appeal=(0.5,) * 6, rated=rated)

    lists = by_user([*lists_of_all(bundle, Filters(), 3)])

    assert [movie for _, movie in next(iter(lists.values()))] == [AMBER_TOO, BIRCH, CEDAR]


@pytest.mark.usefixtures("indifferent")
def test_who_has_seen_every_film_has_an_empty_list(tmp_path: Path) -> None:
    everything = tuple((movie, 4.0) for movie in range(6))
    bundle = model(tmp_path / "seen", rated=(everything, ((ELM, 4.0),), everything))

    (block,) = lists_of_all(bundle, Filters(), 2)

    assert block.users == 3
    assert block.user_id.tolist() == [bundle.catalogue.user_ids[1]] * 2
    assert block.rank.tolist() == [1, 2]


def test_filters_that_leave_no_film_say_who_took_them(bundle: Bundle) -> None:
    with pytest.raises(UsageError, match="--min-ratings 9999 took"):
        lists_of_all(bundle, Filters(min_ratings=9999), 5)


def test_without_its_users_ratings_a_model_can_list_for_nobody(bundle: Bundle) -> None:
    (bundle.folder / HISTORY).unlink()

    with pytest.raises(NotReadyError, match="came without its users' ratings"):
        lists_of_all(bundle, Filters(), 5)


def test_lists_made_in_processes_are_the_same(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "workers", lambda: 2)
    monkeypatch.setattr(everybody, "workers", lambda: 2)
    monkeypatch.setattr(everybody, "USERS_AT_ONCE", 25)
    here = by_user([*lists_of_all(bundle, Filters(min_ratings=5), 4)])
    monkeypatch.setattr(everybody, "MANY_USERS", 1)

    there = by_user([*lists_of_all(bundle, Filters(min_ratings=5), 4)])

    assert there == here


def test_a_process_that_is_ended_from_outside_is_explained(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(everybody, "workers", lambda: 2)
    monkeypatch.setattr(everybody, "MANY_USERS", 1)
    monkeypatch.setattr(everybody, "_block", ended)

    with pytest.raises(MovierecError, match="was ended from outside"):
        [*lists_of_all(bundle, Filters(), 4)]


def test_each_process_multiplies_matrices_in_one_thread(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(everybody, "workers", lambda: 2)
    monkeypatch.setattr(everybody, "MANY_USERS", 1)
    monkeypatch.setattr(everybody, "_block", blas_threads)

    told = [*lists_of_all(bundle, Filters(), 4)]

    if not any(told):
        pytest.skip("this numpy's BLAS cannot be told its threads")
    assert all(threads == {1} for threads in told)  # type: ignore[operator]


def test_who_wants_no_more_blocks_can_stop(bundle: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(everybody, "USERS_AT_ONCE", 1)
    made = lists_of_all(bundle, Filters(), 2)

    next(made)
    made.close()  # type: ignore[attr-defined]

    assert next(made, None) is None


@pytest.mark.parametrize("users", [1, everybody.MANY_USERS])
def test_damaged_links_are_refused_before_any_list_is_made(
    bundle: Bundle, users: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(everybody, "MANY_USERS", users)
    arrays = {**bundle.relevance()}
    arrays["pair.both"] = np.full_like(arrays["pair.both"], np.nan)
    monkeypatch.setattr(Bundle, "relevance", lambda _: arrays)

    with pytest.raises(DataError, match="links is damaged"):
        lists_of_all(bundle, Filters(), 4)


def test_damaged_counts_are_refused_before_any_list_is_made(bundle: Bundle) -> None:
    counts = np.full_like(bundle.catalogue.counts, -3)
    damaged = replace(bundle, catalogue=replace(bundle.catalogue, counts=counts))

    with pytest.raises(DataError, match="fewer than 0 ratings"):
        lists_of_all(damaged, Filters(), 4)
