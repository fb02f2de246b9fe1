"""The CSV that Letterboxd's list importer takes."""

from __future__ import annotations

import csv
import html
import io
from dataclasses import replace

from cli import invented
from cli.documents.hostile import TITLES, titled, together
from hypothesis import given

from movierec.answers.recommend import Recommendations
from movierec.cli.documents.letterboxd import letterboxd
from movierec.cli.terminal import clean


def rows(found: Recommendations) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(letterboxd(found))))


def known(**ids: object) -> Recommendations:
    """Return a list of one film, changed so."""
    found = invented.recommendations(top=1)
    (one,) = found.recommendations
    film = replace(one.expected.film, **ids)  # type: ignore[arg-type]
    return replace(
        found, recommendations=(replace(one, expected=replace(one.expected, film=film)),)
    )


def test_the_columns_are_those_that_letterboxd_reads() -> None:
    assert (
        letterboxd(invented.recommendations()).splitlines()[0] == "Title,Year,imdbID,tmdbID,Review"
    )


def test_no_rating_says_that_a_film_was_seen() -> None:
    assert "Rating" not in letterboxd(invented.recommendations()).splitlines()[0]


def test_films_stand_in_the_order_of_the_list() -> None:
    assert [row["Title"] for row in rows(invented.recommendations())] == [
        f"{title} II" for title in invented.TITLES
    ]


def test_ids_are_written_as_their_sites_write_them() -> None:
    (row,) = rows(known(imdb_id="0113277", tmdb_id=949))

    assert (row["imdbID"], row["tmdbID"]) == ("tt0113277", "949")


def test_what_is_unknown_of_a_film_stays_empty() -> None:
    (row,) = rows(known(year=None))

    assert (row["Year"], row["imdbID"], row["tmdbID"]) == ("", "", "")


def test_the_note_says_what_is_expected_and_why() -> None:
    row, *_ = rows(invented.recommendations())

    assert row["Review"].startswith("3.6 ± 0.9 stars, 62% chance of 4 or more; because you rated ")


def test_the_note_names_everybody_whom_the_list_is_for() -> None:
    (row,) = rows(together())

    assert row["Review"].startswith(
        "user 265: 3.6 ± 0.9 stars, 62% chance of 4 or more; "
        "anna: 2.5 ± 0.9 stars, 25% chance of 4 or more; because user 265 rated "
    )


def test_a_title_in_a_note_is_no_html() -> None:
    (row,) = rows(titled("<b>Bold & Brave</b>"))

    assert "&lt;b&gt;Bold &amp; Brave&lt;/b&gt; 5" in row["Review"]
    assert row["Title"] == "<b>Bold & Brave</b>"


@given(TITLES)
def test_any_title_gives_one_row_without_control_characters(title: str) -> None:
    text = letterboxd(titled(title))
    (row,) = csv.DictReader(io.StringIO(text))

    assert row["Title"] == clean(title)
    assert f"rated {clean(title)} 5" in html.unescape(row["Review"])
    assert clean(text.replace("\n", "")) == text.replace("\n", "")
    assert text.count("\n") == 2
