"""The options and arguments that name a person's own films."""

from __future__ import annotations

from typing import Annotated

import typer

from movierec.cli.options import profile_names

ProfileOption = Annotated[
    str | None,
    typer.Option(
        "--profile",
        metavar="NAME",
        show_default=False,
        help="Whose films. Default: yours (see movierec profile list).",
        autocompletion=profile_names,
    ),
]
ProfileName = Annotated[
    str,
    typer.Argument(metavar="NAME", help="A profile.", autocompletion=profile_names),
]
MaybeProfileName = Annotated[
    str | None,
    typer.Argument(
        metavar="NAME",
        show_default=False,
        help="A profile. Default: yours.",
        autocompletion=profile_names,
    ),
]
Undo = Annotated[bool, typer.Option("--undo", help="Take it back.")]
Title = Annotated[
    list[str],
    typer.Argument(metavar="TITLE...", help="A title as people write it, or a film id."),
]
