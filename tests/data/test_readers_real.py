from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from movierec.data.archive import open_archive
from movierec.data.readers import reader_for

pytestmark = pytest.mark.slow


def test_the_real_ml_100k_is_read_whole(real_100k: Path) -> None:
    with open_archive(real_100k) as archive:
        reader = reader_for(archive.layout)
        movies, users = reader.movies(archive), reader.users(archive)
        ratings = list(reader.ratings(archive, 30_000))
        folds = [reader.fold(archive, number) for number in range(1, 6)]

    assert users is not None
    assert (len(users.user_id), len(movies.titles)) == (943, 1682)
    assert [len(chunk) for chunk in ratings] == [30_000, 30_000, 30_000, 10_000]
    assert [len(fold) for fold in folds if fold is not None] == [20_000] * 5
    assert (len(movies.genres), len(users.occupations)) == (19, 21)
    assert np.flatnonzero(movies.years == 0).tolist() == [266]


def test_the_real_ml_latest_small_is_read_whole(real_small: Path) -> None:
    with open_archive(real_small) as archive:
        reader = reader_for(archive.layout)
        movies = reader.movies(archive)
        ratings = list(reader.ratings(archive, 1_000_000))

    assert len(movies.titles) == 9742
    assert sum(len(chunk) for chunk in ratings) == 100_836
    assert len(np.unique(np.concatenate([chunk.user_id for chunk in ratings]))) == 610
    assert movies.imdb_ids is not None
    assert all(movies.imdb_ids)
