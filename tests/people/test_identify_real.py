"""Exports as sites write them find the real catalogues' films, and never a wrong one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from imports import brought
from letterboxd_titles import TITLES
from made_exports import Maker
from made_files import SITES, Site, with_ids
from makers import real_catalogue

from movierec.data.catalogue import build_catalogue
from movierec.data.raw import RawMovies
from movierec.data.titles import search_key
from movierec.people.identify import identify
from movierec.people.merge import merge
from movierec.people.profile import Entry, Profile, Reference
from movierec.people.same_film import SameFilms
from movierec.records import UNKNOWN, Catalogue

pytestmark = pytest.mark.slow
SEEDS = range(5)


@pytest.fixture(params=["real_100k", "real_small"])
def maker(request: pytest.FixtureRequest) -> Maker:
    return _maker(request.getfixturevalue(request.param))


@pytest.fixture
def small(real_small: Path) -> Maker:
    return _maker(real_small)


@cache
def _maker(archive_path: Path) -> Maker:
    return Maker(real_catalogue(archive_path))


def found_in_export(
    folder: Path, site: Site, films: Sequence[Reference], catalogue: Catalogue
) -> list[int]:
    """Return the row that each film of a site's export is found to be, read into a new profile."""
    profile = merge(Profile("me"), brought(folder, site.written(films), site.file)).profile
    found = identify(catalogue, profile.entries)
    places = SameFilms((entry.film for entry in profile.entries), films)
    rows = []
    for film in films:
        place = places.find(film)
        assert place is not None, film
        rows.append(found[place].movie)
    return rows


@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
@pytest.mark.parametrize("seed", SEEDS)
def test_an_export_finds_nearly_all_films_that_are_there_and_none_wrongly(
    tmp_path: Path, maker: Maker, seed: int, site: Site
) -> None:
    catalogue = maker.catalogue
    exported = site.exported(catalogue, maker.export(seed))
    films = [film for _, film in exported]
    # Without ids two films of one title and year are the same words in a file: either is right.
    meant: dict[Reference, set[int]] = {}
    for one, film in exported:
        rows = meant.setdefault(film, set())
        if one.row != UNKNOWN:
            rows.add(int(catalogue.twins[one.row]))

    found = found_in_export(tmp_path, site, films, catalogue)

    wrong, missed = [], []
    for (one, film), movie in zip(exported, found, strict=True):
        if movie != UNKNOWN and int(catalogue.twins[movie]) not in meant[film]:
            wrong.append((one, catalogue.titles[movie]))
        elif movie == UNKNOWN and meant[film]:
            missed.append(one)
    assert wrong == []
    assert len(missed) <= 0.02 * sum(one.row != UNKNOWN for one, _ in exported), missed


@pytest.mark.parametrize(("title", "year", "expected"), TITLES)
def test_a_title_as_letterboxd_writes_it_finds_its_film(
    small: Maker, title: str, year: int, expected: tuple[str, int] | None
) -> None:
    film = Reference(title=title, year=year)
    (found,) = identify(small.catalogue, [Entry(film=film)])

    called = (search_key(small.name(found.movie)), small.years[found.movie])
    assert (None if found.movie == UNKNOWN else called) == expected


def test_of_films_that_are_absent_only_a_remake_a_year_apart_is_ever_taken_for_one(
    small: Maker,
) -> None:
    whole = small.catalogue
    chosen = np.random.default_rng(0).random(whole.movies) < 0.5
    kept = np.flatnonzero(chosen[whole.twins])
    absent = np.flatnonzero(~chosen[whole.twins] & (whole.years > 0)).tolist()
    half = _only(whole, kept)
    films = [Reference(title=small.name(row), year=int(whole.years[row])) for row in absent]

    found = identify(half, [Entry(film=film) for film in films])

    taken = [one for one in found if one.movie != UNKNOWN]
    assert {one.how for one in taken} <= {"a year apart"}
    assert len(taken) <= 0.002 * len(absent)


def _only(whole: Catalogue, rows: np.ndarray) -> Catalogue:
    movies = RawMovies(
        movie_id=whole.movie_ids[rows],
        titles=[whole.titles[row] for row in rows.tolist()],
        years=whole.years[rows],
        genres=whole.genres,
        genre_flags=whole.genre_flags[rows],
    )
    return build_catalogue(movies, None, whole.user_ids, whole.counts[rows])


def test_every_name_in_a_real_titles_brackets_finds_it(maker: Maker) -> None:
    catalogue, rows = maker.catalogue, maker.groups["other name"]
    films = [Reference(title=maker.other_name(row), year=maker.years[row]) for row in rows]

    found = identify(catalogue, [Entry(film=film) for film in films])

    missed = [
        catalogue.titles[row]
        for row, one in zip(rows, found, strict=True)
        if one.movie == UNKNOWN or catalogue.twins[one.movie] != catalogue.twins[row]
    ]
    # ml-100k has one film twice: with its original title in brackets, and with no other title.
    assert [title for title in missed if not title.startswith("Maybe, Maybe Not")] == []


@pytest.mark.parametrize("site", ["imdb", "trakt", "movielens"])
def test_every_real_film_is_found_by_its_ids_whatever_its_title(
    tmp_path: Path, small: Maker, site: str
) -> None:
    catalogue = small.catalogue
    another = Reference(title="Another", year=1900)
    films = [with_ids(catalogue, row, another, row) for row in range(catalogue.movies)]

    found = found_in_export(tmp_path, SITES[site], films, catalogue)

    # One film is there twice, under one TMDB id: files say of it once what they say.
    assert catalogue.twins[found].tolist() == catalogue.twins.tolist()


def test_every_real_film_is_found_by_its_imdb_id_alone(small: Maker) -> None:
    catalogue = small.catalogue
    assert catalogue.imdb_ids is not None
    films = [Reference(imdb_id=one) for one in catalogue.imdb_ids]

    found = identify(catalogue, [Entry(film=film) for film in films])

    assert [one.movie for one in found] == list(range(catalogue.movies))
