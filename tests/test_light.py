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
    before = os.environ.get("MOVIEREC_HOME")
    os.environ["MOVIEREC_HOME"] = str(home)
    try:
        assert main(["fetch", "sample", "--quiet"]) == 0
        assert main(["train", "--dataset", "sample", "--epochs", "1", "--quiet"]) == 0
    finally:
        if before is None:
            del os.environ["MOVIEREC_HOME"]
        else:
            os.environ["MOVIEREC_HOME"] = before
    return home


def loaded_by(home: Path, *words: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *words],
        env={**os.environ, "MOVIEREC_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    code, modules = json.loads(done.stdout.splitlines()[-1])
    assert code == 0, done.stderr
    return set(modules)


@pytest.mark.parametrize(
    "words",
    [
        ("recommend", "7"),
        ("recommend", "7", "--json"),
        ("recommend", "7", "--variety", "0.5", "--popularity", "hits"),
        ("why", "7", "1"),
        ("similar", "1"),
        ("predict", "7", "1"),
        ("search", "the"),
        ("status",),
        ("models", "list"),
        ("models", "show", "sample-dnn"),
    ],
    ids=" ".join,
)
def test_an_answer_needs_neither_torch_nor_pandas(trained: Path, words: tuple[str, ...]) -> None:
    assert not HEAVY & loaded_by(trained, *words)


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("train", "--help")], ids=" ".join)
def test_help_needs_not_even_numpy(trained: Path, words: tuple[str, ...]) -> None:
    assert not (HEAVY | {"numpy"}) & loaded_by(trained, *words)
