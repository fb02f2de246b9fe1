"""Tiny made-up MovieLens archives of every layout, and tiny records; no real rating is in here.

The hand-made archives carry every trap that the real ones have (a test a trap is in
tests/data/test_readers_*.py); the random ones have as many rows as a test wants. Each `make_…`
writes a zip where `path` ends with ".zip" and a folder otherwise, and returns `path`. `changed`
maps a member's name to other bytes, or to None to leave it out.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from movierec.records import Catalogue, Ratings, Traits

Changes = Mapping[str, bytes | None]
Row = tuple[int, int, float, int]

# Inverted articles, brackets, accents, twins, a remake, a number, a script other than Latin.
TRICKY_TITLES = [
    "Paper Lanterns (1995)",
    "Glass Harbour, The (1994)",
    "Nine (N1ne) (1995)",
    "Town of Small Lamps, The (Ville des petites lampes, La) (1995)",
    "Sabrine (1954)",
    "Sabrine (1995)",
    "Été sans lune, Un (1993)",
    "Salt & Smoke (1999)",
    "1984 (1956)",
    "Amber Road (1997)",
    "Amber Road (1997)",
    "Amber Road II (1999)",
    "雨の日の灯台 (1999)",
]
GENRES_100K = (
    "unknown", "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime", "Documentary",
    "Drama", "Fantasy", "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi",
    "Thriller", "War", "Western",
)  # fmt: skip
OCCUPATIONS = ("artist", "doctor", "librarian", "none", "other", "student")

# Film 3 has nothing but a name, 4 a short date, 5 no URL, 6 an ending, 7 trailing blanks, 8 and 9
# are twins, 10 is not ASCII, 11 and 12 have a second bracket, 13 is rated once (in u5.test only),
# 14 was released after the year in its title; 15 is never rated; there is no 16.
MOVIES_100K = (
    (1, "Paper Lanterns (1995)", "01-Jan-1995", "Animation|Children's"),
    (2, "Glass Harbour, The (1994)", "01-Jan-1994", "Crime|Thriller"),
    (3, "unknown", "", "unknown"),
    (4, "Quiet Orchard (1971)", "4-Feb-1971", "Drama"),
    (5, "Seven Miles of Salt (1996)", "23-Aug-1996", "Drama|Western"),
    (6, "Last Tram Home, The (1995) (V)", "01-Jan-1995", "Horror"),
    (7, "Copper Moon (1996)  ", "12-Jul-1996", "Romance"),
    (8, "Chasing Amber (1997)", "01-Jan-1997", "Romance|Comedy"),
    (9, "Chasing Amber (1997)", "07-Nov-1997", "Romance|Comedy"),
    (10, "Été sans lune, Un (1993)", "01-Jan-1993", "Drama"),
    (11, "Nine (N1ne) (1995)", "01-Jan-1995", "Mystery|Thriller"),
    (12, "Town of Small Lamps, The (Ville des petites lampes, La) (1995)", "01-Jan-1995", "Sci-Fi"),
    (13, "Only Once (1998)", "06-Feb-1998", "War"),
    (14, "Slow Post (1995)", "31-Jan-1997", "Comedy"),
    (15, "Nobody Came (1994)", "01-Jan-1994", "Documentary"),
    (17, "Attic Weather (1967)", "01-Jan-1967", "Film-Noir"),
)
USERS_100K = (
    (1, 24, "M", "student", "05201"),
    (2, 53, "F", "other", "94043"),
    (3, 7, "M", "student", "T8H1N"),
    (4, 73, "F", "none", "V5A2B"),
    (5, 33, "M", "artist", "00000"),
    (6, 42, "F", "doctor", "98101"),
    (8, 41, "M", "librarian", "E2A4H"),
)
RATINGS_100K: tuple[Row, ...] = (
    *(
        (user, movie, 1.0 + (3 * user + 5 * movie) % 5, 880_000_000 + (7919 * movie + user) % 9973)
        for user, *_ in USERS_100K
        for movie in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 17)
        if (user * movie) % 4 != 3
    ),
    (8, 13, 4.0, 880_020_000),
)

# Ids have gaps; film 8 has a single colon, 9 none of ASCII; film 20 is never rated.
MOVIES_1M = (
    (1, "Paper Lanterns (1995)", "Animation|Children's"),
    (3, "Glass Harbour, The (1994)", "Crime|Thriller"),
    (8, "Kestrel: The Long Way: Home (1984)", "Adventure|Drama"),
    (9, "Été sans lune, Un (1993)", "Drama"),
    (12, "Nine (N1ne) (1995)", "Mystery"),
    (20, "Nobody Came (1994)", "Documentary"),
    (3952, "Slow Post (2000)", "Comedy"),
)
USERS_1M = (
    (1, "F", 1, 10, "48067"),
    (2, "M", 56, 16, "05201-1234"),
    (4, "M", 25, 0, "T8H1N"),
    (7, "F", 18, 20, "00231"),
)
RATINGS_1M: tuple[Row, ...] = tuple(
    (user, movie, float(1 + (user + movie) % 5), 978_300_000 + 60 * movie - user)
    for user, *_ in USERS_1M
    for movie in (3952, 1, 3, 8, 9, 12)
    if (user + movie) % 7
)

MOVIES_10M = (
    (1, "Paper Lanterns (1995)", "Animation|Children"),
    (3, "Glass Harbour, The (1994)", "Crime|Thriller"),
    (8, "Kestrel: The Long Way: Home (1984)", "Adventure|Drama|IMAX"),
    (9, "Été sans lune, Un (1993)", "Drama"),
    (8606, "Unsorted (1916)", "(no genres listed)"),
    (65133, "Żółta łódź (2008)", "Drama"),
)
MOVIES_CSV = (
    (1, "Paper Lanterns (1995)", "Animation|Children"),
    (3, "Glass Harbour, The (1994)", "Crime|Thriller"),
    (8, 'Waiting, "Again", for Rain (2001)', "Adventure|Drama|IMAX"),
    (9, "Été sans lune, Un (1993)", "Drama"),
    (50, "Endless Orchard (2007-)", "Comedy"),
    (51, "Half Open (2007\N{EN DASH}2012) ", "Comedy"),
    (60, "Night Without a Date", "(no genres listed)"),
    (60000, "雨の日の灯台 (1999)", "Drama|Romance"),
    (193609, "Chasing Amber (1997)", "Romance"),
    (193610, "Chasing Amber (1997)", "Comedy"),
)
# The second has no TMDB id, the last no links at all.
LINKS_CSV = (
    (1, "0700001", "9001"), (3, "0000903", ""), (8, "0700008", "9008"), (9, "0700009", "9009"),
    (50, "1234567", "5"), (51, "12345678", "6"), (60, "0000001", "7"), (60000, "0099999", "8"),
    (193609, "0700019", "9019"),
)  # fmt: skip
USER_IDS_CSV = (1, 2, 5, 414)


def _half_stars(movies: Sequence[tuple[int, str, str]]) -> tuple[Row, ...]:
    return tuple(
        (user, movie, 0.5 + 0.5 * ((user * 3 + movie) % 10), 1_100_000_000 - 86_400 * (movie % 97))
        for user in USER_IDS_CSV
        for movie, *_ in movies
        if (user + movie) % 5
    )


RATINGS_10M = _half_stars(MOVIES_10M)
RATINGS_CSV = _half_stars(MOVIES_CSV)


def pack(path: Path, folder: str, files: Changes) -> Path:
    """Write files into a zip, below `folder`, or into the folder `path` itself."""
    if path.suffix == ".zip":
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                if content is not None:
                    archive.writestr(f"{folder}/{name}", content)
        return path
    path.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        if content is not None:
            (path / name).write_bytes(content)
    return path


def make_100k(path: Path, changed: Changes | None = None) -> Path:
    """Write the hand-made archive in ml-100k's layout, with u1 to u5."""
    return pack(path, "ml-100k", {**files_100k(), **(changed or {})})


