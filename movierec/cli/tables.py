"""An answer on a terminal: rich tables that fit its width."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table as RichTable
from rich.text import Text

from movierec.cli.output import Bar, Cell, Column, Facts, Table
from movierec.cli.plain import cell_text, fact_column
from movierec.cli.terminal import clean, console, speaks_unicode

BAR_CELLS = 24
_EIGHTHS = " ▏▎▍▌▋▊▉"
_NARROWEST = 8


def print_tables(tables: Sequence[Table | Facts], stream: TextIO) -> None:
    """Print an answer's tables and facts, an empty line between them."""
    screen = console(stream)
    for number, table in enumerate(tables):
        if number:
            screen.print()
        if isinstance(table, Facts):
            _print_facts(screen, table)
        else:
            screen.print(fitted(table, screen, unicode=speaks_unicode(stream)))


def fitted(table: Table, screen: Console, *, unicode: bool) -> RichTable:
    """Return a rich table whose shrinking columns give way to the others on a narrow screen.

    Titles are folded at words only when the shrinking columns are at their narrowest.
    """
    drawn = _drawn(table, unicode=unicode)
    wide = screen.options.update(max_width=100_000)
    excess = Measurement.get(screen, wide, drawn).maximum - screen.width
    for column, shown in zip(table.columns, drawn.columns, strict=True):
        if column.shrinks and excess > 0:
            natural = max(Text(column.name).cell_len, *map(_length, shown.cells))
            shown.max_width = max(_NARROWEST, natural - excess)
            shown.no_wrap = True
            shown.overflow = "ellipsis" if unicode else "crop"
            excess -= natural - shown.max_width
    return drawn


def bar_text(share: float, *, unicode: bool) -> str:
    """Draw a bar: eighths of a block where the terminal has them, "#" elsewhere."""
    share = min(max(share, 0.0), 1.0)
    if not unicode:
        return "#" * round(share * BAR_CELLS)
    whole, eighths = divmod(round(share * BAR_CELLS * 8), 8)
    return "█" * whole + _EIGHTHS[eighths].strip()


def _drawn(table: Table, *, unicode: bool) -> RichTable:
    drawn = RichTable(
        title=Text(clean(table.title), style="bold") if table.title else None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        header_style="dim",
    )
    for column in table.columns:
        drawn.add_column(
            Text(clean(column.name)),
            justify="right" if column.numeric else "left",
            overflow="fold",
        )
    for row in table.rows:
        cells = zip(row, table.columns, strict=True)
        drawn.add_row(*(_cell(value, column, unicode=unicode) for value, column in cells))
    for column, shown in zip(table.columns, drawn.columns, strict=True):
        if column.numeric:  # a heading of two words may be broken, a number never
            shown.min_width = max(map(_length, list(shown.cells)[1:]), default=0)
    return drawn


def _cell(value: Cell, column: Column, *, unicode: bool) -> Text:
    if isinstance(value, Bar):
        return Text(bar_text(value.share, unicode=unicode), style="cyan")
    return Text(cell_text(value, column, plain=False))


def _length(cell: object) -> int:
    return cell.cell_len if isinstance(cell, Text) else 0


def _print_facts(screen: Console, facts: Facts) -> None:
    if facts.title:
        screen.print(Text(clean(facts.title), style="bold"))
    width = max((Text(label).cell_len for label, _ in facts.pairs), default=0)
    for label, value in facts.pairs:
        name = Text(clean(label).ljust(width + 2), style="dim")
        shown = cell_text(value, fact_column(value), plain=False)
        screen.print(name.append(shown, style="default"), soft_wrap=True)
