"""What a person says of films: rated, seen, hidden, to be watched. Their file holds nothing else.

A profile knows films as the person's files name them, not as one data set numbers them: which film
of a model's catalogue an entry is, `people.identify` says anew for every model.
"""

from __future__ import annotations

from dataclasses import dataclass

OWN = "me"
"""The source of what a person said here, and not in a file."""
LOW, HIGH, STEP = 0.5, 5.0, 0.5
"""Stars that a person can give, whatever scale a model has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A film as a person's file names it: a title, an id, or both.

    Attributes:
        title: without the year; "" where an id is all there is.
        year: None where it is unknown.
        imdb_id: seven digits or more, without the "tt", as `Catalogue.imdb_ids` has them; "" where
            it is unknown.
        tmdb_id: None where it is unknown.
        movie_id: MovieLens's id, None where it is unknown. ml-100k numbers its films otherwise than
            all other sets, so it never decides against a title.
        kind: "" for a film, or where nothing is said; else the source's own word: "TV Series".
    """

    title: str = ""
    year: int | None = None
    imdb_id: str = ""
    tmdb_id: int | None = None
    movie_id: int | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something said of a film.

    Attributes:
        source: "letterboxd", "imdb", "trakt", "movielens", "file", or `OWN`.
        when: the day, "2021-03-04", or the second, "2021-03-04T18:01:02Z"; "" where it is unknown.
            Later ones sort behind earlier ones.
    """

    source: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Rating:
    """Stars given to a film, `LOW` to `HIGH` in steps of `STEP`; the others as `Mark` has them."""

    stars: float
    source: str
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """All that a person says of one film.

    Attributes:
        film: how their files name it.
        rated: their stars. A rated film is a seen one.
        seen: that they saw it, with or without stars.
        hidden: that they do not want it recommended.
        watchlist: that they want to see it.
        unrated: that they took their stars back; None where `rated` is not.
        unseen: that they took it back that they saw it; None where `seen` is not.
        unwanted: that they took it off their watchlist; None where `watchlist` is not.
        lists: names of their own lists that it is in, sorted.
        meant: the film that it is where they had to say so themselves.
        ignored: they said that it is no film that they want matched.
    """

    film: Reference
    rated: Rating | None = None
    seen: Mark | None = None
    hidden: Mark | None = None
    watchlist: Mark | None = None
    unrated: Mark | None = None
    unseen: Mark | None = None
    unwanted: Mark | None = None
    lists: tuple[str, ...] = ()
    meant: Reference | None = None
    ignored: bool = False

    @property
    def says_nothing(self) -> bool:
        """Whether nothing is left of it but the film."""
        taken_back = (self.unrated, self.unseen, self.unwanted)
        return self.is_over and all(mark is None for mark in taken_back)

    @property
    def is_over(self) -> bool:
        """Whether nothing is said of the film, or only that something was taken back."""
        marks = (self.rated, self.seen, self.hidden, self.watchlist, self.meant)
        return not self.lists and not self.ignored and all(mark is None for mark in marks)


@dataclass(frozen=True, slots=True)
class Profile:
    """A person's films, in the order in which they came."""

    name: str
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a file holds that a person brings.

    Attributes:
        name: what messages call the file: "letterboxd.zip", "standard input".
        source: as `Mark.source`.
        kind: what it was recognised as: "Letterboxd export", "IMDb ratings".
        entries: each film once, in the file's order; `hidden`, `meant` and `ignored` only in a file
            that movierec wrote.
        has_watchlist: it holds the whole watchlist of this source: what is no longer in it is no
            longer wanted.
        lists: names of the lists that it holds whole.
        repeated: rows that only said again, or earlier, what another row says.
        nameless: rows left out because they name no film.
        starless: rows left out because they name a film and say nothing of it.
    """

    name: str
    source: str
    kind: str
    entries: tuple[Entry, ...]
    has_watchlist: bool = False
    lists: tuple[str, ...] = ()
    repeated: int = 0
    nameless: int = 0
    starless: int = 0
