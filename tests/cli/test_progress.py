from __future__ import annotations

from dataclasses import replace

import pytest
from cli import invented

from movierec.cli.app import main
from movierec.cli.progress import DownloadBar, TrainingProgress, epoch_line, start_line
from movierec.cli.talk import Talk
from movierec.records import EpochReport

Captured = pytest.CaptureFixture[str]


def test_the_first_line_says_what_is_trained_on_what() -> None:
    assert start_line(invented.start()) == (
        "Training ml-100k-dnn on cpu: 72,000 ratings, 8,000 to choose the best epoch, "
        "20,000 to test; needs about 0.61 GB of memory."
    )


def test_the_first_line_of_a_resumed_training_says_where_it_goes_on() -> None:
    begin = replace(invented.start(), first_epoch=3, validation_rows=0, test_rows=0)
    assert start_line(begin).startswith("Going on at epoch 3 with ml-100k-dnn on cpu: 72,000")


def test_the_first_line_says_how_many_processes_train_together() -> None:
    begin = replace(invented.start(), processes=2)
    assert start_line(begin).startswith("Training ml-100k-dnn on cpu in 2 processes: 72,000")


def test_epochs_stand_under_each_other() -> None:
    lines = [epoch_line(replace(invented.report(1), epoch=epoch), 20) for epoch in (1, 20)]
    assert len({len(line) for line in lines}) == 1


def test_an_epoch_without_validation_rows_is_not_called_the_best() -> None:
    line = epoch_line(replace(invented.report(1), validation_loss=None), 3)
    assert "validation" not in line
    assert "best" not in line


@pytest.mark.parametrize(
    ("talk", "lines"),
    [(Talk(), 2), (Talk(progress=False), 1), (Talk(quiet=True), 0)],
    ids=["all", "no progress", "quiet"],
)
def test_without_a_terminal_an_epoch_is_a_line(capsys: Captured, talk: Talk, lines: int) -> None:
    with TrainingProgress(talk) as progress:
        progress.started(invented.start())
        progress.watch(invented.report(1))
    assert len(capsys.readouterr().err.splitlines()) == lines


class Clock:
    """Stands still until it is moved on."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def slow(epoch: int, seconds: float) -> EpochReport:
    return replace(invented.report(1), epoch=epoch, seconds=seconds)


def test_without_a_terminal_the_time_left_is_said_once_a_minute(capsys: Captured) -> None:
    clock = Clock()
    with TrainingProgress(Talk(), clock) as progress:
        progress.started(replace(invented.start(), epochs=20))
        for epoch in (1, 2, 3):
            clock.now += 40
            progress.watch(slow(epoch, 40))

    lines = capsys.readouterr().err.splitlines()
    assert [line.partition("  13 min left")[1:] for line in lines[1:]] == [
        ("  13 min left", ""),
        ("", ""),
        ("", ""),
    ]
    assert lines[3].endswith("11 min left")


def test_a_short_training_says_nothing_of_time(capsys: Captured) -> None:
    with TrainingProgress(Talk(), Clock()) as progress:
        progress.started(invented.start())
        progress.watch(slow(1, 5))
    assert "left" not in capsys.readouterr().err


def test_a_long_epoch_says_now_and_then_how_far_it_is(capsys: Captured) -> None:
    clock = Clock()
    with TrainingProgress(Talk(), clock) as progress:
        progress.started(replace(invented.start(), epochs=2))
        for share in (0.1, 0.2, 0.3, 0.4):
            clock.now += 160
            progress.advanced("epoch", share)

    told = [line for line in capsys.readouterr().err.splitlines() if "done" in line]
    assert told == [
        "epoch 1/2: 20% done, about 48 min left",
        "epoch 1/2: 40% done, about 43 min left",
    ]


def test_an_epoch_that_begins_is_not_said_to_be_as_far_as_the_training(capsys: Captured) -> None:
    clock = Clock()
    with TrainingProgress(Talk(), clock) as progress:
        progress.started(replace(invented.start(), epochs=2))
        progress.watch(slow(1, 700))
        clock.now += 301
        progress.advanced("epoch", 0.0)
    assert "epoch 2/2: 0% done" in capsys.readouterr().err


def test_before_the_first_epoch_it_says_how_far_the_films_are(capsys: Captured) -> None:
    clock = Clock()
    with TrainingProgress(Talk(), clock) as progress:
        progress.started(invented.start())
        clock.now += 301
        progress.advanced("films", 0.5)
    assert "Films that are watched together: 50% done" in capsys.readouterr().err


def test_setting_up_does_not_count_as_a_part_of_the_first_epoch(capsys: Captured) -> None:
    clock = Clock()
    with TrainingProgress(Talk(), clock) as progress:
        progress.started(replace(invented.start(), epochs=2))
        for share in (0.0, 1.0):
            clock.now += 301
            progress.advanced("setup", share)
        clock.now += 301
        progress.advanced("epoch", 0.5)

    lines = capsys.readouterr().err.splitlines()
    assert lines[1] == "Setting the model up"
    assert lines[-1] == "epoch 1/2: 50% done, about 15 min left"


@pytest.mark.parametrize("share", [0.005, 1.0], ids=["during the first epoch", "after it"])
def test_a_training_of_hours_says_so_once(capsys: Captured, share: float) -> None:
    clock = Clock()
    with TrainingProgress(Talk(), clock) as progress:
        progress.started(replace(invented.start(), epochs=20))
        for part in (1, 2):
            clock.now += share * 600
            if share < 1:
                clock.now += 10  # the first steps are not believed at once
                progress.advanced("epoch", share * part + 10 * part / 600)
            else:
                progress.watch(slow(part, 600))

    said = [line for line in capsys.readouterr().err.splitlines() if "At this speed" in line]
    assert len(said) == 1
    assert "20 epochs will take about 3 h 20 min: --epochs 6 would take about 1 h." in said[0]


@pytest.mark.usefixtures("faked")
def test_progress_can_be_refused_before_the_command_too(capsys: Captured) -> None:
    main(["--no-progress", "train"])
    assert "epoch 1/3" not in capsys.readouterr().err


def test_a_download_bar_survives_a_failed_try(capsys: Captured) -> None:
    with DownloadBar() as bar:
        for _ in range(2):
            bar.total = 100
            bar.update(60)
            bar.reset()
            bar.update(100)
            bar.close()
    assert capsys.readouterr().out == ""
