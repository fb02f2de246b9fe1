"""A JSON file of films that a person can read and edit: a head, then a film a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from movierec.errors import DataError

FORMAT = 1
"""Raised by one whenever an older movierec could not read a new file."""
MOST_BYTES = 50_000_000

Object = Mapping[str, Any]
"""A JSON object; what its values are is still to be checked."""


def films_to_json(head: Object, films: Iterable[Object], what: str) -> bytes:
    """Return the file's content: the same for the same films.

    Args:
        head: what stands before the films, besides the format.
        films: what is to be said of each.
        what: the file as a message begins: "Profile anna".

    Raises:
        DataError: a text holds half a character, which no file can.
    """
    first = json.dumps({"format": FORMAT, **head}, ensure_ascii=False)
    lines = ",\n".join(json.dumps(film, ensure_ascii=False, allow_nan=False) for film in films)
    try:
        return f'{first[:-1]}, "films": [\n{lines}{lines and chr(10)}]}}\n'.encode()
    except UnicodeEncodeError:
        raise DataError(
            f"{what} cannot be written: the name of a film or list in it is no text.",
            "Correct the name where it comes from, and try again.",
        ) from None


def films_from_json(content: bytes, head: frozenset[str], what: str, hint: str) -> list[Any]:
    """Return what a file's "films" hold, not yet checked.

    Args:
        content: the file's.
        head: the keys that may stand beside "format" and "films".
        what: the file as a message begins.
        hint: what to do where it is damaged: the second line of the error.

    Raises:
        DataError: it is too large, no JSON, no list of films, or a newer movierec wrote it.
    """
    document = _document(content, what, hint)
    number = document.get("format")
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise DataError(f'{what} is damaged: it does not say "format": {FORMAT}.', hint)
    if number > FORMAT:
        raise DataError(
            f"{what} was written by a newer movierec: this one reads formats up to {FORMAT}.",
            "Upgrade movierec: pipx upgrade movierec.",
        )
    films = document.get("films")
    if not isinstance(films, list):
        raise DataError(f'{what} is damaged: its "films" are no list.', hint)
    for key in document.keys() - head - {"format", "films"}:
        raise DataError(f"{what} is damaged: {shown(key)} is no part of it.", hint)
    return films


def shown(value: str) -> str:
    """Return a text that came from a file as a message shows it: short, in one line."""
    short = value if len(value) <= 60 else f"{value[:60]}…"
    return repr(short.encode(errors="replace").decode())


def _document(content: bytes, what: str, hint: str) -> dict[str, Any]:
    if len(content) > MOST_BYTES:
        raise DataError(f"{what} is larger than {MOST_BYTES // 1_000_000} MB.", hint)
    try:
        # Some editors put a byte order mark in front.
        text = content.decode("utf-8-sig")
        document = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise DataError(
            f"{what} is damaged: line {error.lineno} is no JSON: {error.msg}.", hint
        ) from None
    except UnicodeDecodeError:
        raise DataError(f"{what} is damaged: it is not text in UTF-8.", hint) from None
    except _Refused as error:
        raise DataError(f"{what} is damaged: {error}.", hint) from None
    except ValueError:
        raise DataError(f"{what} is damaged: it holds a number that is too long.", hint) from None
    except RecursionError:
        raise DataError(f"{what} is damaged: its brackets are too deep.", hint) from None
    if not isinstance(document, dict):
        raise DataError(f"{what} is damaged: it is no JSON object.", hint)
    return document


class _Refused(Exception):
    """Something that JSON allows, and a file of films does not hold."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _Refused(f"{shown(twice)} stands twice in one place")
    return found


def _no_number(constant: str) -> NoReturn:
    raise _Refused(f"{constant} is no number")
