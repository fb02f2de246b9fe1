"""A fit in a process of its own: what it tells, what it takes, and how it ends."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest
import works

from movierec.benchmark_run.process import fit_in_process
from movierec.errors import MovierecError, UsageError
from movierec.records import EpochReport


def test_epochs_and_result_come_back() -> None:
    epochs: list[EpochReport] = []

    fit = fit_in_process(partial(works.made_up, 3), "it", epochs.append)

    assert [report.epoch for report in epochs] == [1, 2]
    assert fit.predicted.tolist() == [3.5, 3.5, 3.5]


def test_the_peak_is_the_childs_own_and_not_its_parents() -> None:
    ballast = bytearray(os.urandom(1)) * (400 * 1024**2)

    fit = fit_in_process(partial(works.made_up, 1), "it", lambda _: None)

    assert len(ballast)
    assert fit.peak_mib is None or 10 < fit.peak_mib < 300


def test_what_the_fit_raises_is_raised_here() -> None:
    with pytest.raises(UsageError, match="what") as caught:
        fit_in_process(works.refused, "it", lambda _: None)

    assert caught.value.hint == "hint"


def test_an_unexpected_error_is_told_with_its_traceback_and_not_printed(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError: by nought") as caught:
        fit_in_process(works.broken, "it", lambda _: None)

    assert "in broken" in caught.value.__notes__[0]
    assert capfd.readouterr().err == ""


def test_too_little_memory_is_said_in_two_lines() -> None:
    with pytest.raises(MovierecError, match="not enough memory for this fit"):
        fit_in_process(works.too_large, "it", lambda _: None)


def test_a_process_that_ends_without_a_word_is_named() -> None:
    with pytest.raises(MovierecError, match=r"fitted dnn on u1 ended by itself \(code 7\)"):
        fit_in_process(works.dead, "dnn on u1", lambda _: None)


def test_an_interruption_ends_the_child(tmp_path: Path) -> None:
    place = tmp_path / "child"

    def interrupt(_: EpochReport) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fit_in_process(partial(works.endless, str(place)), "it", interrupt)

    with pytest.raises(ProcessLookupError):
        os.kill(int(place.read_text("utf-8")), 0)
