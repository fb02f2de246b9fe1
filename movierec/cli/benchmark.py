"""`movierec benchmark`: kinds of model beside each other, trained and tested on the same rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from movierec.benchmark_run.config import BenchmarkConfig
from movierec.cli.benchmark_options import Epochs, Fresh, Kinds, Protocol, Seeds, WithTime
from movierec.cli.command import answering
from movierec.cli.options import Dataset, examples
from movierec.cli.output import Answer, Cell, Column, Facts, Prose, Row, Table
from movierec.cli.ranking import ranking_row_data, ranking_rows_tables
from movierec.cli.talk import Talk
from movierec.config import DEFAULT_DATASET

if TYPE_CHECKING:
    from movierec.answers.benchmark import Benchmark, BenchmarkRow, Comparison, FoldResult, Spread

EXAMPLES = examples(
    "benchmark",
    "benchmark dnn report --protocol random --seeds 3",
    "benchmark dnn --protocol time --json",
    "benchmark --dataset ml-latest-small --csv -o table.csv",
)
MEASURED = (
    "each fit in a process of its own, from holding rows out to predicting; seconds (median) "
    "without, memory (largest) with Python and torch"
)
COMPARED = (
    "test rows of all folds together, drawn anew 10,000 times within each fold, the same for both "
    "models; below 0 the first is better. That another seed trains another model is not covered"
)


@answering
def benchmark(
    talk: Talk,
    models: Kinds = None,
    protocol: Protocol = None,
    seeds: Seeds = None,
    dataset: Dataset = DEFAULT_DATASET,
    epochs: Epochs = None,
    with_time: WithTime = False,
    fresh: Fresh = False,
) -> Answer:
    """Train and test model kinds on the same rows, in one table.

    Each fit is a process of its own. What has been measured is kept: after Ctrl-C the same
    command goes on, and a second one takes no time. A paired bootstrap says which differences
    are real. Nothing is stored as a model.
    """
    from movierec import workflow
    from movierec.cli.benchmark_progress import BenchmarkProgress

    config = BenchmarkConfig(
        models=tuple(models or ()),
        dataset=dataset,
        protocol=protocol or "",
        seeds=seeds,
        epochs=epochs,
        with_time=with_time,
    )
    with BenchmarkProgress(talk) as progress:
        found = workflow.benchmark(
            config,
            fresh=fresh,
            said=progress.said,
            started=progress.started,
            watch=progress.watch,
            finished=progress.finished,
        )
    return answer(found)


def answer(found: Benchmark) -> Answer:
    """Show the protocol in words, a row a model, and which differences are real."""
    measured = any(row.peak_mib is not None for row in found.rows)
    facts = Facts(
        "",
        (
            ("Data", found.dataset),
            ("Held out", Prose(found.protocol)),
            ("Learned from", Prose(found.seen)),
            ("Time of a test rating", Prose(found.time)),
            ("Rows tested", found.test_rows),
            ("Film or user unseen in training", Prose(f"{found.unseen:,}, in the averages")),
            *(("Left out", Prose(f"{kind}: {why}")) for kind, why in found.left_out),
            *((("Measured", Prose(MEASURED)),) if measured else ()),
            *((("Kept from before", f"{found.kept} of {found.fits} fits"),) if found.kept else ()),
        ),
    )
    compared = _comparison_table(found.comparisons)
    explained = Facts("", (("Interval", Prose(COMPARED)),))
    return Answer(
        command="benchmark",
        data=_data(found),
        tables=(facts, benchmark_table(found.rows), compared, explained, *_rankings(found)),
        records=tuple(_record(row) for row in found.rows),
    )


def _rankings(found: Benchmark) -> tuple[Table | Facts, ...]:
    if not found.rankings:
        return ()
    facts = Facts("", (("Lists of", Prose(found.ranked)),))
    return (*ranking_rows_tables(found.rankings), facts)


def benchmark_table(rows: tuple[BenchmarkRow, ...]) -> Table:
    """Return errors, seconds and memory, one row a model; sd only where there are several folds."""
    several = any(row.rmse.sd is not None for row in rows)
    errors = [
        Column(name, numeric=True, format=".4f")
        for measure in ("RMSE", "MSE", "MAE")
        for name in ((measure, "± sd") if several else (measure,))
    ]
    columns = (
        Column("Model"),
        *errors,
        Column("Seconds", numeric=True, format=".1f"),
        Column("Peak MiB", numeric=True, format=".0f"),
    )
    return Table(
        "Errors, lower is better; RMSE and MAE in stars",
        columns,
        tuple(_cells(row, several=several) for row in rows),
    )


def _cells(row: BenchmarkRow, *, several: bool) -> Row:
    cells: list[Cell] = [row.model]
    for spread in (row.rmse, row.mse, row.mae):
        cells += (spread.mean, spread.sd) if several else (spread.mean,)
    return (*cells, row.seconds, row.peak_mib)


def _comparison_table(comparisons: tuple[Comparison, ...]) -> Table:
    best = comparisons[0].model if comparisons else ""
    return Table(
        f"RMSE of {best} less that of another",
        (
            Column("The other"),
            Column("Difference", numeric=True, format="+.4f"),
            Column("95 % interval", numeric=True),
            Column("Real"),
        ),
        tuple(
            (
                row.other,
                row.difference,
                f"{row.low:+.4f} to {row.high:+.4f}",
                "yes" if row.excludes_zero else "no: 0 is inside",
            )
            for row in comparisons
        ),
    )


def _data(found: Benchmark) -> dict[str, object]:
    return {
        "dataset": found.dataset,
        "protocol": found.protocol,
        "learned_from": found.seen,
        "time": found.time,
        "test_rows": found.test_rows,
        "unseen": found.unseen,
        "rows": [
            {**_record(row), "folds": [_fold_data(fold) for fold in row.folds]}
            for row in found.rows
        ],
        "rankings": [ranking_row_data(row) for row in found.rankings],
        "ranked": found.ranked,
        "comparisons": found.comparisons,
        "left_out": [{"model": kind, "why": why} for kind, why in found.left_out],
        "fits": found.fits,
        "kept": found.kept,
        "command": found.command,
    }


def _record(row: BenchmarkRow) -> dict[str, object]:
    return {
        "model": row.model,
        "rmse": _spread(row.rmse),
        "mse": _spread(row.mse),
        "mae": _spread(row.mae),
        "seconds": row.seconds,
        "peak_mib": row.peak_mib,
    }


def _spread(spread: Spread) -> dict[str, object]:
    return {"mean": spread.mean, "sd": spread.sd}


def _fold_data(fold: FoldResult) -> dict[str, object]:
    return {
        "fold": fold.fold,
        "seed": fold.seed,
        "rmse": fold.metrics.rmse,
        "mse": fold.metrics.mse,
        "mae": fold.metrics.mae,
        "seconds": fold.seconds,
        "peak_mib": fold.peak_mib,
    }
