"""What tests of the sources share: write bytes to a file, read it, look a film up."""

from __future__ import annotations

from pathlib import Path

import pytest
from shop import assert_two_lines

from movierec.errors import MovierecError
from movierec.people.importing.read import read_export
from movierec.people.profile import Brought, Entry


def brought(folder: Path, content: bytes, name: str = "films") -> Brought:
    """Return what bytes hold, read from a file of that name."""
    path = folder / name
    path.write_bytes(content)
    return read_export(path)


def refused(
    folder: Path, content: bytes, kind: type[MovierecError], name: str = "films"
) -> MovierecError:
    """Return the error with which bytes are refused, after a look at its two lines."""
    with pytest.raises(kind) as caught:
        brought(folder, content, name)
    assert_two_lines(caught.value, kind.exit_code)
    return caught.value


def film(found: Brought, title: str) -> Entry:
    """Return the one film of a title."""
    (entry,) = (entry for entry in found.entries if entry.film.title == title)
    return entry
