"""What the terminal can show, and text that cannot harm it."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

# C0 and C1 controls, line separators, and the marks that turn the direction of writing.
_PROGRAM = "movierec "
_DUMB = {"dumb", "unknown"}
_LEAST_FOLDED = 20
_HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def clean(text: str) -> str:
    r"""Return text in which every control character is written out, as in ``\x1b``."""
    return _HARMFUL.sub(lambda found: _written_out(found[0]), text)


def escape_controls(json_text: str) -> str:
    r"""Escape, in JSON, the control characters that JSON allows: ``\u009b`` stays the same data."""
    return _HARMFUL.sub(
        lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", json_text
    )


def _written_out(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


def make_streams_safe() -> None:
    """Let no character that the terminal's encoding lacks stop an answer."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123  # open until the process ends
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def speaks_unicode(stream: TextIO) -> bool:
    """Return whether a stream's encoding has every character."""
    return (stream.encoding or "").lower().replace("-", "").replace("_", "").startswith("utf")


def width(stream: TextIO) -> int:
    """Return how many columns a stream's terminal has: by COLUMNS, else as it says, else 80."""
    wanted = os.environ.get("COLUMNS", "")
    if wanted.isdecimal() and int(wanted) > 0:
        return int(wanted)
    with contextlib.suppress(OSError, ValueError):
        return os.get_terminal_size(stream.fileno()).columns or 80
    return 80


def folded(text: str, columns: int, indent: int = 0) -> str:
    """Fold text at blanks, never in a word; lines after the first are set in by `indent`."""
    import textwrap

    if columns - indent < _LEAST_FOLDED:
        return text
    lines = textwrap.wrap(text, columns - indent, break_long_words=False, break_on_hyphens=False)
    return ("\n" + " " * indent).join(lines)


def readable(text: str, stream: TextIO, indent: int = 0) -> str:
    """Fold a line for a terminal; one with a command in it stays whole, to be copied."""
    if _PROGRAM in text or not is_terminal(stream):
        return text
    return folded(text, width(stream), indent)


def console(stream: TextIO) -> Console:
    """Return a rich console that takes all text as data: no markup, no emoji codes.

    rich honours FORCE_COLOR and TERM=dumb by itself, but on a dumb terminal not COLUMNS; under
    NO_COLOR it would still write bold text, and a closed pipe would end the process with 1.
    """
    from rich.console import Console

    class DataConsole(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return DataConsole(
        file=stream,
        width=width(stream) if is_dumb() else None,
        height=25 if is_dumb() else None,
        color_system=None if os.environ.get("NO_COLOR") else "auto",
        markup=False,
        emoji=False,
        highlight=False,
        force_jupyter=False,
    )


def can_animate(stream: TextIO) -> bool:
    """Return whether a bar can be redrawn in place: FORCE_COLOR in a log file is not enough."""
    return not is_dumb() and is_terminal(stream)


def is_dumb() -> bool:
    """Return whether the terminal is one that only writes lines."""
    return os.environ.get("TERM", "").lower() in _DUMB


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether a person is at a stream; None stands for one that the shell closed."""
    with contextlib.suppress(ValueError):  # a closed stream
        return stream is not None and stream.isatty()
    return False


def may_have_colours(stream: TextIO) -> bool:
    """Return whether somebody could see colours; where nobody can, rich is not worth its import."""
    return is_terminal(stream) or bool(os.environ.get("FORCE_COLOR"))


def let_go_if_stuck(stream: TextIO) -> None:
    """Write what waits to be written, or give it up: Python would fail on it at the very end."""
    try:
        stream.flush()
    except (OSError, ValueError):
        let_go(stream)


def let_go(stream: TextIO) -> None:
    """Point a stream that can take no more at nothing, so that the last flush does not fail."""
    with contextlib.suppress(OSError, ValueError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)
