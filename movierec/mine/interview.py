"""Rate as a conversation: films chosen to learn most, each answer kept at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from movierec.answers.films import Film, RatedFilm
from movierec.ask import stored_bundle
from movierec.asker import viewer_of
from movierec.data.catalogue import film
from movierec.mine.profiles import profile_to_change
from movierec.paths import user_paths
from movierec.people import say, shelf
from movierec.people.change import change_profile
from movierec.people.own_films import OwnFilms
from movierec.people.profile import Entry, Profile, Reference
from movierec.people.references import reference
from movierec.people.times import now
from movierec.ranking.interview import Interviewer
from movierec.ranking.viewer import Viewer

Change: TypeAlias = "Callable[[Profile, tuple[int, ...], Reference], Profile]"
"""From a profile, the places of a film in it and what names the film to a profile."""


@dataclass(frozen=True, slots=True)
class _Reply:
    """A film that was asked about; `stars` None without any, `before` None where not seen."""

    movie: int
    stars: float | None
    before: Entry | None


class Interview:
    """Asks a person about films; every answer is in their profile when the next question is put.

    Args:
        profile: whose; None for the default profile, which is made where there is none.
        model: the stored model that asks; None for the one trained last.

    Attributes:
        name: the profile's name.

    Raises:
        NotReadyError: there is no model.
        UsageError: the profile cannot be called so, or the model's kind learns nobody new.
    """

    def __init__(self, profile: str | None, model: str | None) -> None:
        self._bundle = stored_bundle(model)
        self._profiles = user_paths().profiles
        self.name = profile_to_change(profile)
        shelf.profile_folder(self._profiles, self.name)  # refuses a name that cannot be one
        self._viewer()  # refuses a model that learns nobody new, before anything is asked
        self._interviewer = Interviewer.of(self._bundle)
        self._replies: list[_Reply] = []
        self._next: int | None = None
        # A profile that somebody removes during the conversation does not come back.
        self._begun = False

    @property
    def model(self) -> str:
        """Name of the model that asks."""
        return self._bundle.card.name

    @property
    def rated(self) -> tuple[RatedFilm, ...]:
        """The films that got stars so far, in order."""
        return tuple(
            RatedFilm(film(self._bundle.catalogue, reply.movie), reply.stars)
            for reply in self._replies
            if reply.stars is not None
        )

    def question(self) -> Film | None:
        """Return the film to ask about, None where there is none left."""
        if self._next is None:
            asked = np.array([reply.movie for reply in self._replies], dtype=np.int64)
            self._next = self._interviewer.next_question(self._viewer(), asked)
        return None if self._next is None else film(self._bundle.catalogue, self._next)

    def rate(self, stars: float) -> None:
        """Answer with stars.

        Raises:
            UsageError: there are no such stars; the question stands.
            NotReadyError: the profile of the answers before is gone, and so is every other.
            UnknownError: it is gone; the question stands.
        """
        before = self._keep(
            self._asked(),
            lambda known, places, named: say.rate(known, places, named, stars, now()),
        )
        self._reply(stars, before)

    def see(self) -> None:
        """Answer that the film was seen, without stars."""
        before = self._keep(
            self._asked(), lambda known, places, named: say.see(known, places, named, now())
        )
        self._reply(None, before)

    def skip(self) -> None:
        """Answer that the film was not seen; nothing is kept of it."""
        self._reply(None, None)

    def undo(self) -> bool:
        """Take the last answer back, so that its film is the question again; False without one."""
        if not self._replies:
            return False
        last = self._replies[-1]
        before = last.before
        if before is not None:
            self._keep(last.movie, lambda known, places, _: say.restore(known, places, before))
        self._next = self._replies.pop().movie
        return True

    def _asked(self) -> int:
        assert self._next is not None
        return self._next

    def _reply(self, stars: float | None, before: Entry | None) -> None:
        self._replies.append(_Reply(self._asked(), stars, before))
        self._next = None

    def _keep(self, movie: int, change: Change) -> Entry:
        """Change what the profile says of a film, and return the film's entry as it was."""
        catalogue = self._bundle.catalogue
        named = reference(catalogue, movie)
        before = Entry(film=named)

        def changed(known: Profile) -> Profile:
            nonlocal before
            places = OwnFilms.of(catalogue, known).places(catalogue, movie)
            before = known.entries[places[0]] if places else before
            return change(known, places, named)

        change_profile(self._profiles, self.name, changed, create=not self._begun)
        self._begun = True
        return before

    def _viewer(self) -> Viewer:
        known = self.name in shelf.list_profiles(self._profiles)
        profile = shelf.load_profile(self._profiles, self.name) if known else Profile(self.name)
        return viewer_of(self._bundle, OwnFilms.of(self._bundle.catalogue, profile))
