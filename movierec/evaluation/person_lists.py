"""Do lists for one person hold the films that they liked and that were hidden?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from movierec.answers.me import Gain, ListFigures, PersonLists
from movierec.answers.ranking import Estimate
from movierec.data.tally import Tally
from movierec.data.twins import most_rated_twins, with_twins
from movierec.evaluation.baselines import BIAS_MODEL
from movierec.evaluation.person_parts import FOLDS, MODEL, Part
from movierec.evaluation.ranking_metrics import (
    Lists,
    mean_estimate,
    ndcg_difference,
    ndcg_shares,
    user_figures,
)
from movierec.evaluation.relevance_lists import most_relevant
from movierec.evaluation.relevant_films import Relevant, relevant_of
from movierec.records import LIKED, UNKNOWN, Catalogue, IntArray, Ratings
from movierec.scoring.relevance import RelevanceScorer, Taste
from movierec.scoring.shortlist import highest
from movierec.training.bias import BiasModel

K = 10
"""Films in a list."""
POPULAR = "most popular"
DAMPED_MEAN = "film mean, damped"
DAMPING = 20.0
"""Ratings at the mean that are added to each film's: one rating of 5 stars then wins nothing."""
WIDER = math.sqrt(1 + FOLDS / (FOLDS - 1))
"""How much wider an interval is than hidden films alone make it, because lists come from visible
ones that are drawn as well. Source: C. Nadeau and Y. Bengio, Inference for the Generalization
Error, 2003: of J parts a variance is 1 / J + hidden / visible, not 1 / J."""

_Doubles = npt.NDArray[np.float64]


def measure_lists_for(
    parts: Sequence[Part],
    watched: IntArray,
    relevance: RelevanceScorer,
    catalogue: Catalogue,
    tally: Tally,
    bias: BiasModel,
    seed: int,
) -> PersonLists | None:
    """List 10 films of the whole catalogue less what is visible, and look for hidden liked ones.

    A film is liked with 4 stars or more. Parts without a liked film have no list. A figure is the
    mean over lists; its interval draws the person's liked films, each with all that it added to the
    nDCG of lists in all repeats. That other visible films make other lists, too, is no part of such
    draws: the interval is `WIDER` for it.

    Args:
        parts: what is hidden and what is visible.
        watched: rows of the films that they saw and never rated.
        relevance: the model's.
        catalogue: the films.
        tally: how often and how well each film was rated.
        bias: its films' offsets rank them.
        seed: of the intervals.

    Returns:
        None where no hidden film was liked.
    """
    kept = [part for part in parts if (part.hidden.rating >= LIKED).any()]
    if not kept:
        return None
    listed = [part_lists(part, watched, relevance, catalogue, tally, bias) for part in kept]
    relevant = _relevant(kept, catalogue)
    number = np.arange(len(kept))
    lists = {
        name: Lists(number, _as_one_film([one[name] for one in listed], catalogue))
        for name in listed[0]
    }
    values = {name: _by_film(one, relevant) for name, one in lists.items()}
    figures = {
        name: ListFigures(
            _wider(mean_estimate(values[name], np.random.default_rng(seed)), least=0.0),
            K * float(user_figures(one, relevant).precision.mean()),
        )
        for name, one in lists.items()
    }
    model = figures.pop(MODEL)
    gains = {
        name: Gain(
            _wider(
                ndcg_difference(values[MODEL], values[name], np.random.default_rng(seed)),
                least=-1.0,
            )
        )
        for name in figures
    }
    return PersonLists(
        k=K,
        lists=len(kept),
        liked=len(values[MODEL]),
        figures=model,
        baselines=dict(sorted(figures.items(), key=lambda one: -one[1].ndcg.value)),
        gains=gains,
    )


def part_lists(
    part: Part,
    watched: IntArray,
    relevance: RelevanceScorer,
    catalogue: Catalogue,
    tally: Tally,
    bias: BiasModel,
) -> Mapping[str, IntArray]:
    """List films by the model, called `MODEL`, and by each baseline, best first.

    The order in which the visible films were rated is not used: what is hidden lies among them.
    """
    history = np.concatenate([part.visible.movie, watched])
    left = most_rated_twins(catalogue) & ~with_twins(catalogue, history)
    watch = relevance.watch(Taste.unordered(history))
    count = tally.movie_count.astype(np.float64)
    mean = tally.movie_sum.sum() / max(1.0, count.sum())
    damped = (tally.movie_sum + DAMPING * mean) / (count + DAMPING)
    return {
        MODEL: most_relevant(np.where(left, watch, -np.inf), K, part.expected),
        POPULAR: highest(np.where(left, count, -np.inf), K),
        DAMPED_MEAN: highest(np.where(left, damped, -np.inf), K),
        # A person's own offset moves all films alike; the last is that of unknown films.
        BIAS_MODEL: highest(np.where(left, bias.movie[:-1], -np.inf), K),
    }


def _relevant(parts: Sequence[Part], catalogue: Catalogue) -> Relevant:
    """Return the hidden liked films of each part, twins as one film."""
    lengths = [len(part.hidden) for part in parts]
    movie = np.concatenate([part.hidden.movie for part in parts])
    hidden = Ratings(
        user=np.repeat(np.arange(len(parts)), lengths),
        movie=catalogue.twins[movie],
        rating=np.concatenate([part.hidden.rating for part in parts]),
        timestamp=np.zeros_like(movie),
    )
    return relevant_of(hidden, LIKED)


def _as_one_film(lists: Sequence[IntArray], catalogue: Catalogue) -> IntArray:
    """Return lists as rows that twins share, [lists, k]; -1 at the end of short ones."""
    table = np.full((len(lists), K), UNKNOWN, dtype=np.int64)
    for place, movies in enumerate(lists):
        table[place, : len(movies)] = catalogue.twins[movies]
    return table


def _by_film(lists: Lists, relevant: Relevant) -> _Doubles:
    """Return what each liked film adds, scaled so that the mean is the lists' mean nDCG, [films].

    A film that is hidden in several repeats counts as one.
    """
    films, place = np.unique(relevant.movies, return_inverse=True)
    added = np.bincount(place, weights=ndcg_shares(lists, relevant))
    return added * len(films) / len(lists.user)


def _wider(found: Estimate, least: float) -> Estimate:
    """Return a figure between `least` and 1 with an interval that is `WIDER`."""
    if found.low is None or found.high is None:
        return found
    low, high = (found.value + WIDER * (end - found.value) for end in (found.low, found.high))
    return Estimate(found.value, max(low, least), min(high, 1.0))
