"""`movierec import`: bring ratings and lists from other sites."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from movierec.cli.command import answering
from movierec.cli.films import film_data
from movierec.cli.options import StoredModel, examples
from movierec.cli.output import Answer, Cell, Column, Facts, Prose, Table
from movierec.cli.profile_options import ProfileOption
from movierec.cli.talk import Talk
from movierec.cli.unmatched import unmatched_data, unmatched_records, unmatched_table

if TYPE_CHECKING:
    from movierec.answers.profile import Changes, ImportReport, Inexact

EXAMPLES = examples(
    "import letterboxd-anna-2026-03-01.zip",
    "import ratings.csv WATCHLIST.csv --profile anna",
    "import trakt.zip --dry-run",
)
SHOWN = 10
LISTS = 5
_MATCHED = {
    "id": "by id",
    "title and year": "by title and year",
    "title": "by title",
    "a year apart": "by title, a year apart",
    "most rated": "the most rated of several",
    "you": "as you said",
}

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        help="Exports of Letterboxd, IMDb, Trakt or MovieLens, or CSV; - reads standard input.",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Report what would come, change nothing.")]


@answering
def import_films(
    talk: Talk,  # noqa: ARG001
    files: Files,
    profile: ProfileOption = None,
    dry_run: DryRun = False,
    model: StoredModel = None,
) -> Answer:
    """Bring your ratings and lists from other sites.

    Read are the exports of Letterboxd and Trakt (the zip, its folder, or single files), IMDb's
    ratings and watchlist, MovieLens's ratings, what profile export wrote, and CSV with a column
    title, movieId, imdbId or tmdbId beside a column rating. What a file is, its content tells.
    Nothing leaves this machine.

    The same file again changes nothing; a newer one updates, and what you said here later stays.
    Films are matched with those of a stored model by id, else by title and year. Nothing is
    guessed: what is not matched is listed with its reason, and movierec match settles it.
    """
    from movierec.mine import bring

    found = bring.import_files(files, profile=profile, model=model, dry_run=dry_run)
    return answer(found, named=profile is not None)


def answer(found: ImportReport, *, named: bool = False) -> Answer:
    """Show what came, what was matched, and why the rest was not.

    Args:
        found: what the import brought.
        named: the profile was named, so that what to run next has to name it, too.
    """
    unmatched = found.unmatched
    table = unmatched_table(_some("Not matched", len(unmatched)), unmatched[:SHOWN])
    return Answer(
        command="import",
        data={
            "profile": found.profile,
            "model": found.model,
            "dataset": found.dataset,
            "dry_run": found.dry_run,
            "files": found.files,
            "changes": found.changes,
            "films": found.films,
            "matched": found.matched,
            "inexact": [
                {"title": one.title, "year": one.year, "how": one.how, "film": film_data(one.film)}
                for one in found.inexact
            ],
            "left_out": found.left_out,
            "unmatched": unmatched_data(unmatched),
            "unmatched_file": found.unmatched_file,
        },
        tables=(
            _facts(found),
            *((_inexact_table(found.inexact),) if found.inexact else ()),
            *((table,) if unmatched else ()),
        ),
        records=unmatched_records(unmatched),
        notes=_notes(found, named=named),
    )


def _facts(found: ImportReport) -> Facts:
    matched = sum(found.matched.values())
    by = ", ".join(f"{count:,} {_MATCHED.get(how, how)}" for how, count in found.matched.items())
    share = f"{matched:,} of {found.films:,}"
    pairs: list[tuple[str, Cell]] = [
        # A file's name would set the width of all labels.
        *(
            ("Read", Prose(f"{file.name}: {file.kind}, {_films(file.films)}"))
            for file in found.files
        ),
        ("Matched", Prose(f"{share}: {by}" if by else share)),
    ]
    causes: dict[str, int] = {}
    for film in found.unmatched:
        causes[film.cause] = causes.get(film.cause, 0) + 1
    if causes:
        text = ", ".join(f"{count:,} {cause}" for cause, count in causes.items())
        pairs.append(("Not matched", Prose(f"{len(found.unmatched):,}: {text}")))
    if found.left_out:
        pairs.append(("Left alone", found.left_out))
    pairs += _changes(found.changes)
    what = "Would be imported into" if found.dry_run else "Imported into"
    return Facts(f"{what} profile {found.profile}", tuple(pairs))


def _inexact_table(films: tuple[Inexact, ...]) -> Table:
    return Table(
        "Matched, though not exactly",
        (
            Column("Film"),
            Column("Year", numeric=True),
            Column("Why"),
            Column("Taken for"),
            Column("Of", numeric=True),
        ),
        tuple((one.title, one.year, one.how, one.film.title, one.film.year) for one in films),
    )


def _some(what: str, count: int) -> str:
    return f"{what}, {SHOWN} of {count:,}" if count > SHOWN else what


def _changes(changes: tuple[Changes, ...]) -> list[tuple[str, Cell]]:
    counted = {
        "New ratings": sum(one.ratings_new for one in changes),
        "Changed ratings": sum(one.ratings_changed for one in changes),
        "Ratings as before": sum(one.ratings_same for one in changes),
        "Left, as a later one is known": sum(one.older for one in changes),
        "Seen, without stars": sum(one.seen_new for one in changes),
        "New on the watchlist": sum(one.watchlist_new for one in changes),
        "Off the watchlist": sum(one.watchlist_gone for one in changes),
    }
    rows: list[tuple[str, Cell]] = [(name, count) for name, count in counted.items() if count]
    lists = tuple(name for one in changes for name in one.lists_new)
    return [*rows, ("New lists", _first(lists))] if lists else rows


def _first(names: tuple[str, ...]) -> tuple[str, ...]:
    more = len(names) - LISTS
    return (*names[:LISTS], f"and {more:,} more") if more > 0 else names


def _notes(found: ImportReport, *, named: bool) -> tuple[str, ...]:
    who, whose = (f" {found.profile}", f" --profile {found.profile}") if named else ("", "")
    notes = []
    nameless = sum(file.nameless for file in found.files)
    if nameless:
        rows, were = ("row names", "was") if nameless == 1 else ("rows name", "were")
        notes.append(f"{nameless:,} {rows} no film and {were} left out.")
    starless = sum(file.starless for file in found.files)
    if starless:
        rows, were = ("row has", "was") if starless == 1 else ("rows have", "were")
        notes.append(f"{starless:,} {rows} no rating and {were} left out.")
    if found.unmatched_file is not None:
        notes += [
            f"All films that are not matched: {found.unmatched_file}",
            f'To say which film one is: movierec match "TITLE (YEAR)" FILM{whose}',
        ]
    yearless = found.matched.get("title", 0)
    if yearless:
        notes.append(
            f"{_films(yearless)} without a year {'was' if yearless == 1 else 'were'} taken by the "
            "title alone: add the year where it may be another film."
        )
    if found.inexact:
        notes.append(f'One is another film? movierec match "TITLE (YEAR)" --none{whose}')
    if found.dry_run:
        notes.append("Nothing was changed.")
    elif found.matched:
        notes.append(f"Next: movierec recommend{who}")
    return tuple(notes)


def _films(count: int) -> str:
    return f"{count:,} film{'' if count == 1 else 's'}"
