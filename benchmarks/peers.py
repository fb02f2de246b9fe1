"""Measure movierec's kinds of model beside rating predictors by others, in one run and one table.

    pip install -e '.[peers]'
    python benchmarks/peers.py --protocol folds

Surprise's SVD, SVD++ and KNNBaseline and myFM learn from the same rows and predict the same test
rows as `movierec benchmark`; each fit is a process of its own. Peers learn from every row that is
not tested. Prints two Markdown tables: errors, seconds and memory; and a paired bootstrap of
movierec's best model against each other row, and of its other kinds against the peers. The data
set has to be there: `movierec fetch`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from peers.fit import PEERS
from peers.run import measure_peers, missing_packages
from peers.table import comparison_table, row_table

from movierec import machine, workflow
from movierec.answers.benchmark import FoldResult
from movierec.benchmark_run.config import PROTOCOLS, BenchmarkConfig
from movierec.benchmark_run.plan import plan
from movierec.benchmark_run.run import BenchmarkRun, Hooks
from movierec.config import DEFAULT_DATASET, FOLDS, MODEL_KINDS
from movierec.errors import Interrupted, MovierecError, UsageError
from movierec.evaluation.benchmark import benchmark_rows, compare
from movierec.evaluation.bootstrap import RESAMPLES
from movierec.paths import user_paths

TITLES = {name: peer.title for name, peer in PEERS.items()} | {
    kind: f"movierec {kind}" for kind in MODEL_KINDS
}
say = partial(print, file=sys.stderr, flush=True)


def main(words: Sequence[str] | None = None) -> int:
    """Measure what the options ask for, print the tables, and return the exit code."""
    options = _options(words)
    missing = missing_packages(options.peers)
    if missing:
        say(f"These cannot be imported: {', '.join(missing)}.\npip install -e '.[peers]'")
        return 1
    try:
        _measure(options)
    except (Interrupted, KeyboardInterrupt):
        say("Stopped: the fits that ended are kept. Run the same command to go on.")
        return Interrupted.exit_code
    except MovierecError as error:
        say(f"{error.what}\n{error.hint}")
        return error.exit_code
    return 0


def _measure(options: argparse.Namespace) -> None:
    config = BenchmarkConfig(
        models=tuple(options.models or ()),
        dataset=options.dataset,
        protocol=options.protocol,
        seeds=options.seeds,
        with_time=options.with_time,
    )
    prepared, paths = workflow.prepared_data(config.dataset, said=say), user_paths()
    asked = plan(prepared, config)
    if options.folds:
        parts = tuple(part for part in asked.parts if part[0] in options.folds)
        if not parts:
            raise UsageError("--folds names folds that this protocol has not.", "Leave it away.")
        asked = replace(asked, parts=parts)
    hooks = Hooks(said=say, finished=_tell)
    run = BenchmarkRun(config, asked, prepared, paths, hooks, fresh=options.fresh)
    own = run.measure()
    peers = measure_peers(options.peers, asked, run.parts, paths, say, fresh=options.fresh)
    predicted = (*own, *peers)
    rows = benchmark_rows(predicted, prepared.scale)
    own_kinds = [row.model for row in rows if row.model in MODEL_KINDS]
    others = [row.model for row in rows if row.model not in MODEL_KINDS]
    best = own_kinds[0]
    pairs = [(best, [*own_kinds[1:], *others])] + [(kind, options.peers) for kind in own_kinds[1:]]
    compared = [
        one for kind, beside in pairs for one in compare(predicted, kind, beside, prepared.scale)
    ]
    timed = (*run.using_time, *(name for name in options.peers if PEERS[name].uses_time))
    versions = ", ".join(f"{name} {version}" for name, version in machine.versions().items())
    print(f"{prepared.origin.label}: {asked.words}. {versions}.\n")
    print(row_table(rows, TITLES, timed))
    print(f"\nPaired bootstrap over all test rows, {RESAMPLES:,} resamples within folds:\n")
    print(comparison_table(compared, TITLES))


def _tell(model: str, found: FoldResult) -> None:
    seconds = "" if found.seconds is None else f"  {found.seconds:.1f} s"
    say(f"{model} {found.fold}, seed {found.seed}  RMSE {found.metrics.rmse:.4f}{seconds}")


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--models", nargs="+", choices=MODEL_KINDS, help="default: all kinds")
    parser.add_argument("--peers", nargs="+", choices=tuple(PEERS))
    parser.add_argument("--protocol", choices=PROTOCOLS, default="")
    parser.add_argument("--folds", nargs="+", choices=FOLDS, help="only these of the folds")
    parser.add_argument("--seeds", type=int)
    parser.add_argument("--dataset", default=DEFAULT_DATASET)
    parser.add_argument("--with-time", action="store_true", help="allow the test rows' times")
    parser.add_argument("--fresh", action="store_true", help="measure anew what was kept")
    options = parser.parse_args(words)
    if options.peers is None:
        options.peers = [name for name in PEERS if options.with_time or not PEERS[name].uses_time]
    return options


if __name__ == "__main__":
    sys.exit(main())
