"""The files of the sites that made-up exports come in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import exports
from made_exports import Made

from movierec.people.profile import Reference
from movierec.records import UNKNOWN, Catalogue

_DAY, _MOMENT = "2020-01-01", "2020-01-01T10:00:00.000Z"
_NEVER_GIVEN = 99_000_000
"""No data set here has ids from this on."""


@dataclass(frozen=True, slots=True)
class Site:
    """How a site exports films.

    Attributes:
        file: what the export is called.
        written: its bytes, of films as the site names them.
        ids: whether it gives ids.
        kinds: whether it exports series too, and says so.
    """

    file: str
    written: Callable[[Sequence[Reference]], bytes]
    ids: bool = True
    kinds: bool = False

    def exported(self, catalogue: Catalogue, made: Sequence[Made]) -> list[tuple[Made, Reference]]:
        """Return what the site exports of made-up entries, and how it names each of them."""
        kept = [one for one in made if self.kinds or not one.entry.film.kind]
        films = [one.entry.film for one in kept]
        if self.ids:
            films = [
                with_ids(catalogue, one.row, film, number)
                for number, (one, film) in enumerate(zip(kept, films, strict=True))
            ]
        return list(zip(kept, films, strict=True))


def with_ids(catalogue: Catalogue, row: int, film: Reference, number: int) -> Reference:
    """Return a film with the ids that the catalogue has of its row, else with ids of no film.

    Args:
        catalogue: the films.
        row: `UNKNOWN` for a film that is not there.
        film: its title and year.
        number: one that no other film of the file has.
    """
    never = _NEVER_GIVEN + number
    if row == UNKNOWN or catalogue.imdb_ids is None:
        return replace(film, imdb_id=str(never), tmdb_id=never, movie_id=never)
    assert catalogue.tmdb_ids is not None
    tmdb = int(catalogue.tmdb_ids[row])
    return replace(
        film,
        imdb_id=catalogue.imdb_ids[row],
        tmdb_id=None if tmdb == UNKNOWN else tmdb,
        movie_id=int(catalogue.movie_ids[row]),
    )


def _letterboxd(films: Sequence[Reference]) -> bytes:
    """Return all films as watched ones, as the site does, and stars of every other one."""
    watched = [(_DAY, film.title, film.year) for film in films]
    return exports.letterboxd_zip(watched=watched, ratings=[(*row, 4.5) for row in watched[::2]])


def _imdb(films: Sequence[Reference]) -> bytes:
    return exports.imdb_ratings(
        (f"tt{film.imdb_id}", 9, _DAY, film.title, film.kind or "Movie", film.year)
        for film in films
    )


def _trakt(films: Sequence[Reference]) -> bytes:
    named = [
        exports.trakt_film(
            film.title,
            film.year,
            trakt=number,
            slug=f"film-{number}",
            imdb=f"tt{film.imdb_id}",
            tmdb=film.tmdb_id,
        )
        for number, film in enumerate(films, start=1)
    ]
    return exports.trakt_zip(
        watched=[(film, _MOMENT) for film in named],
        ratings=[(film, 9, _MOMENT) for film in named[::2]],
    )


def _movielens(films: Sequence[Reference]) -> bytes:
    return exports.movielens_csv(
        (film.movie_id, film.imdb_id, film.tmdb_id, 4.5, f"{film.title} ({film.year})")
        for film in films
    )


SITES: Mapping[str, Site] = {
    "letterboxd": Site("letterboxd.zip", _letterboxd, ids=False),
    "imdb": Site("ratings.csv", _imdb, kinds=True),
    "trakt": Site("trakt.zip", _trakt),
    "movielens": Site("movielens.csv", _movielens),
}
