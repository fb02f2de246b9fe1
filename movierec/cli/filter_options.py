"""The options that narrow a list of films down, and what was typed of them."""

from __future__ import annotations

from typing import Annotated

import typer

from movierec.ranking.wanted import Wanted

_GENRES = (
    "Action", "Adventure", "Animation", "Children", "Comedy", "Crime", "Documentary", "Drama",
    "Fantasy", "Film-Noir", "Horror", "IMAX", "Musical", "Mystery", "Romance", "Sci-Fi",
    "Thriller", "War", "Western",
)  # fmt: skip
"""MovieLens's genres, to complete: reading a data set's own would take longer than typing them."""
_DECADES = tuple(f"{year}s" for year in range(1920, 2030, 10))


def genre_names(incomplete: str) -> list[str]:
    """Complete the name of a genre, in any case."""
    return [name for name in _GENRES if name.casefold().startswith(incomplete.casefold())]


def decades(incomplete: str) -> list[str]:
    """Complete a decade, "70" as well as "197"."""
    return [
        name for name in _DECADES if name.startswith(incomplete) or name[2:].startswith(incomplete)
    ]


Genres = Annotated[
    list[str] | None,
    typer.Option(
        "--genre",
        metavar="NAME",
        show_default=False,
        help="Only films of this genre; again for films that have both.",
        autocompletion=genre_names,
    ),
]
NotGenres = Annotated[
    list[str] | None,
    typer.Option(
        "--not-genre",
        metavar="NAME",
        show_default=False,
        help="No films of this genre; again for more.",
        autocompletion=genre_names,
    ),
]
Year = Annotated[
    str | None,
    typer.Option(
        "--year",
        metavar="YEARS",
        show_default=False,
        help="Only films of 1994, 1970-1989, 1990- or -1960.",
    ),
]
Decade = Annotated[
    str | None,
    typer.Option(
        "--decade",
        metavar="DECADE",
        show_default=False,
        help="Only films of a decade: 70s or 1970s.",
        autocompletion=decades,
    ),
]
MinRatings = Annotated[
    int,
    typer.Option(
        "--min-ratings",
        metavar="N",
        min=0,
        help="Only films with N ratings or more in the data set.",
    ),
]
IncludeSeen = Annotated[
    bool, typer.Option("--include-seen", help="Films that were rated already, too.")
]
From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="FILE",
        show_default=False,
        help="Only films of this list: titles or ids, plain or CSV; - reads standard input; "
        "watchlist, or an imported list's name, is yours.",
    ),
]
NotIn = Annotated[
    str | None,
    typer.Option(
        "--not-in",
        metavar="FILE",
        show_default=False,
        help="No films of this list: titles or ids, plain or CSV; - reads standard input; "
        "watchlist, or an imported list's name, is yours.",
    ),
]
Fresh = Annotated[
    bool, typer.Option("--fresh", help="No films that were recommended to you before.")
]


def wanted(
    genres: list[str] | None,
    not_genres: list[str] | None,
    year: str | None,
    decade: str | None,
    min_ratings: int,
    include_seen: bool,
    from_list: str | None,
    not_in: str | None,
    fresh: bool = False,
) -> Wanted:
    """Put what was typed together.

    Raises:
        UsageError: the options cannot be meant together.
    """
    return Wanted(
        genres=tuple(genres or ()),
        not_genres=tuple(not_genres or ()),
        year=year,
        decade=decade,
        min_ratings=min_ratings,
        include_seen=include_seen,
        from_list=from_list,
        not_in=not_in,
        fresh=fresh,
    )
