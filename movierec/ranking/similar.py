"""Films like one film, and what they have in common."""

from __future__ import annotations

import numpy as np

from movierec.answers.films import Prediction
from movierec.answers.recommend import SimilarFilm
from movierec.data.catalogue import film
from movierec.ranking.filters import Filtered, Filters, apply_filters
from movierec.ranking.leftover import nothing_left
from movierec.ranking.lists import best, predictions
from movierec.ranking.viewer import Viewer
from movierec.records import IntArray
from movierec.scoring.likeness import Likeness
from movierec.scoring.relevance import RelevanceScorer
from movierec.store.bundle import Bundle

_NONE = np.zeros(0, dtype=np.int32)


def similar(
    bundle: Bundle, movie: int, filters: Filters, top: int, viewer: Viewer | None = None
) -> tuple[tuple[SimilarFilm, ...], Filtered]:
    """List the films most like one.

    Args:
        bundle: the model.
        movie: a film row; neither it nor its twin is listed.
        filters: which films may be listed.
        top: how many.
        viewer: whose seen and hidden films are left out, and whose stars are predicted; None for
            nobody.

    Raises:
        UsageError: no film is left.
        DataError: the model is damaged.
    """
    catalogue = bundle.catalogue
    others = np.flatnonzero(catalogue.twins != catalogue.twins[movie])
    seen, hidden = (_NONE, _NONE) if viewer is None else (viewer.history.movie, viewer.hidden)
    filtered = apply_filters(catalogue, others, filters, seen, hidden)
    if len(filtered.movies) == 0:
        raise nothing_left(filtered, catalogue)
    likeness = Likeness(RelevanceScorer(bundle.relevance(), catalogue.movies).liked, catalogue)
    scores = likeness.between(np.array([movie]), filtered.movies)[0]
    scores *= likeness.trust(filtered.movies)
    chosen = best(scores, filtered.movies, catalogue.counts[filtered.movies], top)
    movies = filtered.movies[chosen]
    likers = bundle.count_likers(movies, movie) if bundle.has_history else None
    expected = None if viewer is None else _expected(bundle, viewer, movies)
    own = set(catalogue.genres_of(movie))
    found = []
    for place, other in enumerate(movies.tolist()):
        told = film(catalogue, other)
        found.append(
            SimilarFilm(
                film=told,
                likeness=float(scores[chosen[place]]),
                ratings=int(catalogue.counts[other]),
                likers=None if likers is None else int(likers[0][place]),
                shared=None if likers is None else int(likers[1][place]),
                genres=tuple(genre for genre in told.genres if genre in own),
                expected=None if expected is None else expected[place],
            )
        )
    return tuple(found), filtered


def _expected(bundle: Bundle, viewer: Viewer, movies: IntArray) -> tuple[Prediction, ...]:
    expected = viewer.expected(movies)
    return predictions(bundle.catalogue, movies, expected, bundle.card.scale, viewer.rated)
