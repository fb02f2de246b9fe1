"""Films that are not matched, in tables and for programs."""

from __future__ import annotations

import pytest
from cli import invented, invented_mine
from cli.shown import drawn

from movierec.cli.output import Answer
from movierec.cli.unmatched import unmatched_data, unmatched_records, unmatched_table


def lines(*titles: str) -> list[str]:
    table = unmatched_table("Not matched", invented_mine.unmatched(titles))
    return drawn(Answer("match", {}, (table,), ()))


def test_what_a_film_may_be_stands_below_it() -> None:
    shown = lines("Heat", "Alien")

    place = next(number for number, line in enumerate(shown) if "Heat" in line)
    assert shown[place + 1].strip().startswith("perhaps =Sum of Parts (1995); The Remarkably")
    assert "Alien" in shown[place + 3]


def test_markup_and_codes_of_emoji_are_no_more_than_letters() -> None:
    assert any("[bold]Bold[/bold] :smile:" in line for line in lines("[bold]Bold[/bold] :smile:"))


def test_a_terminal_is_sent_no_code_of_a_title() -> None:
    text = "\n".join(lines(invented_mine.ESCAPE))

    assert r"\x1b]0;owned\x07" in text
    assert "\x1b]" not in text


def test_programs_get_films_that_it_may_be_with_their_ids() -> None:
    (one,) = unmatched_data(invented_mine.unmatched(("Heat",)))

    assert one["near"] == [
        {"movie_id": 5, "title": "=Sum of Parts", "year": 1995, "genres": invented.GENRES},
        {"movie_id": 4, "title": invented.LONG_TITLE, "year": 1995, "genres": invented.GENRES},
    ]


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@A", "\t=1", "'=1"])
def test_a_cell_that_would_be_calculated_is_guarded_for_csv_alone(title: str) -> None:
    films = invented_mine.unmatched((title,))

    assert unmatched_records(films)[0]["title"] == f"'{title}"
    assert unmatched_data(films)[0]["title"] == title


def test_an_id_that_is_not_known_is_none() -> None:
    first, second = unmatched_data(invented_mine.unmatched(("Heat", "Alien")))

    assert (first["imdb_id"], second["imdb_id"]) == (None, "0113277")
