"""What a benchmark is asked to do, and the command line that repeats it."""

from __future__ import annotations

import difflib
import shlex
from dataclasses import dataclass

from movierec.config import DEFAULT_DATASET, MODEL_KINDS
from movierec.errors import UsageError

PROTOCOLS = ("folds", "random", "per-user", "time")
DEFAULT_SEEDS = {"folds": 1, "random": 5, "per-user": 1, "time": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkConfig:
    """Which kinds are measured, on which rows.

    Attributes:
        models: model kinds; none stands for all that can learn from the data set.
        dataset: a release's name, or the path of a zip or folder.
        protocol: one of `PROTOCOLS`; "" is "folds" where the data set has them, else "random".
        seeds: each protocol is repeated with so many seeds, 0 and up; None: `DEFAULT_SEEDS`.
        epochs: passes over the training rows; None: each kind's own default.
        with_time: give the kinds that can use it the time at which a test rating was given.
    """

    models: tuple[str, ...] = ()
    dataset: str = DEFAULT_DATASET
    protocol: str = ""
    seeds: int | None = None
    epochs: int | None = None
    with_time: bool = False

    def __post_init__(self) -> None:
        """Refuse values that cannot be meant."""
        for model in self.models:
            if model not in MODEL_KINDS:
                raise _unknown("model kind", model, MODEL_KINDS)
        if self.protocol and self.protocol not in PROTOCOLS:
            raise _unknown("protocol", self.protocol, PROTOCOLS)
        for option, value in (("--seeds", self.seeds), ("--epochs", self.epochs)):
            if value is not None and value < 1:
                raise UsageError(f"{option} {value} is below 1.", f"Give {option} 1 or more.")

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds to measure, each once."""
        return tuple(dict.fromkeys(self.models)) or MODEL_KINDS


def benchmark_command(config: BenchmarkConfig) -> str:
    """Return the command line that asks for this benchmark, naming what is not the default."""
    words = ["movierec", "benchmark", *config.models]
    options = {
        "--protocol": config.protocol or None,
        "--seeds": config.seeds,
        "--dataset": None if config.dataset == DEFAULT_DATASET else config.dataset,
        "--epochs": config.epochs,
    }
    for option, value in options.items():
        if value is not None:
            words += [option, str(value)]
    if config.with_time:
        words.append("--with-time")
    return shlex.join(words)


def _unknown(what: str, word: str, known: tuple[str, ...]) -> UsageError:
    near = difflib.get_close_matches(word, known, n=1)
    guess = f"Did you mean {near[0]}? " if near else ""
    return UsageError(f"There is no {what} '{word}'.", f"{guess}Choose among: {', '.join(known)}.")
