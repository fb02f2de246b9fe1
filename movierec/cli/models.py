"""`movierec models`: the stored models."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from movierec.cli.command import answering
from movierec.cli.evaluate import error_table
from movierec.cli.fetch import TRUST
from movierec.cli.options import examples, model_names
from movierec.cli.output import Answer, Cell, Column, Facts, Row, Table
from movierec.cli.plain import human_bytes
from movierec.cli.serialise import metrics_data, plain_data
from movierec.cli.talk import Talk
from movierec.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

    from movierec.answers import ModelSummary
    from movierec.records import ModelCard

EXAMPLES = examples("models list", "models show ml-100k-dnn", "models rm ml-100k-dnn")

ModelName = Annotated[
    str, typer.Argument(metavar="NAME", help="A stored model.", autocompletion=model_names)
]


@answering
def list_models(talk: Talk) -> Answer:  # noqa: ARG001
    """List the stored models.

    The one trained last is the default: it answers where --model names no other.
    """
    from movierec import workflow

    return list_answer(workflow.models())


@answering
def show(talk: Talk, name: ModelName) -> Answer:  # noqa: ARG001
    """Show a model's card.

    What it was trained on, with which values, how good it is, and the loss by epoch.
    """
    from movierec import workflow

    return show_answer(workflow.model_card(name))


@answering
def verify(talk: Talk, name: ModelName) -> Answer:  # noqa: ARG001
    """Check that a model's files are whole and what its card says."""
    from movierec import workflow

    return verify_answer(name, workflow.verify_model(name))


@answering
def rm(talk: Talk, name: ModelName) -> Answer:  # noqa: ARG001
    """Remove a stored model, without asking."""
    from movierec import workflow

    return rm_answer(name, workflow.remove_model(name))


def list_answer(models: tuple[ModelSummary, ...]) -> Answer:
    """Show the stored models."""
    records = tuple(model_record(model) for model in models)
    notes = () if models else ("No model is stored yet. Next: movierec train --epochs 20",)
    return Answer("models list", {"models": records}, (model_table(models),), records, notes)


def model_table(models: tuple[ModelSummary, ...]) -> Table:
    """Return stored models as a table."""
    return Table(
        "Models",
        (
            Column("Model"),
            Column("Kind"),
            Column("Data"),
            Column("Test RMSE", numeric=True, format=".4f"),
            Column("Size", numeric=True, format="bytes"),
            Column("Trained"),
            Column("State"),
        ),
        tuple(_model_row(model) for model in models),
    )


def model_record(model: ModelSummary) -> dict[str, object]:
    """Return a stored model for programs."""
    card = model.card
    test = card.metrics.get("test") if card else None
    return {
        "name": model.name,
        "kind": card.kind if card else None,
        "dataset": card.origin.label if card else None,
        "test_rmse": test.rmse if test else None,
        "default": model.default,
        "bytes": model.bytes,
        "trained_at": model.trained_at,
        "folder": model.folder,
        "problem": model.problem or None,
    }


def show_answer(model: ModelSummary) -> Answer:
    """Show a model's card."""
    record = model_record(model)
    if model.card is None:
        problem = DataError(model.problem, f"Remove it: movierec models rm {model.name}.")
        return Answer("models show", record, (), (record,), failure=problem)
    card = model.card
    tables = (_card_facts(model, card), _config_facts(card), _history(card))
    errors = (error_table("Errors in stars, lower is better", dict(card.metrics)),)
    return Answer(
        command="models show",
        data={**record, "card": _card_data(card)},
        tables=(*tables, *errors) if card.metrics else tables,
        records=(record,),
    )


def verify_answer(name: str, problems: tuple[str, ...]) -> Answer:
    """Say whether a model is sound."""
    facts = Facts("", tuple(("Problem", text) for text in problems) or ((name, "is sound"),))
    record = {"name": name, "sound": not problems, "problems": problems}
    failure = DataError(
        f"Model {name} is damaged.", f"Train it again, or remove it: movierec models rm {name}."
    )
    return Answer(
        "models verify", record, (facts,), (record,), failure=failure if problems else None
    )


def rm_answer(name: str, folder: Path) -> Answer:
    """Say what was removed."""
    record = {"name": name, "folder": folder}
    return Answer("models rm", record, (Facts("", (("Removed", str(folder)),)),), (record,))


def _model_row(model: ModelSummary) -> Row:
    record = model_record(model)
    cells: list[Cell] = []
    for key in ("name", "kind", "dataset", "test_rmse", "bytes"):
        value = record[key]
        assert value is None or isinstance(value, str | int | float)
        cells.append(value)
    state = model.problem or ("default" if model.default else "")
    return (*cells, _day(model.trained_at), state)


def _day(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))


def _card_facts(model: ModelSummary, card: ModelCard) -> Facts:
    origin = card.origin
    kept = f"epoch {card.best_epoch} of {len(card.history)}"
    citation = (("Citation", origin.citation),) if origin.citation else ()
    return Facts(
        model.name + (" (default)" if model.default else ""),
        (
            ("Kind", card.kind),
            ("Data", f"{origin.label}: {TRUST[origin.trust]}"),
            ("Users", card.users),
            ("Films", card.movies),
            ("Held out", card.protocol),
            ("Learned from", f"{card.train_rows:,} ratings"),
            ("Kept", kept if card.finished else f"{kept}, interrupted"),
            ("Trained", _day(model.trained_at)),
            ("Size", human_bytes(model.bytes)),
            ("Folder", str(model.folder)),
            ("Versions", ", ".join(f"{name} {number}" for name, number in card.versions.items())),
            ("Licence", origin.licence),
            *citation,
        ),
    )


def _config_facts(card: ModelCard) -> Facts:
    return Facts(
        "Values",
        tuple(
            (
                f"--{'test' if field == 'test_file' else field.replace('_', '-')}",
                ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value),
            )
            for field, value in card.config.items()
            if value != ""
        ),
    )


def _history(card: ModelCard) -> Table:
    loss = [Column(name, numeric=True, format=".4f") for name in ("Training", "Validation")]
    return Table(
        "Loss by epoch (mean squared error)",
        (Column("Epoch", numeric=True), *loss, Column("")),
        tuple(
            (
                report.epoch,
                report.train_loss,
                report.validation_loss,
                "kept" if report.epoch == card.best_epoch else "",
            )
            for report in card.history
        ),
    )


def _card_data(card: ModelCard) -> dict[str, object]:
    data = plain_data(card)
    assert isinstance(data, dict)
    data["metrics"] = {name: metrics_data(row) for name, row in card.metrics.items()}
    for report in data["history"]:
        del report["seconds"]  # a card holds no times
    return data
