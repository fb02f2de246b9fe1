"""What a list is worth after some answers, or some questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from interviews.people import Person, World
from interviews.strategies import STRATEGIES
from interviews.talk import Talk, interview
from movierec.answers.ranking import Estimate
from movierec.evaluation.ranking import K
from movierec.evaluation.ranking_metrics import Lists, user_figures
from movierec.evaluation.relevant_films import relevant_of
from movierec.evaluation.user_bootstrap import mean_intervals
from movierec.ranking.score import score
from movierec.records import LIKED, IntArray
from movierec.scoring.shortlist import highest

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

ANSWERS = (5, 10)
QUESTIONS = (10, 20)
NOTHING, EVERYTHING = "nothing", "all their other ratings"
"""What the references know of a person."""

_STREAM = 7


@dataclass(frozen=True, slots=True)
class Figures:
    """What some knowledge of each person is worth, all [people]; NaN without a relevant film.

    Attributes:
        error: sum of the squared errors of the predicted ratings, of all test films.
        rows: how many test films these are.
        ndcg: of a list without the films that they gave stars to.
        recall: of the same list.
        ndcg_open: nDCG of a list without all films that they could have given stars to: the same
            films compete whatever was asked.
        answers: how many answers in stars there were.
    """

    error: Array
    rows: Array
    ndcg: Array
    recall: Array
    ndcg_open: Array
    answers: Array

    @property
    def rmse(self) -> float:
        """Root of the mean over all test films of everybody."""
        return float(np.sqrt(self.error.sum() / self.rows.sum()))


@dataclass(frozen=True, slots=True)
class Asked:
    """How one strategy did.

    Attributes:
        needed: questions that it took to get each of `ANSWERS`, [people, 2]; infinite if never.
        after_answers: figures after each of `ANSWERS`, or the last answer where fewer came.
        after_questions: figures after each of `QUESTIONS`.
    """

    needed: Array
    after_answers: tuple[Figures, ...]
    after_questions: tuple[Figures, ...]


def measure_strategy(name: str, worlds: Sequence[World]) -> Asked:
    """Interview everybody by a strategy, and measure what came of it."""
    talks: list[Talk] = []
    for number, world in enumerate(worlds):
        rng = np.random.default_rng([_STREAM, number])
        for person in world.people:
            ask = STRATEGIES[name](world, rng)
            talks.append(interview(world, person, ask, max(ANSWERS), max(QUESTIONS)))
    needed = [[talk.needed(count) or np.inf for count in ANSWERS] for talk in talks]
    return Asked(
        needed=np.array(needed, dtype=np.float64),
        after_answers=tuple(
            _figures(worlds, [talk.first_answers(count) for talk in talks]) for count in ANSWERS
        ),
        after_questions=tuple(
            _figures(worlds, [talk.first_questions(count) for talk in talks]) for count in QUESTIONS
        ),
    )


def measure_references(worlds: Sequence[World]) -> dict[str, Figures]:
    """Measure what is known without an answer, and with all answers that could be had."""
    people = [person for world in worlds for person in world.people]
    whole = [Talk(person.answers.movie, person.answers.rating) for person in people]
    nothing = [talk.first_questions(0) for talk in whole]
    return {NOTHING: _figures(worlds, nothing), EVERYTHING: _figures(worlds, whole)}


def difference(first: Figures, second: Figures, column: str) -> Estimate:
    """Return the mean of one column of figures less that of others, with its interval.

    Args:
        first: of some people.
        second: of the same people, in the same order.
        column: "error" for the mean squared error of a rating, else a column of `Figures`.
    """
    less: Array = getattr(first, column) - getattr(second, column)
    weight = first.rows if column == "error" else np.ones_like(less)
    there = ~np.isnan(less)
    values, weights = less[there, None], weight[there, None]
    low, high = mean_intervals(values, weights, np.random.default_rng(0))[:, 0]
    return Estimate(float(values.sum() / weights.sum()), float(low), float(high))


def _figures(worlds: Sequence[World], talks: Sequence[Talk]) -> Figures:
    """Measure what each person's talk is worth; talks of all worlds, in order."""
    everybody = [(world, person) for world in worlds for person in world.people]
    rows = [
        _one(world, person, talk) for (world, person), talk in zip(everybody, talks, strict=True)
    ]
    return Figures(*np.array(rows, dtype=np.float64).T)


def _one(world: World, person: Person, talk: Talk) -> tuple[float, ...]:
    viewer = world.viewer(*talk.answered)
    scored = score(viewer, world.relevance, np.arange(world.catalogue.movies))
    stars = np.clip(scored.stars, world.scale.low, world.scale.high)
    missed = stars[person.test.movie] - person.test.rating
    answered, could = viewer.rated.movie, person.answers.movie
    ndcg, recall = _list_figures(scored.relevance, answered, person)
    ndcg_open, _ = _list_figures(scored.relevance, could, person)
    error, rows = float((missed**2).sum()), float(len(missed))
    return error, rows, ndcg, recall, ndcg_open, float(len(answered))


def _list_figures(relevance: Array, without: IntArray, person: Person) -> tuple[float, float]:
    """Return nDCG and Recall of a list without some films; NaN where nothing is relevant."""
    relevant = relevant_of(person.test, LIKED)
    if len(relevant.user) == 0:
        return float("nan"), float("nan")
    scores = relevance.copy()
    scores[without] = -np.inf
    found = user_figures(Lists(relevant.user, highest(scores, K)[None, :]), relevant)
    return float(found.ndcg[0]), float(found.recall[0])
