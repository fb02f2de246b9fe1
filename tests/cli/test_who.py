"""WHO before a title, or only a title."""

from __future__ import annotations

from pathlib import Path

import pytest

from movierec.cli.who import who_and_title
from movierec.people.change import change_profile
from movierec.people.profile import OWN, Entry, Mark, Profile, Reference


@pytest.fixture(autouse=True)
def anna(home: Path) -> None:
    """Let there be one profile, Anna."""
    entry = Entry(film=Reference(title="Heat"), seen=Mark(OWN))
    profiles = home / "data" / "profiles"
    change_profile(profiles, "Anna", lambda _: Profile("Anna", (entry,)), create=True)


@pytest.mark.parametrize(
    ("words", "who", "title"),
    [
        (["265", "Fargo"], "265", ["Fargo"]),
        (["265", "Toy", "Story"], "265", ["Toy", "Story"]),
        (["Anna", "Fargo"], "Anna", ["Fargo"]),
        (["anna", "Fargo"], "anna", ["Fargo"]),
        (["anna", "2001"], "anna", ["2001"]),
    ],
    ids=str,
)
def test_a_number_or_a_profile_before_a_title_is_who(
    words: list[str], who: str, title: list[str]
) -> None:
    assert who_and_title(words) == (who, title)


@pytest.mark.parametrize(
    "words",
    [
        ["Fargo"],
        ["Toy", "Story"],
        ["265"],
        ["anna"],
        ["12 Angry Men"],
        ["-5", "Fargo"],
        ["4.5", "Fargo"],
        ["bert", "Fargo"],
        ["²", "Fargo"],
    ],
    ids=str,
)
def test_all_else_is_a_title_for_the_default_profile(words: list[str]) -> None:
    assert who_and_title(words) == (None, words)


def test_without_any_profile_a_word_is_part_of_the_title(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MOVIEREC_HOME", str(tmp_path / "empty"))

    assert who_and_title(["Anna", "Karenina"]) == (None, ["Anna", "Karenina"])


def test_a_single_word_reads_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("movierec.people.shelf.list_profiles", None)

    assert who_and_title(["Anna"]) == (None, ["Anna"])
