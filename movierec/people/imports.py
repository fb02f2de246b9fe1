"""An import from end to end, without any file: what files hold -> a profile -> a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from movierec.answers.profile import Changes, FileRead, Inexact
from movierec.data.catalogue import film
from movierec.people.identify import Identified, identify
from movierec.people.merge import merge
from movierec.people.profile import Brought, Entry, Profile
from movierec.people.references import reference
from movierec.people.same_film import SameFilms, names_nothing
from movierec.records import UNKNOWN, Catalogue


@dataclass(frozen=True, slots=True)
class Imported:
    """Files merged into a profile.

    Attributes:
        profile: with all that the files hold.
        changes: what each file changed.
    """

    profile: Profile
    changes: tuple[Changes, ...]


@dataclass(frozen=True, slots=True)
class FilesFilms:
    """The films of some files, each once, and what they are in a catalogue.

    Attributes:
        places: of their entries in the profile, ascending, [n].
        entries: the films with all that the profile says of them, [n].
        identified: what each is, [n].
    """

    places: tuple[int, ...]
    entries: tuple[Entry, ...]
    identified: tuple[Identified, ...]

    @property
    def matched(self) -> dict[str, int]:
        """How many are matched, by how; the most frequent first."""
        counted = Counter(found.how for found in self.identified if found.how is not None)
        return {str(how): count for how, count in counted.most_common()}

    def inexact(self, catalogue: Catalogue) -> tuple[Inexact, ...]:
        """Return the films that were matched, though not by an id or exactly."""
        return tuple(
            Inexact(entry.film.title, entry.film.year, found.how, film(catalogue, found.movie))
            for entry, found in zip(self.entries, self.identified, strict=True)
            if found.how in ("a year apart", "most rated")
        )

    @property
    def left_out(self) -> int:
        """How many the person said to leave alone."""
        return sum(found.cause == "left out by you" for found in self.identified)


def merge_all(profile: Profile, files: Sequence[Brought]) -> Imported:
    """Merge what files hold into a profile, one after the other."""
    changes = []
    for brought in files:
        merged = merge(profile, brought)
        profile = merged.profile
        changes.append(merged.changes)
    return Imported(profile, tuple(changes))


def with_titles(brought: Brought, catalogue: Catalogue) -> Brought:
    """Give the films that a file names by an id alone their titles, where the catalogue knows them.

    MovieLens's ids mean other films in another data set: a title does not.
    """
    nameless = [place for place, entry in enumerate(brought.entries) if not entry.film.title]
    found = identify(catalogue, [brought.entries[place] for place in nameless])
    entries = list(brought.entries)
    for place, one in zip(nameless, found, strict=True):
        if one.movie != UNKNOWN:
            entry = entries[place]
            known = reference(catalogue, one.movie)
            entries[place] = replace(entry, film=replace(known, kind=entry.film.kind))
    return replace(brought, entries=tuple(entries))


def films_of(
    merged: Profile, identified: Sequence[Identified], files: Sequence[Brought]
) -> FilesFilms:
    """Return which films of a profile some files name.

    Args:
        merged: the profile with what the files hold.
        identified: what each of its entries is in a catalogue, [entries].
        files: what they hold.
    """
    films = [entry.film for brought in files for entry in brought.entries]
    known = SameFilms((entry.film for entry in merged.entries), films)
    found = {known.find(film) for film in films if not names_nothing(film)}
    # Of a film that was only taken back nothing is left to be told.
    places = tuple(
        sorted(place for place in found if place is not None and not merged.entries[place].is_over)
    )
    return FilesFilms(
        places,
        tuple(merged.entries[place] for place in places),
        tuple(identified[place] for place in places),
    )


def file_read(brought: Brought) -> FileRead:
    """Return what was read of a file."""
    return FileRead(
        name=brought.name,
        kind=brought.kind,
        films=len(brought.entries),
        repeated=brought.repeated,
        nameless=brought.nameless,
        starless=brought.starless,
    )
