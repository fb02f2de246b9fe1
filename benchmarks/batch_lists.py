"""Measure lists for many users: movierec's `--all` beside implicit's batch `recommend`.

    pip install -e '.[peers]' && python benchmarks/batch_lists.py

Both list 10 films of ml-32m's catalogue for the same users, whose rated films are left out, in turn
and with all cores; implicit, which has threads of its own, with one of BLAS, as it asks for. The
clock runs from the call to the last list, for movierec with the start and the end of its processes.
Beside that stands movierec's speed without the start: from the first block on, and without the
users whose blocks were handed to the processes before it was there; rather too low, for of those
the last are made after it.

What is in the models does not matter here, only its size and shape, so all is made up from a seed:
films of a long tail in 8 groups, and people who keep to two of them; for movierec links of a fit of
that size (8,000 films speak for each other, 400 sources kept of each, and 100 of any other film,
most from its own group) and a network of `dnn`'s size that rates what the links choose; for
implicit vectors of its default length, at random. Prints Markdown.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from movierec import machine
from movierec.config import config_to_values, default_config
from movierec.data.history import history_of
from movierec.ranking.everybody import MANY_USERS, USERS_AT_ONCE, lists_of_all
from movierec.ranking.filters import Filters
from movierec.records import (
    Catalogue,
    EpochReport,
    IntArray,
    ModelCard,
    Origin,
    Ratings,
    Scale,
    Texts,
)
from movierec.scoring.blocks import workers
from movierec.store.bundle import Bundle, load_bundle, save_bundle

if TYPE_CHECKING:
    import numpy.typing as npt

    from movierec.answers.everybody import ListedBlock

    Arrays = dict[str, npt.NDArray[Any]]

GROUPS, HEAD, KEPT, KEPT_TAIL, RANK = 8, 8_000, 400, 100, 20
OWN_GROUP = 0.8
MEDIAN_RATINGS, SPREAD = 73, 1.1
"""Of ml-32m's users: 159 ratings on average, half of them fewer than 73."""
VECTOR, WIDTH, LEVELS = 64, 256, 10
TOP = 10
OWN, STARTED, PEER = "movierec", "movierec without its start", "implicit"


def main() -> None:
    """Make both models up, run them in turn, and print a table."""
    from threadpoolctl import threadpool_limits

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--movies", type=int, default=87_585)
    parser.add_argument("--users", type=int, default=MANY_USERS)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    if options.users <= handed_out():
        parser.error(f"--users: more than {handed_out():,}, whose lists begin before the first")
    random = np.random.default_rng(0)
    popularity = 1 / (np.arange(1, options.movies + 1) + 150.0) ** 1.45
    group = random.integers(0, GROUPS, options.movies)
    rated = _histories(popularity, group, options.users, random)
    with tempfile.TemporaryDirectory() as folder:
        bundle = _bundle(Path(folder) / "made-up", popularity, group, rated, random)
        lists = _implicit(options.users, options.movies, rated, random)
        taken: dict[str, list[float]] = {OWN: [], STARTED: [], PEER: []}
        starts = []
        for _ in range(options.runs):
            timed = drain(lambda: lists_of_all(bundle, Filters(), TOP), options.users)
            starts.append(timed.start)
            taken[OWN].append(timed.speed)
            taken[STARTED].append(timed.started_speed)
            with threadpool_limits(1, "blas"):
                begin = time.perf_counter()
                lists()
                taken[PEER].append(options.users / (time.perf_counter() - begin))
    print(table(taken))
    print(
        f"\n{options.users:,} users with {len(rated) / options.users:.0f} ratings on average, "
        f"{options.movies:,} films, {machine.cores()} cores. movierec's first block is there "
        f"{_spread(starts, '.1f')} s after the call."
    )


def table(taken: Mapping[str, list[float]]) -> str:
    """Return users a second of each side, and movierec's ratios to implicit run by run."""
    lines = ["| lists of 10 | users a second: median, min, max |", "|---|---|"]
    lines += [f"| {name} | {_spread(speeds, ',.0f')} |" for name, speeds in taken.items()]
    for name, title in ((OWN, "ratio"), (STARTED, "ratio without the start")):
        pairs = zip(taken[name], taken[PEER], strict=True)
        lines.append(f"| {title} | {_spread([own / other for own, other in pairs], '.2f')} |")
    return "\n".join(lines)


