"""One list for several people.

    candidates of everybody -> everybody's relevance on a common footing -> one score -> the list

What each step does with the scores: `movierec.ranking.strategies`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from movierec.answers.recommend import Contribution, Recommendation
from movierec.ranking.filters import Filters, apply_filters
from movierec.ranking.leftover import nothing_left
from movierec.ranking.lists import limits, predictions
from movierec.ranking.pick import pick
from movierec.ranking.popularity import parse_dial, turned
from movierec.ranking.recommend import Listed, reasons_for
from movierec.ranking.score import Scored, score
from movierec.ranking.strategies import check_strategy, combined, common_footing, vetoed
from movierec.ranking.viewer import Viewer
from movierec.ranking.wanted import NO_VETO, RATING, Steering
from movierec.scoring.relevance import RelevanceScorer
from movierec.store.bundle import Bundle

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

_LEAST_SHARE = 0.25
"""Of the film's strongest reason: whose history adds less has none worth naming."""


def recommend_together(
    bundle: Bundle,
    viewers: Sequence[Viewer],
    filters: Filters,
    steering: Steering,
    top: int,
) -> Listed:
    """List films for several people; of one alone it is their own list.

    No film is listed that one of them has hidden or, unless the filters say so, seen. What is told
    of a film as `expected` and `because` is of the first of them.

    Args:
        bundle: the model.
        viewers: who asks, at least one.
        filters: which films may be listed.
        steering: how they are sorted, and by which strategy.
        top: how many.

    Raises:
        UsageError: no film is left, or there is no such strategy.
        DataError: the model is damaged.
    """
    strategy = steering.strategy
    check_strategy(strategy)
    catalogue = bundle.catalogue
    scorer = RelevanceScorer(bundle.relevance(), catalogue.movies)
    everything = np.arange(catalogue.movies)
    scored = [score(viewer, scorer, everything) for viewer in viewers]
    if strategy == NO_VETO:
        stars = np.stack([one.stars for one in scored])
        filters = replace(filters, vetoed=np.flatnonzero(vetoed(stars)))
    seen = np.concatenate([viewer.history.movie for viewer in viewers])
    hidden = np.concatenate([viewer.hidden for viewer in viewers])
    filtered = apply_filters(catalogue, everything, filters, seen, hidden)
    movies = filtered.movies
    if len(movies) == 0:
        raise nothing_left(filtered, catalogue)
    scored = [one.take(movies) for one in scored]
    weight = common_footing(np.stack([one.relevance for one in scored]))
    relevance = combined(weight[:, None] * [one.relevance for one in scored], strategy)
    worth = relevance
    if steering.by == RATING:
        # Stars mean the same from everybody, as far as stars do.
        worth = combined(np.stack([one.stars for one in scored]), strategy)
    dial = parse_dial(steering.popularity)
    scores = turned(worth, catalogue.counts[movies], catalogue.most_ratings(), dial)
    picked, cost = pick(catalogue, scorer.liked, movies, scores, worth, steering.variety, top)
    shown = [one.take(picked) for one in scored]
    first, *others = viewers
    told = limits(bundle.card, catalogue, first.history, movies[picked], movies)
    return Listed(
        films=_recommendations(bundle, viewers, scorer, shown, weight, relevance[picked]),
        limits=replace(told, with_them=tuple(len(one.rated) for one in others)),
        given_up=cost,
        filtered=filtered,
    )


def _recommendations(
    bundle: Bundle,
    viewers: Sequence[Viewer],
    scorer: RelevanceScorer,
    shown: Sequence[Scored],
    weight: Array,
    relevance: Array,
) -> tuple[Recommendation, ...]:
    catalogue, scale = bundle.catalogue, bundle.card.scale
    pairs = tuple(zip(viewers, shown, strict=True))
    expected = [
        predictions(catalogue, one.movies, one.expected, scale, viewer.rated)
        for viewer, one in pairs
    ]
    reasons = [
        reasons_for(catalogue, viewer, scorer, replace(one, factor=one.factor * times))
        for (viewer, one), times in zip(pairs, weight.tolist(), strict=True)
    ]
    found = []
    for of_film, whole, because in zip(
        zip(*expected, strict=True),
        relevance.tolist(),
        zip(*reasons, strict=True),
        strict=True,
    ):
        named = _named(because)
        found.append(Recommendation(of_film[0], whole, named[0], of_film[1:], named[1:]))
    return tuple(found)


def _named(reasons: Sequence[tuple[Contribution, ...]]) -> tuple[tuple[Contribution, ...], ...]:
    """Return what is named of each person's reasons: of several people, one of each at most."""
    if len(reasons) == 1:
        return tuple(reasons)
    largest = max((reason.adds for own in reasons for reason in own), default=0.0)
    return tuple(
        tuple(reason for reason in own if reason.adds >= _LEAST_SHARE * largest)[:1]
        for own in reasons
    )
