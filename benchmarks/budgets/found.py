"""What one fit did, as it crosses from one process to another and is kept in a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """A system's figures on one fold.

    Attributes:
        rmse: of the test rows, in stars; None for a system that predicts no ratings.
        rating_seconds: from the prepared arrays on disk to the predicted ratings.
        ndcg: mean nDCG@10 over users with a relevant test film; None without lists.
        list_seconds: from the same arrays to the lists.
    """

    rmse: float | None
    rating_seconds: float | None
    ndcg: float | None
    list_seconds: float | None


@dataclass(frozen=True, slots=True)
class Measured:
    """The same with what was measured: system, effort and fold.

    Attributes:
        conditions: the data set, and the versions, cores and commit that it was measured with; in
            the Python of the system, and with the version of its library.
    """

    system: str
    effort: tuple[int, ...]
    fold: str
    found: Found
    conditions: Mapping[str, str]
