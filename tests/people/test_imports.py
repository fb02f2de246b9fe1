"""Files are merged one after the other, and their films are told as the profile has them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from makers import tiny_catalogue
from profile_makers import ALIKE_PROFILES, BROUGHT, brought, profile, rated

from movierec.answers.profile import Inexact
from movierec.data.catalogue import film
from movierec.people.identify import identify
from movierec.people.imports import FilesFilms, file_read, films_of, merge_all, with_titles
from movierec.people.profile import Brought, Entry, Mark, Profile, Reference

TITLES = ["Heat (1995)", "Alien (1979)", "Lamp, The (1980)", "Lamp, The (1980)"]
LINKED = tiny_catalogue(titles=TITLES, links=True)
CATALOGUE = tiny_catalogue(titles=TITLES)
"""Film ids 1, 4, 7 and 10; IMDb ids from 0000001, TMDB ids from 1000."""
HEAT, ALIEN = Reference(title="Heat", year=1995), Reference(title="Alien", year=1979)
LAMP, NONE = Reference(title="The Lamp", year=1980), Reference(title="Never Made", year=1990)
SEEN = Mark("letterboxd", "2021-03-04")


def told(known: Profile, *files: Brought) -> FilesFilms:
    """Return the films of files once they are merged into a profile."""
    merged = merge_all(known, files).profile
    return films_of(merged, identify(CATALOGUE, merged.entries), files)


def test_of_two_files_the_second_is_merged_into_what_the_first_left() -> None:
    first = brought(rated(HEAT, 2, when="2021-03-04"), rated(ALIEN, 3))
    second = brought(rated(HEAT, 4, when="2021-03-05"))

    found = merge_all(profile(), [first, second])

    assert found.profile == profile(rated(HEAT, 4, when="2021-03-05"), rated(ALIEN, 3))
    assert [(one.ratings_new, one.ratings_changed) for one in found.changes] == [(2, 0), (0, 1)]


def test_without_files_nothing_is_merged() -> None:
    known = profile(rated(HEAT, 4))

    assert merge_all(known, []).profile == known
    assert merge_all(known, []).changes == ()


def test_a_film_of_an_id_alone_gets_its_title_and_keeps_its_marks() -> None:
    file = brought(
        rated(Reference(imdb_id="0000002"), 4),
        rated(Reference(tmdb_id=1000), 3),
        rated(Reference(movie_id=4), 2),
    )

    found = with_titles(file, LINKED).entries

    assert [entry.film.title for entry in found] == ["Alien", "Heat", "Alien"]
    assert found[0].film == Reference(
        title="Alien", year=1979, imdb_id="0000002", tmdb_id=1001, movie_id=4
    )
    assert [entry.rated for entry in found] == [entry.rated for entry in file.entries]


def test_a_film_with_a_title_stays_as_its_file_names_it() -> None:
    file = brought(rated(replace(HEAT, title="HEAT", imdb_id="0000002"), 4))

    assert with_titles(file, LINKED) == file


def test_an_id_that_no_film_has_stays_without_a_title() -> None:
    file = brought(rated(Reference(imdb_id="7654321"), 4), rated(Reference(movie_id=5), 4))

    assert with_titles(file, LINKED) == file


def test_what_a_file_says_the_film_is_is_not_forgotten() -> None:
    file = brought(rated(Reference(imdb_id="0000002", kind="TV Movie"), 4))

    (entry,) = with_titles(file, LINKED).entries

    assert (entry.film.title, entry.film.kind) == ("Alien", "TV Movie")


def test_films_of_the_files_are_told_and_no_others_of_the_profile() -> None:
    known = profile(rated(NONE, 2), rated(HEAT, 3))

    found = told(known, brought(rated(ALIEN, 4)), brought(rated(HEAT, 5), rated(ALIEN, 4)))

    assert found.places == (1, 2)
    assert [entry.film for entry in found.entries] == [HEAT, ALIEN]
    assert found.matched == {"title and year": 2}


def test_matches_are_counted_by_how_the_most_frequent_first() -> None:
    found = told(
        profile(Entry(film=NONE, meant=ALIEN)),
        brought(
            rated(NONE, 3),
            rated(HEAT, 4),
            rated(LAMP, 4),
            rated(Reference(title="Nor This", year=1990), 1),
        ),
    )

    assert list(found.matched.items()) == [("title and year", 2), ("you", 1)]


def test_what_the_person_left_alone_is_counted() -> None:
    found = told(
        profile(Entry(film=NONE, ignored=True), Entry(film=LAMP, ignored=True)),
        brought(rated(NONE, 3), rated(HEAT, 4)),
    )

    assert (found.left_out, found.matched) == (1, {"title and year": 1})


def test_films_matched_not_quite_are_told_with_what_they_were_taken_for() -> None:
    found = told(profile(), brought(rated(HEAT, 4), rated(replace(ALIEN, year=1980), 3)))

    assert found.inexact(CATALOGUE) == (Inexact("Alien", 1980, "a year apart", film(CATALOGUE, 1)),)


def test_of_twins_that_ids_tell_apart_the_most_rated_is_told() -> None:
    merged = profile(rated(LAMP, 4))

    found = films_of(merged, identify(LINKED, merged.entries), [brought(rated(LAMP, 4))])

    assert found.inexact(LINKED) == (Inexact("The Lamp", 1980, "most rated", film(LINKED, 3)),)


def test_a_film_that_leaves_the_profile_with_its_watchlist_is_told_no_more() -> None:
    wanted = brought(Entry(film=HEAT, watchlist=SEEN), has_watchlist=True)

    found = told(profile(), wanted, brought(Entry(film=ALIEN, watchlist=SEEN), has_watchlist=True))

    assert [entry.film for entry in found.entries] == [ALIEN]


def test_a_film_of_which_all_was_taken_back_is_told_no_more() -> None:
    known = profile(Entry(film=HEAT, unrated=Mark("me", "2022-01-01")))

    found = told(known, brought(rated(HEAT, 4, when="2021-03-04"), rated(ALIEN, 3)))

    assert [entry.film for entry in found.entries] == [ALIEN]


@given(known=ALIKE_PROFILES, files=st.lists(BROUGHT, max_size=2))
def test_every_film_told_is_an_entry_of_the_profile_once(
    known: Profile, files: list[Brought]
) -> None:
    merged = merge_all(known, files).profile

    found = films_of(merged, identify(CATALOGUE, merged.entries), files)

    assert list(found.places) == sorted({*found.places})
    assert found.entries == tuple(merged.entries[place] for place in found.places)
    assert len(found.identified) == len(found.entries)


@given(file=BROUGHT)
def test_every_film_of_a_single_file_is_told(file: Brought) -> None:
    merged = merge_all(profile(), [file]).profile

    found = films_of(merged, identify(CATALOGUE, merged.entries), [file])

    assert found.entries == tuple(entry for entry in merged.entries if not entry.is_over)


def test_a_file_is_told_with_what_it_was_taken_for() -> None:
    found = file_read(brought(rated(HEAT, 4), rated(ALIEN, 2), repeated=3, nameless=1, starless=2))

    assert (found.name, found.kind) == ("l.zip", "Letterboxd export")
    assert (found.films, found.repeated, found.nameless, found.starless) == (2, 3, 1, 2)
