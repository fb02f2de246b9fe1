"""A title is never calculated, and comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from movierec.people.spreadsheet import guarded, unguarded


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Heat", "1984", "'Round Midnight", "'71", "a=b", "''"])
def test_a_title_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


@pytest.mark.parametrize(("text", "meant"), [("'=1", "=1"), ("''=1", "'=1"), ("=1", "=1")])
def test_one_apostrophe_is_taken_off(text: str, meant: str) -> None:
    assert unguarded(text) == meant


@given(st.text() | st.text(alphabet="'=+-@\t\ra", max_size=6))
def test_every_text_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(st.text(alphabet="'=+-@\t\ra", max_size=6))
def test_no_guarded_text_begins_a_formula(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
