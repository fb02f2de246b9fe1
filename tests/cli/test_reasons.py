"""A film's reasons, in words and for programs."""

from __future__ import annotations

import pytest
from cli.invented import film

from movierec.answers.recommend import Contribution
from movierec.cli.reasons import because_data, because_text, because_titles

HEAT = Contribution(film("Heat Haze", 1), 5.0, 0.5)
RONIN = Contribution(film("River North", 2), 4.5, 0.25)
NET = Contribution(film("The Fishing Net", 3), 1.0, 0.125)


@pytest.mark.parametrize(
    ("reasons", "text"),
    [
        ((), ""),
        ((HEAT,), "because you rated Heat Haze 5"),
        ((HEAT, RONIN), "because you rated Heat Haze 5, River North 4.5"),
        ((HEAT, NET), "because you rated Heat Haze 5 (and The Fishing Net 1)"),
        ((NET,), "because you watched The Fishing Net (1)"),
    ],
    ids=["none", "one", "liked ones", "others in brackets", "others alone"],
)
def test_a_reason_in_words(reasons: tuple[Contribution, ...], text: str) -> None:
    assert because_text(reasons) == text


def test_a_pipe_gets_the_films_with_their_stars() -> None:
    assert because_titles((HEAT, RONIN, NET)) == (
        "Heat Haze 5",
        "River North 4.5",
        "The Fishing Net 1",
    )


def test_programs_get_the_film_the_stars_and_what_they_add() -> None:
    (found,) = because_data((RONIN,))

    assert list(found) == ["movie_id", "title", "year", "genres", "rating", "adds"]
    assert (found["movie_id"], found["rating"], found["adds"]) == (2, 4.5, 0.25)
