"""What a command hands to the one place that writes answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from movierec.cli.output import Answer, Form
    from movierec.cli.talk import Talk


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer and how the user wants it."""

    answer: Answer
    form: Form
    file: Path | None
    talk: Talk
