"""The names that brackets hold, numerals of both kinds, and films listed under other titles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from movierec.data.titles import search_key
from movierec.people.retitled import RETITLED
from movierec.people.spellings import (
    name_before,
    names_within,
    other_numerals,
    retitlings,
    ways_by_brackets,
    ways_of_writing,
)


@pytest.mark.parametrize(
    ("title", "before", "within"),
    [
        ("Nine (N1ne) (1995)", "nine", ("n1ne",)),
        ("Nine (a.k.a. N1ne)", "nine", ("n1ne",)),
        ("Nine (A.K.A. The N1ne) (Nueve, El) (1995)", "nine", ("n1ne", "el nueve")),
        ("Harbour, The (1994)", "", ()),
        ("(99) Ways Home (1985)", "", ()),
        ("Border(s) (2007)", "", ()),
        ("You Can (Not) Stay (Ne) (2007)", "you can not stay", ("ne",)),
        ("Empty () (-) (1995)", "empty", ()),
        ("", "", ()),
    ],
)
def test_only_brackets_behind_a_name_hold_other_names(
    title: str, before: str, within: tuple[str, ...]
) -> None:
    assert (name_before(title), names_within(title)) == (before, within)


@pytest.mark.parametrize(
    ("key", "others"),
    [
        ("rocky ii", {"rocky 2"}),
        ("rocky 2", {"rocky ii"}),
        ("2 fast 2 furious", {"2 fast ii furious"}),
        (
            "part ii and part 3",
            {"part 2 and part 3", "part ii and part iii", "part 2 and part iii"},
        ),
        ("v for vendetta", set()),
        ("part i", set()),
        ("part 1", set()),
        ("film 1984", set()),
        ("a 2 3 4 5", set()),
        ("", set()),
    ],
)
def test_numerals_are_written_both_ways_but_for_one_and_a_first_word(
    key: str, others: set[str]
) -> None:
    assert set(other_numerals(key)) == others


@given(st.lists(st.sampled_from(["saw", "part", "ii", "2", "x", "10", "iv"]), max_size=6))
def test_another_spelling_of_numerals_leads_back(words: list[str]) -> None:
    key = " ".join(words)

    assert all(key in other_numerals(other) for other in other_numerals(key))


def test_a_retitled_film_has_each_title_for_the_others() -> None:
    new_hope = "star wars episode iv a new hope"

    assert new_hope in retitlings("star wars", 1977)
    assert "star wars" in retitlings(new_hope, 1977)


@pytest.mark.parametrize("year", [1976, 1978])
def test_a_retitled_film_may_be_a_year_apart(year: int) -> None:
    assert "star wars a new hope" in retitlings("star wars", year)


def test_a_title_of_another_year_is_not_retitled() -> None:
    assert retitlings("star wars", 1999) == ()


def test_no_title_in_the_table_stands_for_two_films_of_about_a_year() -> None:
    listed = [(search_key(title), year) for year, *titles in RETITLED for title in titles]

    near = [(key, year + apart) for key, year in listed for apart in (-1, 0, 1)]
    assert len(near) == len(set(near))


def test_the_titles_in_the_table_are_not_the_same_without_it() -> None:
    for _, *titles in RETITLED:
        assert len({search_key(title) for title in titles}) == len(titles) > 1


def test_a_title_itself_is_looked_for_first_and_its_part_before_brackets_last() -> None:
    ways = ways_of_writing("Rocky II (Rocky Returns)", 1979)

    assert ways == (
        ("rocky ii rocky returns",),
        ("rocky 2 rocky returns",),
        ("rocky ii",),
        ("rocky 2",),
    )


def test_the_names_in_brackets_are_looked_for_behind_the_title_itself() -> None:
    ways = ways_by_brackets("Nine (a.k.a. The N1ne) (Neun)", 1995)

    assert ways == (("nine aka the n1ne neun",), ("n1ne", "neun"))


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("Nine", 1995),
        ("(99) Ways Home", 1985),
        ("Nine (Neun)", None),
        pytest.param("a" * 500 + " (b)", 1995, id="too long"),
    ],
)
def test_a_title_without_brackets_or_year_is_not_looked_for_by_brackets(
    title: str, year: int | None
) -> None:
    assert ways_by_brackets(title, year) == ()


@pytest.mark.parametrize("title", ["", "  ", pytest.param("a" * 501, id="too long")])
def test_what_is_no_title_is_looked_for_in_no_way(title: str) -> None:
    assert ways_of_writing(title, 1979) == ()


@given(st.text(max_size=60))
def test_no_text_makes_the_spellings_fail(title: str) -> None:
    assert all(key for keys in ways_of_writing(title, 1979) for key in keys)
