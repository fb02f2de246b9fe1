"""Measure how long a training step of `dnn` takes beside the plain products of its layers' shapes.

A step (towers, a batch forward and backward, Adam) and a loop of `torch.bmm` over the same number
of rows take turns in one process, with the same threads. The plain loop multiplies matrices of the
layers' shapes, forward, and backward for the weights and for what the layers read, in blocks of as
many rows as the step works on at once, or in larger ones where these are quicker. It has nothing of
the rest: towers, pooling, products of vectors, biases, ReLU, dropout, Adam. The claim is one of
time: a step takes less than twice as long as these products alone.

That is no rate of arithmetic. "Counted" are the operations of the plain loop, which a step does not
all make: movierec computes the first layer, most of them, once a user and film and not once a
rating. "Executed" are the operations that the step's own products of layers make; only these in a
second are its rate, and as the step has all the rest to do, it is far below the plain loop's.

With one thread the processor's seconds are taken, in which no other program has a part; with more
the clock's, so that the machine has to be still.

    python benchmarks/dnn_rate.py [ml-100k | PATH]... [--repeats 7] [--threads N]
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from itertools import pairwise
from unittest import mock

import torch
from torch import Tensor

from movierec.config import default_config
from movierec.data.split import split
from movierec.training.data import TrainingData
from movierec.training.dnn import BLOCK_ROWS, DnnLearner
from movierec.training.optimiser import Optimiser
from movierec.training.passes import Pass
from movierec.training.pooling import Pooling
from movierec.training.steps import epoch_steps
from movierec.training.towers import Shape
from movierec.training.trainer import Trainer
from movierec.workflow import prepared_data

Clock = Callable[[], float]
MOST = 2
"""A step takes less than so many times as long as the plain products."""
PLAIN_BLOCKS = (BLOCK_ROWS, 2 * BLOCK_ROWS, 8 * BLOCK_ROWS)
PARTS: tuple[tuple[str, type, str], ...] = (
    ("who rated what is added up", Pooling, "sums"),
    ("halves of the first layer", Pass, "__init__"),
    ("dropout masks", DnnLearner, "_masks"),
    ("halves looked up", Pass, "_gather"),
    ("forward", Pass, "_forward"),
    ("backward", Pass, "_through_layers"),
    ("block: backward in all", Pass, "backward"),
    ("slopes of halves to towers", Pass, "finish"),
    ("Adam and averaging", Optimiser, "step"),
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("datasets", nargs="*", default=["ml-100k"], help="releases, or paths")
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    clock = time.process_time if options.threads == 1 else time.perf_counter
    print(f"torch {torch.__version__}, {options.threads} threads, {options.repeats} runs each\n")
    for dataset in options.datasets:
        with torch.no_grad():
            _measure(dataset, options.repeats, clock)


def _measure(dataset: str, repeats: int, clock: Clock) -> None:
    config = replace(default_config("dnn"), dataset=dataset)
    prepared = prepared_data(dataset)
    rows = split(prepared.ratings, prepared.folds, config)
    data = TrainingData(prepared.ratings, rows, prepared.scale, prepared.catalogue, dataset)
    trainer = Trainer(data, config, torch.device("cpu"))
    learner, optimiser = trainer._learner, trainer._optimiser
    assert isinstance(learner, DnnLearner)
    steps_of = partial(epoch_steps, learner._ratings, learner._batch, learner._share.mine)
    batch = next(steps_of(0, torch.device("cpu")))[0]
    generator = torch.Generator().manual_seed(0)

    def step() -> None:
        learner._compute(batch, 0, len(batch), generator)
        optimiser.step()

    shape = learner._shape
    plain = {block: _plain(shape, block, len(batch)) for block in PLAIN_BLOCKS}
    for work in (step, *plain.values()):
        work()
    steps: list[float] = []
    products: dict[int, list[float]] = {block: [] for block in PLAIN_BLOCKS}
    parts: dict[str, list[float]] = defaultdict(list)
    for _ in range(repeats):
        steps.append(_seconds(step, clock))
        for block, work in plain.items():
            products[block].append(_seconds(work, clock))
        with _clocks(clock) as spent:
            spent["step"] = _seconds(step, clock)
        for name, seconds in spent.items():
            parts[name].append(seconds)
    best = min(products.values(), key=statistics.median)
    counted, done = operations(shape) * len(batch), executed(shape, len(batch))
    print(
        f"{dataset}: {len(rows.train):,} training rows, {len(batch):,} a step; operations a rating "
        f"counted: {counted / len(batch):,.0f}, executed: {done / len(batch):,.0f}\n"
    )
    print(table(steps, best, len(batch), counted, done))
    whole = statistics.median(parts.pop("step"))
    print("| part of the step | share |")
    print("|---|---|")
    for name, times in parts.items():
        print(f"| {name} | {statistics.median(times) / whole:.0%} |")
    print()


def operations(shape: Shape) -> int:
    """Count what plain products of the layers' shapes need for one rating, there and back."""
    widths = (2 * shape.embed, *shape.hidden, 1)
    return 3 * shape.members * sum(2 * read * out for read, out in pairwise(widths))


