"""What a user is recommended, and what one is predicted to rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from movierec.answers.films import Prediction, RatedFilm


@dataclass(frozen=True, slots=True)
class Recommendations:
    """The two lists for one user.

    Attributes:
        user_id: the MovieLens user.
        model: the stored model that answered.
        rated_count: how many films the user rated in all.
        rated: their highest-rated films, best first.
        recommendations: films they have not rated, best first.
    """

    user_id: int
    model: str
    rated_count: int
    rated: tuple[RatedFilm, ...]
    recommendations: tuple[Prediction, ...]


@dataclass(frozen=True, slots=True)
class Predictions:
    """Predicted ratings of named films for one user; `remarks` say which of several was taken."""

    user_id: int
    model: str
    predictions: tuple[Prediction, ...]
    remarks: tuple[str, ...]
