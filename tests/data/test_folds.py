"""The canonical folds, found among the ratings."""

from __future__ import annotations

import numpy as np
import pytest
from makers import tiny_catalogue, tiny_ratings

from movierec.data.folds import fold_of_each
from movierec.data.raw import RawRatings
from movierec.errors import DataError

CATALOGUE = tiny_catalogue()
RATINGS = tiny_ratings()


def fold(rows: list[int]) -> RawRatings:
    part = RATINGS.take(np.array(rows))
    return RawRatings(
        CATALOGUE.user_ids[part.user],
        CATALOGUE.movie_ids[part.movie],
        part.rating,
        part.timestamp,
    )


def test_each_rating_has_the_number_of_its_fold() -> None:
    files = {1: fold([5, 0]), 2: fold([2]), 5: fold([1, 4])}

    folds = fold_of_each(files.get, RATINGS, CATALOGUE)

    assert folds is not None
    assert folds.dtype == np.int8
    assert folds[:7].tolist() == [1, 5, 2, 0, 5, 1, 0]
    assert not folds[7:].any()


def test_without_folds_there_is_nothing() -> None:
    assert fold_of_each(lambda _: None, RATINGS, CATALOGUE) is None


def test_a_rating_that_the_data_set_has_not_is_named() -> None:
    strange = RawRatings(
        np.array([CATALOGUE.user_ids[RATINGS.user[0]], 2]),
        np.array([CATALOGUE.movie_ids[RATINGS.movie[0]], 1]),
        np.ones(2, dtype=np.float32),
        np.zeros(2, dtype=np.int32),
    )

    with pytest.raises(DataError, match=r"u3\.test line 2: this rating is not among"):
        fold_of_each({3: strange}.get, RATINGS, CATALOGUE)


def test_a_rating_in_two_folds_is_named() -> None:
    files = {1: fold([0, 1]), 4: fold([3, 1])}

    with pytest.raises(DataError, match=r"u4\.test line 2: this rating is in an earlier fold"):
        fold_of_each(files.get, RATINGS, CATALOGUE)
