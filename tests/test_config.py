"""Values that cannot be meant are refused with what to do instead."""

from __future__ import annotations

import pytest

from movierec.config import MODEL_KINDS, TrainConfig, default_config
from movierec.errors import UsageError


@pytest.mark.parametrize("kind", MODEL_KINDS)
def test_every_kind_has_defaults_of_its_own_name(kind: str) -> None:
    assert default_config(kind).model == kind


def test_the_reports_defaults_are_the_reports() -> None:
    config = default_config("report")

    assert (config.batch_size, config.lr, config.epochs) == (64, 1e-3, 20)
    assert (config.embed_size, config.hidden, config.dropout) == (128, (256, 128, 64), 0.2)
    assert config.weight_decay == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"model": "magic"},
        {"split": "u6"},
        {"device": "abacus"},
        {"epochs": 0},
        {"batch_size": 0},
        {"embed_size": -1},
        {"patience": -1},
        {"seed": -1},
        {"lr": 0.0},
        {"lr": float("nan")},
        {"lr": float("inf")},
        {"dropout": 1.0},
        {"dropout": float("nan")},
        {"weight_decay": -0.1},
        {"hidden": ()},
        {"hidden": (64, 0)},
        {"members": 0},
        {"validation": 51},
        {"validation": -1},
        {"chains": 0},
        {"sweeps": 0},
        {"use_time": True},
    ],
)
def test_a_value_that_cannot_be_meant_is_a_usage_error(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError) as caught:
        TrainConfig(**wrong)  # type: ignore[arg-type]

    assert caught.value.exit_code == 2
    assert caught.value.hint


def test_an_unknown_kind_names_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        default_config("magic")

    assert "dnn" in caught.value.hint
