"""What is typed in part, misspelt or in another order is found, the better known first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import TRICKY_TITLES, tiny_catalogue, tiny_ratings
from shop import assert_two_lines

from movierec.errors import DataError
from movierec.people.search import TitleSearch, hits, names, search_films

CATALOGUE = tiny_catalogue(titles=TRICKY_TITLES)


@pytest.mark.parametrize(
    ("typed", "row"),
    [
        ("papr lantrns", 0),
        ("glas harbor", 1),
        ("small lamps", 3),
        ("sabrine 1954", 4),
        ("ete sans lun", 6),
        ("lanterns paper", 0),
        ("amber road 2", 11),
        ("n1ne", 2),
        ("ville des petites", 3),
    ],
)
def test_a_search_forgives_typos_and_missing_words(typed: str, row: int) -> None:
    assert row in [movie for movie, _ in search_films(CATALOGUE, typed, 3)]


def test_the_same_words_score_one_and_a_resemblance_less() -> None:
    (same, best), (_, second) = search_films(CATALOGUE, "amber road ii", 2)

    assert (same, best) == (11, 1.0)
    assert 0 < second < 1


def test_films_with_fewer_than_no_ratings_are_damage() -> None:
    catalogue = tiny_catalogue()
    damaged = replace(catalogue, counts=np.full_like(catalogue.counts, -3))

    with pytest.raises(DataError, match="catalogue is damaged") as caught:
        search_films(damaged, "toy story", 5)

    assert_two_lines(caught.value, 5)


def test_nothing_in_common_finds_nothing() -> None:
    assert search_films(CATALOGUE, "qqqq", 5) == ()


@given(st.text(max_size=30))
def test_any_text_can_be_searched(text: str) -> None:
    found = search_films(CATALOGUE, text, 5)

    assert len(found) <= 5
    assert all(0 < score <= 1 for _, score in found)


def test_hits_carry_the_ids_of_other_sites_where_there_are_any() -> None:
    catalogue = tiny_catalogue(titles=TRICKY_TITLES, links=True)

    (hit,) = hits(catalogue, [(1, 0.5)])
    (bare,) = hits(CATALOGUE, [(1, 0.5)])

    film = hit.film
    assert (film.title, film.imdb_id, film.tmdb_id) == ("The Glass Harbour", "0000002", 1001)
    assert (bare.film.imdb_id, bare.film.tmdb_id) == (None, None)


def test_of_titles_that_begin_with_what_was_typed_the_better_known_comes_first() -> None:
    titles = ["Moon Clan: Return (2008)", "Moon Clan Maniacs (2001)", "Moon Clan: Dawn (1977)"]
    ratings = tiny_ratings(users=12, movies=3, ratings=20)
    # Row 2 is rated by everyone, the others by a few.
    of_last, of_others = np.flatnonzero(ratings.movie == 2), np.flatnonzero(ratings.movie < 2)
    rows = np.concatenate([of_last, of_others[:3]])
    catalogue = tiny_catalogue(titles=titles, ratings=ratings.take(rows))

    assert search_films(catalogue, "moon clan", 3)[0][0] == 2


def test_a_word_of_the_title_beats_a_title_that_resembles_it() -> None:
    catalogue = tiny_catalogue(titles=["Leonie (1999)", "Lion: The Quiet One (a.k.a. Leon) (1994)"])

    assert search_films(catalogue, "leon", 1)[0][0] == 1


def test_a_film_is_known_by_its_title_and_by_what_its_brackets_hold() -> None:
    assert names("Nine (a.k.a. N1ne) (1995)") == ("nine aka n1ne", "nine", "n1ne")


def test_a_year_without_brackets_tells_two_films_apart() -> None:
    assert search_films(CATALOGUE, "sabrine 1954", 1)[0][0] == 4
    assert search_films(CATALOGUE, "sabrine (1954)", 1)[0][0] == 4


@given(st.lists(st.sampled_from("aeglnrst 1"), max_size=12).map("".join))
def test_a_text_is_found_alike_whether_many_are_looked_for_or_one(text: str) -> None:
    assert search_films(CATALOGUE, text, 5) == TitleSearch(CATALOGUE).films(text, 5)
