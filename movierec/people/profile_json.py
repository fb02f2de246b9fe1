"""A profile as JSON that a person can read and edit, and back.

An entry is a line, with only the keys that say something. Reading is strict: a slip of the pen is
told with its film, so that it loses no rating.
"""

from __future__ import annotations

from typing import Any

from movierec.errors import DataError
from movierec.people import checked
from movierec.people.film_json import (
    FILM_KEYS,
    checked_key,
    described,
    film_from_json,
    film_to_json,
    only_keys,
)
from movierec.people.jsonfile import Object, films_from_json, films_to_json
from movierec.people.profile import Entry, Mark, Profile, Rating

_HINT = "Correct the file, or put profile.previous.json in its place."
_HEAD = frozenset({"name"})
_MARKS = ("seen", "hidden", "watchlist", "unrated", "unseen", "unwanted")
_KEYS = FILM_KEYS | {"rated", *_MARKS, "lists", "meant", "ignored"}
_MARK = frozenset({"source", "when"})
_RATING = _MARK | {"stars"}


def profile_to_json(profile: Profile) -> bytes:
    """Return a profile as JSON: the same bytes for the same profile.

    Raises:
        DataError: the name of a film or list holds half a character.
    """
    films = (entry_to_json(entry) for entry in profile.entries)
    return films_to_json({"name": profile.name}, films, _called(profile.name))


def profile_from_json(content: bytes, name: str, hint: str = _HINT) -> Profile:
    """Return the profile that a file's content holds.

    Args:
        content: what `profile_to_json` gave, perhaps edited by hand.
        name: the profile's: the folder's name counts, not the one in the file.
        hint: what to do where the content is damaged.

    Raises:
        DataError: it is damaged, or written by a newer movierec; the message says which film is
            wrong, and why.
    """
    entries = []
    films = films_from_json(content, _HEAD, _called(name), hint)
    for number, value in enumerate(films, start=1):
        try:
            entries.append(_entry_from_json(value))
        except ValueError as error:
            raise DataError(
                f"{_called(name)} is wrong at {described(value, number)}: {error}.", hint
            ) from None
    return Profile(name, tuple(entries))


def entry_to_json(entry: Entry) -> Object:
    """Return what an entry says as a profile's file has it: only the keys that say something."""
    said: dict[str, Any] = film_to_json(entry.film)
    if entry.rated is not None:
        stars = entry.rated.stars
        # 4 and not 4.0, as people write it.
        said["rated"] = {
            "stars": int(stars) if stars == int(stars) else stars,
            **_mark_to_json(entry.rated),
        }
    marks = {key: getattr(entry, key) for key in _MARKS}
    said |= {key: _mark_to_json(mark) for key, mark in marks.items() if mark is not None}
    if entry.lists:
        said["lists"] = list(entry.lists)
    if entry.meant is not None:
        said["meant"] = film_to_json(entry.meant)
    if entry.ignored:
        said["ignored"] = True
    return said


def _called(name: str) -> str:
    return f"Profile {name}"


def _mark_to_json(mark: Mark | Rating) -> Object:
    return {"source": mark.source, "when": mark.when} if mark.when else {"source": mark.source}


def _entry_from_json(value: Any) -> Entry:
    said = only_keys(value, _KEYS)
    entry = Entry(
        film=film_from_json(said),
        rated=_optional(said, "rated", _rating),
        **{key: _optional(said, key, _mark) for key in _MARKS},
        lists=_optional(said, "lists", _lists) or (),
        meant=_optional(said, "meant", lambda film: film_from_json(only_keys(film, FILM_KEYS))),
        ignored=_optional(said, "ignored", _true) or False,
    )
    return checked.one_way(entry)


def _optional(said: Object, key: str, check: Any) -> Any:
    return checked_key(said, key, check) if key in said else None


def _rating(value: Any) -> Rating:
    said = only_keys(value, _RATING)
    return Rating(checked_key(said, "stars", checked.stars), *_source_and_when(said))


def _mark(value: Any) -> Mark:
    return Mark(*_source_and_when(only_keys(value, _MARK)))


def _source_and_when(said: Object) -> tuple[str, str]:
    source: str = checked_key(said, "source", checked.text)
    when: str = checked_key(said, "when", checked.when) if "when" in said else ""
    return source, when


def _lists(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError("has to be a list of names in brackets")
    return tuple(sorted({checked.text(name) for name in value}))


def _true(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("has to be true or false")
    return value
