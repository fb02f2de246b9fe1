"""Measure what every stage costs at 1, 3.2, 10 and 32 million ratings.

    python benchmarks/sizes.py --folder DIR --sizes 1m 3.2m --stages data prepare relevance dnn

Data is made up (benchmarks/synthetic.py) and lies in DIR, with a home of movierec's for each size.
Every stage is a process of its own: its seconds are those of the whole process, imports included,
its memory is the most that the process had. A cell holds seconds (the median, and the range of
several runs), those of the processor, seconds for a million ratings, and memory. What is measured
is kept in a JSON file (`--json`) and not measured again unless `--again` asks for it, so that the
table can be made in pieces; `--stages` without any name only prints it. Versions, cores and commit
are kept with each stage; a line below the table names stages that were measured with others.

The stage of a kind's name times its epochs. The relevance model is fitted once a size, as a stage
of its own, and these trainings take it from there, so that no memory is told of them. The stage
`train` is the command `movierec train` as a user runs it, with the relevance model: its memory is
that of a training. With fewer `--epochs` than usual the cell says so.

A process that takes more than `--minutes` is stopped. A training stops itself before, after whole
epochs; its time for all epochs is then worked out from those measured, and the cell says "about".
`train` and the answers, `recommend` for a user and for a profile of 500 ratings, and `evaluate`,
are measured with the kinds of `--kinds`. Prints Markdown.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sizing.kept import Kept, Measured
from sizing.place import Place
from sizing.process import Skipped, StageError
from sizing.stages import STAGES, USUAL, Effort, steps
from sizing.table import table
from synthetic import count_of

from movierec.config import MODEL_KINDS

SIZES = ("1m", "3.2m", "10m", "32m")


def main() -> None:
    """Measure what is missing, and print the table."""
    options = _options()
    if options.work:
        _work(options)
        return
    options.folder.mkdir(parents=True, exist_ok=True)
    kept = Kept(options.json or options.folder / "sizes.json")
    effort = Effort(60 * options.minutes, options.epochs, options.repeats)
    for size in options.sizes:
        for name, kind, step in steps(options.stages, options.kinds):
            if kept.get(size, name) is not None and not options.again:
                continue
            try:
                measured = step(Place(options.folder, size, kind), effort)
            except Skipped as reason:
                print(f"{size}: {name} {reason}", file=sys.stderr, flush=True)
                continue
            except StageError as error:
                measured = Measured(failed=str(error))
            kept.put(size, name, measured)
            print(f"{size}: {name} {measured.failed or 'measured'}", file=sys.stderr, flush=True)
    names = [name for name, _, _ in steps(STAGES, MODEL_KINDS)]
    print(table(kept, sorted(((s, count_of(s)) for s in options.sizes), key=_ratings), names))


def _ratings(size: tuple[str, int]) -> int:
    return size[1]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folder", type=lambda text: Path(text).absolute(), required=True)
    parser.add_argument("--sizes", nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--stages", nargs="*", default=USUAL, choices=STAGES)
    parser.add_argument("--kinds", nargs="+", default=["dnn"], choices=MODEL_KINDS)
    parser.add_argument("--epochs", type=int, help="of a training; default: as many as usual")
    parser.add_argument("--minutes", type=float, default=30, help="the most a process may take")
    parser.add_argument("--repeats", type=int, default=5, help="runs of `prepare`")
    parser.add_argument("--json", type=Path, help="what is kept; default: DIR/sizes.json")
    parser.add_argument("--again", action="store_true", help="measure what is kept, too")
    parser.add_argument("--work", choices=("relevance", "train", "rate"), help=argparse.SUPPRESS)
    parser.add_argument("--answer", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _work(options: argparse.Namespace) -> None:
    from sizing import work

    place = Place(options.folder, options.sizes[0], options.kinds[0])
    if options.work == "relevance":
        work.fit_relevance(place)
    elif options.work == "train":
        work.train(place, options.epochs, 60 * options.minutes, options.answer)
    else:
        work.rate(place)


if __name__ == "__main__":
    main()
