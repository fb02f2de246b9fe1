"""What was recommended before is remembered once, and no longer than is useful."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from profile_makers import ALIEN, HEAT, REFERENCES, rated
from shop import assert_two_lines

from movierec.errors import DataError, MovierecError, NotReadyError, UnknownError
from movierec.people import recommended
from movierec.people.change import change_profile
from movierec.people.locking import profile_lock
from movierec.people.profile import Profile, Reference
from movierec.people.recommended import RECOMMENDED, add_recommended, load_recommended

FIRST, LATER = "2021-03-04T18:01:02Z", "2021-03-05T18:01:02Z"


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    folder = tmp_path / "profiles"
    change_profile(folder, "anna", lambda _: Profile("anna", (rated(HEAT, 4),)), create=True)
    return folder


def test_nothing_was_recommended_at_first(profiles: Path) -> None:
    assert load_recommended(profiles / "anna") == ()


def test_films_are_remembered_in_the_order_in_which_they_were_shown(profiles: Path) -> None:
    add_recommended(profiles, "ANNA", [HEAT], FIRST)
    add_recommended(profiles, "anna", [ALIEN, HEAT, ALIEN], LATER)

    assert load_recommended(profiles / "anna") == (HEAT, ALIEN)
    stored = json.loads((profiles / "anna" / RECOMMENDED).read_bytes())
    assert [film["when"] for film in stored["films"]] == [FIRST, LATER]


@pytest.mark.parametrize(
    "other",
    [
        replace(HEAT, title="HEAT", tmdb_id=None, movie_id=6),
        Reference(title="Heat", year=1995, movie_id=273),
        Reference(imdb_id="0113277"),
    ],
)
def test_a_film_that_another_data_set_names_otherwise_is_no_other_film(
    profiles: Path, other: Reference
) -> None:
    add_recommended(profiles, "anna", [HEAT], FIRST)
    add_recommended(profiles, "anna", [other], LATER)

    assert load_recommended(profiles / "anna") == (HEAT,)


def test_where_no_film_is_new_nothing_is_written(profiles: Path) -> None:
    add_recommended(profiles, "anna", [HEAT], FIRST)
    path = profiles / "anna" / RECOMMENDED
    path.write_bytes(path.read_bytes() + b"\n")
    edited = path.read_bytes()

    add_recommended(profiles, "anna", [HEAT], LATER)
    add_recommended(profiles, "anna", [], LATER)

    assert path.read_bytes() == edited


def test_the_oldest_are_forgotten(profiles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recommended, "MOST_FILMS", 2)
    third = Reference(title="Third")
    add_recommended(profiles, "anna", [HEAT, ALIEN], FIRST)
    add_recommended(profiles, "anna", [third], LATER)

    assert load_recommended(profiles / "anna") == (ALIEN, third)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(REFERENCES, max_size=4))
def test_films_are_read_as_they_were_written(profiles: Path, films: list[Reference]) -> None:
    (profiles / "anna" / RECOMMENDED).unlink(missing_ok=True)

    for film in films:
        add_recommended(profiles, "anna", [film], FIRST)

    assert set(load_recommended(profiles / "anna")) <= set(films)
    assert bool(load_recommended(profiles / "anna")) == bool(films)


def test_only_for_a_profile_that_is_there_is_anything_remembered(
    profiles: Path, tmp_path: Path
) -> None:
    with pytest.raises(UnknownError):
        add_recommended(profiles, "ben", [HEAT], FIRST)
    with pytest.raises(NotReadyError):
        add_recommended(tmp_path / "none", "anna", [HEAT], FIRST)
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b'{"format": 1, "films": [{"title": "Heat"}]}',
        b'{"format": 1, "films": [{"when": ""}]}',
        b'{"format": 1, "films": [{"title": "Heat", "when": "", "stars": 4}]}',
        b'{"format": 1, "name": "anna", "films": []}',
    ],
)
def test_a_damaged_file_is_left_and_may_be_deleted(profiles: Path, content: bytes) -> None:
    path = profiles / "anna" / RECOMMENDED
    path.write_bytes(content)

    for ask in (
        lambda: load_recommended(profiles / "anna"),
        lambda: add_recommended(profiles, "anna", [HEAT], FIRST),
    ):
        with pytest.raises(DataError) as caught:
            ask()
        assert_two_lines(caught.value, 5)
        assert f"Delete {path}" in caught.value.hint
    assert path.read_bytes() == content


def test_who_changes_profiles_is_not_waited_for_long(
    profiles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recommended, "_WAIT_SECONDS", 0)

    with profile_lock(profiles), pytest.raises(MovierecError, match="changing a profile"):
        add_recommended(profiles, "anna", [HEAT], FIRST)


def test_films_whose_names_differ_by_the_article_are_two(profiles: Path) -> None:
    circles = tuple(Reference(title=title, year=2015) for title in ("Circle", "The Circle"))

    add_recommended(profiles, "anna", circles, FIRST)

    assert load_recommended(profiles / "anna") == circles
