"""What a training is asked to do, and the one place where its defaults live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from movierec.errors import DataError, UsageError

DEFAULT_DATASET = "ml-100k"
MODEL_KINDS = ("dnn", "bayes", "blend", "report")
SAMPLED_KINDS = ("bayes", "blend")
"""Kinds that draw from a posterior: they can learn effects of the time of a rating."""
BY_GRADIENT = ("dnn", "blend", "report")
READ_BY = {
    "batch_size": BY_GRADIENT,
    "lr": BY_GRADIENT,
    "members": ("dnn", "blend"),
    "hidden": BY_GRADIENT,
    "dropout": BY_GRADIENT,
    "weight_decay": BY_GRADIENT,
    "patience": BY_GRADIENT,
    "chains": SAMPLED_KINDS,
    "sweeps": SAMPLED_KINDS,
}
"""The kinds that a value matters to, where it does not to all."""
FOLDS = ("u1", "u2", "u3", "u4", "u5")
SPLITS = ("random", "per-user", *FOLDS, "time", "none")
DEVICES = ("auto", "cpu", "cuda", "mps")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainConfig:
    """One training, wholly described: the same values and the same data give the same model.

    Attributes:
        dataset: a release's name, or the path of a zip or folder.
        model: the model kind, one of `MODEL_KINDS`.
        epochs: passes over the training rows.
        batch_size: rows a gradient step.
        lr: Adam's learning rate.
        members: networks trained together and averaged; `report` is always one.
        embed_size: length of a user's and of a film's embedding.
        hidden: widths of the hidden layers.
        dropout: share of hidden units silenced in a step, 0 to 1.
        weight_decay: decoupled weight decay a step (AdamW); 0 is plain Adam.
        seed: where all randomness of split, initialisation and order comes from.
        device: one of `DEVICES`.
        name: the stored model's name.
        split: how rows are held out, one of `SPLITS`; ignored with `test_file`.
        test_file: rows to take out of training and measure, or "".
        validation: percent of the training rows that are held out to watch the training by.
        chains: chains of a sampler.
        sweeps: sweeps of each chain an epoch.
        use_time: whether a sampler learns effects of the time of a rating.
        patience: stop after so many epochs without a better validation loss; 0 never does.
    """

    dataset: str = DEFAULT_DATASET
    model: str = "dnn"
    epochs: int = 20
    batch_size: int = 16_384
    lr: float = 0.02
    members: int = 8
    embed_size: int = 8
    hidden: tuple[int, ...] = (32,)
    dropout: float = 0.2
    weight_decay: float = 0.0
    seed: int = 0
    device: str = "auto"
    name: str = ""
    split: str = "random"
    test_file: str = ""
    validation: int = 5
    chains: int = 4
    sweeps: int = 8
    use_time: bool = False
    patience: int = 0

    def __post_init__(self) -> None:
        """Refuse values that cannot be meant."""
        _choice("--model", self.model, MODEL_KINDS)
        _choice("--split", self.split, SPLITS)
        _choice("--device", self.device, DEVICES)
        _at_least("--epochs", self.epochs, 1)
        _at_least("--batch-size", self.batch_size, 1)
        _at_least("--members", self.members, 1)
        _at_least("--embed-size", self.embed_size, 1)
        _at_least("--validation", self.validation, 0)
        _at_least("--chains", self.chains, 1)
        _at_least("--sweeps", self.sweeps, 1)
        _at_least("--patience", self.patience, 0)
        _at_least("--seed", self.seed, 0)
        if self.use_time and self.model not in SAMPLED_KINDS:
            raise UsageError(
                f"--use-time: {self.model} learns nothing of the time of a rating.",
                f"Leave it away, or choose --model {SAMPLED_KINDS[0]}.",
            )
        if self.validation > 50:
            raise UsageError(
                f"--validation {self.validation} holds out more than half of the training rows.",
                "Give a percentage from 0 to 50.",
            )
        if not self.hidden or min(self.hidden) < 1:
            raise UsageError(
                "--hidden needs at least one width, each at least 1.",
                "Give widths with commas, for example --hidden 256,128,64.",
            )
        if not 0 < self.lr < float("inf"):
            raise UsageError(f"--lr {self.lr} is not above 0.", "Try --lr 0.001.")
        if not 0 <= self.weight_decay < float("inf"):
            raise UsageError(
                f"--weight-decay {self.weight_decay} is below 0.", "Try --weight-decay 0."
            )
        if not 0 <= self.dropout < 1:
            raise UsageError(f"--dropout {self.dropout} is not in [0, 1).", "Try --dropout 0.2.")


def _choice(option: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise UsageError(f"{option} {value} is not known.", f"Choose one of: {', '.join(choices)}.")


def _at_least(option: str, value: int, low: int) -> None:
    if value < low:
        raise UsageError(f"{option} {value} is below {low}.", f"Give {option} {low} or more.")


_KIND_DEFAULTS = {
    "dnn": TrainConfig(),
    # Its average over the draws needs no rows to choose an epoch by.
    "bayes": TrainConfig(model="bayes", embed_size=16, validation=0, device="cpu"),
    "blend": TrainConfig(model="blend", embed_size=16, validation=0, device="cpu"),
    "report": TrainConfig(
        model="report",
        batch_size=64,
        lr=1e-3,
        members=1,
        embed_size=128,
        hidden=(256, 128, 64),
        dropout=0.2,
        weight_decay=0.0,
    ),
}


def default_config(model: str) -> TrainConfig:
    """Return the defaults of a model kind.

    Raises:
        UsageError: there is no such kind.
    """
    _choice("--model", model, MODEL_KINDS)
    return _KIND_DEFAULTS[model]


def config_to_values(config: TrainConfig) -> dict[str, Any]:
    """Return a configuration as plain values for JSON."""
    return {**asdict(config), "hidden": list(config.hidden)}


def config_from_values(values: Mapping[str, Any]) -> TrainConfig:
    """Read back what `config_to_values` wrote.

    Raises:
        DataError: the values are not those of a configuration.
    """
    try:
        return TrainConfig(**{**values, "hidden": tuple(values["hidden"])})
    except (KeyError, TypeError, UsageError) as error:
        raise DataError(
            "The model's card tells of a training that this movierec does not know.",
            "Upgrade movierec, or train the model again.",
        ) from error


def train_command(config: TrainConfig) -> str:
    """Return the command line that repeats a training, naming what differs from the defaults."""
    import shlex

    usual = default_config(config.model)
    words = ["movierec", "train", "--model", config.model, "--epochs", str(config.epochs)]
    options = {
        "--dataset": (config.dataset, usual.dataset),
        "--split": (config.split, usual.split),
        "--test": (config.test_file, usual.test_file),
        "--batch-size": (config.batch_size, usual.batch_size),
        "--lr": (config.lr, usual.lr),
        "--members": (config.members, usual.members),
        "--embed-size": (config.embed_size, usual.embed_size),
        "--hidden": (",".join(map(str, config.hidden)), ",".join(map(str, usual.hidden))),
        "--dropout": (config.dropout, usual.dropout),
        "--weight-decay": (config.weight_decay, usual.weight_decay),
        "--validation": (config.validation, usual.validation),
        "--chains": (config.chains, usual.chains),
        "--sweeps": (config.sweeps, usual.sweeps),
        "--patience": (config.patience, usual.patience),
        "--device": (config.device, usual.device),
    }
    for option, (value, default) in options.items():
        if value != default:
            words += [option, str(value)]
    if config.use_time:
        words.append("--use-time")
    words += ["--seed", str(config.seed)]
    if config.name:
        words += ["--name", config.name]
    return shlex.join(words)
