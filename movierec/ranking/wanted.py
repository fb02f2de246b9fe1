"""What a person typed to steer a list; `filters.resolve` and `popularity.parse_dial` read it."""

from __future__ import annotations

from dataclasses import dataclass

from movierec.errors import UsageError

STDIN = "-"
RELEVANCE, RATING = "relevance", "rating"
ORDERS = (RELEVANCE, RATING)
"""What a list may be sorted by."""
AVERAGE, LEAST_MISERY, NO_VETO = "average", "least-misery", "no-veto"
STRATEGIES = (AVERAGE, LEAST_MISERY, NO_VETO)
"""How a list for several people may weigh them."""
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
        from_list: the only films to be shown: a file of them, `STDIN` for standard input; for a
            person with a profile also "watchlist", or the name of a list of theirs.
        not_in: films that are left out; likewise.
        fresh: no film that was recommended before.
    """

    genres: tuple[str, ...] = ()
    not_genres: tuple[str, ...] = ()
    year: str | None = None
    decade: str | None = None
    min_ratings: int = 0
    include_seen: bool = False
    from_list: str | None = None
    not_in: str | None = None
    fresh: bool = False

    def __post_init__(self) -> None:
        """Refuse values that cannot be meant."""
        if self.from_list == self.not_in == STDIN:
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
        strategy: how several people agree, one of `STRATEGIES`.
        wanted: which films may be in it.
    """

    by: str = RELEVANCE
    popularity: str = "any"
    variety: float = 0.0
    strategy: str = STRATEGIES[0]
    wanted: Wanted = Wanted()
