"""How good lists are, in tables and in JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from movierec.answers.ranking import FIGURES
from movierec.cli.output import Column, Row, Table

if TYPE_CHECKING:
    from movierec.answers.ranking import Estimate, RankingMetrics, RankingRow

_HITS = {
    "recall": Column("Recall", numeric=True, format=".4f"),
    "precision": Column("Precision", numeric=True, format=".3f"),
    "mrr": Column("MRR", numeric=True, format=".3f"),
    "hit_rate": Column("Hit rate", numeric=True, format=".3f"),
}
_REACH = {
    "coverage": Column("Coverage", numeric=True, format=".3f"),
    "novelty": Column("Novelty, bits", numeric=True, format=".2f"),
    "popularity_lift": Column("Popularity, own history 1", numeric=True, format=".2f"),
}
"""Two tables: one of all figures is wider than 80 columns."""


def ranking_tables(k: int, metrics: Mapping[str, RankingMetrics]) -> tuple[Table, Table]:
    """Return one row a system, with the interval of its nDCG; `--json` has those of all figures."""
    hits: tuple[Row, ...] = tuple(
        (
            name,
            row.ndcg.value,
            interval_text(row.ndcg),
            *(getattr(row, figure).value for figure in _HITS),
        )
        for name, row in metrics.items()
    )
    reach: tuple[Row, ...] = tuple(
        (name, *(getattr(row, figure).value for figure in _REACH)) for name, row in metrics.items()
    )
    return _tables(k, Column("95 % interval", numeric=True), hits, reach)


def ranking_rows_tables(rows: tuple[RankingRow, ...]) -> tuple[Table, Table]:
    """Return one row a system: an interval where there is one fold, else the mean and its sd."""
    k = rows[0].folds[0].k
    if all(len(row.folds) == 1 for row in rows):
        return ranking_tables(k, {row.model: row.folds[0] for row in rows})
    hits = tuple(
        (
            row.model,
            row.figures["ndcg"].mean,
            row.figures["ndcg"].sd,
            *(row.figures[figure].mean for figure in _HITS),
        )
        for row in rows
    )
    reach: tuple[Row, ...] = tuple(
        (row.model, *(row.figures[figure].mean for figure in _REACH)) for row in rows
    )
    return _tables(k, Column("± sd", numeric=True, format=".4f"), hits, reach)


def interval_text(estimate: Estimate) -> str | None:
    """Return a figure's interval, None where there is none."""
    if estimate.low is None or estimate.high is None:
        return None
    return f"{estimate.low:.3f}-{estimate.high:.3f}"


def ranking_data(metrics: RankingMetrics) -> dict[str, object]:
    """Return one system's figures with their intervals, for programs."""
    figures = {figure: getattr(metrics, figure) for figure in FIGURES}
    return {"users": metrics.users, "k": metrics.k} | {
        name: {"value": one.value, "low": one.low, "high": one.high}
        for name, one in figures.items()
    }


def ranking_row_data(row: RankingRow) -> dict[str, object]:
    """Return one system's figures in a benchmark, for programs."""
    return {
        "model": row.model,
        **{name: {"mean": figure.mean, "sd": figure.sd} for name, figure in row.figures.items()},
        "folds": [ranking_data(fold) for fold in row.folds],
    }


def _tables(
    k: int, beside: Column, hits: tuple[Row, ...], reach: tuple[Row, ...]
) -> tuple[Table, Table]:
    system = Column("System")
    ndcg = Column(f"nDCG@{k}", numeric=True, format=".4f")
    return (
        Table(f"Lists of {k} films: what they find", (system, ndcg, beside, *_HITS.values()), hits),
        Table("… and how far they reach", (system, *_REACH.values()), reach),
    )
