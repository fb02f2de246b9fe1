"""Nothing leaves the machine: every command but `fetch` answers without opening a connection."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from exports import letterboxd_zip

from movierec.cli.table import COMMANDS as TABLE
from movierec.cli.table import Group

BLOCK = """
import os, socket, sys

def watch(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        opened = arguments[0].family != getattr(socket, "AF_UNIX", None)
    else:
        opened = event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
    if opened:
        with open(os.environ["CONNECTIONS"], "a") as log:
            log.write(f"{event} {arguments[1:]}\\n")
        raise OSError("there is no network here")

sys.addaudithook(watch)
"""
CHILD = """
import io, json, os, sys
from movierec.cli.app import main

class Terminal(io.StringIO):
    def isatty(self):
        return True

commands = json.load(sys.stdin)
# Not seen, stars, seen without stars, the end: for the one command that asks.
sys.stdin = Terminal("\\n4.5\\ns\\nq\\n")
codes = {}
for name, words in commands.items():
    os.environ["MOVIEREC_HOME"] = os.environ["EMPTY" if name == "quickstart" else "HOMES"]
    codes[name] = main(words)
print("\\n" + json.dumps(codes), file=sys.__stdout__)
"""
QUIET = ("--quiet", "-o", os.devnull)
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "train": ("train", "--dataset", "sample", "--epochs", "1"),
    "describe": ("describe", "--dataset", "sample"),
    "preprocess": ("preprocess", "--dataset", "sample"),
    "evaluate": ("evaluate",),
    "benchmark": (
        *("benchmark", "dnn", "--dataset", "sample", "--protocol", "random"),
        *("--epochs", "1", "--seeds", "1"),
    ),
    "import": ("import", "films.csv"),
    "import of a zip": ("import", "letterboxd.zip"),
    "match": ("match",),
    "evaluate --me": ("evaluate", "--me"),
    "rate": ("rate", "7", "4.5"),
    "rate, a conversation": ("rate",),
    "rate, for another": ("rate", "8", "4.5", "--profile", "bert"),
    "seen": ("seen", "8"),
    "hide": ("hide", "9"),
    "want": ("want", "50"),
    "unrate": ("unrate", "7"),
    "profile list": ("profile", "list"),
    "profile show": ("profile", "show"),
    "profile use": ("profile", "use", "me"),
    "profile export": ("profile", "export"),
    "recommend": ("recommend",),
    "recommend 7": ("recommend", "7"),
    "recommend --format": ("recommend", "--format", "html"),
    "recommend --with": ("recommend", "--with", "bert"),
    "recommend --fresh": ("recommend", "--fresh"),
    "recommend --from watchlist": ("recommend", "--from", "watchlist"),
    "why": ("why", "3"),
    "similar": ("similar", "3"),
    "similar --for": ("similar", "3", "--for", "me"),
    "predict": ("predict", "3"),
    "search": ("search", "the"),
    "models list": ("models", "list"),
    "models show": ("models", "show"),
    "models verify": ("models", "verify"),
    "status": ("status",),
    "profile rename": ("profile", "rename", "me", "anna"),
    "profile rm": ("profile", "rm", "anna"),
    "models rm": ("models", "rm", "sample-dnn"),
    "quickstart": ("quickstart", "--offline", "--epochs", "1"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sitecustomize.py").write_text(BLOCK, encoding="utf-8")
    rows = [f"{movie_id},{1 + movie_id % 5}" for movie_id in range(1, 41)]
    (tmp_path / "films.csv").write_text("\n".join(["movieId,rating", *rows, ""]), encoding="utf-8")
    films = [("2020-01-01", "Toy Story", 1995), ("2020-01-02", "Never Made", 1990)]
    packed = letterboxd_zip(watched=films, ratings=[(*film, 4) for film in films[:1]])
    (tmp_path / "letterboxd.zip").write_bytes(packed)
    return tmp_path


def run(folder: Path, commands: Mapping[str, list[str]]) -> tuple[dict[str, int], str]:
    """Run commands where every connection fails and is written down; return codes and notes."""
    log = folder / "connections.txt"
    log.touch()
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        input=json.dumps(commands),
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(folder), *sys.path]),
            "CONNECTIONS": str(log),
            "HOMES": str(folder / "home"),
            "EMPTY": str(folder / "empty"),
        },
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1]), log.read_text() + done.stderr


def program_commands() -> set[str]:
    """Return every command of the program, those of groups with the group's name."""
    found = set()
    for name, entry in TABLE.items():
        found |= {f"{name} {one}" for one in entry.commands} if isinstance(entry, Group) else {name}
    return found


def test_every_command_but_fetch_is_tried() -> None:
    assert program_commands() - {"fetch"} <= set(COMMANDS)


@pytest.mark.slow
def test_no_command_but_fetch_opens_a_connection(folder: Path) -> None:
    before = {"fetch": ["fetch", "sample", *QUIET]}
    words = {name: [*words, *QUIET] for name, words in COMMANDS.items()}

    codes, said = run(folder, before | words)

    assert (folder / "connections.txt").read_text() == "", said
    assert codes == dict.fromkeys(codes, 0), said
    assert said.count("     > ") == 4, said


def test_a_connection_would_have_been_noticed(folder: Path) -> None:
    codes, said = run(
        folder, {"fetch": ["fetch", "ml-100k", "--mirror", "http://127.0.0.1:9", *QUIET]}
    )

    assert codes == {"fetch": 5}
    assert "socket." in said
