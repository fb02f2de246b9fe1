"""An answer on a terminal: rich tables that fit its width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TextIO

from rich import box
from rich.cells import cell_len, set_cell_size
from rich.table import Table as RichTable
from rich.text import Text

from movierec.cli.output import Bar, Cell, Column, Facts, PlusMinus, Prose, Table
from movierec.cli.plain import cell_text, fact_column
from movierec.cli.terminal import clean, console, folded, speaks_unicode
from movierec.cli.widths import GAP, Demand, column_widths

BAR_CELLS = 24
_BLANK = " " * 4 + "\n"
_ASCII_HEAD = box.Box(_BLANK * 2 + " -- \n" + _BLANK * 5, ascii=True)
_ASCII_CUT = "..."
_ASCII_PLUS_MINUS = "+-"
_EIGHTHS = " ▏▎▍▌▋▊▉"


def print_tables(tables: Sequence[Table | Facts], stream: TextIO) -> None:
    """Print an answer's tables and facts, an empty line between them."""
    for number, table in enumerate(tables):
        if number:
            stream.write("\n")
        if isinstance(table, Facts):
            _print_facts(stream, table)
        else:
            _print_table(stream, table)


def fitted_widths(table: Table, width: int, *, unicode: bool) -> list[int]:
    """Return a width for each column of a table on a screen of `width` cells."""
    demands = [_demand(table, place, unicode=unicode) for place in range(len(table.columns))]
    widths = column_widths(demands, width)
    bars = {place for row in table.rows for place, cell in enumerate(row) if isinstance(cell, Bar)}
    # Bars side by side are compared: what is as long must look as long.
    room = min((widths[place] for place in bars), default=0)
    return [room if place in bars else cells for place, cells in enumerate(widths)]


def built(table: Table, widths: Sequence[int], *, unicode: bool, head: bool = True) -> RichTable:
    """Return a rich table with columns of these widths, with or without its headings."""
    drawn = RichTable(
        box=box.SIMPLE_HEAD if unicode else _ASCII_HEAD,
        show_edge=False,
        pad_edge=False,
        collapse_padding=True,
        header_style="dim",
        show_header=head,
    )
    for column, cells in zip(table.columns, widths, strict=True):
        drawn.add_column(
            Text(_heading(column, unicode=unicode)),
            justify="right" if column.numeric else "left",
            width=cells,
            no_wrap=column.shrinks,
            overflow="fold" if not column.shrinks else "ellipsis" if unicode else "crop",
        )
    for row in table.rows:
        cell = zip(row, table.columns, widths, strict=True)
        drawn.add_row(*(_drawn(*place, unicode=unicode) for place in cell))
    return drawn


def bar_text(share: float, cells: int, *, unicode: bool) -> str:
    """Draw a bar: eighths of a block where the terminal has them, "#" elsewhere."""
    share = min(max(share, 0.0), 1.0)
    if not unicode:
        return "#" * round(share * cells)
    whole, eighths = divmod(round(share * cells * 8), 8)
    return "█" * whole + _EIGHTHS[eighths].strip()


def _demand(table: Table, place: int, *, unicode: bool) -> Demand:
    column = table.columns[place]
    cells = [row[place] for row in table.rows]
    content = max((_length(cell, column, unicode=unicode) for cell in cells), default=0)
    heading = _heading(column, unicode=unicode)
    return Demand(
        kind="shrinks" if column.shrinks else "number" if column.numeric else "text",
        heading=cell_len(heading),
        word=max(map(cell_len, heading.split()), default=0),
        content=content,
    )


def _heading(column: Column, *, unicode: bool) -> str:
    name = clean(column.name)
    return name if unicode else name.replace("±", _ASCII_PLUS_MINUS)


def _shown(value: Cell, column: Column, *, unicode: bool) -> str:
    shown = cell_text(value, column, plain=False)
    spelled = isinstance(value, PlusMinus) and not unicode
    return shown.replace("±", _ASCII_PLUS_MINUS) if spelled else shown


def _length(value: Cell, column: Column, *, unicode: bool) -> int:
    return BAR_CELLS if isinstance(value, Bar) else cell_len(_shown(value, column, unicode=unicode))


def _drawn(value: Cell, column: Column, cells: int, *, unicode: bool) -> Text:
    if isinstance(value, Bar):
        return Text(bar_text(value.share, cells, unicode=unicode), style="cyan")
    shown = _shown(value, column, unicode=unicode)
    if column.shrinks and not unicode and cell_len(shown) > cells > len(_ASCII_CUT):
        shown = set_cell_size(shown, cells - len(_ASCII_CUT)) + _ASCII_CUT
    return Text(shown)


def _print_table(stream: TextIO, table: Table) -> None:
    screen, unicode = console(stream), speaks_unicode(stream)
    if table.title:
        screen.print(Text(clean(table.title), style="bold"))
    table = table.seen("terminal")
    widths = fitted_widths(table, screen.width, unicode=unicode)
    # Where even the least does not fit, lines run over: a broken number would be read wrong.
    screen.width = max(screen.width, sum(widths) + GAP * (len(widths) - 1))
    if not table.under:
        screen.print(built(table, widths, unicode=unicode))
        return
    # Below the films where a number or a rank stands before them, else set in a little.
    indent = widths[0] + GAP if table.columns[0].numeric else GAP
    for place, line in enumerate(table.under):
        row = replace(table, rows=(table.rows[place],))
        screen.print(built(row, widths, unicode=unicode, head=place == 0))
        if line:
            shown = folded(clean(line), screen.width, indent)
            screen.print(Text(" " * indent + shown, style="dim"), soft_wrap=True)


def _print_facts(stream: TextIO, facts: Facts) -> None:
    screen = console(stream)
    if facts.title:
        screen.print(Text(clean(facts.title), style="bold"))
    width = max((cell_len(clean(label)) for label, _ in facts.pairs), default=0)
    for label, value in facts.pairs:
        line = Text().append(clean(label).ljust(width + 2), style="dim")
        shown = cell_text(value, fact_column(value), plain=False)
        if isinstance(value, Prose):
            shown = folded(shown, screen.width, width + 2)
        screen.print(line.append(shown), soft_wrap=True)
