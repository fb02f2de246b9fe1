from __future__ import annotations

from pathlib import Path

import pytest
from cli.fakes import train

from movierec.cli.app import main
from movierec.cli.options import dataset_names, kind_defaults, model_names, widths
from movierec.config import MODEL_KINDS, TrainConfig, default_config
from movierec.errors import UsageError


def test_defaults_in_help_come_from_the_configuration() -> None:
    assert kind_defaults("epochs") == f"Default: {TrainConfig().epochs}."
    shown = kind_defaults("batch_size")
    readers = ("dnn", "blend", "report")
    assert all(f"{default_config(kind).batch_size} for {kind}" in shown for kind in readers)
    assert "bayes" not in shown


def test_widths_are_read_with_commas() -> None:
    assert widths("256, 128,64") == (256, 128, 64)
    with pytest.raises(UsageError):
        widths("256;128")


def trained_with(monkeypatch: pytest.MonkeyPatch, *words: str) -> TrainConfig:
    seen: list[TrainConfig] = []

    def spy(config: TrainConfig, **hooks: object) -> object:
        seen.append(config)
        return train(config, resume=bool(hooks["resume"]))

    monkeypatch.setattr("movierec.workflow.train", spy)
    assert main(["train", *words, "-q"]) == 0
    return seen[0]


@pytest.mark.parametrize("kind", MODEL_KINDS)
def test_what_is_not_given_is_the_default_of_the_kind(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    assert trained_with(monkeypatch, "--model", kind) == default_config(kind)


def test_every_option_of_a_training_arrives(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = TrainConfig(
        dataset="sample",
        model="blend",
        epochs=7,
        batch_size=32,
        lr=0.01,
        embed_size=5,
        hidden=(9, 8),
        dropout=0.5,
        weight_decay=0.25,
        seed=3,
        device="cpu",
        name="mine",
        split="u1",
        test_file="rows.tsv",
        patience=2,
        members=3,
        validation=7,
        chains=2,
        sweeps=6,
        use_time=True,
    )
    line = (
        "--dataset sample --model blend --epochs 7 --batch-size 32 --lr 0.01 --embed-size 5 "
        "--hidden 9,8 --dropout 0.5 --weight-decay 0.25 --seed 3 --device cpu --name mine "
        "--split u1 --test rows.tsv --patience 2 --members 3 --validation 7 --chains 2 --sweeps 6 "
        "--use-time"
    )
    assert trained_with(monkeypatch, *line.split()) == expected


@pytest.mark.parametrize(
    ("kind", "option", "reader"),
    [("bayes", "--lr", "dnn"), ("dnn", "--chains", "bayes"), ("report", "--members", "dnn")],
)
def test_a_value_that_a_kind_does_not_read_is_refused(
    capsys: pytest.CaptureFixture[str], kind: str, option: str, reader: str
) -> None:
    assert main(["train", "--model", kind, option, "1"]) == 2

    what, hint = capsys.readouterr().err.splitlines()
    assert what.startswith(f"Error: {option} means nothing to {kind}: only {reader} and ")
    assert hint == f"Try:   Leave it away, or choose --model {reader}."


def test_zero_is_given_too(monkeypatch: pytest.MonkeyPatch) -> None:
    assert trained_with(monkeypatch, "--dropout", "0").dropout == 0


def test_stored_models_complete_in_the_shell(home: Path) -> None:
    for name in ("ml-100k-dnn", "mine", ".mine.tmp"):
        (home / "data" / "models" / name).mkdir(parents=True)
    assert model_names("m") == ["mine", "ml-100k-dnn"]
    assert model_names("x") == []


def test_releases_complete_in_the_shell() -> None:
    assert dataset_names("ml-100") == ["ml-100k"]
