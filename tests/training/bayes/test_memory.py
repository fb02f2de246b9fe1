"""What the memory of a sampling depends on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bayes_makers import CONFIG

from movierec import machine
from movierec.training.bayes.memory import bayes_memory

SIZE = 1_000_000, 6_000, 4_000


def test_between_epochs_less_is_held_than_in_them() -> None:
    found = bayes_memory(*SIZE, CONFIG)

    assert found.held < found.epoch <= found.most


def test_a_chain_more_is_a_state_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "cores", lambda: 1)

    one, two = (bayes_memory(*SIZE, replace(CONFIG, chains=chains)).held for chains in (1, 2))

    assert two - one == 4 * 10_000 * (3 * 3 + 1)


def test_only_chains_that_run_at_once_hold_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    many = 50_000_000, 6_000, 4_000
    config = replace(CONFIG, chains=4)
    needed = []
    for cores in (1, 4, 16):
        monkeypatch.setattr(machine, "cores", lambda cores=cores: cores)
        needed.append(bayes_memory(*many, config).epoch)
    assert needed[0] < needed[1] == needed[2]


def test_draws_are_put_together_after_every_epoch_only_where_rows_are_held_out() -> None:
    config = replace(CONFIG, chains=1)
    few = 1_000, 6_000, 4_000

    watched, unwatched = (
        bayes_memory(*few, replace(config, validation=percent)) for percent in (5, 0)
    )

    assert watched.epoch > unwatched.epoch
    assert watched.ending == unwatched.ending
