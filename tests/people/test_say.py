"""What a person says of a film stands at one entry, and what is taken back is gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from profile_makers import ALIEN, HEAT, profile, rated
from shop import assert_two_lines

from movierec.errors import UsageError
from movierec.people.profile import Entry, Mark, Profile, Rating, Reference
from movierec.people.say import hide, mean, rate, restore, see, unhide, unrate, unsee, unwant, want

WHEN = "2021-03-04T18:01:02Z"
MINE = Mark("me", WHEN)
THEIRS = Mark("letterboxd", "2020-02-29")

Say = Callable[..., Profile]


def stars(said: Profile, places: tuple[int, ...], film: Reference, when: str) -> Profile:
    return rate(said, places, film, 4.5, when)


@pytest.mark.parametrize(
    ("say", "entry"),
    [
        (stars, Entry(film=HEAT, rated=Rating(4.5, "me", WHEN))),
        (see, Entry(film=HEAT, seen=MINE)),
        (hide, Entry(film=HEAT, hidden=MINE)),
        (want, Entry(film=HEAT, watchlist=MINE)),
    ],
)
def test_a_film_that_is_new_is_added_at_the_end(say: Say, entry: Entry) -> None:
    said = say(profile(rated(ALIEN, 3)), (), HEAT, WHEN)

    assert said == profile(rated(ALIEN, 3), entry)


def test_of_several_entries_the_first_gets_the_stars_and_the_others_have_none() -> None:
    entry = Entry(film=HEAT, rated=Rating(2, "imdb"), lists=("Noir",))
    before = profile(rated(ALIEN, 3), entry, entry)

    said = rate(before, (2, 1), Reference(title="HEAT"), 4.5, WHEN)

    assert said == profile(
        rated(ALIEN, 3),
        replace(entry, rated=None, unrated=MINE),
        replace(entry, rated=Rating(4.5, "me", WHEN)),
    )


@pytest.mark.parametrize(("say", "mark"), [(see, "seen"), (hide, "hidden"), (want, "watchlist")])
def test_of_several_entries_the_first_says_it(say: Say, mark: str) -> None:
    entry = Entry(film=HEAT, lists=("Noir",))

    said = say(profile(rated(ALIEN, 3), entry, entry), (2, 1), Reference(title="HEAT"), WHEN)

    assert said == profile(rated(ALIEN, 3), entry, replace(entry, **{mark: MINE}))


@pytest.mark.parametrize(
    ("say", "entry"),
    [
        (stars, Entry(film=HEAT, rated=Rating(4.5, "me", "2020-02-29"))),
        (see, Entry(film=HEAT, seen=THEIRS)),
        (hide, Entry(film=HEAT, hidden=THEIRS)),
        (want, Entry(film=HEAT, watchlist=THEIRS)),
    ],
)
def test_to_say_again_what_is_said_changes_nothing(say: Say, entry: Entry) -> None:
    before = profile(Entry(film=HEAT, lists=("Noir",)), entry, rated(ALIEN, 3))

    assert say(before, (0, 1), HEAT, WHEN) == before


def test_the_stars_of_a_file_said_here_are_said_here() -> None:
    assert rate(profile(rated(HEAT, 4.5, "imdb")), (0,), HEAT, 4.5, WHEN) == profile(
        rated(HEAT, 4.5, "me", WHEN)
    )


@pytest.mark.parametrize(
    ("take_back", "entry", "taken"),
    [
        (unrate, rated(HEAT, 4), Entry(film=HEAT, unrated=MINE)),
        (unsee, Entry(film=HEAT, seen=THEIRS), Entry(film=HEAT, unseen=MINE)),
        (unwant, Entry(film=HEAT, watchlist=THEIRS), Entry(film=HEAT, unwanted=MINE)),
    ],
)
def test_a_taking_back_is_dated_where_there_was_something_to_take_back(
    take_back: Say, entry: Entry, taken: Entry
) -> None:
    listed = Entry(film=HEAT, lists=("Noir",))

    assert take_back(profile(entry, listed, entry), (0, 1, 2), WHEN) == profile(
        taken, listed, taken
    )
    assert take_back(profile(taken), (0,), "2022-01-01") == profile(taken)
    assert take_back(profile(entry), (), WHEN) == profile(entry)


@pytest.mark.parametrize(
    ("say", "taken", "mark"),
    [
        (stars, Entry(film=HEAT, unrated=THEIRS), "unrated"),
        (see, Entry(film=HEAT, unseen=THEIRS), "unseen"),
        (want, Entry(film=HEAT, unwanted=THEIRS), "unwanted"),
    ],
)
def test_what_was_taken_back_can_be_said_again(say: Say, taken: Entry, mark: str) -> None:
    (entry,) = say(profile(taken), (0,), HEAT, WHEN).entries

    assert getattr(entry, mark) is None


def test_a_film_that_may_be_recommended_again_leaves_nothing() -> None:
    entry = Entry(film=HEAT, hidden=THEIRS)

    assert unhide(profile(entry, rated(ALIEN, 3), entry), (0, 2)) == profile(rated(ALIEN, 3))


def test_taking_one_thing_back_leaves_the_others() -> None:
    entry = Entry(film=HEAT, rated=Rating(4, "me"), seen=MINE, hidden=MINE, watchlist=MINE)

    assert unrate(profile(entry), (0,), WHEN).entries[0].seen == MINE
    assert unsee(profile(entry), (0,), WHEN).entries[0].rated == Rating(4, "me")
    assert unhide(profile(entry), (0,)).entries[0].watchlist == MINE


@pytest.mark.parametrize("say", [stars, see])
@pytest.mark.parametrize(
    "entry",
    [
        Entry(film=HEAT, unrated=THEIRS, unseen=THEIRS),
        Entry(film=HEAT, watchlist=THEIRS, lists=("Noir",)),
    ],
)
def test_an_answer_is_taken_back_as_if_never_given(say: Say, entry: Entry) -> None:
    before = profile(rated(ALIEN, 3), entry)

    assert restore(say(before, (1,), HEAT, WHEN), (1,), entry) == before


def test_of_a_film_that_was_new_a_restored_entry_goes() -> None:
    said = see(profile(rated(ALIEN, 3)), (), HEAT, WHEN)

    assert restore(said, (1,), Entry(film=HEAT)) == profile(rated(ALIEN, 3))


def test_a_film_that_is_meant_is_no_longer_ignored_and_the_other_way_round() -> None:
    before = profile(rated(Reference(title="Heet"), 4), rated(ALIEN, 3))

    meant = mean(before, (0,), HEAT)
    ignored = mean(meant, (0,), None)

    assert (meant.entries[0].meant, meant.entries[0].ignored) == (HEAT, False)
    assert (ignored.entries[0].meant, ignored.entries[0].ignored) == (None, True)
    assert mean(ignored, (0,), HEAT) == meant
    assert ignored.entries[1] == before.entries[1]


@pytest.mark.parametrize("given", [0, 5.5, 4.3, -1, float("nan"), float("inf")])
def test_stars_off_the_scale_are_refused(given: float) -> None:
    with pytest.raises(UsageError, match="cannot be given") as caught:
        rate(profile(), (), HEAT, given, WHEN)

    assert_two_lines(caught.value, 2)
