"""What a training reads."""

from __future__ import annotations

from dataclasses import dataclass

from movierec.records import Catalogue, Ratings, Scale, Split


@dataclass(frozen=True, slots=True)
class TrainingData:
    """A data set and which of its rows are learned from.

    Attributes:
        ratings: all ratings; may be memory-mapped.
        split: rows of `ratings` to learn from, and rows that choose the best epoch.
        scale: the ratings that the data set allows.
        catalogue: its films and users, with traits where it has them.
        dataset: its name, for messages.
    """

    ratings: Ratings
    split: Split
    scale: Scale
    catalogue: Catalogue
    dataset: str

    @property
    def train(self) -> Ratings:
        """The rows to learn from, in memory."""
        return self.ratings.take(self.split.train)

    @property
    def validation(self) -> Ratings:
        """The rows that choose the best epoch, in memory; may be empty."""
        return self.ratings.take(self.split.validation)
