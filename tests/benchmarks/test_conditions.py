"""What a figure was measured with, and how it differs from another's."""

from __future__ import annotations

import re
import subprocess

import pytest


def test_the_commit_is_that_of_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    from conditions import commit

    told = subprocess.CompletedProcess([], 0, stdout="1a2b\n")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: told)

    assert commit() == "1a2b"


def test_without_git_there_is_no_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    from conditions import commit

    monkeypatch.setenv("PATH", "")

    assert commit() == ""


def test_outside_a_checkout_there_is_no_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    from conditions import commit

    failed = subprocess.CompletedProcess([], 128, stdout="")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)

    assert commit() == ""


def test_a_peers_library_is_told_by_the_name_it_is_imported_by() -> None:
    from conditions import conditions

    assert re.match(r"\d+\.\d+", conditions("pytest")["pytest"])
    assert conditions("no_such_library")["no_such_library"] == "missing"


def test_what_differs_is_named_and_what_is_alike_is_not() -> None:
    from conditions import differing

    one, other = {"numpy": "2.1", "cores": "2"}, {"numpy": "2.2", "cores": "2", "commit": "1a"}

    assert differing(one, other) == "commit not known and not 1a, numpy 2.1 and not 2.2"
    assert differing(one, one) == ""
