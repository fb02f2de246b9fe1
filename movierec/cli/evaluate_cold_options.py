"""The options of `movierec evaluate` that ask for a cold start, and what they mean together."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from movierec.cli.options import one_of
from movierec.cold_run.config import DEFAULT_SEEDS, ITEMS, PROTOCOLS, USERS, ColdConfig
from movierec.errors import UsageError

Protocol = Annotated[
    str | None,
    typer.Option(
        "--protocol",
        metavar="HOW",
        help=f"Train anew without 20 % of the users or films, and measure those: "
        f"{one_of(PROTOCOLS)}. Default: the rows that the model was trained without.",
        autocompletion=lambda: list(PROTOCOLS),
    ),
]
Seeds = Annotated[
    int | None,
    typer.Option(
        "--seeds",
        metavar="N",
        help="With --protocol: repeat it with N seeds, the model's own and those that follow. "
        f"Default: {DEFAULT_SEEDS}.",
    ),
]


def cold_config(
    protocol: str | None,
    seeds: int | None,
    model: str | None,
    test: Path | None,
    by: str | None,
) -> ColdConfig | None:
    """Read what is asked of a cold start; None where no protocol is named.

    Raises:
        UsageError: the options cannot be meant together.
    """
    if protocol is None:
        if seeds is not None:
            raise UsageError(
                "--seeds repeats a training, and without --protocol nothing is trained.",
                f"Add --protocol {USERS} or --protocol {ITEMS}, or leave --seeds away.",
            )
        return None
    config = ColdConfig(
        model=model, protocol=protocol, seeds=DEFAULT_SEEDS if seeds is None else seeds
    )
    for option, value in (("--test", test), ("--by", by)):
        if value is not None:
            raise UsageError(
                f"--protocol {protocol} decides itself what is measured: "
                f"{option} cannot be meant with it.",
                "Leave one of the two away.",
            )
    return config
