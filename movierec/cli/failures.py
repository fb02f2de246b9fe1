"""Every failure as two lines: what went wrong and why, and what to do next."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import TextIO

from typer.exceptions import Abort, TyperException

from movierec.cli.terminal import clean, console, may_have_colours, readable
from movierec.errors import Interrupted, MovierecError

INTERRUPTED = 130
_WINDOWS_IN_USE = (5, 32)
"""Access denied and sharing violation: what is mapped can be neither moved nor removed there."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What is said about an error, and the exit code."""

    what: str
    hint: str
    exit_code: int


def explain(error: BaseException) -> Failure:
    """Return what to say about an error."""
    if isinstance(error, MovierecError):
        return Failure(error.what, error.hint, error.exit_code)
    if isinstance(error, TyperException):
        where = getattr(getattr(error, "ctx", None), "command_path", "movierec")
        return Failure(_usage(error), f"{where} --help", error.exit_code)
    if isinstance(error, KeyboardInterrupt | Abort):
        return Failure("Stopped.", "", INTERRUPTED)
    if isinstance(error, MemoryError):
        return Failure(
            "There is not enough memory.",
            "Close other programs, or take a smaller data set or --batch-size.",
            1,
        )
    if isinstance(error, OSError):
        return _explain_system(error)
    return Failure(
        f"movierec met an error it did not expect: {type(error).__name__}: {error}",
        "Run the command again with --debug to see where it happened.",
        1,
    )


def report(failure: Failure, stream: TextIO) -> None:
    """Write a failure: two lines, or one where the user asked to stop."""
    lines = [("Error: ", failure.what), ("Try:   ", failure.hint)]
    if failure.exit_code == Interrupted.exit_code:
        lines = [("", f"{failure.what} {failure.hint}".rstrip())]
    shown = [(label, readable(_one_line(text), stream, len(label))) for label, text in lines]
    if not may_have_colours(stream):
        stream.writelines(f"{label}{text}\n" for label, text in shown)
        return
    from rich.text import Text

    screen = console(stream)
    for label, text in shown:
        style = "bold red" if label == "Error: " else "bold"
        screen.print(Text(label, style=style).append(text, "default"), soft_wrap=True)


def _explain_system(error: OSError) -> Failure:
    where = f": {error.filename}" if error.filename else ""
    if error.errno == errno.ENOSPC or error.errno == errno.EDQUOT:
        return Failure(
            f"The disk is full{where}.",
            "Make room, write to another place with -o FILE, or set MOVIEREC_CACHE and "
            "MOVIEREC_DATA to folders on another disk.",
            1,
        )
    if getattr(error, "winerror", None) in _WINDOWS_IN_USE:
        return Failure(
            f"{error.strerror}{where}.",
            "Close the program that has it open, perhaps another movierec, and run the command "
            "again; or take a place that may be written, for example with MOVIEREC_HOME.",
            1,
        )
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return Failure(
            f"{error.strerror}{where}.",
            "Take a place that may be written, for example with -o FILE or MOVIEREC_HOME.",
            1,
        )
    return Failure(
        f"{error.strerror or error}{where}.",
        "Check the name and the place, and run the command again.",
        1,
    )


def _usage(error: TyperException) -> str:
    # What Typer passes on of a wrong number, "Input should be ..., unable to parse ...", in short.
    text = error.format_message().replace("Input should be", "it should be")
    text = text.partition(", unable to parse")[0]
    near = getattr(error, "possibilities", None)
    if near:  # Typer says them in brackets
        return f"{error.message}. Did you mean {' or '.join(sorted(near))}?"
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _one_line(text: str) -> str:
    return clean(" ".join(text.split()))
