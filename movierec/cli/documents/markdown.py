"""A list as Markdown, in which no title is markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from movierec.cli.terminal import clean
from movierec.cli.wording import below, heading, outlook, sources

if TYPE_CHECKING:
    from movierec.answers.recommend import Recommendation, Recommendations

# What Markdown and its dialects read within a line: a colon or a full stop only where it could make
# a link. Marks that count at the start of a line are not meant: no text begins one.
_MARKUP = re.compile(r"[\\`*_\[\]<>&|~@$^={}!#]|:(?=\S)|(?<=[^\W\d])\.(?=[^\W\d])")


def markdown(found: Recommendations) -> str:
    """Return the recommended films as a numbered list, best first."""
    films = "".join(
        _item(number, one, found) for number, one in enumerate(found.recommendations, 1)
    )
    notes = "".join(f"\n*{_text(line)}*\n" for line in sources(found))
    return f"# {_text(heading(found))}\n\n{films}{notes}"


def _item(number: int, one: Recommendation, found: Recommendations) -> str:
    film = one.expected.film
    mark = f"{number}. "
    year = "" if film.year is None else f" ({film.year})"
    lines = (
        f"**{_text(film.title)}**{year}",
        _text(outlook(one, found)),
        _text(below(one, found)),
    )
    # A backslash at its end breaks a line; what follows is set in, so that it stays in the item.
    return mark + f"\\\n{' ' * len(mark)}".join(line for line in lines if line) + "\n"


def _text(text: str) -> str:
    """Return text that Markdown shows as it is, without blanks at its ends: bold has none."""
    return _MARKUP.sub(lambda found: f"\\{found[0]}", clean(text).strip())
