"""What of benchmarks/accuracy_time.py needs no peer: a fit, its file, and who wins a budget."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from makers import make_random_100k


@pytest.fixture
def data(tmp_path: Path) -> str:
    return str(make_random_100k(tmp_path / "made-up.zip", users=30, movies=40, ratings=600))


def point(system: str, seconds: float, *figures: float) -> Any:
    from budgets.points import Point

    effort = (1, 20) if system == "dnn" else (1,)
    return Point(system, effort, (seconds,) * len(figures), figures)


def test_a_fit_is_kept_and_not_made_twice(data: str, tmp_path: Path) -> None:
    from budgets.measure import load, measure

    kept, said = tmp_path / "kept.json", list[str]()
    first = measure(["dnn"], ["u1"], data, {}, kept, said.append)
    again = measure(["dnn"], ["u1"], data, {}, kept, said.append)

    assert first == again == load(kept)
    assert [one.effort for one in first] == [(1, 20), (4, 20), (8, 20)]
    assert len(said) == 3
    assert all(one.found.list_seconds > one.found.rating_seconds > 0 for one in first)  # type: ignore[operator]


def test_a_fit_that_fails_is_named(tmp_path: Path) -> None:
    from budgets.measure import measure

    with pytest.raises(RuntimeError, match="nowhere dnn u1 1 20 failed"):
        measure(["dnn"], ["u1"], "nowhere", {}, tmp_path / "kept.json", print)


class Fits:
    """Stands for the processes that fit: tells other conditions when `commit` is changed."""

    def __init__(self) -> None:
        self.commit = "1a"
        self.made: list[tuple[str, ...]] = []

    def printed(self, dataset: str, *rest: str, python: str) -> dict[str, Any]:
        del python
        if len(rest) == 1:
            return {"data set": dataset, "commit": self.commit}
        self.made.append(rest)
        return {"rmse": 0.9, "rating_seconds": 1.0, "ndcg": None, "list_seconds": None}


@pytest.fixture
def fits(monkeypatch: pytest.MonkeyPatch) -> Fits:
    from budgets import measure as module

    made = Fits()
    monkeypatch.setattr(module, "_printed", made.printed)
    return made


def test_each_fit_is_kept_with_what_it_was_measured_with(fits: Fits, tmp_path: Path) -> None:
    from budgets.measure import load, measure

    measure(["svd"], ["u1"], "some", {}, tmp_path / "kept.json", print)
    fits.commit = "2b"
    measure(["myfm"], ["u1"], "some", {}, tmp_path / "kept.json", print)

    assert {(one.system, one.conditions["commit"]) for one in load(tmp_path / "kept.json")} == {
        ("svd", "1a"),
        ("myfm", "2b"),
    }


def test_fits_of_another_commit_are_not_mixed_in(fits: Fits, tmp_path: Path) -> None:
    from budgets.measure import measure

    kept = tmp_path / "kept.json"
    measure(["svd"], ["u1"], "some", {}, kept, print)
    before, fits.commit = kept.read_text(), "2b"

    with pytest.raises(RuntimeError, match=r"Surprise SVD on u1 .* commit 1a and not 2b(.|\n)*--f"):
        measure(["svd", "myfm"], ["u1"], "some", {}, kept, print)
    assert kept.read_text() == before
    assert {name for name, *_ in fits.made} == {"svd"}


@pytest.mark.usefixtures("fits")
def test_fits_kept_without_their_versions_are_not_mixed_in(tmp_path: Path) -> None:
    from budgets.measure import measure

    kept = tmp_path / "kept.json"
    measure(["svd"], ["u1"], "some", {}, kept, print)
    rows = json.loads(kept.read_text())
    kept.write_text(json.dumps([{**row, "conditions": {}} for row in rows[:1]]))

    with pytest.raises(RuntimeError, match="commit not known and not 1a"):
        measure(["svd"], ["u1"], "some", {}, kept, print)


def test_fresh_measures_anew_only_what_differs(fits: Fits, tmp_path: Path) -> None:
    from budgets.measure import measure

    kept = tmp_path / "kept.json"
    measure(["svd"], ["u1"], "some", {}, kept, print)
    fits.commit = "2b"
    fits.made.clear()

    first = measure(["svd"], ["u1"], "some", {}, kept, print, fresh=True)
    again = measure(["svd"], ["u1"], "some", {}, kept, print, fresh=True)

    assert first == again
    assert {one.conditions["commit"] for one in again} == {"2b"}
    assert len(fits.made) == len(first)


def test_a_refusal_to_mix_ends_with_exit_code_1(
    fits: Fits, data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from accuracy_time import main

    words = ["--systems", "svd", "--folds", "u1", "--dataset", data]
    words += ["--keep", str(tmp_path / "kept.json")]
    assert main(words) == 0
    assert f"- data set {data}, commit 1a" in capsys.readouterr().out

    fits.commit = "2b"
    assert main(words) == 1
    assert "Give --fresh" in capsys.readouterr().err
    assert main([*words, "--fresh"]) == 0
    assert f"- data set {data}, commit 2b" in capsys.readouterr().out


def test_a_fits_versions_are_those_of_its_own_process() -> None:
    from budgets.measure import _printed

    told = _printed("some", "svd", python=sys.executable)

    assert {"data set", "movierec", "python", "torch", "cores", "commit", "surprise"} <= set(told)


def test_within_a_budget_movierec_stands_with_its_longest_fit() -> None:
    from budgets.points import longest

    points = [point("dnn", 4, 0.88), point("bayes", 5, 0.89), point("blend", 6, 0.87)]

    assert longest(points, 5.0) == points[1]
    assert longest(points, 1.0) is None


def test_within_a_budget_a_peer_stands_with_its_best_fit() -> None:
    from budgets.points import best_peers

    fast, best, late = point("svd", 1, 0.94), point("svd", 2, 0.93), point("svd", 9, 0.90)
    worse = point("svdpp", 3, 0.95)

    assert best_peers([fast, best, late, worse, point("dnn", 1, 0.8)], 5.0, "ratings") == [
        best,
        worse,
    ]
    assert best_peers([fast, best, worse], 5.0, "lists")[0] == worse


def test_the_folds_won_are_those_of_the_best_peer() -> None:
    from budgets.table import budget_table

    points = [point("dnn", 4, 0.88, 0.90), point("svd", 2, 0.89, 0.89), point("myfm", 9, 0.8, 0.8)]

    assert budget_table(points, [5.0], "ratings").splitlines()[-1] == (
        "| 5 s | dnn, 1 members, 20 epochs | 0.8900 | Surprise SVD 0.8900 | 1 of 2 |"
    )


def test_a_data_set_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from accuracy_time import main

    assert main(["--systems", "dnn", "--keep", str(tmp_path / "kept.json")]) == 3
    assert "ml-100k is not on this machine" in capsys.readouterr().err
