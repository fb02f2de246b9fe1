"""Each film stands once in what is brought, with the last that was said of it."""

from __future__ import annotations

from collections.abc import Sequence

from movierec.people.importing.gather import gather
from movierec.people.profile import Brought, Entry, Mark, Rating, Reference

HEAT = Reference(title="Heat", year=1995)
RAN = Reference(title="Ran", year=1985)


def gathered(said: Sequence[Entry]) -> Brought:
    return gather("films.csv", "file", "CSV of ratings", said)


def rated(film: Reference, stars: float, when: str = "") -> Entry:
    return Entry(film=film, rated=Rating(stars, "file", when))


def test_films_keep_the_order_in_which_they_first_come() -> None:
    brought = gathered([rated(RAN, 4.0), rated(HEAT, 4.5), rated(RAN, 5.0)])

    assert [entry.film for entry in brought.entries] == [RAN, HEAT]


def test_the_later_rating_counts_wherever_it_stands() -> None:
    late, early = rated(HEAT, 5.0, "2022-01-01"), rated(HEAT, 1.0, "2021-01-01")

    assert gathered([late, early]).entries == gathered([early, late]).entries == (late,)


def test_of_the_same_day_the_later_row_counts() -> None:
    first, last = rated(HEAT, 1.0, "2021-01-01"), rated(HEAT, 5.0, "2021-01-01")

    assert gathered([first, last]).entries == (last,)


def test_marks_of_several_kinds_are_kept_together() -> None:
    mark = Mark("file")
    brought = gathered(
        [
            rated(HEAT, 4.0),
            Entry(film=HEAT, seen=mark),
            Entry(film=HEAT, watchlist=mark),
            Entry(film=HEAT, lists=("Noir",)),
            Entry(film=HEAT, lists=("Crime",)),
        ]
    )

    (entry,) = brought.entries
    assert entry == Entry(
        film=HEAT,
        rated=Rating(4.0, "file"),
        seen=mark,
        watchlist=mark,
        lists=("Crime", "Noir"),
    )
    assert brought.repeated == 0


def test_a_row_that_says_it_again_or_earlier_is_counted() -> None:
    brought = gathered(
        [rated(HEAT, 4.0, "2021-01-01"), rated(HEAT, 4.0, "2021-01-01"), rated(HEAT, 1.0)]
    )

    assert brought.repeated == 2


def test_equal_ids_are_one_film_whatever_its_title() -> None:
    one = Reference(title="Seven", year=1995, imdb_id="0114369")
    other = Reference(title="Se7en", year=1995, imdb_id="0114369", tmdb_id=807)

    (entry,) = gathered([rated(one, 4.0), rated(other, 5.0)]).entries
    assert entry.film == Reference(title="Seven", year=1995, imdb_id="0114369", tmdb_id=807)


def test_an_imdb_id_is_surer_than_another_id() -> None:
    one = Reference(title="Seven", year=1995, imdb_id="0114369", tmdb_id=807)
    other = Reference(title="Seven", year=1995, imdb_id="0114369", tmdb_id=808)

    (entry,) = gathered([rated(one, 4.0), rated(other, 5.0)]).entries
    assert entry.film == one


def test_equal_titles_with_different_ids_are_two_films() -> None:
    one = Reference(title="Twin", year=2010, imdb_id="0000001")
    other = Reference(title="Twin", year=2010, imdb_id="0000002")

    assert len(gathered([rated(one, 4.0), rated(other, 5.0)]).entries) == 2


def test_a_title_without_id_is_the_film_of_that_title_and_year() -> None:
    known = Reference(title="Heat", year=1995, imdb_id="0113277")

    (entry,) = gathered([rated(HEAT, 4.0), rated(known, 5.0)]).entries
    assert entry.film == known


def test_an_id_that_came_later_finds_its_film_again() -> None:
    named = Reference(title="Heat", year=1995, tmdb_id=949)
    number = Reference(tmdb_id=949)

    assert len(gathered([rated(HEAT, 4.0), rated(named, 4.0), rated(number, 5.0)]).entries) == 1


def test_another_year_or_kind_is_another_film() -> None:
    others = [
        HEAT,
        Reference(title="Heat", year=1986),
        Reference(title="Heat"),
        Reference(title="Heat", year=1995, kind="TV Series"),
    ]

    assert len(gathered([rated(film, 4.0) for film in others]).entries) == 4


def test_a_row_that_names_no_film_is_counted_and_left_out() -> None:
    brought = gathered([rated(Reference(year=1995), 4.0), rated(HEAT, 4.0)])

    assert (brought.nameless, len(brought.entries)) == (1, 1)


def test_a_row_that_says_nothing_is_counted_and_left_out() -> None:
    brought = gathered([Entry(film=HEAT), rated(HEAT, 4.0), Entry(film=Reference())])

    assert brought.entries == (rated(HEAT, 4.0),)
    assert (brought.repeated, brought.nameless, brought.starless) == (0, 1, 1)
