"""Progress on stderr: bars on a terminal, lines elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

from movierec.answers.train import TrainStart
from movierec.cli.talk import Talk
from movierec.cli.terminal import console
from movierec.records import EpochReport

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn, TaskID

_FRAMES_A_SECOND = 5


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


class TrainingProgress:
    """Tell how a training goes: a bar by epoch on a terminal, a line an epoch elsewhere."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._epochs = 0
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def started(self, start: TrainStart) -> None:
        """Say what is trained on what, and begin the bar."""
        self._talk.say(start_line(start))
        self._epochs = start.epochs
        if self._talk.shows_bars:
            self._bar = _epochs_bar()
            self._task = self._bar.add_task(
                "", total=start.epochs, completed=start.first_epoch - 1, losses=""
            )
            self._bar.start()

    def watch(self, report: EpochReport) -> None:
        """Show one more epoch."""
        line = epoch_line(report, self._epochs)
        if self._bar is not None and self._task is not None:
            self._bar.console.print(line, style="" if report.best else "dim")
            self._bar.update(self._task, completed=report.epoch, losses=losses(report))
        elif self._talk.shows_progress:
            self._talk.say(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()


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
    return f"{begin} {start.name} on {start.device}: {rows}; {start.parameters:,} parameters."


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


def _epochs_bar() -> Progress:
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

    shown = TextColumn("{task.fields[losses]}", markup=False)
    return transient_bar(
        TextColumn("epoch"), MofNCompleteColumn(), BarColumn(24), shown, TimeRemainingColumn()
    )


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
