"""Put together what was said of a film twice: what was said last counts, also a taking back."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from movierec.people.profile import Entry, Mark, Rating

_Said = TypeVar("_Said", Mark, Rating)
_DAY = len("2021-03-04")
# Behind every second of a day.
_END = "T24"


def with_last_said(entry: Entry, new: Entry) -> Entry:
    """Return an entry with what another one says of the same film, but for the lists.

    A rating or mark replaces one that was not said later; of two of the same time the new one
    counts if it has the same source, or if the time is unknown. What was taken back counts again
    only where it was said later than that: on the day of the taking back, by the second.
    """
    rated, unrated = _last(entry.rated, new.rated, entry.unrated, new.unrated)
    seen, unseen = _last(entry.seen, new.seen, entry.unseen, new.unseen)
    watchlist, unwanted = _last(entry.watchlist, new.watchlist, entry.unwanted, new.unwanted)
    hidden, _ = _last(entry.hidden, new.hidden, None, None)
    # Which film it is has no time: what was said of it first stays.
    source = entry if entry.meant is not None or entry.ignored else new
    return replace(
        entry,
        rated=rated,
        unrated=unrated,
        seen=seen,
        unseen=unseen,
        hidden=hidden,
        watchlist=watchlist,
        unwanted=unwanted,
        meant=source.meant,
        ignored=source.ignored,
    )


def _last(
    old: _Said | None, new: _Said | None, old_back: Mark | None, new_back: Mark | None
) -> tuple[_Said | None, Mark | None]:
    """Return what is said and what is taken back, of which one is None."""
    said = _later(old, new, "")
    back = _later(old_back, new_back, _END)
    if said is None or back is None:
        return said, back
    return (said, None) if said.when > _moment(back.when, _END) else (None, back)


def _later(old: _Said | None, new: _Said | None, end: str) -> _Said | None:
    if old is None or new is None:
        return new if old is None else old
    if old.when == new.when:
        return new if not old.when or old.source == new.source else old
    return max(old, new, key=lambda said: _moment(said.when, end))


def _moment(when: str, end: str) -> str:
    """Return a time to be compared; `end` stands for the second of a day alone."""
    return when + end if len(when) == _DAY else when
