"""The types that cross from one part of movierec to another: frozen, arrays inside.

`user_id` and `movie_id` are MovieLens's ids; `user` and `movie` are dense rows, 0 to n - 1, and -1
stands for one that the data set does not have. The two are never in one variable.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self, TypeAlias

from movierec.errors import DataError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

# Quoted, so that this module needs no numpy at run time.
IntArray: TypeAlias = "npt.NDArray[np.integer]"
FloatArray: TypeAlias = "npt.NDArray[np.float32]"
ByteArray: TypeAlias = "npt.NDArray[np.uint8]"

UNKNOWN = -1
"""The row of a user or film that the data set does not have."""

LIKED = 4.0
"""Stars from which a film counts as liked."""

Trust = Literal["archive", "members", "own", "made"]
"""Why an archive's content is believed: its hash is GroupLens's; every member read has GroupLens's
hash; it is a set of the user's own; movierec made it."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The ratings that a data set allows: `low` to `high` in steps of `step` stars."""

    low: float
    high: float
    step: float

    @property
    def levels(self) -> tuple[float, ...]:
        """The ratings themselves, ascending."""
        count = round((self.high - self.low) / self.step) + 1
        return tuple(self.low + self.step * level for level in range(count))

    def level_of(self, rating: FloatArray) -> IntArray:
        """Return which of the levels each rating is, int64; one outside counts as the nearest."""
        import numpy as np

        level: IntArray = np.rint((rating - self.low) / self.step).astype(np.int64)
        return np.clip(level, 0, len(self.levels) - 1)


@dataclass(frozen=True, slots=True)
class Ratings:
    """Ratings as four columns of one length.

    Attributes:
        user: dense user rows, int32.
        movie: dense film rows, int32.
        rating: stars, float32.
        timestamp: seconds since 1970, int32; 0 where the source has none.
    """

    user: IntArray
    movie: IntArray
    rating: FloatArray
    timestamp: IntArray

    def __len__(self) -> int:
        return len(self.rating)

    def take(self, index: IntArray | slice) -> Ratings:
        """Return the rows that `index` names, in its order."""
        return Ratings(
            self.user[index], self.movie[index], self.rating[index], self.timestamp[index]
        )


@dataclass(frozen=True, slots=True)
class Texts(Sequence[str]):
    """Many strings in one array, decoded one at a time, so that a large column loads in no time.

    Attributes:
        blob: the UTF-8 bytes of all strings, one after the other.
        offsets: where each begins, and where the last ends, int64 [n + 1].
    """

    blob: ByteArray
    offsets: IntArray

    @classmethod
    def of(cls, strings: Sequence[str]) -> Self:
        """Pack strings."""
        import numpy as np

        encoded = [text.encode("utf-8", "replace") for text in strings]
        offsets = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum([len(text) for text in encoded], out=offsets[1:])
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, row: int) -> str:  # type: ignore[override]  # no slices: nobody needs them
        if row < 0:
            row += len(self)
        if not 0 <= row < len(self):
            raise IndexError(row)
        return decoded(bytes(self.blob[self.offsets[row] : self.offsets[row + 1]]))

    def __iter__(self) -> Iterator[str]:
        return (self[row] for row in range(len(self)))


def decoded(text: bytes) -> str:
    """Return a stored text.

    Raises:
        DataError: the bytes are no UTF-8.
    """
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise damaged_catalogue("a text is not UTF-8") from error


def damaged_catalogue(reason: str) -> DataError:
    """Return the error where what is read of a catalogue cannot be."""
    return DataError(
        f"The stored catalogue is damaged: {reason}.",
        "See what movierec models verify says, then train the model again.",
    )


