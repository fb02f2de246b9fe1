"""Decide on which rows the kinds are trained and tested, and say it in words."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from movierec.benchmark_run.config import DEFAULT_SEEDS, BenchmarkConfig
from movierec.config import FOLDS, TrainConfig, default_config
from movierec.data.features import report_features
from movierec.data.prepare import Prepared
from movierec.data.split import PER_USER_PERCENT, TEST_PERCENT, validation_rule
from movierec.errors import UsageError
from movierec.records import Scale


@dataclass(frozen=True, slots=True)
class Plan:
    """A protocol on a data set.

    Attributes:
        protocol: "folds", "random", "per-user" or "time".
        parts: (split, seed) of each time that every kind is trained.
        kinds: what is trained.
        left_out: kinds that cannot learn from the data set, and why; they were not named.
        dataset: as `TrainConfig` has it.
        content_hash: of the data set.
        scale: the ratings that the data set allows.
    """

    protocol: str
    parts: tuple[tuple[str, int], ...]
    kinds: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    dataset: str
    content_hash: str
    scale: Scale

    def rows_config(self, split: str, seed: int) -> TrainConfig:
        """Return what decides which rows one part holds out."""
        return TrainConfig(dataset=self.dataset, split=split, seed=seed)

    def train_config(
        self, kind: str, split: str, seed: int, epochs: int | None = None
    ) -> TrainConfig:
        """Return a kind's defaults for one part, with other epochs where they are given."""
        config = replace(default_config(kind), dataset=self.dataset, split=split, seed=seed)
        return config if epochs is None else replace(config, epochs=epochs)

    @property
    def words(self) -> str:
        """How rows are held out, in a sentence."""
        splits = tuple(dict.fromkeys(split for split, _ in self.parts))
        seeds = sorted({seed for _, seed in self.parts})
        if self.protocol == "folds":
            held_out = (
                f"canonical {_range('fold', splits)}; the ratings of a fold's test file are tested"
            )
        elif self.protocol == "per-user":
            held_out = (
                f"a random {PER_USER_PERCENT} % of each user's ratings are tested, a split a seed"
            )
        elif self.protocol == "time":
            held_out = f"the last {TEST_PERCENT} % of each user's ratings by time are tested"
        else:
            held_out = f"random {100 - TEST_PERCENT}/{TEST_PERCENT} of the ratings, a split a seed"
        return f"{held_out}; {_range('seed', tuple(map(str, seeds)))}"


SEEN = (
    f"every row that is not tested; {validation_rule(default_config('dnn').validation)} of kinds "
    "that choose one; the bias model and the global mean are fitted on all of them"
)
"""What the models learn from, in words."""


def plan(prepared: Prepared, config: BenchmarkConfig) -> Plan:
    """Decide on the parts of a benchmark.

    Raises:
        UsageError: the data set has no folds, or no times, or not what a kind that was named needs.
    """
    protocol = config.protocol or ("random" if prepared.folds is None else "folds")
    label = prepared.origin.label
    splits: tuple[str, ...] = (protocol,)
    if protocol == "folds":
        if prepared.folds is None:
            raise UsageError(
                f"{label} has no canonical folds u1 to u5.",
                "Try --protocol random or --protocol time.",
            )
        splits = tuple(FOLDS[int(number) - 1] for number in np.unique(prepared.folds) if number)
    if protocol == "time" and not prepared.ratings.timestamp.any():
        raise UsageError(
            f"{label} does not say when its ratings were given.", "Try --protocol random."
        )
    if config.with_time and not prepared.ratings.timestamp.any():
        raise UsageError(
            f"{label} does not say when its ratings were given.", "Leave --with-time away."
        )
    left_out = _left_out(prepared, config)
    seeds = range(DEFAULT_SEEDS[protocol] if config.seeds is None else config.seeds)
    return Plan(
        protocol=protocol,
        parts=tuple((split, seed) for seed in seeds for split in splits),
        kinds=tuple(kind for kind in config.kinds if kind not in left_out),
        left_out=tuple(left_out.items()),
        dataset=prepared.origin.dataset,
        content_hash=prepared.origin.content_hash,
        scale=prepared.scale,
    )


def _left_out(prepared: Prepared, config: BenchmarkConfig) -> dict[str, str]:
    """Return the kinds that cannot learn from a data set, and why: before anything is trained."""
    if "report" not in config.kinds:
        return {}
    try:
        report_features(prepared.catalogue, prepared.origin.label)
    except UsageError as error:
        if config.models:
            raise
        return {"report": error.what}
    return {}


def _range(what: str, names: tuple[str, ...]) -> str:
    return f"{what} {names[0]}" if len(names) == 1 else f"{what}s {names[0]} to {names[-1]}"
