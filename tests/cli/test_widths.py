from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from movierec.cli.widths import GAP, Demand, column_widths

FILM = Demand("text", 4, 4, 40)
GENRES = Demand("shrinks", 6, 6, 30)
STARS = Demand("number", 15, 10, 6)


def demands() -> st.SearchStrategy[list[Demand]]:
    cells = st.integers(0, 60)
    kinds = st.sampled_from(["number", "text", "shrinks"])
    return st.lists(
        st.builds(
            lambda kind, word, more, content: Demand(kind, word + more, word, content),
            kinds,
            cells,
            cells,
            cells,
        ),
        min_size=1,
        max_size=8,
    )


def test_where_there_is_room_all_get_what_they_ask_for() -> None:
    assert column_widths([FILM, GENRES, STARS], 200) == [40, 30, 15]


def test_what_shrinks_gives_way_before_titles() -> None:
    assert column_widths([FILM, GENRES], 40 + GAP + 20) == [40, 20]


def test_titles_are_folded_once_what_shrinks_is_short() -> None:
    assert column_widths([FILM, GENRES], 30 + GAP + 14) == [30, 14]


def test_headings_of_numbers_are_folded_first() -> None:
    assert column_widths([FILM, STARS], 40 + GAP + 12) == [40, 12]


@given(demands(), st.integers(1, 200))
def test_a_number_is_never_broken(wanted: list[Demand], available: int) -> None:
    widths = column_widths(wanted, available)
    assert all(
        width >= max(demand.word, demand.content)
        for demand, width in zip(wanted, widths, strict=True)
        if demand.kind == "number"
    )


@given(demands(), st.integers(1, 200))
def test_no_column_gets_more_than_it_asks_for(wanted: list[Demand], available: int) -> None:
    widths = column_widths(wanted, available)
    assert all(
        width <= max(demand.heading, demand.content)
        for demand, width in zip(wanted, widths, strict=True)
    )


@given(demands(), st.integers(1, 200))
def test_a_table_too_wide_has_nothing_left_to_give(wanted: list[Demand], available: int) -> None:
    widths = column_widths(wanted, available)
    if sum(widths) + GAP * (len(widths) - 1) > available:
        texts = [place for place, demand in enumerate(wanted) if demand.kind == "text"]
        assert all(widths[place] <= 8 for place in texts)
