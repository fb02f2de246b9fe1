"""The index misses no film, whatever the brackets of its title."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import TRICKY_TITLES, tiny_catalogue

from movierec.people.film_index import FilmIndex
from movierec.people.search import names
from movierec.people.spellings import name_before, names_within
from movierec.records import Texts

BRACKETS = [
    "Nine (N1ne) (Neun) (1995)",
    "(99) Ways Home (1985)",
    "Border(s) (2007)",
    "You Can (Not) Stay (2012)",
    "You Can (Not) Stay (Ne) (2012)",
    "Night Without a Date (Nuit)",
    "Endless Orchard (Verger) (2007-)",
    "8 1/2 (8½) (1963)",
    "Żółta łódź (Yellow & Boat) (2008)",
    "Last Tram (Tram, The) (1995) (V)",
    "(Brackets) (1990)",
    "雨の日の灯台 (灯台) (1999)",
    "",
]
words = st.sampled_from(["Snow", "été", "The", "II", "2", "L'eau", "雨", "&", "½", "-"])
# A name has a word that is no article.
parts = st.lists(words, max_size=3).map(lambda some: " ".join([*some, "Rain"]))
bracketed = st.builds(
    lambda name, inside, year: f"{name}{''.join(f' ({part})' for part in inside)}{year}",
    parts,
    st.lists(parts, max_size=3),
    st.sampled_from(["", " (1995)", " (2007-)", " (1995) (V)", "(1995)", " (1995) "]),
)


@given(st.lists(bracketed | st.sampled_from([*TRICKY_TITLES, *BRACKETS]), max_size=8))
def test_no_film_is_missing_under_any_of_its_names(titles: list[str]) -> None:
    index = FilmIndex(tiny_catalogue(titles=titles))

    for row, title in enumerate(titles):
        assert row in index.with_key(index.catalogue.search_keys[row])
        before = name_before(title)
        assert not before or row in index.perhaps_before(before)
        assert all(row in index.perhaps_within(name) for name in names_within(title))


@pytest.mark.parametrize("title", [*TRICKY_TITLES, *BRACKETS])
def test_an_index_of_what_is_wanted_finds_what_an_index_of_all_does(title: str) -> None:
    catalogue = tiny_catalogue(titles=[*TRICKY_TITLES, *BRACKETS])
    for key in names(title):
        some, whole = FilmIndex(catalogue, [key, "unknown"]), FilmIndex(catalogue)

        assert some.with_key(key) == whole.with_key(key)
        assert some.with_letters(key) == whole.with_letters(key)
        assert list(some.perhaps_before(key)) == list(whole.perhaps_before(key))
        assert list(some.perhaps_within(key)) == list(whole.perhaps_within(key))


def test_letters_find_films_whatever_their_spaces() -> None:
    index = FilmIndex(tiny_catalogue(titles=["Spider-Kite (1990)", "Spiderkite (1991)"]))

    assert list(index.with_letters("spi der kite")) == [0, 1]
    assert index.with_key("spider kite") == [0]


def test_films_of_one_key_come_in_the_order_of_their_rows() -> None:
    assert FilmIndex(tiny_catalogue(titles=TRICKY_TITLES)).with_key("amber road") == [9, 10]


@pytest.mark.parametrize("movie_id", [-1, 0, 2, 10**30])
def test_a_number_that_is_no_movielens_id_finds_nothing(movie_id: int) -> None:
    assert FilmIndex(tiny_catalogue()).with_movie_id(movie_id) is None


def test_a_film_without_an_imdb_id_is_not_found_by_an_empty_one() -> None:
    catalogue = replace(tiny_catalogue(titles=["Nine (1995)"], links=True), imdb_ids=Texts.of([""]))

    assert FilmIndex(catalogue).with_imdb_id("") is None
    assert FilmIndex(catalogue).with_imdb_id("000") is None
