"""Measure the model kinds on MovieLens 100K: random 80/20 with five seeds, and u1 to u5.

    python benchmarks/accuracy.py --from-file ml-100k.zip

Every training is a process of its own, so that its seconds and its peak memory are those that a
user sees. Prints one Markdown table a protocol; the test rows are looked at once, at the end.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

FOLDS = ("u1", "u2", "u3", "u4", "u5")


@dataclass(frozen=True, slots=True)
class Run:
    """One training: its test errors, the bias model's, and what the process took."""

    mse: float
    rmse: float
    bias_mse: float
    bias_rmse: float
    seconds: float
    peak_mib: float


def main() -> None:
    """Train every kind on every protocol and print the tables."""
    options = _options()
    with tempfile.TemporaryDirectory() as home:
        os.environ["MOVIEREC_HOME"] = home
        fetch = ["fetch", options.dataset]
        if options.from_file:
            fetch += ["--from-file", options.from_file]
        _movierec(*fetch)
        _movierec("preprocess", "--dataset", options.dataset)
        for protocol, splits in _protocols(options).items():
            print(f"\n{protocol}\n")
            rows = {
                kind: [_train(options, kind, *split) for split in splits] for kind in options.models
            }
            _print(rows, [split[-1] for split in splits])


def _protocols(options: argparse.Namespace) -> dict[str, list[tuple[str, ...]]]:
    seeds = [("--split", "random", "--seed", str(seed)) for seed in range(options.seeds)]
    protocols = {f"{options.dataset}, random 80/20, {options.seeds} seeds": seeds}
    if options.dataset == "ml-100k":
        protocols["ml-100k, u1 to u5"] = [("--seed", "0", "--split", fold) for fold in FOLDS]
    return protocols


def _train(options: argparse.Namespace, kind: str, *split: str) -> Run:
    start = time.perf_counter()
    name = ("--name", "measured")
    words = ("--dataset", options.dataset, "--epochs", str(options.epochs), "--model", kind)
    data, peak = _movierec("train", *words, *name, *split)
    seconds = time.perf_counter() - start
    test, bias = data["metrics"]["test"], data["metrics"]["bias model"]
    return Run(test["mse"], test["rmse"], bias["mse"], bias["rmse"], seconds, peak)


def _movierec(*words: str) -> tuple[dict[str, Any], float]:
    """Run a command as a process; return its data and its peak memory in MiB."""
    with tempfile.TemporaryFile() as answer:
        child = subprocess.Popen(
            [sys.executable, "-m", "movierec", *words, "--json", "--quiet"], stdout=answer
        )
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            sys.exit(f"movierec {' '.join(words)} ended with {child.returncode}")
        answer.seek(0)
        kib = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
        return json.load(answer)["data"], kib / 1024


def _print(rows: dict[str, list[Run]], names: Sequence[str]) -> None:
    print("| model | MSE | RMSE | RMSE of each: " + ", ".join(names) + " | seconds | peak MiB |")
    print("|---|---|---|---|---|---|")
    runs = next(iter(rows.values()))
    print(
        f"| bias model | {_spread([run.bias_mse for run in runs])} "
        f"| {_spread([run.bias_rmse for run in runs])} "
        f"| {', '.join(f'{run.bias_rmse:.4f}' for run in runs)} | | |"
    )
    for kind, runs in rows.items():
        print(
            f"| {kind} | {_spread([run.mse for run in runs])} "
            f"| {_spread([run.rmse for run in runs])} "
            f"| {', '.join(f'{run.rmse:.4f}' for run in runs)} "
            f"| {statistics.median(run.seconds for run in runs):.1f} "
            f"| {max(run.peak_mib for run in runs):.0f} |",
            flush=True,
        )


def _spread(values: Sequence[float]) -> str:
    if len(values) < 2:
        return f"{values[0]:.4f}"
    return f"{statistics.mean(values):.4f} ± {statistics.stdev(values):.4f}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--from-file", help="the archive; without it, it is downloaded")
    parser.add_argument("--dataset", default="ml-100k")
    parser.add_argument("--models", nargs="+", default=["report", "dnn"])
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--seeds", type=int, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    main()
