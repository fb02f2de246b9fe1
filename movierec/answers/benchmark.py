"""Models beside each other: the fits, their errors, how they compare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from movierec.answers.ranking import RankingRow
    from movierec.records import Metrics


@dataclass(frozen=True, slots=True)
class FitStart:
    """A fit of a benchmark that is about to begin.

    Attributes:
        number: which of `total` it is, 1 for the first, those kept from before included.
        total: fits of the benchmark.
        model: the model kind.
        fold: the split: "u1", "random", "time".
        seed: of the rows held out and of the training.
        epochs: passes over the training rows.
    """

    number: int
    total: int
    model: str
    fold: str
    seed: int
    epochs: int


@dataclass(frozen=True, slots=True)
class FoldResult:
    """One model on one fold with one seed: errors, seconds, peak memory; None: not measured."""

    fold: str
    seed: int
    metrics: Metrics
    seconds: float | None
    peak_mib: float | None


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and standard deviation over folds and seeds; `sd` None where there is but one."""

    mean: float
    sd: float | None


@dataclass(frozen=True, slots=True)
class BenchmarkRow:
    """A model in a benchmark: errors, median seconds, the largest peak memory, every fold."""

    model: str
    rmse: Spread
    mse: Spread
    mae: Spread
    seconds: float | None
    peak_mib: float | None
    folds: tuple[FoldResult, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """RMSE of `model` less that of `other` over all test rows, with its 95 % interval."""

    model: str
    other: str
    difference: float
    low: float
    high: float
    excludes_zero: bool


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Models beside each other on the same rows.

    Attributes:
        dataset: the data set's label.
        protocol: how rows are held out, in words.
        seen: what the models learned from, in words.
        time: whether the test rows' times were used, in words.
        test_rows: rows tested, over all folds and seeds.
        unseen: those of them whose film or user has no training row (they count like any other).
        rows: one a model, the best first; "bias model" and "global mean" are among them.
        rankings: a row a system, the best nDCG first; empty where no test rating is relevant.
        ranked: what the lists were asked for, in words.
        comparisons: the best model with each other one.
        left_out: (kind, why) of kinds that cannot learn from the data set.
        kept: fits that were measured before.
        fits: all fits.
        command: the command line that repeats it.
    """

    dataset: str
    protocol: str
    seen: str
    time: str
    test_rows: int
    unseen: int
    rows: tuple[BenchmarkRow, ...]
    rankings: tuple[RankingRow, ...]
    ranked: str
    comparisons: tuple[Comparison, ...]
    left_out: tuple[tuple[str, str], ...]
    kept: int
    fits: int
    command: str
