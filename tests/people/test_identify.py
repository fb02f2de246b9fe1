"""A reference is the film that it means, or none; never one that it only resembles."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import TRICKY_TITLES, tiny_catalogue

from movierec.data.titles import natural, split_year
from movierec.people.identify import Identified, identify, suggestions
from movierec.people.profile import Entry, Mark, Rating, Reference
from movierec.people.search import TitleSearch
from movierec.records import Catalogue, Texts

TITLES = [
    *TRICKY_TITLES,
    "Amber Road 3 (2001)",
    "Paper-Kite (1990)",
    "Lantern, The (a.k.a. Wick, The) (Lampe, Die) (1980)",
    "(99) Ways Home (1985)",
    "Wick Road (1981)",
    "Harbour (1970)",
    "Harbour (Port) (1970)",
    "Star Wars: Episode IV - A New Hope (1977)",
    "Long Way Around the Lake",
]
ROW = {title: row for row, title in reversed(list(enumerate(TITLES)))}
CATALOGUE = tiny_catalogue(titles=TITLES)
LINKED = tiny_catalogue(titles=TITLES, links=True)
"""The IMDb id of a row is the row + 1, the TMDB id the row + 1000."""


def one(
    catalogue: Catalogue, title: str = "", year: int | None = None, **said: object
) -> Identified:
    film = Reference(title=title, year=year, **said)  # type: ignore[arg-type]
    return identify(catalogue, [Entry(film=film)])[0]


def all_of(catalogue: Catalogue, *films: tuple[str, int | None, str]) -> tuple[Identified, ...]:
    """Identify films given as title, year and the source that rated them."""
    entries = [
        Entry(film=Reference(title=title, year=year), rated=Rating(4.0, source))
        for title, year, source in films
    ]
    return identify(catalogue, entries)


@pytest.mark.parametrize(
    ("title", "year", "row"),
    [
        ("Paper Lanterns", 1995, "Paper Lanterns (1995)"),
        ("PAPER LANTERNS!", 1995, "Paper Lanterns (1995)"),
        ("The Glass Harbour", 1994, "Glass Harbour, The (1994)"),
        ("Glass Harbour, The", 1994, "Glass Harbour, The (1994)"),
        ("Nine", 1995, "Nine (N1ne) (1995)"),
        ("N1ne", 1995, "Nine (N1ne) (1995)"),
        ("Nine (N1ne)", 1995, "Nine (N1ne) (1995)"),
        ("Nine (a.k.a. N1ne)", 1995, "Nine (N1ne) (1995)"),
        ("La ville des petites lampes", 1995, TITLES[3]),
        ("Un ete sans lune", 1993, "Été sans lune, Un (1993)"),
        ("Salt and Smoke", 1999, "Salt & Smoke (1999)"),
        ("1984", 1956, "1984 (1956)"),
        ("Sabrine", 1954, "Sabrine (1954)"),
        ("Sabrine", 1995, "Sabrine (1995)"),
        ("Die Lampe", 1980, TITLES[15]),
        ("The Wick", 1980, TITLES[15]),
        ("Amber Road 2", 1999, "Amber Road II (1999)"),
        ("Amber Road III", 2001, "Amber Road 3 (2001)"),
        ("Paperkite", 1990, "Paper-Kite (1990)"),
        ("Paper Kite", 1990, "Paper-Kite (1990)"),
        ("(99) Ways Home", 1985, "(99) Ways Home (1985)"),
        ("99 Ways Home", 1985, "(99) Ways Home (1985)"),
        ("Star Wars", 1977, "Star Wars: Episode IV - A New Hope (1977)"),
        ("雨の日の灯台", 1999, "雨の日の灯台 (1999)"),
    ],
)
def test_a_title_and_its_year_find_the_film_however_it_is_written(
    title: str, year: int, row: str
) -> None:
    assert one(CATALOGUE, title, year) == Identified(ROW[row], "title and year", None)


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("Paper Lantern", 1995),
        ("Paper Lanterns Again", 1995),
        ("Lanterns", 1995),
        ("Paper Lanterns", 1960),
        ("Sabrine", 1970),
        ("Amber Road IV", 1999),
        ("Amber Road I", 1997),
        ("99", 1985),
        ("Ways Home", 1985),
        ("Star Wars", 1985),
        ("", 1995),
        ("!", 1995),
        pytest.param("Paper Lanterns" + " (" * 50_000, 1995, id="endless"),
        ("\ud800", 1995),
    ],
)
def test_what_only_resembles_is_not_found(title: str, year: int) -> None:
    assert one(CATALOGUE, title, year) == Identified(-1, None, "not found")


def test_results_stand_in_the_order_of_the_entries() -> None:
    films = [("Sabrine", 1995, "file"), ("Nothing", 1995, "file"), ("Paper Lanterns", 1995, "file")]

    assert [found.movie for found in all_of(CATALOGUE, *films)] == [5, -1, 0]


def test_no_entries_are_no_films() -> None:
    assert identify(CATALOGUE, []) == ()


def test_a_catalogue_without_films_knows_none() -> None:
    assert one(tiny_catalogue(titles=[], links=True), "Nine", 1995).cause == "not found"


def test_a_films_own_name_comes_before_another_films_bracket() -> None:
    titles = ["Lantern (Lamp) (1980)", "Lamp (1980)"]

    assert one(tiny_catalogue(titles=titles), "Lamp", 1980).movie == 1


def test_two_films_of_one_name_and_year_are_ambiguous() -> None:
    found = one(CATALOGUE, "Harbour", 1970)

    assert found == Identified(-1, None, "ambiguous", (19, 18))


def test_of_twins_the_most_rated_is_taken() -> None:
    assert one(CATALOGUE, "Amber Road", 1997) == Identified(10, "title and year", None)


def test_of_twins_with_different_ids_the_most_rated_is_taken_and_said() -> None:
    assert one(LINKED, "Amber Road", 1997) == Identified(10, "most rated", None)


def test_a_movielens_id_decides_between_twins_with_different_ids() -> None:
    movie_id = int(LINKED.movie_ids[9])

    assert one(LINKED, "Amber Road", 1997, movie_id=movie_id) == Identified(9, "id", None)


# Ids


def test_an_imdb_id_counts_before_the_title() -> None:
    assert one(LINKED, "Some Working Title", 1980, imdb_id="0000003") == Identified(2, "id", None)


@pytest.mark.parametrize("imdb_id", ["3", "0000003", "00000003"])
def test_an_imdb_id_needs_no_certain_number_of_zeros(imdb_id: str) -> None:
    assert one(LINKED, imdb_id=imdb_id).movie == 2


def test_a_catalogue_that_lost_the_zeros_is_understood() -> None:
    catalogue = replace(LINKED, imdb_ids=Texts.of([str(row + 1) for row in range(len(TITLES))]))

    assert one(catalogue, imdb_id="0000003").movie == 2


def test_a_tmdb_id_counts_where_the_imdb_id_is_unknown() -> None:
    assert one(LINKED, "", None, imdb_id="0999999", tmdb_id=1004) == Identified(4, "id", None)


@pytest.mark.parametrize("tmdb_id", [-1, 0, 10**30])
def test_a_number_that_is_no_tmdb_id_finds_nothing(tmdb_id: int) -> None:
    assert one(LINKED, tmdb_id=tmdb_id).cause == "not found"


def test_a_film_without_a_tmdb_id_is_not_found_by_minus_one() -> None:
    catalogue = replace(LINKED, tmdb_ids=np.full(len(TITLES), -1, dtype=np.int32))

    assert one(catalogue, tmdb_id=-1).movie == -1


def test_of_films_that_share_a_tmdb_id_the_most_rated_is_taken() -> None:
    catalogue = replace(LINKED, tmdb_ids=np.full(len(TITLES), 7, dtype=np.int32))

    assert one(catalogue, tmdb_id=7).movie == len(TITLES) - 1


def test_of_two_ids_that_disagree_imdbs_counts() -> None:
    assert one(LINKED, "Other", 1950, imdb_id="0000001", tmdb_id=1004).movie == 0


def test_of_two_ids_that_disagree_tmdbs_counts_where_the_title_is_its_films() -> None:
    assert one(LINKED, "Sabrine", 1954, imdb_id="0000001", tmdb_id=1004).movie == 4


def test_ids_find_nothing_in_a_catalogue_without_links() -> None:
    assert one(CATALOGUE, imdb_id="0000001", tmdb_id=1000).movie == -1


def test_ids_of_the_films_reference_find_titles_in_a_catalogue_without_links() -> None:
    assert one(CATALOGUE, "Sabrine", 1954, imdb_id="0999999").movie == 4


def test_a_title_whose_film_is_known_under_another_imdb_id_is_not_taken() -> None:
    found = one(LINKED, "Sabrine", 1954, imdb_id="0999999")

    assert found == Identified(-1, None, "ambiguous", (4,))


def test_a_title_whose_film_has_no_known_imdb_id_is_taken() -> None:
    catalogue = replace(LINKED, imdb_ids=Texts.of([""] * len(TITLES)))

    assert one(catalogue, "Sabrine", 1954, imdb_id="0999999").movie == 4


def test_another_imdb_id_and_another_year_are_another_film() -> None:
    assert one(LINKED, "Sabrine", 1955, imdb_id="0999999").cause == "not found"


def test_a_movielens_id_alone_is_taken() -> None:
    assert one(CATALOGUE, movie_id=4) == Identified(1, "id", None)


def test_a_movielens_id_never_decides_against_a_title() -> None:
    assert one(CATALOGUE, "Paper Lanterns", 1995, movie_id=4).movie == 0
    assert one(CATALOGUE, "Nothing of the Kind", 1995, movie_id=4).movie == -1


def test_a_movielens_id_decides_between_films_of_one_title() -> None:
    movie_id = int(CATALOGUE.movie_ids[18])

    assert one(CATALOGUE, "Harbour", 1970, movie_id=movie_id) == Identified(18, "id", None)


# Kinds


def test_a_series_with_a_films_title_is_no_film() -> None:
    assert one(LINKED, "Sabrine", 1954, kind="TV Series").cause == "series or short"


def test_an_imdb_id_counts_whatever_the_kind() -> None:
    assert one(LINKED, "Sabrine", 1954, kind="Short", imdb_id="0000005").movie == 4


def test_a_series_tmdb_id_is_no_films() -> None:
    assert one(LINKED, "The Show", 1999, kind="show", tmdb_id=1004).cause == "series or short"


def test_a_shorts_tmdb_id_counts_beside_its_title() -> None:
    assert one(LINKED, "Sabrine", 1954, kind="Short", tmdb_id=1004).movie == 4


# Years


@pytest.mark.parametrize("year", [1998, 2000])
def test_a_year_apart_is_taken_where_one_film_fits(year: int) -> None:
    assert one(CATALOGUE, "Salt & Smoke", year) == Identified(7, "a year apart", None)


def test_a_year_apart_from_two_films_is_ambiguous() -> None:
    catalogue = tiny_catalogue(titles=["Saw Mill (2003)", "Saw Mill (2005)"])

    assert one(catalogue, "Saw Mill", 2004) == Identified(-1, None, "ambiguous", (1, 0))


@pytest.mark.parametrize(
    ("film", "title", "year"),
    [
        ("Circle, The (2016)", "Circle", 2015),
        ("Circle (2015)", "The Circle", 2016),
        ("Mother! (2017)", "Mother", 2016),
        ("Mother (2016)", "Mother!", 2017),
        ("Where To (1990)", "Where to?", 1991),
        ("Circle (Kreis, Der) (Circle, The) (1990)", "A Circle", 1991),
        ("Raid: Redemption, The (2011)", "Raid", 2012),
    ],
)
def test_a_year_apart_another_article_or_sign_is_another_film(
    film: str, title: str, year: int
) -> None:
    catalogue = tiny_catalogue(titles=[film])

    assert one(catalogue, title, year) == Identified(-1, None, "ambiguous", (0,))


@pytest.mark.parametrize(
    ("film", "title", "year"),
    [
        ("Circle, The (2016)", "the circle", 2015),
        ("Mother! (2017)", "mother!", 2016),
        ("Krug (a.k.a. Circle, The) (2016)", "The Circle", 2015),
        ("Rocky Road II, The (2016)", "The Rocky Road 2", 2015),
        ("Raid: Redemption, The (Serbuan maut) (2011)", "The Raid", 2012),
    ],
)
def test_a_year_apart_the_very_name_is_taken(film: str, title: str, year: int) -> None:
    catalogue = tiny_catalogue(titles=[film])

    assert one(catalogue, title, year) == Identified(0, "a year apart", None)


def test_a_year_apart_from_two_films_the_one_with_the_article_is_taken() -> None:
    catalogue = tiny_catalogue(titles=["Circle (2014)", "Circle, The (2016)"])

    assert one(catalogue, "The Circle", 2015) == Identified(1, "a year apart", None)


@pytest.mark.parametrize(
    ("title", "row"), [("Circle", 0), ("The Circle", 1), ("Circle, The", 1), ("Circle!", 2)]
)
def test_of_one_years_films_the_one_with_the_article_and_sign_is_taken(
    title: str, row: int
) -> None:
    catalogue = tiny_catalogue(titles=["Circle (2015)", "Circle, The (2015)", "Circle! (2015)"])

    assert one(catalogue, title, 2015) == Identified(row, "title and year", None)


def test_of_one_years_films_none_is_taken_for_an_article_that_none_has() -> None:
    catalogue = tiny_catalogue(titles=["Circle (2015)", "Circle, The (2015)"])

    assert one(catalogue, "A Circle", 2015).cause == "ambiguous"


def test_of_one_years_films_one_of_another_imdb_id_is_not_the_closest() -> None:
    catalogue = tiny_catalogue(titles=["Circle (2015)", "Circle, The (2015)"], links=True)
    catalogue = replace(catalogue, imdb_ids=Texts.of(["0000001", ""]))

    assert one(catalogue, "Circle", 2015, imdb_id="0999999").movie == 1


@pytest.mark.parametrize(
    ("film", "title"), [("Circle, The (2015)", "Circle"), ("Mother! (2015)", "Mother")]
)
def test_in_the_year_itself_a_site_may_drop_an_article_or_sign(film: str, title: str) -> None:
    found = one(tiny_catalogue(titles=[film]), title, 2015)

    assert found == Identified(0, "title and year", None)


def test_a_year_apart_an_own_name_comes_before_a_bracket() -> None:
    catalogue = tiny_catalogue(titles=["Saw Mill (2003)", "Serra (Saw Mill) (2005)"])

    assert one(catalogue, "Saw Mill", 2004).movie == 0


def test_another_name_in_the_year_is_ambiguous_beside_the_very_name_a_year_apart() -> None:
    catalogue = tiny_catalogue(titles=["Lantern (Lamp) (1980)", "Lamp (1981)"])

    assert one(catalogue, "Lamp", 1980).cause == "ambiguous"


def test_letters_alone_never_bridge_a_year() -> None:
    assert one(CATALOGUE, "Paperkite", 1991).cause == "not found"


def test_without_a_year_the_only_film_of_a_name_is_taken() -> None:
    assert one(CATALOGUE, "paper lanterns") == Identified(0, "title", None)


def test_without_a_year_several_films_of_a_name_are_ambiguous() -> None:
    assert one(CATALOGUE, "Sabrine") == Identified(-1, None, "ambiguous", (5, 4))


def test_a_year_in_the_title_counts() -> None:
    assert one(CATALOGUE, "Sabrine (1954)") == Identified(4, "title and year", None)


def test_a_film_without_a_year_is_found_by_a_long_title_of_its_own() -> None:
    found = one(CATALOGUE, "Long Way Around the Lake", 1988)

    assert found == Identified(ROW["Long Way Around the Lake"], "title", None)


@pytest.mark.parametrize("title", ["Undated", "Extraordinarily Undated", "On and Off"])
def test_a_film_without_a_year_is_not_found_by_a_title_of_few_words_or_letters(title: str) -> None:
    assert one(tiny_catalogue(titles=[title]), title, 1988).movie == -1


def test_a_film_without_a_year_is_not_found_by_a_title_that_others_have() -> None:
    titles = ["Long Way Around the Lake", "Long Way Around the Lake (1950)"]

    assert one(tiny_catalogue(titles=titles), "Long Way Around the Lake", 1988).movie == -1


def test_a_year_behind_the_catalogues_last_is_newer_than_the_data() -> None:
    assert one(CATALOGUE, "Brand New", 2002).cause == "newer than the data"
    assert one(CATALOGUE, "Brand New", 2001).cause == "not found"


@pytest.mark.parametrize("year", [0, -5, 10**30])
def test_a_year_that_is_none_finds_nothing(year: int) -> None:
    assert one(CATALOGUE, "Paper Lanterns", year).movie == -1


# What the person said


def test_the_film_that_the_person_chose_is_taken() -> None:
    meant = Reference(title="Sabrine", year=1954)
    entry = Entry(film=Reference(title="Paper Lanterns", year=1995), meant=meant)

    assert identify(CATALOGUE, [entry])[0] == Identified(4, "you", None)


def test_where_the_chosen_film_is_absent_no_other_is_taken() -> None:
    meant = Reference(title="Sabrine", year=1970)
    entry = Entry(film=Reference(title="Paper Lanterns", year=1995), meant=meant)

    assert identify(CATALOGUE, [entry])[0] == Identified(-1, None, "not found")


def chosen(catalogue: Catalogue, title: str, year: int | None) -> Identified:
    """Identify an entry for which the person chose a film that a catalogue calls so."""
    meant = Reference(title=title, year=year)
    entry = Entry(film=Reference(title="Léon", year=1994), rated=Rating(4.0, "trakt"), meant=meant)
    return identify(catalogue, [entry])[0]


LEON = "Léon: The Professional (a.k.a. The Professional) (Léon)"


def test_a_chosen_film_is_remembered_where_a_catalogue_has_only_a_name_of_its_brackets() -> None:
    catalogue = tiny_catalogue(titles=["Paper Lanterns (1994)", "Professional, The (1994)"])

    assert chosen(catalogue, LEON, 1994) == Identified(1, "you", None)


def test_a_chosen_films_own_name_comes_before_those_in_its_brackets() -> None:
    titles = ["Professional, The (1994)", "Léon: The Professional (1994)"]

    assert chosen(tiny_catalogue(titles=titles), LEON, 1994).movie == 1


def test_two_films_by_the_brackets_of_a_chosen_one_are_ambiguous() -> None:
    catalogue = tiny_catalogue(titles=["Professional, The (1994)", "Leon (1994)"])

    assert chosen(catalogue, LEON, 1994) == Identified(-1, None, "ambiguous", (1, 0))


def test_a_name_in_a_chosen_films_brackets_never_bridges_a_year() -> None:
    catalogue = tiny_catalogue(titles=["Professional, The (1995)"])

    assert chosen(catalogue, LEON, 1994) == Identified(-1, None, "ambiguous", (0,))


@pytest.mark.parametrize("year", [None, 1981])
def test_a_name_in_a_chosen_films_brackets_finds_nothing_without_its_year(
    year: int | None,
) -> None:
    catalogue = tiny_catalogue(titles=["Professional, The (1994)"])

    assert chosen(catalogue, LEON, year) == Identified(-1, None, "not found")


def test_a_film_that_a_file_names_is_not_looked_for_by_its_brackets() -> None:
    catalogue = tiny_catalogue(titles=["Professional, The (1994)"])

    assert one(catalogue, LEON, 1994) == Identified(-1, None, "not found")


def test_an_ignored_entry_is_left_out() -> None:
    entry = Entry(film=Reference(title="Paper Lanterns", year=1995), ignored=True)

    assert identify(CATALOGUE, [entry])[0] == Identified(-1, None, "left out by you")


# All entries together


def test_a_year_apart_yields_to_an_entry_of_the_year() -> None:
    nearly, exact = all_of(CATALOGUE, ("Nine", 1994, "letterboxd"), ("Nine", 1995, "imdb"))

    assert nearly == Identified(-1, None, "ambiguous", (2,))
    assert exact.movie == 2


def test_another_name_yields_to_the_own_one_of_the_same_source() -> None:
    exact, other = all_of(CATALOGUE, ("Nine", 1995, "trakt"), ("N1ne", 1995, "trakt"))

    assert exact.movie == 2
    assert other.cause == "ambiguous"


def test_another_name_in_the_year_does_not_yield_to_one_a_year_apart() -> None:
    other, nearly = all_of(CATALOGUE, ("N1ne", 1995, "trakt"), ("Nine", 1996, "trakt"))

    assert other.movie == 2
    assert nearly.cause == "ambiguous"


def test_a_title_without_a_year_does_not_yield_to_another_source() -> None:
    found = all_of(CATALOGUE, ("Nine", None, "file"), ("Nine", 1995, "imdb"))

    assert [one.movie for one in found] == [2, 2]


def test_two_sources_may_name_one_film_differently() -> None:
    found = all_of(CATALOGUE, ("Nine", 1995, "letterboxd"), ("N1ne", 1995, "trakt"))

    assert [one.movie for one in found] == [2, 2]


def test_of_two_entries_a_year_apart_on_both_sides_neither_is_taken() -> None:
    found = all_of(CATALOGUE, ("Nine", 1994, "trakt"), ("Nine", 1996, "trakt"))

    assert [one.cause for one in found] == ["ambiguous", "ambiguous"]


def test_one_title_and_year_said_twice_is_one_film() -> None:
    films = [Reference(title="Nine", year=1994), Reference(title="nine", year=1994, tmdb_id=8)]
    entries = [Entry(film=film, seen=Mark("trakt")) for film in films]

    assert [found.movie for found in identify(CATALOGUE, entries)] == [2, 2]


def test_an_endless_title_beside_an_id_does_no_harm() -> None:
    film = Reference(title="(" * 100_000, year=1995, imdb_id="0000003")
    entries = [Entry(film=film), Entry(film=Reference(title="Nine", year=1995))]

    assert [found.movie for found in identify(LINKED, entries)] == [2, 2]


def test_the_persons_choice_is_never_taken_back() -> None:
    meant = Reference(title="Nine", year=1995)
    chosen = Entry(film=Reference(title="Neun", year=1994), meant=meant, seen=Mark("trakt"))
    other = Entry(film=meant, seen=Mark("trakt"))

    assert [found.movie for found in identify(CATALOGUE, [chosen, other])] == [2, 2]


# Suggestions


def test_a_suggestion_resembles() -> None:
    assert suggestions(TitleSearch(CATALOGUE), Reference(title="Papr Lanterns", year=1995), 1) == (
        0,
    )


@pytest.mark.parametrize("title", ["", "   ", "\ud800", pytest.param("(" * 100_000, id="endless")])
def test_a_title_that_is_none_gets_suggestions_without_failing(title: str) -> None:
    assert isinstance(suggestions(TitleSearch(CATALOGUE), Reference(title=title)), tuple)


# Every way of writing

_ARTICLES = {"the": "The", "un": "Un", "la": "La", "a": "A"}


def _article_behind(title: str) -> str:
    first, _, rest = title.partition(" ")
    moved = rest and "(" not in rest and first.casefold() in _ARTICLES
    return f"{rest}, {_ARTICLES[first.casefold()]}" if moved else title


WRITINGS: Sequence[Callable[[str], str]] = (
    str.upper,
    str.lower,
    str.title,
    _article_behind,
    lambda title: title.replace("&", "and"),
    lambda title: title.replace(" and ", " & "),
    lambda title: re.sub(r"\bII$", "2", title),
    lambda title: re.sub(r"\b3$", "III", title),
    lambda title: title.replace("-", " "),
    lambda title: title.replace("é", "e").replace("É", "E\u0301"),
    lambda title: f"  {title}  ",
)


@given(
    row=st.integers(0, len(TITLES) - 1),
    writings=st.lists(st.sampled_from(WRITINGS), max_size=4),
    apart=st.integers(-1, 1),
    part=st.sampled_from(["whole", "outside"]),
)
def test_no_way_of_writing_a_title_makes_it_another_film(
    row: int, writings: list[Callable[[str], str]], apart: int, part: str
) -> None:
    name, year = natural(TITLES[row]), split_year(TITLES[row])[1]
    if part == "outside" and not name.startswith("("):
        name = name.partition(" (")[0]
    for write in writings:
        name = write(name)

    found = one(CATALOGUE, name, None if year is None else year + apart)

    if found.cause != "ambiguous":
        assert found.movie >= 0
        assert CATALOGUE.twins[found.movie] == CATALOGUE.twins[row]


def test_of_two_names_that_differ_by_the_article_the_film_s_own_keeps_it() -> None:
    catalogue = tiny_catalogue(titles=["Circle, The (2015)", "Alien (1979)"])
    entries = [
        Entry(film=Reference(title=title, year=2015), rated=Rating(4, "letterboxd"))
        for title in ("Circle", "The Circle")
    ]

    circle, the_circle = identify(catalogue, entries)

    assert (circle.movie, circle.cause, circle.candidates) == (-1, "ambiguous", (0,))
    assert the_circle.movie == 0
    assert identify(catalogue, entries[:1])[0].movie == 0
