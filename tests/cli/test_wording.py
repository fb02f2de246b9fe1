"""The words of a list."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cli import invented
from cli.documents.hostile import together

from movierec.answers.who import Who
from movierec.cli.wording import below, heading, sources


@pytest.mark.parametrize(
    ("others", "people"),
    [
        ((), "user 265"),
        (("anna",), "user 265 and anna"),
        (("anna", "bert"), "user 265, anna and bert"),
    ],
    ids=["one", "two", "three"],
)
def test_a_heading_names_everybody(others: tuple[str, ...], people: str) -> None:
    found = replace(invented.recommendations(), others=tuple(map(Who, others)))

    assert heading(found) == f"Recommended to {people}"


def test_a_list_by_rating_is_called_predicted() -> None:
    assert heading(replace(invented.recommendations(), by="rating")) == "Predicted for user 265"


def test_a_list_by_rating_has_no_reasons_of_relevance() -> None:
    found = replace(invented.recommendations(), by="rating")

    assert below(found.recommendations[0], found) == ""


def test_reasons_of_several_people_say_whose_they_are() -> None:
    found = together()

    assert below(found.recommendations[0], found) == (
        "because user 265 rated Harbour Lights 5; because anna rated Amélie's Lantern 4.5"
    )


def test_of_several_people_it_is_said_who_rated_a_film_already() -> None:
    found = replace(together(), by="rating")
    (film,) = found.recommendations
    (other,) = film.others

    seen = replace(film, others=(replace(other, rated=2.5),))
    assert below(seen, found) == "anna rated 2.5 already"


def test_ratings_of_several_people_are_counted_as_theirs() -> None:
    limits, *_ = sources(together())

    assert limits.startswith("ml-100k-dnn knows 37 ratings of user 265, 4 ratings of anna (few")


def test_without_a_known_origin_only_the_limits_are_said() -> None:
    (limits,) = sources(invented.recommendations())

    assert limits.startswith("ml-100k-dnn knows 37 ratings")


def test_data_without_a_citation_has_no_line_for_it() -> None:
    origin = replace(invented.ORIGIN, citation="")

    assert len(sources(replace(invented.recommendations(), origin=origin))) == 2
