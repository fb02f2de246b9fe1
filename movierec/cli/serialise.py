"""Answers for programs: JSON and CSV."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import math
import numbers
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from movierec.cli.terminal import clean, escape_controls

if TYPE_CHECKING:
    from movierec.records import Metrics

SCHEMA_VERSION = 1
"""Raised by one whenever a key is renamed, removed or means something else."""


def as_json(command: str, data: Mapping[str, object], *, unicode: bool) -> str:
    """Return an answer as a JSON object; numbers that are none (NaN, infinity) become null."""
    document = {"schema_version": SCHEMA_VERSION, "command": command, "data": plain_data(data)}
    text = json.dumps(document, ensure_ascii=not unicode, indent=2, allow_nan=False)
    return escape_controls(text) + "\n"


def as_csv(records: Sequence[Mapping[str, object]]) -> str:
    """Return the main list of an answer as CSV: text in quotes, numbers bare, lists joined by "|".

    A title is written as it is, even where it begins with "=": a program that reads the file gets
    the title, and a spreadsheet has to be told that the column is text.
    """
    lines = io.StringIO()
    writer = csv.writer(lines, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    rows = [_flat(record) for record in records]
    if rows:
        writer.writerow(list(rows[0]))
    for row in rows:
        writer.writerow(list(row.values()))
    return lines.getvalue()


def plain_data(value: object) -> object:
    """Turn dataclasses, tuples, paths and numbers of any kind into what JSON knows."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: plain_data(getattr(value, field.name))
            for field in dataclasses.fields(value)
        }
    if isinstance(value, Mapping):
        return {str(key): plain_data(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain_data(item) for item in value]
    if value is None or isinstance(value, str | bool):
        return value
    return _number(value) if isinstance(value, numbers.Real) else _text(value)


def metrics_data(metrics: Metrics) -> dict[str, object]:
    """Return errors under the field's words."""
    return {
        "rmse": metrics.rmse,
        "mse": metrics.mse,
        "mae": metrics.mae,
        "rows": metrics.rows,
        "rmse_interval": metrics.rmse_interval,
    }


def _number(value: numbers.Real) -> int | float | None:
    if isinstance(value, numbers.Integral):
        return int(value)
    number = float(value)
    return number if math.isfinite(number) else None


def _text(value: object) -> str:
    if isinstance(value, PurePath):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in an answer")


def _flat(record: Mapping[str, object], prefix: str = "") -> dict[str, object]:
    flat: dict[str, object] = {}
    for key, value in record.items():
        known = plain_data(value)
        if isinstance(known, dict):
            flat |= _flat(known, f"{prefix}{key}.")
        elif isinstance(known, list):
            flat[prefix + key] = clean("|".join(str(item) for item in known))
        else:
            flat[prefix + key] = clean(known) if isinstance(known, str) else known
    return flat
