"""What of benchmarks/peers.py needs no peer: its data, its tables, and that it goes on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from makers import make_random_100k, make_random_csv

from movierec import workflow
from movierec.answers.benchmark import BenchmarkRow, Comparison, Spread
from movierec.benchmark_run.config import BenchmarkConfig
from movierec.benchmark_run.fit import Fit
from movierec.benchmark_run.parts import parts_of
from movierec.benchmark_run.plan import plan
from movierec.config import TrainConfig
from movierec.paths import user_paths


@pytest.fixture
def data(tmp_path: Path) -> str:
    return str(make_random_100k(tmp_path / "made-up.zip", users=30, movies=40, ratings=600))


def row(model: str, sd: float | None, seconds: float | None = 1.25) -> BenchmarkRow:
    spread = Spread(0.9, sd)
    return BenchmarkRow(model, spread, spread, spread, seconds, seconds and 81.4, ())


def test_a_row_is_a_line_of_markdown_that_says_whether_it_was_told_the_time() -> None:
    from peers.table import row_table

    table = row_table([row("myfm", 0.01), row("dnn", None)], {"dnn": "movierec dnn"}, ["myfm"])

    assert table.splitlines()[2:] == [
        "| myfm | used | 0.9000 ± 0.0100 | 0.9000 ± 0.0100 | 0.9000 ± 0.0100 | 1.2 | 81 |",
        "| movierec dnn | not used | 0.9000 | 0.9000 | 0.9000 | 1.2 | 81 |",
    ]


def test_what_was_not_measured_is_an_empty_cell() -> None:
    from peers.table import row_table

    table = row_table([row("global mean", None, seconds=None)], {}, [])

    assert table.endswith("| global mean | not used | 0.9000 | 0.9000 | 0.9000 |  |  |")


def test_a_comparison_is_a_line_of_markdown() -> None:
    from peers.table import comparison_table

    table = comparison_table([Comparison("dnn", "svd", -0.05, -0.06, -0.04, True)], {})

    assert table.endswith("| dnn | svd | -0.0500 | -0.0600 to -0.0400 | yes |")


def test_a_peer_learns_from_every_row_that_is_not_tested(data: str) -> None:
    from peers.data import peer_data

    workflow.preprocess(data)

    found = peer_data(TrainConfig(dataset=data, split="u1", seed=3), user_paths())

    assert len(found.train) + len(found.test) == 600
    assert found.user_flags.shape[0] == found.users == 30
    assert found.movie_flags.shape[0] == found.movies == 40
    assert found.user_flags.sum(1).tolist() == [3.0] * 30  # age band, gender, occupation
    assert found.seed == 3


def test_a_set_without_traits_has_no_user_features(tmp_path: Path) -> None:
    from peers.data import peer_data

    bare = str(make_random_csv(tmp_path / "bare.zip", users=30, movies=40, ratings=600))
    workflow.preprocess(bare)

    assert peer_data(TrainConfig(dataset=bare), user_paths()).user_flags.shape == (30, 0)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Fit nothing, and return what was asked for."""
    from peers import run

    found: list[str] = []

    def fit(work: object, what: str, watch: object) -> Fit:  # noqa: ARG001
        found.append(what)
        return Fit(np.full(120, 3.0, dtype=np.float32), None, 1.5, 80.0, False)

    monkeypatch.setattr(run, "fit_in_process", fit)
    return found


def test_a_peer_that_was_measured_before_is_not_measured_again(data: str, asked: list[str]) -> None:
    from peers.run import measure_peers

    prepared = workflow.prepared_data(data)
    rows = plan(prepared, BenchmarkConfig(protocol="folds"))
    part = parts_of(prepared, rows)[:1]
    said: list[str] = []

    for fresh in (False, False, True):
        found = list(measure_peers(["svd"], rows, part, user_paths(), said.append, fresh=fresh))

    assert asked == ["svd on u1, seed 0"] * 2
    assert [line.split("  ")[-1] for line in said] == ["1.5 s", "kept from before", "1.5 s"]
    assert (found[0].model, found[0].seconds, found[0].peak_mib) == ("svd", 1.5, 80.0)


def test_packages_that_cannot_be_imported_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from peers import run

    monkeypatch.setattr(run, "_imports", lambda library: library == "surprise")

    assert run.missing_packages(["svd", "knn", "myfm"]) == ("myfm",)


def test_a_library_that_is_not_there_cannot_be_imported() -> None:
    from peers.run import _imports

    assert not _imports("no_such_library")
