"""A tiny model, trained once and copied into the home of every test that asks for it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from makers import make_random_100k, make_random_csv, random_films

from movierec import workflow
from movierec.config import TrainConfig
from movierec.people.profile import Entry, Profile, Reference
from movierec.people.profile_json import profile_to_json
from movierec.people.shelf import PROFILE

FILMS = 40
RATINGS = 1_000
USERS = range(1, 61)
NAME = "made-up-dnn"
TINY = TrainConfig(epochs=2, hidden=(8,), embed_size=4)
TWIN, TWIN_TOO = 39, 40
"""Film ids of one title and year."""


def train_tiny(folder: Path) -> Path:
    """Train a model on whole stars, without ids of other sites, and return its folder."""
    data = make_random_100k(folder / "made-up", users=len(USERS), movies=FILMS, ratings=RATINGS)
    lines = (data / "u.item").read_text("latin-1").splitlines()
    title, date = lines[TWIN - 1].split("|")[1:3]
    rest = lines[TWIN_TOO - 1].split("|")[3:]
    lines[TWIN_TOO - 1] = "|".join([str(TWIN_TOO), title, date, *rest])
    (data / "u.item").write_text("\n".join(lines) + "\n", encoding="latin-1")
    return _trained(folder, data)


def train_linked(folder: Path) -> Path:
    """Train a model on half stars of films of the same titles, which have ids of other sites."""
    data = make_random_csv(folder / "linked", users=len(USERS), movies=FILMS, ratings=RATINGS)
    return _trained(folder, data)


def copied(model: Path, home: Path, name: str = NAME) -> Path:
    """Copy a model into the folders of a user, and return where it lies."""
    return shutil.copytree(model, home / "data" / "models" / name)


def keep(home: Path, name: str, *entries: Entry) -> Path:
    """Write a profile that somebody has, and return its folder."""
    folder = home / "data" / "profiles" / name
    folder.mkdir(parents=True)
    (folder / PROFILE).write_bytes(profile_to_json(Profile(name, entries)))
    return folder


def numbered(movie_id: int) -> Reference:
    """Return how a file names a film of the tiny model: by title and year."""
    _, title, year, _ = random_films(FILMS)[TWIN - 1 if movie_id == TWIN_TOO else movie_id - 1]
    return Reference(title=title.removesuffix(f" ({year})"), year=year)


def files_in(folder: Path) -> dict[str, bytes]:
    """Return what lies in a folder, but for locks."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in found if path.name != ".lock"
    }


def _trained(folder: Path, data: Path) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOVIEREC_HOME", str(folder / "home"))
        return workflow.train(replace(TINY, dataset=str(data))).folder
