"""Score which films somebody would choose next, and what of their history says so.

    watch(film) = appeal(film) + sum over the history of weight(rating) x link(rated film, film)

Linear in the history, so the sum is its own explanation. Links are stored as
`movierec.training.relevance.fit` lists them. Relevance then weighs watching by liking: a film is
worth recommending when it would be chosen *and* liked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from movierec.data.order import later_ratings, tells_order
from movierec.scoring.weights import refuse

if TYPE_CHECKING:
    import numpy.typing as npt

    from movierec.records import FloatArray, IntArray

    Array = npt.NDArray[np.float64]

OLD = 0.04
"""What a rating counts however many came after it; the last one counts 1."""
RECENT = 8.0
"""Later ratings at which what is above `OLD` has fallen by e."""
LIKE_POWER = 0.5
"""Relevance is watch x P(like) to this power; chosen inside training rows."""

_KIND = "a relevance model"
_SHAPES = {
    "pair.offsets": ("int64", ("movies+1",)),
    "pair.movie": ("int32", ("entries",)),
    "pair.both": ("float16", ("entries",)),
    "pair.after": ("float16", ("entries",)),
    "factor.source": ("float32", ("movies", "r")),
    "factor.target": ("float32", ("movies", "r")),
    "appeal": ("float32", ("movies",)),
    "liked": ("float32", ("movies", "v")),
}


@dataclass(frozen=True, slots=True)
class Taste:
    """What somebody has rated, as relevance reads it.

    Attributes:
        movie: film rows, distinct, [k].
        weight: what each counts, [k].
        ordered: whether it is known which rating was the last.
    """

    movie: IntArray
    weight: Array
    ordered: bool

    @classmethod
    def of(cls, movie: IntArray, timestamp: IntArray) -> Self:
        """Weigh a history by its order in time, where the times tell one.

        Args:
            movie: film rows, distinct, [k].
            timestamp: when each was rated, [k].
        """
        if not tells_order(timestamp):
            return cls.unordered(movie)
        later = later_ratings(timestamp)
        return cls(movie, OLD + (1 - OLD) * np.exp(-later / RECENT), ordered=True)

    @classmethod
    def unordered(cls, movie: IntArray) -> Self:
        """Take every rating alike: for a history without times, or with gaps anywhere in it."""
        return cls(movie, np.ones(len(movie)), ordered=False)


class RelevanceScorer:
    """Scores films for a history; reads of its links no more than the history's rows.

    Args:
        arrays: as listed in `movierec.training.relevance.fit`; may be memory-mapped.
        movies: films of the model.

    Attributes:
        arrays: as given, checked.
        liked: who liked each film, unit vectors, [movies, v]; for `scoring.likeness`.

    Raises:
        DataError: an array is missing, its type or shape does not fit, or it is not finite.
    """

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]], movies: int) -> None:
        _check(arrays, movies)
        self.arrays = arrays
        self._movies = movies
        self._offsets = arrays["pair.offsets"]
        self._target = arrays["pair.movie"]
        self._both = arrays["pair.both"]
        self._after = arrays["pair.after"]
        self._factor_source = arrays["factor.source"]
        self._factor_target = arrays["factor.target"]
        self._appeal = arrays["appeal"]
        self.liked: FloatArray = arrays["liked"]

    def watch(self, taste: Taste) -> Array:
        """Return how much of a choice each film would be, [movies]; above 0: more than usual."""
        source, target, link = self._links(taste)
        scores: Array = self._appeal.astype(np.float64)
        scores += np.bincount(target, weights=taste.weight[source] * link, minlength=self._movies)
        if len(taste.movie):
            sources = self._factor_source[taste.movie].astype(np.float64)  # [k, r]
            scores += self._factor_target @ (taste.weight @ sources)
            own = (sources * self._factor_target[taste.movie]).sum(axis=1)
            scores[taste.movie] -= taste.weight * own  # a film says nothing about itself
        return scores

    def contributions(self, taste: Taste, movies: IntArray) -> Array:
        """Return what each rating adds to the watch scores of films, [k, n].

        With `appeal` they sum to `watch`.

        Args:
            taste: the history, k ratings.
            movies: film rows, distinct, [n].
        """
        column = np.full(self._movies, -1, dtype=np.int64)
        column[movies] = np.arange(len(movies))
        source, target, link = self._links(taste)
        shown = column[target] >= 0
        table = self._factor_source[taste.movie].astype(np.float64) @ self._factor_target[movies].T
        table[taste.movie[:, None] == movies] = 0  # a film says nothing about itself
        table[source[shown], column[target[shown]]] += link[shown]
        weighted: Array = taste.weight[:, None] * table
        return weighted

    def appeal(self, movies: IntArray) -> Array:
        """Return what films have without any history, [n]: in proportion to their ratings."""
        return self._appeal[movies].astype(np.float64)

    def _links(self, taste: Taste) -> tuple[IntArray, IntArray, Array]:
        """Return the stored links of a history: its position, the target film, the weight."""
        spans = [
            slice(int(self._offsets[movie]), int(self._offsets[movie + 1]))
            for movie in taste.movie.tolist()
        ]
        lengths = [span.stop - span.start for span in spans]
        source = np.repeat(np.arange(len(spans)), lengths)
        if len(source) == 0:
            return source, source, np.zeros(0)
        target = np.concatenate([self._target[span] for span in spans])
        link = np.concatenate([self._both[span] for span in spans]).astype(np.float64)
        if taste.ordered:
            link += np.concatenate([self._after[span] for span in spans])
        if not np.isfinite(link).all() or not 0 <= target.min() <= target.max() < self._movies:
            refuse(_KIND, "a film's row of links is damaged")
        return source, target, link


def liking_factor(watch: Array, p_like: FloatArray) -> Array:
    """Return what turns a watch score, and each of its parts, into relevance, [n].

    A film that would not be chosen becomes no better by being disliked: below 0 the factor falls
    with P(like) as well.

    Args:
        watch: watch scores, [n].
        p_like: P(4 stars or more) if watched, [n].
    """
    power = p_like.astype(np.float64) ** LIKE_POWER
    factor: Array = np.where(watch >= 0, power, 2 - power)
    return factor


def check_links(arrays: Mapping[str, npt.NDArray[Any]], movies: int) -> None:
    """Refuse damaged links; a scorer looks at those that it reads alone.

    Args:
        arrays: of a relevance model.
        movies: films of the model.

    Raises:
        DataError: a link is damaged.
    """
    target = arrays["pair.movie"]
    sound = len(target) == 0 or 0 <= target.min() <= target.max() < movies
    if not sound or not all(
        np.isfinite(arrays[name]).all() for name in ("pair.both", "pair.after")
    ):
        refuse(_KIND, "a film's row of links is damaged")


def _check(arrays: Mapping[str, npt.NDArray[Any]], movies: int) -> None:
    sizes = {"movies": movies, "movies+1": movies + 1}
    for name, (dtype, shape) in _SHAPES.items():
        if name not in arrays:
            refuse(_KIND, f"{name} is missing")
        array = arrays[name]
        fits = array.dtype == dtype and array.ndim == len(shape)
        # Of one letter or word all arrays have the same length.
        fits = fits and all(
            sizes.setdefault(axis, length) == length
            for axis, length in zip(shape, array.shape, strict=True)
        )
        if not fits:
            refuse(_KIND, f"{name} is {array.dtype} with the shape {array.shape}")
    offsets = arrays["pair.offsets"]
    ordered = offsets[0] == 0 and offsets[-1] == sizes["entries"] and (np.diff(offsets) >= 0).all()
    if not ordered:
        refuse(_KIND, "pair.offsets are out of order")
    for name in ("appeal", "factor.source", "factor.target"):
        if not np.isfinite(arrays[name]).all():
            refuse(_KIND, f"{name} holds values that are not finite")
