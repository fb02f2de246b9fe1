"""WHO is a user of the data set or the person of a profile, and every miss says what there is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from profile_makers import rated
from shop import assert_two_lines
from trained import FILMS, USERS, copied, keep, numbered

from movierec.answers.who import YOU, Who
from movierec.asker import asker, askers, is_profile, profile_name
from movierec.errors import NotReadyError, UnknownError, UsageError
from movierec.people.change import use_profile
from movierec.people.profile import Mark, Reference
from movierec.store.bundle import Bundle, load_bundle

SEEN = Mark("letterboxd")
UNKNOWN_FILM = Reference(title="Never Made", year=1990)


@pytest.fixture
def bundle(tiny_model: Path, home: Path) -> Bundle:
    return load_bundle(copied(tiny_model, home))


@pytest.mark.parametrize("who", [7, "7", "007"])
def test_a_number_is_a_user_of_the_data_set(bundle: Bundle, who: int | str) -> None:
    found = asker(bundle, who)

    assert found.who == Who("user 7", user_id=7)
    assert found.own is None
    ratings = bundle.rated_by(bundle.user(7))
    assert sorted(found.viewer.rated.movie.tolist()) == sorted(ratings.movie.tolist())


@pytest.mark.parametrize("who", ["anna", "ANNA", "Anna"])
def test_a_word_is_a_profile_in_any_case(home: Path, bundle: Bundle, who: str) -> None:
    keep(home, "me", rated(numbered(1), 2))
    keep(home, "anna", rated(numbered(3), 4.5))

    found = asker(bundle, who)

    assert found.who == Who("anna", profile="anna")
    assert found.viewer.rated.movie.tolist() == [2]
    assert found.viewer.rated.rating.tolist() == [4.5]


def test_nobody_named_is_the_default_profile_and_is_you(home: Path, bundle: Bundle) -> None:
    keep(home, "anna")
    keep(home, "bert")
    use_profile(home / "data" / "profiles", "bert")

    assert asker(bundle, None).who == Who(YOU, profile="bert")


def test_the_default_profile_is_you_by_its_name_too(home: Path, bundle: Bundle) -> None:
    keep(home, "me")
    keep(home, "anna")

    assert asker(bundle, "me").who == Who(YOU, profile="me")
    assert asker(bundle, "anna").who == Who("anna", profile="anna")


@pytest.mark.parametrize("who", ["me", "ME"])
def test_me_is_the_default_profile_where_none_is_called_so(
    home: Path, bundle: Bundle, who: str
) -> None:
    keep(home, "anna")

    assert asker(bundle, who).who == Who(YOU, profile="anna")


def test_of_several_profiles_one_has_to_be_chosen(home: Path, bundle: Bundle) -> None:
    keep(home, "anna")
    keep(home, "bert")

    with pytest.raises(UsageError, match="several profiles: anna, bert") as caught:
        asker(bundle, None)

    assert_two_lines(caught.value, 2)
    assert "movierec profile use" in caught.value.hint


def test_where_none_is_chosen_everybody_has_their_own_name(home: Path, bundle: Bundle) -> None:
    keep(home, "anna")
    keep(home, "bert")

    assert asker(bundle, "anna").who.label == "anna"


def test_without_any_profile_it_is_said_how_to_begin(bundle: Bundle) -> None:
    with pytest.raises(NotReadyError, match="no profile of yours") as caught:
        asker(bundle, None)

    assert caught.value.exit_code == 3
    assert "movierec import" in caught.value.hint
    assert "movierec rate" in caught.value.hint


def test_me_without_any_profile_is_no_unknown_name(bundle: Bundle) -> None:
    with pytest.raises(NotReadyError):
        asker(bundle, "me")


@pytest.mark.parametrize("who", ["anna", "", "a\nb", "a" * 5_000])
def test_a_name_without_any_profile_is_neither_user_nor_profile(bundle: Bundle, who: str) -> None:
    with pytest.raises(UnknownError, match="neither a profile nor a user called '") as caught:
        asker(bundle, who)

    assert_two_lines(caught.value, 4)
    assert len(caught.value.what) < 120


def test_of_an_unknown_name_a_near_one_is_offered(home: Path, bundle: Bundle) -> None:
    keep(home, "anna")

    with pytest.raises(UnknownError) as caught:
        asker(bundle, "ana")

    assert caught.value.exit_code == 4
    assert caught.value.hint == "Did you mean anna?"


@pytest.mark.parametrize("who", [0, 61, "61", "1" * 18])
def test_a_user_whom_the_model_does_not_know_is_unknown(bundle: Bundle, who: int | str) -> None:
    with pytest.raises(UnknownError) as caught:
        asker(bundle, who)

    assert f"from 1 to {len(USERS)}" in caught.value.hint


@pytest.mark.parametrize("who", ["1" * 30, 10**30, "9" * 5_000])
def test_a_number_without_end_is_no_user(bundle: Bundle, who: int | str) -> None:
    with pytest.raises(UnknownError) as caught:
        asker(bundle, who)

    assert caught.value.exit_code == 4
    assert len(caught.value.what) < 100


@pytest.mark.parametrize("who", ["٣", "", " ", "²", "-1", "1.5", "../anna", "a" * 5_000])
def test_what_is_neither_a_number_nor_a_name_is_unknown(
    home: Path, bundle: Bundle, who: str
) -> None:
    keep(home, "anna")

    with pytest.raises(UnknownError) as caught:
        asker(bundle, who)

    assert caught.value.exit_code == 4
    assert "\n" not in caught.value.what + caught.value.hint


def test_a_kind_that_learns_nobody_new_refuses_a_profile(home: Path, bundle: Bundle) -> None:
    keep(home, "me")
    report = replace(bundle, card=replace(bundle.card, kind="report"))

    with pytest.raises(UsageError, match="kind report") as caught:
        asker(report, None)

    assert "movierec train --model" in caught.value.hint


def test_whoever_asks_comes_first_and_the_others_in_their_order(home: Path, bundle: Bundle) -> None:
    for name in ("me", "anna", "bert"):
        keep(home, name)

    found = askers(bundle, None, ["bert", "7", "anna"])

    assert [one.who.label for one in found] == [YOU, "bert", "user 7", "anna"]


@pytest.mark.parametrize(
    ("who", "others", "said"),
    [
        (None, ["ME"], "You are named twice."),
        ("anna", ["Anna"], "anna is named twice."),
        (7, ["anna", "07"], "user 7 is named twice."),
    ],
)
def test_everybody_is_named_once(
    home: Path, bundle: Bundle, who: int | str | None, others: list[str], said: str
) -> None:
    keep(home, "me")
    keep(home, "anna")

    with pytest.raises(UsageError) as caught:
        askers(bundle, who, others)

    assert caught.value.what == said
    assert_two_lines(caught.value, 2)


def test_a_profile_called_you_is_somebody_else(home: Path, bundle: Bundle) -> None:
    keep(home, "me")
    keep(home, "you")

    assert [one.who.profile for one in askers(bundle, None, ["you"])] == ["me", "you"]


def test_me_is_a_profile_once_there_is_one_and_any_other_name_its_own(home: Path) -> None:
    assert not is_profile("me")
    keep(home, "anna")

    assert is_profile("me")
    assert is_profile("ANNA")
    assert not is_profile("bob")


def test_a_profile_needs_no_film_that_is_known(home: Path, bundle: Bundle) -> None:
    keep(home, "me", rated(UNKNOWN_FILM, 5))

    found = asker(bundle, None)

    assert len(found.viewer.rated) == 0
    assert np.isfinite(found.viewer.expected(np.arange(FILMS)).mean).all()


def test_a_profile_s_name_is_given_as_it_is_stored(home: Path) -> None:
    keep(home, "Anna")

    assert profile_name("aNNA") == profile_name(None) == "Anna"