def executed(shape: Shape, rows: int) -> int:
    """Count what a step's products of layers make: the first one's once a user and film."""
    first = 6 * shape.members * shape.embed * shape.hidden[0]
    towers = shape.users + shape.movies
    return operations(shape) * rows - first * (2 * rows - towers)


def table(
    steps: Sequence[float], products: Sequence[float], rows: int, counted: int, done: int
) -> str:
    """Return the times, both rates, and the step's ratios to the plain products as Markdown.

    Args:
        steps: seconds of each training step.
        products: seconds of the plain products that took turns with them.
        rows: ratings of a step.
        counted: operations of the plain products.
        done: those of them that the step executes.
    """
    lines = [
        "| | ns a rating: median (min to max) | GFLOP/s executed | GFLOP/s counted |",
        "|---|---|---|---|",
    ]
    sides = (("training step", steps, done), ("plain products", products, counted))
    for name, times, made in sides:
        middle = statistics.median(times)
        each = [seconds / rows * 1e9 for seconds in times]
        lines.append(
            f"| {name} | {_spread(each, ',.0f')} | {made / middle / 1e9:.1f} "
            f"| {counted / middle / 1e9:.1f} |"
        )
    longer = [own / plain for own, plain in zip(steps, products, strict=True)]
    slower = [done / counted / ratio for ratio in longer]
    verdict = "less" if statistics.median(longer) < MOST else "not less"
    return "\n".join(
        [
            *lines,
            "",
            f"A step takes {_spread(longer, '.2f')} times as long as the plain products of its "
            f"layers' shapes: {verdict} than {MOST} times. Executed GFLOP/s beside theirs: "
            f"{_spread(slower, '.2f')}.",
            "",
        ]
    )


def _spread(values: Sequence[float], form: str) -> str:
    middle, least, most = statistics.median(values), min(values), max(values)
    return f"{middle:{form}} ({least:{form}} to {most:{form}})"


def _plain(shape: Shape, block: int, rows: int) -> Callable[[], None]:
    """Return what makes the layers' products, forward and backward, for so many rows."""
    layers = [
        (
            torch.randn(shape.members, block, read),
            torch.randn(shape.members, read, out),
            torch.randn(shape.members, block, out),
        )
        for read, out in pairwise((2 * shape.embed, *shape.hidden, 1))
    ]

    def products(x: Tensor, weight: Tensor, slope: Tensor) -> None:
        torch.bmm(x, weight)
        torch.bmm(x.transpose(1, 2), slope)
        torch.bmm(slope, weight.transpose(1, 2))

    def work() -> None:
        for start in range(0, rows, block):
            size = min(block, rows - start)
            for x, weight, slope in layers:
                products(x[:, :size], weight, slope[:, :size])

    return work


def _seconds(work: Callable[[], None], clock: Clock) -> float:
    start = clock()
    work()
    return clock() - start


@contextmanager
def _clocks(clock: Clock) -> Iterator[dict[str, float]]:
    """Add up the seconds of the parts of a step."""
    spent: dict[str, float] = defaultdict(float)
    with ExitStack() as stack:
        for name, owner, method in PARTS:
            stack.enter_context(
                mock.patch.object(
                    owner, method, _clocked(getattr(owner, method), spent, name, clock)
                )
            )
        yield spent
    inside = ("halves looked up", "forward", "backward")
    # What is left of a block's work is the way into the tables of slopes.
    spent["slopes added to halves"] = spent.pop("block: backward in all") - sum(
        spent[name] for name in inside
    )


def _clocked(
    method: Callable[..., object], spent: dict[str, float], name: str, clock: Clock
) -> Callable[..., object]:
    def timed(*arguments: object) -> object:
        start = clock()
        try:
            return method(*arguments)
        finally:
            spent[name] += clock() - start

    return timed


if __name__ == "__main__":
    main()
