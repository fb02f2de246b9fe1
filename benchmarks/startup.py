"""Measure how long the prompt waits: commands as whole processes, side by side with what they need.

    python benchmarks/startup.py
    python benchmarks/startup.py --large
    python benchmarks/startup.py --large --home FOLDER

Each command is started in turn with three yardsticks: `python -c "import typer"`, `python -c
"import torch, pandas"`, and the help of a bare Typer program that has as many commands, each with
two options. A ratio is that of one round; printed are the median seconds of a command, the ratios'
minimum, median and maximum, and the peak memory of the process, which is never told to be less
than what this benchmark had when it started it. The processor's ratio, by its seconds, depends less
on what else the machine does. Both sides find compiled modules,
as they do where a package is installed, whatever PYTHONDONTWRITEBYTECODE says.

Without `--large` the model trained last answers, which has to be one of ml-100k; with it, models
of ml-32m's size made by `large_models.py`, kept in FOLDER where one is named. A person with 500
ratings is imported into a profile of a home of their own. Prints Markdown.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from large_models import KINDS, MOVIES, RATINGS, USERS, enlarge, small_model

from movierec.ask import stored_catalogue
from movierec.cli.table import COMMANDS
from movierec.paths import user_paths

TYPER = (sys.executable, "-c", "import typer")
HEAVY = (sys.executable, "-c", "import torch, pandas")
PROFILE, RATED = "startup-benchmark", 500
ALONE = (("--help",), ("--version",), ("train", "--help"))
LINES = ("movierec rec", "movierec recommend --pop", "movierec recommend --by ")
ANSWERS = (
    ("recommend", "265"),
    ("recommend", "265", "--json"),
    ("why", "265", "Toy Story"),
    ("similar", "Toy Story"),
    ("predict", "265", "Toy Story"),
    ("search", "toy stry"),
    ("recommend", PROFILE),
)


@dataclass(frozen=True, slots=True)
class Run:
    """One process: its seconds by the wall and by the processor, and its peak memory in MiB."""

    seconds: float
    busy: float
    mib: float


def main() -> None:
    """Time the commands and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--large", action="store_true", help="models of ml-32m's size")
    parser.add_argument("--home", type=Path, help="where these are kept, or lie already")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled")}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        if options.large:
            _large(options.home or Path(folder) / "home", options.runs, env)
        else:
            _small(Path(folder), options.runs, env)


def _small(folder: Path, runs: int, env: Mapping[str, str]) -> None:
    env = {**env, "MOVIEREC_HOME": str(_home_beside(user_paths().models, folder / "home"))}
    bare = folder / "bare.py"
    bare.write_text(_bare_program(len(COMMANDS)), encoding="utf-8")
    _import_person(env)
    help_of_bare = (sys.executable, str(bare), "--help")
    print("| command | against | seconds, median | ratio: min, median, max ", end="")
    print("| the processor's ratio, median | peak MiB |\n|---|---|---|---|---|---|")
    _row(("--help",), "a bare program's help", help_of_bare, runs, env)
    for words in ALONE:
        _row(words, "import typer", TYPER, runs, env)
    for line in LINES:
        completing = {
            "_MOVIEREC_COMPLETE": "complete_bash",
            "COMP_WORDS": line,
            "COMP_CWORD": str(line.count(" ")),
        }
        _row((), "import typer", TYPER, runs, {**env, **completing}, f"completion of `{line}`")
    for words in ANSWERS:
        _row(words, "import torch, pandas", HEAVY, runs, env)
    least = (sys.executable, "-c", "import typer, numpy, rich.table")
    pairs = _pairs(least, HEAVY, runs, env)
    print(f"| `import typer, numpy, rich.table` | import torch, pandas | {_told(pairs)} |")


def _large(home: Path, runs: int, env: Mapping[str, str]) -> None:
    os.environ["MOVIEREC_HOME"] = str(home)
    env = {**env, "MOVIEREC_HOME": str(home)}
    for kind in KINDS:
        folder = user_paths().models / f"large-{kind}"
        if not folder.exists():
            with tempfile.TemporaryDirectory() as small:
                os.environ["MOVIEREC_HOME"] = small
                enlarge(small_model(kind, Path(small)), folder, USERS, MOVIES, RATINGS)
                os.environ["MOVIEREC_HOME"] = str(home)
    _import_person(env, "large-dnn")
    print(
        "| kind | command | seconds, median | ratio to import torch, pandas: min, median, max ",
        end="",
    )
    print("| the processor's ratio, median | peak MiB |\n|---|---|---|---|---|---|")
    for kind in KINDS:
        for words in ANSWERS:
            command = _command((*words, "--model", f"large-{kind}"))
            pairs = _pairs(command, HEAVY, runs, env)
            print(f"| `{kind}` | `{' '.join(words)}` | {_told(pairs)} |", flush=True)


def _row(
    words: Sequence[str],
    named: str,
    yardstick: Sequence[str],
    runs: int,
    env: Mapping[str, str],
    title: str = "",
) -> None:
    pairs = _pairs(_command(words), yardstick, runs, env)
    title = title or f"`{' '.join(words)}`"
    print(f"| {title} | {named} | {_told(pairs)} |", flush=True)


def _pairs(
    command: Sequence[str], yardstick: Sequence[str], runs: int, env: Mapping[str, str]
) -> list[tuple[Run, Run]]:
    _run(command, env), _run(yardstick, env)  # what is compiled once is compiled now
    return [(_run(command, env), _run(yardstick, env)) for _ in range(runs)]


def _told(pairs: Sequence[tuple[Run, Run]]) -> str:
    seconds = statistics.median(mine.seconds for mine, _ in pairs)
    ratios = [mine.seconds / other.seconds for mine, other in pairs]
    busy = statistics.median(mine.busy / other.busy for mine, other in pairs)
    return (
        f"{seconds:.3f} | {min(ratios):.3f}, {statistics.median(ratios):.3f}, {max(ratios):.3f} "
        f"| {busy:.3f} | {max(mine.mib for mine, _ in pairs):.0f}"
    )


def _run(command: Sequence[str], env: Mapping[str, str]) -> Run:
    start = time.perf_counter()
    process = subprocess.Popen(
        command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {status}")
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _command(words: Sequence[str]) -> tuple[str, ...]:
    return (sys.executable, "-m", "movierec", *words)


def _bare_program(commands: int) -> str:
    """Return a Typer program that does nothing, with as many commands as movierec has."""
    lines = [
        "import typer",
        "app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)",
    ]
    for number in range(commands):
        lines += [
            "@app.command()",
            f"def command{number}(top: int = 5, name: str = ''):",
            f"    '''Do the work of command number {number}.'''",
        ]
    return "\n".join([*lines, "app()", ""])


def _home_beside(models: Path, home: Path) -> Path:
    """Return a home that has the same models and no profiles."""
    (home / "data").mkdir(parents=True)
    (home / "data" / "models").symlink_to(models.resolve(), target_is_directory=True)
    return home


def _import_person(env: Mapping[str, str], model: str | None = None) -> None:
    """Import ratings of films that many have rated."""
    catalogue, _ = stored_catalogue(model)
    films = (-catalogue.counts).argsort(kind="stable")[: 2 * RATED : 2].tolist()
    rows = [f"{catalogue.movie_ids[film]},{3 + film % 3}" for film in films]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ratings.csv"
        file.write_text("\n".join(["movieId,rating", *rows, ""]), encoding="utf-8")
        words = ("import", str(file), "--profile", PROFILE, "--quiet")
        words = words if model is None else (*words, "--model", model)
        subprocess.run(_command(words), env=env, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