def make_1m(path: Path, changed: Changes | None = None) -> Path:
    """Write the hand-made archive in ml-1m's layout."""
    return pack(path, "ml-1m", {**files_1m(), **(changed or {})})


def make_10m(path: Path, changed: Changes | None = None) -> Path:
    """Write the hand-made archive in ml-10m's layout."""
    return pack(path, "ml-10M100K", {**files_10m(), **(changed or {})})


def make_csv(
    path: Path, changed: Changes | None = None, *, links: bool = True, crlf: bool = False
) -> Path:
    """Write the hand-made archive in the layout of the csv sets."""
    files = {**files_csv(links=links), **(changed or {})}
    if crlf:
        files = {
            name: content and content.replace(b"\n", b"\r\n") for name, content in files.items()
        }
    return pack(path, "ml-latest-small", files)


def make_random_100k(path: Path, users: int, movies: int, ratings: int, seed: int = 0) -> Path:
    """Write random whole-star ratings with traits and u1 to u5; ids run from 1."""
    films = [
        (movie, title, f"01-Jan-{year}", "|".join(GENRES_100K[g] for g in genres))
        for movie, title, year, genres in random_films(movies, seed)
    ]
    people = [
        (n, 12 + n * 7 % 60, "MF"[n % 2], OCCUPATIONS[n % 6], f"{n:05d}")
        for n in range(1, users + 1)
    ]
    rows = random_rows(users, movies, ratings, seed, half=False)
    return pack(path, "ml-100k", _as_100k(films, people, rows))


