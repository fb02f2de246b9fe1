"""The program: its commands, and the one place that turns an error into words and a number."""

from __future__ import annotations

import copy
import itertools
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated

import typer
from typer.core import TyperGroup
from typer.main import get_command
from typer.models import CommandInfo

from movierec import __version__
from movierec.cli import (
    benchmark,
    describe,
    evaluate,
    failures,
    fetch,
    import_films,
    marks,
    match,
    models,
    output,
    predict,
    preprocess,
    profile,
    quickstart,
    rate,
    recommend,
    search,
    similar,
    status,
    terminal,
    train,
    why,
)
from movierec.cli.command import Debug, NoProgress, Outcome, Quiet
from movierec.cli.options import examples
from movierec.cli.talk import Talk

NAME = "movierec"
HELP = """Film recommendations in the terminal, learned from MovieLens on your own machine.

The answer goes to stdout, everything else to stderr. Every command has --help with examples,
--json, --csv and --output.
"""
_BEFORE = {"-q", "--quiet", "--debug", "--no-progress"}
"""Options that may stand before a command and leave everything to it."""
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
    _help_alone(ctx)


def _help_alone(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
        raise typer.Exit


class _InOrder(TyperGroup):
    """Typer puts groups of commands behind single ones; help follows the order of the work."""

    def list_commands(self, ctx: object) -> list[str]:  # noqa: ARG002
        return sorted(self.commands, key=lambda name: name == "status")


def _typer(text: str, epilog: str) -> typer.Typer:
    return typer.Typer(
        cls=_InOrder,
        help=text,
        epilog=epilog,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        invoke_without_command=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def _build() -> typer.Typer:
    program = _typer(HELP, FIRST_STEPS)
    program.callback()(_program)
    program.command(epilog=quickstart.EXAMPLES)(quickstart.quickstart)
    program.command(epilog=fetch.EXAMPLES)(fetch.fetch)
    program.command(epilog=describe.EXAMPLES)(describe.describe)
    program.command(epilog=preprocess.EXAMPLES)(preprocess.preprocess)
    program.command(epilog=train.EXAMPLES)(train.train)
    program.command(epilog=evaluate.EXAMPLES)(evaluate.evaluate)
    program.command(epilog=benchmark.EXAMPLES)(benchmark.benchmark)
    program.command("import", epilog=import_films.EXAMPLES)(import_films.import_films)
    program.command(epilog=match.EXAMPLES)(match.match)
    program.command(epilog=rate.EXAMPLES)(rate.rate)
    program.command(epilog=marks.SEEN_EXAMPLES)(marks.seen)
    program.command(epilog=marks.HIDE_EXAMPLES)(marks.hide)
    program.command(epilog=marks.WANT_EXAMPLES)(marks.want)
    program.command(epilog=marks.UNRATE_EXAMPLES)(marks.unrate)
    program.add_typer(_build_profile(), name="profile")
    program.command(epilog=recommend.EXAMPLES)(recommend.recommend)
    program.command(epilog=why.EXAMPLES)(why.why)
    program.command(epilog=similar.EXAMPLES)(similar.similar)
    program.command(epilog=predict.EXAMPLES)(predict.predict)
    program.command(epilog=search.EXAMPLES)(search.search)
    program.add_typer(_build_models(), name="models")
    program.command(epilog=status.EXAMPLES)(status.status)
    return program


def _build_models() -> typer.Typer:
    group = _typer("List, show, check and remove the stored models.", models.EXAMPLES)
    group.callback()(_help_alone)
    group.command("list", epilog=examples("models list"))(models.list_models)
    group.command(epilog=examples("models show ml-100k-dnn"))(models.show)
    group.command(epilog=examples("models verify ml-100k-dnn"))(models.verify)
    group.command(epilog=examples("models rm ml-100k-dnn"))(models.rm)
    return group


def _build_profile() -> typer.Typer:
    group = _typer("Your films on this machine: list, show, choose, take away.", profile.EXAMPLES)
    group.callback()(_help_alone)
    group.command("list", epilog=examples("profile list"))(profile.list_profiles)
    group.command(epilog=examples("profile show", "profile show anna"))(profile.show)
    group.command(epilog=examples("profile use anna"))(profile.use)
    group.command(epilog=examples("profile rename me anna"))(profile.rename)
    group.command(epilog=examples("profile export -o mine.csv"))(profile.export)
    group.command(epilog=examples("profile rm anna"))(profile.rm)
    return group


app = _build()


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
        outcome = get_command(_asked(arguments)).main(
            arguments, prog_name=NAME, standalone_mode=False
        )
    except SystemExit as end:  # how Typer leaves after shell completion and on a closed pipe
        if isinstance(end.__context__, BrokenPipeError):
            raise end.__context__ from None
        return end.code if isinstance(end.code, int) else 0
    if not isinstance(outcome, Outcome):
        if outcome == failures.INTERRUPTED:
            raise KeyboardInterrupt
        return outcome if isinstance(outcome, int) else 0
    return _write(outcome)


def _asked(arguments: list[str]) -> typer.Typer:
    """Return the program with the one command that is called, which is made in a tenth of the time.

    Help, completion and slips of the pen need all commands.
    """
    before = list(itertools.takewhile(lambda word: word.startswith("-"), arguments))
    rest = arguments[len(before) :]
    if not rest or not _BEFORE.issuperset(before) or f"_{NAME.upper()}_COMPLETE" in os.environ:
        return app
    called = [info for info in app.registered_commands if _name_of(info) == rest[0]]
    if not called:
        return app
    alone = copy.copy(app)
    alone.registered_commands, alone.registered_groups = called, []
    return alone


def _name_of(info: CommandInfo) -> str:
    assert info.callback is not None
    return info.name or info.callback.__name__


def _write(outcome: Outcome) -> int:
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
    if debug:
        traceback.print_exception(error, file=sys.stderr)
    failure = failures.explain(error)
    failures.report(failure, sys.stderr)
    return failure.exit_code
