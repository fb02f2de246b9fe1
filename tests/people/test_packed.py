"""Packed strings looked at all at once are what they are one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from movierec.people.packed import byte_at, count_byte, perhaps_among, strings, without_byte
from movierec.records import Texts

texts = st.lists(st.text(st.characters(codec="utf-8"), max_size=8) | st.text("( a", max_size=6))


@given(texts)
def test_all_strings_are_the_strings(some: list[str]) -> None:
    assert strings(Texts.of(some), np.arange(len(some))) == some


def test_some_strings_are_those_of_the_rows() -> None:
    assert strings(Texts.of(["été", "", "a", "雨"]), np.array([3, 0])) == ["雨", "été"]


@given(texts)
def test_a_character_is_left_out_everywhere(some: list[str]) -> None:
    without = [text.replace(" ", "") for text in some]

    assert list(without_byte(Texts.of(some), ord(" "))) == without


@given(texts)
def test_a_character_is_counted_in_each_string(some: list[str]) -> None:
    counts = [text.count("(") for text in some]

    assert count_byte(Texts.of(some), ord("(")).tolist() == counts


@given(texts)
def test_a_byte_before_a_strings_begin_is_none_of_the_string_before(some: list[str]) -> None:
    packed = Texts.of(some)
    expected = [(text.encode()[-2:-1] or b"\0")[0] for text in some]

    assert byte_at(packed, packed.offsets[1:] - 2).tolist() == expected


def test_there_is_no_byte_at_a_strings_end() -> None:
    packed = Texts.of(["a", "b"])

    assert byte_at(packed, packed.offsets[1:]).tolist() == [0, 0]


@given(texts, texts)
def test_no_wanted_string_is_left_out(some: list[str], wanted: list[str]) -> None:
    rows = perhaps_among(Texts.of([*some, *wanted]), Texts.of(wanted)).tolist()

    assert {row for row, text in enumerate([*some, *wanted]) if text in wanted} <= set(rows)


def test_a_string_of_another_outline_is_left_out() -> None:
    some, wanted = Texts.of(["paper", "papers", "pzper", "taper", "paped"]), Texts.of(["paper"])

    assert perhaps_among(some, wanted).tolist() == [0]
