"""A film that a catalogue names is found by that name again, in it and in others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from makers import real_catalogue, tiny_catalogue

from movierec.people.identify import identify
from movierec.people.profile import OWN, Entry, Mark, Reference
from movierec.people.references import reference
from movierec.records import UNKNOWN, Catalogue

TITLES = ["Harbour, The (1994)", "Été sans lune, Un (1993)", "Nine (N1ne) (1995)", "Undated Lake"]
CATALOGUE = tiny_catalogue(titles=TITLES)
LINKED = tiny_catalogue(titles=TITLES, links=True)


def test_a_film_is_named_as_people_write_it_with_its_year_and_number() -> None:
    assert reference(CATALOGUE, 0) == Reference(title="The Harbour", year=1994, movie_id=1)


def test_the_ids_of_other_sites_are_kept_where_they_are_known() -> None:
    found = reference(LINKED, 1)

    assert (found.imdb_id, found.tmdb_id, found.movie_id) == ("0000002", 1001, 4)


def test_an_unknown_year_is_none() -> None:
    assert reference(CATALOGUE, 3).year is None


def test_a_tmdb_id_that_is_missing_is_none() -> None:
    without = replace(LINKED, tmdb_ids=np.full(len(TITLES), -1, dtype=np.int32))

    assert reference(without, 1).tmdb_id is None


@pytest.mark.parametrize("row", range(len(TITLES)))
@pytest.mark.parametrize("catalogue", [CATALOGUE, LINKED], ids=["without ids", "with ids"])
@pytest.mark.parametrize("other", [CATALOGUE, LINKED], ids=["without ids", "with ids"])
def test_a_film_is_found_by_its_reference(row: int, catalogue: Catalogue, other: Catalogue) -> None:
    (found,) = identify(other, [Entry(film=reference(catalogue, row))])

    assert found.movie == row


@pytest.mark.slow
@pytest.mark.parametrize("name", ["real_100k", "real_small"])
def test_every_real_film_is_found_by_its_reference(
    name: str, request: pytest.FixtureRequest
) -> None:
    catalogue = real_catalogue(request.getfixturevalue(name))
    rows = range(catalogue.movies)
    films = [reference(catalogue, row) for row in rows]

    found = identify(catalogue, [Entry(film=film, seen=Mark(OWN)) for film in films])

    twins = catalogue.twins
    lost = [catalogue.titles[row] for row in rows if twins[found[row].movie] != twins[row]]
    assert [one.movie for one in found].count(UNKNOWN) == 0
    assert lost == []
