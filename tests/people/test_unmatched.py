"""Films that are not matched are numbered, written as a table, and called by number or title."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import tiny_catalogue
from profile_makers import HEAT, profile, rated
from shop import assert_two_lines

from movierec.answers.profile import Unmatched
from movierec.data.catalogue import film
from movierec.errors import UnknownError, UsageError
from movierec.people.identify import identify
from movierec.people.own_films import OwnFilms
from movierec.people.profile import Entry, Mark, Reference
from movierec.people.unmatched import (
    FILE,
    entry_called,
    named,
    unmatched_films,
    unmatched_places,
    write_unmatched,
)

TITLES = ["Heat (1995)", "Lamp (1980)", "Lamp (1982)", "Lantern Road (1981)"]
CATALOGUE = tiny_catalogue(titles=TITLES)
GONE = Reference(title="Lantern Roads", year=1981)
LATER = Reference(title="Made Later", year=2020)
SERIES = Reference(title="Heat", year=1995, kind="TV Series")
BETWEEN = Reference(title="Lamp", year=1981)
BARE = Reference(imdb_id="7654321")
ENTRIES = (
    rated(HEAT, 4),
    rated(GONE, 3),
    Entry(film=Reference(title="Left Alone", year=1990), ignored=True),
    rated(LATER, 3),
    rated(SERIES, 3),
    rated(BETWEEN, 3),
    rated(BARE, 3),
)


def unmatched(*entries: Entry) -> tuple[Unmatched, ...]:
    return unmatched_films(CATALOGUE, entries, identify(CATALOGUE, entries))


def own(*entries: Entry) -> OwnFilms:
    return OwnFilms.of(CATALOGUE, profile(*entries))


def one(title: str, year: int | None = None, imdb_id: str = "", **more: object) -> Unmatched:
    near = more.get("near", ())
    return Unmatched(1, title, year, imdb_id, "not found", near)  # type: ignore[arg-type]


def test_films_are_numbered_in_their_order_with_the_reason() -> None:
    found = unmatched(*ENTRIES)

    assert [(film.number, film.title, film.year, film.cause) for film in found] == [
        (1, "Lantern Roads", 1981, "not found"),
        (2, "Made Later", 2020, "newer than the data"),
        (3, "Heat", 1995, "series or short"),
        (4, "Lamp", 1981, "ambiguous"),
        (5, "tt7654321", None, "not found"),
    ]


def test_the_places_are_those_of_the_films_listed() -> None:
    assert unmatched_places(ENTRIES, identify(CATALOGUE, ENTRIES)) == (1, 3, 4, 5, 6)


def test_a_film_of_which_all_was_taken_back_is_not_listed() -> None:
    back = Mark("me", "2021-03-04")
    over = Entry(film=GONE, unrated=back, unseen=back, unwanted=back)

    assert unmatched(over, rated(LATER, 3)) == unmatched(rated(LATER, 3))
    assert entry_called(own(over, rated(LATER, 3)), "1") == rated(LATER, 3)
    assert len(unmatched(replace(over, lists=("Noir",)))) == 1


def test_similar_titles_are_named_and_those_that_it_may_be() -> None:
    near = [[film.title for film in one.near] for one in unmatched(*ENTRIES)]

    assert near[0][0] == "Lantern Road"
    assert near[3] == ["Lamp", "Lamp"]
    assert near[1] == near[2] == near[4] == []


def test_of_many_films_the_first_ones_are_compared() -> None:
    many = [
        rated(Reference(title=f"Lantern Roads {chr(65 + n // 26)}{chr(65 + n % 26)}", year=1981), 3)
        for n in range(102)
    ]

    near = [one.near for one in unmatched(*many)]

    assert all(near[:100])
    assert not any(near[100:])


def test_films_are_written_a_line_each(tmp_path: Path) -> None:
    (tmp_path / "anna").mkdir()

    path = write_unmatched(tmp_path, "anna", unmatched(*ENTRIES))

    assert path == tmp_path / "anna" / FILE
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
    assert rows[0] == ["title", "year", "imdb_id", "cause", "near"]
    assert rows[1][:4] == ["Lantern Roads", "1981", "", "not found"]
    assert rows[1][4].startswith("Lantern Road (1981)")
    assert rows[5] == ["tt7654321", "", "tt7654321", "not found", ""]


def test_without_such_films_the_old_table_goes(tmp_path: Path) -> None:
    (tmp_path / "anna").mkdir()
    write_unmatched(tmp_path, "anna", [one("Never Made")])

    assert write_unmatched(tmp_path, "anna", []) is None
    assert write_unmatched(tmp_path, "anna", []) is None
    assert list((tmp_path / "anna").iterdir()) == []


@pytest.mark.parametrize("films", [[], [one("Never Made")]])
def test_of_a_profile_that_is_gone_nothing_comes_back(
    tmp_path: Path, films: list[Unmatched]
) -> None:
    assert write_unmatched(tmp_path, "anna", films) is None
    assert not (tmp_path / "anna").exists()


@given(title=st.text(max_size=20), year=st.none() | st.integers(1, 9999))
def test_no_cell_is_a_formula_and_every_title_comes_back(
    tmp_path_factory: pytest.TempPathFactory, title: str, year: int | None
) -> None:
    folder = tmp_path_factory.mktemp("profiles")
    (folder / "anna").mkdir()
    heat = film(CATALOGUE, 0)

    path = write_unmatched(folder, "anna", [one(title, year, near=(heat,))])

    assert path is not None
    text = path.read_bytes().decode("utf-8")
    (_, row) = csv.reader(io.StringIO(text, newline=""))
    assert not row[0].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert row[0].removeprefix("'") == title.removeprefix("'")
    assert row[4] == "Heat (1995)"


def test_half_a_character_of_a_title_is_written_as_a_question_mark(tmp_path: Path) -> None:
    (tmp_path / "anna").mkdir()

    path = write_unmatched(tmp_path, "anna", [one("Half \ud83d")])

    assert path is not None
    assert "Half ?," in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("1", 1),
        ("3", 4),
        ("5", 6),
        ("Lantern Roads", 1),
        ("lantern roads", 1),
        ("Lantern Roads (1981)", 1),
        ("Made Later", 3),
        ("tt7654321", 6),
        ("Left Alone", 2),
    ],
)
def test_a_film_is_called_by_its_number_title_or_id(text: str, place: int) -> None:
    assert entry_called(own(*ENTRIES), text) == ENTRIES[place]


def test_an_unmatched_film_comes_before_a_matched_one_of_its_name() -> None:
    assert entry_called(own(*ENTRIES), "Heat") == ENTRIES[4]


def test_a_matched_film_can_be_called_too() -> None:
    assert entry_called(own(rated(HEAT, 4), rated(GONE, 3)), "Heat (1995)").film == HEAT


def test_a_title_that_is_a_number_comes_before_a_number() -> None:
    entries = (rated(GONE, 3), rated(Reference(title="1", year=2013), 4))

    assert entry_called(own(*entries), "1") == entries[1]
    assert entry_called(own(*entries), "2") == entries[1]


@pytest.mark.parametrize("text", ["Lanten Roads", "0", "6", "-1", "1.0", "", "9" * 5_000])
def test_what_nothing_is_called_is_unknown(text: str) -> None:
    with pytest.raises(UnknownError) as caught:
        entry_called(own(*ENTRIES), text)

    assert_two_lines(caught.value, 4)
    assert len(caught.value.what) < 200


def test_several_films_of_one_title_are_named() -> None:
    entries = [rated(Reference(title="Gone", year=1990 + n), 3) for n in range(5)]

    with pytest.raises(UsageError) as caught:
        entry_called(own(*entries), "Gone")

    assert_two_lines(caught.value, 2)
    assert "Gone (1990), Gone (1991), Gone (1992)." in caught.value.what
    assert entry_called(own(*entries), "Gone (1992)") == entries[2]
    assert entry_called(own(*entries), "4") == entries[3]


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        (Reference(title="Heat", year=1995), "Heat (1995)"),
        (Reference(title="Heat"), "Heat"),
        (Reference(imdb_id="0113277", movie_id=6), "tt0113277"),
        (Reference(tmdb_id=949, movie_id=6), "TMDB 949"),
        (Reference(movie_id=6), "MovieLens 6"),
    ],
)
def test_a_film_is_written_by_its_title_else_by_an_id(reference: Reference, text: str) -> None:
    assert named(reference) == text
