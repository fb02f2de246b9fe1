"""What has no command of its own: for a process of its own, so that its memory is told apart."""

from __future__ import annotations

import csv
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from movierec import training_run, workflow
from movierec.config import default_config
from movierec.errors import Interrupted
from movierec.store.mapped import map_arrays

if TYPE_CHECKING:
    from movierec.records import EpochReport
    from sizing.place import Place

RATED = 500
"""Films that the profile has rated."""
_KNOWN = 5_000
_PART = 0.6
"""Of the time there is, that epochs may take: the model has to be measured and stored, too."""


def fit_relevance(place: Place) -> None:
    """Fit the relevance model of a usual training and keep it."""
    from safetensors.numpy import save_file

    from movierec.data.holdout import hold_out

    prepared = workflow.prepared_data(str(place.archive))
    rows = hold_out(prepared, default_config("dnn"))
    catalogue = prepared.catalogue
    known = prepared.ratings.take(rows.known)
    arrays = training_run.fit_relevance(known, catalogue.users, catalogue.movies)
    save_file(arrays, place.relevance)


def train(place: Place, epochs: int | None, limit: float, answer: Path) -> None:
    """Train a model with the relevance model kept, measure and store it.

    Args:
        place: where.
        epochs: passes; None: those of the defaults.
        limit: seconds that the process has; no epoch begins that would leave too few of them.
        answer: gets the seconds of each epoch, as JSON.
    """
    arrays = dict(map_arrays(place.relevance))
    training_run.fit_relevance = lambda *_, **__: arrays  # measured as a stage of its own
    usual = default_config(place.kind)
    config = replace(
        usual, dataset=str(place.archive), name=place.model, epochs=epochs or usual.epochs
    )
    began, seconds = time.perf_counter(), list[float]()

    def watch(report: EpochReport) -> None:
        seconds.append(report.seconds)
        answer.write_text(json.dumps(seconds))
        gone = time.perf_counter() - began
        if len(seconds) < config.epochs and gone + report.seconds > _PART * limit:
            raise KeyboardInterrupt  # as a user would: the best epoch is measured and stored

    try:
        workflow.train(config, watch=watch)
    except Interrupted as stopped:
        if not seconds:
            raise SystemExit(stopped.what) from stopped


def rate(place: Place) -> None:
    """Write the ratings of a profile as a file to import: well-known films, half stars."""
    catalogue = workflow.prepared_data(str(place.archive)).catalogue
    random = np.random.default_rng(0)
    known = np.argsort(-catalogue.counts, kind="stable")[:_KNOWN]
    rated = random.choice(known, min(RATED, len(known)), replace=False)
    with place.ratings_of_profile.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("movieId", "rating"))
        for movie, halves in zip(rated, random.integers(1, 11, len(rated)), strict=True):
            writer.writerow((catalogue.movie_ids[movie], halves / 2))
