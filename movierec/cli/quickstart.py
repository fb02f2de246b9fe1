"""`movierec quickstart`: the whole job in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from movierec.cli.command import answering
from movierec.cli.fetch import TRUST
from movierec.cli.options import Offline, examples
from movierec.cli.output import Answer, Facts
from movierec.cli.recommendations import (
    recommendation_data,
    recommendation_records,
    recommendation_tables,
)
from movierec.cli.serialise import metrics_data
from movierec.cli.talk import Talk
from movierec.cli.train import result_tables
from movierec.config import DEFAULT_DATASET

if TYPE_CHECKING:
    from movierec.answers.quickstart import Quickstart

EXAMPLES = examples("quickstart", "quickstart --offline")
SHORT_TRAINING = 8

Epochs = Annotated[
    int, typer.Option("--epochs", metavar="N", min=1, help="Passes over the training rows.")
]


@answering
def quickstart(talk: Talk, epochs: Epochs = SHORT_TRAINING, offline: Offline = False) -> Answer:
    """Do the whole job: data, a short training, a list of films.

    The data are those of MovieLens 100K, downloaded where they are not here yet. Without a network
    a made-up sample takes their place.
    """
    from movierec import workflow
    from movierec.cli.progress import DownloadBar, TrainingProgress

    with DownloadBar() as bar, TrainingProgress(talk) as progress:
        done = workflow.quickstart(
            epochs=epochs,
            offline=offline,
            progress=bar if talk.shows_bars else None,
            said=talk.say,
            started=progress.started,
            watch=progress.watch,
            advanced=progress.advanced,
        )
    # The notice is given once: not where nobody would see it.
    return answer(done, () if talk.quiet else workflow.licence_notice(done.dataset))


def answer(done: Quickstart, notice: tuple[str, ...]) -> Answer:
    """Show the accuracy, the two lists, and what to run next."""
    real = done.dataset == DEFAULT_DATASET
    option = "" if real else f" --dataset {done.dataset}"
    first = (
        ("look at the data", "movierec describe")
        if real
        else ("get real ratings", f"movierec fetch {DEFAULT_DATASET}")
    )
    steps = Facts(
        "Next",
        (
            first,
            ("train for longer", f"movierec train --epochs 20{option}"),
            ("ask for another user", "movierec recommend 42 --top 10"),
        ),
    )
    card = done.result.card
    data = Facts("", (("Data", f"{card.origin.label}: {TRUST[card.origin.trust]}"),))
    return Answer(
        command="quickstart",
        data={
            "dataset": done.dataset,
            "remark": done.remark,
            "model": card.name,
            "folder": done.result.folder,
            "seconds": done.result.seconds,
            "metrics": {name: metrics_data(row) for name, row in card.metrics.items()},
            **recommendation_data(done.lists),
        },
        tables=(
            data,
            *result_tables(done.result),
            *recommendation_tables(done.lists),
            steps,
        ),
        records=recommendation_records(done.lists),
        notes=notice,
    )
