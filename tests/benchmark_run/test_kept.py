"""Fits come back from the disk as they were, or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from movierec.benchmark_run.fit import Fit
from movierec.benchmark_run.kept import Kept, fingerprint
from movierec.config import TrainConfig

KEY = "ab" * 32
FIT = Fit(np.array([1.5, 4.25], dtype=np.float32), np.array([[2, 0], [1, -1]]), 12.5, 300.0, True)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    found = Kept(tmp_path)
    found.save("label", KEY, FIT)
    return found


def folder(tmp_path: Path) -> Path:
    (found,) = tmp_path.iterdir()
    return found


def test_a_fit_comes_back_as_it_was(kept: Kept) -> None:
    found = kept.load("label", KEY, 2)

    assert found is not None
    assert np.array_equal(found.predicted, FIT.predicted)
    assert (found.seconds, found.peak_mib, found.used_time) == (12.5, 300.0, True)


def test_an_unknown_peak_stays_unknown(kept: Kept) -> None:
    kept.save("label", KEY, replace(FIT, peak_mib=None))

    found = kept.load("label", KEY, 2)

    assert found is not None
    assert found.peak_mib is None


def test_another_fit_is_not_found(kept: Kept) -> None:
    assert kept.load("label", "cd" * 32, 2) is None


def test_keys_that_begin_alike_are_told_apart(kept: Kept) -> None:
    assert kept.load("label", KEY[:16] + "0" * 48, 2) is None


def test_a_fit_of_other_rows_is_not_taken(kept: Kept) -> None:
    assert kept.load("label", KEY, 3) is None


@pytest.mark.parametrize("name", ["fit.json", "predicted.npy"])
@pytest.mark.parametrize("content", [None, b"", b"{}", b"\xff"])
def test_a_damaged_fit_is_not_taken(
    kept: Kept, tmp_path: Path, name: str, content: bytes | None
) -> None:
    file = folder(tmp_path) / name
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)

    assert kept.load("label", KEY, 2) is None


def test_a_changed_prediction_is_noticed(kept: Kept, tmp_path: Path) -> None:
    np.save(folder(tmp_path) / "predicted.npy", np.array([1.5, 4.0], dtype=np.float32))

    assert kept.load("label", KEY, 2) is None


@pytest.mark.parametrize(
    "other",
    [
        ({"config": TrainConfig(seed=1)}),
        ({"config": TrainConfig(epochs=3)}),
        ({"content_hash": "other"}),
        ({"rows_hash": "other"}),
        ({"with_time": True}),
    ],
    ids=lambda other: next(iter(other)),
)
def test_what_shapes_a_fit_is_in_its_fingerprint(other: dict[str, object]) -> None:
    usual = {
        "config": TrainConfig(),
        "content_hash": "content",
        "rows_hash": "rows",
        "with_time": False,
    }

    assert fingerprint(**usual) != fingerprint(**{**usual, **other})  # type: ignore[arg-type]


def test_where_the_data_set_lies_is_not() -> None:
    here, there = (
        fingerprint(TrainConfig(dataset=path), "content", "rows", with_time=False)
        for path in ("/a", "/b")
    )

    assert here == there
