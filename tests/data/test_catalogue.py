"""The catalogue: order, derived columns, and its life as flat arrays."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import tiny_catalogue

from movierec.answers.films import Film
from movierec.data.catalogue import (
    build_catalogue,
    catalogue_from_arrays,
    catalogue_to_arrays,
    film,
)
from movierec.data.raw import RawMovies, RawUsers
from movierec.records import Catalogue, Texts

TITLES = ["Copper Moon (1996)", "Glass Harbour, The (1994)", "Copper Moon (1996)", "unknown"]


def raw_movies(*, links: bool = False) -> RawMovies:
    return RawMovies(
        movie_id=np.array([30, 10, 20, 40], dtype=np.int32),
        titles=TITLES,
        years=np.array([1996, 1994, 1996, 0], dtype=np.int16),
        genres=("Crime", "Drama"),
        genre_flags=np.array([[1, 0], [0, 1], [1, 1], [0, 0]], dtype=np.uint8),
        imdb_ids=["0000030", "0000010", "", "0000040"] if links else None,
        tmdb_ids=np.array([300, 100, -1, 400], dtype=np.int32) if links else None,
    )


def raw_users() -> RawUsers:
    return RawUsers(
        user_id=np.array([7, 2], dtype=np.int32),
        age=np.array([30, -1], dtype=np.int16),
        gender=["M", "F"],
        occupation=["writer", ""],
        zip_code=["05201", "T8H1N"],
        occupations=("artist", "writer"),
    )


def built(*, links: bool = False) -> Catalogue:
    return build_catalogue(
        raw_movies(links=links),
        raw_users(),
        user_ids=np.array([2, 5, 7], dtype=np.int32),
        counts=np.array([3, 0, 9, 1]),
    )


def assert_same(one: Catalogue, other: Catalogue) -> None:
    arrays, others = catalogue_to_arrays(one), catalogue_to_arrays(other)
    assert arrays.keys() == others.keys()
    for name, array in arrays.items():
        assert array.dtype == others[name].dtype
        np.testing.assert_array_equal(array, others[name])


def test_films_are_ordered_by_id() -> None:
    catalogue = built(links=True)

    assert catalogue.movie_ids.tolist() == [10, 20, 30, 40]
    assert list(catalogue.titles) == [TITLES[1], TITLES[2], TITLES[0], TITLES[3]]
    assert catalogue.years.tolist() == [1994, 1996, 1996, 0]
    assert catalogue.genre_flags.tolist() == [[0, 1], [1, 1], [1, 0], [0, 0]]
    assert catalogue.imdb_ids is not None
    assert list(catalogue.imdb_ids) == ["0000010", "", "0000030", "0000040"]
    assert catalogue.tmdb_ids is not None
    assert catalogue.tmdb_ids.tolist() == [100, -1, 300, 400]


def test_a_film_without_ratings_stays() -> None:
    assert built().counts.tolist() == [3, 0, 9, 1]


def test_films_with_one_title_and_year_share_the_lowest_row() -> None:
    assert built().twins.tolist() == [0, 1, 1, 3]


def test_search_keys_are_without_article_and_year() -> None:
    assert built().search_keys[0] == "glass harbour"


def test_traits_stand_at_the_rows_of_their_users() -> None:
    traits = built().traits

    assert traits is not None
    assert traits.age.tolist() == [-1, -1, 30]
    assert traits.genders == ("F", "M")
    assert traits.gender.tolist() == [0, -1, 1]
    assert traits.occupations == ("artist", "writer")
    assert traits.occupation.tolist() == [-1, -1, 1]
    assert list(traits.zip_code) == ["T8H1N", "", "05201"]


def test_a_film_is_shown_as_people_write_it() -> None:
    assert film(built(), 0) == Film(10, "The Glass Harbour", 1994, ("Drama",))


def test_a_film_without_a_year_has_none() -> None:
    assert film(built(), 3).year is None


def test_a_film_has_the_ids_of_other_sites() -> None:
    found = film(tiny_catalogue(links=True), 2)

    assert (found.imdb_id, found.tmdb_id) == ("0000003", 1002)


def test_a_film_without_links_has_no_other_ids() -> None:
    found = film(tiny_catalogue(), 2)

    assert (found.imdb_id, found.tmdb_id) == (None, None)


def test_a_film_of_unknown_ids_has_none() -> None:
    catalogue = tiny_catalogue(links=True)
    blank = replace(
        catalogue, imdb_ids=Texts.of([""] * 10), tmdb_ids=np.full(10, -1, dtype=np.int32)
    )

    found = film(blank, 2)

    assert (found.imdb_id, found.tmdb_id) == (None, None)


@pytest.mark.parametrize("traits", [True, False])
@pytest.mark.parametrize("links", [True, False])
def test_arrays_give_the_catalogue_back(traits: bool, links: bool) -> None:
    catalogue = tiny_catalogue(traits=traits, links=links)

    back = catalogue_from_arrays(catalogue_to_arrays(catalogue))

    assert_same(back, catalogue)
    assert back.genres == catalogue.genres
    assert (back.traits is None) is not traits
    assert (back.imdb_ids is None) is not links


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=20))
def test_any_title_survives_the_arrays(titles: list[str]) -> None:
    catalogue = tiny_catalogue(movies=len(titles), titles=titles)

    back = catalogue_from_arrays(catalogue_to_arrays(catalogue))

    assert list(back.titles) == titles


def test_a_missing_array_is_a_key_error() -> None:
    arrays = catalogue_to_arrays(tiny_catalogue())
    del arrays["years"]

    with pytest.raises(KeyError):
        catalogue_from_arrays(arrays)


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("years", np.zeros(3, dtype=np.int16)),
        ("counts", np.zeros(10, dtype=np.float64)),
        ("twins", np.full(10, 10, dtype=np.int32)),
        ("movie_ids", np.zeros(10, dtype=np.int32)),
        ("user_ids", np.array([3, 2, 1] * 4, dtype=np.int32)),
        ("genre_flags", np.zeros((10, 2), dtype=np.uint8)),
        ("titles.offsets", np.zeros(11, dtype=np.int64)),
        ("titles.offsets", np.zeros(0, dtype=np.int64)),
        ("titles.blob", np.zeros(5, dtype=np.int8)),
        ("traits.gender", np.full(12, 2, dtype=np.int16)),
    ],
)
def test_an_impossible_array_is_a_value_error(name: str, array: np.ndarray) -> None:
    arrays = {**catalogue_to_arrays(tiny_catalogue()), name: array}

    with pytest.raises(ValueError, match=name.split(".")[0]):
        catalogue_from_arrays(arrays)


def test_offsets_out_of_order_are_a_value_error() -> None:
    catalogue = tiny_catalogue(movies=3, titles=["one", "two", "six"])
    torn = Texts(catalogue.titles.blob, np.array([0, 6, 3, 9]))

    with pytest.raises(ValueError, match="titles has offsets out of order"):
        catalogue_from_arrays(catalogue_to_arrays(replace(catalogue, titles=torn)))


def test_importing_it_brings_neither_pandas_nor_torch() -> None:
    code = (
        "import sys, movierec.data.catalogue, movierec.data.features, movierec.data.prepare, "
        "movierec.data.split, movierec.data.testfile, movierec.data.describe; "
        "print({'pandas', 'torch', 'pooch'} & set(sys.modules))"
    )

    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert (answer.stdout, answer.stderr) == ("set()\n", "")
