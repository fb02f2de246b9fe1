"""A table is read by the names of its columns, whoever wrote it."""

from __future__ import annotations

import pytest
from shop import assert_two_lines

from movierec.errors import DataError
from movierec.people.importing import table
from movierec.people.importing.table import read_table


@pytest.mark.parametrize(
    "text",
    [
        "Title,Watched Date\nHeat,2021-01-01\n",
        "watched date,title,more\n2021-01-01,Heat,x\n",
        '"TITLE";"watched_date"\n"Heat";"2021-01-01"\n',
        " Title \tWatchedDate\nHeat\t 2021-01-01 \n",
        "\n\nTitle,Watched-Date\n\n,\nHeat,2021-01-01,too,many\n",
    ],
    ids=["as usual", "other order", "semicolons", "tabs", "empty lines and ragged rows"],
)
def test_columns_are_found_by_name(text: str) -> None:
    rows = list(read_table(text, "films.csv").rows)

    assert [(row.cell("title"), row.cell("watcheddate")) for row in rows] == [
        ("Heat", "2021-01-01")
    ]


def test_a_missing_column_or_cell_is_empty() -> None:
    (row,) = read_table("title,year\nHeat\n", "films.csv").rows

    assert row.cell("year") == ""
    assert row.cell("rating") == ""


def test_of_several_columns_the_first_that_says_something_counts() -> None:
    (row,) = read_table("name,title\n,Heat\n", "films.csv").rows

    assert row.cell("name", "title") == "Heat"


def test_a_column_that_stands_twice_is_the_first_one() -> None:
    (row,) = read_table("rating,rating\n1,2\n", "films.csv").rows

    assert row.cell("rating") == "1"


def test_a_row_is_known_by_the_line_on_which_it_begins() -> None:
    rows = read_table('a,b\n"1\n2",x\n\n3,y\n', "films.csv").rows

    assert [row.where for row in rows] == ["films.csv line 2", "films.csv line 5"]


def test_damaged_csv_is_refused_with_its_line() -> None:
    rows = read_table('a,b\n1,2\n3,"4\n', "films.csv").rows

    with pytest.raises(DataError) as caught:
        list(rows)
    assert_two_lines(caught.value, 5)
    assert caught.value.what.startswith("films.csv line 3: the row that begins here is damaged CSV")


def test_a_field_without_end_is_refused() -> None:
    rows = read_table(f'a,b\n1,"{"x" * 200_000}"\n', "films.csv").rows

    with pytest.raises(DataError, match="line 2"):
        list(rows)


@pytest.mark.parametrize("cells", ["," * 2_000_000, '"\n",' * 500_000], ids=["one line", "many"])
def test_a_row_without_end_is_refused(cells: str) -> None:
    rows = read_table(f"a,b\n1,2\n{cells}\n", "films.csv").rows

    with pytest.raises(DataError, match=r"line 3: the row that begins here .* too long"):
        list(rows)


def test_long_rows_are_bounded_one_by_one() -> None:
    assert len(list(read_table("a,b\n" + f"{'x' * 100_000},2\n" * 15, "films.csv").rows)) == 15


def test_a_last_line_without_its_end_is_a_row() -> None:
    assert len(list(read_table("a,b\n1,2", "films.csv").rows)) == 1


def test_a_table_may_have_so_many_rows_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    # The header is a row too.
    monkeypatch.setattr(table, "MOST_ROWS", 3)

    assert len(list(read_table("a\n1\n2\n", "films.csv").rows)) == 2
    with pytest.raises(DataError, match="more than 3 rows"):
        list(read_table("a\n1\n2\n3\n", "films.csv").rows)


@pytest.mark.parametrize("text", ["", "\n \n", '"', "\ufeff", ";;;"])
def test_what_is_no_table_has_no_columns(text: str) -> None:
    assert read_table(text, "films.csv").keys == frozenset()


def test_a_message_lists_some_columns_and_no_controls() -> None:
    found = read_table(",".join(["\x1bx", *map(str, range(30))]), "films.csv")

    assert found.columns.startswith("\\x1bx, 0, 1")
    assert found.columns.endswith("10, …")
