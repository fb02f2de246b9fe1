"""The links between films by the films that they end in, those of the most and largest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from movierec.scoring.relevance import OLD, RECENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from movierec.records import FloatArray, IntArray

    Array = npt.NDArray[np.float64]
    Arrays = Mapping[str, npt.NDArray[Any]]
    Mask = npt.NDArray[np.bool_]

_PLACES = np.exp(-np.arange(400) / RECENT)
_SUM, _LENGTH = float(_PLACES.sum()), float(np.sqrt((_PLACES**2).sum()))


@dataclass(frozen=True, slots=True)
class Tier:
    """Some target films, with all links that end in them.

    Attributes:
        movies: film rows, [m].
        offsets: where each source film's links begin, [all films + 1].
        links: of each the position in `movies` that it ends in, and its size; see `unpacked`.
        total: all positive links of each film, added up, float32 [m].
        appeal: float32 [m].
        reach: how long their vectors of factors are, float32 [m].
        most: no history makes more of one of these films, but for its factors.
    """

    movies: IntArray
    offsets: IntArray
    links: npt.NDArray[np.int64]
    total: FloatArray
    appeal: FloatArray
    reach: FloatArray
    most: float


def tiers_of(arrays: Arrays, allowed: Mask, size: int, *, ordered: bool) -> list[Tier]:
    """Return all films that may be listed, those of the largest sum of links first.

    Args:
        arrays: of a relevance model.
        allowed: which films may be listed, [movies].
        size: films of a tier.
        ordered: of histories whose order is known; the links, and what counts, differ.
    """
    movies = len(allowed)
    target = arrays["pair.movie"]
    link = arrays["pair.both"].astype(np.float32)
    if ordered:
        link += arrays["pair.after"]
    total, most = _ceilings(target, link, movies, ordered=ordered)
    most = most + arrays["appeal"]
    order = np.argsort(-total, kind="stable")
    order = order[allowed[order]]
    tiers = []
    for start in range(0, len(order), size):
        chosen = np.sort(order[start : start + size])
        position = np.full(movies, -1, dtype=np.int64)
        position[chosen] = np.arange(len(chosen))
        ends = position[target]
        inside = np.flatnonzero(ends >= 0)
        factor = arrays["factor.target"][chosen]
        tiers.append(
            Tier(
                movies=chosen,
                offsets=np.searchsorted(inside, arrays["pair.offsets"]),
                links=_packed(ends[inside], link[inside]),
                total=total[chosen].astype(np.float32),
                appeal=arrays["appeal"][chosen],
                reach=np.sqrt((factor * factor).sum(axis=1)),
                most=float(most[chosen].max()),
            )
        )
    return tiers


def unpacked(links: npt.NDArray[np.int64]) -> tuple[IntArray, FloatArray]:
    """Return where links end, int32 [n], and their sizes, float32 [n]."""
    return links.view(np.int32)[::2], links.view(np.float32)[1::2]


def _packed(target: IntArray, link: FloatArray) -> npt.NDArray[np.int64]:
    # Most films have few links, and to pick those of a history takes as long from each array.
    links = np.empty(len(target), dtype=np.int64)
    for column, values in zip(unpacked(links), (target, link), strict=True):
        column[:] = values
    return links


def _ceilings(
    target: IntArray, link: FloatArray, movies: int, *, ordered: bool
) -> tuple[Array, Array]:
    """Return of each film the sum of its positive links, and what a history makes of it at most.

    In order, the largest weights meet the largest links at best: that sum is at most the links'
    maximum times the weights' sum, and, after Cauchy and Schwarz, the product of their lengths.
    """
    positive = np.maximum(link, 0).astype(np.float64)
    total: Array = np.bincount(target, weights=positive, minlength=movies).astype(np.float64)
    if not ordered:
        return total, total
    largest = np.zeros(movies, dtype=np.float32)
    np.maximum.at(largest, target, link)
    length = np.sqrt(np.bincount(target, weights=positive * positive, minlength=movies))
    recent: Array = np.minimum(_SUM * largest, _LENGTH * length)
    return total, OLD * total + (1 - OLD) * recent
