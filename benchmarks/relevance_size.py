"""Measure what the relevance model costs at several sizes: seconds, memory, bytes, time to answer.

    python benchmarks/relevance_size.py --folder DIR --sizes 1m 3.2m 10m 32m

Data is made up by benchmarks/synthetic.py and lies in DIR with a home of movierec's for each size,
as for benchmarks/sizes.py; what is missing is made. For every size three processes are started one
after the other: `pairs` does the steps of the pairs one by one, `spectrum` the singular vectors,
and `whole` what a training does. Memory is the most that a process had, the ratings and imports
included; of a step of `pairs`, the most until its end. `processor s` adds up what all processors
worked, which other work on the machine changes less. With `--runs` a cell holds the median and the
range, and the sizes take turns. Prints Markdown.
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
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from sizing.place import Place
from synthetic import count_of, write_archive

ANSWERS = 20
HISTORY = 200
PARTS = ("pairs", "spectrum", "whole")

Figures = dict[str, float]


def main() -> None:
    """Measure, and print a table of steps by sizes."""
    options = _options()
    if options.part:
        print(json.dumps(_PARTS[options.part](Place(options.folder, options.sizes[0]))))
        return
    measured: dict[str, list[Figures]] = {size: [] for size in options.sizes}
    for _ in range(options.runs):
        for size in options.sizes:
            measured[size].append(_measured(options.folder, size, options.parts))
            print(f"{size}: {measured[size][-1]}", file=sys.stderr, flush=True)
    print("| | " + " | ".join(options.sizes) + " |")
    print("|---|" + "---|" * len(options.sizes))
    for name in dict.fromkeys(name for runs in measured.values() for name in runs[0]):
        cells = [_cell([run[name] for run in runs if name in run]) for runs in measured.values()]
        print(f"| {name} | " + " | ".join(cells) + " |")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folder", type=lambda text: Path(text).absolute(), required=True)
    parser.add_argument("--sizes", nargs="+", default=["1m", "3.2m", "10m", "32m"], metavar="N")
    parser.add_argument("--parts", nargs="+", default=PARTS, choices=PARTS)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    return parser.parse_args()


def _measured(folder: Path, size: str, parts: list[str]) -> Figures:
    place = Place(folder, size)
    if not place.archive.exists():
        write_archive(place.archive, count_of(size), seed=0)
    figures: Figures = {}
    for part in parts:
        command = [sys.executable, __file__, "--folder", str(folder), "--sizes", size]
        done = subprocess.run(
            [*command, "--part", part],
            env={**os.environ, **place.environment},
            stdout=subprocess.PIPE,
            check=True,
        )
        figures |= json.loads(done.stdout)
    return figures


def _cell(values: list[float]) -> str:
    if not values:
        return ""
    digits = 0 if min(values) >= 100 else 1
    middle = f"{statistics.median(values):,.{digits}f}"
    if len(values) == 1:
        return middle
    return f"{middle} ({min(values):,.{digits}f} to {max(values):,.{digits}f})"


class _Laps:
    """Times steps that follow each other."""

    def __init__(self) -> None:
        self.figures: Figures = {}
        self._begin()

    def _begin(self) -> None:
        self._start, self._used = time.perf_counter(), time.process_time()

    def end(self, step: str) -> None:
        """End a step; the next one begins."""
        self.figures[f"{step}, s"] = time.perf_counter() - self._start
        self.figures[f"{step}, processor s"] = time.process_time() - self._used
        self.figures[f"{step}, peak MiB"] = _peak()
        self._begin()


def _peak() -> float:
    from movierec import machine

    return machine.peak_mib() or 0


def _pairs(place: Place) -> Figures:
    from movierec import workflow
    from movierec.training.relevance import weights
    from movierec.training.relevance.entries import by_source
    from movierec.training.relevance.sequences import Sequences

    prepared = workflow.prepared_data(str(place.archive))
    films = weights.Films.of(
        np.bincount(prepared.ratings.movie, minlength=prepared.catalogue.movies)
    )
    laps = _Laps()
    sequences = Sequences.of(prepared.ratings, prepared.catalogue.users)
    laps.end("histories")
    sums = weights.head_sums(sequences, films)
    laps.end("pairs")
    within, inverse = weights.head_weights(sums, films)
    if len(films.head) > weights.TAIL_SOURCES:
        inverse = weights.inverse_of(sums.near[: weights.TAIL_SOURCES, : weights.TAIL_SOURCES])
    del sums
    laps.end("weights of the head")
    beyond = weights.tail_weights(sequences, inverse, films)
    laps.end("weights of the tail")
    by_source([within, *beyond], films.movies)
    laps.end("by source")
    return laps.figures


def _spectrum(place: Place) -> Figures:
    from movierec import workflow
    from movierec.training.relevance import fit

    prepared = workflow.prepared_data(str(place.archive))
    users, movies = prepared.catalogue.users, prepared.catalogue.movies
    laps = _Laps()
    fit._factors(prepared.ratings, users, movies)
    laps.end("factors")
    fit._tastes(prepared.ratings, users, movies)
    laps.end("tastes")
    return laps.figures


def _whole(place: Place) -> Figures:
    from safetensors.numpy import save_file

    from movierec import workflow
    from movierec.training.relevance.fit import fit_relevance
    from movierec.training.relevance.memory import relevance_bytes

    prepared = workflow.prepared_data(str(place.archive))
    ratings, catalogue = prepared.ratings, prepared.catalogue
    ratings = ratings.take(np.arange(len(ratings)))  # in memory, as a training has them
    before, start, used = _peak(), time.perf_counter(), time.process_time()
    arrays = fit_relevance(ratings, catalogue.users, catalogue.movies)
    seconds, peak = time.perf_counter() - start, _peak()
    used = time.process_time() - used
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "relevance.safetensors"
        save_file(arrays, path)
        return {
            "ratings": len(ratings),
            "users": catalogue.users,
            "films": catalogue.movies,
            "all, s": seconds,
            "all, processor s": used,
            "all, microseconds a rating": seconds / len(ratings) * 1e6,
            "all, peak MiB": peak,
            "of these before it began": before,
            "estimated beside the ratings, MiB": relevance_bytes(
                len(ratings), catalogue.users, catalogue.movies
            )
            / 2**20,
            "stored, MB": path.stat().st_size / 1e6,
            "answer, ms": 1_000 * statistics.median(_answers(path, catalogue.movies)),
        }


def _answers(path: Path, movies: int) -> Iterator[float]:
    """Yield the seconds that it takes to open the file and score every film for a history."""
    from movierec.scoring.relevance import RelevanceScorer, Taste
    from movierec.store.mapped import map_arrays

    random = np.random.default_rng(1)
    for _ in range(ANSWERS):
        history = random.choice(movies, min(HISTORY, movies // 10), replace=False)
        start = time.perf_counter()
        RelevanceScorer(map_arrays(path), movies).watch(Taste.of(history, np.arange(len(history))))
        yield time.perf_counter() - start


_PARTS: dict[str, Callable[[Place], Figures]] = {
    "pairs": _pairs,
    "spectrum": _spectrum,
    "whole": _whole,
}

if __name__ == "__main__":
    main()
