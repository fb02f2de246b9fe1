"""How a benchmark goes, on stderr: a bar by fit on a terminal, a line a fit elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from movierec.cli.bar import WithBar
from movierec.cli.progress import transient_bar
from movierec.cli.talk import Talk

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from movierec.answers.benchmark import FitStart, FoldResult
    from movierec.records import EpochReport


class BenchmarkProgress(WithBar):
    """Tell which model is trained on which fold, its epochs, and what came of it."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._start: FitStart | None = None
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def said(self, line: str) -> None:
        """Say a remark, above the bar where there is one."""
        if self._bar is None:
            self._talk.say(line)
        else:
            self._bar.console.print(line, markup=False, highlight=False)

    def started(self, start: FitStart) -> None:
        """Show which fit begins."""
        self._start = start
        if not self._talk.shows_bars:
            return
        if self._bar is None:
            self._bar = _fits_bar()
            self._task = self._bar.add_task("", total=start.total, doing="")
            self._bar.start()
        self._show(f"{_name(start)}: setting up")

    def watch(self, report: EpochReport) -> None:
        """Show one more epoch of it."""
        if self._start is not None:
            # No losses: at 80 columns they would push the counter out.
            self._show(f"{_name(self._start)}: epoch {report.epoch}/{self._start.epochs}")

    def finished(self, model: str, result: FoldResult) -> None:
        """Say what came of it, in a line that stays."""
        if self._start is not None and self._talk.shows_progress:
            self.said(fit_line(self._start, model, result))

    def _show(self, doing: str) -> None:
        if self._bar is not None and self._task is not None and self._start is not None:
            start = self._start
            self._bar.update(
                self._task, total=start.total, completed=start.number - 1, doing=doing, refresh=True
            )


def fit_line(start: FitStart, model: str, result: FoldResult) -> str:
    """Say in one line what came of a fit."""
    number = f"{start.number:>{len(str(start.total))}}/{start.total}"
    seconds = "" if result.seconds is None else f"  {result.seconds:6.1f} s"
    return (
        f"fit {number}  {model} {_place(start)}  RMSE {result.metrics.rmse:.4f}  "
        f"MAE {result.metrics.mae:.4f}{seconds}"
    )


def _name(start: FitStart) -> str:
    return f"{start.model} {_place(start)}"


def _place(start: FitStart) -> str:
    return f"{start.fold}, seed {start.seed}"


def _fits_bar() -> Progress:
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn

    shown = TextColumn("{task.fields[doing]}", markup=False)
    return transient_bar(TextColumn("fits"), MofNCompleteColumn(), BarColumn(12), shown)
