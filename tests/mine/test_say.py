"""What is said of a film by its title stands in the profile at once, and is taken back by it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from profile_makers import rated
from shop import assert_two_lines
from trained import NAME, TWIN, TWIN_TOO, copied, files_in, keep, numbered

from movierec.answers.profile import Said
from movierec.errors import DataError, NotReadyError, UnknownError, UsageError
from movierec.mine import profiles, say
from movierec.mine.profiles import load
from movierec.people.profile import Entry, Mark, Profile

SAYING: dict[str, Callable[..., Said]] = {
    "rated": lambda title, **more: say.rate(title, 4.5, **more),
    "seen": say.see,
    "hidden": say.hide,
    "on the watchlist": say.want,
}
TAKING_BACK: dict[str, Callable[..., Said]] = {
    "unrated": say.unrate,
    "not seen": lambda title, **more: say.see(title, undo=True, **more),
    "not hidden": lambda title, **more: say.hide(title, undo=True, **more),
    "not on the watchlist": lambda title, **more: say.want(title, undo=True, **more),
}
PAIRS = list(zip(SAYING.values(), TAKING_BACK.values(), strict=True))


@pytest.fixture(autouse=True)
def model(tiny_model: Path, home: Path) -> Path:
    return copied(tiny_model, home)


def marks(entry: Entry) -> list[object]:
    return [entry.rated, entry.seen, entry.hidden, entry.watchlist]


@pytest.mark.parametrize(("what", "verb"), SAYING.items(), ids=SAYING)
def test_the_answer_tells_what_was_said_of_which_film(what: str, verb: Callable[..., Said]) -> None:
    said = verb("film number 7")

    assert (said.profile, said.what, said.changed, said.before) == ("me", what, True, None)
    assert (said.film.movie_id, said.film.title, said.film.year) == (7, "Film Number 7", 1986)
    assert said.remark == ""


@pytest.mark.parametrize(("place", "verb"), list(enumerate(SAYING.values())), ids=SAYING)
def test_it_stands_in_the_profile_as_said_here_and_now(
    place: int, verb: Callable[..., Said]
) -> None:
    verb("Film Number 7")

    (entry,) = load().entries
    assert (entry.film.title, entry.film.year, entry.film.movie_id) == ("Film Number 7", 1986, 7)
    said = marks(entry)
    mark = said.pop(place)
    assert isinstance(mark, Mark) or entry.rated == mark
    assert mark.source == "me"  # type: ignore[union-attr]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", mark.when)  # type: ignore[union-attr]
    assert said == [None] * 3


@pytest.mark.parametrize("title", ["Film Number 7", str(TWIN), str(TWIN_TOO)])
@pytest.mark.parametrize(("verb", "back"), PAIRS, ids=SAYING)
def test_what_is_taken_back_is_nowhere_counted(
    verb: Callable[..., Said], back: Callable[..., Said], title: str
) -> None:
    verb(title)

    said = back(title)

    assert said.changed
    assert all(entry.is_over for entry in load().entries)
    (summary,) = profiles.profiles()
    assert (summary.rated, summary.seen, summary.watchlist, summary.hidden) == (0, 0, 0, 0)


@pytest.mark.parametrize("verb", SAYING.values(), ids=SAYING)
def test_to_say_it_again_changes_nothing_and_writes_nothing(
    verb: Callable[..., Said], home: Path
) -> None:
    say.rate("Film Number 8", 2)
    verb("Film Number 7")
    before = files_in(home)

    said = verb("Film Number 7")

    assert not said.changed
    assert files_in(home) == before


def test_a_film_seen_on_a_day_of_a_file_stays_seen_on_that_day(home: Path) -> None:
    seen = Entry(film=numbered(7), seen=Mark("letterboxd", "2021-03-04"))
    keep(home, "me", seen)

    assert not say.see("Film Number 7").changed
    assert load().entries == (seen,)


@pytest.mark.parametrize(("what", "verb"), TAKING_BACK.items(), ids=TAKING_BACK)
def test_taking_back_what_was_never_said_changes_nothing(
    what: str, verb: Callable[..., Said], home: Path
) -> None:
    keep(home, "me", rated(numbered(1), 2))
    before = files_in(home)

    said = verb("Film Number 7")

    assert (said.what, said.changed, said.before) == (what, False, None)
    assert files_in(home) == before


@pytest.mark.parametrize("verb", TAKING_BACK.values(), ids=TAKING_BACK)
def test_without_a_profile_there_is_nothing_to_take_back_and_none_is_made(
    verb: Callable[..., Said], home: Path
) -> None:
    with pytest.raises(NotReadyError) as caught:
        verb("Film Number 7")

    assert_two_lines(caught.value, 3)
    assert not (home / "data" / "profiles").exists()


@pytest.mark.parametrize("verb", TAKING_BACK.values(), ids=TAKING_BACK)
def test_from_a_profile_that_nobody_has_nothing_is_taken_back(
    verb: Callable[..., Said], home: Path
) -> None:
    keep(home, "anna", rated(numbered(1), 2))

    with pytest.raises(UnknownError) as caught:
        verb("Film Number 7", profile="ana")

    assert "anna" in caught.value.hint


@pytest.mark.parametrize("back", TAKING_BACK.values(), ids=TAKING_BACK)
def test_only_what_is_meant_is_taken_back(back: Callable[..., Said]) -> None:
    for one in SAYING.values():
        one("Film Number 7")
    whole = marks(load().entries[0])

    back("Film Number 7")

    left = marks(load().entries[0])
    assert sum(mark is None for mark in left) == 1
    assert [mark for mark in left if mark] == [
        mark for mark, kept in zip(whole, left, strict=True) if kept
    ]


def test_new_stars_take_the_place_of_the_old_ones_which_are_told() -> None:
    say.rate("Film Number 7", 2)

    said = say.rate("Film Number 7", 4.5)

    assert (said.before, said.changed) == (2, True)
    (entry,) = load().entries
    assert entry.rated is not None
    assert entry.rated.stars == 4.5


def test_a_film_of_a_file_gets_the_stars_at_its_own_entry(home: Path) -> None:
    keep(home, "me", rated(numbered(7), 2, when="2021-03-04"), rated(numbered(8), 3))

    said = say.rate("7", 5)

    assert said.before == 2
    first, second = load().entries
    assert first.film == numbered(7)
    assert first.rated is not None
    assert (first.rated.stars, first.rated.source) == (5, "me")
    assert second == rated(numbered(8), 3)


def test_of_two_entries_of_a_film_the_stars_given_last_are_told(home: Path) -> None:
    keep(
        home,
        "me",
        rated(numbered(7), 2, when="2021-03-04"),
        Entry(
            film=numbered(9),
            meant=numbered(7),
            rated=rated(numbered(9), 3, when="2022-03-04").rated,
        ),
    )

    assert say.unrate("7").before == 3
    assert [entry.rated for entry in load().entries] == [None, None]


@pytest.mark.parametrize("first", [TWIN, TWIN_TOO])
def test_a_film_and_its_twin_without_ids_are_one_film(first: int) -> None:
    other = TWIN + TWIN_TOO - first
    say.rate(str(first), 2)

    said = say.rate(str(other), 4)

    assert said.before == 2
    assert len(load().entries) == 1


def test_films_that_ids_tell_apart_stay_apart(linked_model: Path, home: Path) -> None:
    copied(linked_model, home, "linked")

    say.rate("7", 2, model="linked")
    say.rate("8", 4, model="linked")

    assert [entry.film.imdb_id for entry in load().entries] == ["0000007", "0000008"]


@pytest.mark.parametrize("stars", [0, 0.25, 5.5, -1, float("nan"), float("inf")])
def test_stars_that_nobody_can_give_are_refused_and_write_nothing(home: Path, stars: float) -> None:
    with pytest.raises(UsageError, match="stars cannot be given") as caught:
        say.rate("Film Number 7", stars)

    assert_two_lines(caught.value, 2)
    assert not (home / "data" / "profiles" / "me").exists()


def test_a_title_that_no_film_has_writes_nothing(home: Path) -> None:
    before = files_in(home)

    with pytest.raises(UnknownError) as caught:
        say.rate("Film Nmber 7", 4)

    assert caught.value.hint.startswith("Did you mean Film Number 7")
    assert files_in(home) == before


def test_a_name_that_cannot_be_a_profile_s_is_refused(home: Path) -> None:
    with pytest.raises(UsageError):
        say.see("Film Number 7", profile="../anna")

    assert not (home / "data" / "profiles").exists()


def test_a_named_profile_is_made_beside_the_others(home: Path) -> None:
    keep(home, "me", rated(numbered(7), 2))

    assert say.see("Film Number 7", profile="anna").profile == "anna"
    assert load("me") == Profile("me", (rated(numbered(7), 2),))
    assert load("anna").entries[0].seen is not None


def test_without_a_name_the_default_profile_is_meant(home: Path) -> None:
    keep(home, "anna")

    assert say.see("Film Number 7").profile == "anna"


def test_of_several_profiles_one_has_to_be_named(home: Path) -> None:
    keep(home, "anna")
    keep(home, "bert")

    with pytest.raises(UsageError, match="several profiles"):
        say.see("Film Number 7")


def test_a_damaged_profile_stays_as_it_is(home: Path) -> None:
    path = keep(home, "me") / "profile.json"
    path.write_text("{", encoding="utf-8")

    with pytest.raises(DataError):
        say.see("Film Number 7")

    assert path.read_text("utf-8") == "{"


def test_without_a_model_training_is_proposed(model: Path) -> None:
    model.rename(model.parent.parent / "elsewhere")

    with pytest.raises(NotReadyError, match="No model"):
        say.rate("Film Number 7", 4)


def test_the_version_before_is_kept(home: Path) -> None:
    say.rate("Film Number 7", 2, model=NAME)
    folder = home / "data" / "profiles" / "me"
    before = (folder / "profile.json").read_bytes()

    say.rate("Film Number 8", 2)

    assert (folder / "profile.previous.json").read_bytes() == before
