"""Who rates what, when, and with how many stars."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from made_up.films import FACTORS, Films
from made_up.people import MIXED, TASTES, People
from made_up.shape import Floats, Ints

HALVES = np.array([0.0136, 0.0279, 0.0178, 0.0749, 0.0550, 0.1988, 0.1303, 0.2660, 0.0848, 0.1309])
"""How often MovieLens's users give half a star, one star, … five."""
BLOCK_RATINGS = 1_500_000
_LIKING, _NOISE = 0.42, 0.76
_FEW = 100
"""A user with more than this part of the catalogue draws from all films at once."""
_SAMPLE = 400_000
_SECONDS = 14


@dataclass(frozen=True, slots=True)
class Block:
    """Ratings of some users, by user and then by film: rows, half stars (1 to 10), seconds."""

    user: Ints
    film: Ints
    halves: Ints
    seconds: Ints


def draw_ratings(films: Films, people: People, seed: int) -> Iterator[Block]:
    """Yield all ratings, whole users at a time; every block has a stream of its own."""
    cumulative = np.cumsum(people.taste_weights, axis=1)
    cumulative /= cumulative[:, -1:]
    edges: Floats | None = None
    ends = np.cumsum(people.counts)
    first = 0
    while first < len(ends):
        before = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(ends, before + BLOCK_RATINGS)))
        users = np.arange(first, min(last, len(ends)))
        random = np.random.default_rng([seed, 1 + first])
        user, film = _choose(films, people, cumulative, users, random)
        liking = _liking(films, people, user, film, random)
        if edges is None:
            edges = np.quantile(liking[:_SAMPLE], np.cumsum(HALVES)[:-1])
        halves = 1 + np.searchsorted(edges, liking).astype(np.int64)
        yield Block(user, film, halves, _seconds(films, people, user, film, random))
        first = int(users[-1]) + 1


def _choose(
    films: Films, people: People, cumulative: Floats, users: Ints, random: np.random.Generator
) -> tuple[Ints, Ints]:
    """Return which films users rate, as rows of both, by user and film."""
    few = people.counts[users] <= len(films.ids) // _FEW
    pairs = [_one_by_one(films, people, cumulative, users[few], random)]
    count, last = len(films.ids), people.last
    for user in users[~few].tolist():
        weights = people.shares @ people.taste_weights[people.tastes[user]]
        # The films whose clocks ring first are a weighted draw without replacement.
        clock = random.exponential(size=count) / weights
        clock[films.released > last[user]] = np.inf
        film = np.argpartition(clock, people.counts[user] - 1)[: people.counts[user]]
        pairs.append(user * count + film)
    keys = np.sort(np.concatenate(pairs))
    return keys // count, keys % count


def _one_by_one(
    films: Films, people: People, cumulative: Floats, users: Ints, random: np.random.Generator
) -> Ints:
    """Draw films until each user has enough different ones; return user * films + film."""
    count, last = len(films.ids), people.last
    share = np.cumsum(people.shares)
    kept = np.zeros(0, dtype=np.int64)
    missing = people.counts[users]
    while len(users):
        user = np.repeat(users, missing + missing // 2 + 8)
        which = np.minimum(np.searchsorted(share, random.random(len(user))), MIXED - 1)
        film = _films_of(people.tastes[user, which], cumulative, random)
        allowed = films.released[film] <= last[user]
        drawn = np.concatenate([kept, user[allowed] * count + film[allowed]])
        # What was drawn first is kept, so that the weights tell who is in.
        keys, place = np.unique(drawn, return_index=True)
        order = np.lexsort((place, keys // count))
        keys = keys[order]
        owner = keys // count
        starts = np.searchsorted(owner, owner)
        kept = keys[np.arange(len(keys)) - starts < people.counts[owner]]
        have = np.bincount(kept // count, minlength=int(users[-1]) + 1)[users]
        missing = people.counts[users] - have
        users, missing = users[missing > 0], missing[missing > 0]
    return kept


def _films_of(tastes: Ints, cumulative: Floats, random: np.random.Generator) -> Ints:
    """Return a film that each of the tastes draws."""
    film = np.empty(len(tastes), dtype=np.int64)
    order = np.argsort(tastes, kind="stable")
    ends = np.cumsum(np.bincount(tastes, minlength=TASTES))
    for taste, rows in enumerate(np.split(order, ends[:-1])):
        film[rows] = np.searchsorted(cumulative[taste], random.random(len(rows)), side="right")
    return np.minimum(film, cumulative.shape[1] - 1)


def _liking(
    films: Films, people: People, user: Ints, film: Ints, random: np.random.Generator
) -> Floats:
    """Return what a user thinks of a film, in stars without a zero."""
    liking = people.bias[user] + films.bias[film] + _NOISE * random.normal(size=len(user))
    for factor in range(FACTORS):
        taste = people.factors[:, factor][user] * films.factors[:, factor][film]
        liking += _LIKING / FACTORS**0.5 * taste
    return np.asarray(liking)


def _seconds(
    films: Films, people: People, user: Ints, film: Ints, random: np.random.Generator
) -> Ints:
    """Return when ratings were given: in a sitting that does not come before the film."""
    begin, end = people.sitting[user], people.sitting[user + 1]
    late = np.flatnonzero(films.released[film] > people.starts[begin])
    if len(late):
        # A user's sittings ascend, and so do users: one number orders both.
        low, high = int(user[0]), int(user[-1]) + 1
        slots = slice(int(people.sitting[low]), int(people.sitting[high]))
        owner = np.repeat(np.arange(low, high), np.diff(people.sitting[low : high + 1]))
        sittings = (owner << 34) + people.starts[slots]
        wanted = (user[late] << 34) + films.released[film[late]]
        begin = begin.copy()
        begin[late] = slots.start + np.searchsorted(sittings, wanted)
    sitting = begin + (random.random(len(user)) * (end - begin)).astype(np.int64)
    often = people.counts[user] * _SECONDS // (people.sitting[user + 1] - people.sitting[user])
    return np.asarray(people.starts[sitting] + (random.random(len(user)) * often).astype(np.int64))
