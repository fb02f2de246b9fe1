"""A person's taste and a model's errors for them, from a profile and a stored model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from profile_makers import rated
from shop import assert_two_lines
from trained import FILMS, NAME, copied, keep, numbered

from movierec.answers.taste import OwnCounts
from movierec.answers.who import YOU, Who
from movierec.errors import NotReadyError, UnknownError, UsageError
from movierec.mine.taste import evaluate, taste
from movierec.people.profile import Entry, Mark, Reference
from movierec.store.bundle import HISTORY

THEIRS = Mark("letterboxd", "2021-03-04")
UNKNOWN = [Reference(title=f"Never Made {part}", year=1990) for part in ("I", "II", "III")]
SEEN_TOO = Entry(film=numbered(1), rated=rated(numbered(1), 4.5).rated, seen=THEIRS)


def stars(*movie_ids: int) -> list[Entry]:
    return [rated(numbered(movie_id), 1 + movie_id % 5) for movie_id in movie_ids]


@pytest.fixture(autouse=True)
def model(tiny_model: Path, home: Path) -> Path:
    return copied(tiny_model, home)


def test_the_other_films_of_a_profile_are_counted(home: Path) -> None:
    keep(
        home,
        "me",
        SEEN_TOO,
        rated(UNKNOWN[0], 2),
        Entry(film=numbered(2), seen=THEIRS),
        Entry(film=UNKNOWN[1], seen=THEIRS),
        Entry(film=numbered(3), hidden=THEIRS, watchlist=THEIRS),
        Entry(film=numbered(4), watchlist=THEIRS),
        Entry(film=UNKNOWN[2], ignored=True),
    )

    found = taste()

    assert found.rated == 1
    assert found.counts == OwnCounts(seen=2, hidden=1, watchlist=2, unknown=1)
    assert found.mean == 4.5


def test_the_taste_is_beside_everyone_s(home: Path) -> None:
    keep(home, "me", *stars(*range(1, 21)))

    found = taste()

    assert found.who == Who(YOU, profile="me")
    assert found.rated == 20
    assert found.compared is not None
    assert found.fewest_films <= found.compared <= 20
    assert found.everyone_mean is not None
    assert 1 < found.everyone_mean < 5
    assert sum(level.films for level in found.histogram) == 20
    assert sum(level.everyone or 0 for level in found.histogram) == pytest.approx(1)
    assert found.liked_more
    assert found.liked_less


def test_without_others_ratings_the_own_taste_is_told_alone(home: Path, model: Path) -> None:
    keep(home, "me", *stars(*range(1, 21)))
    with_others = taste()
    (model / HISTORY).unlink()

    found = taste()

    assert (found.rated, found.mean) == (with_others.rated, with_others.mean)
    assert (found.compared, found.own_mean, found.everyone_mean) == (None, None, None)
    assert {level.everyone for level in found.histogram} == {None}
    assert {group.everyone for group in found.genres} == {None}
    assert (found.liked_more, found.liked_less) == ((), ())


def test_a_profile_without_a_film_has_no_taste(home: Path) -> None:
    keep(home, "me")

    found = taste()

    assert (found.rated, found.mean, found.histogram) == (0, None, ())


def test_the_taste_is_that_of_the_profile_named(home: Path) -> None:
    keep(home, "me", *stars(1))
    keep(home, "anna", *stars(1, 2))

    assert (taste("anna").who.label, taste("anna").rated) == ("anna", 2)


def test_a_model_is_measured_on_the_films_that_it_knows(home: Path) -> None:
    keep(
        home,
        "me",
        *stars(*range(1, 31)),
        rated(UNKNOWN[0], 4),
        Entry(film=UNKNOWN[1], seen=THEIRS),
        Entry(film=numbered(35), seen=THEIRS),
    )

    found = evaluate()

    assert (found.who, found.card.name, found.unknown) == (Who(YOU, profile="me"), NAME, 1)
    assert (found.report.ratings, found.report.watched) == (30, 1)
    assert 0 < found.report.metrics.rmse < 4
    assert found.report.baselines
    assert found.report.gains.keys() == found.report.baselines.keys()
    assert found.report.lists is not None


def test_the_same_profile_measures_the_same(home: Path) -> None:
    keep(home, "me", *stars(*range(1, 16)))

    assert evaluate() == evaluate()


@pytest.mark.parametrize("films", [0, 1, 9])
def test_a_tiny_profile_is_refused(home: Path, films: int) -> None:
    keep(home, "me", *stars(*range(1, films + 1)))

    with pytest.raises(UsageError) as caught:
        evaluate()

    assert_two_lines(caught.value, 2)


def test_ten_films_are_enough(home: Path) -> None:
    keep(home, "me", *stars(*range(1, 11)))

    assert evaluate().report.ratings == 10


def test_films_that_the_model_does_not_know_are_not_enough(home: Path) -> None:
    keep(home, "me", *(rated(replace(UNKNOWN[0], year=1950 + n), 4) for n in range(FILMS)))

    with pytest.raises(UsageError):
        evaluate()


def test_a_model_given_away_without_histories_cannot_be_measured(home: Path, model: Path) -> None:
    keep(home, "me", *stars(*range(1, 31)))
    (model / HISTORY).unlink()

    with pytest.raises(NotReadyError, match="without its users' ratings") as caught:
        evaluate()

    assert "movierec train" in caught.value.hint


@pytest.mark.parametrize("verb", [taste, evaluate])
def test_an_unknown_profile_is_said_so(home: Path, verb: object) -> None:
    keep(home, "anna")

    with pytest.raises(UnknownError):
        verb("ana")  # type: ignore[operator]


@pytest.mark.parametrize("verb", [taste, evaluate])
def test_without_a_profile_it_is_said_how_to_begin(verb: object) -> None:
    with pytest.raises(NotReadyError, match="no profile of yours"):
        verb()  # type: ignore[operator]
