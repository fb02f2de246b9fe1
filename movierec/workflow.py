"""The verbs: what each command does, as plain typed functions.

    fetch -> describe, preprocess -> train -> store -> evaluate, benchmark

How each step works is in its room; what answers somebody from a stored model is in `ask.py`.
Modules are imported inside the functions: asking for help needs none of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from movierec.answers.evaluate import Evaluation
from movierec.answers.quickstart import Quickstart
from movierec.answers.status import Status
from movierec.ask import recommend, stored_bundle
from movierec.config import (
    DEFAULT_DATASET,
    TrainConfig,
    config_from_values,
    train_command,
)
from movierec.errors import (
    DataError,
    DownloadError,
    NotReadyError,
)
from movierec.paths import user_paths

if TYPE_CHECKING:
    from movierec.answers.benchmark import Benchmark, FitStart, FoldResult
    from movierec.answers.cold import ColdEvaluation
    from movierec.answers.data import Fetched, PreparedSummary, ReleaseState
    from movierec.answers.describe import Description
    from movierec.answers.models import ModelSummary
    from movierec.answers.ranking import RankingReport
    from movierec.answers.train import Stage, TrainResult, TrainStart
    from movierec.benchmark_run.config import BenchmarkConfig
    from movierec.cold_run.config import ColdConfig
    from movierec.data.prepare import Prepared
    from movierec.data.transfer import Progress
    from movierec.evaluation.ranking import Question
    from movierec.records import EpochReport
    from movierec.scoring.base import Scorer
    from movierec.store.bundle import Bundle

SAMPLE = "sample"


def fetch(
    dataset: str,
    *,
    from_file: Path | None = None,
    mirror: str | None = None,
    offline: bool = False,
    progress: Progress | None = None,
    said: Callable[[str], None] | None = None,
) -> Fetched:
    """Bring a release to this machine and verify it; `said` is told when a source fails."""
    from movierec.data import fetch as fetching
    from movierec.data.releases import release

    return fetching.fetch(
        release(dataset),
        user_paths(),
        from_file=from_file,
        mirror=mirror,
        offline=offline,
        progress=progress,
        tell=said,
    )


def release_states() -> tuple[ReleaseState, ...]:
    """Return the known releases and what of them is on this machine."""
    from movierec.data.cache import states

    return states(user_paths())


def licence_notice(dataset: str) -> tuple[str, ...]:
    """Return licence, terms and citation of a release the first time, nothing afterwards."""
    from movierec.data.cache import licence_shown, mark_licence_shown
    from movierec.data.releases import release

    found, paths = release(dataset), user_paths()
    if licence_shown(found, paths):
        return ()
    mark_licence_shown(found, paths)
    lines = (f"Licence: {found.licence}", found.terms)
    return (*lines, f"Cite: {found.citation}") if found.citation else lines


def describe(
    dataset: str, *, top: int = 10, said: Callable[[str], None] | None = None
) -> Description:
    """Describe a data set at a glance."""
    from movierec.data.describe import describe as description

    return description(prepared_data(dataset, said=said), top)


def preprocess(
    dataset: str, *, rebuild: bool = False, said: Callable[[str], None] | None = None
) -> PreparedSummary:
    """Turn an archive into arrays, unless they are there already."""
    from movierec.data.prepare import summary

    start = time.perf_counter()
    prepared = prepared_data(dataset, rebuild=rebuild, said=said)
    return summary(prepared, time.perf_counter() - start)


def prepared_data(
    dataset: str, *, rebuild: bool = False, said: Callable[[str], None] | None = None
) -> Prepared:
    """Return a data set's arrays, built where they are missing or old."""
    from movierec.data.cache import locate
    from movierec.data.prepare import prepare

    paths = user_paths()
    return prepare(locate(dataset, paths), paths, rebuild=rebuild, tell=said)


RANKING_FIRST = "First: which films are watched together. With so many ratings it takes minutes."


def train(
    config: TrainConfig,
    *,
    resume: bool = False,
    said: Callable[[str], None] | None = None,
    started: Callable[[TrainStart], None] | None = None,
    watch: Callable[[EpochReport], None] | None = None,
    advanced: Callable[[Stage, float], None] | None = None,
) -> TrainResult:
    """Train a model, keep its best epoch, and measure it on the held-out rows.

    Of several processes that torchrun started, all learn; the first one does the rest.

    Args:
        config: what to train; an empty name becomes `<dataset>-<kind>`.
        resume: go on with an interrupted training of the same values.
        said: told what has to be done first.
        started: told once, before the first epoch.
        watch: told after every epoch.
        advanced: told now and then what is worked on and the share of it that is done.

    Raises:
        Interrupted: Ctrl-C; the best epoch so far is stored, and the training can be resumed.
        SystemExit: the first process has ended, and this one only helped it.
    """
    from movierec.training.joining import joined
    from movierec.training_run import TrainingRun

    with joined() as group:
        with group.one_by_machine():
            prepared = prepared_data(config.dataset, said=said)
        run = TrainingRun.prepare(config, prepared, user_paths(), group)
        if not group.leads:
            run.follow()
        with run.alone():
            if resume:
                run = run.resumed()
            elif said is not None and run.unfinished:
                name = run.config.name
                said(f"An unfinished training of {name} is replaced: --resume would go on with it.")
            if started is not None:
                started(run.start())
            if said is not None and run.takes_minutes_to_rank:
                said(RANKING_FIRST)
            return run.finish(watch, advanced)


