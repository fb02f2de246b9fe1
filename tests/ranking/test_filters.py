"""Which films may be shown, and what is said when they are few."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import tiny_catalogue
from shop import assert_two_lines

from movierec.errors import UsageError
from movierec.ranking.filters import (
    Filtered,
    Filters,
    Taken,
    apply_filters,
    resolve,
)
from movierec.ranking.leftover import nothing_left, shortage
from movierec.ranking.wanted import STDIN, Wanted
from movierec.ranking.years import YearSpan
from movierec.records import Catalogue, IntArray

# Rows 0 and 2 are twins; counts grow with the row, so row 2 stands for both.
TITLES = [
    "Amber (1990)",
    "Birch (1971)",
    "Amber (1990)",
    "Cedar (1992)",
    "Dogwood",
    "Elm (1999)",
]
GENRES = ("Comedy", "Drama", "Western")
OF_FILM = (("Comedy",), ("Comedy", "Drama"), ("Comedy",), ("Drama",), ("Western",), ("Drama",))
ALL = np.arange(len(TITLES))
NOBODY = np.zeros(0, dtype=np.int64)


def films() -> Catalogue:
    flags = [[genre in film for genre in GENRES] for film in OF_FILM]
    return replace(
        tiny_catalogue(titles=TITLES),
        genres=GENRES,
        genre_flags=np.array(flags, dtype=np.uint8),
    )


def rows(*movies: int) -> IntArray:
    return np.array(movies, dtype=np.int64)


def left(filters: Filters, seen: IntArray = NOBODY) -> list[int]:
    return apply_filters(films(), ALL, filters, seen).movies.tolist()


def test_without_filters_every_film_is_left_once() -> None:
    assert left(Filters()) == [1, 2, 3, 4, 5]


def test_a_film_has_every_wanted_genre() -> None:
    assert left(Filters(genres=("Comedy",))) == [1, 2]
    assert left(Filters(genres=("Comedy", "Drama"))) == [1]


def test_a_film_has_no_unwanted_genre() -> None:
    assert left(Filters(not_genres=("Comedy", "Western"))) == [3, 5]


def test_both_ends_of_a_span_of_years_belong_to_it() -> None:
    assert left(Filters(years=YearSpan(1971, 1992))) == [1, 2, 3]


def test_a_film_of_unknown_year_is_of_no_year() -> None:
    assert 4 not in left(Filters(years=YearSpan(None, 2100)))
    assert 4 not in left(Filters(decade=YearSpan(1970, 1979)))


def test_a_decade_narrows_a_span_of_years() -> None:
    assert left(Filters(years=YearSpan(1991, None), decade=YearSpan(1990, 1999))) == [3, 5]


def test_a_film_has_enough_ratings() -> None:
    assert left(Filters(min_ratings=3)) == [3, 4, 5]


def test_a_film_has_the_ratings_that_the_dial_asks_for() -> None:
    found = apply_filters(films(), ALL, Filters(support=4), NOBODY)

    assert found.movies.tolist() == [4, 5]
    assert found.taken[0] == Taken("--popularity, which asks for 4 ratings,", 4, 3)


def test_only_films_of_a_list_are_left() -> None:
    assert left(Filters(only=rows(5, 1))) == [1, 5]


def test_a_list_that_names_a_twin_names_the_film() -> None:
    assert left(Filters(only=rows(0))) == [2]
    assert left(Filters(without=rows(0))) == [1, 3, 4, 5]


def test_an_empty_list_leaves_nothing_or_everything() -> None:
    assert left(Filters(only=NOBODY)) == []
    assert left(Filters(without=NOBODY)) == [1, 2, 3, 4, 5]


def test_a_twin_of_a_rated_film_is_rated_too() -> None:
    assert left(Filters(), seen=rows(0, 3)) == [1, 4, 5]


def test_a_remake_of_a_rated_film_is_another_film() -> None:
    titles = ["Amber (1990)", "Amber (1999)"]

    found = apply_filters(tiny_catalogue(titles=titles), rows(0, 1), Filters(), rows(0))

    assert found.movies.tolist() == [1]


def test_rated_films_may_be_included() -> None:
    assert left(Filters(include_seen=True), seen=rows(0, 3)) == [1, 2, 3, 4, 5]


def test_only_candidates_are_left() -> None:
    assert apply_filters(films(), rows(3, 5), Filters(), NOBODY).movies.tolist() == [3, 5]


def test_each_filter_counts_what_the_ones_before_had_left() -> None:
    filters = Filters(
        genres=("Drama",),
        not_genres=("Western",),
        years=YearSpan(1980, None),
        decade=YearSpan(1990, 1999),
        min_ratings=4,
        only=rows(3, 5),
        without=rows(1),
    )

    found = apply_filters(films(), ALL, filters, rows(5))

    assert found.movies.tolist() == []
    assert [(taken.filter, taken.films) for taken in found.taken] == [
        ("--genre Drama", 3),
        ("--not-genre Western", 0),
        ("--year 1980-", 1),
        ("--decade 1990s", 0),
        ("--min-ratings 4", 1),
        ("--from", 0),
        ("--not-in", 0),
        ("already seen", 1),
        ("the same film under another id", 0),
    ]


def test_what_one_filter_alone_took_would_come_back_without_it() -> None:
    found = apply_filters(
        films(), ALL, Filters(genres=("Drama",), years=YearSpan(1990, 1992)), NOBODY
    )

    alone = {taken.filter: taken.alone for taken in found.taken}
    assert alone["--genre Drama"] == len(left(Filters(years=YearSpan(1990, 1992)))) - 1
    assert alone["--year 1990-1992"] == len(left(Filters(genres=("Drama",)))) - 1


movies = st.lists(st.integers(0, len(TITLES) - 1), unique=True).map(
    lambda chosen: np.array(sorted(chosen), dtype=np.int64)
)
genres = st.lists(st.sampled_from(GENRES), unique=True).map(tuple)
spans = st.none() | st.builds(YearSpan, st.none() | st.integers(1970, 1995), st.none())
some_filters = st.builds(
    Filters,
    genres=genres,
    not_genres=genres,
    years=spans,
    decade=st.none() | st.just(YearSpan(1990, 1999)),
    min_ratings=st.integers(0, 5),
    support=st.integers(0, 5),
    include_seen=st.booleans(),
    only=st.none() | movies,
    without=st.none() | movies,
)


@given(movies, some_filters, movies)
def test_what_the_filters_took_and_left_are_the_candidates(
    chosen: IntArray, filters: Filters, seen: IntArray
) -> None:
    found = apply_filters(films(), chosen, filters, seen)

    assert sum(taken.films for taken in found.taken) == len(chosen) - len(found.movies)
    assert all(0 <= taken.alone <= taken.films for taken in found.taken)


@given(
    movies,
    some_filters,
    movies,
    st.permutations([field.name for field in fields(Filters)]),
)
def test_filters_leave_the_same_films_in_any_order(
    chosen: IntArray, filters: Filters, seen: IntArray, order: list[str]
) -> None:
    one_by_one = chosen
    for name in order:
        # Rated films are included but in the step that asks for it.
        single = Filters(**{"include_seen": True, name: getattr(filters, name)})
        one_by_one = apply_filters(films(), one_by_one, single, seen).movies

    together = apply_filters(films(), chosen, filters, seen).movies
    assert one_by_one.tolist() == together.tolist()


@given(movies)
def test_without_options_one_film_is_left_of_each_that_was_not_seen(seen: IntArray) -> None:
    found = apply_filters(films(), ALL, Filters(), seen).movies

    twins = films().twins
    assert sorted(twins[found].tolist()) == sorted({*twins.tolist()} - {*twins[seen].tolist()})


def test_what_was_typed_gets_its_meaning() -> None:
    typed = Wanted(
        genres=("comedy",),
        not_genres=("westerns",),
        year="1985-",
        decade="90s",
        min_ratings=2,
        include_seen=True,
        from_list="in.txt",
        not_in=STDIN,
    )

    found = resolve(typed, films(), "mine", only=rows(1), without=rows(2), support=3)

    assert found == Filters(
        genres=("Comedy",),
        not_genres=("Western",),
        years=YearSpan(1985, None),
        decade=YearSpan(1990, 1999),
        min_ratings=2,
        support=3,
        include_seen=True,
        only=rows(1),
        without=rows(2),
    )


def test_what_was_not_typed_filters_nothing() -> None:
    assert resolve(Wanted(), films(), "mine") == Filters()


@pytest.mark.parametrize(
    "typed",
    [
        Wanted(genres=("comedy",), not_genres=("Comedy",)),
        Wanted(year="1985-1989", decade="90s"),
        Wanted(year="", decade="90s"),
        Wanted(genres=("Comdy",)),
    ],
    ids=["genre and not genre", "no year in common", "no year", "no genre"],
)
def test_what_cannot_be_meant_is_a_usage_error(typed: Wanted) -> None:
    with pytest.raises(UsageError) as caught:
        resolve(typed, films(), "mine")

    assert_two_lines(caught.value, 2)


def test_two_lists_cannot_both_come_from_standard_input() -> None:
    with pytest.raises(UsageError) as caught:
        Wanted(from_list="-", not_in="-")

    assert_two_lines(caught.value, 2)


def filtered(count: int, *taken: tuple[str, int, int]) -> Filtered:
    return Filtered(np.arange(count), tuple(Taken(*item) for item in taken))


def test_nothing_is_said_where_enough_films_are_left() -> None:
    assert shortage(filtered(5, ("--genre Western", 1655, 3)), wanted=5) == ""


def test_a_shortage_says_who_took_how_many() -> None:
    found = filtered(3, ("--genre Western", 1655, 3), ("--from", 0, 0), ("--year 1970-1989", 21, 2))

    assert shortage(found, wanted=5) == (
        "Only 3 films are left: --genre Western took 1,655, --year 1970-1989 took 21."
    )


def test_a_shortage_that_no_option_caused_is_told_in_words() -> None:
    found = filtered(1, ("already seen", 1, 1), ("the same film under another id", 2, 2))

    assert shortage(found, wanted=5) == (
        "Only 1 film is left: 1 was already seen, 2 were the same film under another id."
    )


def test_a_shortage_of_a_small_catalogue_names_nobody() -> None:
    assert shortage(filtered(2, ("already seen", 0, 0)), wanted=5) == "Only 2 films are left."


def test_nothing_left_names_the_filters_the_years_and_a_way_out() -> None:
    filters = Filters(genres=("Western",), years=YearSpan(1990, 1992))

    error = nothing_left(apply_filters(films(), ALL, filters, NOBODY), films())

    assert_two_lines(error, 2)
    assert error.what == (
        "No film is left: --genre Western took 5, --year 1990-1992 took 1; "
        "the films here are from 1971 to 1999."
    )
    assert error.hint == "Leave --genre Western out: 2 films are left then."


def test_the_way_out_is_not_the_filter_that_took_most_where_that_would_not_help() -> None:
    filters = Filters(genres=("Drama",), min_ratings=2, years=YearSpan(2030, None))

    error = nothing_left(apply_filters(films(), ALL, filters, NOBODY), films())

    assert error.hint == "Leave --year 2030- out: 2 films are left then."


def test_where_no_single_filter_is_to_blame_the_one_that_took_most_is_named() -> None:
    found = filtered(0, ("--genre Western", 5, 0), ("--min-ratings 9", 1, 0))

    error = nothing_left(found, films())

    assert_two_lines(error, 2)
    assert error.hint == "Leave --genre Western out, and perhaps another filter too."
    assert "from 1971" not in error.what


def test_who_rated_everything_is_offered_what_they_rated() -> None:
    error = nothing_left(apply_filters(films(), ALL, Filters(), ALL), films())

    assert_two_lines(error, 2)
    assert error.hint == "Add --include-seen: 5 films are left then."


def test_nothing_left_of_no_candidates_is_no_filters_fault() -> None:
    error = nothing_left(apply_filters(films(), NOBODY, Filters(), NOBODY), films())

    assert_two_lines(error, 2)
    assert error.what == "No film is left."


def test_a_catalogue_without_years_says_that_no_year_is_known() -> None:
    catalogue = replace(films(), years=np.zeros(len(TITLES), dtype=np.int16))

    error = nothing_left(
        apply_filters(catalogue, ALL, Filters(decade=YearSpan(1990, 1999)), NOBODY), catalogue
    )

    assert "no film here has a known year" in error.what
    assert error.hint == "Leave --decade 1990s out: 5 films are left then."
