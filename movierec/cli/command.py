"""What every command has in common: the options for its answer and for its talk."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from movierec.cli.options import Debug, NoProgress, Quiet
from movierec.cli.outcome import Outcome
from movierec.cli.output import Answer, Form
from movierec.cli.talk import Talk
from movierec.errors import Interrupted, UsageError

AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Answer with the main table as CSV.")]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write the answer to a file.", show_default=False
    ),
]


def _common(
    ctx: typer.Context,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
    output: Output = None,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001  # read by `main`, which also sees errors of the parser
    no_progress: NoProgress = False,
) -> tuple[Form, Path | None, Talk]:
    if as_json and as_csv:
        raise UsageError("--json and --csv cannot both be meant.", "Give one of them.")
    before = ctx.obj if isinstance(ctx.obj, Talk) else Talk()
    talk = Talk(quiet=quiet or before.quiet, progress=before.progress and not no_progress)
    return "json" if as_json else "csv" if as_csv else "text", output, talk


_COMMON = tuple(inspect.signature(_common, eval_str=True).parameters.values())


def answering(function: Callable[..., Answer]) -> Callable[..., Outcome]:
    """Give a command the options that every command has.

    The command itself takes what it may say (`Talk`), then its own options, and returns its
    answer; it is `main` that writes it.
    """
    own = tuple(inspect.signature(function, eval_str=True).parameters.values())[1:]
    kept = [option.replace(kind=inspect.Parameter.KEYWORD_ONLY) for option in (*own, *_COMMON)]

    @functools.wraps(function)
    def command(**values: Any) -> Outcome:
        form, file, talk = _common(**{option.name: values.pop(option.name) for option in _COMMON})
        # A document stands in the place of the answer's other forms.
        if form != "text" and values.get("form") is not None:
            raise UsageError(f"--format and --{form} cannot both be meant.", "Give one of them.")
        if values.get("everybody"):
            from movierec.cli.recommend_all import refuse_form

            refuse_form(form, file)
        try:
            return Outcome(function(talk, **values), form, file, talk)
        except KeyboardInterrupt:  # Typer would leave without a word
            raise Interrupted("Stopped.", "") from None

    command.__signature__ = inspect.Signature(kept)  # type: ignore[attr-defined]
    return command
