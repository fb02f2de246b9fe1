"""A person's taste beside everyone's, worked out by hand on a few films."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import tiny_catalogue

from movierec.answers.taste import OwnCounts, TasteGroup, TasteReport
from movierec.answers.who import Who
from movierec.data.tally import tally_ratings
from movierec.people.taste import FEWEST_RATINGS, Everyone, describe_taste
from movierec.records import Catalogue, Ratings, Scale

TITLES = (
    "Alder (1971)", "Birch (1994)", "Cedar (1995)", "Dogwood (1996)", "Elm (1997)",
    "Fir (1998)", "Gorse", "Hazel (1938)",
)  # fmt: skip
GENRES = ("Drama", "Comedy", "Western")
DRAMA, COMEDY, WESTERN = range(3)
OF_FILM = (
    (DRAMA,), (DRAMA, COMEDY), (DRAMA,), (DRAMA,), (DRAMA,), (COMEDY,), (COMEDY,), (WESTERN,),
)  # fmt: skip
EVERYBODY = ((4, 20), (3, 20), (2, 20), (3, 20), (5, 20), (1, 10), (2, 90), (5, 0))
"""Stars that every rating of a film has, and how many these are; nobody rated the last film."""
SCALE = Scale(1.0, 5.0, 1.0)
COUNTS = OwnCounts(seen=3, hidden=2, watchlist=9, unknown=1)


def films() -> Catalogue:
    flags = np.zeros((len(TITLES), len(GENRES)), dtype=np.uint8)
    for row, genres in enumerate(OF_FILM):
        flags[row, list(genres)] = 1
    catalogue = tiny_catalogue(100, titles=TITLES, traits=False)
    return replace(catalogue, genres=GENRES, genre_flags=flags)


def everyone(scale: Scale = SCALE) -> Everyone:
    rows = [
        (user, film, stars)
        for film, (stars, count) in enumerate(EVERYBODY)
        for user in range(count)
    ]
    user, movie, stars = zip(*rows, strict=True)
    ratings = Ratings(
        np.array(user, dtype=np.int32),
        np.array(movie, dtype=np.int32),
        np.array(stars, dtype=np.float32),
        np.zeros(len(rows), dtype=np.int32),
    )
    return Everyone(tally_ratings(ratings, films(), scale), scale)


def taste(*pairs: tuple[int, float], alone: bool = False, scale: Scale = SCALE) -> TasteReport:
    movie = np.array([movie for movie, _ in pairs], dtype=np.int32)
    stars = np.array([stars for _, stars in pairs], dtype=np.float32)
    own = Ratings(np.full(len(movie), -1, dtype=np.int32), movie, stars, np.zeros_like(movie))
    others = None if alone else everyone(scale)
    return describe_taste(Who("you", profile="me"), "tiny", films(), own, COUNTS, others)


def named(groups: tuple[TasteGroup, ...], name: str) -> TasteGroup:
    return next(group for group in groups if group.name == name)


FIVE_DRAMAS = ((0, 3.5), (1, 3.0), (2, 2.5), (3, 2.0), (4, 4.0))
"""Everyone's means of these are 4, 3, 2, 3 and 5."""


def test_the_means_are_those_of_the_same_films() -> None:
    found = taste(*FIVE_DRAMAS, (7, 5.0))

    assert (found.rated, found.compared) == (6, 5)
    assert found.mean == pytest.approx(20 / 6)
    assert found.own_mean == pytest.approx(3.0)
    assert found.everyone_mean == pytest.approx(3.4)
    assert found.difference == pytest.approx(-0.4)


@pytest.mark.parametrize("film", [5, 7], ids=["ten ratings", "no rating"])
def test_a_film_that_few_others_rated_is_not_compared(film: int) -> None:
    found = taste((film, 5.0))

    assert (found.rated, found.compared, found.everyone_mean) == (1, 0, None)
    assert found.difference is None


def test_strictness_is_told_from_five_films_and_not_from_four() -> None:
    assert taste(*FIVE_DRAMAS[:4], (5, 5.0), (7, 5.0)).difference is None
    assert taste(*FIVE_DRAMAS).difference == pytest.approx(-0.4)


def test_stars_are_counted_beside_everyones_share() -> None:
    found = taste((0, 3.5), (1, 4.0), (2, 4.0), (3, 1.0))

    shown = {
        level.stars: (level.films, level.share, pytest.approx(level.everyone))
        for level in found.histogram
    }
    assert shown == {
        1.0: (1, 0.25, 10 / 200),
        2.0: (0, 0.0, 110 / 200),
        3.0: (0, 0.0, 40 / 200),
        3.5: (1, 0.25, None),
        4.0: (2, 0.5, 20 / 200),
        5.0: (0, 0.0, 20 / 200),
    }


