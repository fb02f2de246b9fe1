"""A model's card as JSON and back, refusing what this version cannot read."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from movierec.errors import DataError
from movierec.records import Convergence, EpochReport, Metrics, ModelCard, Origin, Scale

BUNDLE_FORMAT = 2
"""Raised by one whenever an older movierec could not read a new bundle."""


def card_to_json(card: ModelCard, files: dict[str, str]) -> bytes:
    """Write a card, and the SHA-256 of the bundle's other files, as JSON."""
    document = {"format": BUNDLE_FORMAT, **asdict(card), "files": files}
    for report in document["history"]:
        del report["seconds"]
    return json.dumps(document, indent=2, sort_keys=True).encode() + b"\n"


def card_from_json(text: bytes, name: str) -> tuple[ModelCard, dict[str, str]]:
    """Read a card and the hashes of the bundle's other files.

    Args:
        text: the content of model.json.
        name: the model's name, for messages.

    Raises:
        DataError: the JSON is damaged, or a newer movierec wrote it.
    """
    try:
        document: dict[str, Any] = json.loads(text)
        number = int(document["format"])
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(name) from error
    if number > BUNDLE_FORMAT:
        raise DataError(
            f"Model {name} has format {number}, and this movierec reads up to {BUNDLE_FORMAT}.",
            "Upgrade movierec: pipx upgrade movierec.",
        )
    if number < BUNDLE_FORMAT:
        raise DataError(
            f"Model {name} was trained by an older movierec: its format is {number}.",
            f"Train it again, or remove it: movierec models rm {name}.",
        )
    try:
        return _card(document), {
            str(file): str(digest) for file, digest in document["files"].items()
        }
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _damaged(name) from error


def _card(document: dict[str, Any]) -> ModelCard:
    return ModelCard(
        name=document["name"],
        kind=document["kind"],
        origin=Origin(**document["origin"]),
        config=dict(document["config"]),
        scale=Scale(**document["scale"]),
        users=int(document["users"]),
        movies=int(document["movies"]),
        protocol=document["protocol"],
        train_rows=int(document["train_rows"]),
        rated_until=str(document["rated_until"]),
        rows_hash=document["rows_hash"],
        history=tuple(EpochReport(**report, seconds=0.0) for report in document["history"]),
        best_epoch=int(document["best_epoch"]),
        finished=bool(document["finished"]),
        convergence=None
        if document["convergence"] is None
        else Convergence(**document["convergence"]),
        metrics={key: _metrics(value) for key, value in document["metrics"].items()},
        versions=dict(document["versions"]),
    )


def _metrics(value: dict[str, Any]) -> Metrics:
    interval = value["rmse_interval"]
    low_high = None if interval is None else (float(interval[0]), float(interval[1]))
    return Metrics(int(value["rows"]), float(value["mse"]), float(value["mae"]), low_high)


def _damaged(name: str) -> DataError:
    return DataError(
        f"The card of model {name} (model.json) is damaged.",
        f"Train it again, or remove it: movierec models rm {name}.",
    )
