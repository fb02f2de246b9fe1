"""`movierec fetch`: bring a MovieLens release to this machine."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from movierec.cli.command import answering
from movierec.cli.options import Offline, dataset_names, examples
from movierec.cli.output import Answer, Column, Facts, Prose, Row, Table
from movierec.cli.talk import Talk
from movierec.config import DEFAULT_DATASET

if TYPE_CHECKING:
    from movierec.answers.data import Fetched, ReleaseState

EXAMPLES = examples("fetch", "fetch ml-1m", "fetch ml-100k --from-file ml-100k.zip", "fetch --list")
TRUST = {
    "archive": "the archive is GroupLens's, byte for byte",
    "members": "every file read is GroupLens's, byte for byte",
    "own": "a data set of your own",
    "made": "made up by movierec",
}
"""Why a data set's content is believed, in words."""

ReleaseName = Annotated[
    str,
    typer.Argument(
        metavar="RELEASE", help="Its name; --list knows them all.", autocompletion=dataset_names
    ),
]
FromFile = Annotated[
    Path | None,
    typer.Option(
        "--from-file", metavar="ZIP", show_default=False, help="Take an archive that is here."
    ),
]
Mirror = Annotated[
    str | None,
    typer.Option(
        "--mirror",
        metavar="URL",
        help="Ask here first: a URL or a folder that holds the archives. Also MOVIEREC_MIRROR.",
    ),
]
ListAll = Annotated[
    bool, typer.Option("--list", help="List the releases, their sizes and what is here.")
]


@answering
def fetch(
    talk: Talk,
    release: ReleaseName = DEFAULT_DATASET,
    from_file: FromFile = None,
    mirror: Mirror = None,
    offline: Offline = False,
    list_all: ListAll = False,
) -> Answer:
    """Download a MovieLens release, verify it and keep it.

    The archive must have the SHA-256 that movierec knows, wherever it comes from. `sample` is a
    small made-up data set that needs no network.
    """
    from movierec import workflow
    from movierec.cli.progress import DownloadBar

    if list_all:
        return list_answer(workflow.release_states())
    with DownloadBar() as bar:
        found = workflow.fetch(
            release,
            from_file=from_file,
            mirror=mirror,
            offline=offline,
            progress=bar if talk.shows_bars else None,
            said=talk.say,
        )
    # The notice is given once: not where nobody would see it.
    return answer(found, () if talk.quiet else workflow.licence_notice(release))


def answer(found: Fetched, notice: tuple[str, ...]) -> Answer:
    """Show where the archive lies and why it is believed."""
    facts = Facts(
        "",
        (
            ("Release", found.dataset),
            ("From", "here already" if found.source == "cache" else found.source),
            ("Verified", TRUST[found.trust]),
            ("Archive", str(found.path)),
        ),
    )
    record = {
        "dataset": found.dataset,
        "path": found.path,
        "trust": found.trust,
        "source": found.source,
    }
    return Answer("fetch", record, (facts,), (record,), (*notice, train_next(found.dataset)))


def train_next(dataset: str) -> str:
    """Say that training comes next."""
    option = "" if dataset == DEFAULT_DATASET else f" --dataset {shlex.quote(dataset)}"
    return f"Next: movierec train --epochs 20{option}"


def list_answer(states: tuple[ReleaseState, ...]) -> Answer:
    """Show the known releases and what of them is here."""
    records = tuple(release_record(state) for state in states)
    table = release_table("Releases", states)
    terms: dict[str, list[str]] = {}
    for state in states:
        terms.setdefault(state.licence, []).append(state.name)
    licences = Facts(
        "Licences", tuple((", ".join(names), Prose(text)) for text, names in terms.items())
    )
    return Answer("fetch", {"releases": records}, (table, licences), records)


def release_table(title: str, states: tuple[ReleaseState, ...]) -> Table:
    """Return releases as a table."""
    count = [Column(name, numeric=True, format=",d") for name in ("Users", "Films", "Ratings")]
    columns = (
        Column("Release"),
        *count,
        Column("Download", numeric=True, format="bytes"),
        Column("Here"),
    )
    return Table(title, columns, tuple(_release_row(state) for state in states))


def release_record(state: ReleaseState) -> dict[str, object]:
    """Return a release for programs."""
    return {
        "name": state.name,
        "users": state.users,
        "movies": state.movies,
        "ratings": state.ratings,
        "bytes": state.bytes,
        "licence": state.licence,
        "cached": state.cached,
        "prepared": state.prepared,
    }


def _release_row(state: ReleaseState) -> Row:
    here = "prepared" if state.prepared else "archive" if state.cached else ""
    size = state.bytes or None
    return (state.name, state.users, state.movies, state.ratings, size, here)
