"""What a training needs is known before it begins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from movierec.config import MODEL_KINDS, default_config
from movierec.errors import MovierecError
from movierec.processes import Process
from movierec.training.needs import KINDS, Size, memory_needed, require_memory
from movierec.training.relevance.memory import relevance_bytes

SMALL = Size(ratings=100_000, rows=76_000, users=943, movies=1_682)
LARGE = Size(ratings=32_000_000, rows=24_320_000, users=200_948, movies=87_585)


@pytest.mark.parametrize("kind", MODEL_KINDS)
def test_more_ratings_need_more_memory(kind: str) -> None:
    config = default_config(kind)
    assert memory_needed(LARGE, config) > memory_needed(SMALL, config)


@pytest.mark.parametrize("kind", ["bayes", "dnn"])
def test_a_blend_needs_more_than_either_part(kind: str) -> None:
    blend = memory_needed(LARGE, default_config("blend"))
    assert blend > memory_needed(LARGE, default_config(kind))


def test_ranking_films_does_not_add_to_what_learning_needs() -> None:
    config = default_config("dnn")
    learning = KINDS["dnn"](LARGE.rows, LARGE.users, LARGE.movies, config)
    ranking = relevance_bytes(LARGE.ratings, LARGE.users, LARGE.movies)

    assert max(learning, ranking) < memory_needed(LARGE, config) < learning + ranking


def test_of_many_films_and_few_ratings_ranking_needs_the_most() -> None:
    size = Size(ratings=100_000, rows=76_000, users=600, movies=9_000)
    usual, more = (memory_needed(size, replace(default_config("dnn"), members=n)) for n in (8, 9))
    assert usual == more


@pytest.mark.parametrize("free", [None, 10**15])
def test_what_is_there_or_unknown_is_enough(free: int | None) -> None:
    config = default_config("dnn")
    assert require_memory(SMALL, config, free) == memory_needed(SMALL, config)


def test_too_little_memory_is_said_in_two_lines_with_what_would_fit() -> None:
    config = default_config("dnn")
    free = memory_needed(LARGE, replace(config, members=4))

    with pytest.raises(MovierecError) as caught:
        require_memory(LARGE, config, free)

    assert caught.value.exit_code == 1
    assert caught.value.what.startswith("Training dnn on 24,320,000 ratings needs about")
    assert "this machine has" in caught.value.what
    assert "choose --members 4, which needs" in caught.value.hint


def test_another_kind_is_named_where_it_needs_less() -> None:
    config = default_config("bayes")
    other = memory_needed(LARGE, default_config("dnn"))
    crowded = replace(config, chains=64, embed_size=64)

    with pytest.raises(MovierecError, match="needs about") as caught:
        require_memory(LARGE, crowded, other)

    assert "--model dnn" in caught.value.hint


def test_where_nothing_fits_a_smaller_data_set_is_named() -> None:
    with pytest.raises(MovierecError) as caught:
        require_memory(LARGE, default_config("dnn"), 1_000)
    assert "a smaller data set" in caught.value.hint


@pytest.mark.parametrize("kind", ["dnn", "report"])
def test_processes_of_one_machine_need_their_memory_together(kind: str) -> None:
    config = default_config(kind)
    needs = [memory_needed(LARGE, config, Process(0, n, 0, n)) for n in (1, 2, 3)]

    assert needs[0] == memory_needed(LARGE, config)
    assert needs[0] < needs[1] < needs[2]


def test_a_machine_without_the_first_process_needs_less_than_that_with_it() -> None:
    config = default_config("dnn")
    with_first, without = (memory_needed(LARGE, config, Process(rank, 4, 0, 2)) for rank in (0, 2))
    assert without < with_first


def test_where_several_processes_do_not_fit_one_is_named() -> None:
    config = default_config("dnn")
    free = memory_needed(LARGE, config)

    with pytest.raises(MovierecError) as caught:
        require_memory(LARGE, config, free, Process(1, 2, 1, 2))

    assert caught.value.what.startswith("Training dnn in 2 processes on 24,320,000 ratings")
    assert "without torchrun, which needs" in caught.value.hint
