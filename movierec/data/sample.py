"""A made-up data set in ml-100k's layout, for trying everything without a network.

Its ratings have the structure that models look for: people and films have a place on three moods
(genres and traits tell part of it), films differ in quality and fame, people in how kindly they
rate, and people watch what they are likely to like. The rest is noise.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from movierec.data.sample_words import (
    GENRE_MOODS,
    GENRE_WEIGHTS,
    OCCUPATIONS,
    PEOPLE,
    PLACES,
    README,
    THINGS,
    TITLES,
)
from movierec.files import atomic_file

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

SEED = 1998
USERS = 300
MOVIES = 250
RATINGS = 12_000

_LEAST = 18
_FIRST_DAY, _DAYS = 875_000_000, 200
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_GENRES = ("unknown", *GENRE_MOODS)


@dataclass(frozen=True, slots=True)
class _Film:
    title: str
    year: int
    genres: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Person:
    age: int
    gender: str
    occupation: str
    zip_code: str


def write_sample(path: Path, seed: int = SEED) -> None:
    """Write the sample as a zip in ml-100k's layout, with u1 to u5: the same bytes every time."""
    import numpy as np

    random = np.random.default_rng(seed)
    films = _films(random)
    people = [_person(random) for _ in range(USERS)]
    rows = _rows(films, people, random)
    files = {
        "README": README,
        "u.data": _lines("\t", rows),
        "u.item": _lines("|", [_item(number, film) for number, film in enumerate(films, 1)]),
        "u.user": _lines(
            "|",
            [
                (number, who.age, who.gender, who.occupation, who.zip_code)
                for number, who in enumerate(people, 1)
            ],
        ),
        "u.genre": _lines("|", [(name, number) for number, name in enumerate(_GENRES)]),
        "u.occupation": _lines("|", [(name,) for name in OCCUPATIONS]),
        "u.info": f"{USERS} users\n{MOVIES} items\n{RATINGS} ratings\n",
    }
    for fold in range(5):
        block = rows[RATINGS * fold // 5 : RATINGS * (fold + 1) // 5]
        files[f"u{fold + 1}.test"] = _lines("\t", block)
    with atomic_file(path) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(f"sample/{name}", date_time=(1998, 4, 22, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, text.encode("latin-1"))


def _films(random: np.random.Generator) -> list[_Film]:
    weights = [GENRE_WEIGHTS.get(genre, 2) for genre in GENRE_MOODS]
    share = [weight / sum(weights) for weight in weights]
    films: dict[str, _Film] = {}
    while len(films) < MOVIES:
        count = 1 + int(random.choice(3, p=(0.4, 0.45, 0.15)))
        genres = [str(name) for name in random.choice(list(GENRE_MOODS), count, False, share)]
        name = str(random.choice(TITLES[genres[0]])).format(
            place=random.choice(PLACES), person=random.choice(PEOPLE), thing=random.choice(THINGS)
        )
        # Most are recent, as in MovieLens.
        year = 1998 - int(68 * random.random() ** 3)
        films.setdefault(name, _Film(f"{_inverted(name)} ({year})", year, tuple(sorted(genres))))
    return list(films.values())


def _inverted(name: str) -> str:
    for article in ("The", "A"):
        if name.startswith(f"{article} "):
            return f"{name.removeprefix(article).lstrip()}, {article}"
    return name


def _person(random: np.random.Generator) -> _Person:
    age = int(min(73, max(10, 18 + random.gamma(2.0, 8.0))))
    gender = "M" if random.random() < 0.6 else "F"
    occupation = str(random.choice(OCCUPATIONS))
    if age < 22:
        occupation = "student"
    elif age > 64:
        occupation = "retired"
    elif occupation == "retired":
        occupation = "other"
    return _Person(age, gender, occupation, f"{int(random.integers(100_000)):05d}")


def _item(number: int, film: _Film) -> tuple[object, ...]:
    date = f"{1 + number * 7 % 28:02d}-{_MONTHS[number * 5 % 12]}-{film.year}"
    return number, film.title, date, "", "", *(int(name in film.genres) for name in _GENRES)


def _rows(
    films: list[_Film], people: list[_Person], random: np.random.Generator
) -> list[tuple[int, int, int, int]]:
    """Return ratings as (user id, film id, stars, seconds), in no order."""
    import numpy as np

    liking = _people_moods(people, random) @ _film_moods(films, random).T  # [users, movies]
    quality = 0.45 * random.normal(size=MOVIES)
    kindness = 0.4 * random.normal(size=USERS)
    fame = -1.3 * np.log(10 + random.permutation(MOVIES)) + 0.5 * quality
    # The largest of log-weight plus Gumbel noise are a weighted draw without replacement.
    draw = fame + 0.5 * liking + random.gumbel(size=liking.shape)
    rows = []
    for user, count in enumerate(_counts(random)):
        movies = random.permutation(np.argsort(-draw[user])[:count])
        stars = 3.4 + kindness[user] + quality[movies] + liking[user, movies]
        stars += 0.75 * random.normal(size=count)
        rated = np.clip(np.round(stars), 1, 5).astype(int)
        times = _times(count, random)
        columns = (movies + 1, rated, times)
        rows += [(user + 1, *row) for row in zip(*(c.tolist() for c in columns), strict=True)]
    return [rows[row] for row in random.permutation(len(rows))]


def _film_moods(films: list[_Film], random: np.random.Generator) -> Floats:
    """Return where films stand, [movies, moods]: the mean of their genres and something own."""
    import numpy as np

    genres = np.array([np.mean([GENRE_MOODS[g] for g in film.genres], axis=0) for film in films])
    moods = genres - genres.mean(axis=0) + 0.3 * random.normal(size=genres.shape)
    return np.asarray(moods / moods.std(axis=0))


def _people_moods(people: list[_Person], random: np.random.Generator) -> Floats:
    """Return what people like, [users, moods]: partly by age and gender, mostly their own."""
    import numpy as np

    age = np.array([(who.age - 33) / 13 for who in people])
    male = np.array([1.0 if who.gender == "M" else -1.0 for who in people])
    traits = np.stack([0.4 * male - 0.4 * age, 0.3 * male, -0.5 * age], axis=1)
    return np.asarray(0.36 * (traits + 0.9 * random.normal(size=traits.shape)))


def _counts(random: np.random.Generator) -> list[int]:
    """Return how many films each user rates: a few very many, `RATINGS` in all."""
    import numpy as np

    weights = random.gamma(0.8, size=USERS)
    extra = RATINGS - USERS * _LEAST
    counts = _LEAST + np.minimum(np.floor(extra * weights / weights.sum()), 120).astype(int)
    spare = RATINGS - int(counts.sum())
    for user in range(spare):
        counts[user % USERS] += 1
    return [int(count) for count in counts]


def _times(count: int, random: np.random.Generator) -> npt.NDArray[np.int64]:
    """Return seconds of ratings that come in one to three sittings."""
    import numpy as np

    sittings = 1 + int(random.integers(3))
    starts = _FIRST_DAY + np.sort(random.integers(0, 86_400 * _DAYS, size=sittings))
    sitting = np.sort(random.integers(0, sittings, size=count))
    return np.asarray(starts[sitting] + np.cumsum(random.integers(0, 40, size=count)))


def _lines(separator: str, rows: Sequence[Sequence[object]]) -> str:
    return "".join(separator.join(map(str, row)) + "\n" for row in rows)
