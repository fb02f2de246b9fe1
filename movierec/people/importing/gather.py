"""Put together what the rows of a file say: each film once, with all that is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from movierec.data.titles import twin_key
from movierec.people.last_said import with_last_said
from movierec.people.profile import Brought, Entry, Reference

_Key = tuple[object, ...]


def gather(
    name: str,
    source: str,
    kind: str,
    said: Iterable[Entry],
    *,
    has_watchlist: bool = False,
    lists: Iterable[str] = (),
) -> Brought:
    """Return what a file holds.

    Args:
        name: as `Brought` has it, and so the others.
        source: see there.
        kind: see there.
        said: an entry a row, in the file's order. Of two ratings, or two marks, of a film the later
            one counts; with the same time, the one that comes later here.
        has_watchlist: see there.
        lists: see there, in any order.
    """
    entries: list[Entry] = []
    places: dict[_Key, int] = {}
    # Beside the entries, because a film may be in thousands of lists.
    in_lists: dict[int, set[str]] = {}
    repeated = nameless = starless = 0
    for entry in said:
        film = entry.film
        keys = tuple(_keys(film))
        if not keys:
            nameless += 1
            continue
        if entry.says_nothing:
            starless += 1
            continue
        place = _place(keys, film, places, entries)
        if place is None:
            place = len(entries)
            entries.append(entry)
            in_lists[place] = set(entry.lists)
        else:
            known = entries[place]
            repeated += _says(known) >= _says(entry) and in_lists[place].issuperset(entry.lists)
            entries[place] = _merge(known, entry)
            in_lists[place].update(entry.lists)
            keys = tuple(_keys(entries[place].film))
        for key in keys:
            places.setdefault(key, place)
    return Brought(
        name=name,
        source=source,
        kind=kind,
        entries=tuple(
            replace(entry, lists=tuple(sorted(in_lists[place]))) if in_lists[place] else entry
            for place, entry in enumerate(entries)
        ),
        has_watchlist=has_watchlist,
        lists=tuple(sorted(set(lists))),
        repeated=repeated,
        nameless=nameless,
        starless=starless,
    )


def _keys(film: Reference) -> Iterator[_Key]:
    """Yield what tells that two references are one film, the surest first."""
    if film.imdb_id:
        yield "imdb", film.imdb_id
    if film.tmdb_id is not None:
        yield "tmdb", film.tmdb_id
    if film.movie_id is not None:
        yield "movie", film.movie_id
    if film.title:
        yield "title", twin_key(film.title), film.year, film.kind


def _place(
    keys: tuple[_Key, ...], film: Reference, places: dict[_Key, int], entries: list[Entry]
) -> int | None:
    for key in keys:
        place = places.get(key)
        if place is not None and (key[0] == "imdb" or _agree(film, entries[place].film)):
            return place
    return None


def _agree(one: Reference, other: Reference) -> bool:
    """Return whether no id says that they are two films."""
    pairs = (
        (one.imdb_id or None, other.imdb_id or None),
        (one.tmdb_id, other.tmdb_id),
        (one.movie_id, other.movie_id),
    )
    return all(a is None or b is None or a == b for a, b in pairs)


def _merge(old: Entry, new: Entry) -> Entry:
    film = old.film if old.film == new.film else _completed(old.film, new.film)
    return replace(with_last_said(old, new), film=film)


def _completed(old: Reference, new: Reference) -> Reference:
    return replace(
        old,
        title=old.title or new.title,
        year=new.year if old.year is None else old.year,
        imdb_id=old.imdb_id or new.imdb_id,
        tmdb_id=new.tmdb_id if old.tmdb_id is None else old.tmdb_id,
        movie_id=new.movie_id if old.movie_id is None else old.movie_id,
    )


def _says(entry: Entry) -> set[str]:
    """Return what kinds of things an entry says, besides its lists."""
    marks = {
        "rated": entry.rated or entry.unrated,
        "seen": entry.seen or entry.unseen,
        "hidden": entry.hidden,
        "watchlist": entry.watchlist or entry.unwanted,
        "meant": entry.meant or entry.ignored or None,
    }
    return {kind for kind, mark in marks.items() if mark is not None}
