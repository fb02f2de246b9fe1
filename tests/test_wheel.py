"""The wheel as a user gets it: built, installed alone in a new environment, and used."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.slow


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    built = run(
        sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, PROJECT
    )
    assert built.returncode == 0, built.stderr
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_is_pure_python_and_holds_neither_data_nor_tests(wheel: Path) -> None:
    assert wheel.name.endswith("-py3-none-any.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "movierec/py.typed" in names
    inside = [name for name in names if not name.startswith("movierec-")]
    assert {Path(name).suffix for name in inside} == {".py", ".typed"}
    assert all(name.startswith("movierec/") for name in inside)


def test_it_works_without_the_development_extras(wheel: Path, tmp_path: Path) -> None:
    folder = tmp_path / "venv"
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    installed = run(
        programs / "python", "-m", "pip", "install", "--quiet", "--constraint",
        PROJECT / "constraints.txt", wheel,
    )  # fmt: skip
    if installed.returncode and "No matching distribution" in installed.stderr:
        pytest.skip("no package index can be reached, so nothing can be installed")
    assert installed.returncode == 0, installed.stderr

    steps = (
        ["--version"],
        ["fetch", "sample"],
        ["train", "--dataset", "sample", "--epochs", "2"],
        ["evaluate"],
        ["recommend", "1", "--top", "3"],
        ["models", "verify", "sample-dnn"],
    )
    for step in steps:
        done = run(programs / "movierec", *step, MOVIEREC_HOME=str(tmp_path / "home"))
        assert done.returncode == 0, (step, done.stderr)
        assert done.stdout, step
