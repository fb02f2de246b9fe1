"""`movierec train`: learn from a data set, keep the best epoch, measure it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from movierec.cli.command import answering
from movierec.cli.evaluate import ERRORS
from movierec.cli.options import examples, widths
from movierec.cli.output import Answer, Cell, Column, Facts, Prose, Row, Table
from movierec.cli.serialise import metrics_data
from movierec.cli.talk import Talk
from movierec.cli.train_options import (
    BatchSize,
    Chains,
    Data,
    Device,
    Dropout,
    EmbedSize,
    Epochs,
    Hidden,
    HowSplit,
    Kind,
    LearningRate,
    Members,
    Name,
    Patience,
    Resume,
    Seed,
    Sweeps,
    TestFile,
    UseTime,
    Validation,
    WeightDecay,
)
from movierec.config import MODEL_KINDS, READ_BY, TrainConfig, default_config, train_command
from movierec.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from movierec.answers.train import TrainResult
    from movierec.records import Metrics

EXAMPLES = examples(
    "train --epochs 20",
    "train --model report --split u1 --name report-u1",
    "train --model bayes",
    "train --dataset ml-latest-small --patience 3",
    "train --epochs 20 --resume",
)
DEFAULT_KIND = TrainConfig().model
HELD_OUT = ("validation", "test")
MEASURES = ("MSE", "RMSE", "MAE")
BIAS_MODEL = "bias model"


@answering
def train(
    talk: Talk,
    model: Kind = DEFAULT_KIND,
    epochs: Epochs = None,
    batch_size: BatchSize = None,
    lr: LearningRate = None,
    members: Members = None,
    embed_size: EmbedSize = None,
    hidden: Hidden = None,
    dropout: Dropout = None,
    weight_decay: WeightDecay = None,
    patience: Patience = None,
    validation: Validation = None,
    chains: Chains = None,
    sweeps: Sweeps = None,
    use_time: UseTime = False,
    seed: Seed = None,
    device: Device = None,
    dataset: Data = None,
    split: HowSplit = None,
    test: TestFile = None,
    name: Name = None,
    resume: Resume = False,
) -> Answer:
    """Train a model, keep its best epoch and measure it.

    dnn learns in seconds. bayes and blend take a few times as long and predict better.

    The best epoch is the one with the least error on validation rows, which are taken from the
    training rows; bayes and blend average over epochs and keep the last. Ctrl-C keeps the best
    epoch so far; --resume goes on from there and ends with the model that an uninterrupted
    training would have given.
    """
    from movierec import workflow
    from movierec.cli.progress import TrainingProgress

    given: dict[str, object] = {
        "epochs": epochs,
        "batch_size": batch_size,
        "lr": lr,
        "members": members,
        "embed_size": embed_size,
        "hidden": None if hidden is None else widths(hidden),
        "dropout": dropout,
        "weight_decay": weight_decay,
        "patience": patience,
        "validation": validation,
        "chains": chains,
        "sweeps": sweeps,
        "use_time": use_time or None,
        "seed": seed,
        "device": device,
        "dataset": dataset,
        "split": split,
        "test_file": None if test is None else str(test),
        "name": name,
    }
    config = configured(model, given)
    with TrainingProgress(talk) as progress:
        result = workflow.train(
            config,
            resume=resume,
            said=talk.say,
            started=progress.started,
            watch=progress.watch,
            advanced=progress.advanced,
        )
    return answer(result, train_command(config))


def configured(kind: str, given: Mapping[str, object]) -> TrainConfig:
    """Return a kind's defaults with what the user gave (what is None was not given).

    Raises:
        UsageError: a value has no meaning for the kind, or is out of range.
    """
    values = {field: value for field, value in given.items() if value is not None}
    for field in values:
        readers = READ_BY.get(field)
        if kind in MODEL_KINDS and readers is not None and kind not in readers:
            raise UsageError(
                f"--{field.replace('_', '-')} means nothing to {kind}: only "
                f"{' and '.join(readers)} read it.",
                f"Leave it away, or choose --model {readers[0]}.",
            )
    return replace(default_config(kind), **values)  # type: ignore[arg-type]


def answer(result: TrainResult, command: str) -> Answer:
    """Show the errors of the model beside the bias model's, and what to do with it."""
    card = result.card
    records = tuple(
        {"measured_on": name, **metrics_data(row)} for name, row in card.metrics.items()
    )
    return Answer(
        command="train",
        data={
            "model": card.name,
            "kind": card.kind,
            "dataset": card.origin.label,
            "protocol": card.protocol,
            "train_rows": card.train_rows,
            "parameters": result.parameters,
            "folder": result.folder,
            "device": result.device,
            "seconds": result.seconds,
            "best_epoch": card.best_epoch,
            "history": [
                {
                    "epoch": report.epoch,
                    "train_loss": report.train_loss,
                    "validation_loss": report.validation_loss,
                }
                for report in card.history
            ],
            "metrics": {name: metrics_data(row) for name, row in card.metrics.items()},
            "command": command,
        },
        tables=(*result_tables(result), next_steps(result, command)),
        records=records,
    )


def result_tables(result: TrainResult) -> tuple[Table | Facts, ...]:
    """Return the errors as a table, one row a model, and how they came about."""
    card = result.card
    own = {held: card.metrics[held] for held in HELD_OUT if held in card.metrics}
    rows = [_error_row(card.name, own)]
    if own:
        rows.append(_error_row(BIAS_MODEL, _of_bias_model(card.metrics)))
    columns = tuple(
        Column(f"{held.capitalize()} {error}", numeric=True, format=".4f")
        for held in HELD_OUT
        for error in MEASURES
    )
    table = Table(ERRORS, (Column("Model"), *columns), tuple(rows))
    facts = Facts(
        "",
        (
            (
                "Kept",
                f"epoch {card.best_epoch} of {len(card.history)}, after {result.seconds:.1f} s",
            ),
            ("Held out", Prose(card.protocol)),
        ),
    )
    return (table, facts) if own else (facts,)


def next_steps(result: TrainResult, command: str) -> Facts:
    """Return where the model lies, how to make it again and what to run next."""
    steps = [f"movierec recommend {result.example_user} --top 5"]
    if "test" in result.card.metrics:
        steps.insert(0, "movierec evaluate")
    return Facts(
        "",
        (
            ("Model", str(result.folder)),
            ("Repeat", command),
            *zip(("Next", ""), steps, strict=False),
        ),
    )


def _of_bias_model(metrics: Mapping[str, Metrics]) -> dict[str, Metrics]:
    names = {"validation": f"{BIAS_MODEL}, validation", "test": BIAS_MODEL}
    return {held: metrics[name] for held, name in names.items() if name in metrics}


def _error_row(name: str, measured: Mapping[str, Metrics]) -> Row:
    cells: list[Cell] = [name]
    for held in HELD_OUT:
        row = measured.get(held)
        cells += (row.mse, row.rmse, row.mae) if row else (None, None, None)
    return tuple(cells)
