"""Made-up profiles and files that people bring, one by one and by hypothesis."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from movierec.people.profile import OWN, Brought, Entry, Mark, Profile, Rating, Reference

HEAT = Reference(title="Heat", year=1995, imdb_id="0113277", tmdb_id=949)
ALIEN = Reference(title="Alien", year=1979)

TEXTS = st.text(min_size=1, max_size=12)
SOURCES = st.sampled_from(["letterboxd", "imdb", "trakt", OWN])
WHENS = st.sampled_from(["", "2020-02-29", "2021-03-04", "2021-03-04T18:01:02Z"])
STARS = st.integers(1, 10).map(lambda halves: halves / 2)

MARKS = st.builds(Mark, SOURCES, WHENS)
RATINGS = st.builds(Rating, STARS, SOURCES, WHENS)


def named(film: Reference) -> bool:
    """Return whether a title or an id says which film it is."""
    return bool(film.title or film.imdb_id or film.tmdb_id or film.movie_id)


REFERENCES = st.builds(
    Reference,
    title=st.just("") | TEXTS,
    year=st.none() | st.integers(1, 9999),
    imdb_id=st.just("") | st.from_regex(r"[0-9]{7,9}", fullmatch=True),
    tmdb_id=st.none() | st.integers(1, 2**63 - 1),
    movie_id=st.none() | st.integers(1, 2**63 - 1),
    kind=st.just("") | TEXTS,
).filter(named)
# Few titles and ids, so that many films are the same in one way and differ in another.
ALIKE = st.builds(
    Reference,
    title=st.sampled_from(["", "Heat", "HEAT", "The Heat", "Alien"]),
    year=st.sampled_from([None, 1979, 1995]),
    imdb_id=st.sampled_from(["", "", "0000001", "0000002", "0000003"]),
    tmdb_id=st.sampled_from([None, None, 1, 2, 3]),
    movie_id=st.sampled_from([None, None, 1, 2]),
    kind=st.sampled_from(["", "", "TV Series"]),
)


_DOUBLE = ("rated", "unrated"), ("seen", "unseen"), ("watchlist", "unwanted")


def one_way(entry: Entry) -> Entry:
    """Return an entry that takes nothing back that it says as well."""
    for said, back in _DOUBLE:
        if getattr(entry, said) is not None:
            entry = replace(entry, **{back: None})
    return entry


def nothing_taken_back(file: Brought) -> Brought:
    """Return a file as sites write them, in which nothing is taken back."""
    none = dict.fromkeys(back for _, back in _DOUBLE)
    return replace(file, entries=tuple(replace(entry, **none) for entry in file.entries))


def entries_of(films: st.SearchStrategy[Reference]) -> st.SearchStrategy[Entry]:
    """Return entries of such films that say anything, or nothing."""
    names = st.sets(st.sampled_from(["Noir", "With friends", "=1+1"]) | TEXTS, max_size=3)
    return st.builds(
        Entry,
        film=films,
        rated=st.none() | RATINGS,
        seen=st.none() | MARKS,
        hidden=st.none() | MARKS,
        watchlist=st.none() | MARKS,
        unrated=st.none() | MARKS,
        unseen=st.none() | MARKS,
        unwanted=st.none() | MARKS,
        lists=names.map(lambda found: tuple(sorted(found))),
        meant=st.none() | REFERENCES,
        ignored=st.booleans(),
    ).map(one_way)


def profiles_of(films: st.SearchStrategy[Reference]) -> st.SearchStrategy[Profile]:
    """Return profiles of a few such films."""
    entries = st.lists(entries_of(films), max_size=6).map(tuple)
    return st.builds(Profile, st.just("anna"), entries)


PROFILES = profiles_of(REFERENCES)
# Entries that say one thing or nothing come apart more often than those that say everything.
SPARSE = st.builds(
    Entry,
    film=ALIKE,
    rated=st.none() | RATINGS,
    watchlist=st.none() | MARKS,
    unrated=st.none() | MARKS,
    lists=st.sampled_from([(), (), ("Noir",), ("Noir", "With friends")]),
).map(one_way)
_SOME = st.lists(SPARSE | entries_of(ALIKE), max_size=8).map(tuple)
ALIKE_PROFILES = st.builds(Profile, st.just("anna"), _SOME)
BROUGHT = st.builds(
    Brought,
    name=st.just("films.zip"),
    source=SOURCES,
    kind=st.just("an export"),
    entries=_SOME,
    has_watchlist=st.booleans(),
    lists=st.sampled_from([(), ("Noir",), ("Noir", "With friends")]),
).map(lambda file: nothing_taken_back(file) if file.has_watchlist else file)
"""Files that hold a whole watchlist are those of other sites."""


def rated(film: Reference, stars: float, source: str = "letterboxd", when: str = "") -> Entry:
    """Return an entry of a film with stars."""
    return Entry(film=film, rated=Rating(stars, source, when))


def profile(*entries: Entry) -> Profile:
    """Return the profile of a person called anna."""
    return Profile("anna", entries)


def brought(*entries: Entry, **more: object) -> Brought:
    """Return what a file of Letterboxd with these entries brings."""
    made = Brought(name="l.zip", source="letterboxd", kind="Letterboxd export", entries=entries)
    return replace(made, **more)  # type: ignore[arg-type]
