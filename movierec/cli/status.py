"""`movierec status`: versions, folders, data sets and models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from movierec.cli.command import answering
from movierec.cli.fetch import release_record, release_table
from movierec.cli.models import model_record, model_table
from movierec.cli.options import examples
from movierec.cli.output import Answer, Facts
from movierec.cli.talk import Talk

if TYPE_CHECKING:
    from movierec.answers.status import Status

EXAMPLES = examples("status", "status --json > for-a-bug-report.json")


@answering
def status(talk: Talk) -> Answer:  # noqa: ARG001
    """Show versions, folders, data sets, models and devices.

    With --json it is what a bug report needs.
    """
    from movierec import workflow

    return answer(workflow.status())


def answer(found: Status) -> Answer:
    """Show what movierec runs on and what it keeps."""
    facts = Facts(
        "",
        (
            *found.versions.items(),
            ("platform", found.platform),
            ("cores", found.cores),
            ("devices", found.devices),
            ("cache", str(found.cache)),
            ("data", str(found.data)),
        ),
    )
    here = tuple(state for state in found.releases if state.cached or state.prepared)
    tables = [release_table("Data sets here", here)] if here else []
    tables += [model_table(found.models)] if found.models else []
    record: dict[str, object] = {
        "versions": dict(found.versions),
        "platform": found.platform,
        "cores": found.cores,
        "devices": found.devices,
        "cache": found.cache,
        "data": found.data,
    }
    lists = {
        "releases": [release_record(state) for state in found.releases],
        "models": [model_record(model) for model in found.models],
    }
    notes = () if here else ("No data set is here yet. Next: movierec fetch",)
    return Answer("status", {**record, **lists}, (facts, *tables), (record,), notes)
