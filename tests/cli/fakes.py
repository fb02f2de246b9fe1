"""Verbs that give invented results: the command line without any data."""

# ruff: noqa: ARG001, ARG005  # the fakes take what the verbs take, and use little of it

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from cli import invented

from movierec import ask, workflow
from movierec.answers.benchmark import Benchmark, FitStart, FoldResult
from movierec.answers.cold import ColdEvaluation
from movierec.answers.data import Fetched
from movierec.answers.quickstart import Quickstart
from movierec.answers.train import TrainResult, TrainStart
from movierec.benchmark_run.config import BenchmarkConfig
from movierec.cold_run.config import ColdConfig
from movierec.config import TrainConfig
from movierec.records import EpochReport


def train(
    config: TrainConfig,
    *,
    resume: bool = False,
    said: Callable[[str], None] | None = None,
    started: Callable[[TrainStart], None] | None = None,
    watch: Callable[[EpochReport], None] | None = None,
) -> TrainResult:
    if started:
        started(invented.start())
    for epoch in (1, 2, 3):
        if watch:
            watch(invented.report(epoch))
    return invented.result()


def endless_train(config: TrainConfig, **hooks: object) -> TrainResult:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # shells ignore it in the background
    hooks["started"](invented.start())  # type: ignore[operator]
    time.sleep(60)
    return invented.result()


def interrupted_train(config: TrainConfig, **hooks: object) -> TrainResult:
    # Counted from when the bar is there: a busy machine takes seconds to come so far.
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    return endless_train(config, **hooks)


def quickstart(
    *,
    epochs: int,
    offline: bool,
    progress: object = None,
    said: Callable[[str], None] | None = None,
    started: Callable[[TrainStart], None] | None = None,
    watch: Callable[[EpochReport], None] | None = None,
) -> Quickstart:
    if said:
        said("There is no network: the made-up sample takes the place of MovieLens.")
    done = train(TrainConfig(), started=started, watch=watch)
    return Quickstart("sample", "The films are made up.", done, invented.recommendations())


def benchmark(
    config: BenchmarkConfig,
    *,
    fresh: bool,
    said: Callable[[str], None],
    started: Callable[[FitStart], None],
    watch: Callable[[EpochReport], None],
    finished: Callable[[str, FoldResult], None],
) -> Benchmark:
    said("1 of 2 fits were measured before and are kept: --fresh measures them anew.")
    for number, fold in enumerate(("u1", "u2"), 1):
        started(invented.fit_start(number))
        watch(invented.report(1))
        finished("dnn", invented.fold_result(fold))
    return invented.benchmark()


def evaluate_cold(
    config: ColdConfig,
    *,
    started: Callable[[FitStart], None],
    watch: Callable[[EpochReport], None],
    finished: Callable[[str, FoldResult], None],
) -> ColdEvaluation:
    started(invented.cold_start())
    watch(invented.report(1))
    finished("bayes", invented.fold_result("cold-users, 20 folded in"))
    return invented.cold_evaluation(config.protocol, config.seeds)


WORKFLOW: dict[str, object] = {
    "fetch": lambda dataset, **_: Fetched(dataset, Path("/c/x.zip"), "archive", "cache"),
    "release_states": invented.releases,
    "licence_notice": lambda dataset: ("Terms of use.",),
    "describe": lambda dataset, **_: invented.description(),
    "preprocess": lambda dataset, **_: invented.summary(),
    "train": train,
    "evaluate": lambda model, *, test_file, by_popularity: invented.evaluation(by_popularity),
    "evaluate_cold": evaluate_cold,
    "benchmark": benchmark,
    "models": invented.models,
    "model_card": lambda name: invented.models()[0],
    "verify_model": lambda name: (),
    "remove_model": lambda name: invented.FOLDER,
    "status": invented.status,
    "quickstart": quickstart,
}


ASK: dict[str, object] = {
    "recommend": lambda user_id, *, model, top, steering: invented.recommendations(user_id, top),
    "why": lambda user_id, title, *, model: invented.explanation(user_id, title),
    "similar": lambda title, *, model, top, wanted: invented.similar_films(title, top),
    "predict": lambda user_id, titles, *, model: invented.predictions(user_id, titles),
    "search": lambda text, **_: invented.hits(),
}
VERBS = {**WORKFLOW, **ASK}


def module_of(verb: str) -> ModuleType:
    """Return where the command line looks for a verb."""
    return ask if verb in ASK else workflow


def install(**instead: object) -> None:
    """Put invented results in the verbs' places; for a process of its own."""
    for name, function in {**VERBS, **instead}.items():
        setattr(module_of(name), name, function)
