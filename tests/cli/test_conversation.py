"""`movierec rate` as a conversation: a person at a terminal, a key after the other."""

from __future__ import annotations

import os
import re

import pytest
from cli.shell import CTRL_C, CTRL_D, FAKED, Ended, bare, on_terminal
from cli.shown import widest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")

LONG = (
    "from cli import fakes; fakes.install(interview=fakes.LongInterview); "
    "from movierec.__main__ import run; run()"
)
KEYS = "0.5 to 5 stars · Enter: not seen · s: seen, no stars · u: undo · q: that is all"


def talk(
    *typed: str, words: tuple[str, ...] = (), program: str = FAKED, columns: int = 80
) -> Ended:
    """Type an answer to each question, and Enter behind it unless it is a control key."""
    keys = [text if text in (CTRL_C, CTRL_D) else f"{text}\n" for text in typed]
    return on_terminal("rate", *words, columns=columns, program=program, typed=keys)


def questions(ended: Ended) -> list[str]:
    """Return the number and title of each question, in order."""
    asked = [line for line in bare(ended) if re.match(r" {1,2}[0-9]+  ", line)]
    return [line.partition(" (1995)")[0].strip() for line in asked]


def rated(ended: Ended) -> list[tuple[str, str]]:
    """Return the films in the table at the end, with their stars."""
    lines = bare(ended)
    start = next((place for place, line in enumerate(lines) if line.startswith("Rated in")), None)
    if start is None:
        return []
    rows = lines[start + 3 :]
    end = next(place for place, line in enumerate(rows) if line.startswith("Next:"))
    return [(row.split()[0], row.split()[-1]) for row in rows[:end]]


def test_a_number_of_stars_rates_and_the_next_film_follows() -> None:
    ended = talk("4.5", "q")

    assert questions(ended) == ["1  Amber", "2  [red]Alarm[/red]"]
    assert rated(ended) == [("Amber", "4.5")]
    assert ended.code == 0


def test_what_the_keys_do_is_said_first() -> None:
    assert bare(talk("q"))[0] == KEYS


def test_stars_may_have_a_comma() -> None:
    assert rated(talk("3,5", "q")) == [("Amber", "3.5")]


def test_enter_says_that_a_film_was_not_seen() -> None:
    ended = talk("", "4", "q")

    assert rated(ended) == [("[red]Alarm[/red]", "4.0")]
    assert questions(ended)[:2] == ["1  Amber", "1  [red]Alarm[/red]"]


def test_seen_without_stars_is_no_rating() -> None:
    ended = talk("s", "q")

    assert questions(ended) == ["1  Amber", "1  [red]Alarm[/red]"]
    assert "Nothing was rated." in bare(ended)


def test_undo_asks_for_the_film_before_again() -> None:
    ended = talk("4", "u", "2", "q")

    assert questions(ended)[:3] == ["1  Amber", "2  [red]Alarm[/red]", "1  Amber"]
    assert rated(ended) == [("Amber", "2.0")]


def test_undo_with_nothing_before_says_so_and_asks_again() -> None:
    ended = talk("u", "q")

    assert "There is no answer to take back." in bare(ended)
    assert questions(ended) == ["1  Amber", "1  Amber"]


@pytest.mark.parametrize("rubbish", ["good", "\x1b[A", "4 5", "ü"], ids=ascii)
def test_rubbish_is_told_what_the_keys_do_and_the_question_stands(rubbish: str) -> None:
    ended = talk(rubbish, "4", "q")

    assert bare(ended).count(KEYS) == 2
    assert questions(ended)[:2] == ["1  Amber", "1  Amber"]
    assert rated(ended) == [("Amber", "4.0")]


@pytest.mark.parametrize("stars", ["9", "-1", "nan", "inf"])
def test_stars_off_the_scale_are_refused_and_the_question_stands(stars: str) -> None:
    ended = talk(stars, "4", "q")

    assert any(line.startswith(f"{stars} stars cannot be given.") for line in bare(ended))
    assert rated(ended) == [("Amber", "4.0")]


@pytest.mark.parametrize("word", ["q", "Q", "quit"])
def test_the_conversation_ends_where_somebody_wants(word: str) -> None:
    ended = talk("4", word)

    assert (ended.code, rated(ended)) == (0, [("Amber", "4.0")])


def test_the_end_of_the_input_ends_it_like_q() -> None:
    ended = talk("4", CTRL_D)

    assert (ended.code, rated(ended)) == (0, [("Amber", "4.0")])


def test_ctrl_c_is_one_line_and_130_and_says_what_is_kept() -> None:
    ended = talk("4", CTRL_C)

    assert ended.code == 130
    assert bare(ended)[-1] == "Stopped. 1 rating is kept."
    assert not any(line.startswith("Error") for line in bare(ended))


def test_ctrl_c_before_any_answer_says_that_nothing_is_kept() -> None:
    ended = talk(CTRL_C)

    assert (ended.code, bare(ended)[-1]) == (130, "Stopped. 0 ratings are kept.")


def test_after_the_last_film_it_ends_by_itself() -> None:
    ended = talk("4", "3", "2")

    assert "There are no more films to ask about." in bare(ended)
    assert len(rated(ended)) == 3


def test_that_it_is_enough_is_said_once() -> None:
    ended = talk("1", "2", "3", "4", "5", "4", "q", program=LONG)

    lines = bare(ended)
    (place,) = [place for place, line in enumerate(lines) if line.startswith("That is enough")]
    assert lines[place + 1].startswith("  6  Film 6")


def test_the_next_step_names_the_profile_that_was_named() -> None:
    assert bare(talk("4", "q", words=("--profile", "anna")))[-1] == "Next: movierec recommend anna"


def test_quiet_leaves_the_questions_and_nothing_else() -> None:
    lines = bare(talk("4", "q", words=("-q",)))

    assert lines[0] == "  1  Amber (1995)  Action, Adventure, Animation, Comedy, Science Fiction"
    assert lines[-1].endswith("4.0")


@pytest.mark.parametrize("columns", [80, 120])
def test_no_line_is_wider_than_the_terminal(columns: int) -> None:
    assert widest(bare(talk("9", "", "4", "q", columns=columns))) <= columns


def test_a_terminal_without_such_letters_is_asked_too() -> None:
    keys = ["4\n", "q\n"]
    env = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}

    ended = on_terminal("rate", env=env, typed=keys)

    assert ended.code == 0
    assert ended.out.isascii()
