"""What was measured, in a JSON file, so that a long table can be made in pieces."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from conditions import conditions


@dataclass(frozen=True, slots=True)
class Measured:
    """One stage at one size.

    Attributes:
        seconds: of each run.
        peak_mib: likewise.
        epochs: seconds of each epoch of a training.
        of_epochs: how many epochs the training has by default.
        megabytes: what was written, by name.
        failed: why there is nothing; "" where there is.
        busy: the processor's seconds of each run, which the machine's other work changes little.
        less: what was left out beside a usual run, "" for nothing.
        conditions: versions, cores and commit that it was measured with; added by `Kept`.
    """

    seconds: Sequence[float] = ()
    peak_mib: Sequence[float] = ()
    epochs: Sequence[float] = ()
    of_epochs: int = 0
    megabytes: dict[str, float] = field(default_factory=dict)
    failed: str = ""
    busy: Sequence[float] = ()
    less: str = ""
    conditions: dict[str, str] = field(default_factory=dict)


class Kept:
    """The file: read at once, written after every stage."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._found: dict[str, dict[str, Measured]] = {}
        if path.exists():
            stored = json.loads(path.read_bytes())["sizes"]
            self._found = {
                size: {stage: Measured(**values) for stage, values in stages.items()}
                for size, stages in stored.items()
            }

    def get(self, size: str, stage: str) -> Measured | None:
        """Return what a stage cost at a size, None where that was not measured."""
        return self._found.get(size, {}).get(stage)

    def put(self, size: str, stage: str, measured: Measured) -> None:
        """Keep what a stage cost, and what it was measured with."""
        self._found.setdefault(size, {})[stage] = replace(measured, conditions=conditions())
        document = {
            "sizes": {
                of: {name: asdict(one) for name, one in stages.items()}
                for of, stages in self._found.items()
            },
        }
        unfinished = self._path.with_name(f"{self._path.name}.part")
        unfinished.write_text(json.dumps(document, indent=1))
        unfinished.replace(self._path)
