"""What every scorer can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy.typing as npt

    from movierec.records import FloatArray, IntArray


class Scorer(Protocol):
    """Predicts ratings from a stored model's weights; row -1 is an unknown user or film."""

    def predict(self, user: IntArray, movie: IntArray) -> FloatArray:
        """Return stars for aligned rows, [n], not clipped."""
        ...

    def predict_user(self, user: int, movies: npt.ArrayLike | None = None) -> FloatArray:
        """Return one user's stars for film rows, or for every film in order, not clipped."""
        ...
