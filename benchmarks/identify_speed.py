"""Time finding a profile's films in a catalogue as large as ml-32m's, beside `import numpy`.

    python benchmarks/identify_speed.py

The films are made up: one in seven has other titles in brackets, and the words are as often shared
as those of real titles. Each run begins with a new index, as each command does. Prints the median
seconds, and their ratio to a fresh `python -c "import numpy"`, each pair taken in turn.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

import numpy as np

from movierec.data.catalogue import build_catalogue
from movierec.data.raw import RawMovies
from movierec.data.titles import natural
from movierec.people.identify import identify
from movierec.people.profile import Entry, Rating, Reference
from movierec.records import Catalogue

NUMPY = (sys.executable, "-c", "import numpy")


def main() -> None:
    """Time `identify` and the import in turn and print a line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--films", type=int, default=87_585)
    parser.add_argument("--entries", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    catalogue = made_up_catalogue(options.films)
    print("| references | seconds, median | ratio to import numpy: min, median, max | found |")
    print("|---|---|---|---|")
    for with_ids in (False, True):
        entries = made_up_profile(catalogue, options.entries, with_ids=with_ids)
        found = sum(one.movie >= 0 for one in identify(catalogue, entries))
        pairs = [(_identify(catalogue, entries), _import_numpy()) for _ in range(options.runs)]
        ratios = sorted(mine / other for mine, other in pairs)
        print(
            f"| {'titles and ids' if with_ids else 'titles'} "
            f"| {statistics.median(mine for mine, _ in pairs):.3f} "
            f"| {ratios[0]:.2f}, {statistics.median(ratios):.2f}, {ratios[-1]:.2f} "
            f"| {found:,} of {options.entries:,} |",
            flush=True,
        )


def made_up_catalogue(films: int) -> Catalogue:
    """Return a catalogue with titles of one to six words, some of them with brackets."""
    random = np.random.default_rng(0)
    letters, rare = np.array(list("aeiounrstlmdkpgb")), np.array(list("éüøñ"))
    words = [
        "".join(random.choice(letters, size)) + (random.choice(rare) if place % 12 == 0 else "")
        for place, size in enumerate(random.integers(2, 10, 30_000))
    ]
    weights = 1 / np.arange(100, len(words) + 100)
    drawn = iter(random.choice(len(words), 10 * films, p=weights / weights.sum()).tolist())
    sizes = random.integers(1, 7, films).tolist()
    years = random.integers(1920, 2024, films).tolist()
    brackets = random.choice(3, films, p=[0.85, 0.13, 0.02]).tolist()
    titles = []
    for size, year, others in zip(sizes, years, brackets, strict=True):
        name = " ".join(words[next(drawn)] for _ in range(size)).title()
        name += ", The" if year % 4 == 0 else ""
        for _ in range(others):
            name += f" ({words[next(drawn)].title()} {words[next(drawn)]})"
        titles.append(f"{name} ({year})")
    ids = np.arange(1, films + 1)
    movies = RawMovies(
        movie_id=ids,
        titles=titles,
        years=np.array(years),
        genres=("Drama",),
        genre_flags=np.ones((films, 1), dtype=np.uint8),
        imdb_ids=[f"{one:07d}" for one in ids],
        tmdb_ids=ids + 100_000,
    )
    return build_catalogue(movies, None, ids[:1], random.integers(0, 1000, films))


def made_up_profile(catalogue: Catalogue, entries: int, *, with_ids: bool) -> tuple[Entry, ...]:
    """Return entries of which one in four is no film of the catalogue, and some a year apart."""
    random = np.random.default_rng(1)
    made = []
    for place, row in enumerate(random.choice(catalogue.movies, entries, replace=False).tolist()):
        title = natural(catalogue.titles[row]).partition(" (")[0]
        year = int(catalogue.years[row])
        if place % 4 == 0:
            title += " Again"
        elif place % 10 == 1:
            year += 1
        film = Reference(title=title, year=year, imdb_id=f"{row + 1:07d}" if with_ids else "")
        made.append(Entry(film=film, rated=Rating(4.0, "letterboxd")))
    return tuple(made)


def _identify(catalogue: Catalogue, entries: tuple[Entry, ...]) -> float:
    start = time.perf_counter()
    identify(catalogue, entries)
    return time.perf_counter() - start


def _import_numpy() -> float:
    start = time.perf_counter()
    subprocess.run(NUMPY, check=True, capture_output=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
