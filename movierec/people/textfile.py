"""Read a person's own text file, or standard input: bounded, in the encodings that are met."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from movierec.errors import DataError, UsageError

MOST_BYTES = 10_000_000
MOST_LINES = 100_000
_STDIN = Path("-")


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
    name = shown_name(path)
    content = _content(path, name, hint)
    if len(content) > MOST_BYTES:
        raise DataError(f"{name} is larger than {MOST_BYTES // 1_000_000} MB.", hint)
    if b"\0" in content:
        raise DataError(f"{name} is not a text file.", hint)
    text = _decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > MOST_LINES:
        raise DataError(f"{name} has more than {MOST_LINES:,} lines.", hint)
    return text


def _content(path: Path, name: str, hint: str) -> bytes:
    try:
        if path == _STDIN:
            return _bounded(_stdin(hint))
        with path.open("rb") as stream:
            return _bounded(stream)
    except FileNotFoundError:
        raise UsageError(f"There is no file {name}.", hint) from None
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror or error}.", hint) from error


def _bounded(stream: BinaryIO) -> bytes:
    # One byte more tells a file that is too large from one that just fits.
    return stream.read(MOST_BYTES + 1)


def _stdin(hint: str) -> BinaryIO:
    if sys.stdin is None:
        raise UsageError("There is no standard input to read.", hint)
    return sys.stdin.buffer


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")
