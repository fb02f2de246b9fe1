"""Seconds an epoch with one process and with two, one thread each, and what they tell each other.

    python benchmarks/distributed.py ml-100k ml-syn-1m.zip ml-syn-3m.zip --runs 5

Each run is a process, or two by torchrun, of its own; one and two take turns. The data sets have to
be prepared (`movierec preprocess`). The first epoch of a run is left out: in it, memory is found.
The epoch's validation is in its seconds, as in those that `movierec train` shows.
Where other programs keep the cores busy, the seconds that go by say little of two processes; those
that the processor was busy say what they would be with a core each and no waiting.
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
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

WAYS = (1, 2)


@dataclass(frozen=True)
class Run:
    """What one run found.

    Attributes:
        ratings: training rows.
        seconds: of an epoch, the middle of several.
        busy: likewise those that the processor worked for the first process; it leaves waiting out.
        losses: of each epoch, in training.
        sent: bytes of the sums of one step, for each process; 0 for one process.
        collected: bytes that all processes sent the first one after an epoch.
        peaks: the most memory of each process, MiB.
    """

    ratings: int
    seconds: float
    busy: float
    losses: tuple[float, ...]
    sent: int
    collected: int
    peaks: tuple[int, ...]


def main() -> None:
    """Measure, or be measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("datasets", nargs="+")
    parser.add_argument("--model", default="dnn")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--batch-size", type=int, default=0, help="0: the kind's default")
    parser.add_argument("--learn", action="store_true", help="be one of the processes")
    options = parser.parse_args()
    if options.epochs < 2:
        parser.error("--epochs: at least 2, for the first one is left out")
    if options.learn:
        learn(options.datasets[0], options.model, options.epochs, options.batch_size)
        return
    print(
        "| data set | training ratings | 1 process, s an epoch | 2 processes | speed-up "
        "| busy, 1 process | busy, first of 2 | busy, 1 to 2 "
        "| MB a step | MB after an epoch | peak MiB, 1 | peak MiB, 2 | losses apart |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for dataset in options.datasets:
        runs: dict[int, list[Run]] = {way: [] for way in WAYS}
        for _ in range(options.runs):
            for way in WAYS:
                runs[way].append(start(dataset, way, options))
        print(row(dataset, runs), flush=True)


def row(dataset: str, runs: dict[int, list[Run]]) -> str:
    """Return the table's row of a data set."""
    ones, twos = runs[1], runs[2]
    ratios = [one.seconds / two.seconds for one, two in zip(ones, twos, strict=True)]
    apart = max(abs(a - b) for a, b in zip(ones[0].losses, twos[0].losses, strict=True))
    cells = (
        Path(dataset).stem,
        f"{ones[0].ratings:,}",
        spread([run.seconds for run in ones]),
        spread([run.seconds for run in twos]),
        spread(ratios),
        spread([run.busy for run in ones]),
        spread([run.busy for run in twos]),
        spread([one.busy / two.busy for one, two in zip(ones, twos, strict=True)]),
        f"{twos[0].sent / 1e6:.1f}",
        f"{twos[0].collected / 1e6:.1f}",
        f"{max(run.peaks[0] for run in ones)}",
        " and ".join(str(max(peaks)) for peaks in zip(*(run.peaks for run in twos), strict=True)),
        f"{apart:.1e}",
    )
    return f"| {' | '.join(cells)} |"


def spread(values: list[float]) -> str:
    """Return least, middle and most."""
    return " · ".join(
        f"{value:.2f}" for value in (min(values), statistics.median(values), max(values))
    )


def start(dataset: str, processes: int, options: argparse.Namespace) -> Run:
    """Run one training."""
    words = [
        *(str(Path(__file__).resolve()), dataset, "--learn", "--model", options.model),
        *("--epochs", str(options.epochs), "--batch-size", str(options.batch_size)),
    ]
    several = [
        *("-m", "torch.distributed.run", "--nproc-per-node", str(processes)),
        *("--rdzv-backend", "c10d", "--rdzv-endpoint", "localhost:0"),
    ]
    with tempfile.TemporaryDirectory() as folder:  # torchrun leaves folders behind
        done = subprocess.run(
            [sys.executable, *(several if processes > 1 else []), *words],
            env={**os.environ, "OMP_NUM_THREADS": "1", "TMPDIR": folder},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise SystemExit(done.stderr)
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    peaks = tuple(round(line["peak"]) for line in sorted(lines, key=lambda line: line["rank"]))
    found = next(line["found"] for line in lines if "found" in line)
    return Run(**{**found, "losses": tuple(found["losses"])}, peaks=peaks)


def learn(dataset: str, model: str, epochs: int, batch_size: int) -> None:
    """Train without storing anything, and print what was found; in a process of its own."""
    import torch
    import torch.distributed as dist

    from movierec import machine
    from movierec.config import default_config
    from movierec.data.holdout import hold_out
    from movierec.training.data import TrainingData
    from movierec.training.joining import joined
    from movierec.training.trainer import Trainer
    from movierec.workflow import prepared_data

    counted = {"all_reduce": 0, "recv": 0}

    def counting(name: str) -> None:
        done = getattr(dist, name)

        def count(tensor: torch.Tensor, *words: object, **options: object) -> object:
            counted[name] += tensor.numel() * tensor.element_size()
            return done(tensor, *words, **options)

        setattr(dist, name, count)

    for name in counted:
        counting(name)
    config = replace(default_config(model), dataset=dataset, epochs=epochs, device="cpu")
    config = replace(config, batch_size=batch_size or config.batch_size)
    with joined() as group:
        prepared = prepared_data(dataset)
        rows = hold_out(prepared, config)
        data = TrainingData(prepared.ratings, rows, prepared.scale, prepared.catalogue, dataset)
        trainer = Trainer(data, config, torch.device("cpu"), group)
        if not group.leads:
            try:
                trainer.follow()
            finally:
                tell({"rank": group.process.rank, "peak": machine.peak_mib() or 0})
        reports, counts, busy = [], [], []
        for report in trainer.epochs():
            reports.append(report)
            counts.append(dict(counted))
            busy.append(time.process_time())
        steps = int(trainer.state().arrays["step"][0]) // epochs
        found = {
            "ratings": len(rows.train),
            "seconds": statistics.median(report.seconds for report in reports[1:]),
            "busy": statistics.median(after - before for before, after in pairwise(busy)),
            "losses": [report.train_loss for report in reports],
            "sent": (counts[-1]["all_reduce"] - counts[-2]["all_reduce"]) // steps,
            "collected": counts[-1]["recv"] - counts[-2]["recv"],
        }
        tell({"rank": 0, "peak": machine.peak_mib() or 0, "found": found})


def tell(found: dict[str, object]) -> None:
    """Write one line in one go: several processes write to one pipe, unbuffered."""
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
