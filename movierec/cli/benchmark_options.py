"""The options of `movierec benchmark`; their defaults come from its configuration."""

from __future__ import annotations

from typing import Annotated

import typer

from movierec.benchmark_run.config import DEFAULT_SEEDS, PROTOCOLS
from movierec.cli.options import one_of
from movierec.config import MODEL_KINDS

Kinds = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="MODEL",
        help=f"Model kinds: {one_of(MODEL_KINDS)}. Default: all that can learn from the data.",
        autocompletion=lambda: list(MODEL_KINDS),
        show_default=False,
    ),
]
Protocol = Annotated[
    str | None,
    typer.Option(
        "--protocol",
        metavar="HOW",
        help=f"How rows are held out: {one_of(PROTOCOLS)} (the last 20 % of each user). "
        "Default: folds u1 to u5 where the data has them, else random.",
        autocompletion=lambda: list(PROTOCOLS),
    ),
]
Seeds = Annotated[
    int | None,
    typer.Option(
        "--seeds",
        metavar="N",
        help="Repeat everything with N seeds; a seed is a split of its own where rows are held out "
        "at random. Default: "
        + ", ".join(f"{seeds} for {name}" for name, seeds in DEFAULT_SEEDS.items())
        + ".",
    ),
]
Epochs = Annotated[
    int | None,
    typer.Option(
        "--epochs", metavar="N", help="Passes over the training rows. Default: each kind's own."
    ),
]
WithTime = Annotated[
    bool,
    typer.Option("--with-time", help="Tell kinds that can use it when each test rating was given."),
]
Fresh = Annotated[
    bool, typer.Option("--fresh", help="Measure anew what was measured before and kept.")
]
