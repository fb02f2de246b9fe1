"""A workflow that gives invented results: the command line without any data."""

# ruff: noqa: ARG001, ARG005  # the fakes take what the verbs take, and use little of it

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path

from cli import invented

from movierec import workflow
from movierec.answers import Fetched, Quickstart, TrainResult, TrainStart
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


WORKFLOW: dict[str, object] = {
    "fetch": lambda dataset, **_: Fetched(dataset, Path("/c/x.zip"), "archive", "cache"),
    "release_states": invented.releases,
    "licence_notice": lambda dataset: ("Terms of use.",),
    "describe": lambda dataset, **_: invented.description(),
    "preprocess": lambda dataset, **_: invented.summary(),
    "train": train,
    "evaluate": lambda model, *, test_file, by_popularity: invented.evaluation(by_popularity),
    "recommend": lambda user_id, *, model, top: invented.recommendations(user_id, top),
    "predict": lambda user_id, titles, *, model: invented.predictions(user_id, titles),
    "search": lambda text, **_: invented.hits(),
    "models": invented.models,
    "model_card": lambda name: invented.models()[0],
    "verify_model": lambda name: (),
    "remove_model": lambda name: invented.FOLDER,
    "status": invented.status,
    "quickstart": quickstart,
}


def install(**instead: object) -> None:
    """Put invented results in the workflow's place; for a process of its own."""
    for name, function in {**WORKFLOW, **instead}.items():
        setattr(workflow, name, function)
