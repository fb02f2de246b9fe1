"""One benchmark from prepared arrays to its table; what was measured before is not done again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from movierec.answers import Benchmark, FitStart, FoldResult
from movierec.benchmark_run.config import BenchmarkConfig, benchmark_command
from movierec.benchmark_run.fit import Fit, Job, fit
from movierec.benchmark_run.kept import Kept, fingerprint
from movierec.benchmark_run.parts import Part, parts_of
from movierec.benchmark_run.plan import SEEN, Plan
from movierec.benchmark_run.process import fit_in_process
from movierec.config import SAMPLED_KINDS
from movierec.data.prepare import Prepared
from movierec.errors import Interrupted, UsageError
from movierec.evaluation.benchmark import Predicted, benchmark_rows, compare, fold_result
from movierec.paths import Paths
from movierec.records import EpochReport


@dataclass(frozen=True, slots=True)
class Hooks:
    """Who is told what: remarks, the start of a fit, its epochs, its end."""

    said: Callable[[str], None] | None = None
    started: Callable[[FitStart], None] | None = None
    watch: Callable[[EpochReport], None] | None = None
    finished: Callable[[str, FoldResult], None] | None = None


@dataclass(frozen=True, slots=True)
class _Task:
    """One kind on one part."""

    kind: str
    part: Part
    job: Job
    label: str
    key: str


class BenchmarkRun:
    """A benchmark with everything that it needs to begin.

    Args:
        config: what is asked for.
        plan: on which rows; see `plan.plan`.
        prepared: the data set.
        paths: the user's folders.
        hooks: who is told how it goes.
        fresh: measure anew what was measured before.

    Raises:
        UsageError: the data set has no such folds or no times.
    """

    def __init__(
        self,
        config: BenchmarkConfig,
        plan: Plan,
        prepared: Prepared,
        paths: Paths,
        hooks: Hooks,
        *,
        fresh: bool = False,
    ) -> None:
        self._config = config
        self._hooks = hooks
        self._label = prepared.origin.label
        self._kept = Kept(paths.benchmarks)
        self.plan = plan
        self.parts = parts_of(prepared, self.plan)
        self._tasks = tuple(
            self._task(kind, part, prepared, paths) for part in self.parts for kind in config.kinds
        )
        if fresh:
            # Else a benchmark that is stopped would go on with fits from before it.
            for task in self._tasks:
                self._kept.remove(task.label, task.key)
        self._done: dict[str, Fit] = self._measured_before()
        self.kept = len(self._done)
        self.left_out: dict[str, str] = {}

    @property
    def tasks(self) -> tuple[_Task, ...]:
        """What is to be fitted: the first part by every kind, then the next one."""
        return self._not_left_out(self._tasks)

    def measure(self) -> tuple[Predicted, ...]:
        """Fit what is missing, and return every prediction, the baselines' too.

        Raises:
            Interrupted: Ctrl-C; the fits that ended are kept.
            UsageError: a kind that was named cannot learn from the data set.
            MovierecError: a training failed.
        """
        if self.kept and self._hooks.said is not None:
            self._hooks.said(
                f"{self.kept} of {len(self._tasks)} fits were measured before and are kept: "
                "--fresh measures them anew."
            )
        try:
            for place, task in enumerate(self._tasks):
                if task.kind not in self.left_out and task.key not in self._done:
                    self._fit(1 + len(self._not_left_out(self._tasks[:place])), task)
        except KeyboardInterrupt:
            raise Interrupted(
                f"Stopped: {len(self._done)} of {len(self.tasks)} fits are kept.",
                f"Go on: {benchmark_command(self._config)}",
            ) from None
        fitted = tuple(self._predicted(task) for task in self.tasks)
        return (*fitted, *(one for part in self.parts for one in part.baselines))

    @property
    def using_time(self) -> tuple[str, ...]:
        """The kinds that looked at the test rows' times, known once they are measured."""
        done = self._done
        return tuple(dict.fromkeys(task.kind for task in self.tasks if done[task.key].used_time))

    def answer(self, predicted: tuple[Predicted, ...]) -> Benchmark:
        """Return the table and the comparisons."""
        scale = self.plan.scale
        rows = benchmark_rows(predicted, scale)
        best, *others = (row.model for row in rows)
        return Benchmark(
            dataset=self._label,
            protocol=self.plan.words,
            seen=SEEN,
            time=self._time_in_words(),
            test_rows=sum(len(part.tested.test) for part in self.parts),
            unseen=sum(part.unseen for part in self.parts),
            rows=rows,
            comparisons=compare(predicted, best, others, scale),
            left_out=tuple(self.left_out.items()),
            kept=self.kept,
            fits=len(self.tasks),
            command=benchmark_command(self._config),
        )

    def _fit(self, number: int, task: _Task) -> None:
        hooks, config = self._hooks, task.job.config
        if hooks.started is not None:
            total = len(self.tasks)
            hooks.started(
                FitStart(number, total, task.kind, config.split, config.seed, config.epochs)
            )
        try:
            done = fit_in_process(
                partial(fit, task.job), f"{task.kind} on {config.split}", hooks.watch or _unwatched
            )
        except UsageError as error:
            if self._config.models:
                raise
            self.left_out[task.kind] = error.what
            if hooks.said is not None:
                hooks.said(f"{task.kind} is left out: {error.what}")
            return
        self._kept.save(task.label, task.key, done)
        self._done[task.key] = done
        if hooks.finished is not None:
            hooks.finished(task.kind, fold_result(self._predicted(task), self.plan.scale))

    def _task(self, kind: str, part: Part, prepared: Prepared, paths: Paths) -> _Task:
        tested, with_time = part.tested, self._config.with_time
        config = self.plan.train_config(kind, tested.fold, tested.seed, self._config.epochs)
        if with_time and kind in SAMPLED_KINDS:
            config = replace(config, use_time=True)
        return _Task(
            kind=kind,
            part=part,
            job=Job(config, paths, with_time),
            label=f"{self._label}-{kind}-{tested.fold}-{tested.seed}",
            key=fingerprint(
                config, prepared.origin.content_hash, part.rows_hash, with_time=with_time
            ),
        )

    def _not_left_out(self, tasks: tuple[_Task, ...]) -> tuple[_Task, ...]:
        return tuple(task for task in tasks if task.kind not in self.left_out)

    def _measured_before(self) -> dict[str, Fit]:
        found = {}
        for task in self._tasks:
            kept = self._kept.load(task.label, task.key, len(task.part.tested.test))
            if kept is not None:
                found[task.key] = kept
        return found

    def _predicted(self, task: _Task) -> Predicted:
        done = self._done[task.key]
        return Predicted(task.kind, task.part.tested, done.predicted, done.seconds, done.peak_mib)

    def _time_in_words(self) -> str:
        if not self._config.with_time:
            return "not used: no model is told when a test rating was given"
        used = self.using_time
        return f"used by {', '.join(used)}" if used else "not used: no model here can"


def _unwatched(_: EpochReport) -> None:
    """Tell nobody."""
