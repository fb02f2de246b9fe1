"""A model's card as tables and JSON."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from movierec.cli.evaluate import error_table
from movierec.cli.fetch import TRUST
from movierec.cli.output import Cell, Column, Facts, Prose, Table
from movierec.cli.plain import human_bytes
from movierec.cli.serialise import metrics_data, plain_data

if TYPE_CHECKING:
    from movierec.answers.models import ModelSummary
    from movierec.records import ModelCard


MEASURED = ("validation", "test", "bias model")


def card_tables(model: ModelSummary, card: ModelCard) -> tuple[Table | Facts, ...]:
    """Return what a card says: data, values, loss by epoch and errors."""
    tables = (_card_facts(model, card), _config_facts(card), _history(card))
    rows = {name: card.metrics[name] for name in MEASURED if name in card.metrics}
    errors = error_table(rows)
    return (*tables, errors) if card.metrics else tables


def _card_facts(model: ModelSummary, card: ModelCard) -> Facts:
    origin = card.origin
    kept = f"epoch {card.best_epoch} of {len(card.history)}"
    versions = ", ".join(f"{name} {number}" for name, number in card.versions.items())
    citation = (("Citation", Prose(origin.citation)),) if origin.citation else ()
    return Facts(
        model.name + (" (default)" if model.default else ""),
        (
            ("Kind", card.kind),
            ("Data", f"{origin.label}: {TRUST[origin.trust]}"),
            ("Users", card.users),
            ("Films", card.movies),
            ("Held out", Prose(card.protocol)),
            ("Learned from", f"{card.train_rows:,} ratings"),
            ("Kept", kept if card.finished else f"{kept}, interrupted"),
            *_convergence(card),
            ("Trained", moment(model.trained_at)),
            ("Size", human_bytes(model.bytes)),
            ("Folder", str(model.folder)),
            ("Versions", Prose(versions)),
            ("Licence", Prose(origin.licence)),
            *citation,
        ),
    )


def _convergence(card: ModelCard) -> tuple[tuple[str, Cell], ...]:
    found = card.convergence
    if found is None:
        return ()
    return (
        (
            "Chains",
            Prose(
                f"{found.chains}, {found.draws:,} sweeps each; of {found.quantities:,} predictions "
                f"the middle one has split R-hat {found.r_hat_median:.3f} and effective size "
                f"{found.ess_median:,.0f}; 95 % have at most {found.r_hat_95:.3f} and at least "
                f"{found.ess_05:,.0f}"
            ),
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
        (Column("Epoch", numeric=True), *loss, Column("Kept")),
        tuple(
            (
                report.epoch,
                report.train_loss,
                report.validation_loss,
                "yes" if report.epoch == card.best_epoch else "",
            )
            for report in card.history
        ),
    )


def card_data(card: ModelCard) -> dict[str, object]:
    """Return a card for programs; it holds no times."""
    data = plain_data(card)
    assert isinstance(data, dict)
    data["metrics"] = {name: metrics_data(row) for name, row in card.metrics.items()}
    for report in data["history"]:
        del report["seconds"]
    return data


def day(seconds: float) -> str:
    """Return a day as the user's calendar has it."""
    return time.strftime("%Y-%m-%d", time.localtime(seconds))


def moment(seconds: float) -> str:
    """Return a moment as the user's clock has it."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))
