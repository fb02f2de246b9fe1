"""Verbs that give invented results: the command line without any data."""

# ruff: noqa: ARG001, ARG002, ARG005  # the fakes take what the verbs take, and use little of it

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from cli import invented, invented_mine

from movierec import ask, workflow
from movierec.answers.benchmark import Benchmark, FitStart, FoldResult
from movierec.answers.cold import ColdEvaluation
from movierec.answers.data import Fetched
from movierec.answers.films import Film, RatedFilm
from movierec.answers.quickstart import Quickstart
from movierec.answers.train import Stage, TrainResult, TrainStart
from movierec.benchmark_run.config import BenchmarkConfig
from movierec.cold_run.config import ColdConfig
from movierec.config import TrainConfig
from movierec.errors import UsageError
from movierec.mine import bring, interview, profiles, say, taste
from movierec.records import EpochReport


def train(
    config: TrainConfig,
    *,
    resume: bool = False,
    said: Callable[[str], None] | None = None,
    started: Callable[[TrainStart], None] | None = None,
    watch: Callable[[EpochReport], None] | None = None,
    advanced: Callable[[Stage, float], None] | None = None,
) -> TrainResult:
    if started:
        started(invented.start())
    for epoch in (1, 2, 3):
        if advanced:
            advanced("epoch", 0.5)
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
    advanced: Callable[[Stage, float], None] | None = None,
) -> Quickstart:
    if said:
        said("There is no network: the made-up sample takes the place of MovieLens.")
    done = train(TrainConfig(), started=started, watch=watch, advanced=advanced)
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


class Interview:
    """Asks about three films, and remembers the answers as the real one does."""

    def __init__(self, profile: str | None, model: str | None) -> None:
        self.name = profile or "me"
        self._films = [invented.film(title) for title in ("Amber", "[red]Alarm[/red]", "Harbour")]
        self._replies: list[float | None] = []

    @property
    def rated(self) -> tuple[RatedFilm, ...]:
        pairs = zip(self._films, self._replies, strict=False)
        return tuple(RatedFilm(film, stars) for film, stars in pairs if stars is not None)

    def question(self) -> Film | None:
        place = len(self._replies)
        return self._films[place] if place < len(self._films) else None

    def rate(self, stars: float) -> None:
        if not 0.5 <= stars <= 5:
            raise UsageError(f"{stars:g} stars cannot be given.", "Give 0.5 to 5 stars.")
        self._replies.append(stars)

    def see(self) -> None:
        self._replies.append(None)

    def skip(self) -> None:
        self._replies.append(None)

    def undo(self) -> bool:
        if self._replies:
            self._replies.pop()
            return True
        return False


class LongInterview(Interview):
    """Asks about more films than are enough for a list."""

    def __init__(self, profile: str | None, model: str | None) -> None:
        super().__init__(profile, model)
        self._films = [invented.film(f"Film {number}") for number in range(1, 10)]


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
    "recommend": lambda who, *, others, model, top, steering: invented.recommendations(who, top),
    "why": lambda who, title, *, model: invented.explanation(who, title),
    "similar": lambda title, *, model, top, wanted, who: invented.similar_films(title, top),
    "predict": lambda who, titles, *, model: invented.predictions(who, titles),
    "search": lambda text, **_: invented.hits(),
}
MINE: dict[str, tuple[ModuleType, str, object]] = {
    "import_files": (bring, "import_files", lambda files, **_: invented_mine.import_report()),
    "unmatched": (bring, "unmatched", lambda profile, *, model: invented_mine.matching()),
    "match": (bring, "match", lambda film, meant, **_: invented_mine.matching(f"{film} is it.")),
    "rate": (say, "rate", lambda title, stars, **_: invented_mine.said(title, "rated")),
    "unrate": (say, "unrate", lambda title, **_: invented_mine.said(title, "unrated")),
    "see": (say, "see", lambda title, **_: invented_mine.said(title, "seen")),
    "hide": (say, "hide", lambda title, **_: invented_mine.said(title, "hidden")),
    "want": (say, "want", lambda title, **_: invented_mine.said(title, "on the watchlist")),
    "profiles": (profiles, "profiles", invented_mine.summaries),
    "use_profile": (profiles, "use_profile", lambda name: name),
    "rename_profile": (profiles, "rename_profile", lambda name, new: invented_mine.PROFILES / new),
    "remove_profile": (profiles, "remove_profile", lambda name: invented_mine.PROFILES / name),
    "exported": (profiles, "exported", lambda name: invented_mine.exported()),
    "taste": (taste, "taste", lambda name, *, model: invented_mine.taste()),
    "evaluate_me": (taste, "evaluate", lambda name, *, model: invented_mine.person_evaluation()),
    "interview": (interview, "Interview", Interview),
}
"""By a name of their own, since one is called as another: where each is, and its place's name."""
VERBS = {**WORKFLOW, **ASK, **{name: verb for name, (_, _, verb) in MINE.items()}}


def place_of(verb: str) -> tuple[ModuleType, str]:
    """Return where the command line looks for a verb, and under which name."""
    if verb in MINE:
        module, name, _ = MINE[verb]
        return module, name
    return (ask if verb in ASK else workflow), verb


def install(**instead: object) -> None:
    """Put invented results in the verbs' places; for a process of its own."""
    for name, function in {**VERBS, **instead}.items():
        setattr(*place_of(name), function)
