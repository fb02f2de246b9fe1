"""A benchmark measures what is missing, keeps what is done, and says what it did."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from makers import make_random_100k, make_random_csv

from movierec import workflow
from movierec.answers.benchmark import FitStart
from movierec.benchmark_run import run
from movierec.benchmark_run.config import BenchmarkConfig
from movierec.config import MODEL_KINDS
from movierec.errors import Interrupted, MovierecError, UsageError
from movierec.files import lock
from movierec.paths import user_paths
from movierec.records import EpochReport

PROGRAM = """
import signal
from movierec.__main__ import run
signal.signal(signal.SIGINT, signal.default_int_handler)  # shells ignore it in the background
if __name__ == "__main__":
    run()
"""


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fit in this process: starting one and importing torch takes seconds."""
    monkeypatch.setattr(run, "fit_in_process", lambda work, _, watch: work(watch))


@pytest.fixture
def data(tmp_path: Path) -> str:
    return str(make_random_100k(tmp_path / "made-up.zip", users=30, movies=40, ratings=600))


@pytest.fixture
def config(data: str) -> BenchmarkConfig:
    return BenchmarkConfig(
        models=("dnn", "report"), dataset=data, protocol="random", seeds=2, epochs=2
    )


class Listener:
    """Remembers what it was told."""

    def __init__(self, stop_at: int = 0) -> None:
        self.said: list[str] = []
        self.starts: list[tuple[int, int, str, int]] = []
        self.ends: list[str] = []
        self._stop_at = stop_at

    def started(self, start: FitStart) -> None:
        self.starts.append((start.number, start.total, start.model, start.seed))
        if start.number == self._stop_at:
            raise KeyboardInterrupt

    def hooks(self) -> dict[str, Any]:
        return {
            "said": self.said.append,
            "started": self.started,
            "finished": lambda model, _: self.ends.append(model),
        }


def folders() -> list[Path]:
    return sorted(place for place in user_paths().benchmarks.iterdir() if place.is_dir())


def test_kinds_are_measured_in_processes_of_their_own_beside_the_baselines(data: str) -> None:
    epochs: list[EpochReport] = []
    config = BenchmarkConfig(
        models=("dnn", "report"), dataset=data, protocol="random", seeds=1, epochs=2
    )

    found = workflow.benchmark(config, watch=epochs.append)

    assert {row.model for row in found.rows} == {"dnn", "report", "bias model", "global mean"}
    assert [report.epoch for report in epochs] == [1, 2, 1, 2]
    assert found.rows == tuple(sorted(found.rows, key=lambda row: row.rmse.mean))
    assert {one.model for one in found.comparisons} == {found.rows[0].model}
    assert len(found.comparisons) == 3
    assert found.test_rows == 120
    dnn = next(row for row in found.rows if row.model == "dnn")
    assert dnn.seconds is not None
    assert dnn.seconds > 0


@pytest.mark.usefixtures("here")
def test_each_part_is_fitted_by_every_kind_before_the_next(config: BenchmarkConfig) -> None:
    listener = Listener()

    workflow.benchmark(config, **listener.hooks())

    assert listener.starts == [
        (1, 4, "dnn", 0), (2, 4, "report", 0), (3, 4, "dnn", 1), (4, 4, "report", 1),
    ]  # fmt: skip
    assert listener.ends == ["dnn", "report", "dnn", "report"]


@pytest.mark.usefixtures("here")
def test_a_second_benchmark_measures_nothing_and_answers_the_same(config: BenchmarkConfig) -> None:
    listener = Listener()
    first = workflow.benchmark(config)

    second = workflow.benchmark(config, **listener.hooks())

    assert listener.starts == []
    assert listener.said == [
        "4 of 4 fits were measured before and are kept: --fresh measures them anew."
    ]
    assert (first.kept, second.kept) == (0, 4)
    assert [row.rmse for row in second.rows] == [row.rmse for row in first.rows]
    kinds = ("dnn", "report")
    seconds = [{row.model: row.seconds for row in one.rows} for one in (first, second)]
    assert [seconds[0][kind] for kind in kinds] == [seconds[1][kind] for kind in kinds]


@pytest.mark.usefixtures("here")
def test_fresh_measures_anew(config: BenchmarkConfig) -> None:
    listener = Listener()
    workflow.benchmark(config)

    found = workflow.benchmark(config, fresh=True, **listener.hooks())

    assert len(listener.starts) == 4
    assert found.kept == 0


@pytest.mark.usefixtures("here")
def test_a_fresh_benchmark_that_was_stopped_goes_on_with_its_own_fits(
    config: BenchmarkConfig,
) -> None:
    workflow.benchmark(config)
    with pytest.raises(Interrupted):
        workflow.benchmark(config, fresh=True, **Listener(stop_at=2).hooks())

    found = workflow.benchmark(config)

    assert found.kept == 1


@pytest.mark.usefixtures("here")
def test_ctrl_c_says_what_is_kept_and_the_command_goes_on_from_there(
    config: BenchmarkConfig,
) -> None:
    with pytest.raises(Interrupted) as caught:
        workflow.benchmark(config, **Listener(stop_at=3).hooks())
    listener = Listener()
    workflow.benchmark(config, **listener.hooks())

    assert caught.value.what == "Stopped: 2 of 4 fits are kept."
    assert caught.value.hint.startswith(
        "Go on: movierec benchmark dnn report --protocol random --seeds 2"
    )
    assert [start[0] for start in listener.starts] == [3, 4]


