"""What every test gets: folders of its own, and real data where there is some."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says more about the machine than about the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every test away from the user's folders, settings and terminal."""
    for name in list(os.environ):
        if name.startswith("MOVIEREC_") and name != "MOVIEREC_TEST_DATA":
            monkeypatch.delenv(name)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONIOENCODING"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "home"
    monkeypatch.setenv("MOVIEREC_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train a tiny model once; a test works on a copy."""
    from trained import train_tiny

    return train_tiny(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def linked_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train a tiny model whose films have ids of other sites once; a test works on a copy."""
    from trained import train_linked

    return train_linked(tmp_path_factory.mktemp("linked"))


def _real(name: str) -> Path:
    beside = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
    folder = Path(os.environ.get("MOVIEREC_TEST_DATA") or beside)
    if not (folder / name).is_file():
        pytest.skip(f"no real data: {name} is neither in MOVIEREC_TEST_DATA nor in ../shared/data")
    return folder / name


@pytest.fixture
def real_100k() -> Path:
    """The real ml-100k.zip."""
    return _real("ml-100k.zip")


@pytest.fixture
def real_small() -> Path:
    """The real ml-latest-small.zip."""
    return _real("ml-latest-small.zip")
