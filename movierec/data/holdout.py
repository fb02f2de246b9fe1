"""Hold rows out as a training asks for: by one of the splits, or those of a file."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from movierec.config import TrainConfig
from movierec.data.prepare import Prepared
from movierec.data.split import split
from movierec.data.testfile import read_test_file, split_off
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


def rows_hash(rows: Split) -> str:
    """Return a SHA-256 of which rows are learned from and which are held out.

    A test file may change between training and measuring: what was held out then is not now.
    """
    digest = hashlib.sha256()
    for column in (rows.train, rows.validation, rows.test.user, rows.test.movie, rows.test.rating):
        digest.update(len(column).to_bytes(8, "little"))
        digest.update(np.ascontiguousarray(column).data)
    return digest.hexdigest()
