"""Say something of a film: rated, seen, hidden; each changes the next answer at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from movierec.answers.profile import Said
from movierec.ask import stored_catalogue
from movierec.mine.profiles import profile_to_change
from movierec.paths import user_paths
from movierec.people import say
from movierec.people.times import now

if TYPE_CHECKING:
    from movierec.people.profile import Entry, Profile, Reference

Change: TypeAlias = "Callable[[Profile, tuple[int, ...], Reference, str], Profile]"
"""From a profile, the places of a film in it, what names the film, and the time, to a profile."""


def rate(title: str, stars: float, *, profile: str | None = None, model: str | None = None) -> Said:
    """Give a film stars.

    Args:
        title: a title, or a film id, of the model's catalogue.
        stars: 0.5 to 5 in steps of 0.5.
        profile: whose; None for the default profile, which is made where there is none.
        model: the stored model whose films are meant; None for the one trained last.

    Raises:
        UsageError: there are no such stars, or the profile cannot be called so.
        UnknownError: there is no such film.
        NotReadyError: there is no model.
    """

    def change(known: Profile, places: tuple[int, ...], film: Reference, when: str) -> Profile:
        return say.rate(known, places, film, stars, when)

    return _say(title, "rated", change, profile, model)


def unrate(title: str, *, profile: str | None = None, model: str | None = None) -> Said:
    """Take a film's stars back; see `rate`, though no profile is made.

    Raises:
        NotReadyError: there is no profile.
        UnknownError: there is none of that name.
    """
    return _take_back(title, "unrated", say.unrate, profile, model)


def see(
    title: str, *, undo: bool = False, profile: str | None = None, model: str | None = None
) -> Said:
    """Say that a film was seen, or (`undo`) take that back; see `rate`."""
    if undo:
        return _take_back(title, "not seen", say.unsee, profile, model)
    return _say(title, "seen", say.see, profile, model)


def hide(
    title: str, *, undo: bool = False, profile: str | None = None, model: str | None = None
) -> Said:
    """Let a film never be recommended, or (`undo`) let it be again; see `rate`."""
    if undo:
        # No file of another site hides a film: nothing could bring that back.
        return _take_back(
            title,
            "not hidden",
            lambda known, places, _when: say.unhide(known, places),
            profile,
            model,
        )
    return _say(title, "hidden", say.hide, profile, model)


def want(
    title: str, *, undo: bool = False, profile: str | None = None, model: str | None = None
) -> Said:
    """Put a film on the watchlist, or (`undo`) take it off; see `rate`."""
    if undo:
        return _take_back(title, "not on the watchlist", say.unwant, profile, model)
    return _say(title, "on the watchlist", say.want, profile, model)


def _take_back(
    title: str,
    what: str,
    change: Callable[[Profile, tuple[int, ...], str], Profile],
    profile: str | None,
    model: str | None,
) -> Said:
    """Take back what a profile says of a film; where there is none, nothing was said."""

    def taken(known: Profile, places: tuple[int, ...], _film: Reference, when: str) -> Profile:
        return change(known, places, when)

    return _say(title, what, taken, profile, model, create=False)


def _say(
    title: str,
    what: str,
    change: Change,
    profile: str | None,
    model: str | None,
    *,
    create: bool = True,
) -> Said:
    """Find the film meant, change what the profile says of it, and tell."""
    from movierec.data.catalogue import film
    from movierec.people.change import change_profile
    from movierec.people.matching import find_film
    from movierec.people.own_films import OwnFilms
    from movierec.people.references import reference

    catalogue, _ = stored_catalogue(model)
    name = profile_to_change(profile)
    found = find_film(catalogue, title)
    named, when = reference(catalogue, found.movie), now()
    places: tuple[int, ...] = ()

    def changed(known: Profile) -> Profile:
        nonlocal places
        places = OwnFilms.of(catalogue, known).places(catalogue, found.movie)
        return change(known, places, named, when)

    before, after = change_profile(user_paths().profiles, name, changed, create=create)
    return Said(
        profile=after.name,
        film=film(catalogue, found.movie),
        what=what,
        before=_stars([before.entries[place] for place in places]),
        changed=before != after,
        remark=found.remark,
    )


def _stars(entries: Sequence[Entry]) -> float | None:
    """Return the stars given last."""
    rated = [entry.rated for entry in entries if entry.rated is not None]
    return max(rated, key=lambda one: one.when).stars if rated else None
