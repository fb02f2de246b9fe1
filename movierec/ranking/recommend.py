"""From somebody and what they asked for to a list with reasons; and the whole sum of one film."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from movierec.answers.recommend import Contribution, Explanation, Limits, Recommendation
from movierec.answers.who import Who
from movierec.errors import UsageError
from movierec.ranking.filters import Filtered, Filters, apply_filters
from movierec.ranking.leftover import nothing_left
from movierec.ranking.lists import limits, predictions
from movierec.ranking.pick import pick
from movierec.ranking.popularity import parse_dial, turned
from movierec.ranking.reasons import because, contributions
from movierec.ranking.score import Scored, score, score_best, taste_of, weighed
from movierec.ranking.variety import POOL, check_variety
from movierec.ranking.viewer import Viewer
from movierec.ranking.wanted import ORDERS, RATING, Steering
from movierec.records import Catalogue, IntArray
from movierec.scoring.relevance import RelevanceScorer
from movierec.store.bundle import Bundle

_BLOCK = 256


@dataclass(frozen=True, slots=True)
class Listed:
    """A list, and what became of the candidates.

    Attributes:
        films: best first.
        limits: how far it reaches.
        given_up: share of the plain list's relevance, or stars, that variety cost; None without.
        filtered: what is left of the catalogue, and who took how many.
    """

    films: tuple[Recommendation, ...]
    limits: Limits
    given_up: float | None
    filtered: Filtered


def check_steering(steering: Steering) -> None:
    """Refuse, before anything is loaded, what cannot be meant.

    Raises:
        UsageError: an unknown order, popularity or variety.
    """
    if steering.by not in ORDERS:
        raise UsageError(f"--by {steering.by} is not known.", f"Choose {' or '.join(ORDERS)}.")
    parse_dial(steering.popularity)
    check_variety(steering.variety)


def recommend(
    bundle: Bundle, viewer: Viewer, filters: Filters, steering: Steering, top: int
) -> Listed:
    """List films for somebody.

    Args:
        bundle: the model.
        viewer: who asks.
        filters: which films may be listed.
        steering: how they are sorted.
        top: how many.

    Raises:
        UsageError: no film is left.
        DataError: the model is damaged.
    """
    catalogue = bundle.catalogue
    everything = np.arange(catalogue.movies)
    filtered = apply_filters(catalogue, everything, filters, viewer.history.movie, viewer.hidden)
    if len(filtered.movies) == 0:
        raise nothing_left(filtered, catalogue)
    scorer = RelevanceScorer(bundle.relevance(), catalogue.movies)
    scored, scores = _sorted_by(viewer, scorer, filtered.movies, catalogue, steering, top)
    worth = scored.stars if steering.by == RATING else scored.relevance
    picked, cost = pick(
        catalogue, scorer.liked, scored.movies, scores, worth, steering.variety, top
    )
    shown = scored.take(picked)
    return Listed(
        films=_recommendations(bundle, viewer, scorer, shown),
        limits=limits(bundle.card, catalogue, viewer.history, shown.movies, filtered.movies),
        given_up=cost,
        filtered=filtered,
    )


def _sorted_by(
    viewer: Viewer,
    scorer: RelevanceScorer,
    movies: IntArray,
    catalogue: Catalogue,
    steering: Steering,
    top: int,
) -> tuple[Scored, npt.NDArray[np.float64]]:
    """Return the films that can be listed, and what they are sorted by."""
    counts, most = catalogue.counts[movies], catalogue.most_ratings()
    dial = parse_dial(steering.popularity)
    if steering.by == RATING:
        scored = score(viewer, scorer, movies)
        return scored, turned(scored.stars, counts, most, dial)
    watch = scorer.watch(taste_of(viewer))[movies]
    wanted = min(len(movies), top * POOL if steering.variety else top)
    return score_best(viewer, movies, watch, turned(watch, counts, most, dial), wanted)


def explain(
    bundle: Bundle, viewer: Viewer, movie: int, who: Who, remarks: tuple[str, ...] = ()
) -> Explanation:
    """Show the whole sum of one film's relevance for somebody.

    Args:
        bundle: the model.
        viewer: who asks.
        movie: a film row.
        who: what the viewer is called.
        remarks: what else is to be said.

    Raises:
        DataError: the model is damaged.
    """
    catalogue, history, taste = bundle.catalogue, viewer.history, taste_of(viewer)
    scorer = RelevanceScorer(bundle.relevance(), catalogue.movies)
    watch, one = scorer.watch(taste), np.array([movie])
    scored = weighed(viewer, one, watch[one])
    (relevance,), (factor,) = scored.relevance.tolist(), scored.factor.tolist()
    every, hidden = np.arange(catalogue.movies), viewer.hidden
    unseen = apply_filters(catalogue, every, Filters(), history.movie, hidden).movies
    alone = apply_filters(catalogue, one, Filters(), history.movie, hidden)
    # Relevance never exceeds the watch score: no other film can be ahead.
    rivals = unseen[watch[unseen] > relevance]
    ahead = np.count_nonzero(weighed(viewer, rivals, watch[rivals]).relevance > relevance)
    adds = scorer.contributions(taste, one)[:, 0] * factor
    (expected,) = predictions(catalogue, one, scored.expected, bundle.card.scale, viewer.rated)
    return Explanation(
        who=who,
        model=bundle.card.name,
        expected=expected,
        relevance=relevance,
        place=int(ahead) + 1 if movie in unseen else None,
        places=len(unseen),
        kept_out=next((taken.filter for taken in alone.taken if taken.films), None),
        appeal=float(scorer.appeal(one)[0]) * factor,
        contributions=contributions(catalogue, history, adds),
        factor=factor,
        limits=limits(bundle.card, catalogue, history, one, one),
        remarks=remarks,
    )


def _recommendations(
    bundle: Bundle, viewer: Viewer, scorer: RelevanceScorer, shown: Scored
) -> tuple[Recommendation, ...]:
    catalogue, scale = bundle.catalogue, bundle.card.scale
    expected = predictions(catalogue, shown.movies, shown.expected, scale, viewer.rated)
    reasons = reasons_for(catalogue, viewer, scorer, shown)
    columns = zip(expected, shown.relevance.tolist(), reasons, strict=True)
    return tuple(Recommendation(*column) for column in columns)


def reasons_for(
    catalogue: Catalogue, viewer: Viewer, scorer: RelevanceScorer, shown: Scored
) -> tuple[tuple[Contribution, ...], ...]:
    """Return the films seen that say most that a viewer would choose each film shown.

    Args:
        catalogue: the films.
        viewer: who asks.
        scorer: the model's relevance.
        shown: the films, scored for them.
    """
    taste, history = taste_of(viewer), viewer.history
    found: list[tuple[Contribution, ...]] = []
    # What each rating adds to each film fills a table: of a long list, one block at a time.
    for start in range(0, len(shown.movies), _BLOCK):
        block = slice(start, start + _BLOCK)
        adds = scorer.contributions(taste, shown.movies[block]) * shown.factor[block]  # [k, b]
        found += [because(catalogue, history, column) for column in adds.T]
    return tuple(found)
