"""`movierec seen`, `hide`, `want` and `unrate`: what a person says of one film, beside stars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from movierec.cli.command import answering
from movierec.cli.films import FILM_COLUMNS, film_cells, film_data
from movierec.cli.options import StoredModel, examples
from movierec.cli.output import Answer, Column, Table
from movierec.cli.profile_options import ProfileOption, Title, Undo
from movierec.cli.talk import Talk

if TYPE_CHECKING:
    from movierec.answers.profile import Said

SEEN_EXAMPLES = examples('seen "Toy Story"', 'seen "Toy Story" --undo')
HIDE_EXAMPLES = examples('hide "Toy Story"', 'hide "Toy Story" --undo')
WANT_EXAMPLES = examples('want "Toy Story"', 'want "Toy Story" --undo')
UNRATE_EXAMPLES = examples('unrate "Toy Story"')


@answering
def seen(
    talk: Talk,  # noqa: ARG001
    title: Title,
    undo: Undo = False,
    profile: ProfileOption = None,
    model: StoredModel = None,
) -> Answer:
    """Say that you saw a film, without stars.

    It is not recommended again, and what you chose to watch tells what you may want next.
    """
    from movierec.mine import say

    return answer("seen", say.see(" ".join(title), undo=undo, profile=profile, model=model))


@answering
def hide(
    talk: Talk,  # noqa: ARG001
    title: Title,
    undo: Undo = False,
    profile: ProfileOption = None,
    model: StoredModel = None,
) -> Answer:
    """Never have a film recommended, seen or not."""
    from movierec.mine import say

    return answer("hide", say.hide(" ".join(title), undo=undo, profile=profile, model=model))


@answering
def want(
    talk: Talk,  # noqa: ARG001
    title: Title,
    undo: Undo = False,
    profile: ProfileOption = None,
    model: StoredModel = None,
) -> Answer:
    """Put a film on your watchlist.

    recommend --from watchlist ranks it.
    """
    from movierec.mine import say

    return answer("want", say.want(" ".join(title), undo=undo, profile=profile, model=model))


@answering
def unrate(
    talk: Talk,  # noqa: ARG001
    title: Title,
    profile: ProfileOption = None,
    model: StoredModel = None,
) -> Answer:
    """Take back the stars that you gave a film."""
    from movierec.mine import say

    return answer("unrate", say.unrate(" ".join(title), profile=profile, model=model))


def answer(command: str, found: Said, stars: float | None = None) -> Answer:
    """Show the film, and what is said of it now.

    Args:
        command: as typed.
        found: what was said.
        stars: those given now, for `rate`.
    """
    record = {
        **film_data(found.film),
        "said": found.what,
        "rating": stars,
        "before": found.before,
        "changed": found.changed,
    }
    now = (Column("Rating", numeric=True, format=".1f"),) if stars is not None else ()
    had = "Rated before" if command in ("rate", "unrate") else "Rated"
    table = Table(
        f"{found.what.capitalize()} in profile {found.profile}",
        (*FILM_COLUMNS, *now, Column(had, numeric=True, format=".1f")),
        (
            (
                *film_cells(found.film),
                *((stars,) if stars is not None else ()),
                found.before,
            ),
        ),
    )
    same = () if found.changed else ("The profile said so already.",)
    return Answer(
        command=command,
        data={"profile": found.profile, **record, "remark": found.remark or None},
        tables=(table,),
        records=(record,),
        notes=(*((found.remark,) if found.remark else ()), *same),
    )
