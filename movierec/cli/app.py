"""The program: its commands, and the one place that turns an error into words and a number."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from typing import Annotated

import typer
from typer.core import TyperGroup

from movierec import __version__
from movierec.cli import terminal
from movierec.cli.lazy import group, show_help
from movierec.cli.options import Debug, NoProgress, Quiet, examples
from movierec.cli.outcome import Outcome
from movierec.cli.table import COMMANDS
from movierec.cli.talk import Talk
from movierec.errors import Interrupted

NAME = "movierec"
HELP = """Film recommendations in the terminal, learned from MovieLens on your own machine.

The answer goes to stdout, everything else to stderr. Every command has --help with examples,
--json, --csv and --output.
"""
FIRST_STEPS = examples(
    "fetch", "train --epochs 20", "recommend 265 --top 5", "import letterboxd.zip", "recommend"
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"{NAME} {__version__}")
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True),
]


def _program(
    ctx: typer.Context,
    version: Version = False,  # noqa: ARG001  # its callback has answered
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001  # `main` looks for it, for errors of the parser too
    no_progress: NoProgress = False,
) -> None:
    ctx.obj = Talk(quiet=quiet, progress=not no_progress)
    show_help(ctx)


def program() -> TyperGroup:
    """Return the program, whose commands are made when they are called."""
    return group(HELP, FIRST_STEPS, _program, COMMANDS, completion=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Args:
        argv: the arguments; those of the process where there are none.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    terminal.make_streams_safe()
    try:
        try:
            code = _run(arguments)
            sys.stdout.flush()
        except BrokenPipeError:  # the reader, `head` perhaps, has seen enough
            raise
        except (Exception, KeyboardInterrupt) as error:
            code = _fail(error, debug="--debug" in arguments)
            terminal.let_go_if_stuck(sys.stdout)
        sys.stderr.flush()
    except BrokenPipeError:
        terminal.let_go(sys.stdout)
        terminal.let_go(sys.stderr)
        return 0
    return code


def _run(arguments: list[str]) -> int:
    try:
        outcome = program().main(arguments, prog_name=NAME, standalone_mode=False)
    except SystemExit as end:  # how Typer leaves after shell completion and on a closed pipe
        if isinstance(end.__context__, BrokenPipeError):
            raise end.__context__ from None
        return end.code if isinstance(end.code, int) else 0
    if not isinstance(outcome, Outcome):
        if outcome == Interrupted.exit_code:
            raise KeyboardInterrupt
        return outcome if isinstance(outcome, int) else 0
    return _write(outcome)


def _write(outcome: Outcome) -> int:
    from movierec.cli import output

    answer = outcome.answer
    output.write(answer, outcome.form, outcome.file, sys.stdout)
    sys.stdout.flush()
    if outcome.file is not None:
        outcome.talk.say(f"Written to {outcome.file}.")
    for note in answer.notes:
        outcome.talk.say(note)
    if answer.failure is not None:
        raise answer.failure
    return 0


def _fail(error: BaseException, *, debug: bool) -> int:
    from movierec.cli import failures

    if debug:
        traceback.print_exception(error, file=sys.stderr)
    failure = failures.explain(error)
    failures.report(failure, sys.stderr)
    return failure.exit_code
