"""Compare the time of answering with that of `python -c "import torch, pandas"`, side by side.

    python benchmarks/startup.py

Uses the model trained last, which has to be one of ml-100k. Prints, for each command, the median
seconds, and the ratio to the import with its spread, each pair taken in turn.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence

HEAVY = (sys.executable, "-c", "import torch, pandas")
COMMANDS = (
    ("recommend", "265", "--top", "5"),
    ("why", "265", "Fargo"),
    ("similar", "Toy Story"),
    ("predict", "265", "Toy Story"),
    ("search", "toy stry"),
    ("status",),
    ("--help",),
    ("--version",),
)


def main() -> None:
    """Time every command in turn with the import and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    print("| command | seconds, median | ratio to the import: min, median, max |")
    print("|---|---|---|")
    for words in COMMANDS:
        command = (sys.executable, "-m", "movierec", *words)
        _seconds(HEAVY), _seconds(command)
        pairs = [(_seconds(command), _seconds(HEAVY)) for _ in range(runs)]
        ratios = sorted(mine / heavy for mine, heavy in pairs)
        print(
            f"| {' '.join(words)} | {statistics.median(mine for mine, _ in pairs):.3f} "
            f"| {ratios[0]:.3f}, {statistics.median(ratios):.3f}, {ratios[-1]:.3f} |",
            flush=True,
        )


def _seconds(command: Sequence[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
