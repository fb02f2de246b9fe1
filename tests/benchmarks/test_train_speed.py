"""What benchmarks/train_speed.py claims: 20 epochs, and one and the same start."""

from __future__ import annotations

import sys

import pytest


@pytest.mark.parametrize(("words", "epochs"), [([], 20), (["--epochs", "3"], 3)])
def test_it_measures_20_epochs_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, words: list[str], epochs: int
) -> None:
    import train_speed

    asked: list[int] = []
    monkeypatch.setattr(sys, "argv", ["train_speed.py", "--losses", *words])
    monkeypatch.setattr(train_speed, "_data", lambda _: None)
    monkeypatch.setattr(
        train_speed, "_compare_losses", lambda _, config: asked.append(config.epochs)
    )

    train_speed.main()

    assert asked == [epochs]


def test_first_losses_that_are_nearly_equal_pass() -> None:
    from train_speed import require_equal_start

    require_equal_start(1.23456, 1.23460)


@pytest.mark.parametrize("other", [1.2348, 1.2344, float("nan")])
def test_first_losses_that_differ_fail(other: float) -> None:
    from train_speed import require_equal_start

    with pytest.raises(SystemExit, match="do not agree"):
        require_equal_start(1.2346, other)


def test_made_up_ratings_may_have_other_users_and_films(monkeypatch: pytest.MonkeyPatch) -> None:
    import train_speed

    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(sys, "argv", ["train_speed.py", "--losses", "--made-up", "20,30"])
    monkeypatch.setattr(
        train_speed,
        "_compare_losses",
        lambda data, _: asked.append((data.catalogue.users, data.catalogue.movies)),
    )

    train_speed.main()

    assert asked == [(20, 30)]
