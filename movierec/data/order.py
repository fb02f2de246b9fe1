"""When ratings were given: their order, where the times tell one, and their days."""

from __future__ import annotations

import datetime

import numpy as np
import numpy.typing as npt

from movierec.data.distinct import groups_of
from movierec.records import IntArray

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def later_ratings(timestamp: IntArray) -> npt.NDArray[np.float64]:
    """Return how many of the ratings came after each, [n]; 0 for the last.

    Ratings of one second share the mean of their places: nobody knows which came first. So all
    ratings without a time are equally old.

    Args:
        timestamp: of one person's ratings, in any order, [n].
    """
    moments = groups_of(timestamp)
    after = len(timestamp) - np.cumsum(moments.sizes)  # ratings later than the whole group
    places: npt.NDArray[np.float64] = (after + (moments.sizes - 1) / 2)[moments.group]
    return places


def tells_order(timestamp: IntArray) -> bool:
    """Return whether ratings were given at more than one time."""
    return len(timestamp) > 1 and bool((timestamp != timestamp[0]).any())


def day_of(timestamp: int) -> str:
    """Return the day of a time in seconds since 1970, "1998-04-22"; "" for 0, no known time."""
    if timestamp == 0:
        return ""
    # Not `fromtimestamp`: on Windows it knows no time before 1970.
    return (_EPOCH + datetime.timedelta(seconds=timestamp)).date().isoformat()
