"""How honest a model is about how sure it is: coverage, reliability, losses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which share of ratings lies inside the 80 % intervals.

    Attributes:
        rows: ratings measured.
        share: of them inside.
        share_interval: where it would lie, 19 times of 20, on other such ratings.
        width: mean width of the intervals in stars.
    """

    rows: int
    share: float
    share_interval: tuple[float, float]
    width: float


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Rows whose P(4 stars or more) was forecast between `low` and `high`.

    Attributes:
        low: lowest forecast.
        high: highest forecast.
        rows: how many.
        forecast: their mean forecast.
        observed: share of them that was rated 4 stars or more.
        well_filled: at least 200 rows and 1 % of all: with fewer, `observed` tells little.
    """

    low: float
    high: float
    rows: int
    forecast: float
    observed: float
    well_filled: bool


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How honest a model is about how sure it is.

    Attributes:
        coverage: of the 80 % intervals.
        reliability: of P(4 stars or more), by forecast; bins without a row are left out.
        brier: mean squared error of P(4 stars or more).
        calibration_error: mean distance of forecast and observed, weighted by rows.
        log_loss: mean of -log(probability of the rating given), in nats.
        baseline_log_loss: the same, of how often each rating was given in training.
    """

    coverage: Coverage
    reliability: tuple[ReliabilityBin, ...]
    brier: float
    calibration_error: float
    log_loss: float
    baseline_log_loss: float
