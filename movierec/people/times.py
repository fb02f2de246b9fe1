"""Days and seconds, as a profile writes them."""

from __future__ import annotations

import datetime

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_LATEST = 2**31 - 1
"""The last second that an int32 can hold."""


def now() -> str:
    """Return the second that it is."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds_of(when: str) -> int:
    """Return a day or second as seconds since 1970, 0 where it is unknown."""
    if not when:
        return 0
    try:
        time = datetime.datetime.fromisoformat(when)
    except ValueError:
        return 0
    if time.tzinfo is None:
        time = time.replace(tzinfo=datetime.UTC)
    return max(-_LATEST, min(_LATEST, int((time - _EPOCH).total_seconds())))
