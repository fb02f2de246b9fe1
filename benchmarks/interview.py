"""Measure ways to choose the films that a new person is asked about.

    python benchmarks/interview.py --parts 2 3 4

The users are divided at random into five parts; each part named is held out of a training in turn.
Half of a person's ratings, drawn at random, are what they answer with; to every other film they say
"not seen". The other half is the test: RMSE of the predicted ratings, and nDCG@10 and Recall@10 of
the list over the whole catalogue, relevant 4 stars or more. After 100 questions everybody stops.
A list leaves out what they gave stars to; an open one all that they could have given stars to, so
that the same films compete whatever was asked. Prints Markdown.
The data set has to be there: `movierec fetch`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from interviews.measure import measure_references, measure_strategy
from interviews.people import PARTS, world_without
from interviews.strategies import STRATEGIES
from interviews.table import answers_table, difference_table, questions_table

from movierec import workflow
from movierec.config import DEFAULT_DATASET
from movierec.errors import Interrupted, MovierecError
from movierec.scoring.registry import FOLDING_SCORERS


def main(words: Sequence[str] | None = None) -> int:
    """Measure what the options ask for, print it, and return the exit code."""
    options = _options(words)
    try:
        _measure(options)
    except KeyboardInterrupt:
        say("Stopped: nothing is kept.")
        return Interrupted.exit_code
    except MovierecError as error:
        say(f"{error.what}\n{error.hint}")
        return error.exit_code
    return 0


def _measure(options: argparse.Namespace) -> None:
    prepared = workflow.prepared_data(options.dataset, said=say)
    worlds = []
    for part in options.parts:
        worlds.append(world_without(prepared, options.kind, part))
        say(f"{options.kind} trained without part {part}")
    references = measure_references(worlds)
    found = {}
    for name in dict.fromkeys([next(iter(STRATEGIES)), *options.strategies]):
        found[name] = measure_strategy(name, worlds)
        say(f"{name}: measured")
    people = sum(len(world.people) for world in worlds)
    parts = ", ".join(map(str, options.parts))
    print(f"{prepared.origin.label}, {options.kind}, parts {parts}: {people} people.\n")
    print(answers_table(found, references))
    print(f"\n{questions_table(found)}")
    if len(found) > 1:
        print(f"\n{difference_table(found)}")


def say(text: str) -> None:
    """Talk on stderr: stdout is the answer."""
    print(text, file=sys.stderr, flush=True)


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kind", choices=tuple(FOLDING_SCORERS), default="dnn")
    parser.add_argument(
        "--parts",
        nargs="+",
        type=int,
        choices=range(PARTS),
        default=[2, 3, 4],
        help="settings were chosen on 0 and 1; default: 2 3 4",
    )
    parser.add_argument(
        "--strategies",
        nargs="*",
        choices=tuple(STRATEGIES),
        default=list(STRATEGIES),
        help="beside movierec's; default: all",
    )
    parser.add_argument("--dataset", default=DEFAULT_DATASET)
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
