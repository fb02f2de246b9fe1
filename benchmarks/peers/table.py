"""A benchmark's rows and comparisons as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from movierec.answers.benchmark import BenchmarkRow, Comparison, Spread


def row_table(
    rows: Iterable[BenchmarkRow], titles: Mapping[str, str], with_time: Iterable[str]
) -> str:
    """Return a line a model, the best first.

    Args:
        rows: as `benchmark_rows` returns them.
        titles: what to call a model, where that is not its own name.
        with_time: the models that looked at the test rows' times.
    """
    timed = set(with_time)
    lines = [
        "| model | test row's time | RMSE | MSE | MAE | seconds | peak MiB |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        cells = (
            titles.get(row.model, row.model),
            "used" if row.model in timed else "not used",
            *(_spread(spread) for spread in (row.rmse, row.mse, row.mae)),
            "" if row.seconds is None else f"{row.seconds:.1f}",
            "" if row.peak_mib is None else f"{row.peak_mib:.0f}",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def comparison_table(comparisons: Iterable[Comparison], titles: Mapping[str, str]) -> str:
    """Return a line a comparison: the difference, its interval, and whether it is real."""
    lines = [
        "| model | less | RMSE difference | 95 % interval | excludes 0 |",
        "|---|---|---|---|---|",
    ]
    for row in comparisons:
        cells = (
            titles.get(row.model, row.model),
            titles.get(row.other, row.other),
            f"{row.difference:+.4f}",
            f"{row.low:+.4f} to {row.high:+.4f}",
            "yes" if row.excludes_zero else "no",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _spread(spread: Spread) -> str:
    if spread.sd is None:
        return f"{spread.mean:.4f}"
    return f"{spread.mean:.4f} ± {spread.sd:.4f}"
