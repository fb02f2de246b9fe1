"""What is measured, and with how much effort: from an epoch or two to far more than the defaults.

A system's settings are those of its defaults, whatever its effort; where a peer has none that
suit ml-100k, those that docs/results.md measures it with.
"""

from __future__ import annotations

from dataclasses import dataclass

OWN = "movierec"
RATINGS, LISTS = "ratings", "lists"


@dataclass(frozen=True, slots=True)
class System:
    """A recommender.

    Attributes:
        title: as tables call it.
        module: which module of `budgets` fits it.
        answers: what it predicts: RATINGS, LISTS or both.
        efforts: numbers that the module reads, the least effort first.
        words: what these numbers are.
        library: what it imports, "" for nothing besides movierec's own.
    """

    title: str
    module: str
    answers: tuple[str, ...]
    efforts: tuple[tuple[int, ...], ...]
    words: str
    library: str = ""

    @property
    def own(self) -> bool:
        """Whether it is one of movierec's kinds."""
        return self.module == "own"


_BOTH, _STARS, _FILMS = (RATINGS, LISTS), (RATINGS,), (LISTS,)

SYSTEMS = {
    "dnn": System(
        f"{OWN} dnn", "own", _BOTH, ((1, 20), (4, 20), (8, 20)), "members, epochs"
    ),
    "bayes": System(
        f"{OWN} bayes",
        "own",
        _BOTH,
        ((2, 4, 20), (4, 4, 20), (4, 8, 20)),
        "chains, sweeps an epoch, epochs",
    ),
    "blend": System(
        f"{OWN} blend",
        "own",
        _BOTH,
        ((2, 4, 20), (4, 8, 20)),
        "chains, sweeps an epoch, epochs",
    ),
    "svd": System(
        "Surprise SVD", "surprise", _STARS, ((20,), (80,)), "epochs", "surprise"
    ),
    "svdpp": System(
        "Surprise SVD++", "surprise", _STARS, ((10,), (20,), (40,)), "epochs",
        "surprise",
    ),
    "myfm": System(
        "myFM", "myfm_sweeps", _STARS, ((25,), (50,), (150,), (300,)), "sweeps",
        "myfm",
    ),
    "lenskit": System(
        "LensKit biased MF", "lenskit_als", _STARS, ((10,), (40,)), "epochs", "lenskit"
    ),
    "implicit": System(
        "implicit iALS", "implicit_als", _FILMS, ((5,), (15,), (50,)), "iterations",
        "implicit",
    ),
}  # fmt: skip
