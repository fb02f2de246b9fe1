"""Read a person's own text file, or standard input: bounded, in the encodings that are met."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from movierec.errors import DataError, UsageError

MOST_BYTES = 10_000_000
MOST_LINES = 100_000
_STDIN = Path("-")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def shown_name(path: Path) -> str:
    """Return how a message calls a file; "-" is standard input."""
    return "standard input" if path == _STDIN else str(path)


def read_text(path: Path, hint: str) -> str:
    r"""Return a file's text without a byte order mark, its lines ended by "\n".

    Args:
        path: the file; "-" is standard input.
        hint: what the file should hold: the second line of every error.

    Raises:
        UsageError: the file is missing or cannot be opened.
        DataError: it is too large, or no text.
    """
    return decoded(read_bytes(path, hint, MOST_BYTES), shown_name(path), hint, MOST_LINES)


def read_bytes(path: Path, hint: str, most: int) -> bytes:
    """Return a file's bytes.

    Args:
        path: the file; "-" is standard input.
        hint: the second line of every error.
        most: bytes that it may have, a whole number of millions.

    Raises:
        UsageError: the file is missing or cannot be opened.
        DataError: it is too large.
    """
    name = shown_name(path)
    content = _content(path, name, hint, most)
    if len(content) > most:
        raise DataError(f"{name} is larger than {most // 1_000_000} MB.", hint)
    return content


def decoded(content: bytes, name: str, hint: str, most_lines: int) -> str:
    r"""Return the text that bytes stand for, without a byte order mark, its lines ended by "\n".

    UTF-8 and, with its mark, UTF-16 are told from the bytes themselves; what is neither is taken
    for Windows's western encoding.

    Args:
        content: what a file holds.
        name: how messages call it.
        hint: the second line of every error.
        most_lines: lines that it may have.

    Raises:
        DataError: it is no text, or has too many lines.
    """
    text = _text(content)
    if "\0" in text:
        raise DataError(f"{name} is not a text file.", hint)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > most_lines:
        raise DataError(f"{name} has more than {most_lines:,} lines.", hint)
    return text


def _content(path: Path, name: str, hint: str, most: int) -> bytes:
    try:
        # One byte more tells a file that is too large from one that just fits.
        if path == _STDIN:
            return _stdin(hint).read(most + 1)
        with path.open("rb") as stream:
            return stream.read(most + 1)
    except FileNotFoundError:
        raise UsageError(f"There is no file {name}.", hint) from None
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror or error}.", hint) from error


def _stdin(hint: str) -> BinaryIO:
    if sys.stdin is None:
        raise UsageError("There is no standard input to read.", hint)
    return sys.stdin.buffer


def _text(content: bytes) -> str:
    # Half a character at the end is a file cut short, and still text.
    if content.startswith(_UTF_16):
        return content.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")
