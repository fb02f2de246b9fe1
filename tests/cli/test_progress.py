from __future__ import annotations

from dataclasses import replace

import pytest
from cli import invented

from movierec.cli.app import main
from movierec.cli.progress import DownloadBar, TrainingProgress, epoch_line, start_line
from movierec.cli.talk import Talk

Captured = pytest.CaptureFixture[str]


def test_the_first_line_says_what_is_trained_on_what() -> None:
    assert start_line(invented.start()) == (
        "Training ml-100k-dnn on cpu: 72,000 ratings, 8,000 to choose the best epoch, "
        "20,000 to test; 312,345 parameters."
    )


def test_the_first_line_of_a_resumed_training_says_where_it_goes_on() -> None:
    begin = replace(invented.start(), first_epoch=3, validation_rows=0, test_rows=0)
    assert start_line(begin).startswith("Going on at epoch 3 with ml-100k-dnn on cpu: 72,000")


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
