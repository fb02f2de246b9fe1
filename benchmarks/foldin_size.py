"""Measure what a person with many ratings costs on a model of ml-32m's size.

    OPENBLAS_NUM_THREADS=1 python benchmarks/foldin_size.py

The weights are those of a short training on the made-up sample, their rows drawn anew for as many
users and films as asked for, so that shapes and sizes are those of the real thing; links, films and
the person are made up with MovieLens's long tail. Each kind gets a process of its own, whose peak
memory is printed, weights included. `ratio` is the median over that of `python -c "import numpy"`,
measured in the same run. With one thread, the processor's seconds do not depend on what else the
machine does; with more, they hold the threads' waiting for each other. Prints Markdown.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from large_models import KINDS, MOVIES, USERS, enlarge, small_model

from movierec import machine
from movierec.ranking.filters import Filters
from movierec.ranking.recommend import recommend
from movierec.ranking.score import taste_of
from movierec.ranking.together import recommend_together
from movierec.ranking.viewer import new_viewer
from movierec.ranking.wanted import NO_VETO, Steering
from movierec.records import Ratings
from movierec.scoring.registry import folding_scorer_for
from movierec.scoring.relevance import RelevanceScorer
from movierec.store.bundle import Bundle, load_bundle

RUNS = 7
IMPORT = (sys.executable, "-c", "import numpy")


def main() -> None:
    """Train the small models, enlarge them, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--movies", type=int, default=MOVIES)
    parser.add_argument("--users", type=int, default=USERS)
    parser.add_argument("--ratings", type=int, default=1_000, help="of the person")
    parser.add_argument("--answer", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.answer:
        _answer(load_bundle(options.answer), options.answer, options.ratings)
        return
    print("| kind | step | seconds: median, min, max | ratio | processor's, median |")
    print("|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MOVIEREC_HOME"] = folder
        for kind in KINDS:
            large = Path(folder) / f"large-{kind}"
            enlarge(small_model(kind, Path(folder)), large, options.users, options.movies)
            words = ("--answer", str(large), "--ratings", str(options.ratings))
            subprocess.run((sys.executable, __file__, *words), check=True)


def _person(movies: int, ratings: int) -> Ratings:
    random = np.random.default_rng(1)
    chance = 1 / np.arange(1, movies + 1)
    chosen = random.choice(movies, ratings, replace=False, p=chance / chance.sum())
    return Ratings(
        np.full(ratings, -1, dtype=np.int32),
        chosen.astype(np.int32),
        random.integers(1, 6, ratings).astype(np.float32),
        random.permutation(ratings).astype(np.int32) + 1,
    )


def _answer(bundle: Bundle, folder: Path, ratings: int) -> None:
    """Time every step for one person and print its rows; for a process of its own."""
    loaded = machine.peak_mib() or 0
    rated = _person(bundle.card.movies, ratings)
    scorer = folding_scorer_for(bundle.card.kind, bundle.weights)
    viewer = new_viewer(bundle, rated)
    relevance = RelevanceScorer(bundle.relevance(), bundle.card.movies)
    everything = np.arange(bundle.card.movies)
    nothing, plain = Filters(), Steering()
    steps: dict[str, Callable[[], object]] = {
        "fold in": lambda: scorer.fold_in(rated.movie, rated.rating),
        "watch scores": lambda: relevance.watch(taste_of(viewer)),
        "new viewer and a list of 10": lambda: recommend(
            bundle, new_viewer(bundle, rated), nothing, plain, 10
        ),
        "every film rated": lambda: viewer.expected(everything),
        "a list of 10 for two": lambda: recommend_together(
            bundle, (viewer, viewer), nothing, plain, 10, NO_VETO
        ),
        "load the model": lambda: load_bundle(folder),
    }
    imported = statistics.median(_timed(_import_numpy)[0] for _ in range(RUNS))
    for name, step in steps.items():
        step()
        pairs = [_timed(step) for _ in range(RUNS)]
        taken = [seconds for seconds, _ in pairs]
        middle, busy = statistics.median(taken), statistics.median(own for _, own in pairs)
        print(
            f"| `{bundle.card.kind}` | {name} | {middle:.3f}, {min(taken):.3f}, {max(taken):.3f} "
            f"| {middle / imported:.2f} | {busy:.3f} |"
        )
    print(f"| | import numpy | {imported:.3f} | 1 | |")
    print(
        f"| `{bundle.card.kind}` | peak memory, MiB | loaded {loaded:.0f}, "
        f"after all of it {machine.peak_mib() or 0:.0f} | | |",
        flush=True,
    )


def _import_numpy() -> None:
    subprocess.run(IMPORT, check=True)


def _timed(step: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that went by, and those that the processor was busy with it."""
    start, busy = time.perf_counter(), time.process_time()
    step()
    return time.perf_counter() - start, time.process_time() - busy


if __name__ == "__main__":
    main()
