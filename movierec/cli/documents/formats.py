"""The formats by the names that people type."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from movierec.cli.documents.letterboxd import letterboxd
from movierec.cli.documents.markdown import markdown
from movierec.cli.documents.page import page
from movierec.errors import UsageError

if TYPE_CHECKING:
    from movierec.answers.recommend import Recommendations

FORMATS: dict[str, Callable[[Recommendations], str]] = {
    "letterboxd": letterboxd,
    "md": markdown,
    "html": page,
}


def check_format(name: str) -> None:
    """Refuse, before anything is loaded, a format that nobody knows.

    Raises:
        UsageError: it is none of `FORMATS`.
    """
    if name not in FORMATS:
        raise UsageError(f"--format {name} is not known.", f"Choose {', '.join(FORMATS)}.")


def document(found: Recommendations, name: str) -> str:
    """Return a list in one of the formats.

    Raises:
        UsageError: it is none of `FORMATS`.
    """
    check_format(name)
    return FORMATS[name](found)
