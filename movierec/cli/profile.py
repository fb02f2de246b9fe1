"""`movierec profile`: whose films are on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from movierec.cli.command import answering
from movierec.cli.options import StoredModel, examples
from movierec.cli.output import Answer, Column, Facts, Table
from movierec.cli.profile_options import MaybeProfileName, ProfileName
from movierec.cli.talk import Talk
from movierec.people.spreadsheet import guarded

if TYPE_CHECKING:
    from pathlib import Path

    from movierec.answers.profile import ProfileSummary

EXAMPLES = examples("profile list", "profile show", "profile use anna", "profile rm anna")
LIST_EXAMPLES = examples("profile list")
SHOW_EXAMPLES = examples("profile show", "profile show anna")
USE_EXAMPLES = examples("profile use anna")
RENAME_EXAMPLES = examples("profile rename me anna")
EXPORT_EXAMPLES = examples("profile export -o mine.csv")
RM_EXAMPLES = examples("profile rm anna")

NewName = Annotated[str, typer.Argument(metavar="NEW", help="The name that it gets.")]


@answering
def list_profiles(talk: Talk) -> Answer:  # noqa: ARG001
    """List the profiles of this machine.

    The default one is yours: it answers where WHO is left out. It is the one that profile use
    chose, else "me", else the only one.
    """
    from movierec.mine import profiles

    return list_answer(profiles.profiles())


@answering
def show(talk: Talk, name: MaybeProfileName = None, model: StoredModel = None) -> Answer:  # noqa: ARG001
    """Show somebody's taste beside everyone's.

    Stars, genres, decades, and the films that they see otherwise than everyone.
    """
    from movierec.cli.taste import taste_data, taste_records, taste_tables
    from movierec.mine import taste

    found = taste.taste(name, model=model)
    return Answer("profile show", taste_data(found), taste_tables(found), taste_records(found))


@answering
def use(talk: Talk, name: ProfileName) -> Answer:  # noqa: ARG001
    """Make a profile yours: it answers where WHO is left out."""
    from movierec.mine import profiles

    return _told("profile use", "Yours is now", profiles.use_profile(name))


@answering
def rename(talk: Talk, name: ProfileName, new: NewName) -> Answer:  # noqa: ARG001
    """Give a profile another name."""
    from movierec.mine import profiles

    return _told("profile rename", "Renamed to", profiles.rename_profile(name, new).name)


@answering
def export(talk: Talk, name: MaybeProfileName = None) -> Answer:  # noqa: ARG001
    """Write a profile as CSV that import reads back.

    Nothing of it is lost. Cells that a spreadsheet would take for formulas begin with an
    apostrophe.
    """
    from movierec.mine import profiles

    found = profiles.exported(name)
    data = {"profile": found.profile, "films": found.films}
    rows = tuple({name: guarded(text) for name, text in film.items()} for film in found.rows)
    return Answer("profile export", data, (), rows, document=found.csv)


@answering
def rm(talk: Talk, name: ProfileName) -> Answer:  # noqa: ARG001
    """Delete a profile with everything that is kept of it."""
    from movierec.mine import profiles

    folder = profiles.remove_profile(name)
    return removed_answer(folder)


def list_answer(found: tuple[ProfileSummary, ...]) -> Answer:
    """Show the profiles, a row each; a damaged one with its problem."""
    damaged = any(one.problem for one in found)
    problem = (Column("Problem", only="pipe"),) if damaged else ()
    table = Table(
        "Profiles",
        (
            Column("Name"),
            Column("Default"),
            Column("Rated", numeric=True, format=",d"),
            Column("Seen", numeric=True, format=",d"),
            Column("Watchlist", numeric=True, format=",d"),
            Column("Hidden", numeric=True, format=",d"),
            Column("Changed"),
            *problem,
        ),
        tuple(
            (
                one.name,
                "yours" if one.default else "",
                one.rated,
                one.seen,
                one.watchlist,
                one.hidden,
                one.changed,
                *((one.problem,) if damaged else ()),
            )
            for one in found
        ),
        under=tuple(one.problem for one in found) if damaged else (),
    )
    records = tuple(
        {
            "name": one.name,
            "default": one.default,
            "rated": one.rated,
            "seen": one.seen,
            "watchlist": one.watchlist,
            "hidden": one.hidden,
            "lists": one.lists,
            "changed": one.changed,
            "folder": one.folder,
            "problem": one.problem or None,
        }
        for one in found
    )
    notes = () if found else ("There is no profile yet: movierec import FILE, or movierec rate.",)
    return Answer("profile list", {"profiles": records}, (table,), records, notes)


def removed_answer(folder: Path) -> Answer:
    """Tell what was deleted."""
    record = {"name": folder.name, "folder": folder}
    return Answer(
        "profile rm", {"removed": record}, (Facts("", (("Removed", str(folder)),)),), (record,)
    )


def _told(command: str, what: str, name: str) -> Answer:
    record = {"name": name}
    return Answer(command, record, (Facts("", ((what, name),)),), (record,))
