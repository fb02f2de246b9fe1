"""Find which film of a profile a film of a file is: by its ids, else by its title and year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from movierec.data.titles import written_key
from movierec.people.profile import Reference

_Key = tuple[object, ...]


class SameFilms:
    """The films of a profile, each at its place, and how those of a file are found among them.

    To bring a file again has to find what bringing it once has made. Hence a film that was found
    is found by all its ids from then on; no film takes over an id or a title that another one has;
    and a title that the file also gives without a year is left without one, as no title is.

    Nothing is guessed: where several films of one title and year are known by their ids, one that
    comes without any is a film of its own.

    Args:
        films: of the profile, in its order; the first one counts where several are the same.
        brought: of the file.
    """

    def __init__(self, films: Iterable[Reference], brought: Iterable[Reference]) -> None:
        known, coming = list(films), list(brought)
        self.films: list[Reference] = []
        self._by_id: dict[_Key, int] = {}
        self._by_name: dict[_Key, list[int]] = {}
        self._yearless = {
            written_key(film.title) for film in coming if film.title and film.year is None
        }
        self._several = _named_alike([*known, *coming])
        for film in known:
            self.add(film)

    def add(self, film: Reference) -> int:
        """Add a film at the end, and return its place."""
        place = len(self.films)
        self.films.append(film)
        for key in _ids(film):
            self._by_id.setdefault(key, place)
        for key in _names(film):
            self._by_name.setdefault(key, []).append(place)
        return place

    def find(self, film: Reference) -> int | None:
        """Return a film's place, None where it is new; what it lacks there is taken over."""
        place = self._found(film)
        if place is not None:
            for key in _ids(film):
                self._by_id.setdefault(key, place)
            self._fill(place, film)
        return place

    def _found(self, film: Reference) -> int | None:
        for key in _ids(film):
            if key in self._by_id:
                return self._by_id[key]
        for key in _names(film):
            places = [
                place
                for place in self._by_name.get(key, ())
                if not _differ(self.films[place], film)
            ]
            bare = [place for place in places if not _ids(self.films[place])]
            if key not in self._several:
                return places[0] if places else None
            return bare[0] if bare and not _ids(film) else None
        return None

    def _fill(self, place: int, told: Reference) -> None:
        film = self.films[place]
        if told == film:
            return
        if not film.imdb_id and told.imdb_id and self._has_id(("imdb", told.imdb_id), place):
            film = replace(film, imdb_id=told.imdb_id)
        if film.tmdb_id is None and self._has_id(("tmdb", told.tmdb_id), place):
            film = replace(film, tmdb_id=told.tmdb_id)
        if film.movie_id is None and told.movie_id is not None:
            film = replace(film, movie_id=told.movie_id)
        title, year = film.title or told.title, film.year
        if year is None and title and written_key(title) not in self._yearless:
            year = told.year
        if (title, year) != (film.title, film.year):
            named = replace(film, title=title, year=year)
            if all(self._by_name.get(key, [place]) == [place] for key in _names(named)):
                self._by_name.update({key: [place] for key in _names(named)})
                film = named
        self.films[place] = film

    def _has_id(self, key: _Key, place: int) -> bool:
        return self._by_id.get(key, place) == place


def names_nothing(film: Reference) -> bool:
    """Return whether neither a title nor an id says which film it is."""
    return not (_ids(film) or _names(film))


def _named_alike(films: Iterable[Reference]) -> set[_Key]:
    """Return the names that several films have, as their IMDb ids tell.

    A film without a year may be of any: it counts beside those of each year.
    """
    told: dict[_Key, list[Reference]] = {}
    for film in films:
        if film.title:
            told.setdefault((written_key(film.title), film.kind), []).append(film)
    several: set[_Key] = set()
    for alike in told.values():
        for year in {film.year for film in alike}:
            ids = {one.imdb_id for one in alike if year is None or one.year in (year, None)}
            if len(ids - {""}) > 1:
                several.update(_names(replace(alike[0], year=year)))
    return several


def _ids(film: Reference) -> list[_Key]:
    keys: list[_Key] = []
    if film.imdb_id:
        keys.append(("imdb", film.imdb_id))
    if film.tmdb_id is not None:
        keys.append(("tmdb", film.tmdb_id))
    return keys


def _names(film: Reference) -> list[_Key]:
    if film.title:
        # A series is not the film that it is called after.
        return [("title", written_key(film.title), film.year, film.kind)]
    if film.movie_id is not None and not _ids(film):
        return [("movielens", film.movie_id)]
    return []


def _differ(film: Reference, other: Reference) -> bool:
    imdb = film.imdb_id and other.imdb_id and film.imdb_id != other.imdb_id
    tmdb = None not in (film.tmdb_id, other.tmdb_id) and film.tmdb_id != other.tmdb_id
    return bool(imdb or tmdb)
