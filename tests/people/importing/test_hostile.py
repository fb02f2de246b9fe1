"""Whatever a file holds, it is read or refused in two lines: no other error leaves the readers."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from exports import (
    csv_bytes,
    imdb_ratings,
    imdb_watchlist,
    letterboxd_csv,
    letterboxd_list,
    letterboxd_zip,
    movielens_csv,
    plain_csv,
    trakt_film,
    trakt_ratings,
    trakt_watched,
    trakt_watchlist,
    trakt_zip,
    zip_bytes,
)
from hypothesis import given
from hypothesis import strategies as st
from shop import assert_two_lines

from movierec.errors import MovierecError
from movierec.people.importing.read import read_export
from movierec.people.profile import HIGH, LOW, STEP, Brought

DAY, TIME = "2021-01-01", "2019-02-03T12:34:56.000Z"
FILM = trakt_film("Ran", 1985, imdb="tt0089881", tmdb=11645)
TABLES = {
    "ratings": letterboxd_csv("ratings", [(DAY, "Heat", 1995, 4.5), (DAY, "Ran", 1985, "")]),
    "watchlist": letterboxd_csv("watchlist", [(DAY, "Heat", 1995), (DAY, "Ran", 1985)]),
    "diary": letterboxd_csv("diary", [(DAY, "Heat", 1995, 4.5, DAY)]),
    "reviews": letterboxd_csv("reviews", [(DAY, "Heat", 1995, 4.5, "Good,\nvery.", DAY)]),
    "imdb": imdb_ratings([("tt0113277", 9, DAY, "Heat", "Movie", 1995)]),
    "imdb list": imdb_watchlist([("tt0113277", DAY, "Heat", "TV Series", 1995, "", "")]),
    "movielens": movielens_csv([(6, "0113277", 949, 4.5, "Usual Suspects, The (1995)")]),
    "plain": plain_csv([("Heat (1995)", 4, DAY, 6)], ["title", "rating", "date", "movieId"]),
}
OTHERS = {
    "list": letterboxd_list("Noir", [("Laura", 1944)]),
    "trakt ratings": trakt_ratings([(FILM, 8, TIME)]),
    "trakt watched": trakt_watched([(FILM, TIME)]),
    "letterboxd zip": letterboxd_zip(
        ratings=[(DAY, "Heat", 1995, 4)], lists={"Noir": [("Laura", 1944)]}
    ),
    "trakt zip": trakt_zip(ratings=[(FILM, 8, TIME)], watchlist=[(FILM, TIME)]),
}
VALID = [*TABLES.values(), *OTHERS.values()]

# Texts that mean something to one reader or another, in any order.
WORDS = (
    "title|rating|Name|Year|Const|Letterboxd URI|Date|userId|movie_id|Your Rating|Position|"
    "average_rating|Letterboxd list export v7|4.5|tt1|,|;|\t|\n|\"|'|\r\n|(1995)|2021-01-01|"
    "[|{|}|]|\x85"
)
KEYS = "movie show ids title year imdb tmdb rating rated_at plays last_watched_at listed_at type"
PATHS = (
    "ratings.csv a/ratings.csv watchlist.csv lists/a.csv deleted/diary.csv ../ratings.csv "
    "/ratings.csv watched-movies.json a\\b\\watchlist.json lists-watchlist.json "
    "lists/../diary.csv reviews.csv/ .csv"
)
MEMBERS = st.dictionaries(
    st.sampled_from(PATHS.split()), st.sampled_from(VALID) | st.binary(max_size=20), max_size=5
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda children: (
        st.lists(children, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS.split()), children, max_size=6)
    ),
    max_leaves=25,
)


def read_or_refused(content: bytes, name: str = "watchlist.csv") -> Brought | None:
    """Read bytes; what is read can be kept, what is refused is refused in two lines."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(content)
        try:
            found = read_export(path)
        except MovierecError as error:
            assert_two_lines(error, error.exit_code)
            return None
    assert_can_be_kept(found)
    return found


