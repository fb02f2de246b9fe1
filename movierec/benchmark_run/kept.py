"""Keep finished fits on disk, so that a benchmark that was stopped goes on where it was.

::

    <folder>/<label>-<16 digits of the fingerprint>/fit.json        fingerprint, seconds, memory
    <folder>/<label>-<16 digits of the fingerprint>/predicted.npy   stars of the test rows, float32
    <folder>/<label>-<16 digits of the fingerprint>/lists.npy       films listed, where there are
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np

import movierec
from movierec import machine
from movierec.benchmark_run.fit import Fit
from movierec.config import TrainConfig, config_to_values
from movierec.files import atomic_folder

KEPT_FORMAT = 2
"""Raised by one whenever a fit is measured or written in another way."""

_JSON = "fit.json"
_ARRAY = "predicted.npy"
_LISTS = "lists.npy"
_LEARNING = (
    "config.py",
    "records.py",
    "benchmark_run/fit.py",
    "data",
    "evaluation",
    "training",
    "scoring",
)


def fingerprint(config: TrainConfig, content_hash: str, rows_hash: str, *, with_time: bool) -> str:
    """Return what tells one fit from another: data, rows, values, versions and the code.

    The code is in it because a checkout keeps its version while its models change.

    Args:
        config: of the training; its data set's path and its name do not matter.
        content_hash: of the data set.
        rows_hash: of which rows are learned from and which are tested.
        with_time: whether the scorer is told the test rows' times.
    """
    values = config_to_values(config)
    del values["dataset"], values["name"]
    return digest(
        {
            "config": values,
            "content": content_hash,
            "rows": rows_hash,
            "with_time": with_time,
            "versions": machine.versions(),
            "code": _code_hash(Path(movierec.__file__).parent),
        }
    )


def digest(facts: Mapping[str, object]) -> str:
    """Return a SHA-256 of facts that JSON knows."""
    return hashlib.sha256(json.dumps([KEPT_FORMAT, facts], sort_keys=True).encode()).hexdigest()


class Kept:
    """The fits under a folder.

    Args:
        folder: made where it is missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def lock_path(self) -> Path:
        """The file whose lock a benchmark holds: two at once would measure each other's load."""
        return self._folder / ".lock"

    def save(self, label: str, key: str, fit: Fit) -> None:
        """Write a fit, whole or not at all.

        Args:
            label: begins the folder's name, for people: "ml-100k-dnn-u1-0".
            key: its `fingerprint`.
            fit: what came of it.
        """
        with atomic_folder(self._place(label, key)) as fresh:
            np.save(fresh / _ARRAY, fit.predicted, allow_pickle=False)
            if fit.lists is not None:
                np.save(fresh / _LISTS, fit.lists, allow_pickle=False)
            document = {
                "format": KEPT_FORMAT,
                "fingerprint": key,
                "seconds": fit.seconds,
                "peak_mib": fit.peak_mib,
                "used_time": fit.used_time,
                "predicted": _content_hash(fresh / _ARRAY),
                "lists": None if fit.lists is None else _content_hash(fresh / _LISTS),
            }
            (fresh / _JSON).write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")

    def load(self, label: str, key: str, rows: int) -> Fit | None:
        """Read a fit of so many test rows back; None where there is none, or a damaged one."""
        place = self._place(label, key)
        try:
            document = json.loads((place / _JSON).read_text(encoding="utf-8"))
            if document["fingerprint"] != key:
                return None
            if document["predicted"] != _content_hash(place / _ARRAY):
                return None
            lists = None
            if document["lists"] is not None:
                if document["lists"] != _content_hash(place / _LISTS):
                    return None
                lists = np.load(place / _LISTS, allow_pickle=False)
            predicted = np.load(place / _ARRAY, allow_pickle=False)
            peak = document["peak_mib"]
            found = Fit(
                predicted=predicted,
                lists=lists,
                seconds=float(document["seconds"]),
                peak_mib=None if peak is None else float(peak),
                used_time=bool(document["used_time"]),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return found if predicted.shape == (rows,) else None

    def remove(self, label: str, key: str) -> None:
        """Delete a fit; nothing happens where there is none."""
        shutil.rmtree(self._place(label, key), ignore_errors=True)

    def _place(self, label: str, key: str) -> Path:
        return self._folder / f"{label}-{key[:16]}"


def _content_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _code_hash(package: Path) -> str:
    """Return a hash of the sources that decide what is learned and predicted."""
    found = hashlib.sha256()
    for part in _LEARNING:
        path = package / part
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            if file.is_file():
                found.update(file.relative_to(package).as_posix().encode())
                found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()
