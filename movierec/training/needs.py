"""How much memory a training needs, worked out before it begins, and whether it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from movierec.config import MODEL_KINDS, READ_BY, TrainConfig, default_config
from movierec.errors import MovierecError
from movierec.memory import gigabytes
from movierec.processes import ONLY, Process
from movierec.training.bayes.memory import bayes_memory
from movierec.training.dnn_memory import dnn_memory, dnn_part_bytes
from movierec.training.memory_use import in_turn
from movierec.training.relevance.memory import relevance_bytes, relevance_held
from movierec.training.report_memory import report_bytes

PROGRAM = 240_000_000
"""The interpreter with torch, numpy and pandas loaded."""
_RATING = 28
"""Bytes a rating: its columns, mapped, and the order of the rows that are learned from."""
_TO_BE_SURE = 1.05
"""To say a little too much is better than to be stopped half-way."""
_NETWORK_SIZE = default_config("dnn").embed_size


@dataclass(frozen=True, slots=True)
class Size:
    """How large a training is.

    Attributes:
        ratings: all of the data set.
        rows: those that are learned from.
        users: user rows.
        movies: film rows.
    """

    ratings: int
    rows: int
    users: int
    movies: int


def memory_needed(size: Size, config: TrainConfig, process: Process = ONLY) -> int:
    """Return the bytes that all processes of this machine hold at their peak.

    That is on the processor's side. The process that leads finds out which films are watched
    together before it sets the training up, and keeps what it found.
    """
    own = size.rows, size.users, size.movies, config
    ranking = relevance_bytes(size.ratings, size.users, size.movies)
    learning = relevance_held(size.movies) + KINDS[config.model](*own)
    part = _part_bytes(size, config, process.size)
    if process.size > 1:
        learning += part  # beside what it learns itself, it collects all that the others learn
    first = max(ranking, learning)
    leading = 1 if process.beside_first else 0
    most = leading * first + (process.local_size - leading) * part
    each = PROGRAM + _RATING * size.ratings
    return round(_TO_BE_SURE * (process.local_size * each + most))


def require_memory(
    size: Size, config: TrainConfig, free: int | None, process: Process = ONLY
) -> int:
    """Return the bytes that a training needs, having made sure that they are there.

    Args:
        size: of the training.
        config: what is to be trained.
        free: bytes that the processes of this machine may have in all; None where nobody knows.
        process: which of the processes that train it this one is.

    Raises:
        MovierecError: there are fewer.
    """
    needed = memory_needed(size, config, process)
    if free is None or needed <= free:
        return needed
    several = f" in {process.local_size} processes" if process.local_size > 1 else ""
    raise MovierecError(
        f"Training {config.model}{several} on {size.rows:,} ratings needs about "
        f"{gigabytes(needed)} of memory; this machine has {gigabytes(free)} left.",
        _instead(size, config, free) if process.size == 1 else _alone(size, config, free),
    )


def _alone(size: Size, config: TrainConfig, free: int) -> str:
    """Say whether it would fit in one process, else what to do there."""
    needed = memory_needed(size, config)
    if needed > free:
        return _instead(size, config, free)
    return (
        "Start fewer processes on this machine, or train in one, without torchrun, which needs "
        f"{gigabytes(needed)}."
    )


def _instead(size: Size, config: TrainConfig, free: int) -> str:
    """Name the first change that would make it fit, else a smaller data set."""
    for words, other in _smaller(config):
        needed = memory_needed(size, other)
        if needed <= free:
            return f"Close other programs, or choose {words}, which needs {gigabytes(needed)}."
    return "Close other programs, or train on a smaller data set: movierec fetch --list."


def _smaller(config: TrainConfig) -> Iterator[tuple[str, TrainConfig]]:
    """Yield options that need less memory, and what they make of a configuration."""
    if config.model in READ_BY["members"]:
        for members in (number for number in (4, 2, 1) if number < config.members):
            yield f"--members {members}", replace(config, members=members)
    for kind in MODEL_KINDS:
        # Few data sets tell what the report's network asks for.
        if kind not in (config.model, "report"):
            yield f"--model {kind}", default_config(kind)


def _part_bytes(size: Size, config: TrainConfig, processes: int) -> int:
    """Return the bytes that one of several processes holds for what it learns itself."""
    own = size.rows, size.users, size.movies, config
    if config.model == "dnn":
        return dnn_part_bytes(*own, processes)
    return KINDS[config.model](*own)


def _bayes_bytes(rows: int, users: int, movies: int, config: TrainConfig) -> int:
    return bayes_memory(rows, users, movies, config).most


def _dnn_bytes(rows: int, users: int, movies: int, config: TrainConfig) -> int:
    return dnn_memory(rows, users, movies, config).most


def _blend_bytes(rows: int, users: int, movies: int, config: TrainConfig) -> int:
    network = replace(config, embed_size=_NETWORK_SIZE)
    return in_turn(
        bayes_memory(rows, users, movies, config), dnn_memory(rows, users, movies, network)
    ).most


KINDS: dict[str, Callable[[int, int, int, TrainConfig], int]] = {
    "bayes": _bayes_bytes,
    "blend": _blend_bytes,
    "dnn": _dnn_bytes,
    "report": report_bytes,
}
