"""A film of a catalogue, as a profile keeps it."""

from __future__ import annotations

from movierec.data.titles import natural
from movierec.people.profile import Reference
from movierec.records import Catalogue


def reference(catalogue: Catalogue, movie: int) -> Reference:
    """Return what names a film in any catalogue: title, year and the ids that are known.

    Args:
        catalogue: the films.
        movie: a film row.
    """
    tmdb_id = -1 if catalogue.tmdb_ids is None else int(catalogue.tmdb_ids[movie])
    return Reference(
        title=natural(catalogue.titles[movie]),
        year=int(catalogue.years[movie]) or None,
        imdb_id="" if catalogue.imdb_ids is None else catalogue.imdb_ids[movie],
        tmdb_id=None if tmdb_id < 0 else tmdb_id,
        movie_id=int(catalogue.movie_ids[movie]),
    )
