"""Measure lists for all users: movierec's `--all` beside implicit's batch `recommend`.

    pip install -e '.[peers]'
    python benchmarks/sizes.py --folder DIR --sizes 32m --stages relevance dnn --epochs 1
    python benchmarks/batch_lists.py DIR/home-32m/data/models/sizes-dnn

Both list 10 films of the model's catalogue for each of its users, whose rated films are left out,
in turn and with all cores; implicit, which has threads of its own, with one of BLAS, as it asks
for. What is in implicit's vectors does not matter to its time: they have its default length and are
drawn at random. movierec's links do matter, so the model is a trained one; any will do.

The clock runs from the call to the last list, for movierec with the start and the end of its
processes. Beside that stands movierec's speed without the start: from the first block on, and
without the users whose blocks were handed to the processes before it was there; rather too low, for
of those the last are made after it. Prints Markdown.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from movierec import machine
from movierec.ranking.everybody import USERS_AT_ONCE, lists_of_all
from movierec.ranking.filters import Filters
from movierec.scoring.blocks import workers
from movierec.store.bundle import load_bundle

if TYPE_CHECKING:
    from movierec.answers.everybody import ListedBlock
    from movierec.records import Ratings

TOP = 10
OWN, STARTED, PEER = "movierec", "movierec without its start", "implicit"


def main() -> None:
    """Run both in turn, and print a table."""
    from threadpoolctl import threadpool_limits

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("model", type=Path, help="the folder of a stored model")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    bundle = load_bundle(options.model)
    users, movies = bundle.card.users, bundle.card.movies
    if users <= handed_out():
        parser.error(f"of {users:,} users all lists are begun before the first is there")
    rated = bundle.rated_by_all()
    lists = _implicit(users, movies, rated)
    taken: dict[str, list[float]] = {OWN: [], STARTED: [], PEER: []}
    starts = []
    for _ in range(options.runs):
        timed = drain(lambda: lists_of_all(bundle, Filters(), TOP), users)
        starts.append(timed.start)
        taken[OWN].append(timed.speed)
        taken[STARTED].append(timed.started_speed)
        with threadpool_limits(1, "blas"):
            begin = time.perf_counter()
            lists()
            taken[PEER].append(users / (time.perf_counter() - begin))
    print(table(taken))
    print(
        f"\n`{bundle.card.kind}`, {users:,} users of {len(rated) / users:.0f} ratings on average, "
        f"{movies:,} films, {machine.cores()} cores. movierec's first block is there "
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
    listed = next(blocks).users
    there = time.perf_counter()
    listed += sum(block.users for block in blocks)
    end = time.perf_counter()
    assert listed == users
    return Timed(users / (end - begin), there - begin, (users - handed_out()) / (end - there))


def handed_out() -> int:
    """Return of how many users the blocks are handed to workers before the first is yielded."""
    return (2 * workers() + 1) * USERS_AT_ONCE


def _implicit(users: int, movies: int, rated: Ratings) -> Callable[[], None]:
    from implicit.cpu.als import AlternatingLeastSquares
    from scipy.sparse import csr_matrix
    from threadpoolctl import threadpool_limits

    random = np.random.default_rng(0)
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


if __name__ == "__main__":
    main()
