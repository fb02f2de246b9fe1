"""`movierec recommend --all`: lists for everybody, in a file or a pipe."""

from __future__ import annotations

import csv
import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cli.shell import TESTS
from trained import FILMS, USERS, copied

from movierec import ask
from movierec.answers.everybody import Everybody, ListedBlock
from movierec.cli import list_parquet
from movierec.cli.app import main
from movierec.cli.everybody_progress import EverybodyProgress, progress_line
from movierec.cli.list_lines import CSV_COLUMNS
from movierec.cli.talk import Talk
from movierec.ranking import everybody
from movierec.store.bundle import HISTORY

Captured = pytest.CaptureFixture[str]
RUN = "from movierec.__main__ import run; run()"


@pytest.fixture(autouse=True)
def folder(tiny_model: Path, home: Path) -> Path:
    return copied(tiny_model, home)


def two_lines(err: str) -> bool:
    what, hint = err.splitlines()
    return what.startswith("Error: ") and hint.startswith("Try:   ")


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return [*csv.DictReader(stream)]


def test_a_csv_file_has_everybody_s_list(tmp_path: Path) -> None:
    file = tmp_path / "lists.csv"

    assert main(["recommend", "--all", "--top", "3", "-o", str(file)]) == 0

    rows = rows_of(file)
    assert tuple(rows[0]) == CSV_COLUMNS
    assert [int(row["user_id"]) for row in rows] == [user for user in USERS for _ in range(3)]
    assert [row["rank"] for row in rows] == ["1", "2", "3"] * len(USERS)


def test_the_columns_are_those_of_one_user_s_csv(tmp_path: Path) -> None:
    everybody, alone = tmp_path / "all.csv", tmp_path / "one.csv"

    main(["recommend", "--all", "-o", str(everybody)])
    main(["recommend", "7", "--csv", "-o", str(alone)])

    own = {"rating", "because"}
    assert [*CSV_COLUMNS[1:]] == [name for name in rows_of(alone)[0] if name not in own]
    mine = [row for row in rows_of(everybody) if row["user_id"] == "7"]
    for row, wanted in zip(mine, rows_of(alone), strict=True):
        for name in ("rank", "movie_id", "title", "year", "genres", "ratings"):
            assert row[name] == wanted[name]
        for name in ("predicted", "sd", "low", "high", "p_like", "relevance"):
            assert float(row[name]) == pytest.approx(float(wanted[name]), abs=1e-4)


def test_a_pipe_gets_tab_separated_lines(capsys: Captured) -> None:
    assert main(["recommend", "--all", "--top", "2", "--quiet"]) == 0

    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert lines[0][:4] == ["User", "#", "Film", "Year"]
    assert lines[0][-2:] == ["P(4 or more)", "Relevance"]
    assert {len(line) for line in lines} == {len(lines[0])}
    assert len(lines) == 1 + 2 * len(USERS)


def test_a_file_of_another_name_holds_what_a_pipe_gets(capsys: Captured, tmp_path: Path) -> None:
    main(["recommend", "--all", "--quiet"])
    piped = capsys.readouterr().out

    main(["recommend", "--all", "-o", str(tmp_path / "lists.txt")])

    assert (tmp_path / "lists.txt").read_text(encoding="utf-8") == piped


def test_csv_can_go_to_a_pipe(capsys: Captured, tmp_path: Path) -> None:
    main(["recommend", "--all", "-o", str(tmp_path / "lists.csv")])
    capsys.readouterr()

    main(["recommend", "--all", "--csv"])

    assert capsys.readouterr().out == (tmp_path / "lists.csv").read_text(encoding="utf-8")


def test_filters_are_the_same_for_everybody(tmp_path: Path) -> None:
    file, names = tmp_path / "lists.csv", tmp_path / "names.txt"
    names.write_text("3\n5\n8\n")

    main(["recommend", "--all", "--top", str(FILMS), "--from", str(names), "-o", str(file)])

    assert {row["movie_id"] for row in rows_of(file)} == {"3", "5", "8"}


@pytest.mark.parametrize(
    "words",
    [
        ("265",),
        ("--with", "7"),
        ("--strategy", "no-veto"),
        ("--by", "rating"),
        ("--popularity", "gems"),
        ("--variety", "0.3"),
        ("--include-seen",),
        ("--fresh",),
        ("--format", "md"),
        ("--json",),
    ],
    ids=lambda words: words[0],
)
def test_what_cannot_be_meant_for_everybody_is_refused(
    capsys: Captured, words: tuple[str, ...]
) -> None:
    assert main(["recommend", "--all", *words]) == 2

    captured = capsys.readouterr()
    assert captured.out == ""
    assert two_lines(captured.err)
    assert "--all" in captured.err


