"""The two lists for a user: what they rated highest, and what they might like.

candidates -> order -> cut, each a small function on arrays.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from movierec.answers.films import Prediction, RatedFilm
from movierec.data.catalogue import film
from movierec.records import Catalogue, FloatArray, IntArray, Ratings, Scale
from movierec.scoring.ordinal import LIKED, Distribution


def candidates(catalogue: Catalogue, rated: Ratings) -> IntArray:
    """Return the films that a user may be shown, ascending.

    Not those they rated, nor the twin of one under another id, nor, of twins, any but the one with
    the most ratings.
    """
    seen = np.unique(catalogue.twins[rated.movie])
    open_films = np.flatnonzero(~np.isin(catalogue.twins, seen))
    return open_films[_most_rated_twin(catalogue)[open_films]]


def best(scores: FloatArray, movies: IntArray, counts: IntArray, top: int) -> IntArray:
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
    catalogue: Catalogue,
    movies: IntArray,
    scores: FloatArray,
    expected: Distribution,
    scale: Scale,
    rated: Ratings,
) -> tuple[Prediction, ...]:
    """Return films with their predicted rating and how sure it is, in the order given.

    Args:
        catalogue: the films.
        movies: rows of the films to show, [n].
        scores: predicted stars, [n], not clipped.
        expected: what the user's ratings of them may be, n rows.
        scale: what the predicted stars are clipped to.
        rated: what the user has rated.
    """
    given = dict(zip(rated.movie.tolist(), rated.rating.tolist(), strict=True))
    columns = (
        np.clip(scores, scale.low, scale.high),
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


def _most_rated_twin(catalogue: Catalogue) -> npt.NDArray[np.bool_]:
    rows = np.arange(catalogue.movies)
    order = np.lexsort((rows, -catalogue.counts, catalogue.twins))
    grouped = catalogue.twins[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = grouped[1:] != grouped[:-1]
    mask = np.zeros(len(order), dtype=bool)
    mask[order[first]] = True
    return mask
