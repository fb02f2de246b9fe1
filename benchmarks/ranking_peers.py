"""Measure movierec's lists beside rankers', its baselines and others', on the whole catalogue.

    pip install -e '.[peers]'
    python benchmarks/ranking_peers.py --protocol time

Each other system chooses its settings inside the training rows, by the rule that held the test rows
out; the test is looked at once. `time`: the last 20 % of each user's ratings are tested, and 4
stars or more are relevant; `per-user`: a random 25 % of each user's ratings, all relevant. Prints
the figures with their intervals, and a paired bootstrap over users of the best nDCG against each
other.
The data set has to be there: `movierec fetch`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from rankers.measure import (
    PROTOCOLS,
    Measured,
    differences,
    held_rows,
    measure_kind,
    measure_system,
)
from rankers.systems import SYSTEMS, library_versions, missing_packages
from rankers.table import difference_table, metrics_table, plain_values, setting_text

from movierec import machine, workflow
from movierec.config import DEFAULT_DATASET, MODEL_KINDS
from movierec.errors import Interrupted, MovierecError
from movierec.evaluation.user_bootstrap import RESAMPLES
from movierec.paths import user_paths


def main(words: Sequence[str] | None = None) -> int:
    """Measure what the options ask for, print it, and return the exit code."""
    options = _options(words)
    missing = missing_packages(options.systems)
    if missing:
        say(f"These cannot be imported: {', '.join(missing)}.\npip install -e '.[peers]'")
        return 1
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
    held = held_rows(prepared, options.protocol, options.seed)
    measured: list[Measured] = []
    for kind in options.kinds:
        found = measure_kind(kind, held, user_paths(), options.dataset, options.protocol)
        measured.append(found)
        _tell(found)
    for name in options.systems:
        measured.append(measure_system(name, held))
        _tell(measured[-1])
    compared = differences(measured)
    versions = {**machine.versions(), **library_versions(options.systems)}
    if options.json:
        facts = {
            "dataset": prepared.origin.label,
            "protocol": options.protocol,
            "held_out": held.words,
            "seed": options.seed,
            "versions": versions,
        }
        print(json.dumps({**facts, **plain_values(measured, compared)}, indent=1))
        return
    with_versions = ", ".join(f"{name} {version}" for name, version in versions.items())
    print(f"{prepared.origin.label}: {held.words}. {with_versions}.\n")
    print(metrics_table(measured))
    print(f"\nPaired bootstrap over users, {RESAMPLES:,} resamples:\n")
    print(difference_table(compared))


def _tell(found: Measured) -> None:
    ndcg = found.metrics.ndcg.value
    words = (f"{found.name}  nDCG {ndcg:.4f}  {found.seconds:.1f} s", setting_text(found.setting))
    say("  ".join(filter(None, words)))


def say(text: str) -> None:
    """Talk on stderr: stdout is the answer."""
    print(text, file=sys.stderr, flush=True)


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--kinds", nargs="*", choices=MODEL_KINDS, default=["dnn"], help="of movierec; default: dnn"
    )
    parser.add_argument("--systems", nargs="+", choices=tuple(SYSTEMS), help="default: all")
    parser.add_argument("--protocol", choices=tuple(PROTOCOLS), default="time")
    parser.add_argument("--seed", type=int, default=0, help="of the split and of the systems")
    parser.add_argument("--dataset", default=DEFAULT_DATASET)
    parser.add_argument("--json", action="store_true", help="print JSON instead of the tables")
    options = parser.parse_args(words)
    by_stars = PROTOCOLS[options.protocol] is not None
    fitting = [name for name, system in SYSTEMS.items() if by_stars or not system.by_stars]
    options.systems = list(dict.fromkeys(options.systems or fitting))
    if unfit := [name for name in options.systems if name not in fitting]:
        parser.error(f"{', '.join(unfit)}: every rating is relevant with this protocol")
    return options


if __name__ == "__main__":
    sys.exit(main())
