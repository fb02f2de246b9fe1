from __future__ import annotations

import errno
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from cli import invented
from cli.shell import ENDLESS, command, environment, piped

from movierec import __version__
from movierec.cli.app import main
from movierec.cli.table import COMMANDS
from movierec.errors import (
    DataError,
    DownloadError,
    Interrupted,
    MovierecError,
    NotReadyError,
    UnknownError,
    UsageError,
)

Faked = Callable[..., None]
pytestmark = pytest.mark.usefixtures("faked")


def failing(error: BaseException) -> Callable[..., object]:
    def verb(*_: object, **__: object) -> object:
        raise error

    return verb


def two_lines(text: str) -> tuple[str, str]:
    what, hint = text.splitlines()
    assert what.startswith("Error: ")
    assert hint.startswith("Try:   ")
    return what.removeprefix("Error: "), hint.removeprefix("Try:   ")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MovierecError("what", "hint"), 1),
        (UsageError("what", "hint"), 2),
        (NotReadyError("what", "hint"), 3),
        (UnknownError("what", "hint"), 4),
        (DataError("what", "hint"), 5),
        (DownloadError("what", "hint"), 5),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_error_is_two_lines_and_its_exit_code(
    faked: Faked, capsys: pytest.CaptureFixture[str], error: MovierecError, code: int
) -> None:
    faked(recommend=failing(error))
    assert main(["recommend", "265"]) == code
    captured = capsys.readouterr()
    assert two_lines(captured.err) == ("what", "hint")
    assert captured.out == ""


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError(), "not enough memory"),
        (OSError(errno.ENOSPC, "No space left on device"), "disk is full"),
        (PermissionError(errno.EACCES, "Permission denied", "/etc/x"), "/etc/x"),
        (OSError(errno.EROFS, "Read-only file system", "/ro/x"), "/ro/x"),
        (OSError(errno.EIO, "Input/output error", "/bad"), "/bad"),
        (ZeroDivisionError("division by zero"), "ZeroDivisionError"),
        (ValueError("several\nlines"), "several lines"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_an_error_of_the_system_is_two_lines_and_1(
    faked: Faked, capsys: pytest.CaptureFixture[str], error: BaseException, words: str
) -> None:
    faked(recommend=failing(error))
    assert main(["recommend", "265"]) == 1
    what, hint = two_lines(capsys.readouterr().err)
    assert words in what
    assert hint


def test_on_windows_a_file_that_is_open_elsewhere_is_named_and_so_is_what_to_close(
    faked: Faked, capsys: pytest.CaptureFixture[str]
) -> None:
    error = PermissionError(errno.EACCES, "Access is denied", "C:/models/daily")
    error.winerror = 5  # type: ignore[attr-defined, unused-ignore]
    faked(recommend=failing(error))
    assert main(["recommend", "265"]) == 1
    what, hint = two_lines(capsys.readouterr().err)
    assert "C:/models/daily" in what
    assert "has it open" in hint


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["recomend"], "Did you mean 'recommend'"),
        (["train", "--epoch", "3"], "Did you mean --epochs"),
        (["models", "sho"], "Did you mean 'show'"),
        (["why"], "WHO"),
        (["recommend", "265", "--top", "0"], "--top"),
        (["recommend", "265", "--top", "many"], "--top"),
        (["search", "x", "--top", "-1"], "--top"),
        (["train", "--epochs", "0"], "--epochs"),
        (["train", "--hidden", "a,b"], "--hidden"),
        (["train", "--hidden", ""], "--hidden"),
        (["train", "--model", "magic"], "magic"),
        (["evaluate", "--by", "colour"], "--by colour"),
        (["recommend", "265", "--json", "--csv"], "--json and --csv"),
        (["--nonsense"], "--nonsense"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_meant_is_two_lines_and_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main(arguments) == 2
    what, _ = two_lines(capsys.readouterr().err)
    assert words in what


@pytest.mark.parametrize("given", ["0", "many"])
def test_a_wrong_number_is_named_without_jargon(
    capsys: pytest.CaptureFixture[str], given: str
) -> None:
    assert main(["recommend", "265", "--top", given]) == 2
    what, _ = two_lines(capsys.readouterr().err)
    assert "--top" in what
    assert "nput should" not in what
    assert "parse" not in what


@pytest.mark.parametrize("text", ["", "  "])
def test_a_search_for_nothing_is_a_usage_error(
    capsys: pytest.CaptureFixture[str], text: str
) -> None:
    assert main(["search", text]) == 2
    assert "no title" in two_lines(capsys.readouterr().err)[0]


def test_preprocess_says_what_to_run_next(faked: Faked, capsys: pytest.CaptureFixture[str]) -> None:
    faked(preprocess=lambda *_, **__: invented.summary())
    main(["preprocess", "--dataset", "my films"])
    expected = "Next: movierec train --epochs 20 --dataset 'my films'\n"
    assert capsys.readouterr().err == expected


def test_status_says_how_to_begin_where_there_is_nothing(
    faked: Faked, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = replace(invented.status(), releases=(), models=())
    faked(status=lambda: empty)
    main(["status"])
    assert "Next: movierec fetch" in capsys.readouterr().err


def test_a_usage_error_points_to_the_help_of_the_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["models", "show", "--nonsense"])
    assert two_lines(capsys.readouterr().err)[1] == "movierec models show --help"


def test_control_characters_in_an_error_are_written_out(capsys: pytest.CaptureFixture[str]) -> None:
    main(["fetch", "\x1b[31mred"])
    assert "\\x1b[31mred" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--debug", "status"], ["status", "--debug"]])
def test_debug_shows_the_traceback_before_the_two_lines(
    faked: Faked, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    faked(status=failing(UnknownError("what", "hint")))
    assert main(arguments) == 4
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("Traceback")
    assert lines[-2:] == ["Error: what", "Try:   hint"]


def test_an_unexpected_error_asks_for_debug(
    faked: Faked, capsys: pytest.CaptureFixture[str]
) -> None:
    faked(status=failing(RuntimeError("oh")))
    main(["status"])
    assert "--debug" in two_lines(capsys.readouterr().err)[1]


def test_ctrl_c_is_one_line_and_130(faked: Faked, capsys: pytest.CaptureFixture[str]) -> None:
    faked(describe=failing(KeyboardInterrupt()))
    assert main(["describe"]) == 130
    assert capsys.readouterr().err == "Stopped.\n"


def test_ctrl_c_in_a_training_says_in_one_line_what_was_kept(
    faked: Faked, capsys: pytest.CaptureFixture[str]
) -> None:
    faked(train=failing(Interrupted("Stopped after epoch 3.", "Go on: movierec train --resume")))
    assert main(["train"]) == 130
    expected = "Stopped after epoch 3. Go on: movierec train --resume\n"
    assert capsys.readouterr().err == expected


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_a_real_ctrl_c_ends_with_one_more_line_and_130() -> None:
    process = subprocess.Popen(
        command("train", program=ENDLESS),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    assert process.stderr.readline().startswith(b"Training")
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, b"", b"Stopped.\n")


def test_the_version_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"movierec {__version__}\n"


@pytest.mark.parametrize("words", [[], ["models"]])
def test_without_a_command_the_help_is_shown(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main(words) == 0
    assert "Commands:" in capsys.readouterr().out


def test_commands_stand_in_the_order_of_the_work(capsys: pytest.CaptureFixture[str]) -> None:
    main(["-h"])
    listed = capsys.readouterr().out.split("Commands:")[1].split("Examples:")[0]
    assert [line.split()[0] for line in listed.strip().splitlines()] == [
        "quickstart",
        "fetch",
        "describe",
        "preprocess",
        "train",
        "evaluate",
        "benchmark",
        "import",
        "match",
        "rate",
        "seen",
        "hide",
        "want",
        "unrate",
        "recommend",
        "why",
        "similar",
        "predict",
        "search",
        "profile",
        "models",
        "status",
    ]


@pytest.mark.parametrize("words", [["--quiet", "fetch"], ["fetch", "-q"]])
def test_quiet_says_nothing_but_the_answer(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main(words) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    assert "Release\tml-100k" in captured.out


def test_quiet_keeps_the_licence_for_a_time_when_it_is_seen(faked: Faked) -> None:
    asked: list[str] = []
    faked(licence_notice=lambda dataset: asked.append(dataset) or ())
    main(["fetch", "--quiet"])
    assert asked == []
    main(["fetch"])
    assert asked == ["ml-100k"]


def test_a_damaged_model_is_an_answer_and_an_error(
    faked: Faked, capsys: pytest.CaptureFixture[str]
) -> None:
    faked(verify_model=lambda _: ("weights.safetensors is cut short",))
    assert main(["models", "verify", "ml-100k-dnn"]) == 5
    captured = capsys.readouterr()
    assert "weights.safetensors is cut short" in captured.out
    assert "ml-100k-dnn cannot be used" in two_lines(captured.err)[0]


@pytest.mark.parametrize(
    ("line", "completions"),
    [
        ("movierec rec", ["recommend"]),
        ("movierec models v", ["verify"]),
        ("movierec --no", ["--no-progress"]),
        ("movierec recommend --pop", ["--popularity"]),
        ("movierec -q recommend --by r", ["relevance", "rating"]),
        ("movierec models sh", ["show"]),
        ("movierec fetch ml-latest-s", ["ml-latest-small"]),
    ],
)
def test_the_shell_completes_commands_options_and_their_values(
    line: str, completions: list[str]
) -> None:
    count = str(line.count(" "))
    done = piped(
        env={"_MOVIEREC_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": count}
    )
    assert (done.code, done.lines) == (0, completions)


def test_the_shell_completes_an_empty_word_with_all_commands() -> None:
    done = piped(
        env={"_MOVIEREC_COMPLETE": "complete_bash", "COMP_WORDS": "movierec ", "COMP_CWORD": "1"}
    )
    assert done.lines == [*COMMANDS]
