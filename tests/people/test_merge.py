"""What a file brings is merged: the last word counts, and bringing it again changes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from profile_makers import (
    ALIEN,
    ALIKE_PROFILES,
    BROUGHT,
    HEAT,
    brought,
    nothing_taken_back,
    profile,
    rated,
)

from movierec.people.merge import Changes, merge
from movierec.people.profile import Brought, Entry, Mark, Profile, Rating, Reference

NOTHING = Changes(
    ratings_new=0,
    ratings_changed=0,
    ratings_same=0,
    older=0,
    seen_new=0,
    watchlist_new=0,
    watchlist_gone=0,
    lists_new=(),
)
THEN, LATER = "2020-02-29", "2021-03-04"


@settings(max_examples=200)
@given(ALIKE_PROFILES, BROUGHT)
def test_bringing_a_file_again_changes_nothing(before: Profile, file: Brought) -> None:
    once = merge(before, file).profile
    again = merge(once, file)

    assert again.profile == once
    assert replace(again.changes, ratings_same=0, older=0) == NOTHING


def film(title: str = "", year: int | None = None, imdb: str = "", tmdb: int = 0) -> Entry:
    named = Reference(title=title, year=year, imdb_id=imdb, tmdb_id=tmdb or None)
    # Each in a list of its own, which tells into which entry it was merged.
    return Entry(film=named, lists=(f"{title}/{year}/{imdb}/{tmdb}",))


ONE, TWO = "0000001", "0000002"
WANTED = Entry(film=Reference(tmdb_id=5), watchlist=Mark("letterboxd"))


@pytest.mark.parametrize(
    ("before", "file"),
    [
        ([film(imdb=ONE)], [film("Heat"), film("Heat", imdb=ONE), film(year=1979, imdb=ONE)]),
        ([film("Heat", imdb=ONE)], [film("Heat"), film("Heat", 1995, ONE)]),
        ([], [film(imdb=ONE), film(tmdb=5), film(imdb=ONE, tmdb=5)]),
        ([film(imdb=ONE, tmdb=5)], [film(imdb=TWO, tmdb=5), film(imdb=TWO)]),
        ([film(imdb=ONE), WANTED], [film(imdb=ONE, tmdb=5)]),
        ([film(imdb=ONE)], [film("Heat", 1995), film("Heat", 1995, ONE)]),
    ],
    ids=[
        "a year before a title",
        "a title without its year",
        "two ids of two films",
        "an id of another film",
        "an id of a film that goes",
        "a title of another film",
    ],
)
def test_a_file_that_names_films_by_halves_is_found_again(
    before: list[Entry], file: list[Entry]
) -> None:
    whole = brought(*file, has_watchlist=True)
    once = merge(profile(*before), whole).profile

    assert merge(once, whole).profile == once


@given(ALIKE_PROFILES, BROUGHT.map(nothing_taken_back))
def test_no_rating_is_lost_and_nothing_seen(before: Profile, file: Brought) -> None:
    after = merge(before, file).profile

    for what in ("rated", "seen", "hidden"):
        places = [place for place, e in enumerate(before.entries) if getattr(e, what) is not None]
        speaking = [place for place, entry in enumerate(after.entries) if getattr(entry, what)]
        assert len(speaking) >= len(places)
    assert not any(entry.says_nothing for entry in after.entries)


@given(ALIKE_PROFILES, BROUGHT)
def test_every_rating_of_a_file_is_counted_once(before: Profile, file: Brought) -> None:
    changes = merge(before, file).changes
    counted = changes.ratings_new + changes.ratings_changed + changes.ratings_same + changes.older

    assert counted <= sum(entry.rated is not None for entry in file.entries)


def test_films_that_are_new_stand_at_the_end_in_the_files_order() -> None:
    merged = merge(
        profile(rated(HEAT, 4)), brought(rated(ALIEN, 3), rated(Reference(title="X"), 1))
    )

    assert merged.profile == profile(
        rated(HEAT, 4), rated(ALIEN, 3), rated(Reference(title="X"), 1)
    )
    assert merged.changes == replace(NOTHING, ratings_new=2)


@pytest.mark.parametrize(
    "named",
    [
        Reference(imdb_id="0113277"),
        Reference(tmdb_id=949),
        Reference(title="Heat", year=1995),
        Reference(title="HEAT!", year=1995, movie_id=6),
        Reference(title="Another title", year=1900, imdb_id="0113277"),
        Reference(title="Heat", year=1995, tmdb_id=949),
    ],
)
def test_a_film_is_the_same_by_an_id_or_by_title_and_year(named: Reference) -> None:
    (entry,) = merge(profile(rated(HEAT, 4)), brought(rated(named, 2))).profile.entries

    assert entry.rated == Rating(2, "letterboxd")
    assert (entry.film.title, entry.film.imdb_id) == ("Heat", "0113277")


@pytest.mark.parametrize(
    "named",
    [
        Reference(title="Heat", year=1986),
        Reference(title="Heat"),
        Reference(title="Heat", year=1995, imdb_id="0000001"),
        Reference(title="Heat", year=1995, tmdb_id=1),
        Reference(title="Heat", year=1995, kind="TV Series"),
        Reference(title="Heat 2", year=1995),
        Reference(movie_id=6),
    ],
)
def test_a_film_that_differs_is_another_one(named: Reference) -> None:
    before = profile(rated(replace(HEAT, movie_id=6), 4))

    assert len(merge(before, brought(rated(named, 2))).profile.entries) == 2


def test_where_an_id_and_the_title_lead_to_two_films_the_id_counts() -> None:
    other = Reference(title="Other", year=1995, imdb_id="0000001")
    untold = Reference(title="Heat", year=1995)

    merged = merge(
        profile(rated(untold, 4), rated(other, 3)),
        brought(rated(Reference(title="Heat", year=1995, imdb_id="0000001"), 1)),
    )

    assert merged.profile == profile(rated(untold, 4), rated(other, 1))


def test_a_film_with_nothing_but_a_movielens_id_is_found_again() -> None:
    file = brought(rated(Reference(movie_id=6), 4))
    once = merge(profile(), file).profile

    assert merge(once, file).profile == once


def test_ids_and_a_missing_year_are_taken_over() -> None:
    before = profile(rated(ALIEN, 4), rated(Reference(title="Heat", imdb_id="0113277"), 3))
    told = replace(ALIEN, imdb_id="0078748", tmdb_id=348, movie_id=1214)

    after = merge(before, brought(rated(told, 4), rated(HEAT, 3))).profile

    assert [entry.film for entry in after.entries] == [told, HEAT]


def test_no_film_is_given_an_id_that_another_one_has() -> None:
    before = profile(rated(Reference(imdb_id="0000001"), 4), rated(Reference(tmdb_id=5), 3))

    after = merge(before, brought(rated(Reference(imdb_id="0000001", tmdb_id=5), 2))).profile

    assert [entry.film for entry in after.entries] == [entry.film for entry in before.entries]
    assert after.entries[0].rated == Rating(2, "letterboxd")


@pytest.mark.parametrize(
    ("old", "new", "wins"),
    [
        (Rating(4, "letterboxd", THEN), Rating(2, "letterboxd", LATER), True),
        (Rating(4, "letterboxd", LATER), Rating(2, "letterboxd", THEN), False),
        (Rating(4, "letterboxd", THEN), Rating(2, "letterboxd", THEN), True),
        (Rating(4, "imdb", THEN), Rating(2, "letterboxd", THEN), False),
        (Rating(4, "imdb"), Rating(2, "letterboxd"), True),
        (Rating(4, "imdb"), Rating(2, "letterboxd", THEN), True),
        (Rating(4, "imdb", THEN), Rating(2, "letterboxd"), False),
        (Rating(4, "me", f"{THEN}T10:00:00Z"), Rating(2, "letterboxd", THEN), False),
        (Rating(4, "me", f"{THEN}T10:00:00Z"), Rating(2, "letterboxd", LATER), True),
    ],
)
def test_what_was_said_last_counts(old: Rating, new: Rating, wins: bool) -> None:
    merged = merge(profile(Entry(film=HEAT, rated=old)), brought(Entry(film=HEAT, rated=new)))

    assert merged.profile.entries[0].rated == (new if wins else old)
    assert merged.changes == replace(NOTHING, ratings_changed=int(wins), older=int(not wins))


DAY, SECOND = "2021-03-04", "2021-03-04T18:01:02Z"


@pytest.mark.parametrize(
    ("back", "said", "passes"),
    [
        (DAY, "", False),
        (DAY, "2021-03-03", False),
        (DAY, DAY, False),
        (DAY, SECOND, False),
        (DAY, "2021-03-05", True),
        (SECOND, DAY, False),
        (SECOND, SECOND, False),
        (SECOND, "2021-03-04T18:01:03Z", True),
        (SECOND, "2021-03-04T09:00:00Z", False),
        ("", "", False),
        ("", DAY, True),
    ],
)
def test_only_what_was_said_after_the_taking_back_counts(
    back: str, said: str, passes: bool
) -> None:
    mine, theirs = Mark("me", back), Mark("letterboxd", said)
    taken = Entry(film=HEAT, unrated=mine, unseen=mine, unwanted=mine)
    told = Entry(film=HEAT, rated=Rating(4, "letterboxd", said), seen=theirs, watchlist=theirs)

    merged = merge(profile(taken), brought(told))

    assert merged.profile == profile(told if passes else taken)
    assert merged.changes == replace(
        NOTHING,
        ratings_new=int(passes),
        older=int(not passes),
        watchlist_new=int(passes),
    )


def test_what_a_profile_taken_away_took_back_is_taken_back() -> None:
    mine = Mark("me", LATER)
    before = profile(
        Entry(film=HEAT, rated=Rating(4, "imdb", THEN), seen=Mark("imdb", THEN)), rated(ALIEN, 3)
    )

    after = merge(before, brought(Entry(film=HEAT, unrated=mine), source="me")).profile

    assert after == profile(
        Entry(film=HEAT, unrated=mine, seen=Mark("imdb", THEN)), rated(ALIEN, 3)
    )


def test_the_same_stars_at_a_later_time_are_the_same_rating() -> None:
    merged = merge(profile(rated(HEAT, 4, when=THEN)), brought(rated(HEAT, 4, when=LATER)))

    assert merged.profile == profile(rated(HEAT, 4, when=LATER))
    assert merged.changes == replace(NOTHING, ratings_same=1)


def test_a_film_is_newly_seen_where_no_stars_said_so() -> None:
    seen = Mark("letterboxd", THEN)
    before = profile(rated(HEAT, 4))
    file = brought(
        Entry(film=HEAT, seen=seen),
        Entry(film=ALIEN, seen=seen),
        Entry(film=Reference(title="X"), seen=seen, rated=Rating(4, "letterboxd", THEN)),
    )

    merged = merge(before, file)

    assert [entry.seen for entry in merged.profile.entries] == [seen] * 3
    assert merged.changes == replace(NOTHING, seen_new=1, ratings_new=1)


def test_what_a_whole_watchlist_no_longer_has_is_no_longer_wanted() -> None:
    gone, kept = Reference(title="Gone"), Reference(title="Kept")
    theirs = Mark("letterboxd", THEN)
    before = profile(
        Entry(film=gone, watchlist=theirs),
        Entry(film=HEAT, watchlist=theirs, rated=Rating(4, "letterboxd", THEN)),
        Entry(film=kept, watchlist=theirs),
        Entry(film=Reference(title="Mine"), watchlist=Mark("me", THEN)),
    )
    file = brought(
        rated(HEAT, 4, when=THEN),
        Entry(film=kept, watchlist=theirs),
        Entry(film=ALIEN, watchlist=theirs),
        has_watchlist=True,
    )

    merged = merge(before, file)

    assert [entry.film.title for entry in merged.profile.entries if entry.watchlist] == [
        "Kept",
        "Mine",
        "Alien",
    ]
    assert "Gone" not in [entry.film.title for entry in merged.profile.entries]
    assert merged.changes == replace(NOTHING, ratings_same=1, watchlist_new=1, watchlist_gone=2)
    # A file that says nothing of a watchlist takes nothing from it.
    parted = merge(before, replace(file, has_watchlist=False))
    assert parted.changes.watchlist_gone == 0


def test_films_leave_the_lists_that_a_file_holds_whole() -> None:
    before = profile(
        Entry(film=HEAT, lists=("Mine", "Noir")), Entry(film=Reference(title="X"), lists=("Noir",))
    )
    file = brought(Entry(film=ALIEN, lists=("New", "Noir")), lists=("New", "Noir"))

    merged = merge(before, file)

    assert merged.profile == profile(
        Entry(film=HEAT, lists=("Mine",)), Entry(film=ALIEN, lists=("New", "Noir"))
    )
    assert merged.changes == replace(NOTHING, lists_new=("New",))


def test_which_film_an_entry_is_stays_as_the_profile_says() -> None:
    told, untold = Reference(title="Heet"), Reference(title="Alein")
    before = profile(replace(rated(told, 4), ignored=True), rated(untold, 3))
    file = brought(Entry(film=told, meant=HEAT), Entry(film=untold, meant=ALIEN))

    after = merge(before, file).profile

    assert [(entry.meant, entry.ignored) for entry in after.entries] == [
        (None, True),
        (ALIEN, False),
    ]


def test_rows_that_name_no_film_or_say_nothing_add_nothing() -> None:
    file = brought(rated(Reference(year=1995), 4), Entry(film=ALIEN))

    assert merge(profile(), file).profile == profile()


def stars(found: Profile) -> list[float]:
    return [entry.rated.stars for entry in found.entries if entry.rated]


EMMA = Reference(title="Emma", year=1996)
EMMAS = (rated(replace(EMMA, imdb_id=ONE), 4), rated(replace(EMMA, imdb_id=TWO), 2))


def test_films_whose_names_differ_by_the_article_are_two() -> None:
    circle = Reference(title="Circle", year=2015)
    rows = (rated(circle, 5), rated(replace(circle, title="The Circle"), 1))

    assert stars(merge(Profile("me"), brought(*rows)).profile) == [5, 1]


def test_of_two_films_of_one_name_and_year_one_without_an_id_is_neither() -> None:
    file = brought(rated(EMMA, 1))

    once = merge(profile(*EMMAS), file).profile

    assert stars(once) == [4, 2, 1]
    assert merge(once, file).profile == once


def test_two_films_of_one_name_and_year_do_not_take_a_third_without_an_id() -> None:
    found = merge(profile(rated(EMMA, 1)), brought(*EMMAS)).profile

    assert stars(found) == [1, 4, 2]
