"""Made-up films: names with the traps of MovieLens's, years, genres, and where tastes put them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np

from made_up.shape import Floats, Ints, Shape

FACTORS = 8
GENRES = (
    "Action", "Adventure", "Animation", "Children", "Comedy", "Crime", "Documentary", "Drama",
    "Fantasy", "Film-Noir", "Horror", "IMAX", "Musical", "Mystery", "Romance", "Sci-Fi",
    "Thriller", "War", "Western",
)  # fmt: skip
NONE = "(no genres listed)"

_ADJECTIVES = (
    "Amber", "Bitter", "Broken", "Careful", "Crooked", "Distant", "Drowned", "Early", "Fallen",
    "Gentle", "Golden", "Grey", "Hidden", "Hollow", "Idle", "Last", "Late", "Little", "Lost",
    "Lucky", "Mild", "Narrow", "Odd", "Pale", "Patient", "Quiet", "Restless", "Second", "Seventh",
    "Silent", "Slow", "Stolen", "Sudden", "Tall", "Tender", "Thin", "Upper", "Vain", "Wandering",
    "Wooden",
)  # fmt: skip
_NOUNS = (
    "Anchor", "Arcade", "Baker", "Barometer", "Bell", "Birdcage", "Bridge", "Candle", "Captain",
    "Cellar", "Chandelier", "Clerk", "Compass", "Cousin", "Diver", "Envelope", "Ferry", "Fiddle",
    "Garden", "Glove", "Harbour", "Harmonica", "Hat", "Island", "Journey", "Kite", "Lantern",
    "Ledger", "Letter", "Magpie", "Map", "Mender", "Metronome", "Mirror", "Orchard", "Parasol",
    "Piano", "Pilot", "Postman", "Raft", "River", "Sailor", "Spoon", "Stair", "Stranger",
    "Suitcase", "Summer", "Tailor", "Teapot", "Telescope", "Tide", "Tower", "Typewriter",
    "Umbrella", "Valley", "Waltz", "Weathercock", "Wedding", "Windmill", "Winter",
)  # fmt: skip
_PLACES = (
    "Ashenfold", "Brindle Hollow", "Carrow Creek", "Castramare", "Dunmarrow", "Elverstone",
    "Fennick", "Gallowmere", "Harrowgrave", "Inverlow", "Jasperton", "Kesterlin", "Larkness",
    "Marrowby", "Nettle Bay", "Ombrage", "Orvane", "Pellworth", "Port Ellory", "Quillmere",
    "Rookhaven", "Saint-Orélie", "Santa Brígida", "Tilbrook", "Ulverby", "Upper Wexley",
    "Varnholm", "Vintermoor", "West Ambly", "Yarrowdale", "Åsvik", "Zennock", "Bramley Cross",
    "Cold Harbour", "Drumlin", "East Farrow", "Foxley", "Great Umber", "Hollin", "Isle Morven",
)  # fmt: skip

_NEWEST, _OLDEST = 2023, 1902
_CLASSICS_UNTIL = 1995
"""The most rated films are as old as MovieLens, so that all its users can have rated them."""


@dataclass(frozen=True, slots=True)
class Films:
    """The catalogue, by row.

    Attributes:
        ids: ascending, with gaps.
        years: of the release.
        released: first second of that year, since 1970.
        genres: flags, bool [films, genres].
        factors: where a film stands for the tastes, float64 [films, FACTORS].
        bias: stars that all users give it more than others.
        weights: how likely it is drawn, adding up to 1.
    """

    ids: Ints
    years: Ints
    released: Ints
    genres: np.ndarray[tuple[int, int], np.dtype[np.bool_]]
    factors: Floats
    bias: Floats
    weights: Floats


def make_films(shape: Shape, weights: Floats, random: np.random.Generator) -> Films:
    """Draw a catalogue.

    Args:
        shape: of the data set.
        weights: how likely films are drawn, the most likely first.
        random: for all draws.
    """
    count = shape.films
    # Films with low ids were there first and are rated more, but not all of them.
    rank = np.empty(count, dtype=np.int64)
    rank[np.argsort(random.normal(size=count) + 1.5 * np.arange(count) / count)] = np.arange(count)
    years = _NEWEST - np.minimum(random.gamma(2.0, 12.0, count), _NEWEST - _OLDEST).astype(np.int64)
    known = rank < 20 + count // 100
    years[known] = np.minimum(years[known], _CLASSICS_UNTIL - random.integers(0, 30, known.sum()))
    genres = _genres(count, random)
    place = random.normal(size=(len(GENRES), FACTORS))
    factors = genres @ place / np.maximum(genres.sum(axis=1, keepdims=True), 1) ** 0.5
    factors = factors + 0.8 * random.normal(size=(count, FACTORS))
    factors = (factors - factors.mean(axis=0)) / factors.std(axis=0)
    fame = -rank / count
    bias = 0.42 * random.normal(size=count) + 0.7 * (fame - fame.mean())
    starts = {year: _second(year) for year in range(_OLDEST, _NEWEST + 1)}
    return Films(
        ids=np.cumsum(random.integers(1, 6, count)),
        years=years,
        released=np.array([starts[int(year)] for year in years], dtype=np.int64),
        genres=genres,
        factors=factors,
        bias=bias,
        weights=weights[rank],
    )


def titles_of(films: Films, random: np.random.Generator) -> list[str]:
    """Return a name for each film: all are different, and some have the shapes that trip readers.

    Articles stand behind a comma, others have a second name in brackets, doubled quotes, no year,
    or a year that goes on.
    """
    places, nouns = len(_PLACES), len(_NOUNS)
    numbers = random.permutation(max(len(_ADJECTIVES) * nouns * places, len(films.ids)))
    titles = []
    for number, year, chance in zip(
        numbers[: len(films.ids)].tolist(),
        films.years.tolist(),
        random.random(len(films.ids)).tolist(),
        strict=True,
    ):
        rest, place = divmod(number, places)
        rest, noun = divmod(rest, nouns)
        again, adjective = divmod(rest, len(_ADJECTIVES))
        thing = f"{_ADJECTIVES[adjective]} {_NOUNS[noun]}"
        part = f" {again + 1}" if again else ""
        titles.append(_title(thing, _PLACES[place] + part, year, chance))
    return titles


def _title(thing: str, place: str, year: int, chance: float) -> str:
    if chance < 0.25:
        return f"{thing} of {place}, The ({year})"
    if chance < 0.30:
        return f"{thing} from {place}, A ({year})"
    if chance < 0.33:
        return f"{thing}, {place} and Others ({year})"
    if chance < 0.36:
        return f"{thing} in {place} (a.k.a. {place} {thing}) ({year})"
    if chance < 0.37:
        return f'"{thing}" at {place} ({year})'
    if chance < 0.372:
        return f"{thing} by {place}"
    if chance < 0.374:
        return f"{thing} over {place} ({year}-)"
    return f"{place} {thing} ({year})"


def _genres(
    count: int, random: np.random.Generator
) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    share = np.array([{"Drama": 10, "Comedy": 8}.get(name, 2) for name in GENRES], dtype=np.float64)
    # The largest of log-weight plus Gumbel noise are a weighted draw without replacement.
    draw = np.log(share) + random.gumbel(size=(count, len(GENRES)))
    many = random.choice(4, size=count, p=(0.04, 0.4, 0.36, 0.2))
    place = np.argsort(np.argsort(-draw, axis=1), axis=1)
    return np.asarray(place < many[:, None])


def _second(year: int) -> int:
    return int(datetime.datetime(year, 1, 1, tzinfo=datetime.UTC).timestamp())
