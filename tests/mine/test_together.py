"""Two processes change one profile at once, and nothing that either says is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from exports import plain_csv
from trained import copied, numbered

from movierec.mine.profiles import load

RATED = range(1, 21)
BROUGHT = range(21, 39)
ROUNDS = 10
RATING = f"""
from movierec.mine import say
for movie_id in range({RATED.start}, {RATED.stop}):
    say.rate(str(movie_id), 4.5)
"""
IMPORTING = f"""
from pathlib import Path
from movierec.mine import bring
for number in range({ROUNDS}):
    bring.import_files([Path(f"films-{{number}}.csv")])
"""


def started(program: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("both", [(IMPORTING, RATING), (RATING, RATING)], ids=["import", "rate"])
def test_nothing_is_lost(
    tiny_model: Path, home: Path, tmp_path: Path, both: tuple[str, str]
) -> None:
    copied(tiny_model, home)
    for number in range(ROUNDS):
        rows = [(numbered(one).title, 2) for one in BROUGHT if one % ROUNDS == number]
        (tmp_path / f"films-{number}.csv").write_bytes(plain_csv([*rows, ("Never Made", 3)]))

    running = [started(program, tmp_path) for program in both]
    said = [process.communicate(timeout=120)[1] for process in running]

    assert [process.returncode for process in running] == [0, 0], said
    stars = {entry.film.title: entry.rated.stars for entry in load().entries if entry.rated}
    brought = {numbered(one).title: 2 for one in BROUGHT} | {"Never Made": 3}
    rated = {numbered(one).title: 4.5 for one in RATED}
    assert stars == rated | (brought if IMPORTING in both else {})
    assert len(load().entries) == len(stars)
    assert not list(home.rglob("*.tmp"))
