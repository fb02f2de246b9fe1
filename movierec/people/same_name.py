"""Tell apart the films whose names search keys make one: "Circle" and "The Circle", "Mother!" too.

The keys leave out a leading article and all signs, as people and sites do. In a film's very year
that does no harm; beside it, it is most often another film that differs by these alone.
"""

from __future__ import annotations

import re
import unicodedata

from movierec.data.titles import natural, search_key
from movierec.people.spellings import (
    listed_with,
    other_numerals,
    written_before,
    written_within,
)

_ARTICLE = re.compile(r"(?:the|an?)\s+(?=\S)")
_SIGNS = "!?"


def same_name(film: str, title: str, year: int | None) -> bool:
    """Return whether a film has a title for a name, its article, "!" and "?" included.

    Args:
        film: the film's title as the catalogue has it, with its names in brackets.
        title: the one looked for.
        year: the title's, to know what sites list under other titles; None where it is unknown.
    """
    written = _written(title, year)
    names = (film, written_before(film), *written_within(film))
    return any(_exact(name) in written for name in names if name)


def _written(title: str, year: int | None) -> set[tuple[str, str]]:
    """Return the names that are a title's in every way of writing it."""
    own = [_exact(name) for name in (title, written_before(title)) if name]
    for titles in () if year is None else listed_with(search_key(title), year):
        others = [_exact(other) for other in titles]
        # "Raid" is another film than "The Raid", which is also called "The Raid: Redemption".
        own += others if own[0] in others else ()
    return {(key, told) for name, told in own for key in (name, *other_numerals(name))}


def _exact(name: str) -> tuple[str, str]:
    """Return a name's search key, and its English article and signs, which the key has not."""
    text = unicodedata.normalize("NFKC", natural(name)).casefold().lstrip()
    article = _ARTICLE.match(text)
    signs = "".join(sign for sign in _SIGNS if sign in text)
    return search_key(name), f"{article[0].strip() if article else ''}{signs}"
