"""Mean figures over the folds, and who is best within a budget."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean

from budgets.found import Measured
from budgets.systems import RATINGS, SYSTEMS


@dataclass(frozen=True, slots=True)
class Point:
    """What a system reaches with one effort, over the folds.

    Attributes:
        system: its key.
        effort: of it.
        seconds: of every fold.
        figures: of every fold: RMSE of ratings, nDCG of lists.
    """

    system: str
    effort: tuple[int, ...]
    seconds: tuple[float, ...]
    figures: tuple[float, ...]

    @property
    def time(self) -> float:
        """Mean seconds of a fold."""
        return mean(self.seconds)

    @property
    def figure(self) -> float:
        """Mean figure."""
        return mean(self.figures)


def points(measured: Iterable[Measured], answers: str) -> list[Point]:
    """Return a point for each system that answers so and each effort, in the systems' order."""
    found: dict[tuple[str, tuple[int, ...]], list[tuple[float, float]]] = {}
    for one in measured:
        got = one.found
        pair = (
            (got.rating_seconds, got.rmse) if answers == RATINGS else (got.list_seconds, got.ndcg)
        )
        if pair[0] is not None and pair[1] is not None:
            found.setdefault((one.system, one.effort), []).append((pair[0], pair[1]))
    made = [
        Point(system, effort, *zip(*sorted_pairs, strict=True))
        for (system, effort), sorted_pairs in found.items()
    ]
    order = list(SYSTEMS)
    return sorted(made, key=lambda point: (order.index(point.system), point.effort))


def longest(points: Sequence[Point], budget: float) -> Point | None:
    """Return movierec's point of most seconds within a budget: a choice that sees no test row."""
    within = [p for p in points if SYSTEMS[p.system].own and p.time <= budget]
    return max(within, key=lambda point: point.time, default=None)


def best_peers(points: Sequence[Point], budget: float, answers: str) -> list[Point]:
    """Return each peer's point of the best figure within a budget, the best peer first.

    That is chosen by test rows, in the peers' favour.
    """
    sign = 1 if answers == RATINGS else -1
    best: dict[str, Point] = {}
    for point in points:
        if SYSTEMS[point.system].own or point.time > budget:
            continue
        other = best.get(point.system)
        if other is None or sign * point.figure < sign * other.figure:
            best[point.system] = point
    return sorted(best.values(), key=lambda point: sign * point.figure)
