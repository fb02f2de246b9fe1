from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"numpy", "torch", "pandas", "pooch", "rich", "safetensors"}


def imported(program: str) -> set[str]:
    tell = "import sys; print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\n{tell}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "program",
    [
        "import movierec.cli.app",
        "from movierec.cli.app import main; main(['--help'])",
        "from movierec.cli.app import main; main(['train', '--help'])",
        "from movierec.cli.app import main; main(['--version'])",
    ],
)
def test_starting_and_asking_for_help_load_nothing_heavy(program: str) -> None:
    assert not HEAVY & imported(program)


def test_the_module_runs_the_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "movierec", "--help"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("Usage: movierec ")