def evaluate(
    model: str | None, *, test_file: Path | None = None, by_popularity: bool = False
) -> Evaluation:
    """Measure a stored model on its held-out rows, or on those of a file.

    Raises:
        NotReadyError: nothing was held out, or the data set is not here.
        DataError: the data set is not the one that the model was trained on.
    """
    from movierec.data.holdout import hold_out, rows_hash
    from movierec.evaluation.ranking import question_of
    from movierec.evaluation.ratings import measure_told_time, report_ratings
    from movierec.evaluation.uncertainty import forecast, report_uncertainty
    from movierec.scoring.registry import scorer_for

    bundle = stored_bundle(model)
    card = bundle.card
    prepared = _trained_on(bundle)
    config = config_from_values(card.config)
    if config.test_file and not Path(config.test_file).exists():
        raise NotReadyError(
            f"The ratings that {card.name} was trained without, {config.test_file}, are gone.",
            "Put the file back, or train the model again.",
        )
    rows = hold_out(prepared, config)
    if rows_hash(rows) != card.rows_hash:
        raise DataError(
            f"The rows held out now are not those that were when {card.name} was trained.",
            f"Train it again: {train_command(config)}",
        )
    test, protocol, trained_on = rows.test, rows.protocol, 0
    if test_file is not None:
        from movierec.data.testfile import count_trained_on, read_test_file

        test = read_test_file(test_file, prepared.catalogue, prepared.scale)
        protocol = f"the ratings in {test_file.name}"
        trained_on = count_trained_on(prepared.ratings, rows, test)
    if len(test) == 0:
        raise NotReadyError(
            f"Model {card.name} was trained on every row: nothing is left to measure it on.",
            "movierec evaluate --test FILE, or train with --split random.",
        )
    train = prepared.ratings.take(rows.train)
    scorer = scorer_for(card.kind, bundle.weights)
    split = "" if config.test_file or test_file is not None else config.split
    question = question_of(prepared.ratings.take(rows.known), test, split)
    forecasts = forecast(scorer, test, card.scale)
    report = report_ratings(
        forecasts.predicted,
        train,
        test,
        card.users,
        card.movies,
        card.scale,
    )
    return Evaluation(
        card=card,
        protocol=protocol,
        metrics=report.metrics,
        told_time=measure_told_time(scorer, test, card.scale),
        uncertainty=report_uncertainty(forecasts, test.rating, train.rating, card.scale),
        baselines=report.baselines,
        unseen=report.unseen,
        trained_on=trained_on,
        ranking=_ranking(bundle, scorer, question),
        by_popularity=report.by_popularity if by_popularity else (),
    )


def evaluate_cold(
    config: ColdConfig,
    *,
    started: Callable[[FitStart], None],
    watch: Callable[[EpochReport], None],
    finished: Callable[[str, FoldResult], None],
) -> ColdEvaluation:
    """Train a stored model's configuration without some users, or films, and measure it on them.

    Args:
        config: which model, on whom.
        started: told before every training.
        watch: told after every epoch of it.
        finished: told after every training, by kind.

    Raises:
        UsageError: the model's kind learns no new users, or the data set has too few.
        NotReadyError: there is no model, or the data set is not here.
        Interrupted: Ctrl-C; the stored model is never touched.
    """
    from movierec.cold_run.config import USERS
    from movierec.cold_run.run import ColdRun
    from movierec.cold_run.trainings import Hooks
    from movierec.scoring.registry import folding_scorer_for

    bundle = stored_bundle(config.model)
    if config.protocol == USERS:
        # Before minutes of training, not after.
        folding_scorer_for(bundle.card.kind, bundle.weights)
    hooks = Hooks(started, watch, finished)
    return ColdRun(config, bundle.card, _trained_on(bundle), hooks).measure()