def assert_can_be_kept(found: Brought) -> None:
    """Check what everybody who takes what was brought relies on."""
    assert found.entries or found.has_watchlist or found.lists
    repr(found).encode()
    for entry in found.entries:
        assert not entry.says_nothing
        film = entry.film
        assert film.title or film.imdb_id or film.tmdb_id or film.movie_id
        assert film.title == film.title.strip()
        (film.title + film.kind + "".join(entry.lists)).encode()
        assert film.imdb_id == "" or (film.imdb_id.isdigit() and len(film.imdb_id) >= 7)
        if entry.rated:
            assert LOW <= entry.rated.stars <= HIGH
            assert (entry.rated.stars / STEP).is_integer()
        for mark in (entry.rated, entry.seen, entry.watchlist):
            assert mark is None or len(mark.when) in (0, 10, 20)


@given(st.binary(max_size=300))
def test_random_bytes(content: bytes) -> None:
    read_or_refused(content)


@given(st.lists(st.sampled_from(WORDS.split("|")) | st.text(max_size=5), max_size=40))
def test_random_text(words: list[str]) -> None:
    read_or_refused("".join(words).encode("utf-8", "replace"))


@given(
    st.sampled_from(VALID),
    st.lists(
        st.tuples(st.integers(0, 3_000), st.integers(0, 4), st.binary(max_size=4)), max_size=4
    ),
    st.none() | st.integers(0, 2_000),
)
def test_damaged_exports(
    content: bytes, changes: list[tuple[int, int, bytes]], cut: int | None
) -> None:
    for place, length, new in changes:
        start = place % len(content) if content else 0
        content = content[:start] + new + content[start + length :]
    read_or_refused(content[:cut])


@given(st.sampled_from(list(TABLES.values())), st.data())
def test_tables_with_any_cell_changed(content: bytes, data: st.DataObject) -> None:
    header, *rows = csv.reader(io.StringIO(content.decode()))
    row = data.draw(st.sampled_from(rows))
    place = data.draw(st.integers(0, len(row) - 1))
    row[place] = data.draw(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30))

    read_or_refused(csv_bytes(header, rows))


@given(st.sampled_from(list(TABLES.values())), st.data())
def test_the_order_of_columns_is_of_no_matter(content: bytes, data: st.DataObject) -> None:
    header, *rows = csv.reader(io.StringIO(content.decode()))
    order = data.draw(st.permutations(range(len(header))))
    shuffled = [[row[place] for place in order] for row in rows]

    found = read_or_refused(csv_bytes([header[place] for place in order], shuffled))

    assert found is not None
    assert found == read_or_refused(content)


@given(st.lists(JSON, max_size=5) | JSON, st.sampled_from(["x.json", "watchlist-1.json"]))
def test_any_json_in_trakt_s_place(value: object, name: str) -> None:
    content = json.dumps(value).encode()
    read_or_refused(content, name)
    read_or_refused(zip_bytes({"ratings-movies.json": content, "watched-movies.json": content}))


@given(MEMBERS)
def test_zips_of_anything(members: dict[str, bytes]) -> None:
    read_or_refused(zip_bytes(members))


@pytest.mark.parametrize("content", VALID)
@pytest.mark.parametrize(
    "changed",
    [
        lambda content: content[: len(content) // 2],
        lambda content: content * 2,
        lambda content: content.replace(b"\n", b"\0"),
        lambda content: content.replace(b",", b"\n"),
        lambda content: content.replace(b'"', b""),
        lambda content: content.upper(),
        lambda content: content.decode("latin-1").encode("utf-16"),
    ],
)
def test_exports_that_something_went_wrong_with(
    content: bytes, changed: Callable[[bytes], bytes]
) -> None:
    read_or_refused(changed(content))


@pytest.mark.parametrize("content", VALID)
def test_exports_that_are_whole_are_read(content: bytes) -> None:
    assert read_or_refused(content) is not None


def test_a_trakt_watchlist_is_read() -> None:
    assert read_or_refused(trakt_watchlist([(FILM, TIME)])) is not None
