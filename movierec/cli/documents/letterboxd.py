"""A list that Letterboxd imports: https://letterboxd.com/about/importing-data/.

A film is found by `tmdbID`, else by `imdbID`, else by its title and year. In a list `Review`
becomes the film's note, read as HTML. There is no rating: it would say that the films were seen.
"""

from __future__ import annotations

import csv
import html
import io
from typing import TYPE_CHECKING

from movierec.cli.terminal import clean
from movierec.cli.wording import below, outlook

if TYPE_CHECKING:
    from movierec.answers.recommend import Recommendation, Recommendations

COLUMNS = ("Title", "Year", "imdbID", "tmdbID", "Review")


def letterboxd(found: Recommendations) -> str:
    """Return the recommended films as CSV, best first; what is unknown of a film stays empty.

    A title is written as it is, even where it begins with "=": Letterboxd looks for the title.
    """
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in found.recommendations:
        film = one.expected.film
        writer.writerow(
            (
                clean(film.title),
                "" if film.year is None else film.year,
                "" if film.imdb_id is None else f"tt{clean(film.imdb_id)}",
                "" if film.tmdb_id is None else film.tmdb_id,
                _note(one, found),
            )
        )
    return lines.getvalue()


def _note(one: Recommendation, found: Recommendations) -> str:
    parts = (outlook(one, found), below(one, found))
    return html.escape(clean("; ".join(part for part in parts if part)), quote=False)
