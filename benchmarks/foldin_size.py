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
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from movierec import machine
from movierec.config import default_config
from movierec.data.titles import search_key
from movierec.ranking.filters import Filters
from movierec.ranking.recommend import recommend
from movierec.ranking.score import taste_of
from movierec.ranking.together import recommend_together
from movierec.ranking.viewer import new_viewer
from movierec.ranking.wanted import NO_VETO, Steering
from movierec.records import Catalogue, History, IntArray, Ratings, Texts
from movierec.scoring.registry import folding_scorer_for
from movierec.scoring.relevance import RelevanceScorer
from movierec.store.bundle import Bundle, load_bundle, save_bundle

if TYPE_CHECKING:
    import numpy.typing as npt

    Arrays = dict[str, npt.NDArray[Any]]

KINDS = ("dnn", "bayes", "blend")
DRAWS, FOLDS = 8, 4
"""As many draws as a training on ml-32m keeps, and those of them that fold in."""
HEAD, LINKS = 8_000, 1_400
"""Films whose links are kept, and how many each has: those of a fit of that size."""
RANK, TASTES = 20, 64
RUNS = 7
IMPORT = (sys.executable, "-c", "import numpy")
OF_FOLDS = ("fold.draw", "fold.mean", "fold.usual", "fold.spread", "fold.precision", "fold.link")
OF_DRAWS = ("mean", "cutpoints", "user", "movie", "user_precision", "movie_precision", "chosen")


def main() -> None:
    """Train the small models, enlarge them, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--movies", type=int, default=87_585)
    parser.add_argument("--users", type=int, default=200_948)
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
            _enlarge(_small(kind, Path(folder)), large, options.users, options.movies)
            words = ("--answer", str(large), "--ratings", str(options.ratings))
            subprocess.run((sys.executable, __file__, *words), check=True)


def _small(kind: str, folder: Path) -> Bundle:
    from movierec import workflow
    from movierec.data.sample import write_sample

    sample = folder / "sample.zip"
    if not sample.exists():
        write_sample(sample)
    config = replace(default_config(kind), dataset=str(sample), epochs=4)
    return load_bundle(workflow.train(config).folder)


def _enlarge(small: Bundle, folder: Path, users: int, movies: int) -> None:
    random = np.random.default_rng(0)
    sizes = {
        small.card.users + 1: np.append(random.integers(0, small.card.users, users), -1),
        small.card.movies + 1: np.append(random.integers(0, small.card.movies, movies), -1),
        small.card.movies: random.integers(0, small.card.movies, movies),
    }
    weights = {
        name: _taken(_fewer_draws(name, array), sizes) for name, array in small.weights.items()
    }
    catalogue = _catalogue(small.catalogue, users, movies, random)
    save_bundle(
        folder,
        replace(small.card, name=folder.name, users=users, movies=movies),
        weights,
        _links(movies, random),
        catalogue,
        History(*(np.zeros(0, dtype=kind) for kind in ("i8", "i4", "f4", "i4"))),
    )


def _fewer_draws(name: str, array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    own = name.removeprefix("bayes.")
    if array.ndim > 1 or own in ("fold.draw", "mean"):
        if own in OF_FOLDS or own == "fold.film":
            return np.arange(FOLDS, dtype=np.float32) if own == "fold.draw" else array[:FOLDS]
        if own in (*OF_DRAWS, "raters"):
            return array[:DRAWS]
    return array


def _taken(array: npt.NDArray[Any], sizes: Mapping[int, IntArray]) -> npt.NDArray[Any]:
    for axis, length in enumerate(array.shape):
        if length in sizes:
            array = np.take(array, sizes[length], axis=axis)
    return array


def _catalogue(small: Catalogue, users: int, movies: int, random: np.random.Generator) -> Catalogue:
    titles = [f"Film Number {number} (1999)" for number in range(movies)]
    counts = np.maximum(1, 100_000 / np.arange(1, movies + 1)).astype(np.int32)
    return Catalogue(
        movie_ids=np.arange(1, movies + 1, dtype=np.int32),
        titles=Texts.of(titles),
        years=random.integers(1920, 2024, movies).astype(np.int16),
        genres=small.genres,
        genre_flags=small.genre_flags[random.integers(0, small.movies, movies)],
        counts=counts,
        twins=np.arange(movies, dtype=np.int32),
        search_keys=Texts.of([search_key(title) for title in titles]),
        imdb_ids=None,
        tmdb_ids=None,
        user_ids=np.arange(1, users + 1, dtype=np.int32),
    )


def _links(movies: int, random: np.random.Generator) -> Arrays:
    head = min(HEAD, movies)
    counts = np.where(np.arange(movies) < head, min(LINKS, movies), 0)
    rows = [np.sort(random.choice(movies, min(LINKS, movies), replace=False)) for _ in range(head)]
    entries = int(counts.sum())
    factors = (movies, RANK)
    liked = random.normal(size=(movies, TASTES)).astype(np.float32)
    return {
        "pair.offsets": np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        "pair.movie": np.concatenate(rows).astype(np.int32),
        "pair.both": random.exponential(0.002, entries).astype(np.float16),
        "pair.after": random.exponential(0.002, entries).astype(np.float16),
        "factor.source": random.normal(0, 0.01, factors).astype(np.float32),
        "factor.target": random.normal(0, 0.01, factors).astype(np.float32),
        "appeal": (0.1 / np.arange(1, movies + 1) ** 0.5).astype(np.float32),
        "liked": liked / np.linalg.norm(liked, axis=1, keepdims=True),
    }


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
