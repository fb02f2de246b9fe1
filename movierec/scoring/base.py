"""What every scorer can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    import numpy.typing as npt

    from movierec.records import FloatArray, IntArray
    from movierec.scoring.ordinal import Distribution

User = TypeVar("User")


class Scorer(Protocol):
    """Predicts ratings from a stored model's weights; row -1 is an unknown user or film.

    Attributes:
        uses_time: whether `predict` and `distribution` read the times of the rows.
    """

    uses_time: bool

    def predict(
        self, user: IntArray, movie: IntArray, timestamp: IntArray | None = None
    ) -> FloatArray:
        """Return stars for aligned rows, [n], not clipped.

        Args:
            user: user rows, [n].
            movie: film rows, [n].
            timestamp: when the ratings were given, [n]; None: at no known time.
        """
        ...

    def predict_user(self, user: int, movies: npt.ArrayLike | None = None) -> FloatArray:
        """Return one user's stars for film rows, or for every film in order, not clipped."""
        ...

    def distribution(
        self, user: IntArray, movie: IntArray, timestamp: IntArray | None = None
    ) -> Distribution:
        """Return what the ratings of aligned rows may be; see `predict`.

        Raises:
            DataError: the weights do not say how sure the model is.
        """
        ...


class FoldsIn(Scorer, Protocol[User]):
    """A scorer that also answers somebody who was not there when the model was trained.

    `User` is what it learns of them; only the scorer itself can read it. See
    `movierec.scoring.registry.folding_scorer_for`.
    """

    def fold_in(self, movies: IntArray, stars: FloatArray) -> User:
        """Learn a new user from some ratings, without training and without randomness.

        Args:
            movies: rows of the films rated, [k]; k may be 0.
            stars: the ratings, [k].
        """
        ...

    def folded_distribution(self, user: User, movies: npt.ArrayLike) -> Distribution:
        """Return what a folded-in user's ratings of film rows may be."""
        ...
