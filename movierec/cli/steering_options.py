"""Options that steer a list: its order, its popularity, its variety."""

from __future__ import annotations

from typing import Annotated

import typer

from movierec.cli.options import profile_names
from movierec.ranking.wanted import DIALS, ORDERS, STRATEGIES

By = Annotated[
    str,
    typer.Option(
        "--by",
        metavar="ORDER",
        help="Sort by relevance, what you would watch and like, or by predicted rating.",
        autocompletion=lambda: list(ORDERS),
    ),
]
Popularity = Annotated[
    str,
    typer.Option(
        "--popularity",
        metavar="DIAL",
        help="hits, any, gems, or a number from -5 (hits) to 5 (gems).",
        autocompletion=lambda: list(DIALS),
    ),
]
Variety = Annotated[
    float,
    typer.Option("--variety", metavar="0..1", help="Make the films of the list differ more."),
]
With = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        metavar="WHO",
        show_default=False,
        help="Who watches with you, a profile or a MovieLens user; again for more.",
        autocompletion=profile_names,
    ),
]
Strategy = Annotated[
    str,
    typer.Option(
        "--strategy",
        metavar="NAME",
        help="How several people agree: average, least-misery (as good as it is for whoever it "
        "suits least) or no-veto (nobody is likely to dislike it).",
        autocompletion=lambda: list(STRATEGIES),
    ),
]
