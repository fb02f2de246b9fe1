"""The words of a list, the same in its tables and in its documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from movierec.answers.who import YOU, Who
from movierec.cli.limits import limits_line
from movierec.cli.reasons import because_text

if TYPE_CHECKING:
    from movierec.answers.films import Prediction
    from movierec.answers.recommend import Recommendation, Recommendations


def everybody(found: Recommendations) -> tuple[Who, ...]:
    """Return whom a list is for, in the order of each film's predictions."""
    return (found.who, *found.others)


def heading(found: Recommendations) -> str:
    """Return what stands above a list: "Recommended to you, anna and bert"."""
    made = "Recommended to" if found.by == "relevance" else "Predicted for"
    *rest, last = (who.label for who in everybody(found))
    return f"{made} {', '.join(rest)} and {last}" if rest else f"{made} {last}"


def below(film: Recommendation, found: Recommendations) -> str:
    """Return the line below a film: the stars that it got already, where it did, and its reasons.

    Reasons are those of relevance: they do not tell why a film is predicted many stars.
    """
    alone = not found.others
    people = (YOU,) if alone else tuple(who.label for who in everybody(found))
    parts = [
        f"rated {one.rated:g} already" if alone else f"{who} rated {one.rated:g} already"
        for who, one in zip(people, (film.expected, *film.others), strict=True)
        if one.rated is not None
    ]
    if found.by == "relevance":
        reasons = zip(people, (film.because, *film.others_because), strict=True)
        parts += [because_text(because, who) for who, because in reasons]
    return "; ".join(part for part in parts if part)


def outlook(film: Recommendation, found: Recommendations) -> str:
    """Return what a film's ratings may be, of everybody whom the list is for, in their order."""
    if not film.others:
        return _outlook(film.expected)
    people = everybody(found)
    return "; ".join(
        f"{who.label}: {_outlook(expected)}"
        for who, expected in zip(people, (film.expected, *film.others), strict=True)
    )


def sources(found: Recommendations) -> tuple[str, ...]:
    """Return what stands below a list that is taken away: its limits, and whose ratings they are.

    MovieLens wants to be cited, and its licence to go with what is made of it.
    """
    lines = [limits_line(found.model, everybody(found), found.limits)]
    if found.origin is not None:
        lines.append(f"Ratings: {found.origin.label}. Licence: {found.origin.licence}")
        if found.origin.citation:
            lines.append(f"Citation: {found.origin.citation}")
    return tuple(lines)


def _outlook(expected: Prediction) -> str:
    return (
        f"{expected.predicted:.1f} ± {expected.sd:.1f} stars, "
        f"{expected.p_like:.0%} chance of 4 or more"
    )
