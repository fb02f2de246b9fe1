"""Which parts a protocol has, and how it is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from makers import make_random_csv

from movierec import workflow
from movierec.benchmark_run.config import BenchmarkConfig, benchmark_command
from movierec.benchmark_run.parts import parts_of
from movierec.benchmark_run.plan import plan
from movierec.data.prepare import Prepared
from movierec.errors import UsageError


@pytest.fixture
def sample() -> Prepared:
    workflow.fetch("sample")
    return workflow.prepared_data("sample")


@pytest.fixture
def foldless(tmp_path: Path) -> Prepared:
    data = make_random_csv(tmp_path / "made-up.zip", users=30, movies=40, ratings=600)
    return workflow.prepared_data(str(data))


def test_folds_are_the_default_where_there_are_some(sample: Prepared) -> None:
    found = plan(sample, BenchmarkConfig())

    assert found.parts == (("u1", 0), ("u2", 0), ("u3", 0), ("u4", 0), ("u5", 0))
    assert found.words == (
        "canonical folds u1 to u5; the ratings of a fold's test file are tested; seed 0"
    )


def test_without_folds_the_default_is_five_random_splits(foldless: Prepared) -> None:
    found = plan(foldless, BenchmarkConfig())

    assert found.parts == tuple(("random", seed) for seed in range(5))
    assert found.words == "random 80/20 of the ratings, a split a seed; seeds 0 to 4"


def test_seeds_repeat_the_folds(sample: Prepared) -> None:
    found = plan(sample, BenchmarkConfig(protocol="folds", seeds=2))

    assert len(found.parts) == 10
    assert found.parts[5] == ("u1", 1)


def test_seeds_repeat_the_split_by_time(sample: Prepared) -> None:
    found = plan(sample, BenchmarkConfig(protocol="time", seeds=2))

    assert found.parts == (("time", 0), ("time", 1))
    assert found.words == ("the last 20 % of each user's ratings by time are tested; seeds 0 to 1")


def test_a_quarter_of_each_users_ratings_is_held_out_once_unless_seeds_repeat_it(
    sample: Prepared,
) -> None:
    once = plan(sample, BenchmarkConfig(protocol="per-user"))
    twice = plan(sample, BenchmarkConfig(protocol="per-user", seeds=2))

    assert once.parts == (("per-user", 0),)
    assert twice.parts == (("per-user", 0), ("per-user", 1))
    assert twice.words == (
        "a random 25 % of each user's ratings are tested, a split a seed; seeds 0 to 1"
    )


def test_folds_of_a_set_without_folds_are_refused(foldless: Prepared) -> None:
    with pytest.raises(UsageError, match="has no canonical folds") as caught:
        plan(foldless, BenchmarkConfig(protocol="folds"))

    assert "--protocol random" in caught.value.hint


def test_times_that_the_data_has_not_are_refused_before_anything_is_trained(
    foldless: Prepared,
) -> None:
    ratings = replace(foldless.ratings, timestamp=np.zeros_like(foldless.ratings.timestamp))

    with pytest.raises(UsageError, match="does not say when") as caught:
        plan(replace(foldless, ratings=ratings), BenchmarkConfig(with_time=True))

    assert caught.value.hint == "Leave --with-time away."


def test_a_kind_that_cannot_learn_is_left_out_unless_it_is_named(foldless: Prepared) -> None:
    found = plan(foldless, BenchmarkConfig())

    assert "report" not in found.kinds
    assert [kind for kind, _ in found.left_out] == ["report"]
    with pytest.raises(UsageError, match="need age, gender and occupation"):
        plan(foldless, BenchmarkConfig(models=("dnn", "report")))


def test_every_row_is_tested_in_one_fold_or_learned_from(sample: Prepared) -> None:
    parts = parts_of(sample, plan(sample, BenchmarkConfig()))

    assert sum(len(part.tested.test) for part in parts) == len(sample.ratings)


def test_the_global_mean_is_that_of_every_row_that_is_not_tested(sample: Prepared) -> None:
    part = parts_of(sample, plan(sample, BenchmarkConfig()))[0]
    assert sample.folds is not None

    mean = sample.ratings.rating[sample.folds != 1].mean(dtype="float64")

    assert [one.model for one in part.baselines] == ["bias model", "global mean"]
    assert part.baselines[1].stars == pytest.approx(mean)


def test_the_command_repeats_what_was_asked() -> None:
    assert benchmark_command(BenchmarkConfig()) == "movierec benchmark"
    asked = BenchmarkConfig(
        models=("dnn",), dataset="my films", protocol="time", seeds=2, epochs=3, with_time=True
    )
    assert benchmark_command(asked) == (
        "movierec benchmark dnn --protocol time --seeds 2 --dataset 'my films' --epochs 3 "
        "--with-time"
    )


def test_a_kind_that_is_named_twice_is_measured_once() -> None:
    assert BenchmarkConfig(models=("dnn", "dnn")).kinds == ("dnn",)
