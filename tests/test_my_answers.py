"""What a person with a profile is answered: their own films steer every verb at once."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path

import pytest
from profile_makers import rated
from shop import assert_two_lines
from trained import FILMS, NAME, TWIN, TWIN_TOO, copied, files_in, keep, numbered

from movierec import ask
from movierec.answers.recommend import Recommendations
from movierec.answers.who import YOU, Who
from movierec.errors import DataError, UnknownError, UsageError
from movierec.mine import say
from movierec.people.profile import Entry, Mark, Reference
from movierec.people.recommended import RECOMMENDED
from movierec.ranking.wanted import Steering, Wanted

THEIRS = Mark("letterboxd", "2021-03-04")
WATCHED = tuple(range(5, 10))
HIDDEN = (11, 12)


def seen(movie_id: int) -> Entry:
    return Entry(film=numbered(movie_id), seen=THEIRS)


MINE = (
    rated(numbered(1), 5),
    rated(numbered(2), 4.5),
    rated(numbered(3), 0.5),
    *(seen(movie_id) for movie_id in WATCHED),
    *(Entry(film=numbered(movie_id), hidden=THEIRS) for movie_id in HIDDEN),
    Entry(film=numbered(20), watchlist=THEIRS, lists=("Noir",)),
    Entry(film=numbered(21), watchlist=THEIRS),
    Entry(film=numbered(22), lists=("Noir",)),
    Entry(film=Reference(title="Never Made", year=1990), watchlist=THEIRS),
)
KNOWN = {1, 2, 3, *WATCHED, *HIDDEN}


@pytest.fixture(autouse=True)
def mine(tiny_model: Path, home: Path) -> Path:
    """Store the model and the profile of whoever asks."""
    copied(tiny_model, home)
    return keep(home, "me", *MINE)


def listed(found: Recommendations) -> list[int]:
    return [film.expected.film.movie_id for film in found.recommendations]


def steered(**options: object) -> Steering:
    return Steering(wanted=Wanted(**options))  # type: ignore[arg-type]


def every(**options: object) -> list[int]:
    """Return the whole list of whoever asks."""
    return listed(ask.recommend(top=FILMS, steering=steered(**options)))


def test_a_list_without_who_is_for_you() -> None:
    found = ask.recommend(top=5)

    assert found.who == Who(YOU, profile="me")
    assert len(found.recommendations) == 5


def test_what_was_rated_seen_or_hidden_is_never_listed() -> None:
    found = every()

    assert not KNOWN & {*found}
    assert {*found} == {*range(1, FILMS + 1)} - KNOWN - ({TWIN, TWIN_TOO} - {*found})


@pytest.mark.parametrize("movie_id", [TWIN, TWIN_TOO])
@pytest.mark.parametrize("what", ["rated", "seen", "hidden"])
def test_neither_is_a_twin_of_it(home: Path, movie_id: int, what: str) -> None:
    told = {
        "rated": rated(numbered(movie_id), 4),
        "seen": seen(movie_id),
        "hidden": Entry(film=numbered(movie_id), hidden=THEIRS),
    }
    keep(home, "anna", told[what])

    found = listed(ask.recommend("anna", top=FILMS))

    assert len(found) == FILMS - 2
    assert not {TWIN, TWIN_TOO} & {*found}


def test_a_hidden_film_is_not_shown_among_seen_ones_either() -> None:
    found = every(include_seen=True)

    assert not {*HIDDEN} & {*found}
    assert {*found} >= {1, 2, 3, *WATCHED}


def test_similar_films_for_you_are_those_that_you_have_not_seen() -> None:
    whole = [film.film.movie_id for film in ask.similar("30", top=FILMS).films]

    found = ask.similar("30", who="me", top=FILMS)

    assert found.who == Who(YOU, profile="me")
    assert [film.film.movie_id for film in found.films] == [
        movie_id for movie_id in whole if movie_id not in KNOWN
    ]
    assert all(film.expected is not None for film in found.films)


def test_similar_films_for_nobody_hide_nothing() -> None:
    assert {film.film.movie_id for film in ask.similar("30", top=FILMS).films} >= KNOWN


def test_the_own_stars_stand_beside_the_list_beyond_the_model_s_scale_too() -> None:
    found = ask.recommend(top=5)

    assert [(film.film.movie_id, film.rating) for film in found.rated] == [
        (1, 5),
        (2, 4.5),
        (3, 0.5),
    ]


def test_predictions_tell_the_own_stars_and_stay_on_the_model_s_scale() -> None:
    found = ask.predict(None, ["2", "3", "30"])

    assert [film.rated for film in found.predictions] == [4.5, 0.5, None]
    assert all(1 <= film.predicted <= 5 for film in found.predictions)


def test_half_a_star_teaches_what_the_scale_s_lowest_star_teaches(home: Path) -> None:
    keep(home, "half", rated(numbered(1), 0.5))
    keep(home, "one", rated(numbered(1), 1))

    half, one = (ask.predict(who, ["30"]).predictions[0].predicted for who in ("half", "one"))

    assert half == one


def test_whoever_loves_films_is_predicted_more_stars_than_whoever_hates_them(home: Path) -> None:
    keep(home, "loves", *(rated(numbered(movie_id), 5) for movie_id in range(1, 16)))
    keep(home, "hates", *(rated(numbered(movie_id), 1) for movie_id in range(1, 16)))

    loves, hates = (
        sum(film.predicted for film in ask.predict(who, ["30", "31", "32"]).predictions)
        for who in ("loves", "hates")
    )

    assert loves > hates


def test_the_limits_tell_how_much_of_you_is_known() -> None:
    limits = ask.recommend(top=5).limits

    assert (limits.own, limits.watched) == (3, len(WATCHED))


def test_a_film_seen_without_stars_is_a_reason_without_stars() -> None:
    found = ask.why(None, "30")

    without = {one.film.movie_id for one in found.contributions if one.rating is None}
    stars = {one.film.movie_id: one.rating for one in found.contributions if one.rating}
    assert without == {*WATCHED}
    assert stars == {1: 5, 2: 4.5, 3: 0.5}


def test_lists_name_films_seen_without_stars_as_reasons(home: Path) -> None:
    keep(home, "anna", *(seen(movie_id) for movie_id in WATCHED))

    found = ask.recommend("anna", top=FILMS)

    reasons = [reason for film in found.recommendations for reason in film.because]
    assert reasons
    assert all(reason.rating is None for reason in reasons)
    assert {reason.film.movie_id for reason in reasons} <= {*WATCHED}
    assert all(math.isfinite(film.expected.predicted) for film in found.recommendations)


def test_the_whole_sum_is_the_relevance_that_your_list_shows() -> None:
    for film in ask.recommend(top=FILMS).recommendations:
        found = ask.why(None, str(film.expected.film.movie_id))

        parts = found.appeal + sum(one.adds for one in found.contributions)
        assert parts == pytest.approx(found.relevance, abs=1e-5)
        assert found.relevance == pytest.approx(film.relevance, abs=1e-6)


@pytest.mark.parametrize("movie_id", [1, WATCHED[0], HIDDEN[0]])
def test_what_you_know_or_hid_has_no_place(movie_id: int) -> None:
    assert ask.why(None, str(movie_id)).place is None


@pytest.mark.parametrize(
    ("movie_id", "why"), [(1, "already seen"), (5, "already seen"), (11, "hidden"), (30, None)]
)
def test_why_says_what_keeps_a_film_out_of_the_list(movie_id: int, why: str | None) -> None:
    assert ask.why(None, str(movie_id)).kept_out == why


def test_somebody_of_whom_nothing_is_known_is_answered(home: Path) -> None:
    keep(home, "anna")

    found = ask.recommend("anna", top=FILMS)

    assert len(found.recommendations) == FILMS - 1  # of twins one
    assert (found.limits.own, found.limits.watched, found.rated) == (0, 0, ())


SAYING: dict[str, Callable[[str], object]] = {
    "hide": say.hide,
    "rate": lambda title: say.rate(title, 4.5),
    "see": say.see,
}
TAKING_BACK: dict[str, Callable[[str], object]] = {
    "hide": lambda title: say.hide(title, undo=True),
    "rate": say.unrate,
    "see": lambda title: say.see(title, undo=True),
}


@pytest.mark.parametrize("verb", SAYING)
@pytest.mark.parametrize("movie_id", [30, TWIN, TWIN_TOO])
def test_what_is_said_and_taken_back_changes_the_next_answer(verb: str, movie_id: int) -> None:
    before = every()
    gone = {TWIN, TWIN_TOO} if movie_id in (TWIN, TWIN_TOO) else {movie_id}

    SAYING[verb](str(movie_id))
    without = every()
    TAKING_BACK[verb](str(movie_id))

    assert gone & {*before}
    assert not gone & {*without}
    assert every() == before


def test_stars_change_the_next_prediction() -> None:
    (before,) = ask.predict(None, ["30"]).predictions

    say.rate("Film Number 31", 5)

    (after,) = ask.predict(None, ["30"]).predictions
    assert after.predicted != before.predicted


def test_a_watched_film_changes_the_next_sum() -> None:
    before = ask.why(None, "30")

    say.see("31")

    added = {one.film.movie_id for one in ask.why(None, "30").contributions} - {
        one.film.movie_id for one in before.contributions
    }
    assert added == {31}


def test_the_watchlist_alone_is_ranked_as_the_whole_list_is() -> None:
    whole = every()

    assert every(from_list="watchlist") == [one for one in whole if one in (20, 21)]
    assert every(from_list="Watchlist") == every(from_list="watchlist")


def test_the_watchlist_is_left_out() -> None:
    assert every(not_in="watchlist") == [one for one in every() if one not in (20, 21)]


def test_a_film_that_is_wanted_is_on_the_next_watchlist() -> None:
    say.want("30")
    say.want("21", undo=True)

    assert {*every(from_list="watchlist")} == {20, 30}


def test_an_own_list_is_called_by_its_name_in_any_case() -> None:
    assert {*every(from_list="noir")} == {20, 22}
    assert {*every(not_in="NOIR")} == {*every()} - {20, 22}


def test_one_list_can_be_taken_out_of_another() -> None:
    assert every(from_list="Noir", not_in="watchlist") == [22]


def test_the_own_list_comes_before_a_file_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("watchlist").write_text("30\n", encoding="utf-8")

    assert {*every(from_list="watchlist")} == {20, 21}
    assert every(from_list=str(tmp_path / "watchlist")) == [30]


def test_a_file_called_watchlist_is_read_for_a_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    unrated = listed(ask.recommend(7, top=1))
    Path("watchlist").write_text(f"{unrated[0]}\n", encoding="utf-8")

    found = ask.recommend(7, top=1, steering=steered(from_list="watchlist"))

    assert listed(found) == unrated


def test_a_list_that_nobody_has_is_looked_for_as_a_file() -> None:
    with pytest.raises(UsageError) as caught:
        every(from_list="Comedies")

    assert caught.value.what == "There is no list and no file called Comedies."
    assert caught.value.hint.startswith("Lists: watchlist, ")


def test_a_user_of_the_data_set_is_told_to_have_no_lists() -> None:
    with pytest.raises(UsageError) as caught:
        ask.recommend(7, steering=steered(from_list="watchlist"))

    assert_two_lines(caught.value, 2)
    assert "a MovieLens user has no lists" in caught.value.what


def test_a_watchlist_without_a_known_film_leaves_nothing_out(home: Path) -> None:
    keep(home, "anna", *MINE[:3], MINE[-1])

    found = ask.recommend("anna", steering=steered(not_in="watchlist"))

    assert found.recommendations == ask.recommend("anna").recommendations


def test_a_watchlist_without_a_known_film_is_told(home: Path) -> None:
    keep(home, "anna", *MINE[:3], MINE[-1])

    with pytest.raises(UsageError, match="no film on your watchlist") as caught:
        ask.recommend("anna", steering=steered(from_list="watchlist"))

    assert_two_lines(caught.value, 2)
    assert "movierec import" in caught.value.hint


def test_similar_films_can_be_those_of_the_watchlist() -> None:
    found = ask.similar("30", who="me", top=FILMS, wanted=Wanted(from_list="watchlist"))

    assert {film.film.movie_id for film in found.films} == {20, 21}


def test_fresh_lists_share_no_film_with_those_before() -> None:
    whole = every_without_remembering()

    shown: list[int] = []
    for _ in range(3):
        shown += listed(ask.recommend(top=5, steering=steered(fresh=True)))

    assert shown == whole[:15]


def every_without_remembering() -> list[int]:
    """Return the whole list, and forget that it was shown."""
    from movierec.paths import user_paths

    found = every()
    (user_paths().profiles / "me" / RECOMMENDED).unlink()
    return found


def test_a_list_that_is_not_fresh_is_remembered_too_and_stays_the_same() -> None:
    first = listed(ask.recommend(top=5))

    assert listed(ask.recommend(top=5)) == first
    assert not {*first} & {*listed(ask.recommend(top=5, steering=steered(fresh=True)))}


def test_fresh_films_stay_fresh_with_another_model(linked_model: Path, home: Path) -> None:
    copied(linked_model, home, "linked")
    first = listed(ask.recommend(top=8, model=NAME))

    second = listed(ask.recommend(top=8, model="linked", steering=steered(fresh=True)))
    third = listed(ask.recommend(top=8, model=NAME, steering=steered(fresh=True)))

    together = [*first, *second, *third]
    assert len({*together}) == len(together) == 24


def test_no_fresh_film_left_is_told() -> None:
    every()

    with pytest.raises(UsageError, match="--fresh took") as caught:
        every(fresh=True)

    assert_two_lines(caught.value, 2)


@pytest.mark.parametrize(("who", "others"), [(7, ()), ("me", ("7",))])
def test_nothing_is_fresh_for_a_user_of_the_data_set(
    who: int | str, others: tuple[str, ...]
) -> None:
    with pytest.raises(UsageError, match="user 7 is not remembered") as caught:
        ask.recommend(who, others=others, steering=steered(fresh=True))

    assert_two_lines(caught.value, 2)


def test_of_a_user_nothing_is_written(home: Path) -> None:
    before = files_in(home)

    ask.recommend(7)

    assert files_in(home) == before


def test_what_is_remembered_names_films_and_the_second(mine: Path) -> None:
    ask.recommend(top=2)

    films = json.loads((mine / RECOMMENDED).read_bytes())["films"]
    assert [film["movie_id"] for film in films] == listed(ask.recommend(top=2))
    assert all(film["title"].startswith("Film Number") and film["when"] for film in films)


def test_a_list_that_cannot_be_remembered_is_shown_and_told(mine: Path) -> None:
    whole = listed(ask.recommend(top=5))
    (mine / RECOMMENDED).unlink()
    (mine / RECOMMENDED).mkdir()

    found = ask.recommend(top=5)

    assert listed(found) == whole
    assert "could not be remembered for --fresh" in found.remarks[-1]


def test_damage_of_what_is_remembered_is_told_beside_the_list(mine: Path) -> None:
    (mine / RECOMMENDED).write_text("{", encoding="utf-8")

    found = ask.recommend(top=5)

    assert len(found.recommendations) == 5
    assert "could not be remembered for --fresh" in found.remarks[-1]


def test_damage_of_what_is_remembered_is_an_error_for_fresh(mine: Path) -> None:
    (mine / RECOMMENDED).write_text("{", encoding="utf-8")

    with pytest.raises(DataError) as caught:
        ask.recommend(top=5, steering=steered(fresh=True))

    assert caught.value.hint.startswith(f"Delete {mine / RECOMMENDED}")


def test_a_list_for_two_tells_what_each_may_rate(home: Path) -> None:
    keep(home, "anna", rated(numbered(13), 1), rated(numbered(14), 5))

    found = ask.recommend(others=("anna", "7"), top=3)

    assert found.others == (Who("anna", profile="anna"), Who.user(7))
    for film in found.recommendations:
        title = [str(film.expected.film.movie_id)]
        for who, theirs in zip((None, "anna", 7), (film.expected, *film.others), strict=True):
            (alone,) = ask.predict(who, title).predictions
            assert theirs.film == alone.film
            assert theirs.predicted == pytest.approx(alone.predicted, abs=1e-5)


def test_a_list_for_two_holds_nothing_that_either_knows_or_hid(home: Path) -> None:
    keep(home, "anna", rated(numbered(13), 1), Entry(film=numbered(14), hidden=THEIRS))

    found = listed(ask.recommend(others=("anna",), top=FILMS))

    assert found
    assert not (KNOWN | {13, 14}) & {*found}


def test_a_list_for_two_is_remembered_for_both(home: Path) -> None:
    keep(home, "anna", rated(numbered(13), 1))

    shown = listed(ask.recommend(others=("anna",), top=5))

    for who in ("me", "anna"):
        fresh = listed(ask.recommend(who, top=FILMS, steering=steered(fresh=True)))
        assert not {*shown} & {*fresh}


def test_an_edit_by_hand_counts_at_once(mine: Path) -> None:
    path = mine / "profile.json"
    stored = json.loads(path.read_bytes())
    stored["films"].append({"title": "Film Number 30", "seen": {"source": "me"}})
    before = every()

    path.write_text(json.dumps(stored), encoding="utf-8")

    assert 30 in before
    assert 30 not in every()


def test_a_damaged_profile_is_two_lines_and_keeps_no_user_from_an_answer(mine: Path) -> None:
    (mine / "profile.json").write_text("{", encoding="utf-8")

    with pytest.raises(DataError) as caught:
        ask.recommend()

    assert "\n" not in caught.value.what + caught.value.hint
    assert ask.recommend(7).recommendations


@pytest.mark.parametrize(
    "verb",
    [
        lambda: ask.recommend("mee"),
        lambda: ask.why("mee", "3"),
        lambda: ask.predict("mee", ["3"]),
        lambda: ask.similar("3", who="mee"),
        lambda: ask.recommend(others=("mee",)),
    ],
    ids=["recommend", "why", "predict", "similar", "with"],
)
def test_every_verb_offers_a_near_name(verb: Callable[[], object]) -> None:
    with pytest.raises(UnknownError) as caught:
        verb()

    assert caught.value.hint == "Did you mean me?"


def test_the_profile_itself_is_changed_by_no_answer(mine: Path) -> None:
    before = (mine / "profile.json").read_bytes()

    ask.recommend()
    ask.why(None, "30")
    ask.predict(None, ["30"])
    ask.similar("30", who="me")

    assert (mine / "profile.json").read_bytes() == before
    assert not (mine / "profile.previous.json").exists()
