"""A model bundle: a folder of JSON and safetensors that numpy alone can answer from.

::

    models/<name>/
      model.json              the card, and the SHA-256 of the files below
      weights.safetensors     what a scorer of ratings reads
      relevance.safetensors   what ranks the films; read by the row
      catalogue.safetensors   ids, titles, years, genres, counts
      history.safetensors     who rated what; may be left out when the model is given away

Loading runs no code from the files: see docs/how-it-works.md.
"""

from __future__ import annotations

import contextlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from movierec.config import config_from_values, train_command
from movierec.data.catalogue import (
    catalogue_from_arrays,
    catalogue_to_arrays,
    check_catalogue,
)
from movierec.errors import DataError, MovierecError, NotReadyError, UnknownError
from movierec.files import atomic_folder
from movierec.records import LIKED, Catalogue, History, IntArray, ModelCard, Ratings
from movierec.store.card import card_from_json, card_to_json
from movierec.store.history import count_likers, history_to_arrays, map_ratings, read_user
from movierec.store.mapped import map_arrays
from movierec.tensors import file_pieces

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Arrays = Mapping[str, npt.NDArray[np.generic]]

CARD = "model.json"
WEIGHTS = "weights.safetensors"
CATALOGUE = "catalogue.safetensors"
HISTORY = "history.safetensors"
RELEVANCE = "relevance.safetensors"
_SMALL = 65_536
"""Bytes that are read at once anyway."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A stored model, loaded.

    Attributes:
        folder: where it lies.
        card: what it says of itself.
        weights: what a scorer reads, by name.
        catalogue: films and user ids; no traits.
    """

    folder: Path
    card: ModelCard
    weights: Arrays
    catalogue: Catalogue

    def relevance(self) -> dict[str, npt.NDArray[Any]]:
        """Map what ranks the films; only the rows that are asked for are read.

        Raises:
            DataError: the file is missing or damaged.
        """
        path = self.folder / RELEVANCE
        with _explained(self.folder):
            return map_arrays(path)

    def user(self, user_id: int) -> int:
        """Return the row of a MovieLens user.

        Raises:
            UnknownError: the model does not know the user.
        """
        known = self.catalogue.user_ids
        row = bisect_left(known, user_id)
        if row == len(known) or known[row] != user_id:
            raise UnknownError(
                f"Model {self.card.name} knows no user {user_id}.",
                f"Its {len(known):,} users have ids from {known[0]} to {known[-1]}.",
            )
        return row

    def rated_by(self, user: int) -> Ratings:
        """Read all ratings of a user, held-out ones too.

        Raises:
            NotReadyError: the bundle came without other people's ratings.
            DataError: the file that holds them is damaged.
        """
        path = self._history()
        with _explained(self.folder):
            return read_user(path, user, self.card.users, self.card.movies, self.card.scale)

    def rated_by_all(self) -> Ratings:
        """Map the ratings of all users, grouped by user, held-out ones too.

        Raises:
            NotReadyError: the bundle came without other people's ratings.
            DataError: the file that holds them is damaged.
        """
        path, card = self._history(), self.card
        with _explained(self.folder):
            return map_ratings(path, card.users, card.movies, card.scale)

    @property
    def has_history(self) -> bool:
        """Whether the bundle holds its users' ratings; one that was given away may not."""
        return (self.folder / HISTORY).exists()

    def count_likers(self, movies: IntArray, other: int) -> tuple[IntArray, IntArray]:
        """Count who liked each of some films, and who of them liked another one as well.

        Args:
            movies: film rows, distinct, [n].
            other: row of the other film.

        Returns:
            Both counts, [n] each.

        Raises:
            DataError: the file that holds the users' ratings is missing or damaged.
        """
        path, card = self.folder / HISTORY, self.card
        with _explained(self.folder):
            return count_likers(path, movies, other, LIKED, card.users, card.movies)

    def _history(self) -> Path:
        if not self.has_history:
            raise NotReadyError(
                f"Model {self.card.name} came without its users' ratings ({HISTORY}).",
                f"Train it here: {train_command(config_from_values(self.card.config))}",
            )
        return self.folder / HISTORY


