"""A profile in a catalogue's rows: what is known of it, and nothing that is not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from makers import tiny_catalogue
from profile_makers import ALIKE_PROFILES, PROFILES, profile, rated

from movierec.people.own_films import OwnFilms
from movierec.people.profile import OWN, Entry, Mark, Profile, Rating, Reference
from movierec.records import UNKNOWN

TITLES = ["Heat (1995)", "Alien (1979)", "The Lamp (1980)", "The Lamp (1980)", "Wick Road (1981)"]
CATALOGUE = tiny_catalogue(titles=TITLES)
LINKED = tiny_catalogue(titles=TITLES, links=True)
"""Of the two films called The Lamp, rows 2 and 3, the second one is the more rated."""
HEAT, ALIEN = Reference(title="Heat", year=1995), Reference(title="Alien", year=1979)
LAMP, WICK = Reference(title="The Lamp", year=1980), Reference(title="Wick Road", year=1981)
NONE = Reference(title="Never Made", year=1990)
THEIRS = Mark("letterboxd", "2021-03-04")
DAY = 1_614_816_000
"""2021-03-04 in seconds since 1970."""


def of(*entries: Entry) -> OwnFilms:
    return OwnFilms.of(CATALOGUE, profile(*entries))


def test_ratings_are_those_of_known_films_with_their_stars_and_times() -> None:
    found = of(rated(ALIEN, 4.5, when="2021-03-04"), rated(NONE, 2), rated(HEAT, 0.5)).rated

    assert found.movie.tolist() == [1, 0]
    assert found.rating.tolist() == [4.5, 0.5]
    assert found.timestamp.tolist() == [DAY, 0]
    assert found.user.tolist() == [UNKNOWN, UNKNOWN]


def test_watched_films_are_those_seen_without_stars() -> None:
    found = of(
        Entry(film=HEAT, rated=rated(HEAT, 3).rated, seen=THEIRS),
        Entry(film=ALIEN, seen=THEIRS),
        Entry(film=NONE, seen=THEIRS),
        Entry(film=WICK, watchlist=THEIRS),
    ).watched

    assert found.movie.tolist() == [1]
    assert np.isnan(found.rating).all()
    assert found.timestamp.tolist() == [DAY]


def test_hidden_films_are_rows() -> None:
    assert of(
        Entry(film=HEAT, hidden=THEIRS), Entry(film=NONE, hidden=THEIRS), rated(ALIEN, 3)
    ).hidden.tolist() == [0]


@pytest.mark.parametrize("name", ["watchlist", "Watchlist", "WATCHLIST"])
def test_the_watchlist_is_called_so_in_any_case(name: str) -> None:
    found = of(
        Entry(film=ALIEN, watchlist=THEIRS),
        Entry(film=NONE, watchlist=THEIRS),
        Entry(film=HEAT, lists=("Noir",)),
    ).named(name)

    assert found is not None
    assert found.tolist() == [1]


def test_a_profile_without_a_watchlist_has_an_empty_one() -> None:
    found = of(rated(ALIEN, 3)).named("watchlist")

    assert found is not None
    assert found.tolist() == []


@pytest.mark.parametrize("name", ["Straße", "STRASSE", "strasse"])
def test_an_own_list_is_called_by_its_name_in_any_case(name: str) -> None:
    found = of(
        Entry(film=ALIEN, lists=("Noir", "Straße")),
        Entry(film=NONE, lists=("Straße",)),
        Entry(film=HEAT, lists=("Noir",)),
    ).named(name)

    assert found is not None
    assert found.tolist() == [1]


def test_a_list_that_is_not_there_is_none_and_one_of_unknown_films_is_empty() -> None:
    own = of(Entry(film=NONE, lists=("Noir",)))

    assert own.named("Comedies") is None
    assert own.named("Noir") is not None
    assert len(own.named("Noir")) == 0  # type: ignore[arg-type]


def test_the_places_of_a_film_are_those_of_all_its_entries() -> None:
    own = of(
        rated(HEAT, 3),
        rated(ALIEN, 2),
        Entry(film=NONE, meant=HEAT, seen=THEIRS),
        rated(NONE, 2),
    )

    assert own.places(CATALOGUE, 0) == (0, 2)
    assert own.places(CATALOGUE, 4) == ()


@pytest.mark.parametrize("movie", [2, 3])
def test_without_ids_a_film_is_found_at_its_twin(movie: int) -> None:
    own = of(rated(NONE, 3), rated(LAMP, 4))

    assert own.identified[1].movie == 3
    assert own.places(CATALOGUE, movie) == (1,)


def test_with_ids_twins_have_places_of_their_own() -> None:
    own = OwnFilms.of(LINKED, profile(rated(Reference(imdb_id="0000003"), 4), rated(HEAT, 3)))

    assert own.identified[0].movie == 2
    assert own.places(LINKED, 2) == (0,)
    assert own.places(LINKED, 3) == ()


@given(known=PROFILES | ALIKE_PROFILES)
def test_every_profile_has_rows_of_the_catalogue_and_finite_stars(known: Profile) -> None:
    own = OwnFilms.of(CATALOGUE, known)

    assert len(own.identified) == len(known.entries)
    for movies in (own.rated.movie, own.watched.movie, own.hidden, own.named("watchlist")):
        assert movies is not None
        assert ((movies >= 0) & (movies < len(TITLES))).all()
    assert np.isfinite(own.rated.rating).all()


def test_of_what_was_said_here_the_order_within_a_day_is_not_known() -> None:
    first, second = (Rating(4, OWN, f"2021-03-04T1{hour}:00:00Z") for hour in (0, 1))
    theirs = Rating(4, "trakt", "2021-03-04T12:00:00Z")

    own = of(
        Entry(film=HEAT, rated=first),
        Entry(film=ALIEN, rated=second),
        Entry(film=WICK, rated=theirs),
    )

    assert own.rated.timestamp.tolist() == [DAY, DAY, DAY + 43_200]
