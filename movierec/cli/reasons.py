"""Why a film is recommended, in words and in JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from movierec.answers.who import YOU
from movierec.cli.films import film_data
from movierec.records import LIKED

if TYPE_CHECKING:
    from movierec.answers.recommend import Contribution


def because_text(reasons: Sequence[Contribution], who: str = YOU) -> str:
    """Return a reason in words: "because you rated Heat 5, Ronin 4.5 (and The Net 1)".

    Where nothing of it was liked, what was watched is the reason, and not the stars.

    Args:
        reasons: the films.
        who: who saw them.
    """
    liked = [_rated(reason) for reason in reasons if _liked(reason)]
    if not liked:
        watched = ", ".join(
            reason.film.title + ("" if reason.rating is None else f" ({reason.rating:g})")
            for reason in reasons
        )
        return f"because {who} watched {watched}" if watched else ""
    starless = [reason.film.title for reason in reasons if reason.rating is None]
    others = [
        _rated(reason) for reason in reasons if reason.rating is not None and not _liked(reason)
    ]
    watched = f" and watched {', '.join(starless)}" if starless else ""
    behind = f" (and {', '.join(others)})" if others else ""
    return f"because {who} rated {', '.join(liked)}{watched}{behind}"


def because_titles(reasons: Sequence[Contribution]) -> tuple[str, ...]:
    """Return the films with their stars, where they got some, one text each."""
    return tuple(_rated(reason) for reason in reasons)


def because_data(reasons: Sequence[Contribution]) -> list[dict[str, object]]:
    """Return the films, and what each adds to the relevance, for programs."""
    return [
        {**film_data(reason.film), "rating": reason.rating, "adds": reason.adds}
        for reason in reasons
    ]


def _liked(reason: Contribution) -> bool:
    return reason.rating is not None and reason.rating >= LIKED


def _rated(reason: Contribution) -> str:
    if reason.rating is None:
        return reason.film.title
    return f"{reason.film.title} {reason.rating:g}"
