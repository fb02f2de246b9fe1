"""A profile is written so that a person can edit it, and read so that no slip loses a rating."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from profile_makers import ALIEN, HEAT, PROFILES, profile
from shop import assert_two_lines

from movierec.errors import DataError
from movierec.people import jsonfile
from movierec.people.profile import Entry, Mark, Profile, Rating
from movierec.people.profile_json import profile_from_json, profile_to_json

MINE = Profile(
    "anna",
    (
        Entry(film=HEAT, rated=Rating(4.5, "letterboxd", "2021-03-04"), lists=("Noir",)),
        Entry(film=ALIEN, seen=Mark("me"), unrated=Mark("me", "2021-03-05")),
    ),
)
WRITTEN = """\
{"format": 1, "name": "anna", "films": [
{"title": "Heat", "year": 1995, "imdb_id": "0113277", "tmdb_id": 949, \
"rated": {"stars": 4.5, "source": "letterboxd", "when": "2021-03-04"}, "lists": ["Noir"]},
{"title": "Alien", "year": 1979, "seen": {"source": "me"}, \
"unrated": {"source": "me", "when": "2021-03-05"}}
]}
"""


def refused(content: str | bytes) -> str:
    written = content.encode(errors="surrogatepass") if isinstance(content, str) else content
    with pytest.raises(DataError) as caught:
        profile_from_json(written, "anna")
    assert_two_lines(caught.value, 5)
    return caught.value.what


def refused_entry(entry: str) -> str:
    return refused(f'{{"format": 1, "films": [{{"title": "Alien", "ignored": true}}, {entry}]}}')


def test_a_film_is_a_line_that_says_only_what_is_known() -> None:
    assert profile_to_json(MINE).decode() == WRITTEN


def test_a_profile_of_nothing_can_be_read_again() -> None:
    assert profile_from_json(profile_to_json(profile()), "anna") == profile()


@given(PROFILES)
def test_what_was_written_is_read_as_it_was(written: Profile) -> None:
    content = profile_to_json(written)

    assert profile_from_json(content, "anna") == written
    assert content.count(b"\n") == len(written.entries) + 2


@given(PROFILES)
def test_the_same_profile_is_the_same_bytes(written: Profile) -> None:
    again = profile_from_json(profile_to_json(written), "anna")

    assert profile_to_json(again) == profile_to_json(written)


def test_the_folders_name_counts_and_not_the_one_in_the_file() -> None:
    assert profile_from_json(WRITTEN.encode(), "ben").name == "ben"


def test_an_editors_byte_order_mark_and_line_ends_do_no_harm() -> None:
    edited = WRITTEN.replace("\n", "\r\n").encode("utf-8-sig")

    assert profile_from_json(edited, "anna") == MINE


def test_lists_written_by_hand_are_sorted_and_each_named_once() -> None:
    entry = '{"title": "Heat", "lists": ["b", "a", "b"]}'

    read = profile_from_json(f'{{"format": 1, "films": [{entry}]}}'.encode(), "anna")

    assert read.entries[0].lists == ("a", "b")


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ('{"title": "Heat", "rateing": {"stars": 4}}', "'rateing' is not known"),
        ('{"title": "Heat", "rated": {"star": 4, "source": "me"}}', "rated 'star' is not known"),
        ('{"title": "Heat", "rated": 4}', "rated has to be an object"),
        ('{"title": "Heat", "rated": {"source": "me"}}', "rated stars is missing"),
        ('{"title": "Heat", "rated": {"stars": 4}}', "rated source is missing"),
        ('{"title": "Heat", "rated": {"stars": 0, "source": "me"}}', "0.5 to 5"),
        ('{"title": "Heat", "rated": {"stars": 5.5, "source": "me"}}', "0.5 to 5"),
        ('{"title": "Heat", "rated": {"stars": 4.25, "source": "me"}}', "steps of 0.5"),
        ('{"title": "Heat", "rated": {"stars": true, "source": "me"}}', "0.5 to 5"),
        ('{"title": "Heat", "rated": {"stars": "4", "source": "me"}}', "0.5 to 5"),
        ('{"title": "Heat", "rated": {"stars": 1e999, "source": "me"}}', "0.5 to 5"),
        ('{"title": "Heat", "rated": {"stars": [[4]], "source": "me"}}', "in brackets"),
        ('{"title": "Heat", "seen": {"source": ""}}', "seen source has to be a text"),
        ('{"title": "Heat", "seen": {"source": "me", "when": "4.3.2021"}}', "seen when has to be"),
        ('{"title": "Heat", "seen": {"source": "me", "when": "2021-02-30"}}', "a day such as"),
        ('{"title": "Heat", "seen": {"source": "me", "when": null}}', "a day such as"),
        ('{"title": "Heat", "seen": null}', "seen has to be an object"),
        ('{"title": "Heat", "year": "1995"}', "year has to be a year"),
        ('{"title": "Heat", "year": 19955}', "year has to be a year"),
        ('{"title": "Heat", "year": 1995.0}', "year has to be a year"),
        ('{"title": "Heat", "imdb_id": "tt0113277"}', "without the"),
        ('{"title": "Heat", "imdb_id": 113277}', "seven digits"),
        ('{"title": "Heat", "tmdb_id": 0}', "tmdb_id has to be a whole number above 0"),
        ('{"title": "Heat", "movie_id": 9223372036854775808}', "movie_id has to be"),
        ('{"title": "Heat", "lists": "Noir"}', "lists has to be a list"),
        ('{"title": "Heat", "lists": [["Noir"]]}', "lists has to be a text"),
        ('{"title": "Heat", "unrated": {"source": "me", "when": "x"}}', "unrated when has to be"),
        ('{"title": "Heat", "unseen": {}}', "unseen source is missing"),
        (
            '{"title": "Heat", "rated": {"stars": 4, "source": "me"}, "unrated": {"source": "me"}}',
            "it is both rated and unrated",
        ),
        ('{"title": "Heat", "ignored": 1}', "ignored has to be true"),
        ('{"title": "Heat", "meant": {"name": "Heat"}}', "meant 'name' is not known"),
        ('{"title": "Heat", "meant": {"year": 1995}}', "meant neither a title nor an id"),
        ('{"title": "Heat\\ud800"}', "title has to be a text"),
    ],
)
def test_a_slip_is_told_with_its_film_and_why(entry: str, why: str) -> None:
    what = refused_entry(entry)

    assert "film 2 ('Heat" in what
    assert why in what


@pytest.mark.parametrize("entry", ["4", "[]", '{"year": 1995}', '{"title": ""}', '{"title": 4}'])
def test_an_entry_without_a_film_is_told_by_its_number(entry: str) -> None:
    assert "at film 2: " in refused_entry(entry)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "line 1 is no JSON"),
        (WRITTEN[:-20], "line 3 is no JSON"),
        ('{"format": 1,\n"films": [,]}', "line 2 is no JSON"),
        ("[]", "no JSON object"),
        ('{"films": []}', "does not say"),
        ('{"format": true, "films": []}', "does not say"),
        ('{"format": 0, "films": []}', "does not say"),
        ('{"format": 1}', "no list"),
        ('{"format": 1, "films": {}}', "no list"),
        ('{"format": 1, "films": [], "flims": []}', "'flims' is no part of it"),
        ('{"format": 1, "films": [], "films": []}', "'films' stands twice"),
        ('{"format": 1, "films": [NaN]}', "NaN is no number"),
        ('{"format": 1, "films": [' + "9" * 5000 + "]}", "too long"),
        ("[" * 200_000, "too deep"),
        ('{"format": 1, "films": ' + '{"a":' * 200_000, "too deep"),
        (WRITTEN.encode("utf-16"), "not text in UTF-8"),
        (b"PK\x03\x04\xff", "not text in UTF-8"),
    ],
)
def test_what_is_no_profile_is_refused(content: str | bytes, why: str) -> None:
    assert why in refused(content)


def test_a_newer_format_asks_for_a_newer_movierec() -> None:
    with pytest.raises(DataError, match="newer movierec") as caught:
        profile_from_json(b'{"format": 2, "movies": {}}', "anna")

    assert "pipx upgrade movierec" in caught.value.hint


def test_a_file_may_be_so_large_and_no_larger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonfile, "MOST_BYTES", len(WRITTEN))
    assert profile_from_json(WRITTEN.encode(), "anna") == MINE
    assert "larger than" in refused(WRITTEN + " ")


def test_half_a_character_is_not_written() -> None:
    with pytest.raises(DataError, match="cannot be written") as caught:
        profile_to_json(profile(Entry(film=HEAT, lists=("\ud800",))))

    assert_two_lines(caught.value, 5)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["title", "rated", "stars", "source", "lists", "meant", "year", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=3))
def test_any_json_is_read_or_refused(films: list[object]) -> None:
    content = json.dumps({"format": 1, "films": films}).encode()
    try:
        read = profile_from_json(content, "anna")
    except DataError as error:
        assert_two_lines(error, 5)
    else:
        assert len(read.entries) == len(films)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@example(b'{"\xed\xa0\x80": 1}')
def test_any_bytes_are_refused_in_two_lines(content: bytes) -> None:
    refused(content)
