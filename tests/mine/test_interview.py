"""A conversation keeps every answer before the next question, and takes the last one back whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from profile_makers import rated
from shop import assert_two_lines
from trained import FILMS, TWIN, TWIN_TOO, copied, files_in, keep, numbered

from movierec import ask
from movierec.errors import NotReadyError, UsageError
from movierec.mine.interview import Interview
from movierec.mine.profiles import load, remove_profile
from movierec.people.profile import Entry, Mark

THEIRS = Mark("letterboxd", "2021-03-04")


@pytest.fixture(autouse=True)
def model(tiny_model: Path, home: Path) -> Path:
    return copied(tiny_model, home)


def asked(interview: Interview) -> int:
    """Return the id of the film in question."""
    film = interview.question()
    assert film is not None
    return film.movie_id


def test_nothing_is_written_before_the_first_answer(home: Path) -> None:
    before = files_in(home)

    interview = Interview(None, None)
    interview.question()

    assert files_in(home) == before
    assert (interview.name, interview.model, interview.rated) == ("me", "made-up-dnn", ())


def test_a_question_stands_until_it_is_answered() -> None:
    interview = Interview(None, None)

    assert asked(interview) == asked(interview)


def test_stars_are_in_the_profile_at_once() -> None:
    interview = Interview(None, None)
    movie_id = asked(interview)

    interview.rate(4.5)

    (entry,) = load().entries
    assert entry.film.movie_id == movie_id
    assert entry.rated is not None
    assert (entry.rated.stars, entry.rated.source, entry.seen) == (4.5, "me", None)
    assert [(one.film.movie_id, one.rating) for one in interview.rated] == [(movie_id, 4.5)]


def test_a_film_seen_without_stars_is_in_the_profile_at_once() -> None:
    interview = Interview(None, None)
    movie_id = asked(interview)

    interview.see()

    (entry,) = load().entries
    assert (entry.film.movie_id, entry.rated) == (movie_id, None)
    assert entry.seen is not None
    assert interview.rated == ()


def test_of_a_film_that_was_not_seen_nothing_is_kept(home: Path) -> None:
    interview = Interview("anna", None)
    movie_id = asked(interview)

    interview.skip()

    assert asked(interview) != movie_id
    assert not (home / "data" / "profiles").exists()


def test_no_film_is_asked_about_twice_until_none_is_left() -> None:
    interview = Interview(None, None)
    found: list[int] = []

    while (film := interview.question()) is not None:
        found.append(film.movie_id)
        (interview.see, interview.skip, lambda: interview.rate(3))[len(found) % 3]()

    assert len(found) == len({*found}) == FILMS - 1  # of twins one
    assert interview.question() is None
    assert len(load().entries) == FILMS - 1 - len(found[1::3])


def test_what_the_person_knows_already_is_not_asked_about(home: Path) -> None:
    known = (1, 2, 3, TWIN_TOO)
    keep(
        home,
        "me",
        rated(numbered(1), 4),
        Entry(film=numbered(2), seen=THEIRS),
        Entry(film=numbered(3), hidden=THEIRS),
        rated(numbered(TWIN), 3),
    )
    interview = Interview(None, None)
    found = []

    while (film := interview.question()) is not None:
        found.append(film.movie_id)
        interview.skip()

    assert not {*known, TWIN} & {*found}
    assert len(found) == FILMS - 5


@pytest.mark.parametrize("stars", [0, 5.5, 3.3, float("nan")])
def test_stars_that_nobody_can_give_leave_the_question_standing(stars: float) -> None:
    interview = Interview(None, None)
    movie_id = asked(interview)

    with pytest.raises(UsageError) as caught:
        interview.rate(stars)

    assert_two_lines(caught.value, 2)
    assert asked(interview) == movie_id
    interview.rate(4)
    assert len(load().entries) == 1


@pytest.mark.parametrize("answer", ["rate", "see", "skip"])
def test_the_last_answer_is_taken_back_and_its_film_is_the_question_again(answer: str) -> None:
    interview = Interview(None, None)
    first = asked(interview)
    interview.rate(2)
    before = load()
    second = asked(interview)
    {"rate": lambda: interview.rate(4), "see": interview.see, "skip": interview.skip}[answer]()

    assert interview.undo()

    assert asked(interview) == second
    assert load() == before
    assert [one.film.movie_id for one in interview.rated] == [first]


def test_every_answer_can_be_taken_back() -> None:
    interview = Interview(None, None)
    first = asked(interview)
    interview.rate(4)
    for answer in (interview.see, interview.skip, interview.see):
        interview.question()
        answer()

    assert [interview.undo() for _ in range(5)] == [True, True, True, True, False]

    assert asked(interview) == first
    assert load().entries == ()
    assert interview.rated == ()


def test_taking_back_leaves_what_other_films_said(home: Path) -> None:
    entries = (rated(numbered(1), 4), Entry(film=numbered(2), seen=THEIRS))
    keep(home, "me", *entries)
    interview = Interview(None, None)
    interview.question()
    interview.rate(4)

    interview.undo()

    assert load().entries == entries


def test_taking_back_leaves_what_a_file_said_of_the_film(home: Path) -> None:
    entries = tuple(Entry(film=numbered(n), watchlist=THEIRS) for n in range(1, FILMS))
    keep(home, "me", *entries)
    interview = Interview(None, None)
    for answer in (lambda: interview.rate(4), interview.see):
        interview.question()
        answer()
        interview.undo()
        assert load().entries == entries


def test_a_film_answered_again_says_only_the_last_answer() -> None:
    interview = Interview(None, None)
    interview.question()
    interview.rate(4)
    interview.undo()
    interview.question()
    interview.see()

    (entry,) = load().entries
    assert entry.rated is None
    assert entry.seen is not None


def test_a_conversation_that_ends_early_has_kept_its_answers() -> None:
    interview = Interview(None, None)
    for stars in (4, 2, 5):
        interview.question()
        interview.rate(stars)
    asked(interview)
    del interview

    assert len(load().entries) == 3
    assert len(ask.recommend(top=3).rated) == 3


def test_what_another_process_says_meanwhile_is_not_lost(home: Path) -> None:
    interview = Interview(None, None)
    interview.question()
    interview.rate(4)
    path = home / "data" / "profiles" / "me" / "profile.json"
    stored = json.loads(path.read_bytes())
    stored["films"].append({"title": "Never Made", "seen": {"source": "file"}})
    path.write_text(json.dumps(stored), encoding="utf-8")

    interview.question()
    interview.rate(3)

    assert [entry.film.title for entry in load().entries][1] == "Never Made"
    assert len(load().entries) == 3


def test_a_profile_removed_during_the_conversation_does_not_come_back(home: Path) -> None:
    interview = Interview(None, None)
    interview.question()
    interview.rate(4)
    asked(interview)
    remove_profile("me")

    for answer in (lambda: interview.rate(3), interview.see, interview.undo):
        with pytest.raises(NotReadyError) as caught:
            answer()
        assert_two_lines(caught.value, 3)

    assert not (home / "data" / "profiles" / "me").exists()


def test_an_answer_taken_back_restores_what_was_taken_back_before(home: Path) -> None:
    back = Mark("me", "2021-03-04")
    entries = tuple(Entry(film=numbered(n), unrated=back, unseen=back) for n in range(1, FILMS))
    keep(home, "me", *entries)
    interview = Interview(None, None)
    for answer in (lambda: interview.rate(4), interview.see):
        interview.question()
        answer()
        interview.undo()

    assert load().entries == entries


def test_an_answer_is_a_fact_for_the_next_conversation() -> None:
    first = Interview(None, None)
    movie_id = asked(first)
    first.see()

    assert asked(Interview(None, None)) != movie_id


def test_the_conversation_is_about_the_profile_named(home: Path) -> None:
    keep(home, "me", rated(numbered(1), 4))
    interview = Interview("anna", None)
    interview.question()
    interview.rate(3)

    assert interview.name == "anna"
    assert len(load("anna").entries) == 1
    assert load("me").entries == (rated(numbered(1), 4),)


def test_a_model_that_learns_nobody_new_is_refused_before_anything_is_asked(
    home: Path, model: Path
) -> None:
    path = model / "model.json"
    path.write_text(path.read_text("utf-8").replace('"kind": "dnn"', '"kind": "report"'), "utf-8")
    before = files_in(home)

    with pytest.raises(UsageError, match="kind report") as caught:
        Interview(None, None)

    assert "movierec train --model" in caught.value.hint
    assert files_in(home) == before


@pytest.mark.parametrize("name", ["../anna", "7", "a b"])
def test_a_name_that_cannot_be_a_profile_s_is_refused_before_anything_is_asked(name: str) -> None:
    with pytest.raises(UsageError):
        Interview(name, None)


def test_without_a_model_training_is_proposed(model: Path) -> None:
    model.rename(model.parent.parent / "elsewhere")

    with pytest.raises(NotReadyError, match="No model"):
        Interview(None, None)
