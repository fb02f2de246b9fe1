"""What the memory of a sampling depends on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bayes_makers import CONFIG

from movierec import machine
from movierec.training.bayes.memory import bayes_bytes, bayes_held

SIZE = 1_000_000, 6_000, 4_000


def test_what_is_held_before_the_first_epoch_is_less_than_the_most() -> None:
    assert bayes_held(*SIZE, CONFIG) < bayes_bytes(*SIZE, CONFIG)


def test_a_chain_more_is_a_state_more() -> None:
    one, two = (bayes_held(*SIZE, replace(CONFIG, chains=chains)) for chains in (1, 2))
    assert two - one == 4 * 10_000 * (3 * 3 + 1)


def test_only_chains_that_run_at_once_hold_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    many = 50_000_000, 6_000, 4_000
    config = replace(CONFIG, chains=4)
    needed = []
    for cores in (1, 4, 16):
        monkeypatch.setattr(machine, "cores", lambda cores=cores: cores)
        needed.append(bayes_bytes(*many, config))
    assert needed[0] <= needed[1] == needed[2]
