from __future__ import annotations

import io

import pytest

from movierec.cli.output import Facts, Prose
from movierec.cli.tables import print_tables

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
