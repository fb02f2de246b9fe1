"""Interviews with people held out of a training, on a made-up data set."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from makers import make_random_100k
from relevance_makers import rows

from movierec import workflow

if TYPE_CHECKING:
    from interviews.people import World
    from interviews.talk import Talk

UNSEEN = float("nan")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("data")
    return str(make_random_100k(folder / "made-up.zip", users=40, movies=30, ratings=700))


@pytest.fixture
def world(data: str) -> World:
    from interviews.people import world_without

    return world_without(workflow.prepared_data(data), "dnn", 1)


def talk(*answers: float) -> Talk:
    """Return a talk about films 10, 11 and so on."""
    from interviews.talk import Talk

    return Talk(10 + np.arange(len(answers)), np.array(answers, dtype=np.float32))


def test_nobody_who_is_interviewed_was_trained_on(data: str, world: World) -> None:
    ratings = workflow.prepared_data(data).ratings
    people = [int(person.test.user[0]) for person in world.people]

    trained = ~np.isin(ratings.user, people)
    assert len(people) == 8 == 40 - world.catalogue.users
    assert world.catalogue.counts.sum() == np.count_nonzero(trained)


def test_everybody_is_held_out_in_one_part(data: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from interviews import people

    monkeypatch.setattr(people, "learned_weights", lambda *_: {})
    monkeypatch.setattr(people, "folding_scorer_for", lambda *_: None)
    prepared = workflow.prepared_data(data)
    held = [
        int(person.test.user[0])
        for part in range(people.PARTS)
        for person in people.world_without(prepared, "dnn", part).people
    ]

    assert sorted(held) == list(range(40))


def test_nobody_can_answer_about_a_film_that_they_are_tested_on(world: World) -> None:
    for person in world.people:
        assert not set(person.answers.movie.tolist()) & set(person.test.movie.tolist())
        assert 0 <= len(person.test) - len(person.answers) <= 1


def test_a_table_of_likeness_says_what_likeness_says(world: World) -> None:
    from movierec.scoring.likeness import Likeness

    some, others = np.array([4, 0, 4]), np.array([7, 4])

    found = world.likeness.between(some, others)

    plain = Likeness(world.relevance.liked, world.catalogue)
    np.testing.assert_array_equal(found, plain.between(some, others))


def test_by_every_strategy_all_that_somebody_can_answer_is_asked_for_once(world: World) -> None:
    from interviews.strategies import STRATEGIES
    from interviews.talk import interview

    person = world.people[0]
    own = dict(zip(person.answers.movie.tolist(), person.answers.rating.tolist(), strict=True))
    for strategy in STRATEGIES.values():
        ask = strategy(world, np.random.default_rng(0))

        found = interview(world, person, ask, answers=1_000, questions=0)

        movies, stars = found.answered
        assert sorted(found.movie.tolist()) == list(range(30))
        assert dict(zip(movies.tolist(), stars.tolist(), strict=True)) == own


def test_an_interview_ends_with_the_answers_wanted_but_not_before_the_questions_wanted(
    world: World,
) -> None:
    from interviews.strategies import popular
    from interviews.talk import interview

    ask = popular(world, np.random.default_rng(0))

    short = interview(world, world.people[0], ask, answers=2, questions=0)
    longer = interview(world, world.people[0], ask, answers=2, questions=15)

    assert len(short.answered[0]) == 2
    assert not np.isnan(short.rating[-1])
    assert len(longer.movie) == 15


def test_questions_are_counted_up_to_an_answer() -> None:
    found = talk(UNSEEN, 4, UNSEEN, 2, 5)

    assert [found.needed(count) for count in (1, 2, 3, 4)] == [2, 4, 5, None]
    assert found.first_answers(2).movie.tolist() == [10, 11, 12, 13]
    assert found.first_answers(4).movie.tolist() == [10, 11, 12, 13, 14]
    assert found.first_questions(3).answered[0].tolist() == [11]


def test_a_list_leaves_films_out_before_it_is_measured() -> None:
    from interviews.measure import _list_figures
    from interviews.people import Person

    person = Person(rows((0, 1, 5.0, 0)), rows((0, 2, 4.0, 0), (0, 3, 3.0, 0)))
    relevance = np.array([0.1, 0.9, 0.8, 0.7])

    second = _list_figures(relevance, np.zeros(0, dtype=int), person)
    first = _list_figures(relevance, person.answers.movie, person)

    assert first == (1, 1)
    assert second == (pytest.approx(1 / np.log2(3)), 1)


def test_nobody_without_a_relevant_film_counts_in_a_ranking() -> None:
    from interviews.measure import _list_figures
    from interviews.people import Person

    person = Person(rows((0, 1, 5.0, 0)), rows((0, 2, 3.0, 0)))

    assert np.isnan(_list_figures(np.zeros(4), np.zeros(0, dtype=int), person)).all()


def test_knowing_more_is_measured_as_better(world: World) -> None:
    from interviews.measure import EVERYTHING, NOTHING, difference, measure_references

    found = measure_references([world])

    assert found[EVERYTHING].rmse < found[NOTHING].rmse
    assert difference(found[EVERYTHING], found[NOTHING], "error").value < 0
    assert found[NOTHING].answers.sum() == 0


def test_a_run_prints_a_line_a_strategy(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    from interview import main

    code = main(["--dataset", data, "--parts", "0", "--strategies", "popular", "watch score"])

    told, answers, questions, differences = capsys.readouterr().out.split("\n\n")
    assert code == 0
    assert told.endswith("dnn, parts 0: 8 people.")
    for table, names in (
        (answers, ["movierec", "popular", "watch score", "(nothing)", "(all their other ratings)"]),
        (questions, ["movierec", "popular", "watch score"]),
        (differences, ["popular", "watch score"]),
    ):
        heads, _, *lines = table.splitlines()
        assert [line.split(" | ")[0].removeprefix("| ") for line in lines] == names
        assert all(line.count("|") == heads.count("|") for line in lines)


def test_a_data_set_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    from interview import main

    assert main([]) == 3
    assert "ml-100k is not on this machine" in capsys.readouterr().err
