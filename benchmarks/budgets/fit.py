"""Fit one system with one effort on one fold, in this process, and print what came of it.

    python benchmarks/budgets/fit.py DATASET SYSTEM FOLD EFFORT...
    python benchmarks/budgets/fit.py DATASET SYSTEM

Without fold and effort nothing is fitted: it prints with what a fit would be measured.

A process of its own, which may be another Python's: not all peers can be installed beside one
another.
"""

from __future__ import annotations

import importlib
import json
import sys
from dataclasses import asdict
from pathlib import Path


def main(words: list[str]) -> None:
    """Print a `Found` as JSON, or the conditions of one."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from conditions import conditions

    from budgets.judge import Fold
    from budgets.systems import SYSTEMS

    dataset, name, *rest = words
    system = SYSTEMS[name]
    if not rest:
        print(json.dumps({"data set": dataset, **conditions(system.library)}))
        return
    fold, *effort = rest
    # Its library is imported before the clock runs.
    module = importlib.import_module(f"budgets.{system.module}")
    if system.library:
        importlib.import_module(system.library)
    found = module.fit(name, tuple(map(int, effort)), Fold(dataset, fold))
    print(json.dumps(asdict(found)))


if __name__ == "__main__":
    # From this folder `import surprise` would find the module here, not the peer.
    sys.path.pop(0)
    main(sys.argv[1:])
