"""Cells as text, and an answer as tab-separated lines for pipes and files."""

from __future__ import annotations

import math
from collections.abc import Sequence

from movierec.cli.output import Bar, Cell, Column, Facts, PlusMinus, Table
from movierec.cli.terminal import clean

_UNITS = ("B", "kB", "MB", "GB", "TB")


def as_lines(tables: Sequence[Table | Facts]) -> str:
    """Return tables as lines: a title, the headings, the rows; an empty line between tables."""
    return "\n".join("".join(f"{line}\n" for line in _lines(table)) for table in tables)


def cell_text(value: Cell, column: Column, *, plain: bool) -> str:
    """Return a cell as people read it, or (`plain`) as a program can: no thousands separators."""
    if isinstance(value, tuple):
        return clean(", ".join(value))
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, PlusMinus):
        return f"{format(value.value, column.format)} ± {format(value.sd, column.format)}"
    if value is None or isinstance(value, Bar) or not math.isfinite(value):
        return "" if plain else "-"
    if column.format == "bytes":
        return str(value) if plain else human_bytes(value)
    return format(value, column.format.replace(",", "") if plain else column.format)


def human_bytes(number: float) -> str:
    """Return a size as people read it: 4.9 MB."""
    unit = 0
    while number >= 999.5 and unit < len(_UNITS) - 1:
        number /= 1000
        unit += 1
    return (
        f"{number:.1f} {_UNITS[unit]}" if unit and number < 99.5 else f"{number:.0f} {_UNITS[unit]}"
    )


def fact_column(value: Cell) -> Column:
    """Return how the value of a fact is written: whole numbers with separators."""
    return Column("", format="," if isinstance(value, int) else "")


def _lines(table: Table | Facts) -> list[str]:
    title = [clean(table.title)] if table.title else []
    if isinstance(table, Facts):
        return title + [
            f"{clean(label)}\t{cell_text(value, fact_column(value), plain=True)}"
            for label, value in table.pairs
        ]
    table = table.seen("pipe")
    drawn = {
        place for row in table.rows for place, value in enumerate(row) if isinstance(value, Bar)
    }
    kept = [place for place in range(len(table.columns)) if place not in drawn]
    heading = "\t".join(clean(table.columns[place].name) for place in kept)
    return [*title, heading] + [
        "\t".join(cell_text(row[place], table.columns[place], plain=True) for place in kept)
        for row in table.rows
    ]
