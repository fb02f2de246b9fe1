"""A cold start: users or films that training never saw, and what folding in costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from movierec.answers.benchmark import Spread
    from movierec.records import ModelCard


@dataclass(frozen=True, slots=True)
class ColdPart:
    """What one seed held out wholly, and what was measured of it.

    Attributes:
        seed: of who is held out, of the order of their ratings, and of the training.
        held_out: users, or films, of which no row was trained on.
        left_out: those of them that are not measured: users with too few ratings.
        train_rows: rows of all others.
        test_rows: rows measured.
    """

    seed: int
    held_out: int
    left_out: int
    train_rows: int
    test_rows: int


@dataclass(frozen=True, slots=True)
class ColdResult:
    """RMSE of the model and of baselines on the same rows, with one seed.

    Attributes:
        seed: see `ColdPart`.
        rmse: of the model.
        bias_rmse: of the bias model.
        user_mean_rmse: of the user's mean rating, shrunk as offsets are; None for new users.
    """

    seed: int
    rmse: float
    bias_rmse: float
    user_mean_rmse: float | None = None

    @property
    def gain(self) -> float:
        """How far the model is below the better baseline."""
        if self.user_mean_rmse is None:
            return self.bias_rmse - self.rmse
        return min(self.bias_rmse, self.user_mean_rmse) - self.rmse


@dataclass(frozen=True, slots=True)
class ColdRow:
    """A line of a cold start's table: `given` ratings folded in, None for films."""

    given: int | None
    rmse: Spread
    bias_rmse: Spread
    user_mean_rmse: Spread | None
    gain: Spread
    seeds: tuple[ColdResult, ...]


@dataclass(frozen=True, slots=True)
class FoldingResult:
    """RMSE on the same rows after training with a user's ratings, and after folding them in."""

    seed: int
    trained_rmse: float
    folded_rmse: float

    @property
    def ratio(self) -> float:
        """What folding in costs: 1 where it is as good as training."""
        return self.folded_rmse / self.trained_rmse


@dataclass(frozen=True, slots=True)
class FoldingPrice:
    """What it costs to fold `given` ratings of a user in, instead of training with them."""

    given: int
    trained_rmse: Spread
    folded_rmse: Spread
    ratio: Spread
    seeds: tuple[FoldingResult, ...]


@dataclass(frozen=True, slots=True)
class ColdEvaluation:
    """How a model's configuration does on users, or on films, that training never saw.

    Attributes:
        card: of the stored model whose configuration was trained anew.
        protocol: "cold-users" or "cold-items".
        parts: one a seed.
        rows: one for each number of ratings given; a single one for films.
        price: of folding in; None for films.
        milliseconds: to fold one user in and predict the whole catalogue, median; None for films.
        movies: films of the catalogue.
    """

    card: ModelCard
    protocol: str
    parts: tuple[ColdPart, ...]
    rows: tuple[ColdRow, ...]
    price: FoldingPrice | None
    milliseconds: float | None
    movies: int
