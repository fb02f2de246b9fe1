"""Made-up users: what they like, how kindly they rate, and when they come."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from made_up.films import FACTORS, Films
from made_up.shape import Floats, Ints

TASTES = 48
MIXED = 3
"""Tastes that one user has."""
_SHARES = np.array([0.55, 0.3, 0.15])
_PULL = 0.45
"""How strongly a taste draws films that it likes."""
_BEGIN, _END = 822_000_000, 1_697_000_000
"""January 1996 to October 2023."""
_RATINGS_A_SITTING = 45
_COLLECTOR = 0.05
"""From this part of the catalogue on, a user has been there until the end."""


@dataclass(frozen=True, slots=True)
class People:
    """The users, by row.

    Attributes:
        counts: ratings of each.
        tastes: the tastes of each, rows of `taste_weights`, [users, MIXED].
        taste_weights: how likely a taste draws a film, float64 [TASTES, films].
        factors: what each likes, float64 [users, FACTORS].
        bias: stars that each gives more than others.
        sitting: where each user's sittings begin in `starts`, int64 [users + 1].
        starts: when sittings begin, ascending within a user, seconds since 1970.
    """

    counts: Ints
    tastes: Ints
    taste_weights: Floats
    factors: Floats
    bias: Floats
    sitting: Ints
    starts: Ints

    @property
    def shares(self) -> Floats:
        """How much of what a user rates comes from each of the user's tastes, [MIXED]."""
        return _SHARES

    @property
    def last(self) -> Ints:
        """When each user's last sitting begins."""
        return np.asarray(self.starts[self.sitting[1:] - 1])


def make_people(films: Films, counts: Ints, random: np.random.Generator) -> People:
    """Draw the users who rate so many films each."""
    users = len(counts)
    centres = random.normal(size=(TASTES, FACTORS))
    pull = np.exp(_PULL * centres @ films.factors.T)  # [tastes, films]
    weights = pull / pull.mean(axis=0) * films.weights
    tastes = np.argsort(random.random((users, TASTES)), axis=1)[:, :MIXED]
    factors = (centres[tastes] * _SHARES[None, :, None]).sum(axis=1)
    factors = factors + 0.35 * random.normal(size=factors.shape)
    sitting, starts = _sittings(counts, len(films.ids), random)
    return People(
        counts=counts,
        tastes=tastes,
        taste_weights=weights / weights.sum(axis=1, keepdims=True),
        factors=factors / factors.std(),
        bias=0.42 * random.normal(size=users),
        sitting=sitting,
        starts=starts,
    )


def _sittings(counts: Ints, films: int, random: np.random.Generator) -> tuple[Ints, Ints]:
    users = len(counts)
    many = 1 + random.poisson(np.maximum(counts - 50, 0) / _RATINGS_A_SITTING)
    begin = random.uniform(_BEGIN, _END, users)
    # Most stay for weeks, those with many sittings for years.
    stay = random.exponential(86_400.0 * 15 * many)
    begin = np.where(counts > _COLLECTOR * films, begin * 0.3 + _BEGIN * 0.7, begin)
    end = np.where(counts > _COLLECTOR * films, _END, np.minimum(begin + stay, _END))
    sitting = np.zeros(users + 1, dtype=np.int64)
    np.cumsum(many, out=sitting[1:])
    user = np.repeat(np.arange(users), many)
    place = random.random(len(user))
    place[sitting[1:] - 1] = 1.0
    order = np.lexsort((place, user))
    starts = begin[user] + place[order] * (end - begin)[user]
    return sitting, starts.astype(np.int64)
