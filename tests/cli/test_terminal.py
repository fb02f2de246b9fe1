from __future__ import annotations

import json
import os
import re

import pytest
from cli import invented
from cli.shell import INTERRUPTED, bare, on_terminal, piped, shell
from rich.cells import cell_len

from movierec.cli.terminal import clean, escape_controls

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize(
    "words",
    [
        ("recommend", "265"),
        ("why", "265", "x"),
        ("similar", "x"),
        ("evaluate", "--by", "popularity"),
        ("evaluate", "--protocol", "cold-items", "--seeds", "2"),
        ("train", "--no-progress", "-q"),
        ("describe",),
        ("search", "x"),
        ("predict", "265", invented.LONG_TITLE),
        ("models", "list"),
        ("fetch", "--list"),
    ],
    ids=" ".join,
)
def test_tables_fit_the_terminal(words: tuple[str, ...], columns: int) -> None:
    ended = on_terminal(*words, columns=columns)
    assert ended.code == 0
    lines = bare(ended)
    rules = [line for line in lines if line.startswith("─")]
    assert rules
    assert max(cell_len(line) for line in lines if not line.startswith("Data")) <= columns


def test_a_title_is_folded_not_cut_and_genres_give_way_first() -> None:
    lines = bare(on_terminal("recommend", "265", columns=80))
    assert any("Action, Adven…" in line for line in lines)
    first = next(number for number, line in enumerate(lines) if "Remarkably" in line)
    folded = f"{lines[first].split('  ')[1]} {lines[first + 1].strip()}"
    assert folded == invented.LONG_TITLE


def test_at_120_columns_genres_are_whole_where_titles_leave_room() -> None:
    lines = bare(on_terminal("recommend", "265", "--top", "2", columns=120))
    assert any(line.endswith("Comedy, Science Fiction     5.0") for line in lines)


def test_titles_are_no_markup_and_no_emoji() -> None:
    text = "\n".join(bare(on_terminal("recommend", "265")))
    assert "[red]Alarm[/red]" in text
    assert ":smile: Again" in text


def test_the_environment_can_set_the_width() -> None:
    lines = bare(on_terminal("describe", columns=120, env={"COLUMNS": "60"}))
    assert max(len(line) for line in lines if line.startswith("─")) <= 60


def test_a_dumb_terminal_has_the_width_of_the_environment_too() -> None:
    lines = bare(on_terminal("recommend", "265", env={"TERM": "dumb", "COLUMNS": "60"}))
    assert max(cell_len(line) for line in lines) <= 60


def test_an_error_is_folded_at_blanks_on_a_terminal_only() -> None:
    words = ("recommend", "265", "--format", "one-that-nobody-knows")
    lines = bare(on_terminal(*words, columns=40))
    assert lines[:2] == ["Error: --format one-that-nobody-knows is", "       not known."]
    assert len(piped(*words).err.splitlines()) == 2


def test_a_command_to_copy_is_never_folded() -> None:
    lines = bare(on_terminal("fetch", "ml-32m", columns=30))
    assert "Next: movierec train --epochs 20 --dataset ml-32m" in lines


def test_an_old_encoding_shows_that_genres_were_cut() -> None:
    ended = on_terminal("recommend", "265", env={"PYTHONIOENCODING": "cp1252"})
    assert b"Action, Adv..." in ended.out


def test_a_terminal_has_colours() -> None:
    assert b"\x1b[1mRated by user 265" in on_terminal("recommend", "265").out


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_colours_can_be_refused(env: dict[str, str]) -> None:
    ended = on_terminal("train", env=env)
    assert ended.code == 0
    assert not re.search(rb"\x1b\[[0-9;]*m", ended.out)
    assert "─" in ended.out.decode()


def test_a_dumb_terminal_has_lines_instead_of_a_bar() -> None:
    ended = on_terminal("train", env={"TERM": "dumb"})
    assert b"\x1b" not in ended.out
    assert any(line.startswith("epoch 3/3") for line in ended.lines)


def test_colours_can_be_forced_into_a_pipe() -> None:
    assert b"\x1b[1mRated by user 265" in piped("recommend", "265", env={"FORCE_COLOR": "1"}).out