def save_bundle(
    folder: Path,
    card: ModelCard,
    weights: Arrays,
    relevance: Arrays,
    catalogue: Catalogue,
    history: History,
) -> None:
    """Write a bundle in the place of any older one of that name.

    Users' traits stay out: what the model needs of them is in its weights.

    Args:
        folder: where it will lie.
        card: what it says of itself.
        weights: what a scorer of ratings reads.
        relevance: what a scorer of relevance reads.
        catalogue: films and users.
        history: who rated what.

    Raises:
        MovierecError: the disk is full or cannot be written.
    """
    parts = {
        WEIGHTS: dict(weights),
        RELEVANCE: dict(relevance),
        CATALOGUE: catalogue_to_arrays(replace(catalogue, traits=None)),
        HISTORY: history_to_arrays(history),
    }
    from hashlib import sha256

    try:
        with atomic_folder(folder) as fresh:
            digests = {}
            for name, arrays in parts.items():
                digest = sha256()
                with (fresh / name).open("wb") as file:
                    for piece in file_pieces(arrays):
                        file.write(piece)
                        digest.update(piece)
                digests[name] = digest.hexdigest()
            (fresh / CARD).write_bytes(card_to_json(card, digests))
    except OSError as error:
        raise MovierecError(
            f"The model could not be written to {folder}: {error.strerror}.",
            "Make room or set MOVIEREC_DATA to another folder; nothing that was there is lost.",
        ) from error


def load_bundle(folder: Path) -> Bundle:
    """Load a bundle, checking format, shapes, types and that small arrays of weights are finite.

    All arrays are mapped: what an answer looks at is read, and the scorers check that it is finite.
    `check_values` looks at everything.

    Raises:
        DataError: a file is missing or damaged, or a newer movierec wrote it.
    """
    card, _ = load_card(folder)
    with _explained(folder):
        weights = map_arrays(folder / WEIGHTS)
        catalogue = catalogue_from_arrays(map_arrays(folder / CATALOGUE))
        _check(card, weights, catalogue)
    return Bundle(folder, card, weights, catalogue)


def check_values(bundle: Bundle) -> None:
    """Look at every value of a bundle, which loading does not.

    What the arrays mean to a scorer, it says itself: see `scoring.relevance.check_links`.

    Raises:
        DataError: one cannot be: of the weights, of what ranks the films, of the catalogue, or of
            the users' ratings where the bundle has them.
    """
    import numpy as np

    arrays = {**bundle.weights, **bundle.relevance()}
    with _explained(bundle.folder):
        for name, array in arrays.items():
            if not np.isfinite(array).all():
                raise ValueError(f"{name} holds values that are not finite")
        check_catalogue(bundle.catalogue)
    if bundle.has_history:
        bundle.rated_by_all()


def load_catalogue(folder: Path) -> Catalogue:
    """Load the films and user ids alone: searching a title needs no weights.

    Raises:
        DataError: a file is missing or damaged, or a newer movierec wrote it.
    """
    load_card(folder)
    with _explained(folder):
        return catalogue_from_arrays(map_arrays(folder / CATALOGUE))


def load_card(folder: Path) -> tuple[ModelCard, dict[str, str]]:
    """Load the card alone, and the hashes of the other files.

    Raises:
        DataError: the card is missing or damaged, or a newer movierec wrote it.
    """
    with _explained(folder):
        text = (folder / CARD).read_bytes()
    return card_from_json(text, folder.name)


def _check(card: ModelCard, weights: Arrays, catalogue: Catalogue) -> None:
    import numpy as np

    for name, array in weights.items():
        # Times do not fit into float32.
        if array.dtype not in (np.float32, np.int64):
            raise ValueError(f"{name} is {array.dtype}, not float32 or int64")
        if array.nbytes <= _SMALL and not np.isfinite(array).all():
            raise ValueError(f"{name} holds values that are not finite")
    if (catalogue.users, catalogue.movies) != (card.users, card.movies):
        raise ValueError("the catalogue and the card disagree")


@contextlib.contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, KeyError, TypeError, ValueError) as error:
        reason = (
            f"{Path(error.filename).name} is missing"
            if isinstance(error, FileNotFoundError) and error.filename
            else str(error)
        )
        raise DataError(
            f"Model {folder.name} is damaged: {' '.join(reason.split())}.",
            f"Train it again, or remove it: movierec models rm {folder.name}.",
        ) from error
