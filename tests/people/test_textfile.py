"""A person's file is read whatever wrote it, and refused in two lines."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from shop import assert_two_lines

from movierec.errors import DataError, MovierecError, UsageError
from movierec.people.textfile import MOST_BYTES, MOST_LINES, read_text, shown_name

HINT = "Give a text file."


def written(folder: Path, content: bytes) -> Path:
    path = folder / "films.txt"
    path.write_bytes(content)
    return path


def refused(path: Path, kind: type[MovierecError], exit_code: int) -> str:
    with pytest.raises(kind) as caught:
        read_text(path, HINT)
    assert_two_lines(caught.value, exit_code)
    return caught.value.what


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Été\n".encode(), "Été\n"),
        ("Été\n".encode("utf-8-sig"), "Été\n"),
        ("Été\n".encode("latin-1"), "Été\n"),
        ("Été\n".encode("utf-16"), "Été\n"),
        (b"\xfe\xff" + "Été\n".encode("utf-16-be"), "Été\n"),
        (b"\xff\xfeE\x00\xe9", "E\ufffd"),
        ("Ça… “dit”".encode("cp1252"), "Ça… “dit”"),
        (b"\xc9t\xe9\x81", "Été\x81"),
        (b"a\r\nb\rc", "a\nb\nc"),
        (b"", ""),
    ],
    ids=[
        "utf-8",
        "byte order mark",
        "latin-1",
        "utf-16",
        "utf-16, big end first",
        "utf-16 cut short",
        "Windows",
        "latin-1 that Windows does not have",
        "line ends",
        "empty",
    ],
)
def test_text_is_read_whatever_wrote_it(tmp_path: Path, content: bytes, text: str) -> None:
    assert read_text(written(tmp_path, content), HINT) == text


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Été".encode()), "ascii"))

    assert read_text(Path("-"), HINT) == "Été"
    assert shown_name(Path("-")) == "standard input"


def test_a_closed_standard_input_is_a_usage_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)

    assert "standard input" in refused(Path("-"), UsageError, 2)


def test_a_missing_file_is_a_usage_error(tmp_path: Path) -> None:
    assert "There is no file" in refused(tmp_path / "none.txt", UsageError, 2)


def test_a_folder_is_a_usage_error(tmp_path: Path) -> None:
    assert "cannot be read" in refused(tmp_path, UsageError, 2)


def test_a_file_of_another_kind_is_no_text(tmp_path: Path) -> None:
    assert "not a text file" in refused(written(tmp_path, b"PK\x03\x04\0\0"), DataError, 5)


def test_text_in_utf_16_without_its_mark_is_no_text(tmp_path: Path) -> None:
    path = written(tmp_path, "Heat\n".encode("utf-16-le"))

    assert "not a text file" in refused(path, DataError, 5)


def test_a_file_may_be_so_large_and_no_larger(tmp_path: Path) -> None:
    assert len(read_text(written(tmp_path, b"a" * MOST_BYTES), HINT)) == MOST_BYTES
    assert "larger than 10 MB" in refused(written(tmp_path, b"a" * (MOST_BYTES + 1)), DataError, 5)


def test_a_file_may_have_so_many_lines_and_no_more(tmp_path: Path) -> None:
    assert len(read_text(written(tmp_path, b"\n" * MOST_LINES), HINT)) == MOST_LINES
    assert "more than 100,000 lines" in refused(
        written(tmp_path, b"\n" * (MOST_LINES + 1)), DataError, 5
    )
