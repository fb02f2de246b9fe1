"""Random effects of the time of a rating: the day, the user's session, the page of ratings.

People rate in sessions, and a session has a mood. What was sent together in one second is a page
of the old MovieLens site. The effects are learned only where the time of the ratings to predict
will be told, as a benchmark may; nobody who asks what to watch is inside a page.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from movierec.records import IntArray

SESSION_GAP = 4 * 3600
"""Seconds without a rating that end a session."""
_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Effect:
    """A grouping of the training rows; each group has a number of its own, around 0.

    Attributes:
        name: "day", "session" or "page".
        of: the group of each row, int64 [n].
        groups: how many.
        user: whose group it is, -1 for everybody's, int64 [groups].
        first: the time of its first row, or the day's number, int64 [groups].
        last: of its last row, int64 [groups].
    """

    name: str
    of: Tensor
    groups: int
    user: IntArray
    first: IntArray
    last: IntArray


def time_effects(user: IntArray, timestamp: IntArray) -> tuple[Effect, ...]:
    """Group rows, sorted by user and time, by day, by session and by page."""
    user, timestamp = user.astype(np.int64), timestamp.astype(np.int64)
    day = timestamp // _DAY
    days, of_day = np.unique(day, return_inverse=True)
    new_user = np.diff(user, prepend=-1) != 0
    apart = np.diff(timestamp, prepend=timestamp[:1])
    return (
        Effect("day", torch.from_numpy(of_day), len(days), np.full(len(days), -1), days, days),
        _runs("session", new_user | (apart > SESSION_GAP), user, timestamp),
        _runs("page", new_user | (apart > 0), user, timestamp),
    )


def _runs(name: str, begins: IntArray, user: IntArray, timestamp: IntArray) -> Effect:
    starts = np.flatnonzero(begins)
    ends = np.append(starts[1:], len(user)) - 1
    of = np.cumsum(begins) - 1
    return Effect(
        name, torch.from_numpy(of), len(starts), user[starts], timestamp[starts], timestamp[ends]
    )
