"""A list of films in a file: plain or CSV, by title or id, and what of it is not known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from makers import TRICKY_TITLES, tiny_catalogue
from shop import assert_two_lines

from movierec.errors import DataError, MovierecError, UnknownError, UsageError
from movierec.people.filelist import FilmList, read_film_list, remark

# The tiny catalogue's MovieLens ids are 1, 4, 7, ... and its IMDb ids 0000001, 0000002, ...
CATALOGUE = tiny_catalogue(titles=TRICKY_TITLES, links=True)


def listed(folder: Path, content: str | bytes) -> FilmList:
    path = folder / "films.txt"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_film_list(path, CATALOGUE)


def refused(
    folder: Path,
    content: str | bytes,
    kinds: tuple[type[MovierecError], ...] = (DataError, UnknownError),
) -> str:
    with pytest.raises(kinds) as caught:
        listed(folder, content)
    assert_two_lines(caught.value, caught.value.exit_code)
    return caught.value.what


def test_plain_text_is_a_title_or_an_id_a_line(tmp_path: Path) -> None:
    found = listed(tmp_path, "Paper Lanterns\nGlass Harbour, The (1994)\nN1ne\n10\n")

    assert found.movies.tolist() == [0, 1, 2, 3]
    assert (found.lines, found.unknown, found.several) == (4, (), ())


def test_empty_lines_and_comments_are_skipped(tmp_path: Path) -> None:
    found = listed(tmp_path, "# mine\n\n   \nSalt & Smoke\n  # more\n")

    assert (found.movies.tolist(), found.lines) == ([7], 1)


def test_a_film_that_is_named_twice_is_one(tmp_path: Path) -> None:
    found = listed(tmp_path, "Nine\nn1ne\nPaper Lanterns\n")

    assert (found.movies.tolist(), found.lines) == ([0, 2], 3)


def test_a_number_among_titles_is_a_title_first(tmp_path: Path) -> None:
    catalogue = tiny_catalogue(titles=["One (1990)", "4 (1991)", "Three (1992)", "10 (1993)"])
    path = tmp_path / "films.txt"

    path.write_text("4\nOne\n")
    assert read_film_list(path, catalogue).movies.tolist() == [0, 1]
    path.write_text("10\n1\n")
    assert read_film_list(path, catalogue).movies.tolist() == [0, 3]


def test_in_a_list_of_numbers_a_number_is_an_id_first(tmp_path: Path) -> None:
    catalogue = tiny_catalogue(titles=["7 (1990)", "4 (1991)", "Three (1992)"])
    path = tmp_path / "films.txt"
    path.write_text("7\n4\n")

    assert read_film_list(path, catalogue).movies.tolist() == [1, 2]


def test_a_number_that_is_no_id_is_a_title(tmp_path: Path) -> None:
    assert listed(tmp_path, "1984\n1\n").movies.tolist() == [0, 8]


@pytest.mark.parametrize(
    "content",
    [
        "title\nGlass Harbour, The (1994)\n",
        'Title\n"Glass Harbour, The (1994)"\n',
        "\n\nDate,Name,Year,Letterboxd URI\n2024-01-01,The Glass Harbour,1994,https://x\n",
        'Position,Const,Title,Year\r\n1,tt0000002,"Something else",1950\r\n',
        "tconst\ntt0000002\n",
        "imdbId,other\n2,\n",
        "movieId\n4\n",
        "MOVIE_ID;seen\n4;yes\n",
        "title\tyear\nglass harbour\t1994\n",
        '\ufeff"Name","Year"\n"The Glass Harbour","1994"\n',
        "Letterboxd list export v7\nDate,Name,Tags,URL,Description\n2024-01-01,Amber Road,,x,\n\n"
        "Position,Name,Year,URL,Description\n1,The Glass Harbour,1994,x,\n",
    ],
)
def test_tables_are_read_by_their_header(tmp_path: Path, content: str) -> None:
    found = listed(tmp_path, content)

    assert (found.movies.tolist(), found.lines, found.unknown) == ([1], 1, ())


def test_a_column_of_years_tells_two_films_apart(tmp_path: Path) -> None:
    assert listed(tmp_path, "Name,Year\nSabrine,1954\n").movies.tolist() == [4]


@pytest.mark.parametrize("year", ["", "n/a", "95"])
def test_a_year_that_is_none_is_left_aside(tmp_path: Path, year: str) -> None:
    assert listed(tmp_path, f"Name,Year\nPaper Lanterns,{year}\n").movies.tolist() == [0]


def test_an_unknown_imdb_id_leaves_it_to_the_title(tmp_path: Path) -> None:
    found = listed(tmp_path, "Const,Title,Year\ntt7654321,Paper Lanterns,1995\n")

    assert found.movies.tolist() == [0]


def test_a_movielens_id_of_other_numbering_does_not_win_over_the_title(tmp_path: Path) -> None:
    found = listed(tmp_path, "movieId,title\n7,Paper Lanterns (1995)\n7,Not Here (1995)\n")

    assert (found.movies.tolist(), found.unknown) == ([0], ("Not Here (1995)",))


def test_a_movielens_id_decides_between_films_of_one_title(tmp_path: Path) -> None:
    found = listed(tmp_path, "movieId,title\n13,Sabrine\n")

    assert (found.movies.tolist(), found.several) == ([4], ())


def test_a_row_without_a_title_is_known_by_its_id(tmp_path: Path) -> None:
    assert listed(tmp_path, "movieId,title\n7,\n").movies.tolist() == [2]


def test_short_and_empty_rows_do_no_harm(tmp_path: Path) -> None:
    found = listed(tmp_path, "a,title\nx\n,\n\ny,Nine\n")

    assert (found.movies.tolist(), found.lines, found.unknown) == ([2], 2, ("x",))


def test_of_several_films_the_most_rated_is_taken_and_said(tmp_path: Path) -> None:
    found = listed(tmp_path, "Sabrine\nSabrine\nNine\n")

    assert (found.movies.tolist(), found.several) == ([2, 5], ("Sabrine",))
    assert remark(found, "films.txt") == (
        "Several films match 'Sabrine': the most rated is taken; add the year to choose."
    )


def test_twins_need_no_year(tmp_path: Path) -> None:
    found = listed(tmp_path, "Amber Road\n")

    assert (found.movies.tolist(), found.several) == ([10], ())


def test_nothing_that_only_resembles_is_taken(tmp_path: Path) -> None:
    found = listed(tmp_path, "Papr Lanterns\nPaper\nSabrine (1960)\nNine\n")

    assert found.unknown == ("Papr Lanterns", "Paper", "Sabrine (1960)")


def test_a_remark_counts_the_unknown_and_shows_the_first() -> None:
    unknown = ("Foo", "Bar\x1b[31m", "b" * 99, "Baz", "Qux")

    said = remark(FilmList(np.array([0]), 1300, unknown, ()), "films.txt")

    long = f"{'b' * 60}…"
    assert said == (
        f"5 of 1,300 lines of films.txt name no film here: 'Foo', 'Bar\\x1b[31m', '{long}' and "
        "2 more."
    )


def test_a_single_unknown_line_is_told_in_the_singular() -> None:
    said = remark(FilmList(np.array([0]), 2, ("Foo",), ()), "films.txt")

    assert said == "1 of 2 lines of films.txt names no film here: 'Foo'."


def test_a_remark_on_a_file_that_is_known_whole_is_empty(tmp_path: Path) -> None:
    assert remark(listed(tmp_path, "Nine\n"), "films.txt") == ""


def test_a_file_without_a_known_film_is_told_by_its_first_lines(tmp_path: Path) -> None:
    what = refused(tmp_path, "Foo\nBar\nBaz\nQux\n", (UnknownError,))

    assert what.endswith(
        "films.txt names no film that is known here: 'Foo', 'Bar', 'Baz' and 1 more."
    )


@pytest.mark.parametrize("content", ["", "\n \n", "# nothing yet\n", "title,year\n", "\ufeff"])
def test_a_file_without_films_is_refused(tmp_path: Path, content: str) -> None:
    assert "holds no films" in refused(tmp_path, content, (DataError,))


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('title,year\nNine,1995\n"Paper Lanterns,1995\nSabrine,1954\n', 3),
        ('\ntitle,year\n"Ni"ne,1995\n', 3),
        ("title,year\nNine," + "1" * 200_000 + "\n", 2),
        ('title,note\nNine,"two\nlines"\n"Sab', 4),
    ],
    ids=["open quote", "quote in quotes", "endless cell", "after a cell of two lines"],
)
def test_damaged_csv_is_told_with_its_line(tmp_path: Path, content: str, line: int) -> None:
    assert f"films.txt line {line}: " in refused(tmp_path, content, (DataError,))


@pytest.mark.parametrize(
    "content",
    [
        b"Nine\0\n",
        "Nine\n".encode("utf-16-le"),
        b"x" * 1_000_000,
        b"Zip\x1b]0;owned\x07\n\xff\xfe\x80\n",
        b'"' * 1_000,
        b"title\n" + b'"',
    ],
    ids=["NUL", "UTF-16 without its mark", "one long line", "escapes", "quotes", "open quote"],
)
def test_a_hostile_file_is_refused_in_two_lines(tmp_path: Path, content: bytes) -> None:
    what = refused(tmp_path, content)

    assert "\x1b" not in what.replace(str(tmp_path), "")
    assert len(what) < len(str(tmp_path)) + 300


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=200)
    | st.text(alphabet='Nine,"\n\r\t;#title1984', max_size=60).map(str.encode)
    | st.text(alphabet='Nine,"\n\r;1', max_size=60).map(lambda rows: f"title,x\n{rows}".encode())
)
def test_any_file_is_read_or_refused(tmp_path: Path, content: bytes) -> None:
    try:
        found = listed(tmp_path, content)
    except MovierecError as error:
        assert_two_lines(error, error.exit_code)
    else:
        assert 0 < len(found.movies) <= found.lines
        assert len(found.unknown) < found.lines


def test_a_missing_file_is_told_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read_film_list(tmp_path / "none.txt", CATALOGUE)

    assert_two_lines(caught.value, 2)
    assert "a line" in caught.value.hint
