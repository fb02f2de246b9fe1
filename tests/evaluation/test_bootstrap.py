"""The paired bootstrap: right on hand-made errors, and its intervals cover as often as they say."""

from __future__ import annotations

import numpy as np
import pytest

from movierec.evaluation.bootstrap import rmse_differences

ROWS = 2_000


def random(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def squared_errors(sds: tuple[float, ...], seed: int, rows: int = ROWS) -> np.ndarray:
    """Return squared errors of models whose errors share a part, as those of real ones do."""
    draw = random(seed)
    shared = draw.normal(size=rows)
    return np.stack([(0.9 * shared + draw.normal(size=rows) * sd) ** 2 for sd in sds])


def one_stratum(rows: int) -> tuple[np.ndarray, np.ndarray]:
    return np.ones(rows, dtype=np.int64), np.zeros(rows, dtype=np.int64)


def test_the_difference_is_that_of_the_two_rmse() -> None:
    squared = np.array([[1.0, 9.0, 2.0, 4.0], [4.0, 16.0, 9.0, 7.0]])

    (found,) = rmse_differences(squared, *one_stratum(4), random())

    assert found.difference == pytest.approx(2.0 - 3.0)
    assert found.low <= found.difference <= found.high


def test_a_row_tested_twice_counts_with_both_of_its_errors() -> None:
    summed = np.array([[1.0 + 3.0, 5.0], [0.0, 0.0]])

    (found,) = rmse_differences(summed, np.array([2, 1]), np.zeros(2, dtype=int), random())

    assert found.difference == pytest.approx(3.0**0.5)


def test_a_real_difference_excludes_zero() -> None:
    (found,) = rmse_differences(squared_errors((0.3, 0.5), 1), *one_stratum(ROWS), random())

    assert found.excludes_zero
    assert found.high < 0


def test_two_equally_good_models_do_not_differ() -> None:
    (found,) = rmse_differences(squared_errors((0.4, 0.4), 2), *one_stratum(ROWS), random())

    assert not found.excludes_zero
    assert found.low < 0 < found.high


def test_a_model_does_not_differ_from_itself() -> None:
    squared = squared_errors((0.4,), 3)

    (found,) = rmse_differences(np.vstack([squared, squared]), *one_stratum(ROWS), random())

    assert (found.difference, found.low, found.high) == (0, 0, 0)
    assert not found.excludes_zero


def test_pairing_leaves_out_what_is_hard_for_every_model() -> None:
    close = squared_errors((0.10, 0.11), 4)
    apart = np.stack([close[0], random(5).permutation(close[1])])

    (paired,) = rmse_differences(close, *one_stratum(ROWS), random())
    (unpaired,) = rmse_differences(apart, *one_stratum(ROWS), random())

    assert paired.high - paired.low < (unpaired.high - unpaired.low) / 3


def test_rows_are_drawn_within_their_stratum() -> None:
    # All rows of a stratum are alike: drawn within it, no draw differs from another.
    squared = np.array([[1.0] * 50 + [4.0] * 50, [2.0] * 50 + [3.0] * 50])
    stratum = np.repeat([1, 7], 50)

    (found,) = rmse_differences(squared, np.ones(100, dtype=int), stratum, random())

    assert found.low == pytest.approx(found.difference)
    assert found.high == pytest.approx(found.difference)


def test_the_same_seed_gives_the_same_interval_and_another_seed_another() -> None:
    squared = squared_errors((0.3, 0.4), 6)

    first, again, other = (
        rmse_differences(squared, *one_stratum(ROWS), random(seed), 200)[0] for seed in (0, 0, 1)
    )

    assert first == again
    assert first != other


def test_many_rows_dealt_into_cells_give_the_interval_of_the_formula() -> None:
    rows = 60_000
    squared = squared_errors((0.3, 0.4), 7, rows)
    rmse = np.sqrt(squared.mean(1))
    # To first order the difference is a mean over rows of this.
    part = squared[0] / (2 * rmse[0]) - squared[1] / (2 * rmse[1])
    expected = 2 * 1.96 * part.std() / rows**0.5

    (found,) = rmse_differences(squared, *one_stratum(rows), random(), 2_000)

    assert found.high - found.low == pytest.approx(expected, rel=0.1)


def test_the_interval_covers_the_true_difference_19_times_of_20() -> None:
    true = (0.81 + 0.16) ** 0.5 - (0.81 + 0.20) ** 0.5
    inside = 0
    for seed in range(300):
        squared = squared_errors((0.16**0.5, 0.20**0.5), 100 + seed, 400)
        (found,) = rmse_differences(squared, *one_stratum(400), random(seed), 500)
        inside += found.low <= true <= found.high

    assert 0.91 <= inside / 300 <= 0.98
