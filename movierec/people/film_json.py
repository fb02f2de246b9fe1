"""A film, as `people.profile.Reference` has it, as JSON and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from movierec.people import checked
from movierec.people.jsonfile import Object, shown
from movierec.people.profile import Reference

_CHECKS: dict[str, Callable[[object], Any]] = {
    "title": checked.text,
    "year": checked.year,
    "imdb_id": checked.imdb_id,
    "tmdb_id": checked.film_id,
    "movie_id": checked.film_id,
    "kind": checked.text,
}
FILM_KEYS = frozenset(_CHECKS)


def film_to_json(film: Reference) -> dict[str, Any]:
    """Return what is known of a film, the title first."""
    values = {key: getattr(film, key) for key in _CHECKS}
    return {key: value for key, value in values.items() if value not in ("", None)}


def film_from_json(value: Object) -> Reference:
    """Return the film that an object describes; its other keys are not looked at.

    Raises:
        ValueError: a value is wrong, or nothing names a film; the text says which.
    """
    film = Reference(
        **{key: checked_key(value, key, check) for key, check in _CHECKS.items() if key in value}
    )
    if not (film.title or film.imdb_id or film.tmdb_id or film.movie_id):
        raise ValueError("neither a title nor an id says which film it is")
    return film


def checked_key(value: Object, key: str, check: Callable[[object], Any]) -> Any:
    """Return the value of a key as its check gives it.

    Raises:
        ValueError: the key is missing, or the check refuses its value.
    """
    if key not in value:
        raise ValueError(f"{key} is missing")
    try:
        return check(value[key])
    except ValueError as error:
        raise ValueError(f"{key} {error}") from None


def only_keys(value: Any, allowed: frozenset[str]) -> Object:
    """Return a value that is an object with no other keys than those allowed.

    Raises:
        ValueError: it is none; the text names the key that is unknown.
    """
    if not isinstance(value, dict):
        raise ValueError("has to be an object in braces")
    for key in value:
        if key not in allowed:
            raise ValueError(f"{shown(key)} is not known here")
    return value


def described(value: Any, number: int) -> str:
    """Return how a message calls an entry that may be damaged: "film 3 ('Heat')"."""
    title = value.get("title") if isinstance(value, dict) else None
    return (
        f"film {number} ({shown(title)})" if title and isinstance(title, str) else f"film {number}"
    )
