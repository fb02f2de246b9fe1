"""Options that several commands share, each written once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from movierec.errors import UsageError

EXAMPLES = "\b\nExamples:\n"


def examples(*lines: str) -> str:
    """Return the end of a command's help: lines to copy."""
    return EXAMPLES + "".join(f"  movierec {line}\n" for line in lines)


def kind_defaults(field: str) -> str:
    """Return a training option's defaults as help says them: "1024 for dnn, 64 for report"."""
    from movierec.config import MODEL_KINDS, READ_BY, default_config

    kinds = READ_BY.get(field, MODEL_KINDS)
    by_kind = {kind: _spelled(getattr(default_config(kind), field)) for kind in kinds}
    if len(set(by_kind.values())) == 1:
        whose = "" if kinds == MODEL_KINDS else f", read by {' and '.join(kinds)}"
        return f"Default: {by_kind[kinds[0]]}{whose}."
    return f"Default: {', '.join(f'{value} for {kind}' for kind, value in by_kind.items())}."


def one_of(choices: Sequence[str]) -> str:
    """Return choices as help lists them."""
    return ", ".join(choices)


def _spelled(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


def widths(text: str) -> tuple[int, ...]:
    """Read the widths of hidden layers: "256,128,64".

    Raises:
        UsageError: they are no numbers with commas.
    """
    try:
        return tuple(int(width) for width in text.split(","))
    except ValueError:
        raise UsageError(
            f"--hidden {text} is not a list of widths.",
            "Give widths with commas, for example --hidden 256,128,64.",
        ) from None


def model_names(incomplete: str) -> list[str]:
    """Complete the name of a stored model."""
    from movierec.paths import user_paths

    folder = user_paths().models
    names = (entry.name for entry in folder.iterdir()) if folder.is_dir() else ()
    return sorted(name for name in names if name[0] != "." and name.startswith(incomplete))


def profile_names(incomplete: str) -> list[str]:
    """Complete the name of a profile."""
    from movierec.paths import user_paths
    from movierec.people.shelf import list_profiles

    names = list_profiles(user_paths().profiles)
    return [name for name in names if name.casefold().startswith(incomplete.casefold())]


def dataset_names(incomplete: str) -> list[str]:
    """Complete the name of a release."""
    from movierec.data.releases import RELEASES

    return [name for name in RELEASES if name.startswith(incomplete)]


Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but the answer.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
NoProgress = Annotated[bool, typer.Option("--no-progress", help="Show no progress.")]
MaybeWho = Annotated[
    str | None,
    typer.Argument(
        metavar="WHO",
        help="A profile, or a MovieLens user id, a number. Default: you.",
        autocompletion=profile_names,
        show_default=False,
    ),
]
WhoAndTitle = Annotated[
    list[str],
    typer.Argument(
        metavar="[WHO] TITLE...",
        help="A profile or a MovieLens user id, by default you; then a title, or a film id.",
    ),
]
WhoAndTitles = Annotated[
    list[str],
    typer.Argument(
        metavar="[WHO] TITLE...",
        help="A profile or a MovieLens user id, by default you; then titles, or film ids.",
    ),
]
Top = Annotated[int, typer.Option("--top", metavar="N", min=1, help="How many films to list.")]
StoredModel = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME",
        help="The stored model that answers. Default: the one trained last.",
        autocompletion=model_names,
    ),
]
Dataset = Annotated[
    str,
    typer.Option(
        "--dataset",
        metavar="DATA",
        help="A release's name, or the path of a zip or folder in a MovieLens layout.",
        autocompletion=dataset_names,
    ),
]
OptionalDataset = Annotated[
    str | None,
    typer.Option(
        "--dataset",
        metavar="DATA",
        help="A release's name, or the path of a zip or folder in a MovieLens layout.",
        autocompletion=dataset_names,
    ),
]
Offline = Annotated[
    bool,
    typer.Option(
        "--offline", help="Open no connection: only what is here. Also MOVIEREC_OFFLINE=1."
    ),
]
