"""What was measured, as Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence

from conditions import differing

from sizing.kept import Kept, Measured

_HISTORY = "history.safetensors"
_FOR_ONE = ("recommend", "profile")
"""Answers for one person: what a million ratings would take says nothing."""
NONE = ""


def table(kept: Kept, sizes: Sequence[tuple[str, int]], stages: Sequence[str]) -> str:
    """Return a line a stage and a column a size; below, what is missing or measured otherwise.

    Args:
        kept: what was measured.
        sizes: names and ratings, ascending.
        stages: in the table's order.
    """
    heads = ["", *(size for size, _ in sizes), "a rating of the last against one of the first"]
    lines = [_line(heads), "|" + "---|" * len(heads)]
    missing = []
    for stage in stages:
        found = [kept.get(size, stage) for size, _ in sizes]
        if all(one is None for one in found):
            continue
        for title, seconds in _rows(stage, found):
            each = stage.partition(": ")[2] not in _FOR_ONE
            cells = [
                _cell(one, seconds, ratings if each else 0)
                for one, (_, ratings) in zip(found, sizes, strict=True)
            ]
            ratio = _ratio(found, seconds, sizes) if each else NONE
            lines.append(_line([title, *cells, ratio]))
        missing += [
            f"- {stage} at {size}: {one.failed}."
            for one, (size, _) in zip(found, sizes, strict=True)
            if one is not None and one.failed
        ]
    lines += _bundles(kept, sizes, stages)
    below = [*missing, *_mixed(kept, [size for size, _ in sizes], stages)]
    return "\n".join([*lines, *(["", *below] if below else [])])


def _mixed(kept: Kept, sizes: Sequence[str], stages: Sequence[str]) -> list[str]:
    """Return a line for each stage that was measured with other versions, cores or commit."""
    lines: list[str] = []
    first: dict[str, str] | None = None
    for stage in stages:
        for size in sizes:
            one = kept.get(size, stage)
            if one is None:
                continue
            first = one.conditions if first is None else first
            if others := differing(one.conditions, first):
                lines.append(f"- Not as the first stage: {stage} at {size}, with {others}.")
    return lines


def _rows(
    stage: str, found: Sequence[Measured | None]
) -> list[tuple[str, Callable[[Measured], float]]]:
    if not any(one is not None and one.epochs for one in found):
        return [(stage, _middle)]
    epochs = max(one.of_epochs for one in found if one is not None)
    return [(f"{stage}: an epoch", _epoch), (f"{stage}: {epochs} epochs, stored", whole)]


def whole(measured: Measured) -> float:
    """Return the seconds of a training with all its epochs, those left out worked out."""
    left = measured.of_epochs - len(measured.epochs)
    return _middle(measured) + left * _epoch(measured)


def _middle(measured: Measured) -> float:
    return statistics.median(measured.seconds)


def _busy(measured: Measured) -> float:
    return statistics.median(measured.busy)


def _epoch(measured: Measured) -> float:
    return statistics.median(measured.epochs)


def _cell(measured: Measured | None, seconds: Callable[[Measured], float], ratings: int) -> str:
    if measured is None or measured.failed:
        return "-" if measured is not None else NONE
    taken = seconds(measured)
    guessed = seconds is whole and len(measured.epochs) < measured.of_epochs
    spread = ""
    if len(measured.seconds) > 1:
        spread = f" ({_short(min(measured.seconds))} to {_short(max(measured.seconds))})"
    part = f", {_short(1e6 * taken / ratings)} a million" if ratings else ""
    busy = ""
    if seconds is _middle and measured.busy:
        busy = f", processor {_short(_busy(measured))} s"
    # A training that takes the relevance model from a file has not the memory of a whole one.
    memory = "" if measured.epochs else f", {max(measured.peak_mib):,.0f} MiB"
    less = f", {measured.less}" if measured.less else ""
    return f"{'about ' if guessed else ''}{_short(taken)} s{spread}{busy}{part}{memory}{less}"


def _ratio(
    found: Sequence[Measured | None],
    seconds: Callable[[Measured], float],
    sizes: Sequence[tuple[str, int]],
) -> str:
    first, last = found[0], found[-1]
    if len(sizes) < 2 or first is None or last is None or first.failed or last.failed:
        return NONE
    larger = sizes[-1][1] / sizes[0][1]
    ratio = f"{seconds(last) / seconds(first) / larger:.2f}"
    if seconds is not _middle or not (first.busy and last.busy):
        return ratio
    return f"{ratio}, processor {_busy(last) / _busy(first) / larger:.2f}"


def _bundles(kept: Kept, sizes: Sequence[tuple[str, int]], stages: Sequence[str]) -> list[str]:
    """Return a line a trained kind: what its files take, and how much of it is the history."""
    lines = []
    for stage in stages:
        found = [kept.get(size, stage) for size, _ in sizes]
        if any(one is not None and one.epochs for one in found):
            lines.append(_line([f"{stage}: stored", *map(_stored, found), NONE]))
    return lines


def _stored(measured: Measured | None) -> str:
    if measured is None or not measured.megabytes:
        return NONE
    history = sum(size for name, size in measured.megabytes.items() if name == _HISTORY)
    total = sum(measured.megabytes.values())
    return f"{total:,.0f} MB, {total - history:,.0f} without the history"


def _short(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
