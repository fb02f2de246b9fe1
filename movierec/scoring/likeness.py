"""How alike films are: liked by the same people, of the same genres, from the same years.

Who liked a film tells more the more people rated it. So of films that few have rated, genres and
year decide; beside well-known films they only settle what the people leave open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from movierec.records import Catalogue, FloatArray, IntArray
from movierec.scoring.weights import refuse

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

SUPPORT = 20.0
"""Ratings at which who liked a film counts half."""
WEAK = 5.0
"""Ratings at which a film counts for 0.7 of what its likeness says."""
FEATURES = 0.8
"""What genres and years count where nobody rated a film, beside 1 for the same people."""
ALWAYS = 0.3
"""What they count in any case."""

_KIND = "a relevance model"
_GENRES = 0.75
_YEARS = 8.0
_UNKNOWN_YEAR = 0.3


class Likeness:
    """Compares films.

    Args:
        liked: unit vectors of who liked each film, [movies, v]; 0 for films that nobody liked.
        catalogue: the films.

    Raises:
        DataError: there are not as many vectors as films.
    """

    def __init__(self, liked: FloatArray, catalogue: Catalogue) -> None:
        if liked.ndim != 2 or len(liked) != catalogue.movies:
            refuse(_KIND, f"liked has the shape {liked.shape}")
        self._liked = liked
        self._years = catalogue.years.astype(np.float64)
        catalogue.most_ratings()  # refuses damaged counts
        self._counts = catalogue.counts.astype(np.float64)
        self._sure = catalogue.counts / (catalogue.counts + SUPPORT)
        flags = catalogue.genre_flags
        rarity = np.log((1 + catalogue.movies) / (1 + flags.sum(axis=0, dtype=np.int64)))
        weighted = flags * rarity  # a genre that few films have says more
        length = np.linalg.norm(weighted, axis=1, keepdims=True)
        self._genres = weighted / np.maximum(length, np.finfo(np.float64).tiny)

    def trust(self, movies: IntArray) -> Array:
        """Return how far likeness to each film is to be believed, [n]: little with few ratings."""
        counts = self._counts[movies]
        trusted: Array = np.sqrt(counts / (counts + WEAK))
        return trusted

    def between(self, some: IntArray, others: IntArray) -> Array:
        """Return how alike each of some films is to each of others, [n, m]; at most 1.

        Raises:
            DataError: a vector is not finite.
        """
        people = (self._liked[some] @ self._liked[others].T).astype(np.float64)
        if not np.isfinite(people).all():
            refuse(_KIND, "liked holds values that are not finite")
        sure = np.sqrt(self._sure[some][:, None] * self._sure[others])
        features = self._features(some, others)
        like = sure * people + (FEATURES * (1 - sure) + ALWAYS) * features
        whole: Array = like / (1 + ALWAYS)
        return whole

    def _features(self, some: IntArray, others: IntArray) -> Array:
        apart = np.abs(self._years[some][:, None] - self._years[others])
        unknown = (self._years[some] == 0)[:, None] | (self._years[others] == 0)
        near = np.where(unknown, _UNKNOWN_YEAR, np.exp(-apart / _YEARS))
        features: Array = _GENRES * (self._genres[some] @ self._genres[others].T)
        features += (1 - _GENRES) * near
        return features
