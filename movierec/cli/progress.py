"""Progress on stderr: bars on a terminal, lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Self

from movierec.answers.train import Stage, TrainStart
from movierec.cli.bar import WithBar
from movierec.cli.talk import Talk
from movierec.cli.terminal import console
from movierec.cli.time_left import (
    in_words,
    long_training,
    on_a_clock,
    seconds_an_epoch,
    time_left,
)
from movierec.memory import gigabytes
from movierec.records import EpochReport

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn, TaskID

_FRAMES_A_SECOND = 5
_SURE_AFTER = 10.0
"""Seconds after which the first epoch's speed is believed: its first steps are slower."""
_SPARSELY, _SELDOM = 60.0, 300.0
"""Seconds between two mentions of the time left, and between two lines inside an epoch."""


class DownloadBar:
    """A bar for bytes, in the shape that pooch asks for: it is given increments."""

    def __init__(self) -> None:
        self.total = 0
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def update(self, count: int) -> None:
        """Add `count` bytes."""
        if self._bar is None or self._task is None:
            self._bar = _bytes_bar()
            self._task = self._bar.add_task("", total=self.total or None)
            self._bar.start()
        self._bar.update(self._task, advance=count, total=self.total or None)

    def reset(self) -> None:
        """Begin again at none."""
        if self._bar is not None and self._task is not None:
            self._bar.reset(self._task)

    def close(self) -> None:
        """Take the bar away; the next `update` begins another, as after a failed try."""
        if self._bar is not None:
            self._bar.stop()
        self._bar = self._task = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class TrainingProgress(WithBar):
    """Tell how a training goes: a bar on a terminal, a line an epoch elsewhere.

    Args:
        talk: what the user wants to hear.
        clock: seconds since some moment.
    """

    def __init__(self, talk: Talk, clock: Callable[[], float] = time.perf_counter) -> None:
        self._talk = talk
        self._clock = clock
        self._epochs = self._ended = 0
        self._seconds: list[float] = []
        self._began = self._told = clock()
        self._warned = False
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def started(self, start: TrainStart) -> None:
        """Say what is trained on what, and begin the bar."""
        self._talk.say(start_line(start))
        self._epochs, self._ended = start.epochs, start.first_epoch - 1
        self._began = self._told = self._clock()
        if self._talk.shows_bars:
            self._bar = _training_bar()
            self._task = self._bar.add_task(
                "", total=1.0, place=self._place(), losses="", left=on_a_clock(None)
            )
            self._bar.start()

    def advanced(self, stage: Stage, share: float) -> None:
        """Show how much of the work before the epochs, or of an epoch, is done.

        Args:
            stage: what is worked on.
            share: of it that is done, 0 to 1.
        """
        now = self._clock()
        if stage == "films":
            work = f"Films that are watched together: {share:.0%} done"
            self._show(now, share, f"films {share:4.0%}", work, None)
        elif stage == "setup":  # nothing tells how much of it is done
            self._show(now, share, "setting up", "Setting the model up", None)
        if stage != "epoch":
            self._began = now
            return
        running = now - self._began
        left = time_left(self._epochs - self._ended, self._seconds, running, share)
        if running >= _SURE_AFTER:
            self._warn(seconds_an_epoch(self._seconds, running, share))
        done = (self._ended + share) / max(1, self._epochs)
        work = f"epoch {self._ended + 1}/{self._epochs}: {share:.0%} done"
        self._show(now, done, self._place(), work, left)

    def watch(self, report: EpochReport) -> None:
        """Show one more epoch."""
        self._seconds.append(report.seconds)
        self._ended = report.epoch
        self._began = self._clock()
        left = time_left(self._epochs - report.epoch, self._seconds)
        line = epoch_line(report, self._epochs)
        if self._bar is not None and self._task is not None:
            self._bar.console.print(line, style="" if report.best else "dim")
            self._bar.update(
                self._task,
                completed=report.epoch / self._epochs,
                place=self._place(),
                losses=losses(report),
                left=on_a_clock(left),
            )
        elif self._talk.shows_progress:
            due = self._began - self._told >= _SPARSELY or len(self._seconds) == 1
            if due and left is not None and left >= _SPARSELY:
                line += f"  {in_words(left)} left"
                self._told = self._began
            self._talk.say(line)
        self._warn(seconds_an_epoch(self._seconds, 0.0, 0.0))

    def _show(self, now: float, done: float, place: str, work: str, left: float | None) -> None:
        """Draw the bar anew, or say a line where there is none and nothing was said for long."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=done, place=place, left=on_a_clock(left))
        elif self._talk.shows_progress and now - self._told >= _SELDOM:
            rest = "" if left is None else f", about {in_words(left)} left"
            self._talk.say(f"{work}{rest}")
            self._told = now

    def _warn(self, each: float | None) -> None:
        """Say once how long a long training will take, as soon as it can be told."""
        if self._warned or each is None:
            return
        self._warned = True
        line = long_training(self._epochs - self._ended + len(self._seconds), each)
        if line is None:
            return
        if self._bar is not None:
            self._bar.console.print(line, markup=False)
        else:
            self._talk.say(line)

    def _place(self) -> str:
        number = min(self._ended + 1, self._epochs)  # the one under way
        return f"epoch {number:>{len(str(self._epochs))}}/{self._epochs}"


def start_line(start: TrainStart) -> str:
    """Say in one line what is trained on what."""
    held_out = [
        f"{rows:,} {purpose}"
        for rows, purpose in (
            (start.validation_rows, "to choose the best epoch"),
            (start.test_rows, "to test"),
        )
        if rows
    ]
    begin = "Training" if start.first_epoch == 1 else f"Going on at epoch {start.first_epoch} with"
    rows = ", ".join([f"{start.train_rows:,} ratings", *held_out])
    place = start.device
    if start.processes > 1:
        place += f" in {start.processes} processes"
    return (
        f"{begin} {start.name} on {place}: {rows}; needs about {gigabytes(start.memory)} of memory."
    )


def epoch_line(report: EpochReport, epochs: int) -> str:
    """Say in one line how an epoch went."""
    best = "  best" if report.best and report.validation_loss is not None else ""
    number = f"{report.epoch:>{len(str(epochs))}}/{epochs}"
    return f"epoch {number}  {losses(report)}  {report.seconds:5.1f} s{best}"


def losses(report: EpochReport) -> str:
    """Say the losses of an epoch, mean squared errors."""
    train = f"train {report.train_loss:.4f}"
    if report.validation_loss is None:
        return train
    return f"{train}  validation {report.validation_loss:.4f}"


def _bytes_bar() -> Progress:
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    return transient_bar(
        BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn()
    )


def _training_bar() -> Progress:
    from rich.progress import BarColumn, TextColumn

    place, shown, left = (
        TextColumn(form, markup=False)
        for form in ("{task.fields[place]}", "{task.fields[losses]}", "{task.fields[left]} left")
    )
    # Eighty columns hold all of it.
    return transient_bar(place, BarColumn(16), shown, left)


def transient_bar(*columns: ProgressColumn) -> Progress:
    """Return a bar of these columns on stderr, which leaves nothing behind."""
    from rich.progress import Progress

    return Progress(
        *columns,
        console=console(sys.stderr),
        transient=True,
        refresh_per_second=_FRAMES_A_SECOND,
        redirect_stdout=False,
    )
