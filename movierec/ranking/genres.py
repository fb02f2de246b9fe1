"""Genres as people write them, and as a data set does."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from movierec.errors import UsageError

_ALIASES = {
    "animated": "animation",
    "kid": "children",
    "noir": "filmnoir",
    "sciencefiction": "scifi",
}
"""Other words for MovieLens's genres; both sides as `_key` writes them."""


def find_genres(names: Sequence[str], genres: Sequence[str], label: str) -> tuple[str, ...]:
    """Return the data set's names of genres, each once, in the order given.

    "scifi" and "science fiction" are "Sci-Fi"; "kids" and "children" are "Children's".

    Args:
        names: as typed.
        genres: those of the data set.
        label: the data set's name, for messages.

    Raises:
        UsageError: the data set has no such genre.
    """
    known = {_key(genre): genre for genre in reversed(genres)}
    return tuple(dict.fromkeys(_find(name.strip(), genres, known, label) for name in names))


def _find(name: str, genres: Sequence[str], known: dict[str, str], label: str) -> str:
    if name in genres:
        return name
    key = _key(name)
    key = _ALIASES.get(key, key)
    if key and key in known:
        return known[key]
    if not genres:
        raise UsageError(f"{label} knows no genres.", "Leave --genre and --not-genre out.")
    near = difflib.get_close_matches(key, known, n=1)
    guess = f"Did you mean {known[near[0]]}? " if near else ""
    raise UsageError(
        f"There is no genre '{name}' in {label}.", f"{guess}Choose among: {', '.join(genres)}."
    )


def _key(name: str) -> str:
    """Return a genre as it is compared: letters and digits, without case and a plural's s."""
    return "".join(c for c in name.casefold() if c.isalnum()).removesuffix("s")
