"""The rankers that are measured; another one is another line."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from movierec.evaluation.ranking_baselines import MostPopular
from movierec.evaluation.ranking_tuning import Trial, Tuned, tuned_ease, tuned_ials
from rankers.implicit_als import tuned_implicit
from rankers.links import links_without_times

Tune = Callable[[Trial, int], Tuned[Any]]


@dataclass(frozen=True, slots=True)
class System:
    """A ranker.

    Attributes:
        title: as the table calls it.
        tune: chooses its settings inside the training rows, with a seed, and learns from them all.
        by_stars: learns what is liked, and so only where not every rating is relevant.
        library: what it imports besides numpy, and is installed by; "" for nothing.
    """

    title: str
    tune: Tune
    by_stars: bool = False
    library: str = ""


def _popular(trial: Trial, _: int) -> Tuned[None]:
    return Tuned(MostPopular(trial.train, trial.movies), None, ())


SYSTEMS = {
    "popular": System("most popular", _popular),
    "ease": System("EASE", lambda trial, _: tuned_ease(trial)),
    "ease-liked": System(
        "EASE, liked films", lambda trial, _: tuned_ease(trial, trial.least), by_stars=True
    ),
    "links": System("movierec's links, no times", links_without_times),
    "ials": System("iALS", tuned_ials),
    "implicit": System("implicit ALS", tuned_implicit, library="implicit"),
}


def missing_packages(names: Iterable[str]) -> tuple[str, ...]:
    """Return the packages of these systems that are not installed."""
    return tuple(one for one in _libraries(names) if importlib.util.find_spec(one) is None)


def library_versions(names: Iterable[str]) -> dict[str, str]:
    """Return the versions of the packages of these systems, which are installed."""
    return {one: metadata.version(one) for one in _libraries(names)}


def _libraries(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(SYSTEMS[name].library for name in names if SYSTEMS[name].library))
