"""What a person's ratings say of their taste: how strict, which genres, which decades.

Everyone is the users of the data set that a model was trained on. A film counts once for the
person, and as often as it was rated for everyone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from movierec.answers.taste import OwnCounts, OwnOpinion, TasteGroup, TasteLevel, TasteReport
from movierec.answers.who import Who
from movierec.data.catalogue import film
from movierec.data.tally import Tally
from movierec.people.profile import HIGH, LOW, STEP
from movierec.records import Catalogue, FloatArray, IntArray, Ratings, Scale

FEWEST_FILMS = 5
"""Of a group or of all, for their mean to be compared with everyone's."""
FEWEST_RATINGS = 20
"""Of a film, for its mean to be something to differ from."""
MOST_OPINIONS = 5
TOLD = 0.005
"""Share of everyone's ratings from which a group is told of though the person rated none of it."""

_OWN_SCALE = Scale(LOW, HIGH, STEP)
_NEAR = 1e-3

_Flags = npt.NDArray[np.bool_]
_Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Everyone:
    """What the users of a data set rated.

    Attributes:
        tally: how often and how well each film was rated.
        scale: the ratings that they could give.
    """

    tally: Tally
    scale: Scale

    def means(self, movies: IntArray) -> _Doubles:
        """Return films' mean ratings, [n]; NaN for one that nobody rated."""
        count = self.tally.movie_count[movies]
        means: _Doubles = np.full(len(movies), np.nan)
        np.divide(self.tally.movie_sum[movies], count, out=means, where=count > 0)
        return means


def describe_taste(
    who: Who,
    dataset: str,
    catalogue: Catalogue,
    rated: Ratings,
    counts: OwnCounts,
    everyone: Everyone | None,
) -> TasteReport:
    """Describe a person's taste.

    Args:
        who: the person.
        dataset: whose users everyone is.
        catalogue: the films.
        rated: their ratings; film rows are known ones, each once.
        counts: the other films of their profile.
        everyone: None where others' ratings are unknown.
    """
    stars = rated.rating.astype(np.float64)
    others = np.full(len(rated), np.nan) if everyone is None else everyone.means(rated.movie)
    often = np.zeros(len(rated), dtype=bool)
    if everyone is not None:
        often = everyone.tally.movie_count[rated.movie] >= FEWEST_RATINGS
    own = _Own(rated.movie, stars, others)
    more, less = _opinions(own, catalogue, everyone)
    return TasteReport(
        who=who,
        dataset=dataset,
        rated=len(rated),
        counts=counts,
        mean=_mean(stars),
        compared=None if everyone is None else int(np.count_nonzero(often)),
        own_mean=_mean(stars[often]),
        everyone_mean=_mean(others[often]),
        histogram=_histogram(rated.rating, everyone) if len(rated) else (),
        genres=_genres(own, catalogue, everyone) if len(rated) else (),
        decades=_decades(own, catalogue, everyone) if len(rated) else (),
        liked_more=more,
        liked_less=less,
        fewest=FEWEST_RATINGS,
        fewest_films=FEWEST_FILMS,
    )


@dataclass(frozen=True, slots=True)
class _Own:
    """Films with the person's stars and everyone's mean, NaN where there is none; all [n]."""

    movie: IntArray
    stars: _Doubles
    others: _Doubles


def _histogram(stars: FloatArray, everyone: Everyone | None) -> tuple[TasteLevel, ...]:
    """Return the levels that the data's scale has or the person used."""
    films = np.bincount(_OWN_SCALE.level_of(stars), minlength=len(_OWN_SCALE.levels))
    shares: dict[int, float] = {}
    if everyone is not None:
        total = everyone.tally.stars.sum()
        for level, count in zip(everyone.scale.levels, everyone.tally.stars.tolist(), strict=True):
            place = round((level - LOW) / STEP)
            if abs(LOW + place * STEP - level) < _NEAR:
                shares[place] = count / total
    return tuple(
        TasteLevel(level, count, count / len(stars), shares.get(place))
        for place, (level, count) in enumerate(zip(_OWN_SCALE.levels, films.tolist(), strict=True))
        if count or place in shares
    )


def _genres(own: _Own, catalogue: Catalogue, everyone: Everyone | None) -> tuple[TasteGroup, ...]:
    named = zip(catalogue.genres, catalogue.genre_flags.T != 0, strict=True)
    groups = _groups(own, named, everyone)
    return tuple(sorted(groups, key=lambda group: (-group.share, -(group.everyone or 0))))


def _decades(own: _Own, catalogue: Catalogue, everyone: Everyone | None) -> tuple[TasteGroup, ...]:
    decade = catalogue.years.astype(np.int64) // 10
    # 0 stands for unknown, and an unknown decade for the last.
    found = sorted(np.unique(decade).tolist(), key=lambda number: (number == 0, number))
    named = ((f"{10 * number}s" if number else "unknown", decade == number) for number in found)
    return tuple(_groups(own, named, everyone))


def _groups(
    own: _Own, named: Iterator[tuple[str, _Flags]], everyone: Everyone | None
) -> Iterator[TasteGroup]:
    """Yield the groups that the person, or everyone, has rated films of.

    Args:
        own: the person's films.
        named: each group's name, and which films it has, [movies].
        everyone: what the others rated.
    """
    for name, members in named:
        inside = members[own.movie]
        films = int(np.count_nonzero(inside))
        share = None
        if everyone is not None:
            counts = everyone.tally.movie_count
            share = float(counts[members].sum() / counts.sum())
        if films or (share is not None and share >= TOLD):
            yield TasteGroup(
                name=name,
                films=films,
                share=films / len(own.movie),
                everyone=share,
                mean=_mean(own.stars[inside]),
                difference=_difference(own, inside),
            )


def _difference(own: _Own, chosen: _Flags) -> float | None:
    apart = (own.stars - own.others)[chosen]
    apart = apart[~np.isnan(apart)]
    return _mean(apart) if len(apart) >= FEWEST_FILMS else None


def _opinions(
    own: _Own, catalogue: Catalogue, everyone: Everyone | None
) -> tuple[tuple[OwnOpinion, ...], tuple[OwnOpinion, ...]]:
    """Return the films that the person likes more than everyone, and those they like less."""
    if everyone is None:
        return (), ()
    ratings = everyone.tally.movie_count[own.movie]
    apart = own.stars - own.others
    found = []
    for sign in (1, -1):
        rows = np.flatnonzero((ratings >= FEWEST_RATINGS) & (sign * apart > 0))
        order = np.lexsort((own.movie[rows], -ratings[rows], -sign * apart[rows]))
        found.append(
            tuple(
                OwnOpinion(
                    film(catalogue, int(own.movie[row])),
                    float(own.stars[row]),
                    float(own.others[row]),
                    int(ratings[row]),
                )
                for row in rows[order][:MOST_OPINIONS].tolist()
            )
        )
    return found[0], found[1]


def _mean(values: _Doubles) -> float | None:
    return float(values.mean()) if len(values) else None
