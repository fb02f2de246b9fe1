"""Measure peers on the parts of one of movierec's benchmarks."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib import metadata
from pathlib import Path

from movierec.benchmark_run.fit import Fit
from movierec.benchmark_run.kept import Kept, digest
from movierec.benchmark_run.parts import Part
from movierec.benchmark_run.plan import Plan
from movierec.benchmark_run.process import fit_in_process
from movierec.evaluation.benchmark import Predicted, fold_result
from movierec.paths import Paths
from peers.fit import PEERS, PeerJob, fit_peer


def missing_packages(names: Iterable[str]) -> tuple[str, ...]:
    """Return the packages of these peers that cannot be imported, tried in another process."""
    libraries = {PEERS[name].package: PEERS[name].library for name in names}
    return tuple(package for package, library in libraries.items() if not _imports(library))


def _imports(library: str) -> bool:
    words = [sys.executable, "-c", f"import {library}, scipy"]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def measure_peers(
    names: Sequence[str],
    plan: Plan,
    parts: Sequence[Part],
    paths: Paths,
    tell: Callable[[str], None],
    *,
    fresh: bool,
) -> Iterator[Predicted]:
    """Yield each peer's predictions of each part, measured now or, unless `fresh`, before."""
    kept = Kept(paths.benchmarks)
    wanted = [(name, part) for part in parts for name in names]
    if fresh:
        for name, part in wanted:
            kept.remove(*_place(name, plan, part))
    for name, part in wanted:
        yield _measure(name, plan, part, paths, kept, tell)


def _measure(
    name: str,
    plan: Plan,
    part: Part,
    paths: Paths,
    kept: Kept,
    tell: Callable[[str], None],
) -> Predicted:
    tested = part.tested
    place = f"{tested.fold}, seed {tested.seed}"
    label, key = _place(name, plan, part)
    fit = kept.load(label, key, len(tested.test))
    how = "kept from before"
    if fit is None:
        job = PeerJob(PEERS[name], plan.rows_config(tested.fold, tested.seed), paths)
        fit = fit_in_process(partial(fit_peer, job), f"{name} on {place}", _unwatched)
        kept.save(label, key, fit)
        how = f"{fit.seconds:.1f} s"
    predicted = _predicted(name, part, fit)
    found = fold_result(predicted, plan.scale)
    tell(f"{name} {place}  RMSE {found.metrics.rmse:.4f}  {how}")
    return predicted


def _predicted(name: str, part: Part, fit: Fit) -> Predicted:
    return Predicted(name, part.tested, fit.predicted, fit.seconds, fit.peak_mib)


def _place(name: str, plan: Plan, part: Part) -> tuple[str, str]:
    """Return the label and the key under which a fit is kept."""
    tested = part.tested
    sources = sorted(Path(__file__).parent.glob("*.py"))
    key = digest(
        {
            "peer": name,
            "versions": {
                package: _version(package) for package in (PEERS[name].package, "numpy", "scipy")
            },
            "content": plan.content_hash,
            "rows": part.rows_hash,
            "seed": tested.seed,
            "code": [file.read_text(encoding="utf-8") for file in sources],
        }
    )
    return f"peer-{name}-{tested.fold}-{tested.seed}", key


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _unwatched(_: object) -> None:
    """Tell nobody: peers have no epochs."""