@pytest.mark.usefixtures("here")
def test_more_seeds_measure_the_new_ones_only(config: BenchmarkConfig) -> None:
    listener = Listener()
    workflow.benchmark(config)

    workflow.benchmark(replace(config, seeds=3), **listener.hooks())

    assert [start[2:] for start in listener.starts] == [("dnn", 2), ("report", 2)]


@pytest.mark.usefixtures("here")
def test_a_damaged_fit_is_measured_again(config: BenchmarkConfig) -> None:
    listener = Listener()
    workflow.benchmark(config)
    (folders()[0] / "predicted.npy").write_bytes(b"broken")

    found = workflow.benchmark(config, **listener.hooks())

    assert len(listener.starts) == 1
    assert found.kept == 3


@pytest.fixture
def traitless(tmp_path: Path) -> str:
    return str(make_random_csv(tmp_path / "bare.zip", users=30, movies=40, ratings=600))


@pytest.mark.usefixtures("here")
def test_a_kind_that_cannot_learn_from_the_data_is_left_out_in_one_line(traitless: str) -> None:
    listener = Listener()
    config = BenchmarkConfig(dataset=traitless, seeds=2, epochs=1)

    found = workflow.benchmark(config, **listener.hooks())

    assert [line.partition(":")[0] for line in listener.said] == [
        "Preparing bare",
        "report is left out",
    ]
    assert workflow.benchmark(config).kept == found.fits
    assert [kind for kind, _ in found.left_out] == ["report"]
    assert listener.starts[-1][:2] == (found.fits, found.fits)
    assert {row.model for row in found.rows} == {*MODEL_KINDS, "bias model", "global mean"} - {
        "report"
    }
    assert found.fits == 2 * (len(MODEL_KINDS) - 1)


@pytest.mark.usefixtures("here")
def test_old_fits_that_cannot_be_removed_are_measured_anew_all_the_same(
    config: BenchmarkConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    workflow.benchmark(config)
    monkeypatch.setattr("movierec.benchmark_run.kept.Kept.remove", lambda *_: None)
    listener = Listener()

    found = workflow.benchmark(config, fresh=True, **listener.hooks())

    assert (found.kept, len(listener.starts)) == (0, 4)


@pytest.mark.usefixtures("here")
def test_a_cache_that_cannot_be_written_costs_no_fit_and_is_said_once(
    config: BenchmarkConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: object, label: str, key: str, fit: object) -> None:  # noqa: ARG001
        raise OSError(errno.ENOSPC, "No space left on device", "/full")

    workflow.prepared_data(config.dataset)
    monkeypatch.setattr("movierec.benchmark_run.kept.Kept.save", full)
    listener = Listener()

    found = workflow.benchmark(config, **listener.hooks())

    assert {row.model for row in found.rows} >= {"dnn", "report"}
    assert [line[:46] for line in listener.said] == [
        "Fits cannot be kept (No space left on device: "
    ]


@pytest.mark.usefixtures("here")
def test_two_benchmarks_do_not_run_beside_each_other(config: BenchmarkConfig) -> None:
    workflow.prepared_data(config.dataset)
    folder = user_paths().benchmarks

    with (
        lock(folder / ".lock", "running a benchmark"),
        pytest.raises(MovierecError, match="Another movierec is running a benchmark"),
    ):
        workflow.benchmark(config)


@pytest.mark.usefixtures("here")
def test_kinds_that_use_the_time_are_named_and_the_others_are_not_measured_again(
    data: str,
) -> None:
    config = BenchmarkConfig(
        models=("dnn", "bayes"), dataset=data, protocol="random", seeds=1, epochs=2
    )
    without = workflow.benchmark(config)

    found = workflow.benchmark(replace(config, with_time=True))

    assert without.time == "not used: no model is told when a test rating was given"
    assert found.time == "used by bayes"
    assert found.kept == 1


@pytest.mark.usefixtures("here")
def test_a_kind_that_was_named_and_cannot_learn_is_an_error(traitless: str) -> None:
    with pytest.raises(UsageError):
        workflow.benchmark(BenchmarkConfig(models=("report",), dataset=traitless, epochs=1))


def test_ctrl_c_on_a_terminal_is_one_line_and_130_and_leaves_no_process(data: str) -> None:
    words = (
        "benchmark",
        "dnn",
        "--dataset",
        data,
        "--protocol",
        "time",
        "--seeds",
        "3",
        "--epochs",
        "1",
    )
    program = Path(data).with_name("program.py")
    program.write_text(PROGRAM, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(program), *words],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    seen = [process.stderr.readline() for _ in range(2)]
    os.killpg(process.pid, signal.SIGINT)
    # Ends when nobody holds the pipe any more, the process of the fit included.
    _, rest = process.communicate(timeout=60)

    assert seen[1].startswith("fit 1/3")
    assert process.returncode == 130
    assert rest.splitlines()[-1].startswith("Stopped: ")
    assert " of 3 fits are kept. Go on: movierec benchmark dnn --protocol time" in rest
    assert "Traceback" not in rest