def make_random_csv(path: Path, users: int, movies: int, ratings: int, seed: int = 0) -> Path:
    """Write random half-star ratings with links; ids run from 1."""
    films = [
        (movie, title, "|".join(GENRES_100K[g] for g in genres))
        for movie, title, _, genres in random_films(movies, seed)
    ]
    links = [(movie, f"{movie:07d}", str(movie + 1000)) for movie, *_ in films]
    rows = random_rows(users, movies, ratings, seed, half=True)
    return pack(path, "ml-random", _as_csv(films, rows, links))


def random_rows(users: int, movies: int, ratings: int, seed: int, *, half: bool) -> list[Row]:
    """Return that many ratings of different pairs, with user, film and taste effects to learn."""
    import numpy as np

    random = np.random.default_rng(seed)
    pairs = random.choice(users * movies, size=ratings, replace=False)
    user, movie = pairs // movies, pairs % movies
    taste, kind = random.normal(size=(users, 2)), random.normal(size=(movies, 2))
    stars = (
        3.3
        + 0.5 * random.normal(size=users)[user]
        + 0.6 * random.normal(size=movies)[movie]
        + 0.6 * (taste[user] * kind[movie]).sum(axis=1)
        + 0.4 * random.normal(size=ratings)
    )
    stars = np.clip(np.round(2 * stars) / 2, 0.5, 5) if half else np.clip(np.round(stars), 1, 5)
    times = 880_000_000 + random.integers(0, 10_000_000, size=ratings)
    columns = (user + 1, movie + 1, stars, times)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def files_100k() -> dict[str, bytes]:
    """Return the members of `make_100k` by name."""
    return _as_100k(MOVIES_100K, USERS_100K, RATINGS_100K)


def files_1m() -> dict[str, bytes]:
    """Return the members of `make_1m` by name."""
    return {
        "README": b"Made up.\n",
        "ratings.dat": _lines("::", RATINGS_1M, "latin-1"),
        "movies.dat": _lines("::", MOVIES_1M, "latin-1"),
        "users.dat": _lines("::", USERS_1M, "latin-1"),
    }


def files_10m() -> dict[str, bytes]:
    """Return the members of `make_10m` by name."""
    return {
        "README.html": b"<p>Made up.</p>\n",
        "ratings.dat": _lines("::", RATINGS_10M, "utf-8"),
        "movies.dat": _lines("::", MOVIES_10M, "utf-8"),
        "tags.dat": b"1::3::made up::1188263867\n",
    }


def files_csv(*, links: bool = True) -> dict[str, bytes]:
    """Return the members of `make_csv` by name."""
    return _as_csv(MOVIES_CSV, RATINGS_CSV, LINKS_CSV if links else None)


def _as_100k(
    films: Sequence[tuple[int, str, str, str]],
    people: Sequence[tuple[int, int, str, str, str]],
    rows: Sequence[Row],
) -> dict[str, bytes]:
    item = []
    for movie, title, date, genres in films:
        url = "" if movie in (3, 5) else f"http://films.example/{movie}"
        flags = [int(name in genres.split("|")) for name in GENRES_100K]
        item.append((movie, title, date, "", url, *flags))
    genre_lines = "".join(f"{name}|{number}\n" for number, name in enumerate(GENRES_100K))
    sizes = f"{len(people)} users\n{len(films)} items\n{len(rows)} ratings\n"
    files = {
        "README": b"Made up.\n",
        "u.data": _lines("\t", rows, "latin-1"),
        "u.item": _lines("|", item, "latin-1"),
        "u.user": _lines("|", people, "latin-1"),
        "u.genre": f"{genre_lines}\n".encode(),
        "u.occupation": "".join(f"{name}\n" for name in OCCUPATIONS).encode(),
        "u.info": sizes.encode(),
    }
    for number in range(1, 6):
        low, high = len(rows) * (number - 1) // 5, len(rows) * number // 5
        files[f"u{number}.base"] = _lines("\t", [*rows[:low], *rows[high:]], "latin-1")
        files[f"u{number}.test"] = _lines("\t", rows[low:high], "latin-1")
    return files


def _as_csv(
    films: Sequence[tuple[int, str, str]],
    rows: Sequence[Row],
    links: Sequence[tuple[int, str, str]] | None,
) -> dict[str, bytes]:
    quoted = [(movie, _quote(title), genres) for movie, title, genres in films]
    stars = [(user, movie, f"{rating:.1f}", time) for user, movie, rating, time in rows]
    files = {
        "README.txt": b"Made up.\n",
        "movies.csv": b"movieId,title,genres\n" + _lines(",", quoted, "utf-8"),
        "ratings.csv": b"userId,movieId,rating,timestamp\n" + _lines(",", stars, "utf-8"),
        "tags.csv": b"userId,movieId,tag,timestamp\n1,3,made up,1188263867\n",
    }
    if links is not None:
        files["links.csv"] = b"movieId,imdbId,tmdbId\n" + _lines(",", links, "utf-8")
    return files


