"""A person's profile in the rows of a catalogue: what they rated, saw, hid and want to see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from movierec.people.identify import Identified, identify
from movierec.people.profile import OWN, Entry, Mark, Profile, Rating
from movierec.people.references import reference
from movierec.people.times import seconds_of
from movierec.records import UNKNOWN, Catalogue, IntArray, Ratings

WATCHLIST = "watchlist"
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class OwnFilms:
    """A profile, as a catalogue knows its films.

    Attributes:
        profile: the profile.
        identified: the film of each entry, in the profile's order.
    """

    profile: Profile
    identified: tuple[Identified, ...]

    @classmethod
    def of(cls, catalogue: Catalogue, profile: Profile) -> OwnFilms:
        """Find a profile's films in a catalogue."""
        return cls(profile, identify(catalogue, profile.entries))

    @property
    def rated(self) -> Ratings:
        """Their ratings; a film that two entries name stands there twice."""
        return _ratings(
            [
                (found.movie, entry.rated.stars, _time(entry.rated))
                for entry, found in self._known()
                if entry.rated is not None
            ]
        )

    @property
    def watched(self) -> Ratings:
        """What they saw and gave no stars; `rating` is NaN."""
        return _ratings(
            [
                (found.movie, float("nan"), _time(entry.seen))
                for entry, found in self._known()
                if entry.seen is not None and entry.rated is None
            ]
        )

    @property
    def hidden(self) -> IntArray:
        """Rows of the films that they do not want to be shown."""
        return _rows([found.movie for entry, found in self._known() if entry.hidden is not None])

    def named(self, name: str) -> IntArray | None:
        """Return the rows of the watchlist or of a list, None where no list is called so."""
        if name.casefold() == WATCHLIST:
            return _rows(
                [found.movie for entry, found in self._known() if entry.watchlist is not None]
            )
        wanted = name.casefold()
        listed = [
            found.movie
            for entry, found in zip(self.profile.entries, self.identified, strict=True)
            if any(wanted == one.casefold() for one in entry.lists)
        ]
        return _rows([movie for movie in listed if movie != UNKNOWN]) if listed else None

    def places(self, catalogue: Catalogue, movie: int) -> tuple[int, ...]:
        """Return the places of the entries that are a film.

        Args:
            catalogue: the films.
            movie: a film row.
        """
        rows = {movie}
        if np.count_nonzero(catalogue.twins == catalogue.twins[movie]) > 1:
            # Without ids to tell them apart, what was said of a film is found at its twin.
            (kept_as,) = identify(catalogue, [Entry(film=reference(catalogue, movie))])
            rows |= {kept_as.movie} - {UNKNOWN}
        return tuple(place for place, found in enumerate(self.identified) if found.movie in rows)

    def _known(self) -> list[tuple[Entry, Identified]]:
        pairs = zip(self.profile.entries, self.identified, strict=True)
        return [(entry, found) for entry, found in pairs if found.movie != UNKNOWN]


def _time(said: Mark | Rating) -> int:
    """Return when something was said, in seconds since 1970; of what was said here, the day alone.

    People rate here what they saw at any time, in the order in which it comes to mind: taken for
    the order of watching it makes lists worse (docs/experiments.md).
    """
    time = seconds_of(said.when)
    return time - time % _DAY if said.source == OWN else time


def _rows(movies: Sequence[int]) -> IntArray:
    return np.array(movies, dtype=np.int32)


def _ratings(rows: Sequence[tuple[int, float, int]]) -> Ratings:
    return Ratings(
        user=np.full(len(rows), UNKNOWN, dtype=np.int32),
        movie=np.array([movie for movie, _, _ in rows], dtype=np.int32),
        rating=np.array([stars for _, stars, _ in rows], dtype=np.float32),
        timestamp=np.array([time for _, _, time in rows], dtype=np.int32),
    )
