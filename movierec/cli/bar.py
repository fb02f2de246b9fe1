"""What every progress bar does: it goes when its block ends, whatever ended it."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress


class WithBar:
    """Has a bar, or none where nobody would see it.

    Attributes:
        _bar: rich's, started by whoever makes it.
    """

    _bar: Progress | None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
