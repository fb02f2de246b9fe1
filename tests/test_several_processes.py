"""Two processes that train together learn what one would, and end as one, whatever ends them."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from makers import make_random_100k
from together import pair

from movierec import workflow
from movierec.config import TrainConfig, default_config
from movierec.errors import Interrupted
from movierec.records import EpochReport, ModelCard

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as on POSIX")

SMALL = ("--hidden", "8,4", "--embed-size", "4", "--name", "pair")
ENDLESS = ("train", "--dataset", "made-up.zip", "--epochs", "100000", "--batch-size", "64", *SMALL)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return make_random_100k(tmp_path / "made-up.zip", users=30, movies=40, ratings=600)


def card_of(name: str) -> ModelCard:
    card = workflow.model_card(name).card
    assert card is not None
    return card


def config_of(data: Path, kind: str, epochs: int) -> TrainConfig:
    values = replace(default_config(kind), dataset=str(data), epochs=epochs, batch_size=64)
    return replace(values, hidden=(8, 4), embed_size=4, name="pair")


@pytest.mark.parametrize("kind", ["dnn", "report"])
def test_their_losses_are_those_of_one_process(data: Path, kind: str) -> None:
    words = ["train", "--model", kind, "--dataset", data.name, "--epochs", "5"]

    with pair(data.parent, [*words, "--batch-size", "64", *SMALL]) as both:
        first, second = both.ended()
    together = card_of("pair").history
    alone = workflow.train(config_of(data, kind, 5)).card.history

    assert (first.code, second.code) == (0, 0), first.err
    assert len(together) == len(alone) == 5
    for one, other in zip(together, alone, strict=True):
        assert one.train_loss == pytest.approx(other.train_loss, abs=1e-4)
        assert one.validation_loss == pytest.approx(other.validation_loss, abs=1e-4)
    assert [line.split()[1] for line in first.err.splitlines() if line.startswith("epoch")] == [
        f"{epoch}/5" for epoch in range(1, 6)
    ]
    assert first.out.count("Errors, lower is better") == 1
    assert "Training pair on cpu in 2 processes:" in first.err
    assert (second.out, second.err) == ("", "")


def test_they_may_have_different_numbers_of_threads(data: Path) -> None:
    words = ["train", "--dataset", data.name, "--epochs", "1"]
    threads = [{"OMP_NUM_THREADS": "1"}, {"OMP_NUM_THREADS": "2"}]

    with pair(data.parent, [*words, *SMALL], told=threads) as both:
        first, second = both.ended()

    assert (first.code, second.code) == (0, 0), first.err


def test_two_go_on_where_one_was_stopped(data: Path) -> None:
    whole = workflow.train(config_of(data, "dnn", 5)).card.history

    def stop(report: EpochReport) -> None:
        if report.epoch == 2:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted):
        workflow.train(config_of(data, "dnn", 5), watch=stop)
    words = ["train", "--dataset", data.name, "--epochs", "5", "--batch-size", "64", "--resume"]
    with pair(data.parent, [*words, *SMALL]) as both:
        first, _ = both.ended()

    history = card_of("pair").history
    assert first.code == 0, first.err
    assert [report.train_loss for report in history] == pytest.approx(
        [report.train_loss for report in whole], abs=1e-4
    )


def test_when_the_other_dies_the_best_epoch_is_kept_and_one_process_goes_on(data: Path) -> None:
    with pair(data.parent, ENDLESS) as both:
        both.wait_for("epoch      3/")
        os.kill(both.second.pid, signal.SIGKILL)
        first, _ = both.ended()
    kept = card_of("pair")
    learned = len(kept.history)
    resumed = workflow.train(config_of(data, "dnn", learned + 1), resume=True).card

    last = [line for line in first.err.splitlines() if not line.startswith("epoch")]
    assert first.code == 1
    assert len(last) == 2
    assert last[0].startswith("Error: Another process of this training has ended")
    assert f"The best epoch, {kept.best_epoch}, is kept as pair." in last[0]
    assert "--resume" in last[1]
    assert not kept.finished
    assert resumed.finished
    assert resumed.history[:learned] == kept.history


def test_when_the_first_dies_the_other_ends_without_a_word(data: Path) -> None:
    with pair(data.parent, ENDLESS) as both:
        both.wait_for("epoch      3/")
        os.kill(both.first.pid, signal.SIGKILL)
        first, second = both.ended()

    assert first.code == -signal.SIGKILL
    assert (second.code, second.out, second.err) == (1, "", "")


def test_ctrl_c_for_both_keeps_the_best_epoch_and_ends_in_one_line(data: Path) -> None:
    with pair(data.parent, ENDLESS) as both:
        both.wait_for("epoch      3/")
        both.second.send_signal(signal.SIGINT)
        both.first.send_signal(signal.SIGINT)
        first, second = both.ended()

    last = [line for line in first.err.splitlines() if not line.startswith("epoch")]
    assert (first.code, second.code) == (130, 0)
    assert len(last) == 1
    assert last[0].startswith("Stopped after epoch")
    assert "is kept as pair" in last[0]
    assert card_of("pair").best_epoch >= 3
    assert (second.out, second.err) == ("", "")


def test_what_goes_wrong_in_the_other_alone_is_told_by_the_first(data: Path) -> None:
    with pair(data.parent, ENDLESS, [*ENDLESS, "--seed", "1"]) as both:
        first, second = both.ended()

    assert (first.code, second.code) == (1, 2)
    assert "In process 1 of 0 to 1: it has other ratings or options" in first.err
    assert (second.out, second.err) == ("", "")


def test_a_kind_that_one_process_trains_says_which_others_several_can(data: Path) -> None:
    with pair(data.parent, ["train", "--dataset", data.name, "--model", "bayes"]) as both:
        first, second = both.ended()

    assert (first.code, second.code) == (2, 2)
    assert "bayes is trained by one process, not by 2 together" in first.err
    assert "--model dnn" in first.err
    assert (second.out, second.err) == ("", "")
