"""Keep an unfinished training on disk, so that `train --resume` can go on with it.

::

    <folder>/state.json            format, fingerprint, history
    <folder>/state.safetensors     the arrays of the kind's trainer
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import load_file

from movierec.config import SAMPLED_KINDS, TrainConfig
from movierec.errors import DataError, MovierecError, NotReadyError, UsageError
from movierec.files import atomic_folder
from movierec.records import EpochReport
from movierec.tensors import write_arrays
from movierec.training.data import TrainingData
from movierec.training.state import TrainerState

CHECKPOINT_FORMAT = 1
"""Raised by one whenever an older movierec could not go on from a new checkpoint."""

_JSON = "state.json"
_ARRAYS = "state.safetensors"
_SHAPING = (
    "model", "batch_size", "lr", "members", "embed_size", "hidden", "dropout", "weight_decay",
    "seed", "chains", "sweeps", "use_time",
)  # fmt: skip
_HASHED_AT_ONCE = 4_000_000


def fingerprint(data: TrainingData, config: TrainConfig) -> str:
    """Return what tells one training from another: its data, and the values that shape it.

    When it stops (`epochs`, `patience`), where it runs and what it is called are left out: a
    training by gradients may be gone on with for longer.
    """
    digest = hashlib.sha256()
    shaping = {name: getattr(config, name) for name in _SHAPING}
    if config.model in SAMPLED_KINDS:
        # How long a sampler warms up follows from how long it is to run.
        shaping["epochs"] = config.epochs
    digest.update(json.dumps(shaping, sort_keys=True).encode())
    ratings, split = data.ratings, data.split
    columns = [ratings.user, ratings.movie, ratings.rating, ratings.timestamp]
    columns += [split.train, split.validation]
    known, traits = data.catalogue, data.catalogue.traits
    columns += [known.user_ids, known.movie_ids, known.years, known.genre_flags]
    if traits is not None:
        columns += [traits.age, traits.gender, traits.occupation]
    for column in columns:
        digest.update(len(column).to_bytes(8, "little"))
        for start in range(0, len(column), _HASHED_AT_ONCE):
            block = column[start : start + _HASHED_AT_ONCE]
            digest.update(np.ascontiguousarray(block).tobytes())
    return digest.hexdigest()


class Checkpoint:
    """The state of one training in a folder of its own.

    Args:
        folder: made where it is missing.
        training: the training's `fingerprint`.
    """

    def __init__(self, folder: Path, training: str) -> None:
        self.folder = folder
        self.training = training

    def save(self, state: TrainerState) -> None:
        """Write a state in the place of the one before.

        Raises:
            MovierecError: the disk is full or cannot be written.
        """
        document = {
            "format": CHECKPOINT_FORMAT,
            "training": self.training,
            "history": [asdict(report) for report in state.history],
        }
        try:
            with atomic_folder(self.folder) as fresh:
                write_arrays(fresh / _ARRAYS, state.arrays)
                (fresh / _JSON).write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
        except OSError as error:
            raise MovierecError(
                f"The training's state cannot be written to {self.folder}: {error.strerror}.",
                "Make room, or set MOVIEREC_DATA to another folder.",
            ) from error

    def history(self) -> tuple[EpochReport, ...]:
        """Read the reports of the epochs that were learned, and nothing that takes memory.

        Raises:
            NotReadyError: there is no state.
            UsageError: it is the state of a different training.
            DataError: it is damaged, or a newer movierec wrote it.
        """
        name = self.folder.name
        if not (self.folder / _JSON).is_file():
            raise NotReadyError(
                f"There is no unfinished training called {name}.",
                "Leave --resume away to start one.",
            )
        with self._damage_explained():
            document = json.loads((self.folder / _JSON).read_text(encoding="utf-8"))
            number = int(document["format"])
            if number <= CHECKPOINT_FORMAT:
                _require_same(str(document["training"]), self.training, name)
                with safe_open(self.folder / _ARRAYS, framework="numpy"):  # whole, by its length
                    return tuple(EpochReport(**report) for report in document["history"])
        raise DataError(
            f"The training {name} was begun by a newer movierec (format {number}).",
            "Upgrade movierec: pipx upgrade movierec.",
        )

    def load(self) -> TrainerState:
        """Read the state.

        Raises:
            NotReadyError: there is none.
            UsageError: it is the state of a different training.
            DataError: it is damaged, or a newer movierec wrote it.
        """
        history = self.history()
        with self._damage_explained():
            return TrainerState(history, load_file(self.folder / _ARRAYS))

    def remove(self) -> None:
        """Delete the state; nothing happens where there is none."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextlib.contextmanager
    def _damage_explained(self) -> Iterator[None]:
        try:
            yield
        except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
            raise DataError(
                f"The state of the training {self.folder.name} is damaged: "
                f"{' '.join(str(error).split())}.",
                "Leave --resume away to start again.",
            ) from error


def _require_same(found: str, training: str, name: str) -> None:
    if found != training:
        raise UsageError(
            f"The unfinished training {name} has other ratings or options than this one.",
            "Give the options that it was started with, or leave --resume away to start again.",
        )
