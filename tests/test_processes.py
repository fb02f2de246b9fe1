"""Which of several processes this one is, is read from what torchrun says."""

from __future__ import annotations

import pytest

from movierec.processes import ONLY, Process, this_process

SAID = {
    "RANK": "3",
    "WORLD_SIZE": "4",
    "LOCAL_RANK": "1",
    "MASTER_ADDR": "127.0.0.1",
    "MASTER_PORT": "29500",
}


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*SAID, "LOCAL_WORLD_SIZE"):
        monkeypatch.delenv(name, raising=False)


def test_a_process_that_is_told_nothing_is_the_only_one() -> None:
    assert this_process() == ONLY
    assert ONLY.leads


def test_torchrun_says_which_of_how_many_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, word in SAID.items():
        monkeypatch.setenv(name, word)

    assert this_process() == Process(rank=3, size=4, local_rank=1)
    assert not this_process().leads


def test_how_many_are_on_its_machine_is_said_besides(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, word in {**SAID, "LOCAL_WORLD_SIZE": "2"}.items():
        monkeypatch.setenv(name, word)

    assert this_process() == Process(rank=3, size=4, local_rank=1, local_size=2)
    assert not this_process().beside_first


@pytest.mark.parametrize("name", SAID)
def test_who_is_told_a_part_of_it_is_the_only_one(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for other, word in SAID.items():
        monkeypatch.setenv(other, "" if other == name else word)

    assert this_process() == ONLY
