"""One training from prepared arrays to a stored model, whatever stops it on the way."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from movierec import machine, memory
from movierec.answers.train import Stage, TrainResult, TrainStart
from movierec.config import TrainConfig, config_to_values, train_command
from movierec.data.history import history_of
from movierec.data.holdout import hold_out, rows_hash
from movierec.data.order import day_of
from movierec.data.prepare import Prepared
from movierec.errors import Interrupted, MovierecError, UsageError
from movierec.evaluation.calibration import finished_weights
from movierec.evaluation.ratings import measure_held_out
from movierec.files import lock, sweep
from movierec.paths import Paths
from movierec.records import Catalogue, EpochReport, ModelCard, Split
from movierec.scoring.registry import scorer_for
from movierec.store.bundle import save_bundle
from movierec.store.shelf import model_folder
from movierec.training.checkpoint import Checkpoint, fingerprint
from movierec.training.data import TrainingData
from movierec.training.devices import choose_device
from movierec.training.distributed import ALONE, Group
from movierec.training.needs import Size, require_memory
from movierec.training.progress import Tell, nobody
from movierec.training.registry import Trainer, new_trainer, require_trainable
from movierec.training.relevance.fit import fit_relevance
from movierec.training.trainer import Trainer as GradientTrainer

if TYPE_CHECKING:
    import numpy.typing as npt

MANY_RATINGS = 2_000_000
EXAMPLE_USER = 265
"""The user of the report that started this project."""


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """A training with everything that it needs to begin and to end.

    Attributes:
        config: its values, with the model's name.
        prepared: the data set.
        rows: which rows are learned from and which held out.
        data: what the trainer reads of them.
        set_up: makes what learns, which takes memory.
        checkpoint: where its state is kept after every epoch.
        folder: where the model will be stored.
        device: "cpu", "cuda" or "mps".
        memory: bytes that all of it needs at its peak on this machine; on the processor's side,
            wherever it runs.
        began: when, by `time.perf_counter`.
        group: the processes that train it.
        done: the epochs of the training that it goes on with; none where it begins.
    """

    config: TrainConfig
    prepared: Prepared
    rows: Split
    data: TrainingData
    set_up: Callable[[], Trainer]
    checkpoint: Checkpoint
    folder: Path
    device: str
    memory: int
    began: float
    group: Group
    done: tuple[EpochReport, ...] = ()

    @classmethod
    def prepare(
        cls, config: TrainConfig, prepared: Prepared, paths: Paths, group: Group = ALONE
    ) -> TrainingRun:
        """Hold rows out, and make sure that the model can learn from the others.

        Args:
            config: what to train.
            prepared: the data set.
            paths: where models and checkpoints are.
            group: the processes that train it; each prepares its own run.

        Raises:
            UsageError: the values do not fit the data set or the machine.
            MovierecError: the machine has less memory than it takes.
        """
        began = time.perf_counter()
        device = choose_device(config.device, group.process)
        config = replace(
            config,
            # What is stored has to mean the same from any folder.
            dataset=prepared.origin.dataset,
            test_file=str(Path(config.test_file).absolute()) if config.test_file else "",
            name=config.name or f"{prepared.origin.label}-{config.model}",
        )
        folder = model_folder(paths.models, config.name)
        rows = hold_out(prepared, config)
        catalogue = prepared.catalogue
        size = Size(len(prepared.ratings), len(rows.train), catalogue.users, catalogue.movies)
        needed = require_memory(
            size, config, memory.free_bytes(group.process.local_size), group.process
        )
        data = TrainingData(
            prepared.ratings, rows, prepared.scale, catalogue, prepared.origin.label
        )
        require_trainable(data, config, device, group)
        return cls(
            config=config,
            prepared=prepared,
            rows=rows,
            data=data,
            set_up=partial(new_trainer, data, config, device, group),
            checkpoint=Checkpoint(paths.checkpoints / config.name, fingerprint(data, config)),
            folder=folder,
            device=device.type,
            memory=needed,
            began=began,
            group=group,
        )

    @property
    def unfinished(self) -> bool:
        """Whether there is a training of this name to go on with."""
        return self.checkpoint.folder.exists()

    @property
    def takes_minutes_to_rank(self) -> bool:
        """Whether the films are ranked from so many ratings that somebody would wonder."""
        return len(self.rows.train) + len(self.rows.validation) > MANY_RATINGS

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other processes from training a model of this name during the block.

        Raises:
            MovierecError: one is at it.
        """
        name = self.config.name
        path = self.checkpoint.folder.with_name(f".{name}.lock")
        with lock(path, f"training {name}", seconds=0):
            sweep(self.checkpoint.folder)
            sweep(self.folder)
            yield

    def resumed(self) -> TrainingRun:
        """Return the run that goes on where an interrupted training of the same values stopped.

        Raises:
            NotReadyError: there is none.
            UsageError: its values were others, or it has learned for longer than asked for.
        """
        history = self.checkpoint.history()
        if len(history) > self.config.epochs:
            raise UsageError(
                f"{self.config.name} has already learned for {len(history)} epochs.",
                f"Give --epochs {len(history)} or more, or leave --resume away to start again.",
            )
        return replace(self, done=history)

    def start(self) -> TrainStart:
        """Say what is about to be trained."""
        return TrainStart(
            name=self.config.name,
            device=self.device,
            processes=self.group.size,
            protocol=self.rows.protocol,
            train_rows=len(self.rows.train),
            validation_rows=len(self.rows.validation),
            test_rows=len(self.rows.test),
            first_epoch=len(self.done) + 1,
            epochs=self.config.epochs,
            memory=self.memory,
            prepared=self.prepared.built,
        )

    def follow(self) -> NoReturn:
        """Learn beside the process that leads, which measures and stores, until it ends.

        Raises:
            LeftAloneError: it has ended.
            UsageError: this process has other rows or options than the one that leads.
        """
        if not self.group.agree(self.checkpoint.training):
            raise UsageError(
                "it has other ratings or options than the process that leads.",
                "Give every machine the same data set and every process the same options.",
            )
        trainer = self.set_up()
        assert isinstance(trainer, GradientTrainer)
        trainer.follow()

    def finish(
        self,
        watch: Callable[[EpochReport], None] | None,
        advanced: Callable[[Stage, float], None] | None = None,
    ) -> TrainResult:
        """Train to the end, measure and store the best epoch.

        Args:
            watch: told after every epoch.
            advanced: told now and then what is worked on and the share of it that is done.

        Raises:
            Interrupted: Ctrl-C; the best epoch so far is stored.
            MovierecError: the training failed; the best epoch so far is stored.
        """
        relevance: dict[str, npt.NDArray[Any]] = {}
        trainer: Trainer | None = None
        self.group.agree(self.checkpoint.training)
        try:
            # First, so that whatever stops the epochs leaves a whole model behind; and before
            # there is a trainer, so that neither has to find memory beside the other.
            relevance = self._relevance(_about("films", advanced))
            trainer = self._trainer(_about("setup", advanced))
            for report in trainer.epochs(_about("epoch", advanced)):
                self.checkpoint.save(trainer.state())
                if watch is not None:
                    watch(report)
            card = self._store(trainer, relevance, finished=True)
        except KeyboardInterrupt:
            raise self._interrupted(trainer, relevance) from None
        except MovierecError as error:
            raise self._failed(error, trainer, relevance) from error
        self.checkpoint.remove()
        return TrainResult(
            card=card,
            folder=self.folder,
            device=self.device,
            parameters=trainer.parameters,
            seconds=time.perf_counter() - self.began,
            example_user=_example_user(self.prepared.catalogue),
        )

    def _relevance(self, tell: Tell) -> dict[str, npt.NDArray[Any]]:
        """Fit what ranks the films; it has no settings, so no rows are needed to choose them."""
        catalogue = self.prepared.catalogue
        memory.give_back()
        known = self.prepared.ratings.take(self.rows.known)
        return fit_relevance(known, catalogue.users, catalogue.movies, tell)

    def _trainer(self, tell: Tell) -> Trainer:
        """Set up what learns, as far as the training that it goes on with has come."""
        tell(0)
        memory.give_back()
        trainer = self.set_up()
        if self.done:
            trainer.restore(self.checkpoint.load())
        tell(1)
        return trainer

    def _interrupted(
        self, trainer: Trainer | None, relevance: Mapping[str, npt.NDArray[Any]]
    ) -> Interrupted:
        self.group.keep_calm()
        command = train_command(self.config)
        if trainer is None and self.done:
            return Interrupted(
                "Stopped before the training went on: no model was made or changed.",
                f"Go on: {command} --resume",
            )
        if trainer is None or not trainer.history:
            return Interrupted(
                "Stopped before the first epoch ended: no model was made or changed.",
                f"Run it again: {command}",
            )
        card = self._store(trainer, relevance, finished=False)
        return Interrupted(
            f"Stopped after epoch {len(card.history)} of {self.config.epochs}: "
            f"the best one, {card.best_epoch}, is kept as {card.name}.",
            # Ctrl-C may have come before the first checkpoint was written.
            f"Go on{' (by torchrun again, or without it)' if self.group.size > 1 else ''}: "
            f"{command}{' --resume' if self.unfinished else ''}",
        )

    def _failed(
        self,
        error: MovierecError,
        trainer: Trainer | None,
        relevance: Mapping[str, npt.NDArray[Any]],
    ) -> MovierecError:
        self.group.keep_calm()
        if trainer is None or not trainer.history:
            return error
        card = self._store(trainer, relevance, finished=False)
        return MovierecError(
            f"{error.what} The best epoch, {card.best_epoch}, is kept as {card.name}.", error.hint
        )

    def _store(
        self, trainer: Trainer, relevance: Mapping[str, npt.NDArray[Any]], *, finished: bool
    ) -> ModelCard:
        weights = finished_weights(self.config.model, trainer, self.data)
        prepared, catalogue = self.prepared, self.prepared.catalogue
        card = ModelCard(
            name=self.config.name,
            kind=self.config.model,
            origin=prepared.origin,
            config=config_to_values(self.config),
            scale=prepared.scale,
            users=catalogue.users,
            movies=catalogue.movies,
            protocol=self.rows.protocol,
            train_rows=len(self.rows.train),
            rated_until=day_of(int(prepared.ratings.timestamp.max(initial=0))),
            rows_hash=rows_hash(self.rows),
            history=tuple(replace(report, seconds=0.0) for report in trainer.history),
            best_epoch=trainer.best_epoch,
            finished=finished,
            convergence=trainer.convergence,
            metrics=measure_held_out(
                scorer_for(self.config.model, weights).predict,
                prepared.ratings,
                self.rows,
                catalogue.users,
                catalogue.movies,
                prepared.scale,
            ),
            versions=machine.versions(),
        )
        history = history_of(prepared.ratings, catalogue.users)
        save_bundle(self.folder, card, weights, relevance, catalogue, history)
        return card


def _about(stage: Stage, advanced: Callable[[Stage, float], None] | None) -> Tell:
    """Return what tells of a stage."""
    return nobody if advanced is None else partial(advanced, stage)


def _example_user(catalogue: Catalogue) -> int:
    known = catalogue.user_ids
    return EXAMPLE_USER if EXAMPLE_USER in known else int(known[0])
