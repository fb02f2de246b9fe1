"""Films under two ids count as one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from makers import tiny_catalogue

from movierec.data.twins import most_rated_twins, with_twins
from movierec.records import Catalogue

# Rows 0 and 2 are twins; counts grow with the row, so row 2 stands for both.
TITLES = ["Amber (1990)", "Birch (1971)", "Amber (1990)", "Cedar (1992)"]


def films() -> Catalogue:
    return tiny_catalogue(titles=TITLES)


def test_of_twins_the_most_rated_stands_for_all() -> None:
    assert most_rated_twins(films()).tolist() == [False, True, True, True]


def test_of_twins_with_as_many_ratings_the_first_stands_for_all() -> None:
    catalogue = replace(films(), counts=np.ones(len(TITLES), dtype=np.int32))

    assert most_rated_twins(catalogue).tolist() == [True, True, False, True]


def test_a_film_brings_its_twins_along() -> None:
    assert with_twins(films(), np.array([2, 3])).tolist() == [True, False, True, True]


def test_no_film_brings_none() -> None:
    assert not with_twins(films(), np.zeros(0, dtype=np.int64)).any()
