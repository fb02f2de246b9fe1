"""The stages of the table: what each one runs, and what is read off."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from movierec.config import MODEL_KINDS, default_config
from sizing.kept import Measured
from sizing.place import PROFILE, Place
from sizing.process import Cost, Skipped, cost_of

SCRIPT = Path(__file__).resolve().parent.parent / "sizes.py"
MAKER = SCRIPT.with_name("synthetic.py")
USER = "265"
LISTS = 7
"""Runs of the commands that take less than seconds."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured.

    Attributes:
        limit: seconds that a process may take.
        epochs: passes of a training; None: those of the defaults.
        repeats: runs of a stage that takes seconds to minutes.
    """

    limit: float
    epochs: int | None
    repeats: int


def make(place: Place, effort: Effort) -> Measured:
    """Make the data; what is there already is not made again."""
    if place.archive.exists():
        raise Skipped("is there already")
    command = [sys.executable, str(MAKER), "--ratings", place.size, str(place.archive)]
    return _measured(command, place, effort, 1, {"zip": place.archive})


def prepare(place: Place, effort: Effort) -> Measured:
    """Turn the archive into arrays."""
    command = place.movierec("preprocess", "--dataset", str(place.archive), "--rebuild", "--json")
    return _measured(
        command, place, effort, effort.repeats, {"arrays": place.home / "cache" / "prepared"}
    )


def relevance(place: Place, effort: Effort) -> Measured:
    """Fit what ranks the films."""
    command = _work(place, "relevance")
    return _measured(command, place, effort, 1, {"relevance": place.relevance})


def train(place: Place, effort: Effort) -> Measured:
    """Train the kind of the place, with the relevance model of the stage before it."""
    if not place.relevance.exists():
        raise Skipped("needs the stage relevance first")
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "epochs.json"
        command = _work(place, "train", "--answer", str(answer))
        command += ["--minutes", str(effort.limit / 60)]
        command += ["--epochs", str(effort.epochs)] if effort.epochs else []
        cost = cost_of(command, place.environment, effort.limit)
        epochs = json.loads(answer.read_bytes())
    return Measured(
        [cost.seconds],
        epochs=epochs,
        of_epochs=default_config(place.kind).epochs,
        megabytes=_bundle(place),
        busy=[cost.busy],
    )


def train_whole(place: Place, effort: Effort) -> Measured:
    """Run `movierec train` as a user does, the relevance model included; store nothing for good."""
    usual = default_config(place.kind).epochs
    command = place.movierec("train", "--dataset", str(place.archive), "--model", place.kind)
    command += ["--name", place.whole.name, "--json"]
    command += ["--epochs", str(effort.epochs)] if effort.epochs else []
    try:
        measured = _measured(command, place, effort, 1)
    finally:
        shutil.rmtree(place.whole, ignore_errors=True)
    if effort.epochs in {None, usual}:
        return measured
    return replace(measured, less=f"{effort.epochs} epochs of {usual}")


def evaluate(place: Place, effort: Effort) -> Measured:
    """Measure the model on all users' held-out ratings, and its lists."""
    _require_model(place)
    return _measured(_answer(place, "evaluate"), place, effort, 1)


def recommend(place: Place, effort: Effort) -> Measured:
    """List films for a user of the data set."""
    _require_model(place)
    return _measured(_answer(place, "recommend", USER), place, effort, LISTS)


def profile(place: Place, effort: Effort) -> Measured:
    """List films for somebody who brought 500 ratings."""
    _require_model(place)
    cost_of(_work(place, "rate"), place.environment, effort.limit)
    file = str(place.ratings_of_profile)
    cost_of(_answer(place, "import", file, "--profile", PROFILE), place.environment, effort.limit)
    return _measured(_answer(place, "recommend", PROFILE), place, effort, LISTS)


def lists(place: Place, effort: Effort) -> Measured:
    """List films for every user; of memory, that of its largest process."""
    _require_model(place)
    with tempfile.TemporaryDirectory() as folder:
        words = ("recommend", "--all", "--top", "10", "--model", place.model)
        command = place.movierec(*words, "-o", str(Path(folder) / "lists.csv"))
        return _measured(command, place, effort, 1)


BEFORE: Mapping[str, Callable[[Place, Effort], Measured]] = {
    "data": make,
    "prepare": prepare,
    "relevance": relevance,
}
"""Stages that no model kind matters to."""
ANSWERS: Mapping[str, Callable[[Place, Effort], Measured]] = {
    "train": train_whole,
    "evaluate": evaluate,
    "lists": lists,
    "recommend": recommend,
    "profile": profile,
}
"""Stages that every kind has, commands as they are; their names begin with the kind's."""
STAGES = (*BEFORE, *MODEL_KINDS, *ANSWERS)
USUAL = tuple(stage for stage in STAGES if stage != "report")
"""The kind `report` needs ages and occupations, which csv data has not."""


def steps(
    stages: Sequence[str], kinds: Sequence[str]
) -> list[tuple[str, str, Callable[[Place, Effort], Measured]]]:
    """Return (name in the table, kind, what to do) of stages, in the order of the work.

    Args:
        stages: of `STAGES`.
        kinds: of the models that answer.
    """
    found = [(name, "dnn", step) for name, step in BEFORE.items() if name in stages]
    found += [(kind, kind, train) for kind in MODEL_KINDS if kind in stages]
    for kind in kinds:
        found += [
            (f"{kind}: {name}", kind, step) for name, step in ANSWERS.items() if name in stages
        ]
    return found


def _measured(
    command: Sequence[str],
    place: Place,
    effort: Effort,
    runs: int,
    written: Mapping[str, Path] | None = None,
) -> Measured:
    costs: list[Cost] = [cost_of(command, place.environment, effort.limit) for _ in range(runs)]
    return Measured(
        [cost.seconds for cost in costs],
        [cost.peak_mib for cost in costs],
        megabytes={name: _megabytes(path) for name, path in (written or {}).items()},
        busy=[cost.busy for cost in costs],
    )


def _work(place: Place, name: str, *more: str) -> list[str]:
    words = ["--work", name, "--folder", str(place.folder), "--sizes", place.size]
    return [sys.executable, str(SCRIPT), *words, "--kinds", place.kind, *more]


def _answer(place: Place, *words: str) -> list[str]:
    return place.movierec(*words, "--model", place.model, "--json")


def _require_model(place: Place) -> None:
    if not place.bundle.exists():
        raise Skipped(f"needs the stage {place.kind} first")


def _bundle(place: Place) -> dict[str, float]:
    return {path.name: _megabytes(path) for path in sorted(place.bundle.iterdir())}


def _megabytes(path: Path) -> float:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6
