"""`movierec match`: say which film one is that an import could not match."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from movierec.cli.command import answering
from movierec.cli.options import StoredModel, examples
from movierec.cli.output import Answer
from movierec.cli.profile_options import ProfileOption
from movierec.cli.talk import Talk
from movierec.cli.unmatched import unmatched_data, unmatched_records, unmatched_table
from movierec.errors import UsageError

if TYPE_CHECKING:
    from movierec.answers.profile import Matching

EXAMPLES = examples(
    "match",
    'match "Leon: The Professional (1994)" "The Professional"',
    "match 3 --none",
    "match --csv",
)

Theirs = Annotated[
    str | None,
    typer.Argument(
        metavar="TITLE",
        show_default=False,
        help="The film as your file has it, or its number in the list.",
    ),
]
Meant = Annotated[
    str | None,
    typer.Argument(
        metavar="FILM", show_default=False, help="The film that it is: a title, or a film id."
    ),
]
NoFilm = Annotated[bool, typer.Option("--none", help="It is no film of these: leave it alone.")]


@answering
def match(
    talk: Talk,  # noqa: ARG001
    title: Theirs = None,
    film: Meant = None,
    none: NoFilm = False,
    profile: ProfileOption = None,
    model: StoredModel = None,
) -> Answer:
    """List films that were not matched, or say which one is meant.

    What you say is remembered for later imports, and for other models.
    """
    from movierec.mine import bring

    if none and film is not None:
        raise UsageError("FILM and --none cannot both be meant.", "Give one of them.")
    if title is None:
        if none:
            raise UsageError("--none needs a TITLE.", "movierec match lists the titles.")
        return answer(bring.unmatched(profile, model=model))
    if film is None and not none:
        raise UsageError(
            f"Which film is {title}?",
            "Give its title as movierec search finds it, or --none to leave it alone.",
        )
    return answer(bring.match(title, film, profile=profile, model=model))


def answer(found: Matching) -> Answer:
    """Show what was said, and what is left."""
    left = () if found.unmatched else (f"All films of {found.profile} are matched.",)
    return Answer(
        command="match",
        data={
            "profile": found.profile,
            "model": found.model,
            "said": found.said or None,
            "unmatched": unmatched_data(found.unmatched),
        },
        tables=(unmatched_table(f"Not matched in {found.profile}", found.unmatched),),
        records=unmatched_records(found.unmatched),
        notes=(*((found.said,) if found.said else ()), *left),
    )
