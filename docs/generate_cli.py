"""Write docs/cli.md from the program's own help; with `--check`, only say whether it is behind."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).with_name("cli.md")
INTRODUCTION = """\
# The command line

This page is made from the program's help by `python docs/generate_cli.py`; change the program, not
the page.

## What all commands share

The answer goes to stdout, everything else to stderr, so an answer can be piped. On a terminal it is
a table that fits the width; elsewhere it is plain text: a title, the headings and the rows, with
tabs between the cells, full titles, and an empty line between tables.

| option | what it does |
|---|---|
| `--json` | the answer as an object: `schema_version`, `command`, `data`; NaN is `null` |
| `--csv` | the main list of `data` as CSV: text in quotes, lists joined by a vertical bar |
| `-o FILE` | the answer to a file, UTF-8, whole or not at all |
| `-q`, `--quiet` | nothing but the answer, and errors |
| `--no-progress` | no bar, no line an epoch |
| `--debug` | the traceback of an error |

The last three also stand before the command: `movierec --quiet train`.

Titles are data. Control characters in them are written out (`\\x1b`), never sent to the terminal.
In CSV a title that begins with `=`, `+`, `-` or `@` stays as it is, inside quotes: tell a
spreadsheet that the column is text.

An error is two lines on stderr and an exit code: see [Errors](errors.md).

| environment | what it does |
|---|---|
| `MOVIEREC_HOME` | keeps everything in this folder |
| `MOVIEREC_CACHE`, `MOVIEREC_DATA` | archives and arrays; models |
| `MOVIEREC_MIRROR`, `MOVIEREC_OFFLINE` | as `fetch --mirror` and `--offline` |
| `NO_COLOR` | no colours |
| `FORCE_COLOR` | tables and colours in a pipe too |
| `TERM=dumb` | no colours, no bars |
| `COLUMNS` | the width |

`movierec --install-completion` completes commands, options, model names and releases in the shell.
"""


def page() -> str:
    """Return the whole page."""
    parts = [INTRODUCTION]
    for words in command_lines():
        title = " ".join(("movierec", *words))
        parts.append(f"## `{title}`\n\n```text\n{help_of(words)}```\n")
    return "\n".join(parts)


def command_lines() -> Iterator[tuple[str, ...]]:
    """Yield every command in the order of the help: (), ("quickstart",), ..., ("models", "rm")."""
    from typer.core import TyperGroup

    from movierec.cli.app import program
    from movierec.cli.lazy import NamedCommand

    def walk(command: object, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield words
        if isinstance(command, NamedCommand):
            command = command.whole()
        if isinstance(command, TyperGroup):
            for name in command.list_commands(None):
                yield from walk(command.commands[name], (*words, name))

    return walk(program(), ())


def help_of(words: tuple[str, ...]) -> str:
    """Return what `movierec WORDS --help` prints on a terminal of 80 columns without colours."""
    from movierec.cli.app import main

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        code = main([*words, "--help"])
    if code:
        raise SystemExit(f"movierec {' '.join(words)} --help ended with {code}")
    return printed.getvalue()


def run() -> int:
    """Write the page, or (`--check`) only compare."""
    os.environ |= {"COLUMNS": "80", "NO_COLOR": "1"}
    if sys.argv[1:] == ["--check"]:
        if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page():
            return 0
        print(f"{PAGE.name} is behind the program: python docs/generate_cli.py", file=sys.stderr)
        return 1
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    print(f"wrote {PAGE}")
    return 0


if __name__ == "__main__":
    sys.exit(run())
