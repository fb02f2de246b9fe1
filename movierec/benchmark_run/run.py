"""One benchmark from prepared arrays to its table; what was measured before is not done again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial

from movierec.answers.benchmark import Benchmark, FitStart, FoldResult
from movierec.benchmark_run.config import BenchmarkConfig, benchmark_command
from movierec.benchmark_run.fit import Fit, Job, fit
from movierec.benchmark_run.kept import Kept, fingerprint
from movierec.benchmark_run.parts import Part, parts_of
from movierec.benchmark_run.plan import SEEN, Plan
from movierec.benchmark_run.process import fit_in_process
from movierec.benchmark_run.rankings import rank_parts
from movierec.config import SAMPLED_KINDS
from movierec.data.prepare import Prepared
from movierec.errors import Interrupted
from movierec.evaluation.benchmark import Predicted, benchmark_rows, compare, fold_result
from movierec.files import lock
from movierec.paths import Paths
from movierec.records import EpochReport, IntArray


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
        self._prepared = prepared
        self._label = prepared.origin.label
        self._kept = Kept(paths.benchmarks)
        self.plan = plan
        self.parts = parts_of(prepared, self.plan)
        self._tasks = tuple(
            self._task(kind, part, prepared, paths) for part in self.parts for kind in plan.kinds
        )
        if fresh:
            # Else a benchmark that is stopped would go on with fits from before it.
            for task in self._tasks:
                self._kept.remove(task.label, task.key)
        self._done: dict[str, Fit] = {} if fresh else self._measured_before()
        self.kept = len(self._done)
        self._unkept = False

    def measure(self) -> tuple[Predicted, ...]:
        """Fit what is missing, and return every prediction, the baselines' too.

        Raises:
            Interrupted: Ctrl-C; the fits that ended are kept.
            MovierecError: a training failed, or another benchmark is running.
        """
        for kind, why in self.plan.left_out:
            self._say(f"{kind} is left out: {why}")
        if self.kept:
            self._say(
                f"{self.kept} of {len(self._tasks)} fits were measured before and are kept: "
                "--fresh measures them anew."
            )
        try:
            with self._alone():
                for number, task in enumerate(self._tasks, start=1):
                    if task.key not in self._done:
                        self._fit(number, task)
        except KeyboardInterrupt:
            raise Interrupted(
                f"Stopped: {len(self._done)} of {len(self._tasks)} fits are kept.",
                f"Go on: {benchmark_command(self._config)}",
            ) from None
        fitted = tuple(self._predicted(task) for task in self._tasks)
        return (*fitted, *(one for part in self.parts for one in part.baselines))

    @property
    def using_time(self) -> tuple[str, ...]:
        """The kinds that looked at the test rows' times, known once they are measured."""
        done = self._done
        return tuple(dict.fromkeys(task.kind for task in self._tasks if done[task.key].used_time))

    def answer(self, predicted: tuple[Predicted, ...]) -> Benchmark:
        """Return the table and the comparisons."""
        scale = self.plan.scale
        rows = benchmark_rows(predicted, scale)
        rankings, ranked = rank_parts(self._prepared, self.plan, self.parts, self._listed())
        best, *others = (row.model for row in rows)
        return Benchmark(
            dataset=self._label,
            protocol=self.plan.words,
            seen=SEEN,
            time=self._time_in_words(),
            test_rows=sum(len(part.tested.test) for part in self.parts),
            unseen=sum(part.unseen for part in self.parts),
            rows=rows,
            rankings=rankings,
            ranked=ranked,
            comparisons=compare(predicted, best, others, scale),
            left_out=self.plan.left_out,
            kept=self.kept,
            fits=len(self._tasks),
            command=benchmark_command(self._config),
        )

    def _fit(self, number: int, task: _Task) -> None:
        hooks, config = self._hooks, task.job.config
        if hooks.started is not None:
            total = len(self._tasks)
            hooks.started(
                FitStart(number, total, task.kind, config.split, config.seed, config.epochs)
            )
        done = fit_in_process(
            partial(fit, task.job), f"{task.kind} on {config.split}", hooks.watch or _unwatched
        )
        self._done[task.key] = done
        try:
            self._kept.save(task.label, task.key, done)
        except OSError as error:
            self._say_unkept(error)
        if hooks.finished is not None:
            hooks.finished(task.kind, fold_result(self._predicted(task), self.plan.scale))

    def _say_unkept(self, error: OSError) -> None:
        """Say once that a full or read-only cache keeps nothing; the table needs only memory."""
        if not self._unkept:
            self._say(
                f"Fits cannot be kept ({error.strerror}: {error.filename}): a benchmark that is "
                "stopped begins again. MOVIEREC_CACHE names another place."
            )
        self._unkept = True

    def _task(self, kind: str, part: Part, prepared: Prepared, paths: Paths) -> _Task:
        tested, with_time = part.tested, self._config.with_time
        config = self.plan.train_config(kind, tested.fold, tested.seed, self._config.epochs)
        with_time = with_time and kind in SAMPLED_KINDS
        if with_time:
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

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let no other benchmark run beside this one, whose seconds it would change."""
        with ExitStack() as stack:
            try:
                stack.enter_context(lock(self._kept.lock_path, "running a benchmark", seconds=0))
            except OSError as error:
                self._say_unkept(error)
            yield

    def _say(self, line: str) -> None:
        if self._hooks.said is not None:
            self._hooks.said(line)

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

    def _listed(self) -> dict[tuple[str, int], dict[str, IntArray]]:
        """Return the films that each kind listed, by part."""
        listed: dict[tuple[str, int], dict[str, IntArray]] = {}
        for task in self._tasks:
            films = self._done[task.key].lists
            if films is not None:
                listed.setdefault(task.part.tested.name, {})[task.kind] = films
        return listed

    def _time_in_words(self) -> str:
        if not self._config.with_time:
            return "not used: no model is told when a test rating was given"
        used = self.using_time
        return f"used by {', '.join(used)}" if used else "not used: no model here can"


def _unwatched(_: EpochReport) -> None:
    """Tell nobody."""
