"""Whether a model is any good for somebody: in a sentence, in tables, and for programs."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from cli import invented

from movierec.answers.me import (
    Gain,
    ListFigures,
    PersonEvaluation,
    PersonLists,
    PersonReport,
)
from movierec.answers.ranking import Estimate
from movierec.answers.who import Who
from movierec.cli.app import main
from movierec.cli.evaluate_me import answer
from movierec.cli.me_words import against, sentence
from movierec.cli.output import Answer, written
from movierec.cli.tables import print_tables
from movierec.records import Metrics

LONG_NAME = "ml-latest-small-bayes-of-the-second-of-may"
BETTER, WORSE = Estimate(0.125, 0.0625, 0.1875), Estimate(-0.125, -0.1875, -0.0625)
OPEN, FEW = Estimate(0.125, -0.0625, 0.25), Estimate(0.125, None, None)


def metrics(rmse: float, *, interval: bool = True) -> Metrics:
    ends = (rmse - 0.0625, rmse + 0.0625) if interval else None
    return Metrics(1234, rmse**2, rmse * 0.75, ends)


def figures(value: float) -> ListFigures:
    return ListFigures(Estimate(value, value - 0.0625, value + 0.0625), 8 * value)


def lists(gain: Estimate = BETTER) -> PersonLists:
    return PersonLists(
        k=10,
        lists=20,
        liked=345,
        figures=figures(0.25),
        baselines={"most popular": figures(0.125), "film mean, damped": figures(0.1875)},
        gains={"most popular": Gain(gain), "film mean, damped": Gain(OPEN)},
    )


def found(gain: Estimate = BETTER, who: Who | None = None, unknown: int = 12) -> PersonEvaluation:
    report = PersonReport(
        ratings=1234,
        watched=56,
        folds=5,
        repeats=4,
        metrics=metrics(0.78125),
        baselines={"film mean": metrics(0.90625), "bias model": metrics(0.875)},
        gains={"film mean": Gain(gain), "bias model": Gain(OPEN)},
        lists=lists(),
    )
    return PersonEvaluation(invented.card(), who or Who("you", profile="me"), unknown, report)


def drawn(shown: Answer) -> list[str]:
    stream = io.StringIO()
    print_tables(shown.tables, stream)
    return stream.getvalue().splitlines()


def piped(shown: Answer) -> list[str]:
    return written(shown, "text", unicode=True).splitlines()


def test_a_better_model_is_said_to_be_so_with_both_figures() -> None:
    said = sentence("the films' averages", Gain(BETTER), "0.78 against 0.91", "1,234 ratings")

    assert said == "better than the films' averages: yes, 0.78 against 0.91"


def test_a_worse_model_is_said_to_be_so_with_both_figures() -> None:
    said = sentence("the films' averages", Gain(WORSE), "0.95 against 0.91", "1,234 ratings")

    assert said == "better than the films' averages: no, 0.95 against 0.91"


def test_what_cannot_be_told_says_from_how_many_ratings_and_why() -> None:
    said = sentence("the films' averages", Gain(OPEN), "0.90 against 0.91", "1,234 ratings")

    assert said == (
        "better than the films' averages: cannot be told from 1,234 ratings, 0.90 against 0.91: "
        "the difference's interval holds 0"
    )


def test_too_few_ratings_for_an_interval_are_said_to_be_so() -> None:
    said = sentence("the films' averages", Gain(FEW), "0.90 against 0.91", "12 ratings")

    assert said.endswith("from 12 ratings, 0.90 against 0.91: too few to draw an interval")


@pytest.mark.parametrize(
    ("own", "other", "said"),
    [
        (0.78, 0.91, "0.78 against 0.91"),
        (0.7812, 0.7839, "0.781 against 0.784"),
        (0.78121, 0.78139, "0.7812 against 0.7814"),
        (0.5, 0.5, "0.5000 against 0.5000"),
    ],
    ids=str,
)
def test_figures_that_round_alike_get_another_digit(own: float, other: float, said: str) -> None:
    assert against(own, other) == said


def test_the_answer_begins_with_the_sentences() -> None:
    assert piped(answer(found()))[:5] == [
        "Is ml-100k-dnn any good for you?",
        "Stars\tbetter than the films' averages: yes, 0.78 against 0.91",
        "Stars\tbetter than the bias model: cannot be told from 1,234 ratings, 0.78 against "
        "0.88: the difference's interval holds 0",
        "Lists\tbetter than the most popular films: yes, nDCG 0.25 against 0.12",
        "Lists\tbetter than the films' averages, damped: cannot be told from 345 liked films, nDCG "
        "0.25 against 0.19: the difference's interval holds 0",
    ]


def test_a_pipe_gets_a_line_a_system_with_its_gain() -> None:
    lines = piped(answer(found()))

    assert "ml-100k-dnn\t0.7812\t0.719-0.844\t0.5859\t\t" in lines
    assert "film mean\t0.9062\t0.844-0.969\t0.6797\t+0.1250\t+0.062 to +0.188" in lines
    assert "most popular\t0.1250\t0.062-0.188\t1.00\t+0.1250\t+0.062 to +0.188" in lines


def test_figures_without_an_interval_stand_alone() -> None:
    few = found(FEW)
    report = replace(few.report, baselines={"film mean": metrics(0.90625, interval=False)})

    lines = piped(answer(replace(few, report=report)))

    assert "film mean\t0.9062\t\t0.6797\t+0.1250\t" in lines


def test_ratings_of_unknown_films_are_told_where_there_are_any() -> None:
    assert "Films not known\t12" in piped(answer(found()))
    assert not any("not known" in line for line in piped(answer(found(unknown=0))))


def test_films_dealt_once_are_said_to_be_hidden_alone() -> None:
    few = found()
    alone = replace(few, report=replace(few.report, folds=12, repeats=1))

    assert "Hidden\teach film alone, once: they are few" in piped(answer(alone))
    assert any("dealt anew 4 times" in line for line in piped(answer(few)))


def test_another_person_is_called_by_their_name() -> None:
    assert "any good for anna?" in piped(answer(found(who=Who("anna", profile="anna"))))[0]


def test_without_a_liked_film_it_is_said_why_there_are_no_lists() -> None:
    none = found()
    none = replace(none, report=replace(none.report, lists=None))

    shown = answer(none)

    assert "Lists\tnot measured: no film has 4 stars or more" in piped(shown)
    assert not any("nDCG" in line for line in piped(shown))
    data = json.loads(written(shown, "json", unicode=True))["data"]
    assert (data["ranking"], data["verdicts"]["ranking"]) == (None, None)


def test_json_has_figures_gains_and_verdicts() -> None:
    document = json.loads(written(answer(found()), "json", unicode=True))

    data = document["data"]
    assert document["command"] == "evaluate"
    assert (data["profile"], data["ratings"], data["unknown"]) == ("me", 1234, 12)
    assert data["metrics"]["rmse"] == pytest.approx(0.78125)
    assert list(data["baselines"]) == ["film mean", "bias model"]
    assert data["gains"]["film mean"] == {
        "value": 0.125, "low": 0.0625, "high": 0.1875, "better": True,
    }  # fmt: skip
    assert data["gains"]["bias model"]["better"] is None
    assert data["ranking"]["baselines"]["most popular"]["ndcg"]["value"] == 0.125
    assert data["ranking"]["gains"]["most popular"]["better"] is True
    assert data["verdicts"]["rating"][0].endswith("yes, 0.78 against 0.91")
    assert data["verdicts"]["ranking"][0].endswith("yes, nDCG 0.25 against 0.12")


def test_csv_has_a_line_for_each_figure_of_each_system() -> None:
    lines = written(answer(found()), "csv", unicode=True).splitlines()

    assert lines[0] == '"system","figure","value","low","high"'
    assert lines[1] == '"ml-100k-dnn","rmse",0.78125,0.71875,0.84375'
    assert lines[-1].startswith('"film mean, damped","ndcg",0.1875')
    assert len(lines) == 7


def test_what_the_intervals_cover_is_said_after_the_answer() -> None:
    (note,) = answer(found()).notes

    assert "do not cover" in note
    assert "half as wide again" in note
    assert "one time in 20" in note


@pytest.mark.parametrize(
    ("words", "profile"), [(["--me"], None), (["--profile", "anna"], "anna")], ids=str
)
def test_a_person_is_measured_where_me_or_a_profile_is_named(
    faked: Callable[..., None], words: list[str], profile: str | None
) -> None:
    asked: list[object] = []

    def verb(name: str | None, *, model: str | None) -> PersonEvaluation:
        asked.append((name, model))
        return found()

    faked(evaluate_me=verb)
    assert main(["evaluate", *words, "--model", "mine", "-q"]) == 0
    assert asked == [(profile, "mine")]


@pytest.mark.usefixtures("faked")
@pytest.mark.parametrize(
    "words",
    [
        ["--by", "popularity"],
        ["--test", "mine.tsv"],
        ["--protocol", "cold-users"],
        ["--seeds", "2"],
    ],
    ids=" ".join,
)
def test_a_person_and_another_protocol_cannot_both_be_meant(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main(["evaluate", "--me", *words]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("Error: --me cannot be meant together with")
    assert second == "Try:   Leave them out: movierec evaluate --me"


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("name", ["ml-100k-dnn", LONG_NAME])
def test_no_line_is_wider_than_the_terminal(
    monkeypatch: pytest.MonkeyPatch, columns: int, name: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    named = replace(found(), card=replace(invented.card(), name=name))

    lines = drawn(answer(named))

    assert max(map(len, lines)) <= columns
    assert not any("…" in line for line in lines)
