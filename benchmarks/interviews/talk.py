"""One interview, question by question, with somebody who answers from their ratings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from interviews.people import Person, World
from interviews.strategies import Ask
from movierec.records import FloatArray, IntArray

QUESTIONS = 100
"""Then everybody has had enough."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What somebody was asked and answered.

    Attributes:
        movie: the films asked about, in order, [n].
        rating: their stars, [n]; NaN where they said "not seen".
    """

    movie: IntArray
    rating: FloatArray

    def first_questions(self, count: int) -> Talk:
        """Return the talk up to a question."""
        return Talk(self.movie[:count], self.rating[:count])

    def first_answers(self, count: int) -> Talk:
        """Return the talk up to an answer in stars, all of it where there were not so many."""
        return self.first_questions(self.needed(count) or len(self.movie))

    def needed(self, count: int) -> int | None:
        """Return how many questions it took to get so many answers, None if they never came."""
        places = np.flatnonzero(~np.isnan(self.rating))
        return int(places[count - 1]) + 1 if len(places) >= count else None

    @property
    def answered(self) -> tuple[IntArray, FloatArray]:
        """Films that they gave stars, and the stars."""
        there = ~np.isnan(self.rating)
        return self.movie[there], self.rating[there]


def interview(world: World, person: Person, ask: Ask, answers: int, questions: int) -> Talk:
    """Ask somebody until they gave so many answers to at least so many questions.

    Args:
        world: the model.
        person: who is asked.
        ask: chooses the questions.
        answers: how many answers in stars are wanted.
        questions: the fewest questions.
    """
    stars = dict(zip(person.answers.movie.tolist(), person.answers.rating.tolist(), strict=True))
    asked: list[int] = []
    given: list[float] = []
    answered: list[int] = []
    viewer = world.viewer(_rows([]), np.zeros(0, dtype=np.float32))
    while len(asked) < QUESTIONS and (len(answered) < answers or len(asked) < questions):
        movie = ask(viewer, _rows(asked))
        if movie is None:
            break
        asked.append(movie)
        given.append(stars.get(movie, float("nan")))
        if movie in stars:
            answered.append(movie)
            so_far = np.array([stars[one] for one in answered], dtype=np.float32)
            viewer = world.viewer(_rows(answered), so_far)
    return Talk(_rows(asked), np.array(given, dtype=np.float32))


def _rows(movies: Sequence[int]) -> IntArray:
    return np.array(movies, dtype=np.int32)
