"""What of benchmarks/ranking_peers.py needs no other package: its rows, figures and tables."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from makers import make_random_100k

from movierec import workflow
from movierec.answers.ranking import Estimate
from movierec.evaluation.ials import IalsSettings


@pytest.fixture
def data(tmp_path: Path) -> str:
    return str(make_random_100k(tmp_path / "made-up.zip", users=40, movies=50, ratings=900))


def test_by_time_liked_films_are_relevant_and_per_user_all(data: str) -> None:
    from rankers.measure import held_rows

    prepared = workflow.prepared_data(data)
    by_time, per_user = (held_rows(prepared, name, seed=0) for name in ("time", "per-user"))

    assert "by time" in by_time.words
    assert "4 stars or more are relevant" in by_time.words
    assert len(per_user.relevant.movies) == 900 - len(per_user.trial.train)
    assert per_user.words.endswith("every rating is relevant; 40 users")


def test_no_test_row_is_among_those_that_systems_learn_from(data: str) -> None:
    from rankers.measure import held_rows

    held = held_rows(workflow.prepared_data(data), "per-user", seed=3)

    learned = set(zip(held.trial.train.user.tolist(), held.trial.train.movie.tolist(), strict=True))
    users = np.repeat(held.relevant.user, np.diff(held.relevant.offsets))
    tested = set(zip(users.tolist(), held.relevant.movies.tolist(), strict=True))
    assert not learned & tested
    assert held.seed == 3


def test_the_best_system_is_compared_with_each_other_one(data: str) -> None:
    from rankers.measure import differences, held_rows, measure_system

    held = held_rows(workflow.prepared_data(data), "per-user", seed=0)
    measured = [measure_system(name, held) for name in ("popular", "ease")]

    ((best, other, found),) = differences(measured)

    worse, better = sorted(measured, key=lambda one: one.metrics.ndcg.value)
    assert (best, other) == (better.title, worse.title)
    assert found.value == pytest.approx(better.metrics.ndcg.value - worse.metrics.ndcg.value)


def test_a_run_prints_a_line_a_system(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    from ranking_peers import main

    code = main(["--dataset", data, "--systems", "popular", "ease-liked", "--kinds"])

    table = capsys.readouterr().out.split("\n\n")[1]
    heads, _, *lines = table.splitlines()
    assert code == 0
    assert heads.startswith("| system | setting | nDCG@10 | Recall@10 |")
    assert {line.split(" | ")[0] for line in lines} == {"| most popular", "| EASE, liked films"}
    assert all(line.count("|") == heads.count("|") for line in lines)


def test_json_holds_every_figure_and_what_was_tried(
    data: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from ranking_peers import main

    main(["--dataset", data, "--protocol", "per-user", "--systems", "ease", "--json"])

    found = json.loads(capsys.readouterr().out)
    own, ease = found["systems"]
    assert found["protocol"] == "per-user"
    assert (own["title"], own["setting"]) == ("movierec, dnn", None)
    assert set(ease["metrics"]["ndcg"]) == {"value", "low", "high"}
    assert ease["setting"] in [one["setting"] for one in ease["tried"]]
    assert len(found["differences"]) == 1


def test_where_every_rating_is_relevant_liked_films_are_not_a_system(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from ranking_peers import _options

    assert "ease-liked" in _options([]).systems
    assert "ease-liked" not in _options(["--protocol", "per-user"]).systems
    with pytest.raises(SystemExit):
        _options(["--protocol", "per-user", "--systems", "ease-liked"])
    assert "every rating is relevant" in capsys.readouterr().err


def test_a_data_set_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    from ranking_peers import main

    assert main(["--systems", "popular"]) == 3
    assert "ml-100k is not on this machine" in capsys.readouterr().err


def test_a_package_that_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import ranking_peers
    from rankers import systems

    monkeypatch.setattr(systems.importlib.util, "find_spec", lambda _: None)

    assert systems.missing_packages(["popular", "ials"]) == ()
    assert ranking_peers.main(["--systems", "implicit"]) == 1
    assert "cannot be imported: implicit" in capsys.readouterr().err


def test_a_difference_is_a_line_of_markdown() -> None:
    from rankers.table import difference_table

    table = difference_table([("EASE", "most popular", Estimate(0.05, 0.02, 0.08))])

    assert table.endswith("| EASE | most popular | +0.0500 | +0.0200 to +0.0800 | yes |")


def test_a_difference_of_few_users_has_no_interval() -> None:
    from rankers.table import difference_table

    table = difference_table([("EASE", "most popular", Estimate(0.05, None, None))])

    assert table.endswith("| EASE | most popular | +0.0500 |  |  |")


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        (None, ""),
        (200.0, "ridge 200"),
        (IalsSettings(32, 1.0, 20.0), "factors 32, alpha 1, ridge 20, sweeps 15"),
    ],
)
def test_a_setting_is_a_cell(setting: object, text: str) -> None:
    from rankers.table import setting_text

    assert setting_text(setting) == text
