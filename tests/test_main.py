"""How a process of several leaves, without starting one."""

from __future__ import annotations

import pytest

from movierec import __main__ as start


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    found: list[float] = []
    monkeypatch.setattr(start.time, "sleep", found.append)
    return found


def leave(monkeypatch: pytest.MonkeyPatch, *words: str, silent: bool) -> int | str | None:
    monkeypatch.setattr("sys.argv", ["movierec", *words])
    monkeypatch.setattr(start, "_leave_talk_to_the_first", lambda: silent)
    with pytest.raises(SystemExit) as left:
        start.run()
    return left.value.code


def test_a_silent_process_lets_the_first_one_say_what_went_wrong(
    monkeypatch: pytest.MonkeyPatch, waited: list[float]
) -> None:
    assert leave(monkeypatch, "train", "--epochs", "0", silent=True) == 2
    assert waited == [start.PATIENCE]


def test_nobody_else_waits(monkeypatch: pytest.MonkeyPatch, waited: list[float]) -> None:
    assert leave(monkeypatch, "train", "--epochs", "0", silent=False) == 2
    assert leave(monkeypatch, "--version", silent=True) == 0
    assert waited == []
