"""A personal export of MovieLens is read with its ids, its titles as people write them."""

from __future__ import annotations

from pathlib import Path

from exports import movielens_csv
from imports import brought, refused

from movierec.errors import DataError
from movierec.people.profile import Entry, Rating, Reference


def test_a_personal_export_is_read(tmp_path: Path) -> None:
    content = movielens_csv([(50, "0114814", 629, 4.5, "Usual Suspects, The (1995)")])

    found = brought(tmp_path, content)

    assert (found.source, found.kind) == ("movielens", "MovieLens ratings")
    assert found.entries == (
        Entry(
            film=Reference(
                title="The Usual Suspects",
                year=1995,
                imdb_id="0114814",
                tmdb_id=629,
                movie_id=50,
            ),
            rated=Rating(4.5, "movielens"),
        ),
    )


def test_ids_and_the_year_may_be_missing(tmp_path: Path) -> None:
    found = brought(tmp_path, movielens_csv([(50, "", "", 4, "Usual Suspects, The")]))

    assert found.entries[0].film == Reference(title="The Usual Suspects", movie_id=50)


def test_a_rating_that_movielens_does_not_have_is_refused(tmp_path: Path) -> None:
    error = refused(tmp_path, movielens_csv([(50, "", "", 95, "Heat (1995)")]), DataError)

    assert error.what == "films line 2: the rating 95 is not between 0.5 and 5."
