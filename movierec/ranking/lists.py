"""Films in lists: their order, and what is told of each.

candidates -> filters -> score -> re-rank -> reasons, each a small function on arrays
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from movierec.answers.films import Prediction, RatedFilm
from movierec.answers.recommend import Limits
from movierec.data.catalogue import film
from movierec.ranking.popularity import SUPPORT
from movierec.records import LIKED, Catalogue, IntArray, ModelCard, Ratings, Scale
from movierec.scoring.ordinal import Distribution

if TYPE_CHECKING:
    import numpy.typing as npt

HITS = 20
"""The most rated one in so many of the rated films are hits."""


def best(
    scores: npt.NDArray[np.floating[Any]], movies: IntArray, counts: IntArray, top: int
) -> IntArray:
    """Return the positions of the `top` best scores, best first.

    Among equals the film with more ratings comes first, then the lower row: an order that does not
    depend on the machine.

    Args:
        scores: one a candidate, [n]; not clipped to the scale, which would make ties of the best.
        movies: the candidates' rows, [n].
        counts: ratings of each candidate, [n].
        top: how many; fewer where there are not so many.
    """
    order = np.lexsort((movies, -counts, -scores))
    return order[:top]


def highest_rated(catalogue: Catalogue, rated: Ratings, top: int) -> tuple[RatedFilm, ...]:
    """Return a user's highest-rated films, best first; among equals the better known ones."""
    chosen = best(rated.rating, rated.movie, catalogue.counts[rated.movie], top)
    return tuple(
        RatedFilm(film(catalogue, int(rated.movie[position])), float(rated.rating[position]))
        for position in chosen
    )


def predictions(
    catalogue: Catalogue, movies: IntArray, expected: Distribution, scale: Scale, rated: Ratings
) -> tuple[Prediction, ...]:
    """Return films with their predicted rating and how sure it is, in the order given.

    Args:
        catalogue: the films.
        movies: rows of the films to show, [n].
        expected: what the user's ratings of them may be, n rows.
        scale: what the predicted stars are clipped to.
        rated: what the user has rated.
    """
    given = dict(zip(rated.movie.tolist(), rated.rating.tolist(), strict=True))
    columns = (
        np.clip(expected.mean, scale.low, scale.high),
        expected.sd,
        expected.low,
        expected.high,
        expected.at_least(LIKED),
    )
    return tuple(
        Prediction(
            film=film(catalogue, movie),
            predicted=predicted,
            sd=sd,
            low=low,
            high=high,
            p_like=p_like,
            ratings=int(catalogue.counts[movie]),
            rated=given.get(movie),
        )
        for movie, predicted, sd, low, high, p_like in zip(
            movies.tolist(), *(column.tolist() for column in columns), strict=True
        )
    )


def limits(
    card: ModelCard, catalogue: Catalogue, history: Ratings, movies: IntArray, candidates: IntArray
) -> Limits:
    """Tell how far a list reaches.

    Args:
        card: of the model.
        catalogue: the films.
        history: what the person asked for rated or saw; stars are NaN where they gave none.
        movies: rows of the listed films.
        candidates: rows of the films that could have been listed.
    """
    counts, watched = catalogue.counts, int(np.isnan(history.rating).sum())
    most_rated = max(1, int(np.count_nonzero(counts)) // HITS)
    # Of equals at the edge all count as hits.
    least = np.sort(counts)[-most_rated]
    support = counts[candidates]
    return Limits(
        own=len(history) - watched,
        watched=watched,
        learned=card.train_rows,
        ratings=int(counts.sum(dtype=np.int64)),
        until=card.rated_until,
        hits=int(np.count_nonzero(counts[movies] >= least)),
        listed=len(movies),
        most_rated=most_rated,
        others=int(np.count_nonzero((support < least) & (support >= SUPPORT))),
    )
