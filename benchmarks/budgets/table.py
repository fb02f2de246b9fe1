"""Points and budgets as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from budgets.found import Measured
from budgets.points import Point, best_peers, longest
from budgets.systems import RATINGS, SYSTEMS

NAMES = {RATINGS: "RMSE", "lists": "nDCG@10"}


def point_table(points: Sequence[Point], answers: str) -> str:
    """Return a line a point."""
    lines = [
        f"| system | effort | seconds a fold: mean, min, max | {NAMES[answers]} |",
        "|---|---|---|---|",
    ]
    for point in points:
        seconds = f"{point.time:.1f}, {min(point.seconds):.1f}, {max(point.seconds):.1f}"
        lines.append(
            f"| {SYSTEMS[point.system].title} | {effort_text(point)} | {seconds} "
            f"| {point.figure:.4f} |"
        )
    return "\n".join(lines)


def budget_table(points: Sequence[Point], budgets: Sequence[float], answers: str) -> str:
    """Return a line a budget: movierec's longest fit beside each peer's best."""
    name = NAMES[answers]
    lines = [f"| budget | movierec | {name} | peers' best | folds won |", "|---|---|---|---|---|"]
    for budget in budgets:
        own = longest(points, budget)
        peers = best_peers(points, budget, answers)
        beside = "; ".join(f"{SYSTEMS[p.system].title} {p.figure:.4f}" for p in peers)
        lines.append(
            f"| {budget:g} s | {_own_text(own)} | {'' if own is None else f'{own.figure:.4f}'} "
            f"| {beside} | {_won(own, peers, answers)} |"
        )
    return "\n".join(lines)


def conditions_of(measured: Sequence[Measured]) -> str:
    """Return what the fits were measured with: a line for those of the first, and what differs."""
    first = measured[0].conditions
    each = {one.system: one.conditions for one in measured}
    lines = [f"- {_listed(first)}"]
    for system, conditions in each.items():
        own = {name: value for name, value in conditions.items() if first.get(name) != value}
        if own:
            lines.append(f"- {SYSTEMS[system].title}: {_listed(own)}")
    return "\n".join(lines)


def _listed(conditions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {value or 'not known'}" for name, value in conditions.items())


def effort_text(point: Point) -> str:
    """Say how much effort a point took."""
    words = SYSTEMS[point.system].words.split(", ")
    return ", ".join(f"{n} {word}" for n, word in zip(point.effort, words, strict=True))


def _own_text(own: Point | None) -> str:
    return "none" if own is None else f"{own.system}, {effort_text(own)}"


def _won(own: Point | None, peers: Sequence[Point], answers: str) -> str:
    """Say on how many folds movierec is better than the best peer."""
    if own is None or not peers:
        return ""
    pairs = list(zip(own.figures, peers[0].figures, strict=True))
    won = sum(a < b if answers == RATINGS else a > b for a, b in pairs)
    return f"{won} of {len(pairs)}"
