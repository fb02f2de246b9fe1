"""The films that `--from` and `--not-in` name: a list of somebody's own, or a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from movierec.asker import Asker
from movierec.errors import UsageError
from movierec.people.filelist import read_film_list, remark
from movierec.people.own_films import WATCHLIST
from movierec.people.textfile import shown_name
from movierec.ranking.wanted import STDIN
from movierec.records import Catalogue, IntArray

_LISTS_SHOWN = 5
_FILE = "A file has a film's title or MovieLens id a line."


def listed_films(
    name: str, catalogue: Catalogue, together: Sequence[Asker]
) -> tuple[IntArray, str]:
    """Return the films that a name stands for, and what is to be said of them, or "".

    A list of somebody's own comes before a file; a path with a folder in it is always a file.

    Args:
        name: a list's name, a file, or `STDIN`.
        catalogue: the films.
        together: whose lists count; may be nobody's.

    Raises:
        UsageError: there is no such list and no such file.
        DataError: the file is damaged or holds nothing.
        UnknownError: no line of it names a film of the catalogue.
    """
    own = [one.own.named(name) for one in together if one.own is not None]
    lists = [rows for rows in own if rows is not None]
    if lists:
        return np.unique(np.concatenate(lists)), ""
    path = Path(name)
    if name != STDIN and not path.exists():
        if together:
            raise _no_list(together, name)
        if name.casefold() == WATCHLIST:
            raise UsageError(
                f"The {WATCHLIST} is somebody's own, and the films are for nobody alone.",
                f"Name a file in its place. {_FILE}",
            )
    found = read_film_list(path, catalogue)
    return found.movies, remark(found, shown_name(path))


def empty_list(name: str) -> UsageError:
    """Return the error where a list that is all there is to choose from holds nothing."""
    called = "your watchlist" if name.casefold() == WATCHLIST else f"the list {name}"
    return UsageError(
        f"There is no film on {called} that is known here.",
        "movierec import FILE brings a watchlist; movierec match shows what is not matched.",
    )


def _no_list(together: Sequence[Asker], name: str) -> UsageError:
    people = [one.own for one in together if one.own is not None]
    if not people:
        return UsageError(f"There is no file {name}, and a MovieLens user has no lists.", _FILE)
    lists = {name for own in people for entry in own.profile.entries for name in entry.lists}
    names = ", ".join((WATCHLIST, *sorted(lists)[:_LISTS_SHOWN]))
    return UsageError(f"There is no list and no file called {name}.", f"Lists: {names}. {_FILE}")
