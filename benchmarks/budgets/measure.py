"""Fit systems in turn, each fit in a process of its own, and keep what they did in a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from conditions import differing

from budgets.found import Found, Measured
from budgets.systems import SYSTEMS

_FIT = Path(__file__).with_name("fit.py")
_QUIET = {"TQDM_DISABLE": "1"}  # myFM draws a bar of its own


def measure(
    names: Sequence[str],
    folds: Sequence[str],
    dataset: str,
    pythons: Mapping[str, str],
    kept: Path,
    tell: Callable[[str], None],
    *,
    fresh: bool = False,
) -> tuple[Measured, ...]:
    """Return every system's figures with every effort, fold by fold; those in `kept` as they are.

    A fold's fits follow one another in an order that mixes systems, so that a busy minute of the
    machine does not fall on one of them.

    Args:
        names: which systems.
        folds: on which folds.
        dataset: as `TrainConfig` has it.
        pythons: by system, the Python that has it; this one for others.
        kept: a JSON file; made where it is missing.
        tell: told after every fit.
        fresh: measure anew what `kept` has of other conditions: data set, versions or commit.

    Raises:
        RuntimeError: a fit failed, or `kept` has fits of other conditions.
    """
    done = {(one.system, one.effort, one.fold): one for one in load(kept)}
    with_now = {
        name: _printed(dataset, name, python=pythons.get(name, sys.executable)) for name in names
    }
    for name, effort, fold in _in_turn(names, folds):
        before = done.get((name, effort, fold))
        if before is not None and (others := differing(before.conditions, with_now[name])):
            if not fresh:
                raise RuntimeError(
                    f"{kept} has {SYSTEMS[name].title} on {fold} measured with {others}: that is "
                    "not to be mixed.\nGive --fresh to measure such fits anew, or another --keep."
                )
            del done[name, effort, fold]
    for name, effort, fold in _in_turn(names, folds):
        if (name, effort, fold) in done:
            continue
        python = pythons.get(name, sys.executable)
        found = Found(**_printed(dataset, name, fold, *map(str, effort), python=python))
        done[name, effort, fold] = Measured(name, effort, fold, found, with_now[name])
        _save(kept, done.values())
        tell(f"{SYSTEMS[name].title}, {SYSTEMS[name].words} {_text(effort)}, {fold}: {found}")
    return tuple(done.values())


def load(kept: Path) -> tuple[Measured, ...]:
    """Read what was measured, nothing where there is no file."""
    if not kept.exists():
        return ()
    rows = json.loads(kept.read_text(encoding="utf-8"))
    return tuple(
        Measured(
            row["system"],
            tuple(row["effort"]),
            row["fold"],
            Found(**row["found"]),
            row.get("conditions", {}),
        )
        for row in rows
    )


def _save(kept: Path, measured: Iterable[Measured]) -> None:
    rows = [asdict(one) for one in measured]
    whole = kept.with_suffix(".tmp")
    whole.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    whole.replace(kept)


def _in_turn(
    names: Sequence[str], folds: Sequence[str]
) -> Iterator[tuple[str, tuple[int, ...], str]]:
    most = max(len(SYSTEMS[name].efforts) for name in names)
    for fold in folds:
        for place in range(most):
            for name in names:
                efforts = SYSTEMS[name].efforts
                if place < len(efforts):
                    yield name, efforts[place], fold


def _printed(*arguments: str, python: str) -> dict[str, Any]:
    """Run `fit.py` with a Python, and return what it prints."""
    words = [python, str(_FIT), *arguments]
    done = subprocess.run(
        words, capture_output=True, text=True, check=False, env={**os.environ, **_QUIET}
    )
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(words[1:])} failed:\n{done.stderr[-2000:]}")
    printed: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return printed


def _text(effort: tuple[int, ...]) -> str:
    return " x ".join(map(str, effort))
