"""The numbers of a benchmark's table, from predictions of the same test rows by several models."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from movierec.answers.benchmark import BenchmarkRow, Comparison, FoldResult, Spread
from movierec.data.rows import pair_keys
from movierec.evaluation.bootstrap import RESAMPLES, rmse_differences
from movierec.evaluation.metrics import measure
from movierec.records import FloatArray, Ratings, Scale


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Rows that every model predicts once: a fold of a protocol, with a seed.

    No two parts of a benchmark have the same fold and seed.
    """

    fold: str
    seed: int
    test: Ratings

    @property
    def name(self) -> tuple[str, int]:
        """What tells it from other parts."""
        return self.fold, self.seed


@dataclass(frozen=True, slots=True)
class Predicted:
    """One model's stars of one part's rows, not clipped, and what they took.

    `seconds` and `peak_mib` (MiB) are None where nobody measured them.
    """

    model: str
    part: HeldOut
    stars: FloatArray
    seconds: float | None
    peak_mib: float | None


def fold_result(predicted: Predicted, scale: Scale) -> FoldResult:
    """Measure one model on one part."""
    part = predicted.part
    return FoldResult(
        fold=part.fold,
        seed=part.seed,
        metrics=measure(predicted.stars, part.test.rating, scale),
        seconds=predicted.seconds,
        peak_mib=predicted.peak_mib,
    )


def benchmark_rows(predicted: Iterable[Predicted], scale: Scale) -> tuple[BenchmarkRow, ...]:
    """Return a row a model, the least mean RMSE first."""
    by_model: dict[str, list[FoldResult]] = {}
    for one in predicted:
        by_model.setdefault(one.model, []).append(fold_result(one, scale))
    rows = [_row(model, tuple(folds)) for model, folds in by_model.items()]
    return tuple(sorted(rows, key=lambda row: row.rmse.mean))


def compare(
    predicted: Sequence[Predicted],
    best: str,
    others: Sequence[str],
    scale: Scale,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> tuple[Comparison, ...]:
    """Compare a model with others by a paired bootstrap; see `bootstrap.rmse_differences`.

    Args:
        predicted: of all these models, on the same parts.
        best: the model.
        others: those to compare it with.
        scale: what predictions are clipped to.
        seed: of the resampling.
        resamples: how many draws.
    """
    parts = [one.part for one in predicted if one.model == best]
    if not parts or not others:
        return ()
    pairs = [pair_keys(part.test.user, part.test.movie) for part in parts]
    # A rating is one row of the bootstrap, however often and by whatever seed it was tested.
    _, first, row = np.unique(np.concatenate(pairs), return_index=True, return_inverse=True)
    folds = {name: number for number, name in enumerate(dict.fromkeys(p.fold for p in parts))}
    fold = np.concatenate([np.full(len(part.test), folds[part.fold]) for part in parts])
    squared = np.empty((1 + len(others), len(first)))
    for number, model in enumerate((best, *others)):
        squared[number] = np.bincount(row, weights=_squared(predicted, model, parts, scale))
    found = rmse_differences(
        squared, np.bincount(row), fold[first], np.random.default_rng(seed), resamples
    )
    return tuple(
        Comparison(best, other, one.difference, one.low, one.high, one.excludes_zero)
        for other, one in zip(others, found, strict=True)
    )


def spread(values: Sequence[float]) -> Spread:
    """Return mean and standard deviation of at least one value."""
    sd = statistics.stdev(values) if len(values) > 1 else None
    return Spread(statistics.fmean(values), sd)


def _squared(
    predicted: Sequence[Predicted], model: str, parts: Sequence[HeldOut], scale: Scale
) -> npt.NDArray[np.float64]:
    """Return a model's squared errors on the rows of all parts, one part after the other."""
    by_part = {one.part.name: one.stars for one in predicted if one.model == model}
    errors = [
        np.clip(by_part[part.name], scale.low, scale.high).astype(np.float64) - part.test.rating
        for part in parts
    ]
    return np.concatenate(errors) ** 2


def _row(model: str, folds: tuple[FoldResult, ...]) -> BenchmarkRow:
    seconds = [fold.seconds for fold in folds if fold.seconds is not None]
    peaks = [fold.peak_mib for fold in folds if fold.peak_mib is not None]
    return BenchmarkRow(
        model=model,
        rmse=spread([fold.metrics.rmse for fold in folds]),
        mse=spread([fold.metrics.mse for fold in folds]),
        mae=spread([fold.metrics.mae for fold in folds]),
        seconds=statistics.median(seconds) if seconds else None,
        peak_mib=max(peaks, default=None),
        folds=folds,
    )