@pytest.mark.parametrize("words", [("--json",), ("--csv", "-o", "lists.parquet")])
def test_a_form_that_lists_cannot_have_is_refused_before_a_model_is_read(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.delattr(ask, "recommend_all")

    assert main(["recommend", "--all", *words]) == 2
    assert two_lines(capsys.readouterr().err)


def test_a_model_without_its_users_ratings_says_how_to_get_one(
    capsys: Captured, folder: Path
) -> None:
    (folder / HISTORY).unlink()

    assert main(["recommend", "--all"]) == 3

    assert two_lines(capsys.readouterr().err)


def test_without_pyarrow_a_parquet_file_asks_for_it(
    capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    assert main(["recommend", "--all", "-o", str(tmp_path / "lists.parquet")]) == 3

    err = capsys.readouterr().err
    assert two_lines(err)
    assert "movierec[parquet]" in err
    assert not (tmp_path / "lists.parquet").exists()


def test_a_parquet_file_holds_what_the_csv_file_holds(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    main(["recommend", "--all", "-o", str(tmp_path / "lists.csv")])

    main(["recommend", "--all", "-o", str(tmp_path / "lists.parquet")])

    table = parquet.read_table(tmp_path / "lists.parquet")
    rows = rows_of(tmp_path / "lists.csv")
    assert tuple(table.column_names) == CSV_COLUMNS
    for name in ("user_id", "rank", "movie_id", "title", "year"):
        assert [str(value) for value in table[name].to_pylist()] == [row[name] for row in rows]
    stars = [float(row["predicted"]) for row in rows]
    assert table["predicted"].to_pylist() == pytest.approx(stars, abs=1e-4)


@pytest.mark.parametrize(("rows", "groups"), [(6, len(USERS) // 2), (1_000, 1)])
def test_lists_of_many_users_share_a_row_group(
    tmp_path: Path, rows: int, groups: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(everybody, "USERS_AT_ONCE", 1)
    monkeypatch.setattr(list_parquet, "GROUP_ROWS", rows)

    main(["recommend", "--all", "--top", "3", "-o", str(tmp_path / "lists.parquet")])

    assert parquet.ParquetFile(tmp_path / "lists.parquet").num_row_groups == groups


def test_ctrl_c_leaves_one_line_and_no_half_file(
    capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ask.recommend_all

    def stopped(blocks: Iterator[ListedBlock]) -> Iterator[ListedBlock]:
        yield next(blocks)
        raise KeyboardInterrupt

    def interrupted(**options: object) -> Everybody:
        found = whole(**options)  # type: ignore[arg-type]
        return replace(found, blocks=stopped(found.blocks))

    monkeypatch.setattr(ask, "recommend_all", interrupted)
    (tmp_path / "out").mkdir()

    code = main(["recommend", "--all", "-o", str(tmp_path / "out" / "lists.csv")])

    assert code == 130
    assert capsys.readouterr().err == "Stopped.\n"
    assert [*(tmp_path / "out").iterdir()] == []


@pytest.mark.skipif(os.name != "posix", reason="needs a pipe that can be closed early")
def test_who_reads_the_first_lines_alone_ends_it_well(home: Path) -> None:
    program = f"'{sys.executable}' -c '{RUN}' recommend --all --top {FILMS}"
    done = subprocess.run(
        ["bash", "-c", f"{program} | head -2; exit ${{PIPESTATUS[0]}}"],
        env={**os.environ, "MOVIEREC_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=TESTS.parent,
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert len(done.stdout.splitlines()) == 2


def test_progress_says_how_far_it_is_and_how_long_it_takes() -> None:
    assert progress_line(50_000, 200_000, 10.0) == (
        "Lists of 50,000 of 200,000 users; about 30 s left."
    )


def test_the_time_left_leaves_out_what_came_before_the_first_block(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr("movierec.cli.everybody_progress.time.monotonic", lambda: now[0])
    (block,) = ask.recommend_all(top=1).blocks

    def made() -> Iterator[ListedBlock]:
        now[0] += 100  # what is made once
        yield block
        for _ in range(3):
            now[0] += 6
            yield block

    with EverybodyProgress(Talk(), 4 * block.users, None) as progress:
        for _ in progress.watched(made()):
            pass

    left = [line.split("about ")[1] for line in capsys.readouterr().err.splitlines()]
    assert left == ["12 s left.", "6 s left."]


def test_the_hint_names_whom_to_leave_out(capsys: Captured) -> None:
    main(["recommend", "--all", "265"])

    assert capsys.readouterr().err.splitlines() == [
        "Error: --all and 265 cannot both be meant.",
        "Try:   Leave 265 or --all out.",
    ]


@pytest.mark.parametrize("option", ["--from", "--not-in"])
def test_a_watchlist_is_nobody_s_where_the_lists_are_for_all(capsys: Captured, option: str) -> None:
    assert main(["recommend", "--all", option, "watchlist"]) == 2

    err = capsys.readouterr().err
    assert two_lines(err)
    assert "somebody's own" in err


def test_a_full_disk_names_the_file_and_another_place(
    capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("movierec.files.os.fsync", full)
    file = tmp_path / "lists.csv"

    assert main(["recommend", "--all", "-o", str(file)]) == 1

    what, hint = capsys.readouterr().err.splitlines()
    assert what == f"Error: The disk is full: {file}."
    assert "-o FILE" in hint


def test_lists_that_take_no_time_bring_no_progress(capsys: Captured, tmp_path: Path) -> None:
    main(["recommend", "--all", "-o", str(tmp_path / "lists.csv")])

    assert capsys.readouterr().err == f"Written to {tmp_path / 'lists.csv'}.\n"


@pytest.mark.parametrize(
    ("talk", "lines"),
    [(Talk(), 1), (Talk(progress=False), 0), (Talk(quiet=True), 0)],
    ids=["all", "no progress", "quiet"],
)
def test_long_ones_tell_by_lines_where_there_is_no_terminal(
    capsys: Captured, talk: Talk, lines: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("movierec.cli.everybody_progress._LEAST_SECONDS", 0.0)
    found = ask.recommend_all(top=2)
    (block,) = found.blocks

    with EverybodyProgress(talk, 3 * found.users, None) as progress:
        assert [*progress.watched(iter([block] * 3))] == [block] * 3

    assert len(capsys.readouterr().err.splitlines()) == lines
