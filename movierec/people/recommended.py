"""Remember what was recommended to a person, so that they can ask for something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from movierec.data.titles import written_key
from movierec.errors import DataError
from movierec.files import atomic_file
from movierec.people import checked
from movierec.people.film_json import (
    FILM_KEYS,
    checked_key,
    described,
    film_from_json,
    film_to_json,
    only_keys,
)
from movierec.people.jsonfile import MOST_BYTES, films_from_json, films_to_json
from movierec.people.locking import profile_lock, sweep_unfinished
from movierec.people.profile import Reference
from movierec.people.shelf import existing_name

RECOMMENDED = "recommended.json"
MOST_FILMS = 20_000
# An answer is not held up for long by what is only remembered.
_WAIT_SECONDS = 2.0
_KEYS = FILM_KEYS | {"when"}
_WHAT = "The file of films recommended before"

_Shown = tuple[Reference, str]
"""A film, and when it was first recommended."""


def load_recommended(folder: Path) -> tuple[Reference, ...]:
    """Return the films that were recommended to a person, the first one first.

    Args:
        folder: the profile's.

    Raises:
        DataError: the file is damaged.
    """
    return tuple(film for film, _ in _load(folder))


def add_recommended(profiles: Path, name: str, films: Sequence[Reference], when: str) -> None:
    """Remember films that were recommended to a person, each with the first time only.

    Of more than `MOST_FILMS` the oldest are forgotten.

    Args:
        profiles: the folder of all profiles.
        name: the profile's, in any case.
        films: in the order in which they were shown.
        when: as `people.profile.Mark.when`.

    Raises:
        NotReadyError: there is no profile at all.
        UnknownError: there is no profile of that name.
        DataError: the file is damaged.
        MovierecError: another process keeps changing profiles.
    """
    # Nothing is ever taken out but the oldest: what is remembered already needs no turn.
    if not _fresh(_load(profiles / existing_name(profiles, name)), films):
        return
    with profile_lock(profiles, _WAIT_SECONDS):
        folder = profiles / existing_name(profiles, name)
        shown = _load(folder)
        if fresh := _fresh(shown, films):
            _write(folder, [*shown, *((film, when) for film in fresh)][-MOST_FILMS:])


def _fresh(shown: Sequence[_Shown], films: Sequence[Reference]) -> list[Reference]:
    """Return the films that are not remembered, each once."""
    known = {key for film, _ in shown for key in _keys(film)}
    fresh = []
    for film in films:
        keys = set(_keys(film))
        if keys.isdisjoint(known):
            fresh.append(film)
            known |= keys
    return fresh


def _keys(film: Reference) -> Iterator[tuple[object, ...]]:
    """Yield what makes another mention of a film the same film; any of it is enough."""
    if film.imdb_id:
        yield "imdb", film.imdb_id
    if film.tmdb_id is not None:
        yield "tmdb", film.tmdb_id
    if film.title:
        yield "title", written_key(film.title), film.year
    elif film.movie_id is not None:
        yield "movielens", film.movie_id


def _load(folder: Path) -> list[_Shown]:
    path = folder / RECOMMENDED
    hint = f"Delete {path}: films are then recommended that were recommended before."
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return []
    return [
        _shown(value, number, hint)
        for number, value in enumerate(films_from_json(content, frozenset(), _WHAT, hint), start=1)
    ]


def _shown(value: Any, number: int, hint: str) -> _Shown:
    try:
        said = only_keys(value, _KEYS)
        return film_from_json(said), checked_key(said, "when", checked.when)
    except ValueError as error:
        raise DataError(
            f"{_WHAT} is damaged at {described(value, number)}: {error}.", hint
        ) from None


def _write(folder: Path, shown: Sequence[_Shown]) -> None:
    films = ({**film_to_json(film), "when": when} for film, when in shown)
    content = films_to_json({}, films, _WHAT)
    sweep_unfinished(folder / RECOMMENDED)
    with atomic_file(folder / RECOMMENDED) as stream:
        stream.write(content)
