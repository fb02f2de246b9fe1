"""Bring films from other sites: read -> merge -> match -> save -> report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from movierec.answers.profile import ImportReport, Matching
from movierec.ask import stored_catalogue
from movierec.errors import UsageError
from movierec.mine.profiles import load, profile_to_change
from movierec.paths import user_paths

if TYPE_CHECKING:
    from movierec.people.imports import Imported
    from movierec.people.profile import Profile


def import_files(
    files: Sequence[Path],
    *,
    profile: str | None = None,
    model: str | None = None,
    dry_run: bool = False,
) -> ImportReport:
    """Bring ratings and lists from other sites into a profile, which is made where it is missing.

    All files are read before anything is written.

    Args:
        files: exports; "-" is standard input.
        profile: whose films they are; None for the default profile.
        model: the stored model whose films they are matched with; None for the one trained last.
        dry_run: report, and write nothing.

    Raises:
        NotReadyError: there is no model to match films with.
        UsageError: a file is missing, or none that can be read.
        DataError: a file is damaged.
    """
    from movierec.people import shelf
    from movierec.people.change import change_profile
    from movierec.people.identify import identify
    from movierec.people.importing.read import read_export
    from movierec.people.imports import file_read, films_of, merge_all, with_titles
    from movierec.people.profile import Profile
    from movierec.people.unmatched import unmatched_films, unmatched_places, write_unmatched

    if list(files).count(Path("-")) > 1:
        raise UsageError("Standard input can be read only once.", "Name - once.")
    catalogue, card = stored_catalogue(model)
    profiles, name = user_paths().profiles, profile_to_change(profile)
    shelf.profile_folder(profiles, name)  # refuses a name that cannot be one, also in a dry run
    brought = [with_titles(read_export(file), catalogue) for file in files]
    merged: Imported | None = None

    def merge(known: Profile) -> Profile:
        nonlocal merged
        merged = merge_all(known, brought)
        return merged.profile

    if dry_run:
        known = name in shelf.list_profiles(profiles)
        after = merge(shelf.load_profile(profiles, name) if known else Profile(name))
    else:
        _, after = change_profile(profiles, name, merge, create=True)
    assert merged is not None
    identified = identify(catalogue, after.entries)
    of_files = films_of(after, identified, brought)
    all_unmatched = unmatched_films(catalogue, after.entries, identified)
    unmatched_file = None
    if not dry_run:
        unmatched_file = write_unmatched(profiles, after.name, all_unmatched)
    of_these = set(of_files.places)
    pairs = zip(unmatched_places(after.entries, identified), all_unmatched, strict=True)
    return ImportReport(
        profile=name,
        model=card.name,
        dataset=card.origin.label,
        dry_run=dry_run,
        files=tuple(file_read(one) for one in brought),
        changes=merged.changes,
        films=len(of_files.entries),
        matched=of_files.matched,
        inexact=of_files.inexact(catalogue),
        left_out=of_files.left_out,
        unmatched=tuple(film for place, film in pairs if place in of_these),
        unmatched_file=unmatched_file,
    )


def unmatched(profile: str | None = None, *, model: str | None = None) -> Matching:
    """List the films of a profile that are no film of a model."""
    from movierec.people.own_films import OwnFilms
    from movierec.people.unmatched import unmatched_films

    catalogue, card = stored_catalogue(model)
    own = OwnFilms.of(catalogue, load(profile))
    films = unmatched_films(catalogue, own.profile.entries, own.identified)
    return Matching(own.profile.name, card.name, "", films)


def match(
    film: str, meant: str | None, *, profile: str | None = None, model: str | None = None
) -> Matching:
    """Say which film of a model a film of a profile is; later imports remember it.

    Args:
        film: how the person's file names it, with or without the year, or its number in
            `unmatched`.
        meant: a title or id of the model's catalogue; None: it is to be left alone.
        profile: whose film it is; None for the default profile.
        model: the stored model; None for the one trained last.

    Raises:
        UnknownError: the profile has no such film, or the catalogue no such title.
        UsageError: the profile has several such films.
    """
    from movierec.people.change import change_profile
    from movierec.people.matching import find_film
    from movierec.people.own_films import OwnFilms
    from movierec.people.references import reference
    from movierec.people.say import mean
    from movierec.people.unmatched import entry_called, named, unmatched_films, write_unmatched

    catalogue, card = stored_catalogue(model)
    own = OwnFilms.of(catalogue, load(profile))
    called = entry_called(own, film).film
    found = None if meant is None else find_film(catalogue, meant)
    target = None if found is None else reference(catalogue, found.movie)

    def change(known: Profile) -> Profile:
        # Another process may have changed the profile since: places are looked up anew.
        places = [place for place, entry in enumerate(known.entries) if entry.film == called]
        return mean(known, places, target)

    profiles = user_paths().profiles
    _, after = change_profile(profiles, own.profile.name, change, create=False)
    left = unmatched_films(catalogue, after.entries, OwnFilms.of(catalogue, after).identified)
    write_unmatched(profiles, after.name, left)
    name = named(called)
    said = f"{name} is left alone from now on."
    if target is not None and found is not None:
        said = f"{name} is {named(target)} from now on. {found.remark}".rstrip()
    return Matching(after.name, card.name, said, left)
