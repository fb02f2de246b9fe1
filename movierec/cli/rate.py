"""`movierec rate`: give a film stars, or be asked about one film after the other."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from movierec.cli import marks
from movierec.cli.command import answering
from movierec.cli.films import FILM_COLUMNS, film_cells, film_data
from movierec.cli.options import StoredModel, examples
from movierec.cli.output import Answer, Column, Table
from movierec.cli.profile_options import ProfileOption
from movierec.cli.stars import stars_typed
from movierec.cli.talk import Talk
from movierec.cli.terminal import is_terminal
from movierec.errors import UsageError

if TYPE_CHECKING:
    from movierec.answers.films import RatedFilm

EXAMPLES = examples('rate "Toy Story" 4.5', "rate Toy Story 4.5", "rate")
_HINT = 'Give a title and stars, for example: movierec rate "Toy Story" 4.5'

TitleAndStars = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[TITLE... STARS]",
        show_default=False,
        help="A title as people write it, or a film id; then 0.5 to 5 stars.",
    ),
]


@answering
def rate(
    talk: Talk,
    words: TitleAndStars = None,
    profile: ProfileOption = None,
    model: StoredModel = None,
) -> Answer:
    """Rate a film; without one, be asked about some.

    You are asked about films that tell most of your taste, one after the other. The conversation
    can end at any time: each answer is kept at once, and five are enough for a list.
    """
    if words:
        from movierec.mine import say

        title, stars = title_and_stars(words)
        return marks.answer(
            "rate", say.rate(title, stars, profile=profile, model=model), stars=stars
        )
    if not is_terminal(sys.stdin):
        raise UsageError("There is no film to rate, and nobody at a terminal to ask.", _HINT)
    from movierec.cli.conversation import converse
    from movierec.mine.interview import Interview

    interview = Interview(profile, model)
    converse(interview, talk)
    return answer(interview.name, interview.rated, named=profile is not None)


def title_and_stars(words: list[str]) -> tuple[str, float]:
    """Return a title and the stars behind it.

    Raises:
        UsageError: there is only one of them, or the last word is no number.
    """
    try:
        stars = stars_typed(words[-1])
    except ValueError:
        raise UsageError(f"{words[-1]!r} is no number of stars.", _HINT) from None
    if len(words) == 1:
        raise UsageError(f"There are {stars:g} stars, and no title.", _HINT)
    return " ".join(words[:-1]), stars


def answer(profile: str, rated: tuple[RatedFilm, ...], *, named: bool = False) -> Answer:
    """Show what was rated in a conversation, and what to run next.

    Args:
        profile: the profile's name.
        rated: films with their stars.
        named: the profile was named, so that what to run next has to name it, too.
    """
    records = tuple({**film_data(one.film), "rating": one.rating} for one in rated)
    table = Table(
        f"Rated in profile {profile}",
        (*FILM_COLUMNS, Column("Rating", numeric=True, format=".1f")),
        tuple((*film_cells(one.film), one.rating) for one in rated),
    )
    return Answer(
        command="rate",
        data={"profile": profile, "rated": records},
        tables=(table,) if rated else (),
        records=records,
        notes=(f"Next: movierec recommend{f' {profile}' if named else ''}",)
        if rated
        else ("Nothing was rated.",),
    )
