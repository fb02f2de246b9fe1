"""How alike films are: by who liked them where many did, else by genres and years."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from makers import tiny_catalogue

from movierec.errors import DataError
from movierec.records import Catalogue
from movierec.scoring.likeness import ALWAYS, FEATURES, SUPPORT, Likeness

MOVIES = 40
ALL = np.arange(MOVIES)
KNOWN, UNKNOWN = 5_000, 0
"""Ratings of a film that everybody knows, and of one that nobody does."""


def films(*described: tuple[str, int, int]) -> Catalogue:
    """Return a catalogue of films with letters for genres, a year and a number of ratings."""
    letters = tuple("ABCD")
    return replace(
        tiny_catalogue(titles=[f"Film {row}" for row in range(len(described))]),
        years=np.array([year for _, year, _ in described], dtype=np.int16),
        genres=letters,
        genre_flags=np.array(
            [[letter in genres for letter in letters] for genres, *_ in described], dtype=np.uint8
        ),
        counts=np.array([count for *_, count in described], dtype=np.int32),
    )


def tastes(*vectors: tuple[float, ...]) -> np.ndarray:
    return np.array(vectors, dtype=np.float32)


def between(catalogue: Catalogue, taste: np.ndarray, some: int, other: int) -> float:
    return float(Likeness(taste, catalogue).between(np.array([some]), np.array([other]))[0, 0])


def made_up(counts: np.ndarray | int) -> tuple[np.ndarray, Catalogue]:
    random = np.random.default_rng(6)
    taste = random.normal(size=(MOVIES, 8)).astype(np.float32)
    taste /= np.linalg.norm(taste, axis=1, keepdims=True)
    catalogue = replace(
        tiny_catalogue(movies=MOVIES),
        years=random.integers(1930, 2000, MOVIES).astype(np.int16),
        counts=np.broadcast_to(counts, MOVIES).astype(np.int32),
    )
    return taste, catalogue


def test_likeness_is_the_same_in_both_directions() -> None:
    taste, catalogue = made_up(np.random.default_rng(0).integers(0, 500, MOVIES))

    table = Likeness(taste, catalogue).between(ALL, ALL)

    np.testing.assert_allclose(table, table.T, atol=1e-6)


def test_likeness_is_at_most_1() -> None:
    taste, catalogue = made_up(np.random.default_rng(0).integers(0, 500, MOVIES))

    assert Likeness(taste, catalogue).between(ALL, ALL).max() <= 1 + 1e-6


def test_some_films_and_others_are_rows_and_columns_of_all() -> None:
    taste, catalogue = made_up(ALL)
    likeness = Likeness(taste, catalogue)
    some, others = np.array([3, 1]), np.array([9, 9, 0])

    found = likeness.between(some, others)

    whole = likeness.between(ALL, ALL)
    np.testing.assert_allclose(found, whole[np.ix_(some, others)], atol=1e-6)


@pytest.mark.parametrize("count", [1, 20, KNOWN])
def test_among_films_as_well_known_nothing_is_as_alike_to_a_film_as_itself(count: int) -> None:
    taste, catalogue = made_up(count)

    table = Likeness(taste, catalogue).between(ALL, ALL)

    assert table.argmax(axis=1).tolist() == ALL.tolist()


def test_people_and_features_are_added_as_documented() -> None:
    catalogue = films(("A", 1990, 20), ("A", 1998, 20), ("B", 1950, 20))
    same = tastes((1, 0), (1, 0), (0, 1))

    found = between(catalogue, same, 0, 1)

    features = 0.75 * 1 + 0.25 * math.exp(-1)
    sure = 20 / (20 + SUPPORT)
    expected = (sure + (FEATURES * (1 - sure) + ALWAYS) * features) / (1 + ALWAYS)
    assert found == pytest.approx(expected)


def test_two_well_known_films_that_are_the_same_in_all_are_alike_by_1() -> None:
    catalogue = films(("A", 1990, 10**8), ("A", 1990, 10**8), ("B", 1950, 20))

    assert between(catalogue, tastes((1, 0), (1, 0), (0, 1)), 0, 1) == pytest.approx(1)


FOLLOWED = tastes((1, 0), (1, 0), (0, 1))
"""The people of the first film are those of the second, and not of the third."""


def both_ways(count: int) -> tuple[float, float]:
    """Return how alike a film is to one of the same people, and to one of the same features."""
    catalogue = films(("A", 1990, count), ("B", 1950, count), ("A", 1990, count))
    return between(catalogue, FOLLOWED, 0, 1), between(catalogue, FOLLOWED, 0, 2)


def test_well_known_films_follow_the_people() -> None:
    people, features = both_ways(KNOWN)

    assert people > 2 * features


def test_films_of_few_ratings_follow_genres_and_years() -> None:
    people, features = both_ways(2)

    assert features > 2 * people


def test_of_films_that_nobody_rated_the_people_say_nothing() -> None:
    catalogue = films(("A", 1990, UNKNOWN), ("B", 1950, UNKNOWN), ("A", 1990, UNKNOWN))

    others = Likeness(FOLLOWED, catalogue).between(ALL[:3], ALL[:3])

    nobody = Likeness(np.zeros_like(FOLLOWED), catalogue).between(ALL[:3], ALL[:3])
    np.testing.assert_allclose(others, nobody)


def test_of_one_genre_the_nearer_year_is_more_alike() -> None:
    catalogue = films(("A", 1990, 0), ("A", 1991, 0), ("A", 1970, 0), ("B", 1990, 0))
    nobody = np.zeros((4, 1), dtype=np.float32)

    found = Likeness(nobody, catalogue).between(ALL[:1], ALL[1:4])[0]

    assert found[0] > found[1] > found[2]


def test_a_genre_that_few_films_have_says_more() -> None:
    others = [("A", 1950, 0)] * 8
    catalogue = films(("AB", 1990, 0), ("A", 1990, 0), ("B", 1990, 0), *others)
    nobody = np.zeros((11, 1), dtype=np.float32)

    common, rare = Likeness(nobody, catalogue).between(ALL[:1], ALL[1:3])[0]

    assert rare > common


def test_an_unknown_year_is_neither_near_nor_far() -> None:
    catalogue = films(("A", 1990, 0), ("A", 1990, 0), ("A", 0, 0), ("A", 1900, 0), ("B", 1990, 0))
    nobody = np.zeros((5, 1), dtype=np.float32)

    same, unknown, far = Likeness(nobody, catalogue).between(ALL[:1], ALL[1:4])[0]

    assert same > unknown > far


def test_two_films_of_unknown_year_are_not_of_one_year() -> None:
    catalogue = films(("A", 0, 0), ("A", 0, 0), ("A", 1990, 0), ("A", 1990, 0), ("B", 1990, 0))
    nobody = np.zeros((5, 1), dtype=np.float32)

    assert between(catalogue, nobody, 0, 1) < between(catalogue, nobody, 2, 3)


def test_films_without_a_genre_are_no_obstacle() -> None:
    catalogue = films(("", 1990, 5), ("", 1990, 0), ("A", 0, 3))

    found = Likeness(FOLLOWED, catalogue).between(ALL[:3], ALL[:3])

    assert np.isfinite(found).all()


@pytest.mark.parametrize("taste", [FOLLOWED[:2], np.zeros(3, np.float32), np.zeros((3, 1, 1))])
def test_vectors_of_other_films_are_refused(taste: np.ndarray) -> None:
    with pytest.raises(DataError, match="liked has the shape"):
        Likeness(taste, films(("A", 1990, 5), ("B", 1990, 5), ("C", 1990, 5)))


def test_a_vector_that_is_not_finite_is_refused() -> None:
    damaged = FOLLOWED.copy()
    damaged[1, 0] = np.nan
    catalogue = films(("A", 1990, 5), ("B", 1990, 5), ("C", 1990, 5))

    with pytest.raises(DataError, match="not finite"):
        between(catalogue, damaged, 0, 1)


def test_likeness_to_a_film_of_few_ratings_is_believed_little() -> None:
    counts = np.array([0, 1, 5, 20, 500], dtype=np.int32)
    catalogue = replace(tiny_catalogue(movies=5), counts=counts)

    trust = Likeness(tastes(*[(1.0, 0.0)] * 5), catalogue).trust(np.arange(5))

    assert trust[0] == 0
    assert (np.diff(trust) > 0).all()
    assert 0.99 < trust[-1] < 1
