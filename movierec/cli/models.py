"""`movierec models`: the stored models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from movierec.cli.command import answering
from movierec.cli.model_card import card_data, card_tables, day
from movierec.cli.options import examples, model_names
from movierec.cli.output import Answer, Cell, Column, Facts, Row, Table
from movierec.cli.talk import Talk
from movierec.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

    from movierec.answers.models import ModelSummary

EXAMPLES = examples("models list", "models show ml-100k-dnn", "models rm ml-100k-dnn")
LIST_EXAMPLES = examples("models list")
SHOW_EXAMPLES = examples("models show ml-100k-dnn")
VERIFY_EXAMPLES = examples("models verify ml-100k-dnn")
RM_EXAMPLES = examples("models rm ml-100k-dnn")

ModelName = Annotated[
    str, typer.Argument(metavar="NAME", help="A stored model.", autocompletion=model_names)
]
MaybeModelName = Annotated[
    str | None,
    typer.Argument(
        metavar="NAME",
        help="A stored model. Default: the one trained last.",
        autocompletion=model_names,
    ),
]


@answering
def list_models(talk: Talk) -> Answer:  # noqa: ARG001
    """List the stored models.

    The one trained last is the default: it answers where --model names no other.
    """
    from movierec import workflow

    return list_answer(workflow.models())


@answering
def show(talk: Talk, name: MaybeModelName = None) -> Answer:  # noqa: ARG001
    """Show a model's card.

    What it was trained on, with which values, how good it is, and the loss by epoch.
    """
    from movierec import workflow

    return show_answer(workflow.model_card(name))


@answering
def verify(talk: Talk, name: MaybeModelName = None) -> Answer:  # noqa: ARG001
    """Check that a model's files are whole and what its card says."""
    from movierec import workflow

    return verify_answer(workflow.model_card(name).name, workflow.verify_model(name))


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
            Column("Data", shrinks=True),
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
    return Answer(
        command="models show",
        data={**record, "card": card_data(model.card)},
        tables=card_tables(model, model.card),
        records=(record,),
    )


def verify_answer(name: str, problems: tuple[str, ...]) -> Answer:
    """Say whether a model is sound."""
    facts = Facts("", tuple(("Problem", text) for text in problems) or ((name, "is sound"),))
    record = {"name": name, "sound": not problems, "problems": problems}
    failure = DataError(
        f"Model {name} cannot be used.",
        f"Train it again, or remove it: movierec models rm {name}. "
        "One of a newer format needs a newer movierec.",
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
    return (*cells, day(model.trained_at), state)
