"""Rating as a conversation on a terminal: questions on stderr, answers from stdin."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from movierec.cli.stars import stars_typed
from movierec.cli.terminal import clean, readable
from movierec.errors import Interrupted, UsageError

if TYPE_CHECKING:
    from movierec.answers.films import Film
    from movierec.cli.talk import Talk
    from movierec.mine.interview import Interview

ENOUGH = 5
"""Films with stars from which a list is worth reading; see docs/results.md."""
_INDENT = 5
_KEYS = "0.5 to 5 stars · Enter: not seen · s: seen, no stars · u: undo · q: that is all"


def converse(interview: Interview, talk: Talk) -> None:
    """Ask until the person ends it, or no film is left.

    Raises:
        Interrupted: Ctrl-C; all answers are kept.
    """
    talk.say(_KEYS)
    try:
        _ask_on(interview, talk)
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        kept = len(interview.rated)
        raise Interrupted(
            "Stopped.", f"{kept:,} rating{' is' if kept == 1 else 's are'} kept."
        ) from None


def _ask_on(interview: Interview, talk: Talk) -> None:
    told = False
    while (film := interview.question()) is not None:
        line = _asked(film, len(interview.rated) + 1)
        if line is None or line.casefold() in ("q", "quit"):
            return
        problem = _take(interview, line.casefold())
        if problem:
            talk.say(problem)
        if len(interview.rated) >= ENOUGH and not told:
            told = True
            talk.say("That is enough for a list: q ends. More answers make it better.")
    talk.say("There are no more films to ask about.")


def _asked(film: Film, number: int) -> str | None:
    """Put a question and return the answer, None at the end of the input."""
    year = "" if film.year is None else f" ({film.year})"
    genres = f"  {', '.join(film.genres)}" if film.genres else ""
    shown = readable(clean(f"{film.title}{year}{genres}"), sys.stderr, _INDENT)
    sys.stderr.write(f"{number:>{_INDENT - 2}}  {shown}\n{'':{_INDENT}}> ")
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        sys.stderr.write("\n")
        return None
    return line.strip()


def _take(interview: Interview, line: str) -> str:
    """Take an answer; return what is wrong with it, "" where nothing is."""
    if line == "":
        interview.skip()
    elif line == "s":
        interview.see()
    elif line == "u":
        return "" if interview.undo() else "There is no answer to take back."
    else:
        try:
            interview.rate(stars_typed(line))
        except ValueError:
            return _KEYS
        except UsageError as error:
            return f"{error.what} {_KEYS}"
    return ""
