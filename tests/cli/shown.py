"""An answer as a terminal shows it, drawn in this process."""

from __future__ import annotations

import io

from rich.cells import cell_len

from movierec.cli.output import Answer
from movierec.cli.tables import print_tables


def drawn(answer: Answer, encoding: str = "utf-8") -> list[str]:
    """Return the lines of an answer's tables on a terminal of COLUMNS columns."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="replace", newline="\n")
    print_tables(answer.tables, stream)
    stream.seek(0)
    return stream.read().splitlines()


def widest(lines: list[str]) -> int:
    """Return how many columns the longest line takes."""
    return max(map(cell_len, lines))
