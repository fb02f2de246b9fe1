"""`movierec why`: the whole sum that makes a film as relevant for a user as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from movierec.cli.command import answering
from movierec.cli.films import film_data, predicted_data
from movierec.cli.limits import limits_data, limits_line
from movierec.cli.options import StoredModel, WhoAndTitle, examples
from movierec.cli.output import Answer, Cell, Column, Facts, Prose, Table
from movierec.cli.reasons import because_data
from movierec.cli.talk import Talk
from movierec.cli.who import who_and_title

if TYPE_CHECKING:
    from movierec.answers.films import Film
    from movierec.answers.recommend import Explanation

EXAMPLES = examples('why 265 "Fargo"', 'why 265 "Fargo" --top 30', 'why 265 "Toy Story" --json')

Top = Annotated[
    int, typer.Option("--top", metavar="N", min=1, help="How many ratings to show one by one.")
]


@answering
def why(talk: Talk, words: WhoAndTitle, top: Top = 10, model: StoredModel = None) -> Answer:  # noqa: ARG001
    """Show why a film is recommended to somebody, or why it is not.

    Every film that they rated or saw adds to a film's relevance or takes from it; with what the
    film has of its own that is the whole sum. The films that weigh most are shown one by one, the
    others together; --json has them all.
    """
    from movierec import ask

    who, title = who_and_title(words)
    return answer(ask.why(who, " ".join(title), model=model), top)


def answer(found: Explanation, top: int) -> Answer:
    """Show what is expected, and the sum."""
    records = because_data(found.contributions)
    return Answer(
        command="why",
        data={
            "user_id": found.who.user_id,
            "profile": found.who.profile,
            "model": found.model,
            **film_data(found.expected.film),
            **predicted_data(found.expected),
            "ratings": found.expected.ratings,
            "rating": found.expected.rated,
            "relevance": found.relevance,
            "place": found.place,
            "places": found.places,
            "kept_out": found.kept_out,
            "appeal": found.appeal,
            "factor": found.factor,
            "contributions": records,
            "limits": limits_data(found.limits),
            "remarks": found.remarks,
        },
        tables=(_facts(found), _sum(found, top)),
        records=tuple(records),
        notes=(
            *found.remarks,
            limits_line(found.model, (found.who,), found.limits),
        ),
    )


def _facts(found: Explanation) -> Facts:
    expected = found.expected
    pairs: list[tuple[str, Cell]] = [
        ("Genres", expected.film.genres),
        (
            "Predicted rating",
            Prose(
                f"{expected.predicted:.1f}, 4 times of 5 between {expected.low:.1f} and "
                f"{expected.high:.1f}"
            ),
        ),
        ("Chance of 4 or more", f"{expected.p_like:.0%}"),
        ("Ratings of the film", expected.ratings),
    ]
    if expected.rated is not None:
        pairs.append((f"Rated by {found.who.label}", f"{expected.rated:g}"))
    if found.place is not None:
        pairs.append(("Place", Prose(f"{found.place:,} of {found.places:,} films not seen yet")))
    if found.kept_out is not None:
        pairs.append(("Not recommended", Prose(f"it is {found.kept_out}")))
    return Facts(f"{_named(expected.film)} for {found.who.label}", tuple(pairs))


def _sum(found: Explanation, top: int) -> Table:
    shown = sorted(found.contributions, key=lambda reason: -abs(reason.adds))[:top]
    shown.sort(key=lambda reason: -reason.adds)
    rest = len(found.contributions) - len(shown)
    others = sum(reason.adds for reason in found.contributions) - sum(
        reason.adds for reason in shown
    )
    rows: list[tuple[Cell, ...]] = [
        (reason.film.title, reason.film.year, reason.rating, reason.adds) for reason in shown
    ]
    if rest:
        rows.append((f"{rest:,} other rating{'' if rest == 1 else 's'}", None, None, others))
    rows.append(("The film itself: how often it is rated", None, None, found.appeal))
    rows.append(("Relevance, the sum", None, None, found.relevance))
    return Table(
        f"What adds up, each weighed by {found.factor:.2f} for the chance of 4 or more",
        (
            Column("Because of"),
            Column("Year", numeric=True),
            Column("Rated", numeric=True, format=".1f"),
            Column("Adds", numeric=True, format="+.4f"),
        ),
        tuple(rows),
    )


def _named(film: Film) -> str:
    return film.title if film.year is None else f"{film.title} ({film.year})"
