"""A person's own films: what an import brought, what is not matched, what was said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from movierec.answers.films import Film


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A film of a person's file that is no film of the model, as far as can be told.

    Attributes:
        number: its place among the unmatched ones of the profile, from 1.
        title: as the file names it; its id where it has no title.
        year: None where the file has none.
        imdb_id: "" where the file has none.
        cause: "newer than the data", "series or short", "ambiguous" or "not found".
        near: films that it may be, best first.
    """

    number: int
    title: str
    year: int | None
    imdb_id: str
    cause: str
    near: tuple[Film, ...]


@dataclass(frozen=True, slots=True)
class Inexact:
    """A film of a person's file that was matched, though not by an id or exactly.

    Attributes:
        title: as the file names it.
        year: None where the file has none.
        how: "a year apart" or "most rated".
        film: what it was taken for.
    """

    title: str
    year: int | None
    how: str
    film: Film


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file that was read.

    Attributes:
        name: as messages call it.
        kind: what it was recognised as: "Letterboxd export".
        films: films that it names.
        repeated: rows that only said again, or earlier, what another row says.
        nameless: rows left out because they name no film.
        starless: rows left out because they name a film and give it no rating.
    """

    name: str
    kind: str
    films: int
    repeated: int
    nameless: int
    starless: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a file changed in a profile, in films.

    Attributes:
        ratings_new: rated in the file and not before.
        ratings_changed: their stars are now the file's.
        ratings_same: the file gives the stars that they have.
        older: rated otherwise in the file, and left alone: what the profile has was said later, or
            elsewhere on the same day.
        seen_new: seen, though not rated, and not known to be seen before.
        watchlist_new: not on the watchlist before.
        watchlist_gone: no longer on the watchlist.
        lists_new: names of lists that the profile did not have, sorted.
    """

    ratings_new: int
    ratings_changed: int
    ratings_same: int
    older: int
    seen_new: int
    watchlist_new: int
    watchlist_gone: int
    lists_new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import brought.

    Attributes:
        profile: the profile's name.
        model: the stored model whose films were matched.
        dataset: what it was trained on.
        dry_run: nothing was written.
        files: what was read.
        changes: what it changed, file by file.
        films: films of the files, each once.
        matched: of them, by how: "id", "title and year", "a year apart", …
        inexact: those of them that are worth a look.
        left_out: others that the person said to leave alone.
        unmatched: the rest, in the profile's order.
        unmatched_file: a table of all films of the profile that are not matched; None where there
            are none, or nothing was written.
    """

    profile: str
    model: str
    dataset: str
    dry_run: bool
    files: tuple[FileRead, ...]
    changes: tuple[Changes, ...]
    films: int
    matched: Mapping[str, int]
    inexact: tuple[Inexact, ...]
    left_out: int
    unmatched: tuple[Unmatched, ...]
    unmatched_file: Path | None


@dataclass(frozen=True, slots=True)
class Matching:
    """The films of a profile that are not matched, and what was just said of one.

    Attributes:
        profile: the profile's name.
        model: the stored model whose films are meant.
        said: what was changed: "Star Wars (1977) is Star Wars: Episode IV - A New Hope (1977).", ""
            where nothing was.
        unmatched: what is left.
    """

    profile: str
    model: str
    said: str
    unmatched: tuple[Unmatched, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of a film.

    Attributes:
        profile: the profile's name.
        film: the film.
        what: "rated", "seen", "hidden", "on the watchlist", or "unrated", "not seen", … where it
            was taken back.
        before: the stars that it had; None where it had none.
        changed: whether the profile is another than before.
        remark: which of several films was taken; "" where there was no choice.
    """

    profile: str
    film: Film
    what: str
    before: float | None
    changed: bool
    remark: str


@dataclass(frozen=True, slots=True)
class ProfileSummary:
    """One profile.

    Attributes:
        name: the profile's name.
        default: it answers where no other is named.
        rated: films with stars.
        seen: films seen without stars.
        watchlist: films to be watched.
        hidden: films that are never recommended.
        lists: how many lists of their own.
        changed: day of the last change, "2026-03-01".
        folder: where it lies.
        problem: why it cannot be read; "" where it can.
    """

    name: str
    default: bool
    rated: int
    seen: int
    watchlist: int
    hidden: int
    lists: int
    changed: str
    folder: Path
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """A profile to take away.

    Attributes:
        profile: the profile's name.
        csv: what `movierec import` reads back.
        rows: the same, a film each, by column.
        films: the same, a film each, as the profile's file has it: "imdb_id", "rated", …
    """

    profile: str
    csv: str
    rows: tuple[Mapping[str, str], ...]
    films: tuple[Mapping[str, Any], ...]
