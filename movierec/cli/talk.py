"""What is said on stderr: a command's progress and remarks, never its answer."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from movierec.cli.terminal import can_animate, clean, readable


@dataclass(frozen=True, slots=True)
class Talk:
    """How much the user wants to hear.

    Attributes:
        quiet: nothing but errors.
        progress: progress bars, or lines where stderr is no terminal.
    """

    quiet: bool = False
    progress: bool = True

    @property
    def shows_progress(self) -> bool:
        """Whether progress is shown, in whatever form."""
        return self.progress and not self.quiet

    @property
    def shows_bars(self) -> bool:
        """Whether progress is shown as a bar that is redrawn in place."""
        return self.shows_progress and can_animate(sys.stderr)

    def say(self, line: str) -> None:
        """Write one line, unless the user wants quiet."""
        if not self.quiet:
            sys.stderr.write(readable(clean(line), sys.stderr) + "\n")
            sys.stderr.flush()
