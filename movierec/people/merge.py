"""Merge what a file brings into a profile: what was said last counts, and nothing is said twice.

To bring the same file again changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from movierec.answers.profile import Changes
from movierec.people.last_said import with_last_said
from movierec.people.profile import Brought, Entry, Profile, Rating, Reference
from movierec.people.same_film import SameFilms, names_nothing

_MOST_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Merged:
    """The profile with what a file brought, and what that changed."""

    profile: Profile
    changes: Changes


def merge(profile: Profile, brought: Brought) -> Merged:
    """Return a profile with what a file brings.

    What was said last counts, as `people.last_said` has it. A file takes no rating away and nothing
    seen, but for one of movierec's own in which that was taken back; films leave the watchlist and
    the lists that it holds whole and no longer has them in.
    """
    joined = _joined(profile.entries, brought)
    changes = _changes(profile.entries, joined)
    entries: list[Entry] = []
    # Until bringing the file once more would change nothing: an id that one row tells can show
    # that another row, read before, meant another film.
    for _ in range(_MOST_ROUNDS):
        entries = [entry for entry in joined.entries if not entry.says_nothing]
        joined = _joined(entries, brought)
        if joined.entries == entries:
            break
    return Merged(replace(profile, entries=tuple(entries)), changes)


@dataclass(frozen=True, slots=True)
class _Joined:
    """Entries with what a file brings, at their old places, and the file's ratings by place."""

    entries: list[Entry]
    ratings: dict[int, Rating]


def _joined(entries: Sequence[Entry], brought: Brought) -> _Joined:
    coming = [
        entry for entry in brought.entries if not (entry.says_nothing or names_nothing(entry.film))
    ]
    films = SameFilms((entry.film for entry in entries), (entry.film for entry in coming))
    said = list(entries)
    ratings: dict[int, Rating] = {}
    wanted: set[int] = set()
    listed: set[tuple[int, str]] = set()
    for entry in coming:
        place = films.find(entry.film)
        if place is None:
            place = films.add(entry.film)
            said.append(Entry(film=entry.film))
        lists = tuple(sorted({*said[place].lists, *entry.lists}))
        said[place] = replace(with_last_said(said[place], entry), lists=lists)
        listed.update((place, name) for name in entry.lists)
        if entry.rated is not None:
            ratings[place] = entry.rated
        if entry.watchlist is not None:
            wanted.add(place)
    whole = frozenset(brought.lists)
    for place, entry in enumerate(said):
        kept = tuple(name for name in entry.lists if name not in whole or (place, name) in listed)
        gone = brought.has_watchlist and place not in wanted and _is_of(entry, brought.source)
        watchlist = None if gone else entry.watchlist
        film = films.films[place]
        if (film, watchlist, kept) != (entry.film, entry.watchlist, entry.lists):
            said[place] = replace(entry, film=film, watchlist=watchlist, lists=kept)
    return _Joined(said, ratings)


def _is_of(entry: Entry, source: str) -> bool:
    return entry.watchlist is not None and entry.watchlist.source == source


def _changes(before: Sequence[Entry], joined: _Joined) -> Changes:
    nothing = Entry(film=Reference())
    counts: Counter[str] = Counter()
    for place, after in enumerate(joined.entries):
        old = before[place] if place < len(before) else nothing
        rating = joined.ratings.get(place)
        if rating is not None:
            counts[_what_became(rating, old.rated, after.rated)] += 1
        known = old.seen or old.rated or after.rated
        counts["seen_new"] += after.seen is not None and known is None
        counts["watchlist_new"] += after.watchlist is not None and old.watchlist is None
        counts["watchlist_gone"] += after.watchlist is None and old.watchlist is not None
    return Changes(
        ratings_new=counts["ratings_new"],
        ratings_changed=counts["ratings_changed"],
        ratings_same=counts["ratings_same"],
        older=counts["older"],
        seen_new=counts["seen_new"],
        watchlist_new=counts["watchlist_new"],
        watchlist_gone=counts["watchlist_gone"],
        lists_new=tuple(sorted(_lists(joined.entries) - _lists(before))),
    )


def _what_became(rating: Rating, old: Rating | None, after: Rating | None) -> str:
    if after is None:
        return "older"
    if old is None:
        return "ratings_new"
    if rating.stars == old.stars:
        return "ratings_same"
    return "older" if after == old else "ratings_changed"


def _lists(entries: Iterable[Entry]) -> set[str]:
    return {name for entry in entries for name in entry.lists}
