"""The formats by the names that people type."""

from __future__ import annotations

import pytest
from cli import invented
from shop import assert_two_lines

from movierec.cli.documents.formats import FORMATS, check_format, document
from movierec.errors import UsageError


@pytest.mark.parametrize(
    ("name", "first"),
    [("letterboxd", "Title,Year"), ("md", "# Recommended"), ("html", "<!doctype html>")],
)
def test_a_name_gives_its_document(name: str, first: str) -> None:
    assert document(invented.recommendations(), name).startswith(first)


def test_every_document_ends_its_last_line() -> None:
    assert all(document(invented.recommendations(), name).endswith("\n") for name in FORMATS)


def test_an_unknown_format_is_a_usage_error() -> None:
    with pytest.raises(UsageError) as caught:
        check_format("pdf")

    assert_two_lines(caught.value, 2)
