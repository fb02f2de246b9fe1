from __future__ import annotations

import io

import pytest
from rich.console import Console

from movierec.cli.output import Column, Facts, PlusMinus, Prose, Table
from movierec.cli.plain import as_lines
from movierec.cli.tables import built, fitted_widths, print_tables

PROTOCOL = "random 80/20 of the ratings, seed 0; 5 % of the training rows choose the best epoch"


def lines(facts: Facts) -> list[str]:
    stream = io.StringIO()
    print_tables((facts,), stream)
    return stream.getvalue().splitlines()


def test_prose_is_folded_at_blanks_under_its_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert lines(Facts("", (("Held out", Prose(PROTOCOL)),))) == [
        "Held out  random 80/20 of the ratings, seed 0; 5 % of the",
        "          training rows choose the best epoch",
    ]


def test_what_may_be_copied_is_never_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    repeat = "movierec train --model dnn --epochs 20 --dataset 'my films'"
    assert lines(Facts("", (("Repeat", repeat),))) == [f"Repeat  {repeat}"]


def test_prose_without_room_is_left_to_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    facts = Facts("", (("ml-100k, ml-1m, ml-10m, ml-20m", Prose(PROTOCOL)),))
    assert len(lines(facts)) == 1


SURE = Table(
    "",
    (
        Column("Predicted ± sd", format=".1f", numeric=True, only="terminal"),
        Column("Predicted", format=".2f", numeric=True, only="pipe"),
        Column("SD", format=".2f", numeric=True, only="pipe"),
    ),
    ((PlusMinus(4.321, 0.649), 4.321, 0.649),),
)


def drawn(*, unicode: bool) -> str:
    stream = io.StringIO()
    table = SURE.seen("terminal")
    widths = fitted_widths(table, 60, unicode=unicode)
    Console(file=stream, width=60).print(built(table, widths, unicode=unicode))
    return stream.getvalue()


def test_a_terminal_shows_a_value_and_its_deviation_in_one_cell() -> None:
    assert "4.3 ± 0.6" in drawn(unicode=True)
    assert "4.32" not in drawn(unicode=True)


def test_a_terminal_without_the_sign_gets_it_spelled() -> None:
    text = drawn(unicode=False)
    assert text.isascii()
    assert "4.3 +- 0.6" in text


def test_a_pipe_gets_a_column_each() -> None:
    assert as_lines((SURE,)) == "Predicted\tSD\n4.32\t0.65\n"