def test_half_stars_of_the_data_are_levels_too() -> None:
    found = taste((0, 4.0), scale=Scale(0.5, 5.0, 0.5))

    assert [level.stars for level in found.histogram] == [half / 2 for half in range(1, 11)]
    assert found.histogram[0].everyone == 0
    assert found.histogram[3].everyone == pytest.approx(110 / 200)


def test_genres_are_sorted_by_their_share_of_the_persons_films() -> None:
    found = taste(*FIVE_DRAMAS, (5, 2.0))

    assert [(group.name, group.films) for group in found.genres] == [("Drama", 5), ("Comedy", 2)]
    drama = found.genres[0]
    assert drama.share == pytest.approx(5 / 6)
    assert drama.everyone == pytest.approx(100 / 200)
    assert drama.mean == pytest.approx(3.0)


def test_a_genre_of_five_films_is_compared_with_everyone_and_one_of_fewer_is_not() -> None:
    found = taste(*FIVE_DRAMAS, (5, 2.0))

    assert named(found.genres, "Drama").difference == pytest.approx(-0.4)
    assert named(found.genres, "Comedy").difference is None


def test_films_that_nobody_rated_do_not_help_a_genre_to_be_compared() -> None:
    found = taste(*FIVE_DRAMAS[:4], (5, 2.0), (6, 2.0), (7, 2.0))

    assert all(group.difference is None for group in found.genres)


def test_a_genre_that_the_person_leaves_out_is_told_of() -> None:
    comedy = named(taste((0, 4.0)).genres, "Comedy")

    assert (comedy.films, comedy.share, comedy.mean, comedy.difference) == (0, 0.0, None, None)
    assert comedy.everyone == pytest.approx(120 / 200)


def test_a_genre_that_neither_side_knows_is_not() -> None:
    assert "Western" not in [group.name for group in taste((0, 4.0)).genres]


def test_decades_ascend_and_films_without_a_year_stand_last() -> None:
    found = taste((0, 4.0), (6, 3.0), (7, 2.0))

    assert [(group.name, group.films) for group in found.decades] == [
        ("1930s", 1), ("1970s", 1), ("1990s", 0), ("unknown", 1),
    ]  # fmt: skip


def test_films_liked_otherwise_than_by_everyone_stand_the_furthest_apart_first() -> None:
    found = taste((0, 4.5), (1, 4.0), (2, 2.0), (3, 2.5), (4, 1.0))

    assert [(one.film.title, one.difference) for one in found.liked_more] == [
        ("Birch", 1.0),
        ("Alder", 0.5),
    ]
    assert [(one.film.title, one.stars, one.everyone) for one in found.liked_less] == [
        ("Elm", 1.0, 5.0),
        ("Dogwood", 2.5, 3.0),
    ]


def test_a_film_of_few_ratings_is_nothing_to_differ_from() -> None:
    found = taste((5, 5.0), (6, 5.0))

    assert found.fewest == FEWEST_RATINGS
    assert [(one.film.title, one.ratings) for one in found.liked_more] == [("Gorse", 90)]


def test_among_equals_the_film_of_more_ratings_is_the_first() -> None:
    found = taste((0, 5.0), (6, 3.0))

    assert [one.film.title for one in found.liked_more] == ["Gorse", "Alder"]


def test_at_most_five_films_are_shown() -> None:
    found = taste(*((film, 0.5) for film in range(7)))

    assert len(found.liked_less) == 5


def test_without_everyones_ratings_only_the_persons_own_are_told() -> None:
    found = taste(*FIVE_DRAMAS, alone=True)

    assert found.mean == pytest.approx(3.0)
    assert (found.compared, found.own_mean, found.everyone_mean) == (None, None, None)
    assert (found.liked_more, found.liked_less) == ((), ())
    assert [level.stars for level in found.histogram] == [2.0, 2.5, 3.0, 3.5, 4.0]
    assert all(level.everyone is None for level in found.histogram)
    assert all(
        group.everyone is None and group.difference is None
        for group in (*found.genres, *found.decades)
    )


@pytest.mark.parametrize("alone", [True, False])
def test_without_a_rating_there_is_nothing_to_draw(alone: bool) -> None:
    found = taste(alone=alone)

    assert (found.rated, found.mean, found.difference) == (0, None, None)
    assert (found.histogram, found.genres, found.decades) == ((), (), ())
    assert found.counts == COUNTS


@given(
    pairs=st.dictionaries(st.integers(0, 7), st.integers(1, 10).map(lambda half: half / 2)),
    alone=st.booleans(),
)
def test_levels_and_decades_hold_every_rated_film_once(
    pairs: dict[int, float], alone: bool
) -> None:
    found = taste(*pairs.items(), alone=alone)

    assert sum(level.films for level in found.histogram) == len(pairs)
    assert sum(group.films for group in found.decades) == len(pairs)
    assert {level.stars for level in found.histogram if level.films} == set(pairs.values())
