"""From what was typed as WHO to somebody whom a model can answer.

What profiles need is imported inside the functions: a user of the data set is answered without.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from movierec.answers.who import YOU, Who
from movierec.errors import NotReadyError, UnknownError, UsageError
from movierec.paths import user_paths
from movierec.ranking.viewer import Viewer, known_viewer, new_viewer
from movierec.store.bundle import Bundle

if TYPE_CHECKING:
    from movierec.people.own_films import OwnFilms

_MOST_DIGITS = 18
_MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks.

    Attributes:
        who: what they are called.
        viewer: what a model knows of them.
        own: their films, None for a user of the data set.
    """

    who: Who
    viewer: Viewer
    own: OwnFilms | None = None


def asker(bundle: Bundle, who: int | str | None) -> Asker:
    """Return who asks: a MovieLens user for a number, else the person of a profile.

    Args:
        bundle: the model that will answer.
        who: a user id, a profile's name, or None for the default profile.

    Raises:
        UnknownError: there is no such user or profile.
        NotReadyError: there is no profile yet, or the model came without its users' ratings.
        UsageError: the model's kind cannot learn somebody new.
        DataError: the profile or the model is damaged.
    """
    if isinstance(who, int) or (who is not None and who.isascii() and who.isdecimal()):
        if len(str(who)) > _MOST_DIGITS:
            raise UnknownError("There is no user of such a number.", "movierec recommend 265")
        user_id = int(who)
        viewer = known_viewer(bundle, bundle.user(user_id))
        return Asker(Who.user(user_id), viewer)
    from movierec.people import shelf
    from movierec.people.own_films import OwnFilms

    name = profile_name(who)
    own = OwnFilms.of(bundle.catalogue, shelf.load_profile(user_paths().profiles, name))
    label = YOU if _is_default(name) else name
    return Asker(Who(label, profile=name), viewer_of(bundle, own), own)


def askers(bundle: Bundle, who: int | str | None, others: Sequence[str]) -> tuple[Asker, ...]:
    """Return who asks and who watches with them, each once; see `asker`.

    Raises:
        UsageError: somebody is named twice.
    """
    found = [asker(bundle, named) for named in (who, *others)]
    everybody = [one.who for one in found]
    for one in everybody:
        if everybody.count(one) > 1:
            subject = "You are" if one.label == YOU else f"{one.label} is"
            raise UsageError(f"{subject} named twice.", "Name everybody once.")
    return tuple(found)


def viewer_of(bundle: Bundle, own: OwnFilms) -> Viewer:
    """Return what a model knows of a person once it has learned from their films."""
    return new_viewer(bundle, own.rated, own.watched, own.hidden)


def profile_name(name: str | None) -> str:
    """Return the name of a profile as it is stored, of the default one for None.

    Raises:
        UnknownError: there is none of that name.
        NotReadyError: there is none at all.
        UsageError: there are several and none is the default.
    """
    from movierec.people import shelf
    from movierec.people.profile import OWN

    profiles = user_paths().profiles
    if name is not None and name.lower() != OWN and not shelf.list_profiles(profiles):
        raise UnknownError(
            f"There is neither a profile nor a user called {name[:_MOST_SHOWN]!r}.",
            "Users are the numbers of the data set, for example 265; "
            "movierec import FILE makes a profile.",
        )
    try:
        return shelf.resolve_name(profiles, name)
    except NotReadyError:
        raise NotReadyError(
            "There is no profile of yours yet.",
            "movierec import FILE, or movierec rate; a MovieLens user has a number: "
            "movierec recommend 265",
        ) from None


def is_profile(word: str) -> bool:
    """Return whether a word means somebody's profile: "me" always does, once there is one."""
    from movierec.people import shelf
    from movierec.people.profile import OWN

    names = shelf.list_profiles(user_paths().profiles)
    lower = word.lower()
    return lower in {name.lower() for name in names} or (lower == OWN and bool(names))


def _is_default(name: str) -> bool:
    from movierec.people import shelf

    try:
        return name == shelf.default_name(user_paths().profiles)
    except UsageError:  # several, and none was chosen
        return False
