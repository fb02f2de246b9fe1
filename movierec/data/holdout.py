"""Hold rows out as a training asks for: by one of the splits, or those of a file."""

from __future__ import annotations

from pathlib import Path

from movierec.config import TrainConfig
from movierec.data.heldout import read_test_file, split_off
from movierec.data.prepare import Prepared
from movierec.data.split import split
from movierec.records import Split


def hold_out(prepared: Prepared, config: TrainConfig) -> Split:
    """Decide which rows a training learns from and which are measured.

    Raises:
        UsageError: the data set has no such split, or the file is not there.
        DataError: the file is damaged.
    """
    if not config.test_file:
        return split(prepared.ratings, prepared.folds, config)
    test = read_test_file(Path(config.test_file), prepared.catalogue, prepared.scale)
    return split_off(prepared.ratings, test, config)
