"""What stages cost at several sizes: measured as processes, kept, and shown."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent.parent / "benchmarks"
NO_ROOM = "import sys; print('no room', file=sys.stderr); sys.exit(3)"


processes = pytest.mark.skipif(
    sys.platform != "linux", reason="a process's own memory is measured on Linux"
)


@processes
def test_a_process_is_charged_with_the_memory_that_it_had() -> None:
    # The memory of what starts a process is passed on to it: that has to be little.
    peak_of = f"""
import sys
sys.path.insert(0, {str(BENCHMARKS)!r})
from sizing.process import cost_of
for mib in (0, 60):
    print(cost_of([sys.executable, "-c", f"bytearray({{mib}} * 2**20)"], {{}}, 60).peak_mib)
"""

    told = subprocess.run([sys.executable, "-c", peak_of], capture_output=True, check=True)

    without, with_more = map(float, told.stdout.split())
    assert 45 < with_more - without < 75


@processes
def test_a_process_that_fails_is_quoted() -> None:
    from sizing.process import StageError, cost_of

    with pytest.raises(StageError, match="exit 3: no room"):
        cost_of([sys.executable, "-c", NO_ROOM], {}, 60)


@processes
def test_a_process_that_takes_too_long_is_ended_and_left_out() -> None:
    from sizing.process import StageError, cost_of

    with pytest.raises(StageError, match=r"more than 0\.005 minutes"):
        cost_of([sys.executable, "-c", "while True: pass"], {}, 0.3)


def test_what_was_measured_is_there_the_next_time(tmp_path: Path) -> None:
    from sizing.kept import Kept, Measured

    measured = Measured([1.0, 2.0], [30.0, 31.0], [0.5], 20, {"weights": 4.0}, busy=[0.5, 0.6])
    Kept(tmp_path / "kept.json").put("1m", "dnn", measured)

    again = Kept(tmp_path / "kept.json")
    found = again.get("1m", "dnn")
    assert found is not None
    assert replace(found, conditions={}) == measured
    assert again.get("1m", "bayes") is None


def test_epochs_left_out_are_worked_out_from_those_measured(tmp_path: Path) -> None:
    from sizing.kept import Kept, Measured
    from sizing.table import table

    kept = Kept(tmp_path / "kept.json")
    kept.put("1m", "dnn", Measured([10.0], [100.0], [2.0, 2.0], 20))

    shown = table(kept, [("1m", 1_000_000)], ["dnn"])

    assert "| dnn: 20 epochs, stored | about 46 s, 46 a million |" in shown


def test_the_last_column_compares_what_one_rating_takes(tmp_path: Path) -> None:
    from sizing.kept import Kept, Measured
    from sizing.table import table

    kept = Kept(tmp_path / "kept.json")
    kept.put("1m", "prepare", Measured([2.0], [100.0]))
    kept.put("10m", "prepare", Measured([30.0, 20.0, 40.0], [300.0, 310.0, 290.0]))

    shown = table(kept, [("1m", 1_000_000), ("10m", 10_000_000)], ["prepare"])

    assert "| 30 s (20 to 40), 3 a million, 310 MiB | 1.50 |" in shown


def test_the_processors_seconds_are_compared_too(tmp_path: Path) -> None:
    from sizing.kept import Kept, Measured
    from sizing.table import table

    kept = Kept(tmp_path / "kept.json")
    kept.put("1m", "relevance", Measured([2.0], [100.0], busy=[1.0]))
    kept.put("10m", "relevance", Measured([30.0], [300.0], busy=[12.0]))

    shown = table(kept, [("1m", 1_000_000), ("10m", 10_000_000)], ["relevance"])

    assert "| 30 s, processor 12 s, 3 a million, 300 MiB | 1.50, processor 1.20 |" in shown


def test_what_could_not_be_measured_is_told_below(tmp_path: Path) -> None:
    from sizing.kept import Kept, Measured
    from sizing.table import table

    kept = Kept(tmp_path / "kept.json")
    kept.put("1m", "blend", Measured(failed="left out: takes more than 6 minutes"))

    shown = table(kept, [("1m", 1_000_000)], ["blend"])

    assert shown.endswith("- blend at 1m: left out: takes more than 6 minutes.")


def test_versions_cores_and_commit_are_kept_with_each_stage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sizing import kept as module
    from sizing.kept import Kept, Measured

    for stage in ("data", "prepare"):
        monkeypatch.setattr(module, "conditions", lambda at=stage: {"commit": f"of {at}"})
        Kept(tmp_path / "kept.json").put("1m", stage, Measured([1.0], [100.0]))

    kept = Kept(tmp_path / "kept.json")
    found = [kept.get("1m", stage) for stage in ("data", "prepare")]
    assert [one and one.conditions for one in found] == [
        {"commit": "of data"},
        {"commit": "of prepare"},
    ]


@pytest.mark.parametrize(
    ("commits", "note"),
    [
        (("a", "a"), "2 s, 2 a million, 100 MiB |  |"),
        (("a", "b"), "- Not as the first stage: prepare at 1m, with commit b and not a."),
        (("", "b"), "- Not as the first stage: prepare at 1m, with commit b and not not known."),
    ],
)
def test_stages_of_different_conditions_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, commits: tuple[str, str], note: str
) -> None:
    from sizing import kept as module
    from sizing.kept import Kept, Measured
    from sizing.table import table

    kept = Kept(tmp_path / "kept.json")
    for stage, commit in zip(("data", "prepare"), commits, strict=True):
        monkeypatch.setattr(module, "conditions", lambda at=commit: {"commit": at})
        kept.put("1m", stage, Measured([2.0], [100.0]))

    assert table(kept, [("1m", 1_000_000)], ["data", "prepare"]).endswith(note)


def test_a_whole_training_is_the_command_as_a_user_runs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sizing import stages
    from sizing.place import Place
    from sizing.process import Cost

    commands: list[list[str]] = []

    def cost_of(command: list[str], *_: object) -> Cost:
        commands.append(command)
        return Cost(9.0, 8.0, 700.0)

    monkeypatch.setattr(stages, "cost_of", cost_of)
    ((name, kind, step),) = stages.steps(["train"], ["dnn"])
    place = Place(tmp_path, "1m", kind)

    measured = step(place, stages.Effort(60, 2, 1))

    words = ["train", "--dataset", str(place.archive), "--model", "dnn"]
    words += ["--name", "sizes-dnn-whole", "--json", "--epochs", "2"]
    assert name == "dnn: train"
    assert commands == [[sys.executable, "-m", "movierec", *words]]
    assert measured.peak_mib == [700.0]
    assert measured.less == "2 epochs of 20"


def test_memory_of_a_training_is_that_of_the_whole_command(tmp_path: Path) -> None:
    from sizing.kept import Kept, Measured
    from sizing.table import table

    kept = Kept(tmp_path / "kept.json")
    kept.put("1m", "dnn", Measured([10.0], [100.0], [2.0], 1))
    kept.put("1m", "dnn: train", Measured([30.0], [700.0], less="1 epochs of 20"))

    shown = table(kept, [("1m", 1_000_000)], ["dnn", "dnn: train"])

    assert "100 MiB" not in shown
    assert "| dnn: train | 30 s, 30 a million, 700 MiB, 1 epochs of 20 |" in shown
