"""Measure what accuracy movierec and its peers reach in how many seconds, on the canonical folds.

    pip install -e '.[peers]'
    python benchmarks/accuracy_time.py --python lenskit=/path/to/its/python --keep FILE.json

Every system is fitted with several efforts (epochs, sweeps, members) on u1 to u5, each fit in a
process of its own, fits of different systems in turn. Seconds go from the prepared arrays on disk
to predictions of the test rows, and to the lists of all users; starting Python and imports are
left out. Within a budget movierec stands with the fit that takes longest, whatever it reached, and
each peer with the fit that reached most. LensKit needs other versions of pandas and setuptools
than movierec and myFM: install it with movierec into another environment and name its Python.
Versions, cores and commit are kept with each fit. A file whose fits have others than those of
today is refused, unless `--fresh` has such fits measured anew.
The data set has to be there: `movierec fetch`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from budgets.measure import measure
from budgets.picture import draw
from budgets.points import points
from budgets.systems import LISTS, RATINGS, SYSTEMS
from budgets.table import budget_table, conditions_of, point_table

from movierec import workflow
from movierec.config import DEFAULT_DATASET, FOLDS
from movierec.errors import Interrupted, MovierecError

BUDGETS = (5.0, 15.0, 60.0)


def say(words: object) -> None:
    """Tell how the work goes, apart from the tables."""
    print(words, file=sys.stderr, flush=True)


def main(words: Sequence[str] | None = None) -> int:
    """Measure what the options ask for, print the tables, and return the exit code."""
    options = _options(words)
    pythons = dict(pair.split("=", 1) for pair in options.python)
    try:
        workflow.prepared_data(options.dataset, said=say)
        measured = measure(
            options.systems,
            options.folds,
            options.dataset,
            pythons,
            options.keep,
            say,
            fresh=options.fresh,
        )
    except KeyboardInterrupt:
        say("Stopped: the fits that ended are kept. Run the same command to go on.")
        return Interrupted.exit_code
    except MovierecError as error:
        say(f"{error.what}\n{error.hint}")
        return error.exit_code
    except RuntimeError as error:
        say(error)
        return 1
    asked = [one for one in measured if one.system in options.systems and one.fold in options.folds]
    found = {answers: points(asked, answers) for answers in (RATINGS, LISTS)}
    print(f"{options.dataset}, folds {', '.join(options.folds)}.\n\n{conditions_of(asked)}")
    for answers, line in found.items():
        print(f"\n{budget_table(line, BUDGETS, answers)}\n\n{point_table(line, answers)}")
    if options.picture:
        draw(found, BUDGETS, options.picture)
    return 0


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--systems", nargs="+", choices=tuple(SYSTEMS), default=list(SYSTEMS))
    parser.add_argument("--folds", nargs="+", choices=FOLDS, default=list(FOLDS))
    parser.add_argument("--dataset", default=DEFAULT_DATASET)
    parser.add_argument(
        "--python", action="append", default=[], metavar="SYSTEM=PATH", help="a system's own Python"
    )
    parser.add_argument("--keep", type=Path, required=True, help="JSON of the fits that ended")
    parser.add_argument(
        "--fresh", action="store_true", help="measure anew what was kept of other versions"
    )
    parser.add_argument("--picture", type=Path, help="an SVG to draw")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
