"""What an evaluation of a cold start is asked to do."""

from __future__ import annotations

import difflib
import shlex
from dataclasses import dataclass

from movierec.errors import UsageError

USERS, ITEMS = "cold-users", "cold-items"
PROTOCOLS = (USERS, ITEMS)
DEFAULT_SEEDS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ColdConfig:
    """Which stored model's configuration is measured on whom.

    Attributes:
        model: the stored model's name; None is the one trained last.
        protocol: one of `PROTOCOLS`.
        seeds: everything is repeated with so many seeds, the model's own and those that follow.
    """

    model: str | None = None
    protocol: str
    seeds: int = DEFAULT_SEEDS

    def __post_init__(self) -> None:
        """Refuse values that cannot be meant."""
        if self.protocol not in PROTOCOLS:
            near = difflib.get_close_matches(self.protocol, PROTOCOLS, n=1)
            guess = f"Did you mean {near[0]}? " if near else ""
            raise UsageError(
                f"There is no protocol '{self.protocol}'.",
                f"{guess}Choose among: {', '.join(PROTOCOLS)}.",
            )
        if self.seeds < 1:
            raise UsageError(f"--seeds {self.seeds} is below 1.", "Give --seeds 1 or more.")


def cold_command(config: ColdConfig) -> str:
    """Return the command line that asks for this evaluation, naming what is not the default."""
    words = ["movierec", "evaluate", "--protocol", config.protocol]
    if config.model is not None:
        words += ["--model", config.model]
    if config.seeds != DEFAULT_SEEDS:
        words += ["--seeds", str(config.seeds)]
    return shlex.join(words)
