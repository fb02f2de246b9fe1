"""Time sweeps of one chain of `bayes` on data sets of several sizes, in turn in one process.

    python benchmarks/bayes_sweep.py HOME=ZIP [HOME=ZIP ...] [--runs 5]

HOME is a folder for MOVIEREC_HOME in which the data set ZIP has been prepared; such data are made
by benchmarks/synthetic.py. A sweep's seconds are those that its thread computed, so that what else
the machine does counts for less; seconds by the clock stand beside them. The singular vectors of
who rated what, which take minutes once, are replaced by random ones of their shape: a sweep takes
the same time.
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import dataclass

import numpy as np
import torch

from movierec import machine
from movierec.config import default_config
from movierec.data.cache import locate
from movierec.data.holdout import hold_out
from movierec.data.prepare import prepare
from movierec.paths import user_paths
from movierec.records import IntArray
from movierec.training.bayes import design as designs
from movierec.training.bayes.basis import TRUNCATED, Basis
from movierec.training.bayes.chain import Chain, new_chain
from movierec.training.bayes.design import Design, new_design
from movierec.training.bayes.sweep import sweep
from movierec.training.sparse import Pattern


@dataclass
class Sized:
    """A chain on a data set, and what its sweeps took, by the thread's clock and by the wall's."""

    name: str
    design: Design
    chain: Chain
    computed: list[float]
    passed: list[float]

    def sweep_once(self, number: int) -> None:
        """Make one sweep and note its time."""
        rng = np.random.default_rng(number)
        passed, computed = time.perf_counter(), time.thread_time()
        sweep(self.chain, self.design, (), rng, adapt=True)
        self.computed.append(time.thread_time() - computed)
        self.passed.append(time.perf_counter() - passed)


def main() -> None:
    """Print a table, one row a size, with ratios to the first."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", nargs="+", help="HOME=ZIP")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    torch.set_num_threads(1)
    designs.rated_basis = random_basis
    with torch.no_grad():
        sizes = [sized(*pair.split("=", 1)) for pair in options.data]
        for number in range(options.runs + 1):
            for size in sizes:
                size.sweep_once(number)
    print("| data set | training rows | ns a row and sweep, computed | by the clock | ratio |")
    print("|---|---|---|---|---|")
    per_row = [[time_ / len(s.design) * 1e9 for time_ in s.computed[1:]] for s in sizes]
    for size, own in zip(sizes, per_row, strict=True):
        clock = [seconds / len(size.design) * 1e9 for seconds in size.passed[1:]]
        ratios = [mine / first for mine, first in zip(own, per_row[0], strict=True)]
        print(
            f"| {size.name} | {len(size.design):,} | {spread(own, 0)} | {spread(clock, 0)} "
            f"| {spread(ratios, 2)} |"
        )
    print(f"\nPeak memory of the process with all of them: {machine.peak_mib() or 0:.0f} MiB")


def spread(numbers: list[float], digits: int) -> str:
    """Return minimum, median and maximum."""
    low, middle, high = min(numbers), float(np.median(numbers)), max(numbers)
    return f"{low:.{digits}f} / {middle:.{digits}f} / {high:.{digits}f}"


def sized(home: str, archive: str) -> Sized:
    """Sort a data set's training rows and start a chain."""
    os.environ["MOVIEREC_HOME"] = home
    paths = user_paths()
    prepared = prepare(locate(archive, paths), paths)
    config = default_config("bayes")
    train = prepared.ratings.take(hold_out(prepared, config).train)
    design = new_design(train, prepared.catalogue, prepared.scale.levels)
    chain = new_chain(design, (), config.embed_size, np.random.default_rng(0))
    return Sized(prepared.origin.label, design, chain, [], [])


def random_basis(
    pattern: Pattern,
    across: Pattern,  # noqa: ARG001
    counts: IntArray,  # noqa: ARG001
    other_counts: IntArray,  # noqa: ARG001
) -> Basis:
    """Return a basis of the shape that a large data set has, which it has nothing to do with."""
    size, others = pattern.shape
    rank = min(size, others, TRUNCATED)
    random = torch.Generator().manual_seed(0)
    left = torch.randn(size, rank, generator=random) / size**0.5
    return Basis(left, torch.ones(rank), torch.zeros(others, rank))


if __name__ == "__main__":
    main()