@dataclass(frozen=True, slots=True)
class Traits:
    """What a data set tells about its users, by user row.

    Attributes:
        age: years (ml-1m: the lower end of an age band), int16; -1 where unknown.
        gender: index into `genders`, int16; -1 where unknown.
        occupation: index into `occupations`, int16; -1 where unknown.
        zip_code: as written; not a number.
        genders: names, sorted.
        occupations: names, sorted.
    """

    age: IntArray
    gender: IntArray
    occupation: IntArray
    zip_code: Texts
    genders: tuple[str, ...]
    occupations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The films and users of a data set, by dense row.

    Attributes:
        movie_ids: MovieLens film ids, ascending, int32 [movies].
        titles: as the data set writes them, with the year.
        years: from the title, else from the release date, int16; 0 where unknown.
        genres: names in the data set's order.
        genre_flags: 1 where a film has a genre, uint8 [movies, genres].
        counts: ratings a film has in the whole data set, int32.
        twins: the lowest row whose film has the same title and year, int32: films that stand twice
            under two ids share it.
        search_keys: titles as `data.titles.search_key` writes them.
        imdb_ids: zero-padded text without the "tt", "" where unknown; None without a links file.
        tmdb_ids: int32, -1 where unknown; None without a links file.
        user_ids: MovieLens user ids, ascending, int32 [users].
        traits: None where the data set has none, and in a stored model.
    """

    movie_ids: IntArray
    titles: Texts
    years: IntArray
    genres: tuple[str, ...]
    genre_flags: ByteArray
    counts: IntArray
    twins: IntArray
    search_keys: Texts
    imdb_ids: Texts | None
    tmdb_ids: IntArray | None
    user_ids: IntArray
    traits: Traits | None = None

    @property
    def users(self) -> int:
        """How many users."""
        return len(self.user_ids)

    @property
    def movies(self) -> int:
        """How many films."""
        return len(self.movie_ids)

    def most_ratings(self) -> int:
        """Return how many ratings the most rated film has.

        Raises:
            DataError: some film is said to have fewer than none.
        """
        if self.counts.min(initial=0) < 0:
            raise damaged_catalogue("a film has fewer than 0 ratings")
        return int(self.counts.max(initial=0))

    def genres_of(self, movie: int) -> tuple[str, ...]:
        """Return the names of a film's genres."""
        flags = self.genre_flags[movie]
        return tuple(name for name, flag in zip(self.genres, flags, strict=True) if flag)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a data set comes from.

    Attributes:
        dataset: a release's name, or an absolute path.
        label: a short name fit for a file: "ml-100k", or the path's stem.
        layout: the reader that understood it.
        trust: why the content is believed.
        content_hash: SHA-256 over the hashes of the members read: the same for the same data,
            however it is packed.
        licence: one line.
        citation: one line, "" where there is none.
    """

    dataset: str
    label: str
    layout: str
    trust: Trust
    content_hash: str
    licence: str
    citation: str


@dataclass(frozen=True, slots=True)
class Split:
    """Which rows are learned from and which are held out.

    Attributes:
        train: rows of the data set's ratings to learn from, int64, ascending.
        validation: rows that choose the best epoch, int64; may be empty.
        test: the held-out ratings, which training never sees; may be empty. A user or film that
            the data set does not have is -1.
        protocol: one sentence that says how the rows were held out.
    """

    train: IntArray
    validation: IntArray
    test: Ratings
    protocol: str

    @property
    def known(self) -> IntArray:
        """All rows that are not tested, int64, ascending."""
        import numpy as np

        # The stable sort merges two parts that are sorted already; the usual one would begin anew.
        return np.sort(np.concatenate([self.train, self.validation]), kind="stable")


@dataclass(frozen=True, slots=True)
class EpochReport:
    """How one pass over the training rows went.

    Attributes:
        epoch: 1 for the first.
        train_loss: mean squared error over the epoch's batches, as trained (with dropout).
        validation_loss: mean squared error on the validation rows, None where there are none.
        best: no epoch before was better (without validation rows: always).
        seconds: how long it took.
    """

    epoch: int
    train_loss: float
    validation_loss: float | None
    best: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Metrics:
    """Errors of predicted ratings, clipped to the scale, in stars.

    Attributes:
        rows: ratings measured.
        mse: mean squared error.
        mae: mean absolute error.
        rmse_interval: bootstrap interval of the RMSE, or None where none was drawn.
    """

    rows: int
    mse: float
    mae: float
    rmse_interval: tuple[float, float] | None = None

    @property
    def rmse(self) -> float:
        """Root of the mean squared error."""
        return float(self.mse**0.5)


@dataclass(frozen=True, slots=True)
class Convergence:
    """Whether the chains of a sampler tell the same, judged by predictions of some pairs.

    Attributes:
        chains: how many.
        draws: of each chain after the warm-up.
        quantities: predictions traced.
        r_hat_median: split R-hat of the middle one; 1 where all chains agree.
        r_hat_95: of the one that 95 % do not exceed.
        ess_median: effective sample size of the middle one, in draws of all chains.
        ess_05: of the one that 95 % exceed.
    """

    chains: int
    draws: int
    quantities: int
    r_hat_median: float
    r_hat_95: float
    ess_median: float
    ess_05: float


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What a stored model says of itself; all of it reproducible, so it holds no times.

    Attributes:
        name: the folder's name.
        kind: the model kind.
        origin: the data it was trained on.
        config: the training's values, as `TrainConfig` has them.
        scale: the ratings that its data allows.
        users: users known to the model.
        movies: films known to the model.
        protocol: how rows were held out.
        train_rows: rows learned from.
        rated_until: day of the data set's last rating, "1998-04-22"; "" where it has no times.
        rows_hash: SHA-256 of which rows were learned from and which held out.
        history: one report an epoch, with `seconds` 0.
        best_epoch: the epoch whose weights are kept.
        finished: False where the training was interrupted.
        convergence: whether a sampler's chains agree; None for other kinds, or too few draws.
        metrics: the model's "validation" and "test", and the bias model's on the same rows,
            "bias model, validation" and "bias model"; only those measured.
        versions: of movierec, torch, numpy and Python.
    """

    name: str
    kind: str
    origin: Origin
    config: Mapping[str, object]
    scale: Scale
    users: int
    movies: int
    protocol: str
    train_rows: int
    rated_until: str
    rows_hash: str
    history: tuple[EpochReport, ...]
    best_epoch: int
    finished: bool
    convergence: Convergence | None
    metrics: Mapping[str, Metrics]
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class History:
    """All ratings of a data set, grouped by user: what `recommend 265` leaves out.

    Attributes:
        offsets: where each user's rows begin, and the last one's end, int64 [users + 1].
        movie: film rows, int32.
        rating: stars, float32.
        timestamp: seconds since 1970, int32.
    """

    offsets: IntArray
    movie: IntArray
    rating: FloatArray
    timestamp: IntArray