def _spread(values: list[float], form: str) -> str:
    return ", ".join(
        format(value, form) for value in (statistics.median(values), min(values), max(values))
    )


@dataclass(frozen=True, slots=True)
class Timed:
    """How fast all lists were made.

    Attributes:
        speed: users a second, from the call to the end.
        start: seconds until the first block was there.
        started_speed: users a second from then on, of those whose block was handed out later.
    """

    speed: float
    start: float
    started_speed: float


def drain(call: Callable[[], Iterator[ListedBlock]], users: int) -> Timed:
    """Make all lists, and time that.

    Args:
        call: begins to make lists for users, in blocks of `USERS_AT_ONCE`.
        users: how many there are; more than `handed_out` of them.
    """
    begin = time.perf_counter()
    blocks = call()
    listed = len(next(blocks).movie)
    there = time.perf_counter()
    listed += sum(len(block.movie) for block in blocks)
    end = time.perf_counter()
    assert listed == users * TOP
    return Timed(users / (end - begin), there - begin, (users - handed_out()) / (end - there))


def handed_out() -> int:
    """Return of how many users the blocks are handed to workers before the first is yielded."""
    return (2 * workers() + 1) * USERS_AT_ONCE


def _implicit(
    users: int, movies: int, rated: Ratings, random: np.random.Generator
) -> Callable[[], None]:
    from implicit.cpu.als import AlternatingLeastSquares
    from scipy.sparse import csr_matrix
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1, "blas"):
        model = AlternatingLeastSquares()
    model.user_factors = random.normal(0, 0.1, (users, model.factors)).astype(np.float32)
    model.item_factors = random.normal(0, 0.1, (movies, model.factors)).astype(np.float32)
    ones = np.ones(len(rated), dtype=np.float32)
    user_items = csr_matrix((ones, (rated.user, rated.movie)), shape=(users, movies))
    rows = np.arange(users)

    def lists() -> None:
        listed, _ = model.recommend(rows, user_items, N=TOP)
        assert listed.shape == (users, TOP)

    return lists


def _histories(
    popularity: npt.NDArray[np.float64],
    group: IntArray,
    users: int,
    random: np.random.Generator,
) -> Ratings:
    lengths = np.exp(random.normal(np.log(MEDIAN_RATINGS), SPREAD, users))
    lengths = np.clip(lengths, 20, 3_000).astype(np.int64)
    found = []
    for length in lengths.tolist():
        liked = random.choice(GROUPS, 2, replace=False)
        chance = popularity * np.where(np.isin(group, liked), 5.0, 1.0)
        reached = np.searchsorted(np.cumsum(chance), random.random(2 * length) * chance.sum())
        found.append(random.permutation(np.unique(reached))[:length])
    user = np.repeat(np.arange(users), [len(one) for one in found])
    movie = np.concatenate(found)
    return Ratings(
        user.astype(np.int32),
        movie.astype(np.int32),
        np.full(len(user), 4, dtype=np.float32),
        np.arange(1, len(user) + 1, dtype=np.int32),
    )


