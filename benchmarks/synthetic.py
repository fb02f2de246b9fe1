"""Make data of MovieLens's shape, of any size.

    python benchmarks/synthetic.py --ratings 32m made-up-32m.zip

The zip has ml-32m's csv layout (ratings.csv by user and film, movies.csv, links.csv), and nothing
in it is anybody's. The numbers of users and films lie on the lines from ml-100k to ml-1m and on to
ml-32m, on logarithmic axes. Users and films have MovieLens's long tails, ratings its half stars,
and there is something to learn: users and films differ in how kindly they rate and are rated, and
meet in a few factors that decide both what is watched and how it is liked; the rest is noise. The
same seed makes the same bytes. Needs numpy alone, and less than 1 GB of memory.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from made_up.draw import draw_ratings
from made_up.films import GENRES, NONE, Films, make_films, titles_of
from made_up.people import make_people
from made_up.shape import film_targets, film_weights, shape_of, user_counts
from made_up.text import rating_lines

_WITHOUT_TMDB = 0.01


def main() -> None:
    """Make the archive that the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--ratings", type=count_of, default=1_000_000, help="as 3.2m or 3200000")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("out", type=Path, help="the zip, which also names its folder")
    options = parser.parse_args()
    write_archive(options.out, options.ratings, options.seed)


def count_of(text: str) -> int:
    """Return the number that "3.2m", "500k" or "12000" stands for."""
    units = {"k": 1_000, "m": 1_000_000}
    number, unit = (text[:-1], units[text[-1]]) if text[-1:] in units else (text, 1)
    return round(float(number) * unit)


def write_archive(path: Path, ratings: int, seed: int) -> None:
    """Write an archive under a temporary name first, so that nobody reads half of it."""
    shape = shape_of(ratings)
    random = np.random.default_rng([seed, 0])
    counts = user_counts(shape, random)
    films = make_films(shape, film_weights(film_targets(shape), counts), random)
    people = make_people(films, counts, random)
    unfinished = path.with_name(path.name + ".part")
    with zipfile.ZipFile(unfinished, "w") as archive:
        archive.writestr(_entry(path, "movies.csv"), _movies(films, random))
        archive.writestr(_entry(path, "links.csv"), _links(films, random))
        # Its size is not known before it is written, and may be above 2 GiB.
        with archive.open(_entry(path, "ratings.csv"), "w", force_zip64=True) as stream:
            stream.write(b"userId,movieId,rating,timestamp\n")
            for block in draw_ratings(films, people, seed):
                stream.write(
                    rating_lines(block.user + 1, films.ids[block.film], block.halves, block.seconds)
                )
    unfinished.replace(path)
    print(
        f"{path}: {ratings:,} ratings, {shape.users:,} users, {shape.films:,} films",
        file=sys.stderr,
    )


def _entry(path: Path, name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(f"{path.stem}/{name}", date_time=(2023, 10, 13, 0, 0, 0))
    entry.compress_type, entry.create_system, entry.external_attr = (
        zipfile.ZIP_DEFLATED,
        3,
        0o644 << 16,
    )
    return entry


def _movies(films: Films, random: np.random.Generator) -> str:
    names = (
        "|".join(name for name, flag in zip(GENRES, row, strict=True) if flag)
        for row in films.genres
    )
    return _csv(
        ("movieId", "title", "genres"),
        zip(
            films.ids.tolist(),
            titles_of(films, random),
            (name or NONE for name in names),
            strict=True,
        ),
    )


def _links(films: Films, random: np.random.Generator) -> str:
    unknown = random.random(len(films.ids)) < _WITHOUT_TMDB
    return _csv(
        ("movieId", "imdbId", "tmdbId"),
        (
            (number, f"{9_000_000 + number:07d}", "" if without else number)
            for number, without in zip(films.ids.tolist(), unknown.tolist(), strict=True)
        ),
    )


def _csv(header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


if __name__ == "__main__":
    main()
