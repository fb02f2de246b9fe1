"""How much memory fitting the relevance model takes."""

from __future__ import annotations

from movierec.training.relevance.fit import RANK, TASTE_RANK
from movierec.training.relevance.weights import HEAD, KEPT, KEPT_TAIL

_PAIRS_RATING = 66
"""Bytes a rating while pairs are added up: histories, their pieces, and the ratings by film."""
_PAIRS_CELL = 8
"""Bytes then for two films of the head: two sums in float32."""
_SOLVED_RATING = 8
"""Bytes a rating while the head is solved: histories."""
_SOLVED_CELL = 36
"""Bytes then for two films of the head: the sums, and three tables in float64."""
_SPECTRUM_RATING = 45
"""Bytes a rating for singular vectors: who rated what, by user and by film."""
_SPECTRUM_USER = 3_840
"""Bytes then for a user: 80 vectors in float64, six times."""
_ALWAYS = 32 * 2**20
_ENTRY = 8
"""Bytes of a pair of films that is stored: the target, and two numbers in float16."""
_FLOAT = 4
_FILM = 12
"""Bytes of a film besides: where its pairs begin, and its appeal."""


def relevance_bytes(rows: int, users: int, movies: int) -> int:
    """Return about how many bytes `fit_relevance` takes at its peak, beside the ratings.

    Args:
        rows: training rows.
        users: user rows of the data set.
        movies: film rows of the data set.
    """
    cells = min(HEAD, movies) ** 2
    return _ALWAYS + max(
        _PAIRS_RATING * rows + _PAIRS_CELL * cells,
        _SOLVED_RATING * rows + _SOLVED_CELL * cells,
        _SPECTRUM_RATING * rows + _SPECTRUM_USER * users,
    )


def relevance_held(movies: int) -> int:
    """Return the most bytes that what `fit_relevance` returns takes.

    Args:
        movies: film rows of the data set.
    """
    head = min(HEAD, movies)
    entries = KEPT * head + KEPT_TAIL * (movies - head)
    return _ENTRY * entries + movies * (_FLOAT * (2 * RANK + TASTE_RANK) + _FILM)
