"""The films that --from and --not-in name."""

from __future__ import annotations

from pathlib import Path

import pytest
from shop import assert_two_lines
from trained import copied, keep, numbered

from movierec.asker import askers
from movierec.errors import UsageError
from movierec.named_lists import empty_list, listed_films
from movierec.people.profile import Entry, Mark, Reference
from movierec.store.bundle import Bundle, load_bundle

SEEN = Mark("letterboxd", "2021-03-04")
UNKNOWN_FILM = Reference(title="Never Made", year=1990)


@pytest.fixture
def bundle(tiny_model: Path, home: Path) -> Bundle:
    return load_bundle(copied(tiny_model, home))


def listed(bundle: Bundle, name: str, who: int | str | None = None, *others: str) -> list[int]:
    return listed_films(name, bundle.catalogue, askers(bundle, who, others))[0].tolist()


def test_a_list_of_several_people_holds_what_any_of_them_has_on_it(
    home: Path, bundle: Bundle
) -> None:
    keep(home, "me", Entry(film=numbered(5), watchlist=SEEN))
    keep(home, "anna", *(Entry(film=numbered(one), watchlist=SEEN) for one in (3, 5)))

    assert listed(bundle, "watchlist", "me", "anna", "7") == [2, 4]


def test_a_name_with_a_slash_is_a_list_s_as_it_is_written(home: Path, bundle: Bundle) -> None:
    keep(home, "me", Entry(film=numbered(5), lists=("Noir // Best/",)))

    assert listed(bundle, "noir // best/") == [4]


def test_a_list_that_nobody_has_is_an_error_that_names_the_lists(
    home: Path, bundle: Bundle
) -> None:
    keep(home, "me", Entry(film=numbered(5), lists=("Noir",)))

    with pytest.raises(UsageError, match="no list and no file called Comedies") as caught:
        listed(bundle, "Comedies")

    assert_two_lines(caught.value, 2)
    assert "watchlist, Noir" in caught.value.hint


def test_a_user_of_the_data_set_has_no_list(bundle: Bundle) -> None:
    with pytest.raises(UsageError, match="a MovieLens user has no lists") as caught:
        listed(bundle, "watchlist", 7)

    assert_two_lines(caught.value, 2)


def test_a_list_without_a_known_film_holds_nothing(home: Path, bundle: Bundle) -> None:
    keep(home, "me", Entry(film=UNKNOWN_FILM, lists=("Noir",)))

    assert listed(bundle, "noir") == []


@pytest.mark.parametrize(
    ("name", "called"), [("Watchlist", "your watchlist"), ("noir", "the list noir")]
)
def test_a_list_that_is_all_there_is_and_empty_is_told(name: str, called: str) -> None:
    assert_two_lines(empty_list(name), 2)
    assert called in empty_list(name).what


def test_a_file_is_read_and_what_is_wrong_with_it_told(bundle: Bundle, tmp_path: Path) -> None:
    file = tmp_path / "films.txt"
    file.write_text("Film Number 3\nNo Such Film\n", encoding="utf-8")

    movies, said = listed_films(str(file), bundle.catalogue, askers(bundle, 7, []))

    assert movies.tolist() == [2]
    assert "1 of 2 lines" in said
