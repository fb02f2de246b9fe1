"""How lists for everybody go, on stderr: a bar on a terminal, a line a tenth elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

from movierec.cli.bar import WithBar
from movierec.cli.progress import transient_bar
from movierec.cli.talk import Talk
from movierec.cli.terminal import is_terminal

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from movierec.answers.everybody import ListedBlock

_LINES = 10
_LEAST_SECONDS = 5.0
"""Lines that come faster tell nothing."""


class EverybodyProgress(WithBar):
    """Tell how many users have their list, and how long the others will take.

    Args:
        talk: how much the user wants to hear.
        users: how many there are.
        beside: where the lists are written, None for a file: on a terminal a bar would be among
            them.
    """

    def __init__(self, talk: Talk, users: int, beside: TextIO | None) -> None:
        self._talk, self._users = talk, users
        self._mixed = is_terminal(beside)
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def watched(self, blocks: Iterator[ListedBlock]) -> Iterator[ListedBlock]:
        """Yield the blocks, telling of each that has been asked for and dealt with."""
        start = said = time.monotonic()
        done, tenth, first = 0, 0, 0
        if self._talk.shows_bars and not self._mixed:
            self._bar = _users_bar()
            self._task = self._bar.add_task("", total=self._users)
            self._bar.start()
        for block in blocks:
            if not done:  # before the first block came what is made once for all of them
                start, first = time.monotonic(), block.users
            yield block
            done += block.users
            if self._bar is not None and self._task is not None:
                self._bar.update(self._task, completed=done)
                continue
            now = time.monotonic()
            if done == first:
                continue  # nothing has been timed yet
            if done * _LINES // self._users > tenth and now - said >= _LEAST_SECONDS:
                tenth, said = done * _LINES // self._users, now
                if self._talk.shows_progress and not self._mixed and done < self._users:
                    self._talk.say(progress_line(done, self._users, now - start, first))


def progress_line(done: int, users: int, seconds: float, before: int = 0) -> str:
    """Say in one line how far the lists are.

    Args:
        done: users who have their list.
        users: how many there are.
        seconds: what the lists took.
        before: users whose lists were there already when the seconds began.
    """
    left = seconds / (done - before) * (users - done)
    return f"Lists of {done:,} of {users:,} users; about {left:.0f} s left."


def _users_bar() -> Progress:
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

    return transient_bar(
        TextColumn("users"), MofNCompleteColumn(), BarColumn(24), TimeRemainingColumn()
    )