def test_forced_colours_bring_no_bar_into_a_pipe() -> None:
    assert b"\x1b[?25l" not in piped("train", env={"FORCE_COLOR": "1"}).err


def test_a_training_shows_a_bar_and_a_line_an_epoch() -> None:
    ended = on_terminal("train", columns=80)
    assert b"\x1b[?25l" in ended.out  # the cursor is hidden while a bar is redrawn
    assert b"\x1b[?25h" in ended.out
    lines = bare(ended)
    assert any(line.startswith("epoch 1/3  train 1.1000  validation 1.0000") for line in lines)


def test_the_cursor_comes_back_after_ctrl_c() -> None:
    ended = on_terminal("train", program=INTERRUPTED)
    assert ended.code == 130
    assert ended.out.rindex(b"\x1b[?25h") > ended.out.rindex(b"\x1b[?25l")
    assert bare(ended)[-1] == "Stopped."


def test_blocks_draw_the_histogram_where_there_are_blocks() -> None:
    assert "█" in on_terminal("describe").out.decode()
    ascii_only = on_terminal("describe", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert ascii_only.code == 0
    assert b"########################" in ascii_only.out
    assert ascii_only.out.isascii()


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
@pytest.mark.parametrize("form", [(), ("--json",), ("--csv",)], ids=str)
def test_a_pipe_in_an_old_encoding_does_not_crash(encoding: str, form: tuple[str, ...]) -> None:
    title = "千と千尋 Amélie"
    ended = piped("predict", "265", title, *form, env={"PYTHONIOENCODING": encoding})
    assert ended.code == 0
    assert ended.out.decode(encoding)


def test_json_in_an_old_encoding_is_the_same_data() -> None:
    title = "千と千尋 Amélie"
    words = ("predict", "265", title, "--json")
    old = json.loads(piped(*words, env={"PYTHONIOENCODING": "cp1252"}).out)
    assert old == json.loads(piped(*words, env={"PYTHONIOENCODING": "utf-8"}).out)
    assert old["data"]["predictions"][0]["title"] == title


HOSTILE = "Evil\x1b]0;title\x07\x9b31m\u202efdp"


@pytest.mark.parametrize("form", [(), ("--json",), ("--csv",)], ids=str)
def test_control_characters_in_a_title_never_reach_the_terminal(form: tuple[str, ...]) -> None:
    ended = on_terminal("predict", "265", HOSTILE, *form, env={"NO_COLOR": "1"})
    assert ended.code == 0
    text = ended.out.decode()
    assert not set(text) & set("\x1b\x07\x9b\u202e")
    assert "x1b]0;title" in text or "u001b]0;title" in text


def test_a_tab_in_a_title_does_not_make_a_cell() -> None:
    rows = piped("predict", "265", "a\tb\nc").lines
    assert rows[2].split("\t")[0] == "a\\x09b\\x0ac"


def test_escaped_json_is_the_same_data() -> None:
    text = json.dumps({"title": HOSTILE}, ensure_ascii=False, indent=2)
    assert json.loads(escape_controls(text)) == {"title": HOSTILE}


def test_clean_leaves_ordinary_text_alone() -> None:
    text = "Amélie: 千と千尋 [x] “y”"
    assert clean(text) == text


@pytest.mark.parametrize(
    "line",
    [
        "movierec recommend 265 | head -1",
        "movierec recommend 265 | true",
        "movierec describe --json | head -1",
        "movierec train --help | true",
        "movierec search x --csv 2>&1 | head -1",
    ],
)
def test_a_reader_who_has_seen_enough_is_no_error(line: str) -> None:
    ended = shell(f"set -o pipefail\n{line}")
    assert ended.code == 0
    assert ended.err == b"" or ended.err.startswith(b"ml-100k-dnn knows 37 ratings")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")  # noqa: PTH110
def test_a_full_disk_behind_stdout_is_two_lines_and_1() -> None:
    ended = shell("movierec recommend 265 -q > /dev/full")
    assert ended.code == 1
    assert [line[:7] for line in ended.err.decode().splitlines()] == ["Error: ", "Try:   "]


def test_a_closed_stdout_is_no_error() -> None:
    assert shell("movierec recommend 265 -q >&-").code == 0
