"""Who is answered."""

from __future__ import annotations

from dataclasses import dataclass

YOU = "you"
"""The label of whoever sits at the terminal."""


@dataclass(frozen=True, slots=True)
class Who:
    """A user of the data set, or a person with a profile.

    Attributes:
        label: as sentences call them: "user 265", "anna", or `YOU` for the default profile.
        user_id: the MovieLens user, None for a person with a profile.
        profile: the profile's name, None for a user.
    """

    label: str
    user_id: int | None = None
    profile: str | None = None

    @classmethod
    def user(cls, user_id: int) -> Who:
        """Return a user of the data set."""
        return cls(f"user {user_id}", user_id=user_id)
