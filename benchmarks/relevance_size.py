"""Measure what relevance costs on a large catalogue: seconds, memory, bytes stored, time to answer.

    python benchmarks/relevance_size.py --movies 87585 --users 50000 --ratings 8000000

Made-up ratings with the long tails of MovieLens: few films have most of them, and users of one
taste prefer the same films. The process that prints does the work, so its peak memory is the
training's, imports included.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from movierec import machine
from movierec.records import Ratings
from movierec.scoring.relevance import RelevanceScorer, Taste
from movierec.store.mapped import map_arrays
from movierec.training.relevance.fit import fit_relevance

TASTES = 50
ANSWERS = 20
HISTORY = 200


def main() -> None:
    """Fit, store, answer, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--movies", type=int, default=87_585)
    parser.add_argument("--users", type=int, default=50_000)
    parser.add_argument("--ratings", type=int, default=8_000_000)
    options = parser.parse_args()
    train = _made_up(options.movies, options.users, options.ratings)
    start = time.perf_counter()
    arrays = fit_relevance(train, options.users, options.movies)
    seconds = time.perf_counter() - start
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "relevance.safetensors"
        save_file(arrays, path)
        answer = _answer(path, options.movies)
        stored = path.stat().st_size
    print("| films | users | ratings | seconds | peak MiB | stored MB | answer, ms |")
    print("|---|---|---|---|---|---|---|")
    print(
        f"| {options.movies:,} | {options.users:,} | {len(train):,} | {seconds:.0f} "
        f"| {machine.peak_mib() or 0:.0f} | {stored / 1e6:.0f} | {1000 * answer:.0f} |"
    )


def _made_up(movies: int, users: int, ratings: int) -> Ratings:
    random = np.random.default_rng(0)
    # Popularity falls with a power of the rank; a taste lifts a part of the films.
    chance = 1 / np.arange(1, movies + 1) ** 1.1
    size = np.maximum(20, random.lognormal(np.log(ratings / users) - 0.5, 1.0, users)).astype(int)
    size = np.minimum(size, movies // 20)
    user = np.repeat(np.arange(users, dtype=np.int32), size)
    taste = random.integers(0, TASTES, users)[user]
    movie = random.choice(movies, len(user), p=chance / chance.sum()).astype(np.int32)
    moved = random.random(len(user)) < 0.5
    own = (movie // TASTES) * TASTES + taste
    movie = np.where(moved & (own < movies), own, movie).astype(np.int32)
    _, first = np.unique(user.astype(np.int64) * movies + movie, return_index=True)
    rating = random.integers(1, 11, len(first)).astype(np.float32) / 2
    timestamp = random.integers(1, 2**30, len(first)).astype(np.int32)
    return Ratings(user[first], movie[first], rating, timestamp)


def _answer(path: Path, movies: int) -> float:
    """Return the median seconds to open the file and score every film for a history."""
    random = np.random.default_rng(1)
    taken = []
    for _ in range(ANSWERS):
        history = random.choice(movies // 10, HISTORY, replace=False)
        start = time.perf_counter()
        scorer = RelevanceScorer(map_arrays(path), movies)
        scorer.watch(Taste.of(history, np.arange(HISTORY)))
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
