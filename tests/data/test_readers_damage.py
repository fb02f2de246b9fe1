from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import (
    files_1m,
    files_10m,
    files_100k,
    files_csv,
    make_1m,
    make_10m,
    make_100k,
    make_csv,
)

from movierec.data.archive import open_archive
from movierec.data.readers import reader_for
from movierec.data.readers.lines import rating_form
from movierec.data.readers.ratings import Form, read_ratings
from movierec.errors import DataError
from movierec.records import Scale

Maker = Callable[[Path, Mapping[str, bytes | None]], Path]
MAKERS: dict[str, tuple[Maker, Callable[[], dict[str, bytes]]]] = {
    "100k": (make_100k, files_100k),
    "1m": (make_1m, files_1m),
    "10m": (make_10m, files_10m),
    "csv": (make_csv, files_csv),
}


def read_all(path: Path) -> None:
    with open_archive(path) as archive:
        reader = reader_for(archive.layout)
        reader.movies(archive)
        reader.users(archive)
        list(reader.ratings(archive, 50))
        for number in range(1, 6):
            reader.fold(archive, number)


def failure(layout: str, changed: Mapping[str, bytes | None]) -> DataError:
    with tempfile.TemporaryDirectory() as folder:
        path = MAKERS[layout][0](Path(folder), changed)
        with pytest.raises(DataError) as caught:
            read_all(path)
    return caught.value


def with_line(layout: str, member: str, number: int, line: bytes) -> dict[str, bytes | None]:
    lines = MAKERS[layout][1]()[member].split(b"\n")
    lines[number - 1] = line
    return {member: b"\n".join(lines)}


DAMAGED = [
    ("100k", "u.data", b"1\t2\t3"),
    ("100k", "u.data", b"1\t2\t3\t4\t5"),
    ("100k", "u.data", b""),
    ("100k", "u.data", b"   "),
    ("100k", "u.data", b"1\t2\t6\t880000000"),
    ("100k", "u.data", b"1\t2\t0\t880000000"),
    ("100k", "u.data", b"1\t2\t3.5\t880000000"),
    ("100k", "u.data", b"1\t2\tnan\t880000000"),
    ("100k", "u.data", b"1\t2\tinf\t880000000"),
    ("100k", "u.data", b"1\t2\t\t880000000"),
    ("100k", "u.data", b"0\t2\t3\t880000000"),
    ("100k", "u.data", b"1\t-2\t3\t880000000"),
    ("100k", "u.data", b"2147483648\t2\t3\t880000000"),
    ("100k", "u.data", b"4294967297\t2\t3\t880000000"),
    ("100k", "u.data", b"99999999999999999999\t2\t3\t880000000"),
    ("100k", "u.data", b"1\t2\t3\t2147483648"),
    ("100k", "u.data", b"1\t2\t3\t88000000000000000000000"),
    ("100k", "u.data", b"one\t2\t3\t880000000"),
    ("100k", "u.data", b"1\t2\t3\t8800\x0000000"),
    ("100k", "u.data", b"1\t2\t3\t880\xff"),
    ("100k", "u.data", b"1_0\t2\t3\t880000000"),
    ("100k", "u.data", b"1 2 3 880000000"),
    ("100k", "u3.test", b"1\t2\t9\t880000000"),
    ("100k", "u.item", b"2|Glass Harbour"),
    ("100k", "u.item", b"x|Oak (1990)||||" + b"|".join([b"0"] * 19)),
    ("100k", "u.item", b"99|||||" + b"|".join([b"0"] * 19)),
    ("100k", "u.item", b"99|Oak (1990)|soon|||" + b"|".join([b"0"] * 19)),
    ("100k", "u.item", b"99|Oak (1990)||||2|" + b"|".join([b"0"] * 18)),
    ("100k", "u.item", b"1|Again (1990)||||" + b"|".join([b"0"] * 19)),
    ("100k", "u.item", b"99|O\0k (1990)||||" + b"|".join([b"0"] * 19)),
    ("100k", "u.user", b"2|old|F|other|94043"),
    ("100k", "u.user", b"2|53|F|juggler|94043"),
    ("100k", "u.user", b"2|53|F|other"),
    ("100k", "u.user", b"1|53|F|other|94043"),
    ("100k", "u.genre", b"Action"),
    ("100k", "u.genre", b"Action|7"),
    ("1m", "ratings.dat", b"1::2::3"),
    ("1m", "ratings.dat", b"1::2::3::4::5"),
    ("1m", "ratings.dat", b"1:x:2::3::978300760"),
    ("1m", "ratings.dat", b"1:::2::3::978300760"),
    ("1m", "ratings.dat", b"1::2::3::9783\t00760"),
    ("1m", "ratings.dat", b"1::2::4.5::978300760"),
    ("1m", "movies.dat", b"3::Oak (1990)"),
    ("1m", "movies.dat", b"3::Oak :: Elm (1990)::Drama"),
    ("1m", "movies.dat", b"1::Again (1990)::Drama"),
    ("1m", "users.dat", b"2::M::57::16::70072"),
    ("1m", "users.dat", b"2::M::19::16::70072"),
    ("1m", "users.dat", b"2::M::25::21::70072"),
    ("10m", "ratings.dat", b"1::2::0.25::978300760"),
    ("10m", "ratings.dat", b"1::2::5.5::978300760"),
    ("10m", "movies.dat", b"3::\xc9t\xe9 (1990)::Drama"),
    ("csv", "ratings.csv", b"1,2,3"),
    ("csv", "ratings.csv", b"1,2,3,4,5"),
    ("csv", "ratings.csv", b"1,2,4.2,978300760"),
    ("csv", "ratings.csv", b'"1,2,4.5,978300760'),
    ("csv", "ratings.csv", b""),
    ("csv", "movies.csv", b"3,Oak (1990)"),
    ("csv", "movies.csv", b"3,Oak, Elm (1990),Drama"),
    ("csv", "movies.csv", b'3,"Oak (1990),Drama'),
    ("csv", "movies.csv", b"3, ,Drama"),
    ("csv", "movies.csv", b"2.5,Oak (1990),Drama"),
    ("csv", "movies.csv", b"3,\xc9t\xe9 (1990),Drama"),
    ("csv", "movies.csv", b"3,O\0k (1990),Drama"),
    ("csv", "movies.csv", b""),
    ("csv", "links.csv", b"1,nine,9001"),
    ("csv", "links.csv", b"1,0700001,x"),
]