def _links(
    popularity: npt.NDArray[np.float64], group: IntArray, random: np.random.Generator
) -> Arrays:
    """Return the arrays of a relevance model; films are sorted by popularity."""
    movies = len(popularity)
    head = min(HEAD, movies)
    sources, targets, links = [], [], []
    for number in range(GROUPS):
        own, others = (np.flatnonzero((group[:head] == number) == mine) for mine in (True, False))
        for of, kept in (
            (np.flatnonzero(group[:head] == number), KEPT),
            (head + np.flatnonzero(group[head:] == number), KEPT_TAIL),
        ):
            for pool, wanted in (
                (own, min(len(own) // 2, round(kept * OWN_GROUP))),
                (others, round(kept * (1 - OWN_GROUP))),
            ):
                source, target = _drawn(pool, of, wanted, popularity, random)
                size = 0.006 if pool is own else 0.003
                link = random.lognormal(np.log(size), 0.9, len(source))
                rare = np.minimum(1, popularity[target] / popularity[head - 1]) ** 0.5
                sources.append(source)
                targets.append(target)
                links.append(link * rare * np.where(random.random(len(link)) < 0.3, -0.7, 1))
    source, target, link = map(np.concatenate, (sources, targets, links))
    order = np.argsort(source * movies + target)
    half = (link[order] / 2).astype(np.float16)
    factors = random.normal(0, 0.01, (movies, RANK)).astype(np.float32)
    return {
        "pair.offsets": np.searchsorted(source[order], np.arange(movies + 1)),
        "pair.movie": target[order].astype(np.int32),
        "pair.both": half,
        "pair.after": half,
        "factor.source": factors,
        "factor.target": factors,
        "appeal": (0.03 * popularity / popularity[0]).astype(np.float32),
        "liked": np.zeros((movies, 1), dtype=np.float32),
    }


def _drawn(
    pool: IntArray,
    targets: IntArray,
    wanted: int,
    popularity: npt.NDArray[np.float64],
    random: np.random.Generator,
) -> tuple[IntArray, IntArray]:
    """Draw for each target about so many sources of a pool, popular ones more often."""
    chance = np.cumsum(popularity[pool] ** 0.5)
    drawn = random.random((len(targets), wanted + wanted // 4)) * chance[-1]
    size = len(popularity)
    source = pool[np.minimum(np.searchsorted(chance, drawn), len(pool) - 1)]
    target, source = np.divmod(np.unique(targets[:, None] * size + source), size)
    apart = np.flatnonzero(source != target)
    return source[apart], target[apart]


def _bundle(
    folder: Path,
    popularity: npt.NDArray[np.float64],
    group: IntArray,
    rated: Ratings,
    random: np.random.Generator,
) -> Bundle:
    movies, users = len(popularity), 1 + int(rated.user[-1])
    titles = [f"Film Number {number} (1999)" for number in range(movies)]
    catalogue = Catalogue(
        movie_ids=np.arange(1, movies + 1, dtype=np.int32),
        titles=Texts.of(titles),
        years=np.full(movies, 1999, dtype=np.int16),
        genres=("Drama",),
        genre_flags=np.ones((movies, 1), dtype=np.uint8),
        counts=np.bincount(rated.movie, minlength=movies).astype(np.int32),
        twins=np.arange(movies, dtype=np.int32),
        search_keys=Texts.of(titles),
        imdb_ids=None,
        tmdb_ids=None,
        user_ids=np.arange(1, users + 1, dtype=np.int32),
    )
    card = ModelCard(
        name=folder.name,
        kind="report",
        origin=Origin("made-up", "made-up", "csv", "made", "0" * 64, "", ""),
        config=config_to_values(default_config("report")),
        scale=Scale(0.5, 5, 0.5),
        users=users,
        movies=movies,
        protocol="none",
        train_rows=len(rated),
        rated_until="",
        rows_hash="0" * 64,
        history=(EpochReport(1, 1.0, None, True, 0.0),),
        best_epoch=1,
        finished=True,
        convergence=None,
        metrics={},
        versions=machine.versions(),
    )
    save_bundle(
        folder,
        card,
        _network(users, movies, random),
        _links(popularity, group, random),
        catalogue,
        history_of(rated, users),
    )
    return load_bundle(folder)


def _network(users: int, movies: int, random: np.random.Generator) -> Arrays:
    shapes = {
        "user_offset": (users + 1,),
        "movie_offset": (movies + 1,),
        "user_vector": (users + 1, VECTOR),
        "movie_vector": (movies + 1, VECTOR),
        "user_inputs": (users + 1, VECTOR),
        "movie_inputs": (movies + 1, VECTOR),
        "layer0.bias": (WIDTH,),
        "layer0.user_weight": (WIDTH, VECTOR),
        "layer0.movie_weight": (WIDTH, VECTOR),
        "layer1.weight": (1, WIDTH),
        "layer1.bias": (1,),
        "calibration.user_noise": (users + 1,),
        "calibration.movie_noise": (movies + 1,),
    }
    made = {
        name: (0.05 * random.standard_normal(shape, dtype=np.float32))
        for name, shape in shapes.items()
    }
    levels = np.linspace(0.5, 5, LEVELS, dtype=np.float32)
    return {
        **made,
        "mean": np.array([3.6], dtype=np.float32),
        "levels": levels,
        "interval.z": np.ones(1, dtype=np.float32),
        "calibration.cutpoints": (levels[1:] + levels[:-1]) / 2,
        "calibration.slope": np.zeros(1, dtype=np.float32),
    }


if __name__ == "__main__":
    main()
