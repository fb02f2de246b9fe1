"""What a person says of one film here: pure changes of a profile.

Which entries are the film already is for others to find: `places` are their positions, none or
several. Of several the first one carries what is said, and the others no longer say it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from movierec.errors import UsageError
from movierec.people import checked
from movierec.people.profile import HIGH, LOW, OWN, STEP, Entry, Mark, Profile, Rating, Reference


def rate(
    profile: Profile, places: Sequence[int], film: Reference, stars: float, when: str
) -> Profile:
    """Give stars to a film, if it has not these from them already.

    Args:
        profile: what the person said so far.
        places: the positions of the entries that are the film already.
        film: what the film is called where there is no entry yet.
        stars: `LOW` to `HIGH` in steps of `STEP`.
        when: as `people.profile.Mark.when`.

    Raises:
        UsageError: the stars are not on the scale.
    """
    try:
        rating = Rating(checked.stars(stars), OWN, when)
    except ValueError:
        raise UsageError(
            f"{stars:g} stars cannot be given.",
            f"Give {LOW:g} to {HIGH:g} stars in steps of {STEP:g}.",
        ) from None
    given = [entry.rated for entry in _at(profile, places) if entry.rated is not None]
    if [(one.stars, one.source) for one in given] == [(rating.stars, OWN)]:
        return profile
    return _said(
        profile,
        places,
        film,
        lambda entry: replace(entry, rated=rating, unrated=None),
        lambda entry: _unrated(entry, when),
    )


def see(profile: Profile, places: Sequence[int], film: Reference, when: str) -> Profile:
    """Say that the person saw a film; the arguments are those of `rate`.

    Where that was said before, nothing changes: the day on which they saw it stays.
    """
    if any(entry.seen is not None for entry in _at(profile, places)):
        return profile
    return _said(
        profile,
        places,
        film,
        lambda entry: replace(entry, seen=Mark(OWN, when), unseen=None),
        lambda entry: replace(entry, unseen=None),
    )


def hide(profile: Profile, places: Sequence[int], film: Reference, when: str) -> Profile:
    """Say that a film is not to be recommended, if not said before; as `rate` has the arguments."""
    if any(entry.hidden is not None for entry in _at(profile, places)):
        return profile
    return _said(
        profile,
        places,
        film,
        lambda entry: replace(entry, hidden=Mark(OWN, when)),
        lambda entry: entry,
    )


def want(profile: Profile, places: Sequence[int], film: Reference, when: str) -> Profile:
    """Put a film on the person's watchlist, if it is not there; as `rate` has the arguments."""
    if any(entry.watchlist is not None for entry in _at(profile, places)):
        return profile
    return _said(
        profile,
        places,
        film,
        lambda entry: replace(entry, watchlist=Mark(OWN, when), unwanted=None),
        lambda entry: replace(entry, unwanted=None),
    )


def unrate(profile: Profile, places: Sequence[int], when: str) -> Profile:
    """Take the stars of a film back; files in which they were given earlier do not bring them.

    Args:
        profile: what the person said so far.
        places: the positions of the entries that are the film.
        when: as `people.profile.Mark.when`.
    """
    return _changed(profile, places, lambda entry: _unrated(entry, when))


def unsee(profile: Profile, places: Sequence[int], when: str) -> Profile:
    """Take back that a film was seen, as `unrate` does; its stars, if any, say so still."""
    back = Mark(OWN, when)
    return _changed(
        profile,
        places,
        lambda entry: entry if entry.seen is None else replace(entry, seen=None, unseen=back),
    )


def unwant(profile: Profile, places: Sequence[int], when: str) -> Profile:
    """Take a film off the person's watchlist, as `unrate` does."""
    back = Mark(OWN, when)
    return _changed(
        profile,
        places,
        lambda entry: (
            entry if entry.watchlist is None else replace(entry, watchlist=None, unwanted=back)
        ),
    )


def unhide(profile: Profile, places: Sequence[int]) -> Profile:
    """Let a film be recommended again."""
    return _changed(profile, places, lambda entry: replace(entry, hidden=None))


def restore(profile: Profile, places: Sequence[int], before: Entry) -> Profile:
    """Let a film be rated and seen as it was before an answer, as if that had not been given.

    Args:
        profile: what the person said so far.
        places: the positions of the entries that are the film.
        before: the first of them as it was.
    """
    return _changed(
        profile,
        places[:1],
        lambda entry: replace(
            entry,
            rated=before.rated,
            unrated=before.unrated,
            seen=before.seen,
            unseen=before.unseen,
        ),
    )


def mean(profile: Profile, places: Sequence[int], meant: Reference | None) -> Profile:
    """Say which film entries are; None says that they are none to be matched."""
    ignored = meant is None
    return _changed(profile, places, lambda entry: replace(entry, meant=meant, ignored=ignored))


_Change = Callable[[Entry], Entry]


def _at(profile: Profile, places: Sequence[int]) -> list[Entry]:
    return [profile.entries[place] for place in places]


def _unrated(entry: Entry, when: str) -> Entry:
    return entry if entry.rated is None else replace(entry, rated=None, unrated=Mark(OWN, when))


def _said(
    profile: Profile, places: Sequence[int], film: Reference, say: _Change, take_back: _Change
) -> Profile:
    if not places:
        return replace(profile, entries=(*profile.entries, say(Entry(film=film))))
    first, *others = places
    entries = list(profile.entries)
    for place in others:
        entries[place] = take_back(entries[place])
    entries[first] = say(entries[first])
    return _speaking(profile, entries)


def _changed(profile: Profile, places: Sequence[int], change: _Change) -> Profile:
    entries = list(profile.entries)
    for place in places:
        entries[place] = change(entries[place])
    return _speaking(profile, entries)


def _speaking(profile: Profile, entries: Sequence[Entry]) -> Profile:
    """Return a profile of these entries without those that say nothing any more."""
    return replace(profile, entries=tuple(entry for entry in entries if not entry.says_nothing))