@pytest.mark.parametrize(("layout", "member", "line"), DAMAGED)
def test_a_damaged_line_is_named_with_its_file(layout: str, member: str, line: bytes) -> None:
    # The second line of a csv file is its first record, so the third is damaged.
    error = failure(layout, with_line(layout, member, 3, line))

    assert error.what.startswith(f"{member} line 3: expected ")
    assert error.hint


def test_the_message_says_what_was_expected_and_what_was_found() -> None:
    error = failure("100k", with_line("100k", "u.data", 17, b"1\t2\tnine\t880000000"))

    assert error.what == (
        "u.data line 17: expected `user id, film id, rating 1 to 5, time in seconds` separated "
        "by tabs, found '1\\t2\\tnine\\t880000000'."
    )


def test_what_was_found_is_shortened_and_its_controls_are_escaped() -> None:
    error = failure("1m", with_line("1m", "users.dat", 2, b"\x1b[31m" + b"x" * 500))

    assert "\x1b" not in error.what
    assert "…" in error.what
    assert len(error.what) < 300


def test_an_id_that_stands_twice_is_damage() -> None:
    error = failure("csv", with_line("csv", "links.csv", 3, b"1,0000417,3"))

    assert "an id that no earlier line has" in error.what


def test_a_file_that_was_cut_short_is_damaged_in_its_last_line() -> None:
    body = files_100k()["u.data"]
    last = body.count(b"\n")

    error = failure("100k", {"u.data": body.rstrip().rpartition(b"\t")[0]})

    assert error.what.startswith(f"u.data line {last}: expected ")


