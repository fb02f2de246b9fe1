"""`movierec describe`: a data set at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from movierec.cli.command import answering
from movierec.cli.fetch import TRUST
from movierec.cli.films import FILM_COLUMNS, RANK, RATINGS, film_cells, film_data
from movierec.cli.options import Dataset, Top, examples
from movierec.cli.output import Answer, Bar, Column, Facts, Prose, Table
from movierec.cli.serialise import plain_data
from movierec.cli.talk import Talk
from movierec.config import DEFAULT_DATASET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from movierec.answers.describe import Description, FilmStat, GroupStat

EXAMPLES = examples("describe", "describe --dataset ml-latest-small --top 20")
MEAN = Column("Mean", numeric=True, format=".2f")
DRAWN = Column("", shrinks=True)


@answering
def describe(
    talk: Talk,
    dataset: Dataset = DEFAULT_DATASET,
    top: Top = 10,
) -> Answer:
    """Show a data set at a glance.

    Counts, how ratings are spread, the films rated most and best, genres, decades, and the users'
    ages, genders and occupations where the data set tells them.
    """
    from movierec import workflow

    return answer(workflow.describe(dataset, top=top, said=talk.say))


def answer(found: Description) -> Answer:
    """Show the counts, then one small table a question."""
    groups = (
        ("Genre", "Films", found.genres),
        ("Decade", "Films", found.decades),
        ("Age", "Users", found.ages),
        ("Gender", "Users", found.genders),
        ("Occupation", "Users", found.occupations),
    )
    return Answer(
        command="describe",
        data=_data(found),
        tables=(
            _counts(found),
            _histogram(found.histogram),
            _spread(found),
            _films("Most rated", found.most_rated),
            _films(
                f"Best rated, of films with {found.best_floor:,} ratings or more", found.best_rated
            ),
            *(_groups(name, members, stats) for name, members, stats in groups if stats),
        ),
        records=tuple({"rating": stars, "ratings": count} for stars, count in found.histogram),
    )


def _counts(found: Description) -> Facts:
    days = (("Days", f"{found.first} to {found.last}"),) if found.first else ()
    return Facts(
        found.origin.label,
        (
            ("Users", found.users),
            ("Films", found.movies),
            ("Films rated", found.rated_movies),
            ("Ratings", found.ratings),
            ("Density", f"{found.density:.2%} of all pairs of user and rated film"),
            ("Mean rating", f"{found.mean:.2f}"),
            *days,
            ("Data", TRUST[found.origin.trust]),
            ("Licence", Prose(found.origin.licence)),
        ),
    )


def _histogram(histogram: Sequence[tuple[float, int]]) -> Table:
    total = sum(count for _, count in histogram) or 1
    most = max((count for _, count in histogram), default=0) or 1
    return Table(
        "How ratings are spread",
        (
            Column("Stars", numeric=True, format=".1f"),
            RATINGS,
            Column("Share", numeric=True, format=".1%"),
            DRAWN,
        ),
        tuple((stars, count, count / total, Bar(count / most)) for stars, count in histogram),
    )


def _spread(found: Description) -> Table:
    names = ("Least", "Quarter", "Median", "Three quarters", "Most", "Mean")
    rows = (("User", found.per_user), ("Film", found.per_movie))
    return Table(
        "Ratings per user and per film",
        (Column("Per"), *(Column(name, numeric=True, format=",.0f") for name in names)),
        tuple(
            (name, of.least, of.quarter, of.median, of.three_quarters, of.most, of.mean)
            for name, of in rows
        ),
    )


def _films(title: str, films: Sequence[FilmStat]) -> Table:
    return Table(
        title,
        (RANK, *FILM_COLUMNS, RATINGS, MEAN),
        tuple(
            (rank, *film_cells(stat.film), stat.ratings, stat.mean)
            for rank, stat in enumerate(films, 1)
        ),
    )


def _groups(name: str, members: str, stats: Sequence[GroupStat]) -> Table:
    most = max(stat.ratings for stat in stats) or 1
    return Table(
        f"By {name.lower()}",
        (Column(name), Column(members, numeric=True, format=",d"), RATINGS, MEAN, DRAWN),
        tuple(
            (stat.name, stat.members, stat.ratings, stat.mean, Bar(stat.ratings / most))
            for stat in stats
        ),
    )


def _data(found: Description) -> dict[str, object]:
    data = plain_data(found)
    assert isinstance(data, dict)
    data["dataset"] = found.origin.label
    data["histogram"] = [{"rating": stars, "ratings": count} for stars, count in found.histogram]
    for key, films in (("most_rated", found.most_rated), ("best_rated", found.best_rated)):
        data[key] = [
            {**film_data(stat.film), "ratings": stat.ratings, "mean": stat.mean} for stat in films
        ]
    return data
