"""Answering loads numpy and no more: a child process answers, then tells what it imported."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from movierec.cli.app import main

HEAVY = {"torch", "pandas", "pooch", "requests"}
CHILD = """
import json, sys
from movierec.cli.app import main
code = main(sys.argv[1:])
print("\\n" + json.dumps([code, sorted({name.partition(".")[0] for name in sys.modules})]))
"""


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("trained")
    rows = [f"{movie_id},,{1 + movie_id % 5}" for movie_id in range(1, 21)]
    films = "\n".join(["movieId,title,rating", *rows, ",Never Made,4", ""])
    (home / "films.csv").write_text(films, encoding="utf-8")
    before = os.environ.get("MOVIEREC_HOME")
    os.environ["MOVIEREC_HOME"] = str(home)
    try:
        assert main(["fetch", "sample", "--quiet"]) == 0
        assert main(["train", "--dataset", "sample", "--epochs", "1", "--quiet"]) == 0
        assert main(["import", str(home / "films.csv"), "--quiet", "-o", os.devnull]) == 0
    finally:
        if before is None:
            del os.environ["MOVIEREC_HOME"]
        else:
            os.environ["MOVIEREC_HOME"] = before
    return home


def loaded_by(home: Path, *words: str, code: int = 0) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *words],
        env={**os.environ, "MOVIEREC_HOME": str(home)},
        cwd=home,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    ended, modules = json.loads(done.stdout.splitlines()[-1])
    assert ended == code, done.stderr
    return set(modules)


@pytest.mark.parametrize(
    "words",
    [
        ("recommend", "7"),
        ("recommend", "7", "--json"),
        ("recommend", "7", "--variety", "0.5", "--popularity", "hits"),
        ("recommend", "--all", "-o", "lists.csv"),
        ("why", "7", "1"),
        ("similar", "1"),
        ("predict", "7", "1"),
        ("recommend",),
        ("recommend", "--fresh", "--top", "3"),
        ("recommend", "me", "--with", "7"),
        ("recommend", "--format", "html"),
        ("why", "30"),
        ("similar", "30", "--for", "me"),
        ("predict", "30"),
        ("import", "films.csv"),
        ("import", "films.csv", "--dry-run", "--json"),
        ("match",),
        ("match", "Never Made", "30"),
        ("rate", "31", "4.5"),
        ("unrate", "31"),
        ("seen", "32"),
        ("hide", "33"),
        ("want", "34"),
        ("profile", "list"),
        ("profile", "show"),
        ("profile", "export"),
        ("evaluate", "--me"),
        ("search", "the"),
        ("status",),
        ("models", "list"),
        ("models", "show", "sample-dnn"),
    ],
    ids=" ".join,
)
def test_an_answer_needs_neither_torch_nor_pandas(trained: Path, words: tuple[str, ...]) -> None:
    assert not HEAVY & loaded_by(trained, *words)


@pytest.mark.parametrize(
    "words",
    [
        ("recommend", "7", "--top", "3"),
        ("recommend", "7", "--json"),
        ("why", "7", "1"),
        ("similar", "1"),
        ("predict", "7", "1"),
        ("search", "the"),
        ("recommend",),
    ],
    ids=" ".join,
)
def test_an_answer_in_a_pipe_needs_no_more_than_typer_and_numpy(
    trained: Path, words: tuple[str, ...]
) -> None:
    assert not {"rich", "pydantic", "safetensors", "platformdirs"} & loaded_by(trained, *words)


def test_an_error_in_a_pipe_needs_no_rich(trained: Path) -> None:
    assert "rich" not in loaded_by(trained, "similar", "Nothing of That Name", code=4)


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("train", "--help")], ids=" ".join)
def test_help_needs_not_even_numpy(trained: Path, words: tuple[str, ...]) -> None:
    assert not (HEAVY | {"numpy"}) & loaded_by(trained, *words)
