from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.core import TyperGroup, TyperOption

from movierec.cli.app import program
from movierec.cli.lazy import NamedCommand

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"


def commands(command: object, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
    if isinstance(command, NamedCommand):
        command = command.whole()
    yield words, command
    if isinstance(command, TyperGroup):
        for name, inner in command.commands.items():
            yield from commands(inner, (*words, name))


ALL = dict(commands(program(), ("movierec",)))
every_command = pytest.mark.parametrize("words", ALL, ids=" ".join)


def section(words: tuple[str, ...]) -> str:
    page = (DOCS / "cli.md").read_text("utf-8")
    return page.partition(f"\n## `{' '.join(words)}`\n")[2].partition("\n## ")[0]


def test_the_page_is_what_the_program_prints() -> None:
    done = subprocess.run(
        [sys.executable, str(DOCS / "generate_cli.py"), "--check"],
        env={**os.environ, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@every_command
def test_every_command_is_documented_with_examples(words: tuple[str, ...]) -> None:
    assert f"Examples:\n    {words[0]} " in section(words)


@every_command
def test_every_option_is_documented_and_explained(words: tuple[str, ...]) -> None:
    for parameter in ALL[words].params:  # type: ignore[attr-defined]
        if isinstance(parameter, TyperOption):
            assert parameter.help, f"{parameter.name} says nothing of itself"
            assert all(spelling in section(words) for spelling in parameter.opts)


@every_command
def test_the_page_fits_80_columns(words: tuple[str, ...]) -> None:
    assert max(map(len, section(words).splitlines())) <= 80


def test_no_command_is_cut_short_in_the_list() -> None:
    assert "..." not in section(("movierec",)).partition("Commands:")[2]
    assert "..." not in section(("movierec", "models")).partition("Commands:")[2]
    assert "..." not in section(("movierec", "profile")).partition("Commands:")[2]
