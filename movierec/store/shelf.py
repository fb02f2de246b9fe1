"""The models of one user: find, list, verify and remove them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from movierec.errors import DataError, MovierecError, NotReadyError, UnknownError, UsageError
from movierec.files import folder_bytes, sha256
from movierec.store.bundle import (
    CARD,
    CATALOGUE,
    HISTORY,
    RELEVANCE,
    WEIGHTS,
    check_values,
    load_bundle,
    load_card,
)

if TYPE_CHECKING:
    from movierec.answers.models import ModelSummary


def model_folder(models: Path, name: str) -> Path:
    """Return where a model of that name lies, or would lie.

    Raises:
        UsageError: the name is not fit for a folder.
    """
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}", name):
        raise UsageError(
            f"{name!r} cannot be a model's name.",
            "Use letters, digits, dots, dashes and underscores, for example --name my-model.",
        )
    return models / name


def stored_model(models: Path, name: str | None) -> Path:
    """Return the folder of a stored model, by default the one trained last.

    Raises:
        NotReadyError: no model has been trained.
        UnknownError: there is none of that name.
    """
    folders = _folders(models)
    if not folders:
        raise NotReadyError(
            "No model has been trained on this machine yet.", "movierec train --epochs 20"
        )
    if name is None:
        return folders[0]
    for folder in folders:
        if folder.name == name:
            return folder
    import difflib

    names = [folder.name for folder in folders]
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(names[:5])}."
    raise UnknownError(f"There is no model called {name}.", f"{hint} See movierec models list.")


def list_models(models: Path) -> tuple[ModelSummary, ...]:
    """Describe every stored model, the one trained last first."""
    return tuple(
        summarise(folder, default=position == 0) for position, folder in enumerate(_folders(models))
    )


def summarise(folder: Path, *, default: bool) -> ModelSummary:
    """Describe one stored model; a damaged one is described by its problem."""
    from movierec.answers.models import ModelSummary

    try:
        card, problem = load_card(folder)[0], ""
    except DataError as error:
        card, problem = None, error.what
    return ModelSummary(
        name=folder.name,
        folder=folder,
        bytes=folder_bytes(folder),
        trained_at=_trained_at(folder),
        default=default,
        card=card,
        problem=problem,
    )


def verify_model(folder: Path) -> tuple[str, ...]:
    """Return what is wrong with a stored model, nothing for a sound one.

    Beyond what loading checks, the content of every file is compared with its recorded hash.
    """
    try:
        _, digests = load_card(folder)
    except DataError as error:
        return (error.what,)
    problems = []
    for name in (WEIGHTS, RELEVANCE, CATALOGUE, HISTORY):
        path = folder / name
        if not path.is_file():
            if name != HISTORY:
                problems.append(f"{name} is missing.")
        elif sha256(path) != digests.get(name):
            problems.append(f"{name} is not as it was written.")
    try:
        bundle = load_bundle(folder)
        if (folder / RELEVANCE).is_file():  # that it is missing is said already
            check_values(bundle)
    except DataError as error:
        problems.append(error.what)
    return tuple(problems)


def remove_model(folder: Path) -> None:
    """Delete a stored model.

    Raises:
        MovierecError: the folder cannot be deleted.
    """
    import shutil

    # Renamed first: a reader meets the whole model or none, also when deleting is cut short.
    doomed = folder.with_name(f".{folder.name}.removed")
    try:
        shutil.rmtree(doomed, ignore_errors=True)
        folder.rename(doomed)
        shutil.rmtree(doomed)
    except OSError as error:
        raise MovierecError(
            f"Model {folder.name} could not be removed: {error.strerror}.",
            f"Check the permissions of {folder.parent}.",
        ) from error


def _folders(models: Path) -> list[Path]:
    if not models.is_dir():
        return []
    found = [folder for folder in models.iterdir() if not folder.name.startswith(".")]
    folders = [folder for folder in found if folder.is_dir()]
    return sorted(folders, key=lambda folder: (-_trained_at(folder), folder.name))


def _trained_at(folder: Path) -> float:
    card = folder / CARD
    return card.stat().st_mtime if card.is_file() else 0.0
