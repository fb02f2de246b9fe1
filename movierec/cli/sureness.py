"""How sure a model is and how sure it may be, in tables and in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from movierec.cli.output import Column, Facts, Prose, Table

if TYPE_CHECKING:
    from movierec.answers.uncertainty import Uncertainty


def sureness_tables(sure: Uncertainty) -> tuple[Facts, Table]:
    """Return coverage and scores, a line each, and the reliability table."""
    inside = sure.coverage
    low, high = inside.share_interval
    covered = (
        f"hold {_percent(inside.share)} of the ratings (95 % interval {_percent(low)} to "
        f"{_percent(high)}); {inside.width:.2f} stars wide on average"
    )
    chance = f"Brier score {sure.brier:.4f}, calibration error {sure.calibration_error:.4f}"
    loss = f"{sure.log_loss:.4f}; {sure.baseline_log_loss:.4f} by each rating's share in training"
    facts = Facts(
        "How sure",
        (
            ("80 % intervals", Prose(covered)),
            ("4 stars or more", Prose(chance)),
            ("Log loss", Prose(loss)),
        ),
    )
    table = Table(
        "Chance of 4 stars or more: forecast, and how often it came true",
        (
            Column("Forecast"),
            Column("Ratings", numeric=True, format=",d"),
            Column("Mean forecast", numeric=True, format=".3f"),
            Column("Observed", numeric=True, format=".3f"),
            Column("Difference", numeric=True, format="+.3f"),
            Column("Remark"),
        ),
        tuple(
            (
                f"{row.low:.1f} to {row.high:.1f}",
                row.rows,
                row.forecast,
                row.observed,
                row.observed - row.forecast,
                "" if row.well_filled else "few ratings",
            )
            for row in sure.reliability
        ),
    )
    return facts, table


def sureness_data(sure: Uncertainty) -> dict[str, object]:
    """Return all of it for programs."""
    return {
        "coverage": sure.coverage.share,
        "coverage_interval": sure.coverage.share_interval,
        "interval_width": sure.coverage.width,
        "brier": sure.brier,
        "calibration_error": sure.calibration_error,
        "log_loss": sure.log_loss,
        "baseline_log_loss": sure.baseline_log_loss,
        "reliability": sure.reliability,
    }


def sureness_record(sure: Uncertainty | None) -> dict[str, float | None]:
    """Return one row's figures for CSV; a baseline has none."""
    return {
        "coverage": sure.coverage.share if sure else None,
        "interval_width": sure.coverage.width if sure else None,
        "brier": sure.brier if sure else None,
        "calibration_error": sure.calibration_error if sure else None,
        "log_loss": sure.log_loss if sure else None,
    }


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
