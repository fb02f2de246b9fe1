"""A benchmark measures the lists of every fit beside the baselines', and keeps them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
from makers import make_random_100k, make_random_csv

from movierec import workflow
from movierec.answers.benchmark import Benchmark
from movierec.answers.ranking import FIGURES, RankingMetrics
from movierec.benchmark_run import run
from movierec.benchmark_run.config import BenchmarkConfig
from movierec.benchmark_run.parts import Part, parts_of
from movierec.benchmark_run.plan import Plan, plan
from movierec.benchmark_run.rankings import rank_parts
from movierec.data.holdout import hold_out
from movierec.data.prepare import Prepared
from movierec.evaluation import ranking
from movierec.evaluation.ranking import EASE, IALS, POPULAR, K, question_of
from movierec.evaluation.relevant_films import Relevant
from movierec.paths import user_paths
from movierec.records import IntArray

KINDS = ("dnn", "report")
BASELINES = {POPULAR, EASE, IALS}


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fit in this process: starting one and importing torch takes seconds."""
    monkeypatch.setattr(run, "fit_in_process", lambda work, _, watch: work(watch))


@pytest.fixture
def data(tmp_path: Path) -> str:
    return str(make_random_100k(tmp_path / "made-up.zip", users=40, movies=40, ratings=800))


@pytest.fixture
def config(data: str) -> BenchmarkConfig:
    return BenchmarkConfig(models=KINDS, dataset=data, protocol="random", seeds=1, epochs=1)


def forbid_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> NoReturn:
        raise AssertionError

    monkeypatch.setattr(run, "fit_in_process", fail)


def kept() -> list[Path]:
    return sorted(place for place in user_paths().benchmarks.iterdir() if place.is_dir())


def folds(found: Benchmark) -> dict[str, tuple[RankingMetrics, ...]]:
    return {row.model: row.folds for row in found.rankings}


def set_up(config: BenchmarkConfig) -> tuple[Prepared, Plan, tuple[Part, ...]]:
    prepared = workflow.prepared_data(config.dataset)
    decided = plan(prepared, config)
    return prepared, decided, parts_of(prepared, decided)


def wanted(prepared: Prepared, decided: Plan, part: Part) -> Relevant:
    config = decided.rows_config(*part.tested.name)
    known = prepared.ratings.take(hold_out(prepared, config).known)
    return question_of(known, part.tested.test, config.split).relevant


def perfect(one: Relevant) -> IntArray:
    lists = np.full((len(one.user), K), -1)
    for place, (start, end) in enumerate(zip(one.offsets[:-1], one.offsets[1:], strict=True)):
        films = one.movies[start:end][:K]
        lists[place, : len(films)] = films
    return lists


@pytest.mark.usefixtures("here")
def test_every_kind_and_three_baselines_have_a_ranking(config: BenchmarkConfig) -> None:
    found = workflow.benchmark(config)

    assert {row.model for row in found.rankings} == {*KINDS, *BASELINES}


def test_a_process_of_its_own_brings_its_lists_back(config: BenchmarkConfig) -> None:
    found = workflow.benchmark(replace(config, models=("dnn",)))

    assert "dnn" in folds(found)


@pytest.mark.usefixtures("here")
def test_the_best_ndcg_comes_first(config: BenchmarkConfig) -> None:
    ndcg = [row.figures["ndcg"].mean for row in workflow.benchmark(config).rankings]

    assert ndcg == sorted(ndcg, reverse=True)


@pytest.mark.usefixtures("here")
def test_all_are_measured_on_the_same_users(config: BenchmarkConfig) -> None:
    found = folds(workflow.benchmark(config))

    assert len({(one.users, one.k) for (one,) in found.values()}) == 1


@pytest.mark.usefixtures("here")
def test_each_seed_is_a_fold_of_a_ranking(config: BenchmarkConfig) -> None:
    found = workflow.benchmark(replace(config, seeds=2))

    assert {len(row.folds) for row in found.rankings} == {2}
    assert all(row.figures["ndcg"].sd is not None for row in found.rankings)


@pytest.mark.usefixtures("here")
def test_each_canonical_fold_is_a_fold_of_a_ranking(config: BenchmarkConfig) -> None:
    found = workflow.benchmark(replace(config, models=("dnn",), protocol="folds"))

    assert {len(row.folds) for row in found.rankings} == {5}


@pytest.mark.usefixtures("here")
def test_the_lists_lie_beside_the_predictions(config: BenchmarkConfig) -> None:
    found = workflow.benchmark(config)

    lists = [np.load(place / "lists.npy") for place in kept()]
    users = found.rankings[0].folds[0].users
    assert [one.shape for one in lists] == [(users, K), (users, K)]