def _quote(title: str) -> str:
    if any(mark in title for mark in ',"\r\n'):
        return '"' + title.replace('"', '""') + '"'
    return title


def _lines(separator: str, rows: Sequence[Sequence[object]], encoding: str) -> bytes:
    texts = (separator.join(_text(field) for field in row) + "\n" for row in rows)
    return "".join(texts).encode(encoding)


def _text(field: object) -> str:
    # 4.0 stars are written as 4, as the releases with `::` and tabs do.
    return f"{field:g}" if isinstance(field, float) else str(field)


def random_films(movies: int, seed: int = 0) -> list[tuple[int, str, int, list[int]]]:
    """Return made-up films: id, title with its year, year, genres."""
    import numpy as np

    random = np.random.default_rng(seed + 1)
    years = random.integers(1930, 1999, size=movies).tolist()
    return [
        (
            n + 1,
            f"Film Number {n + 1} ({year})",
            year,
            sorted({int(g) for g in random.integers(1, 19, 2)}),
        )
        for n, year in enumerate(years)
    ]


def tiny_ratings(users: int = 12, movies: int = 10, ratings: int = 60, seed: int = 0) -> Ratings:
    """Return random whole-star ratings by dense rows, each pair at most once."""
    import numpy as np

    from movierec.records import Ratings

    rows = random_rows(users, movies, ratings, seed, half=False)
    user, movie, rating, timestamp = zip(*rows, strict=True)
    return Ratings(
        np.array(user, dtype=np.int32) - 1,
        np.array(movie, dtype=np.int32) - 1,
        np.array(rating, dtype=np.float32),
        np.array(timestamp, dtype=np.int32),
    )


def tiny_catalogue(
    users: int = 12,
    movies: int = 10,
    *,
    ratings: Ratings | None = None,
    titles: Sequence[str] | None = None,
    traits: bool = True,
    links: bool = False,
) -> Catalogue:
    """Return a catalogue to go with `tiny_ratings`: film ids 1, 4, 7 …, user ids 1, 3, 5 …

    `counts` are those of `ratings`, else 1 more a row; `titles` takes the place of "Film Number
    …", and films of the same title are twins; without `traits` it is what a model stores.
    """
    import numpy as np

    from movierec.data.titles import search_key, split_year, twin_key
    from movierec.records import Catalogue, Texts

    films = random_films(movies, 0)
    names = list(titles) if titles is not None else [title for _, title, *_ in films]
    movies = len(names)
    flags = np.zeros((movies, 19), dtype=np.uint8)
    for row in range(movies):
        flags[row, films[row % len(films)][3]] = 1
    first: dict[str, int] = {}
    twins = [first.setdefault(twin_key(name), row) for row, name in enumerate(names)]
    counts = np.arange(movies) if ratings is None else np.bincount(ratings.movie, minlength=movies)
    rows = np.arange(movies, dtype=np.int32)
    return Catalogue(
        movie_ids=3 * rows + 1,
        titles=Texts.of(names),
        years=np.array([split_year(name)[1] or 0 for name in names], dtype=np.int16),
        genres=GENRES_100K,
        genre_flags=flags,
        counts=counts.astype(np.int32),
        twins=np.array(twins, dtype=np.int32),
        search_keys=Texts.of([search_key(name) for name in names]),
        imdb_ids=Texts.of([f"{n + 1:07d}" for n in range(movies)]) if links else None,
        tmdb_ids=rows + 1000 if links else None,
        user_ids=2 * np.arange(users, dtype=np.int32) + 1,
        traits=_tiny_traits(np.arange(users)) if traits else None,
    )


def real_catalogue(archive_path: Path) -> Catalogue:
    """Return the films of an archive, with how often each is rated."""
    import numpy as np

    from movierec.data.archive import open_archive
    from movierec.data.catalogue import build_catalogue
    from movierec.data.readers import reader_for

    with open_archive(archive_path) as archive:
        reader = reader_for(archive.layout)
        movies = reader.movies(archive)
        rated = np.concatenate([chunk.movie_id for chunk in reader.ratings(archive, 1_000_000)])
    ids = np.sort(movies.movie_id)
    counts = np.bincount(np.searchsorted(ids, rated), minlength=len(ids))
    return build_catalogue(movies, None, ids[:1], counts)


def _tiny_traits(user: np.ndarray) -> Traits:
    import numpy as np

    from movierec.records import Texts, Traits

    return Traits(
        age=(12 + user * 7 % 60).astype(np.int16),
        gender=(user % 2).astype(np.int16),
        occupation=(user % len(OCCUPATIONS)).astype(np.int16),
        zip_code=Texts.of([f"{n:05d}" for n in user]),
        genders=("F", "M"),
        occupations=OCCUPATIONS,
    )
