from __future__ import annotations

import pytest
from shop import assert_two_lines

from movierec.cold_run.config import ColdConfig, cold_command
from movierec.errors import UsageError


def test_a_protocol_that_is_not_known_gets_a_guess() -> None:
    with pytest.raises(UsageError, match="no protocol 'cold-user'") as caught:
        ColdConfig(protocol="cold-user")

    assert caught.value.hint.startswith("Did you mean cold-users?")
    assert_two_lines(caught.value, 2)


def test_fewer_than_one_seed_is_refused() -> None:
    with pytest.raises(UsageError, match="--seeds 0 is below 1"):
        ColdConfig(protocol="cold-items", seeds=0)


def test_the_command_that_repeats_it_names_what_is_not_the_default() -> None:
    assert cold_command(ColdConfig(protocol="cold-items")) == (
        "movierec evaluate --protocol cold-items"
    )
    assert cold_command(ColdConfig(protocol="cold-users", model="my best", seeds=3)) == (
        "movierec evaluate --protocol cold-users --model 'my best' --seeds 3"
    )
