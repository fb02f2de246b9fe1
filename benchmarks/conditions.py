"""What a figure was measured with, kept beside it: others may give others."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

from movierec import machine


def conditions(library: str = "") -> dict[str, str]:
    """Return versions, cores and the commit of this checkout, each as text.

    Args:
        library: what a peer is imported by, whose version is told too; "" for none.
    """
    found = {**machine.versions(), "cores": str(machine.cores()), "commit": commit()}
    if library:
        packages = metadata.packages_distributions().get(library)
        found[library] = metadata.version(packages[0]) if packages else "missing"
    return found


def commit() -> str:
    """Return the git commit of these files, "" without git."""
    words = ["git", "-C", str(Path(__file__).parent), "rev-parse", "HEAD"]
    try:
        told = subprocess.run(words, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return told.stdout.strip() if told.returncode == 0 else ""


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> str:
    """Say what of `one` is not as in `other`: "numpy 2.1 and not 2.2"; "" where all is."""
    names = sorted(name for name in {*one, *other} if one.get(name) != other.get(name))
    return ", ".join(
        f"{name} {one.get(name) or 'not known'} and not {other.get(name) or 'not known'}"
        for name in names
    )
