"""The options of `movierec train`; their defaults come from the configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from movierec.cli.options import dataset_names, kind_defaults, one_of
from movierec.config import DEVICES, MODEL_KINDS, SPLITS


def _number(name: str, field: str, text: str, metavar: str = "N") -> object:
    return typer.Option(name, metavar=metavar, help=f"{text} {kind_defaults(field)}")


Kind = Annotated[
    str,
    typer.Option(
        "--model",
        metavar="KIND",
        help=f"The model kind: {one_of(MODEL_KINDS)}.",
        autocompletion=lambda: list(MODEL_KINDS),
    ),
]
Epochs = Annotated[int | None, _number("--epochs", "epochs", "Passes over the training rows.")]
BatchSize = Annotated[int | None, _number("--batch-size", "batch_size", "Rows a gradient step.")]
LearningRate = Annotated[float | None, _number("--lr", "lr", "Adam's learning rate.", "X")]
Members = Annotated[
    int | None, _number("--members", "members", "Networks trained together and averaged.")
]
EmbedSize = Annotated[
    int | None, _number("--embed-size", "embed_size", "Length of a user's and a film's embedding.")
]
Hidden = Annotated[
    str | None, _number("--hidden", "hidden", "Widths of the hidden layers.", "N,N,...")
]
Dropout = Annotated[
    float | None, _number("--dropout", "dropout", "Share of units silenced in a step.", "X")
]
WeightDecay = Annotated[
    float | None, _number("--weight-decay", "weight_decay", "Decoupled weight decay.", "X")
]
Validation = Annotated[
    int | None,
    _number("--validation", "validation", "Percent of the training rows to choose an epoch by."),
]
Chains = Annotated[int | None, _number("--chains", "chains", "Chains that `bayes` samples.")]
Sweeps = Annotated[
    int | None, _number("--sweeps", "sweeps", "Sweeps of each chain an epoch, of `bayes`.")
]
UseTime = Annotated[
    bool,
    typer.Option(
        "--use-time",
        help="Let `bayes` learn effects of the time of a rating, which `evaluate` then tells it.",
    ),
]
Seed = Annotated[
    int | None, _number("--seed", "seed", "The same seed on the same machine, the same model.")
]
Patience = Annotated[
    int | None,
    _number("--patience", "patience", "Stop after N epochs that bring nothing; 0 never does."),
]
Device = Annotated[
    str | None,
    typer.Option(
        "--device",
        metavar="DEVICE",
        help=f"Where to train: {one_of(DEVICES)}. {kind_defaults('device')}",
        autocompletion=lambda: list(DEVICES),
    ),
]
Name = Annotated[
    str | None,
    typer.Option("--name", metavar="NAME", help="The model's name. Default: <data>-<kind>."),
]
Data = Annotated[
    str | None,
    typer.Option(
        "--dataset",
        metavar="DATA",
        help="A release's name, or the path of a zip or folder. " + kind_defaults("dataset"),
        autocompletion=dataset_names,
    ),
]
HowSplit = Annotated[
    str | None,
    typer.Option(
        "--split",
        metavar="HOW",
        help=f"How rows are held out: {one_of(SPLITS)}. {kind_defaults('split')}",
        autocompletion=lambda: list(SPLITS),
    ),
]
TestFile = Annotated[
    Path | None,
    typer.Option(
        "--test",
        metavar="FILE",
        show_default=False,
        help="Take these ratings out of training and measure them: user, film, rating and "
        "perhaps time a line, with tabs or commas.",
    ),
]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on with an interrupted training of the same values.")
]
