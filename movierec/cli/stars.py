"""Stars as people type them."""

from __future__ import annotations


def stars_typed(text: str) -> float:
    """Return stars written with a point or, as most of Europe does, with a comma: "4,5".

    Raises:
        ValueError: it is no number.
    """
    return float(text.replace(",", "."))