def benchmark(
    config: BenchmarkConfig,
    *,
    fresh: bool = False,
    said: Callable[[str], None] | None = None,
    started: Callable[[FitStart], None] | None = None,
    watch: Callable[[EpochReport], None] | None = None,
    finished: Callable[[str, FoldResult], None] | None = None,
) -> Benchmark:
    """Train and test model kinds on the same rows, each fit in a process of its own.

    Args:
        config: which kinds, on which rows.
        fresh: measure anew what an earlier benchmark of the same values measured.
        said: told what is kept from before, and which kinds are left out.
        started: told before every fit.
        watch: told after every epoch of it.
        finished: told after every fit, by kind.

    Raises:
        Interrupted: Ctrl-C; the fits that ended are kept, and the same call goes on from there.
    """
    from movierec.benchmark_run.plan import plan
    from movierec.benchmark_run.run import BenchmarkRun, Hooks

    prepared = prepared_data(config.dataset, said=said)
    hooks = Hooks(said, started, watch, finished)
    rows = plan(prepared, config)
    run = BenchmarkRun(config, rows, prepared, user_paths(), hooks, fresh=fresh)
    return run.answer(run.measure())


def models() -> tuple[ModelSummary, ...]:
    """List the stored models, the one trained last first."""
    from movierec.store.shelf import list_models

    return list_models(user_paths().models)


def model_card(name: str | None) -> ModelSummary:
    """Describe one stored model."""
    from movierec.store.shelf import stored_model, summarise

    folder = stored_model(user_paths().models, name)
    return summarise(folder, default=folder == stored_model(user_paths().models, None))


def verify_model(name: str | None) -> tuple[str, ...]:
    """Return what is wrong with a stored model, nothing for a sound one."""
    import numpy as np

    from movierec.records import UNKNOWN
    from movierec.scoring.registry import scorer_for
    from movierec.scoring.relevance import RelevanceScorer, check_links
    from movierec.store import shelf
    from movierec.store.bundle import load_bundle

    folder = shelf.stored_model(user_paths().models, name)
    problems = shelf.verify_model(folder)
    if not problems:
        bundle = load_bundle(folder)
        unknown = np.array([UNKNOWN])
        try:
            scorer_for(bundle.card.kind, bundle.weights).distribution(unknown, unknown)
            relevance = bundle.relevance()
            RelevanceScorer(relevance, bundle.card.movies)
            check_links(relevance, bundle.card.movies)
        except DataError as error:
            problems = (error.what,)
    return problems


def remove_model(name: str) -> Path:
    """Delete a stored model and return where it was."""
    from movierec.store import shelf

    folder = shelf.stored_model(user_paths().models, name)
    shelf.remove_model(folder)
    return folder


def status() -> Status:
    """Tell versions, folders, data sets and models."""
    import platform

    from movierec import machine

    paths = user_paths()
    versions = machine.versions()
    return Status(
        versions=versions,
        platform=platform.platform(),
        cache=paths.cache,
        data=paths.data,
        cores=machine.cores(),
        devices=machine.torch_devices(versions["torch"]),
        releases=release_states(),
        models=models(),
    )


def quickstart(
    *,
    epochs: int,
    offline: bool = False,
    progress: Progress | None = None,
    said: Callable[[str], None] | None = None,
    started: Callable[[TrainStart], None] | None = None,
    watch: Callable[[EpochReport], None] | None = None,
    advanced: Callable[[Stage, float], None] | None = None,
) -> Quickstart:
    """Do the whole job in one go; without MovieLens and a network, on the made-up sample.

    Its model has a name of its own, so that a longer training is never replaced.
    """
    dataset, remark = DEFAULT_DATASET, ""
    try:
        fetch(dataset, offline=offline, progress=progress, said=said)
    except (DownloadError, NotReadyError) as error:
        dataset, remark = (
            SAMPLE,
            (
                "A made-up sample with invented films and people, because MovieLens could not be "
                f"fetched: {error.what}"
            ),
        )
        fetch(dataset)
    if said is not None:
        said(remark or f"The data: {dataset}.")
    config = TrainConfig(dataset=dataset, epochs=epochs, name=f"{dataset}-quickstart")
    result = train(config, said=said, started=started, watch=watch, advanced=advanced)
    lists = recommend(result.example_user, model=config.name)
    return Quickstart(dataset, remark, result, lists)


def _ranking(bundle: Bundle, scorer: Scorer, question: Question) -> RankingReport | None:
    """Measure a stored model's lists beside the baselines'."""
    from movierec.evaluation.ranking import model_lists, report_ranking
    from movierec.scoring.relevance import RelevanceScorer

    if len(question.relevant.user) == 0:
        return None
    card = bundle.card
    lists = model_lists(question, scorer, RelevanceScorer(bundle.relevance(), card.movies))
    return report_ranking(card.name, lists, question, card.users, card.movies)


def _trained_on(bundle: Bundle) -> Prepared:
    origin = bundle.card.origin
    prepared = prepared_data(origin.dataset)
    if prepared.origin.content_hash != origin.content_hash:
        raise DataError(
            f"{origin.dataset} is not the data that model {bundle.card.name} was trained on.",
            f"Train it again: {train_command(config_from_values(bundle.card.config))}",
        )
    return prepared