@pytest.mark.usefixtures("here")
def test_a_second_benchmark_has_the_same_rankings_without_a_fit(
    config: BenchmarkConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = workflow.benchmark(config)
    forbid_fits(monkeypatch)

    second = workflow.benchmark(config)

    assert second.rankings == first.rankings
    assert second.ranked == first.ranked
    assert second.kept == 2


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("damaged", [b"broken", None])
def test_a_fit_whose_lists_are_damaged_or_gone_is_measured_again(
    config: BenchmarkConfig, damaged: bytes | None
) -> None:
    first = workflow.benchmark(config)
    path = kept()[0] / "lists.npy"
    path.unlink()
    if damaged is not None:
        path.write_bytes(damaged)

    second = workflow.benchmark(config)

    assert second.kept == 1
    assert second.rankings == first.rankings


@pytest.mark.usefixtures("here")
def test_a_fit_that_was_kept_without_lists_has_no_ranking(config: BenchmarkConfig) -> None:
    workflow.benchmark(config)
    place = next(place for place in kept() if "-dnn-" in place.name)
    document = json.loads((place / "fit.json").read_text("utf-8"))
    (place / "fit.json").write_text(json.dumps({**document, "lists": None}), "utf-8")

    found = workflow.benchmark(config)

    assert found.kept == 2
    assert {row.model for row in found.rankings} == {"report", *BASELINES}


@pytest.mark.usefixtures("here")
def test_held_out_for_each_user_all_kinds_list_the_same(config: BenchmarkConfig) -> None:
    found = workflow.benchmark(replace(config, protocol="per-user"))

    both = folds(found)
    assert both["dnn"] == both["report"]
    assert "all kinds list the same" in found.ranked
    assert "stars or more" not in found.ranked


@pytest.mark.usefixtures("here")
def test_held_out_for_each_user_everybody_is_measured(config: BenchmarkConfig) -> None:
    found = workflow.benchmark(replace(config, protocol="per-user"))

    assert {set(row.figures) == set(FIGURES) for row in found.rankings} == {True}
    assert {row.folds[0].users for row in found.rankings} == {40}


@pytest.mark.usefixtures("here")
def test_held_out_by_time_the_order_is_used(config: BenchmarkConfig) -> None:
    by_time = workflow.benchmark(replace(config, models=("dnn",), protocol="time"))
    at_random = workflow.benchmark(replace(config, models=("dnn",)))

    assert by_time.ranked.endswith("order of a user's history: used")
    assert "order of a user's history: not used" in at_random.ranked


@pytest.mark.usefixtures("here")
def test_where_nothing_is_liked_there_are_errors_but_no_rankings(tmp_path: Path) -> None:
    folder = make_random_csv(tmp_path / "grim", users=30, movies=40, ratings=600)
    (path,) = folder.rglob("ratings.csv")
    head, *lines = path.read_text("utf-8").splitlines()
    fields = [line.split(",") for line in lines]
    grim = [
        ",".join((user, film, str(min(float(stars), 3.5)), time))
        for user, film, stars, time in fields
    ]
    path.write_text("\n".join([head, *grim]) + "\n", "utf-8")
    config = BenchmarkConfig(
        models=("dnn",), dataset=str(folder), protocol="random", seeds=1, epochs=1
    )

    found = workflow.benchmark(config)

    assert (found.rankings, found.ranked) == ((), "")
    assert "dnn" in {row.model for row in found.rows}


@pytest.mark.usefixtures("here")
def test_on_large_data_only_the_most_popular_stand_beside_the_kinds(
    config: BenchmarkConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "MOST_ROWS", 100)

    found = workflow.benchmark(config)

    assert {row.model for row in found.rankings} == {*KINDS, POPULAR}


def test_lists_of_nothing_but_relevant_films_are_worth_everything(
    config: BenchmarkConfig,
) -> None:
    prepared, decided, parts = set_up(replace(config, seeds=2))
    listed = {
        part.tested.name: {"all-knowing": perfect(wanted(prepared, decided, part))}
        for part in parts
    }

    found, _ = rank_parts(prepared, decided, parts, listed)

    assert found[0].model == "all-knowing"
    assert (found[0].figures["ndcg"].mean, found[0].figures["ndcg"].sd) == (pytest.approx(1), 0)


def test_lists_are_measured_on_their_own_part(config: BenchmarkConfig) -> None:
    prepared, decided, parts = set_up(replace(config, protocol="folds"))
    lists = [perfect(wanted(prepared, decided, part)) for part in parts]
    lists[1:] = [np.full_like(one, -1) for one in lists[1:]]
    right = {part.tested.name: {"first": one} for part, one in zip(parts, lists, strict=True)}

    found, _ = rank_parts(prepared, decided, parts, right)

    (row,) = (row for row in found if row.model == "first")
    assert [fold.ndcg.value for fold in row.folds] == pytest.approx([1, 0, 0, 0, 0])


def test_without_fits_the_baselines_stand_alone(config: BenchmarkConfig) -> None:
    found, words = rank_parts(*set_up(config), {})

    assert {row.model for row in found} == BASELINES
    assert words.startswith("the 10 films")
