"""How long a training will still take, judged by what it has done."""

from __future__ import annotations

from collections.abc import Sequence

LONG = 3600.0
"""Seconds from which on a training is called long."""


def time_left(
    epochs: int, seconds: Sequence[float], running: float = 0.0, share: float = 0.0
) -> float | None:
    """Return the seconds that a training will still take; None: it is too early to tell.

    Args:
        epochs: those that have not ended, the one under way included.
        seconds: what each epoch that has ended took.
        running: seconds since the epoch under way began.
        share: of it that is done, 0 to 1; 0 where nothing tells.
    """
    each = seconds_an_epoch(seconds, running, share)
    if each is None:
        return None
    done = share * each if share > 0 else min(running, each)
    return max(0.0, epochs * each - done)


def seconds_an_epoch(seconds: Sequence[float], running: float, share: float) -> float | None:
    """Return what an epoch takes: the average, or as the first one goes; None: too early."""
    if seconds:
        return sum(seconds) / len(seconds)
    return running / share if share > 0 else None


def long_training(epochs: int, each: float) -> str | None:
    """Say how long a long training will take and how to make it shorter; None: it is not long.

    Args:
        epochs: that it will make.
        each: seconds of one.
    """
    if epochs * each <= LONG:
        return None
    whole = f"{epochs} epochs will take about {in_words(epochs * each)}"
    fewer = min(epochs - 1, max(1, int(LONG / each)))
    if fewer < 1:
        return f"At this speed this takes about {in_words(each)}."
    return (
        f"At this speed {whole}: --epochs {fewer} would take about {in_words(fewer * each)}. "
        "Ctrl-C keeps the best epoch so far."
    )


def in_words(seconds: float) -> str:
    """Say a duration: "40 s", "12 min", "1 h 5 min", "30 h"."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    hours, rest = divmod(minutes, 60)
    if hours == 0:
        return f"{minutes} min"
    return f"{hours} h {rest} min" if rest and hours < 10 else f"{round(minutes / 60)} h"


def on_a_clock(seconds: float | None) -> str:
    """Say a duration in few characters of hours, minutes and seconds: "0:01:40", "-:--:--"."""
    if seconds is None:
        return "-:--:--"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
