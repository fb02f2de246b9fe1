"""Why a film is recommended, in words and in JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from movierec.cli.films import film_data
from movierec.records import LIKED

if TYPE_CHECKING:
    from movierec.answers.recommend import Contribution


def because_text(reasons: Sequence[Contribution]) -> str:
    """Return a reason in words: "because you rated Heat 5, Ronin 4.5 (and The Net 1)".

    Where nothing of it was liked, what was watched is the reason, and not the stars.
    """
    liked = [_rated(reason) for reason in reasons if reason.rating >= LIKED]
    others = [_rated(reason) for reason in reasons if reason.rating < LIKED]
    if not liked:
        watched = ", ".join(f"{reason.film.title} ({reason.rating:g})" for reason in reasons)
        return f"because you watched {watched}" if watched else ""
    behind = f" (and {', '.join(others)})" if others else ""
    return f"because you rated {', '.join(liked)}{behind}"


def because_titles(reasons: Sequence[Contribution]) -> tuple[str, ...]:
    """Return the rated films with their stars, one text each."""
    return tuple(_rated(reason) for reason in reasons)


def because_data(reasons: Sequence[Contribution]) -> list[dict[str, object]]:
    """Return the rated films, and what each adds to the relevance, for programs."""
    return [
        {**film_data(reason.film), "rating": reason.rating, "adds": reason.adds}
        for reason in reasons
    ]


def _rated(reason: Contribution) -> str:
    return f"{reason.film.title} {reason.rating:g}"
