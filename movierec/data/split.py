"""Hold ratings out: at random, by canonical fold, of each user, by time, or not at all.

Two streams of randomness come from one seed: the test rows and the validation rows, so that the
test rows stay the same whatever is done with the rest.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from movierec.config import FOLDS, TrainConfig
from movierec.data.rows import blocks_of_users
from movierec.errors import UsageError
from movierec.records import IntArray, Ratings, Split

TEST_PERCENT = 20
PER_USER_PERCENT = 25
"""Tested of each user's ratings, at random; a common protocol of ranking."""
_TEST_STREAM = 1
_VALIDATION_STREAM = 2

_Mask = npt.NDArray[np.bool_]


def split(ratings: Ratings, folds: IntArray | None, config: TrainConfig) -> Split:
    """Decide which rows are learned from, which choose the best epoch and which are measured.

    Args:
        ratings: all ratings of a data set.
        folds: the canonical test fold of each row, 1 to 5, 0 for none; None without folds.
        config: `split`, `seed` and, for messages, `dataset`.

    Raises:
        UsageError: the data set has no such folds or no times, or nothing would be left to learn.
    """
    if config.split in FOLDS:
        return _by_fold(ratings, folds, config)
    if config.split == "per-user":
        return _per_user(ratings, config)
    if config.split == "time":
        return _by_time(ratings, config)
    if config.split == "none":
        everything = np.arange(len(ratings), dtype=np.int64)
        nothing = everything[:0]
        return Split(
            everything,
            nothing,
            ratings.take(nothing),
            "everything is trained on: no rows are held out",
        )
    return _at_random(ratings, config)


def training_rows(rows: IntArray, config: TrainConfig) -> tuple[IntArray, IntArray]:
    """Divide the rows that are not tested into training and validation rows at random.

    Args:
        rows: ascending, int64.
        config: `validation`, `seed`, for which the validation rows have a stream of their own, and
            for the message `dataset`.

    Returns:
        Training and validation rows, ascending.

    Raises:
        UsageError: no row is left to train on.
    """
    if len(rows) == 0:
        raise _nothing_left(config.dataset)
    held = _draw(len(rows), config.validation, config.seed, _VALIDATION_STREAM)
    return rows[~held], rows[held]


def validation_rule(percent: int) -> str:
    """Say what the rows that are not tested are used for."""
    if percent == 0:
        return "every other row is trained on"
    return f"{percent} % of the training rows choose the best epoch"


def _at_random(ratings: Ratings, config: TrainConfig) -> Split:
    test = _draw(len(ratings), TEST_PERCENT, config.seed, _TEST_STREAM)
    train, validation = training_rows(np.flatnonzero(~test), config)
    return Split(
        train,
        validation,
        ratings.take(np.flatnonzero(test)),
        f"random {100 - TEST_PERCENT}/{TEST_PERCENT} of the ratings, seed {config.seed}; "
        + validation_rule(config.validation),
    )


def _by_fold(ratings: Ratings, folds: IntArray | None, config: TrainConfig) -> Split:
    number = FOLDS.index(config.split) + 1
    test = None if folds is None else folds == number
    if test is None or not test.any():
        raise UsageError(
            f"{config.dataset} has no fold {config.split} of its own.",
            "Try --split random or --split time.",
        )
    train, validation = training_rows(np.flatnonzero(~test), config)
    return Split(
        train,
        validation,
        ratings.take(np.flatnonzero(test)),
        f"canonical fold {config.split}, trained on its base; "
        f"{validation_rule(config.validation)}, seed {config.seed}",
    )


def _per_user(ratings: Ratings, config: TrainConfig) -> Split:
    order = _shuffled(len(ratings), config.seed, _TEST_STREAM)
    tested = np.zeros(len(ratings), dtype=bool)
    for rows in blocks_of_users(ratings.user):
        shuffled = rows[np.lexsort((order[rows], ratings.user[rows]))]
        place, length = _places(ratings.user[shuffled])
        # A user with one or two ratings keeps them all.
        learned = (length * (100 - PER_USER_PERCENT) + 50) // 100
        tested[shuffled] = place >= learned
    train, validation = training_rows(np.flatnonzero(~tested), config)
    return Split(
        train,
        validation,
        ratings.take(np.flatnonzero(tested)),
        f"a random {PER_USER_PERCENT} % of each user's ratings, seed {config.seed}; "
        + validation_rule(config.validation),
    )


def _by_time(ratings: Ratings, config: TrainConfig) -> Split:
    if not ratings.timestamp.any():
        raise UsageError(
            f"{config.dataset} does not say when its ratings were given.", "Try --split random."
        )
    part = np.zeros(len(ratings), dtype=np.int8)
    for rows in blocks_of_users(ratings.user):
        keys = (ratings.movie[rows], ratings.timestamp[rows], ratings.user[rows])
        by_time = rows[np.lexsort(keys)]
        place, length = _places(ratings.user[by_time])
        # Whole numbers: 0.8 * n in floating point can fall just short of a whole row.
        learned = length * (100 - TEST_PERCENT) // 100
        kept = learned * (100 - config.validation) // 100
        part[by_time] = (place >= kept).astype(np.int8) + (place >= learned)
    train, validation, test = (np.flatnonzero(part == number) for number in range(3))
    if len(train) == 0:
        raise _nothing_left(config.dataset)
    return Split(
        train,
        validation,
        ratings.take(test),
        f"the last {TEST_PERCENT} % of each user's ratings by time; "
        + (
            f"the last {config.validation} % of each user's training rows choose the best epoch"
            if config.validation
            else validation_rule(0)
        ),
    )


def _places(group: IntArray) -> tuple[IntArray, IntArray]:
    """Return each row's place in its group and the group's length; equal groups are neighbours."""
    first = np.ones(len(group), dtype=bool)
    first[1:] = group[1:] != group[:-1]
    starts = np.flatnonzero(first)
    lengths = np.diff(starts, append=len(group))
    place = np.arange(len(group)) - np.repeat(starts, lengths)
    return place, np.repeat(lengths, lengths)


def _draw(rows: int, percent: int, seed: int, stream: int) -> _Mask:
    """Return which of the rows are drawn: `percent` of them, rounded to the nearest row."""
    drawn = np.zeros(rows, dtype=bool)
    drawn[_shuffled(rows, seed, stream)[: (rows * percent + 50) // 100]] = True
    return drawn


def _shuffled(rows: int, seed: int, stream: int) -> IntArray:
    generator = np.random.default_rng(np.random.SeedSequence([seed, stream]))
    # Half the memory of the same shuffle in 64 bits, which a plain number would give.
    return generator.permutation(np.arange(rows, dtype=np.int32 if rows < 2**31 else np.int64))


def _nothing_left(dataset: str) -> UsageError:
    return UsageError(
        f"This way of holding ratings out leaves nothing of {dataset} to train on.",
        "Try another --split, or --split none.",
    )
