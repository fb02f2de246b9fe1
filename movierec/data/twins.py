"""Films that stand in a catalogue twice, under two ids: they count as one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from movierec.data.distinct import among, groups_of
from movierec.records import Catalogue, IntArray


def most_rated_twins(catalogue: Catalogue) -> npt.NDArray[np.bool_]:
    """Return which films stand for all their twins, [movies]: of each group the most rated."""
    rows = np.arange(catalogue.movies)
    order = np.lexsort((rows, -catalogue.counts, catalogue.twins))
    mask = np.zeros(catalogue.movies, dtype=bool)
    mask[order[groups_of(catalogue.twins[order]).first]] = True
    return mask


def with_twins(catalogue: Catalogue, movies: IntArray) -> npt.NDArray[np.bool_]:
    """Return which films are some films or twins of theirs, [movies].

    Args:
        catalogue: the films.
        movies: film rows, [n].
    """
    return among(catalogue.twins, catalogue.twins[movies])
