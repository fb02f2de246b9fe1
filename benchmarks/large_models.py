"""Models of ml-32m's size, without its training.

The weights are those of a short training on the made-up sample, their rows drawn anew for as many
users and films as asked for, so that shapes and sizes are those of the real thing; links, films
and who rated what are made up with MovieLens's long tail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from movierec.config import default_config
from movierec.data.titles import search_key
from movierec.records import Catalogue, History, IntArray, Texts
from movierec.store.bundle import Bundle, load_bundle, save_bundle

if TYPE_CHECKING:
    import numpy.typing as npt

    Arrays = dict[str, npt.NDArray[Any]]

KINDS = ("dnn", "bayes", "blend")
USERS, MOVIES, RATINGS = 200_948, 87_585, 32_000_204
"""Of ml-32m."""
DRAWS, FOLDS = 8, 4
"""As many draws as a training on ml-32m keeps, and those of them that fold in."""
HEAD, LINKS = 8_000, 1_400
"""Films whose links are kept, and how many each has: those of a fit of that size."""
RANK, TASTES = 20, 64
OF_FOLDS = ("fold.draw", "fold.mean", "fold.usual", "fold.spread", "fold.precision", "fold.link")
OF_DRAWS = ("mean", "cutpoints", "user", "movie", "user_precision", "movie_precision", "chosen")


def small_model(kind: str, folder: Path) -> Bundle:
    """Train a model of the sample; `MOVIEREC_HOME` has to be set."""
    from movierec import workflow
    from movierec.data.sample import write_sample

    sample = folder / "sample.zip"
    if not sample.exists():
        write_sample(sample)
    config = replace(default_config(kind), dataset=str(sample), epochs=4)
    return load_bundle(workflow.train(config).folder)


def enlarge(small: Bundle, folder: Path, users: int, movies: int, ratings: int = 0) -> None:
    """Store a model of many users and films; with `ratings` of them, or without any."""
    random = np.random.default_rng(0)
    sizes = {
        small.card.users + 1: np.append(random.integers(0, small.card.users, users), -1),
        small.card.movies + 1: np.append(random.integers(0, small.card.movies, movies), -1),
        small.card.movies: random.integers(0, small.card.movies, movies),
    }
    weights = {
        name: _taken(_fewer_draws(name, array), sizes) for name, array in small.weights.items()
    }
    catalogue = _catalogue(small.catalogue, users, movies, random)
    save_bundle(
        folder,
        replace(small.card, name=folder.name, users=users, movies=movies),
        weights,
        _links(movies, random),
        catalogue,
        _history(users, movies, ratings, random),
    )


def _fewer_draws(name: str, array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    own = name.removeprefix("bayes.")
    if array.ndim > 1 or own in ("fold.draw", "mean"):
        if own in OF_FOLDS or own == "fold.film":
            return np.arange(FOLDS, dtype=np.float32) if own == "fold.draw" else array[:FOLDS]
        if own in (*OF_DRAWS, "raters"):
            return array[:DRAWS]
    return array


def _taken(array: npt.NDArray[Any], sizes: Mapping[int, IntArray]) -> npt.NDArray[Any]:
    for axis, length in enumerate(array.shape):
        if length in sizes:
            array = np.take(array, sizes[length], axis=axis)
    return array


def _catalogue(small: Catalogue, users: int, movies: int, random: np.random.Generator) -> Catalogue:
    years = random.integers(1920, 2024, movies)
    titles = _titles(years, random)
    counts = np.maximum(1, 100_000 / np.arange(1, movies + 1)).astype(np.int32)
    return Catalogue(
        movie_ids=np.arange(1, movies + 1, dtype=np.int32),
        titles=Texts.of(titles),
        years=years.astype(np.int16),
        genres=small.genres,
        genre_flags=small.genre_flags[random.integers(0, small.movies, movies)],
        counts=counts,
        twins=np.arange(movies, dtype=np.int32),
        search_keys=Texts.of([search_key(title) for title in titles]),
        imdb_ids=None,
        tmdb_ids=None,
        user_ids=np.arange(1, users + 1, dtype=np.int32),
    )


def _titles(years: IntArray, random: np.random.Generator) -> list[str]:
    """Return made-up titles of one to five words; the first film is called Toy Story."""
    letters = "etaoinshrdlu"
    words = [
        "".join(random.choice(list(letters), length)) for length in random.integers(2, 10, 2_000)
    ]
    chance = 1 / np.arange(1, len(words) + 1)
    lengths = random.integers(1, 6, len(years))
    drawn = iter(random.choice(len(words), int(lengths.sum()), p=chance / chance.sum()).tolist())
    names = [" ".join(words[next(drawn)] for _ in range(length)).title() for length in lengths]
    names[0] = "Toy Story"
    return [f"{name} ({year})" for name, year in zip(names, years.tolist(), strict=True)]


def _links(movies: int, random: np.random.Generator) -> Arrays:
    head = min(HEAD, movies)
    counts = np.where(np.arange(movies) < head, min(LINKS, movies), 0)
    rows = [np.sort(random.choice(movies, min(LINKS, movies), replace=False)) for _ in range(head)]
    entries = int(counts.sum())
    factors = (movies, RANK)
    liked = random.normal(size=(movies, TASTES)).astype(np.float32)
    return {
        "pair.offsets": np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        "pair.movie": np.concatenate(rows).astype(np.int32),
        "pair.both": random.exponential(0.002, entries).astype(np.float16),
        "pair.after": random.exponential(0.002, entries).astype(np.float16),
        "factor.source": random.normal(0, 0.01, factors).astype(np.float32),
        "factor.target": random.normal(0, 0.01, factors).astype(np.float32),
        "appeal": (0.1 / np.arange(1, movies + 1) ** 0.5).astype(np.float32),
        "liked": liked / np.linalg.norm(liked, axis=1, keepdims=True),
    }


def _history(users: int, movies: int, ratings: int, random: np.random.Generator) -> History:
    lengths = random.lognormal(0, 1.1, users)
    lengths = np.floor(lengths * (ratings / lengths.sum())).astype(np.int64)
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    rated = int(offsets[-1])
    # Films by a power law; a film that stands twice in one user's rows does no harm here.
    movie = (movies ** random.random(rated, dtype=np.float32)).astype(np.int32) - 1
    return History(
        offsets=offsets,
        movie=np.minimum(movie, movies - 1),
        rating=random.integers(1, 6, rated, dtype=np.int8).astype(np.float32),
        timestamp=random.integers(8e8, 16e8, rated, dtype=np.int32),
    )
