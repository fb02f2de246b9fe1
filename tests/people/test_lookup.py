"""Many films at once are found as one film is, and no other way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import TRICKY_TITLES, tiny_catalogue

from movierec.data.titles import natural, split_year
from movierec.errors import UnknownError, UsageError
from movierec.people.lookup import Lookup
from movierec.people.matching import find_film

# Counts grow with the row, but of the twins 9 and 10 the first is the more rated.
COUNTS = np.array([*range(9), 10, 9, 11, 12], dtype=np.int32)
CATALOGUE = replace(tiny_catalogue(titles=TRICKY_TITLES, links=True), counts=COUNTS)
LOOKUP = Lookup(CATALOGUE)

written = st.sampled_from(TRICKY_TITLES).flatmap(
    lambda title: st.sampled_from(
        [title, natural(title), split_year(title)[0], title.upper(), f"  {natural(title)} (1995)"]
    )
)


@given(written | st.text(max_size=12))
def test_a_title_is_found_exactly_where_a_single_search_finds_it(text: str) -> None:
    try:
        expected = [find_film(CATALOGUE, text).movie]
    except (UnknownError, UsageError):
        expected = []

    assert [*LOOKUP.by_title(text), *LOOKUP.by_movie_id(text.strip())][:1] == expected


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("N1ne", (2,)),
        ("La Ville des petites lampes", (3,)),
        ("Sabrine", (5, 4)),
        ("Sabrine (1954)", (4,)),
        ("Amber  Road", (9,)),
        ("1984", (8,)),
        ("Papr Lanterns", ()),
        ("Paper Lanterns (1960)", ()),
        ("  ", ()),
    ],
)
def test_films_of_one_title_come_the_most_rated_first_and_twins_once(
    typed: str, rows: tuple[int, ...]
) -> None:
    assert LOOKUP.by_title(typed) == rows


def test_a_line_too_long_for_a_title_is_none() -> None:
    assert LOOKUP.by_title("Paper Lanterns" + " (" * 500_000) == ()


@pytest.mark.parametrize("typed", ["tt0000003", "0000003", "3", "tt3"])
def test_an_imdb_id_needs_neither_its_letters_nor_its_zeros(typed: str) -> None:
    assert LOOKUP.by_imdb_id(typed) == (2,)


@pytest.mark.parametrize("typed", ["", "tt", "tt0999999", "0", "nm0000003", "1" * 40])
def test_what_is_no_known_imdb_id_finds_nothing(typed: str) -> None:
    assert LOOKUP.by_imdb_id(typed) == ()


def test_a_catalogue_without_links_knows_no_imdb_id() -> None:
    assert Lookup(tiny_catalogue(titles=TRICKY_TITLES)).by_imdb_id("tt0000003") == ()


@pytest.mark.parametrize("typed", ["2", "0", "-1", "", "\N{SUPERSCRIPT TWO}", "9" * 40])
def test_what_is_no_movielens_id_finds_nothing(typed: str) -> None:
    assert LOOKUP.by_movie_id(typed) == ()


def test_movielens_ids_are_no_rows() -> None:
    found = [LOOKUP.by_movie_id(str(movie_id)) for movie_id in CATALOGUE.movie_ids.tolist()]

    assert found == [(row,) for row in np.arange(CATALOGUE.movies).tolist()]
