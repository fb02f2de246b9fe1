"""A person's taste in tables and for programs: `movierec profile show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from movierec.cli.films import RATINGS, film_data
from movierec.cli.output import Bar, Cell, Column, Facts, Prose, Row, Table
from movierec.cli.serialise import plain_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from movierec.answers.taste import OwnOpinion, TasteGroup, TasteReport

_FILMS = Column("Films", numeric=True, format=",d")
_SHARE = Column("Share", numeric=True, format=".1%")
_EVERYONE = Column("Everyone", numeric=True, format=".1%")
_MEAN = Column("Mean", numeric=True, format=".2f")
_DIFFERENCE = Column("Difference", numeric=True, format="+.2f")
_DRAWN = Column("", shrinks=True)
_AS_STRICT = 0.05
"""Stars under which two means are called the same."""


def taste_tables(found: TasteReport) -> tuple[Table | Facts, ...]:
    """Return the counts, then a small table a question; without everyone's ratings, less of each.

    The first bar is the person's, the second everyone's, both to one scale.
    """
    tables: list[Table | Facts] = [_counts(found)]
    if found.histogram:
        levels = [(level.films, level.share, level.everyone) for level in found.histogram]
        tables.append(
            Table(
                "Stars given",
                (Column("Stars", numeric=True, format=".1f"), *_share_columns(found)),
                tuple(
                    (level.stars, *cells)
                    for level, cells in zip(
                        found.histogram, _share_cells(levels, found), strict=True
                    )
                ),
            )
        )
    for name, groups in (("Genre", found.genres), ("Decade", found.decades)):
        if groups:
            tables.append(_group_table(name, groups, found))
    for title, opinions in (
        ("Liked more than by everyone", found.liked_more),
        ("Liked less than by everyone", found.liked_less),
    ):
        if opinions:
            tables.append(_opinion_table(title, opinions, found))
    return tuple(tables)


def taste_data(found: TasteReport) -> dict[str, object]:
    """Return all of it, for `--json`."""
    data = plain_data(found)
    assert isinstance(data, dict)
    del data["who"]
    # Elsewhere "rated" is a list of films.
    rated = data.pop("rated")
    opinions = {"liked_more": found.liked_more, "liked_less": found.liked_less}
    return {
        "profile": found.who.profile,
        "rated_count": rated,
        **data,
        "difference": found.difference,
        **{
            key: [
                {
                    **film_data(one.film),
                    "rating": one.stars,
                    "everyone_mean": one.everyone,
                    "difference": one.difference,
                    "ratings": one.ratings,
                }
                for one in films
            ]
            for key, films in opinions.items()
        },
    }


def taste_records(found: TasteReport) -> tuple[dict[str, object], ...]:
    """Return a row a level of stars, a genre and a decade, for `--csv`."""
    levels = tuple(
        _record("stars", f"{one.stars:g}", one.films, one.share, one.everyone)
        for one in found.histogram
    )
    groups = tuple(
        {
            **_record(by, one.name, one.films, one.share, one.everyone),
            "mean": one.mean,
            "difference": one.difference,
        }
        for by, ones in (("genre", found.genres), ("decade", found.decades))
        for one in ones
    )
    return (*levels, *groups)


def strictness(found: TasteReport) -> str:
    """Say how a person's stars lie beside everyone's of the same films."""
    films, difference = found.compared or 0, found.difference
    if difference is None:
        counted = "1 film" if films == 1 else f"{films} films"
        return (
            f"cannot be told from {counted} that {found.fewest} others rated or more: "
            f"it takes {found.fewest_films}"
        )
    same = f"others on the same {films:,} films"
    if abs(difference) < _AS_STRICT:
        return f"as strict as {same}"
    return f"{abs(difference):.1f} stars {'milder' if difference > 0 else 'stricter'} than {same}"


def _record(
    by: str, name: str, films: int, share: float, everyone: float | None
) -> dict[str, object]:
    return {
        "by": by,
        "name": name,
        "films": films,
        "share": share,
        "everyone": everyone,
        "mean": None,
        "difference": None,
    }


def _counts(found: TasteReport) -> Facts:
    counts = found.counts
    pairs: list[tuple[str, Cell]] = [
        ("Rated", found.rated + counts.unknown),
        ("Seen without stars", counts.seen),
        ("Hidden", counts.hidden),
        ("Watchlist", counts.watchlist),
    ]
    if counts.unknown:
        pairs.insert(1, ("Of these not known here", counts.unknown))
    if found.mean is not None:
        pairs.append(("Mean stars", f"{found.mean:.2f}"))
    if found.compared is None:
        pairs.append(("Everyone", Prose("not shown: the model came without its users' ratings")))
    elif found.rated:
        if found.difference is not None:
            pairs += [
                ("Mean on films compared", f"{found.own_mean:.2f}"),
                ("Everyone's, same films", f"{found.everyone_mean:.2f}"),
            ]
        pairs += [
            ("Strictness", Prose(strictness(found))),
            ("Everyone", Prose(f"the users of {found.dataset}")),
        ]
    return Facts(f"Profile {found.who.profile}", tuple(pairs))


def _group_table(name: str, groups: Sequence[TasteGroup], found: TasteReport) -> Table:
    cells = _share_cells([(group.films, group.share, group.everyone) for group in groups], found)
    apart = () if found.compared is None else (_DIFFERENCE,)
    return Table(
        f"By {name.lower()}",
        (Column(name), *_share_columns(found), _MEAN, *apart),
        tuple(
            (group.name, *shares, group.mean, *((group.difference,) if apart else ()))
            for group, shares in zip(groups, cells, strict=True)
        ),
    )


def _opinion_table(title: str, opinions: Sequence[OwnOpinion], found: TasteReport) -> Table:
    return Table(
        f"{title}, of films with {found.fewest:,} ratings or more",
        (
            Column("Film"),
            Column("Year", numeric=True),
            Column("Stars", numeric=True, format=".1f"),
            Column("Everyone", numeric=True, format=".2f"),
            _DIFFERENCE,
            RATINGS,
        ),
        tuple(
            (one.film.title, one.film.year, one.stars, one.everyone, one.difference, one.ratings)
            for one in opinions
        ),
    )


def _share_columns(found: TasteReport) -> tuple[Column, ...]:
    own = (_FILMS, _SHARE, _DRAWN)
    return own if found.compared is None else (*own, _EVERYONE, _DRAWN)


def _share_cells(
    shares: Sequence[tuple[int, float, float | None]], found: TasteReport
) -> list[Row]:
    """Return cells under `_share_columns`; bars are as long as the largest share of both."""
    most = max(max(own, everyone or 0) for _, own, everyone in shares) or 1
    rows: list[Row] = []
    for films, own, everyone in shares:
        row: Row = (films, own, Bar(own / most))
        if found.compared is not None:
            row = (*row, everyone, Bar((everyone or 0) / most))
        rows.append(row)
    return rows
