"""What a person typed to steer a list; `filters.resolve` and `popularity.parse_dial` read it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from movierec.errors import UsageError

STDIN = Path("-")
RELEVANCE, RATING = "relevance", "rating"
ORDERS = (RELEVANCE, RATING)
"""What a list may be sorted by."""
DIALS = {"hits": -1.0, "any": 0.0, "gems": 1.5}
"""The named places of the dial from hits to gems."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The filter options as they were typed.

    Attributes:
        genres: names of genres, each of which a film must have.
        not_genres: names of genres, none of which a film may have.
        year: "1994", "1970-1989", "1990-" or "-1960"; None for any.
        decade: "70s" or "1970s"; None for any.
        min_ratings: how many ratings of the data set a film must have.
        include_seen: show films that the person has rated, too.
        from_file: a list of films, the only ones to be shown; `STDIN` for standard input.
        not_in: a list of films that are left out; `STDIN` for standard input.
    """

    genres: tuple[str, ...] = ()
    not_genres: tuple[str, ...] = ()
    year: str | None = None
    decade: str | None = None
    min_ratings: int = 0
    include_seen: bool = False
    from_file: Path | None = None
    not_in: Path | None = None

    def __post_init__(self) -> None:
        """Refuse values that cannot be meant."""
        if self.from_file == self.not_in == STDIN:
            raise UsageError(
                "--from and --not-in cannot both read standard input.",
                "Give one of the two the name of a file.",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Steering:
    """How a list is made.

    Attributes:
        by: what it is sorted by: "relevance" or "rating".
        popularity: "hits", "any", "gems" or a number, as typed.
        variety: 0 for the best films, up to 1 for the most different ones.
        wanted: which films may be in it.
    """

    by: str = RELEVANCE
    popularity: str = "any"
    variety: float = 0.0
    wanted: Wanted = Wanted()
