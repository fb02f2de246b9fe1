"""What was recommended to people before: left out where they ask for fresh films."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from movierec.asker import Asker
from movierec.errors import MovierecError, UsageError
from movierec.paths import user_paths
from movierec.people.identify import identify
from movierec.people.profile import Entry
from movierec.people.recommended import add_recommended, load_recommended
from movierec.people.references import reference
from movierec.people.times import now
from movierec.records import UNKNOWN, Catalogue, IntArray


def shown_before(catalogue: Catalogue, together: Sequence[Asker]) -> IntArray:
    """Return the films that were recommended before to somebody of them.

    Raises:
        UsageError: somebody is a user of the data set, of whom nothing is remembered.
        DataError: what was remembered is damaged.
    """
    films: list[Entry] = []
    for one in together:
        if one.who.profile is None:
            raise UsageError(
                f"What was recommended to {one.who.label} is not remembered.",
                "--fresh is for people with a profile: movierec import FILE, or movierec rate.",
            )
        folder = user_paths().profiles / one.who.profile
        films += [Entry(film=film) for film in load_recommended(folder)]
    rows = [found.movie for found in identify(catalogue, films)]
    return np.array([row for row in rows if row != UNKNOWN], dtype=np.int32)


def remember(catalogue: Catalogue, together: Sequence[Asker], movie_ids: Sequence[int]) -> str:
    """Remember what was recommended; return why that failed, "" where it did not.

    A list is not lost because it could not be remembered.
    """
    rows = np.searchsorted(catalogue.movie_ids, movie_ids).tolist()
    films = [reference(catalogue, row) for row in rows]
    when = now()
    problems = []
    for one in together:
        if one.who.profile is not None:
            try:
                add_recommended(user_paths().profiles, one.who.profile, films, when)
            except (MovierecError, OSError) as error:
                hint = getattr(error, "hint", "")
                problems.append(f"This list could not be remembered for --fresh: {error} {hint}")
    return problems[0].rstrip() if problems else ""
