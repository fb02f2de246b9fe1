"""One evaluation of a cold start: train without some users or films, then measure them."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from movierec.answers.cold import (
    ColdEvaluation,
    ColdPart,
    ColdResult,
    ColdRow,
    FoldingPrice,
    FoldingResult,
)
from movierec.cold_run.config import ITEMS, USERS, ColdConfig, cold_command
from movierec.cold_run.trainings import Hooks, Trainings
from movierec.config import config_from_values
from movierec.data.prepare import Prepared
from movierec.errors import Interrupted
from movierec.evaluation.cold import (
    GIVEN,
    MOST_GIVEN,
    cold_items,
    cold_row,
    cold_users,
    folded_bias_stars,
    folded_stars,
    folding_milliseconds,
    folding_price,
    user_mean_stars,
)
from movierec.evaluation.metrics import measure
from movierec.records import FloatArray, IntArray, Metrics, ModelCard, Ratings
from movierec.scoring.registry import folding_scorer_for, scorer_for
from movierec.training.bias import BiasModel, fit_bias


@dataclass(frozen=True, slots=True)
class _Users:
    """What one seed gave: a result for each of `GIVEN`, and milliseconds of some fold-ins."""

    part: ColdPart
    results: tuple[ColdResult, ...]
    price: FoldingResult
    milliseconds: tuple[float, ...]


class ColdRun:
    """An evaluation of a cold start with everything that it needs to begin.

    Args:
        config: what is asked for.
        card: of the stored model.
        prepared: the data set that it was trained on.
        hooks: who is told how it goes.
    """

    def __init__(
        self, config: ColdConfig, card: ModelCard, prepared: Prepared, hooks: Hooks
    ) -> None:
        self._config = config
        self._card = card
        self._prepared = prepared
        training = config_from_values(card.config)
        self._seeds = range(training.seed, training.seed + config.seeds)
        total = config.seeds * (2 if config.protocol == USERS else 1)
        self._trainings = Trainings(training, prepared, total, hooks)

    def measure(self) -> ColdEvaluation:
        """Train and measure with every seed.

        Raises:
            UsageError: the data set has too few users or films.
            Interrupted: Ctrl-C.
            MovierecError: a training failed.
        """
        try:
            if self._config.protocol == USERS:
                return self._of_users([self._users(seed) for seed in self._seeds])
            return self._of_items([self._items(seed) for seed in self._seeds])
        except KeyboardInterrupt:
            raise Interrupted(
                f"Stopped after {self._trainings.done} of {self._trainings.total} trainings: "
                f"the stored model {self._card.name} is as it was.",
                f"Run it again: {cold_command(self._config)}",
            ) from None

    def _users(self, seed: int) -> _Users:
        ratings, movies = self._prepared.ratings, self._prepared.catalogue.movies
        held = cold_users(ratings, seed)
        test = ratings.take(held.test)
        folded = self._trainings.begin(f"{USERS}, {MOST_GIVEN} folded in", seed)
        weights = self._trainings.learned(held.train, test, seed)
        scorer = folding_scorer_for(self._card.kind, weights)
        bias = self._bias(held.train)
        by_count = [
            (
                self._measured(folded_stars(scorer, ratings, held, count), test),
                self._measured(folded_bias_stars(bias, ratings, held, count), test),
            )
            for count in GIVEN
        ]
        most = by_count[-1][0]
        self._trainings.end(folded, most)
        milliseconds = folding_milliseconds(scorer, ratings, held, movies)
        trained = self._trainings.begin(f"{USERS}, {MOST_GIVEN} trained on", seed)
        price = self._predicted(held.train, test, seed, held.first(MOST_GIVEN))
        self._trainings.end(trained, price)
        return _Users(
            ColdPart(seed, held.held_out, held.left_out, len(held.train), len(test)),
            tuple(ColdResult(seed, model.rmse, other.rmse) for model, other in by_count),
            FoldingResult(seed, price.rmse, most.rmse),
            milliseconds,
        )

    def _items(self, seed: int) -> tuple[ColdPart, ColdResult]:
        held = cold_items(self._prepared.ratings, seed)
        test = self._prepared.ratings.take(held.test)
        fit = self._trainings.begin(ITEMS, seed)
        model = self._predicted(held.train, test, seed)
        self._trainings.end(fit, model)
        bias = self._bias(held.train)
        other = self._measured(bias.predict(test.user, test.movie), test)
        train = self._prepared.ratings.take(held.train)
        mean = self._measured(user_mean_stars(bias, train, test), test)
        return (
            ColdPart(seed, held.held_out, 0, len(held.train), len(test)),
            ColdResult(seed, model.rmse, other.rmse, mean.rmse),
        )

    def _of_users(self, seeds: Sequence[_Users]) -> ColdEvaluation:
        return self._answer(
            parts=tuple(one.part for one in seeds),
            rows=tuple(
                cold_row(count, [one.results[place] for one in seeds])
                for place, count in enumerate(GIVEN)
            ),
            price=folding_price([one.price for one in seeds]),
            milliseconds=statistics.median(taken for one in seeds for taken in one.milliseconds),
        )

    def _of_items(self, seeds: Sequence[tuple[ColdPart, ColdResult]]) -> ColdEvaluation:
        return self._answer(
            parts=tuple(part for part, _ in seeds),
            rows=(cold_row(None, [result for _, result in seeds]),),
        )

    def _answer(
        self,
        parts: tuple[ColdPart, ...],
        rows: tuple[ColdRow, ...],
        price: FoldingPrice | None = None,
        milliseconds: float | None = None,
    ) -> ColdEvaluation:
        return ColdEvaluation(
            card=self._card,
            protocol=self._config.protocol,
            parts=parts,
            rows=rows,
            price=price,
            milliseconds=milliseconds,
            movies=self._prepared.catalogue.movies,
        )

    def _predicted(
        self, train: IntArray, test: Ratings, seed: int, given: IntArray | None = None
    ) -> Metrics:
        """Train, and measure on rows whose users the model knows, or their films' features."""
        weights = self._trainings.learned(train, test, seed, given)
        scorer = scorer_for(self._card.kind, weights)
        return self._measured(scorer.predict(test.user, test.movie), test)

    def _bias(self, train: IntArray) -> BiasModel:
        catalogue = self._prepared.catalogue
        rows = self._prepared.ratings.take(train)
        return fit_bias(rows, catalogue.users, catalogue.movies, self._prepared.scale)

    def _measured(self, stars: FloatArray, test: Ratings) -> Metrics:
        return measure(stars, test.rating, self._prepared.scale)