def test_a_blank_line_in_the_middle_is_damage_in_any_block() -> None:
    scale = Scale(1, 5, 1)
    form = Form("u.data", "\t", scale, rating_form(scale, "tabs"))
    body = b"1\t1\t1\t1\n" * 4 + b"\n" + b"1\t1\t1\t1\n" * 4

    for block_bytes in range(1, len(body) + 1):
        with pytest.raises(DataError, match=r"^u\.data line 5: "):
            list(read_ratings(io.BytesIO(body), form, 2, block_bytes))


def test_ratings_are_the_same_for_blocks_of_any_size() -> None:
    scale = Scale(1, 5, 1)
    form = Form("u.data", "\t", scale, rating_form(scale, "tabs"))
    body = b"".join(b"%d\t%d\t%d\t%d\n" % (n, n + 100, 1 + n % 5, n) for n in range(1, 30))

    for block_bytes in range(1, len(body) + 1):
        chunks = list(read_ratings(io.BytesIO(body + b"\n\n"), form, 4, block_bytes))
        assert [n for chunk in chunks for n in chunk.user_id] == list(range(1, 30))


@pytest.mark.parametrize(
    ("layout", "member"),
    [
        ("100k", "u.data"),
        ("100k", "u.item"),
        ("100k", "u.user"),
        ("100k", "u1.test"),
        ("1m", "ratings.dat"),
        ("1m", "movies.dat"),
        ("10m", "movies.dat"),
        ("csv", "ratings.csv"),
        ("csv", "movies.csv"),
        ("csv", "links.csv"),
    ],
)
@pytest.mark.parametrize("content", [b"", b"\n\n", b"\0", b"<html>not here</html>\n"])
def test_a_file_of_something_else_is_damage(layout: str, member: str, content: bytes) -> None:
    assert failure(layout, {member: content}).what.startswith(f"{member} line 1: expected ")


@pytest.mark.parametrize("member", ["ratings.csv", "movies.csv", "links.csv"])
def test_a_missing_column_is_named_with_the_header_expected(member: str) -> None:
    error = failure("csv", {member: files_csv()[member].replace(b"movieId", b"movie", 1)})

    assert error.what.startswith(f"{member} line 1: expected a header with `")


def test_a_csv_file_with_a_header_only_has_no_ratings() -> None:
    error = failure("csv", {"ratings.csv": b"userId,movieId,rating,timestamp\n"})

    assert error.what.startswith("ratings.csv line 2: expected ")


ROW_MEMBERS = [
    (layout, member)
    for layout, (_, files) in MAKERS.items()
    for member in files()
    if member.startswith(("u.d", "u.i", "u.user", "ratings", "movies", "users", "links"))
    and member != "u.info"
]


@given(data=st.data())
def test_a_line_that_loses_its_separators_is_named(data: st.DataObject) -> None:
    layout, member = data.draw(st.sampled_from(ROW_MEMBERS))
    first = 2 if layout == "csv" else 1
    lines = MAKERS[layout][1]()[member].count(b"\n")
    number = data.draw(st.integers(first, lines))
    junk = data.draw(st.text(st.characters(codec="latin-1", exclude_characters=',|:\t\n\r"')))

    error = failure(layout, with_line(layout, member, number, b"!" + junk.encode("utf-8")))

    assert error.what.startswith(f"{member} line {number}: expected ")


def test_a_films_file_that_would_fill_the_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("movierec.data.readers.lines.MAX_TEXT", 100)

    with pytest.raises(DataError, match=r"movies\.csv is larger than"):
        read_all(make_csv(tmp_path))


@given(data=st.data())
def test_any_bytes_are_read_or_refused_with_their_line(data: st.DataObject) -> None:
    layout, member = data.draw(st.sampled_from(ROW_MEMBERS))
    lines = MAKERS[layout][1]()[member].count(b"\n")
    number = data.draw(st.integers(1, lines))
    junk = data.draw(st.binary(max_size=40))
    with tempfile.TemporaryDirectory() as folder:
        changed = with_line(layout, member, number, junk)
        path = MAKERS[layout][0](Path(folder), changed)
        try:
            read_all(path)
        except DataError as error:
            assert error.what.startswith(f"{member} line ")  # noqa: PT017  # both ends are right
