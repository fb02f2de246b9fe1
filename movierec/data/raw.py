"""What a reader gives: the archive's own ids and words, not yet turned into rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from movierec.data.archive import Archive
    from movierec.records import ByteArray, FloatArray, IntArray, Scale


@dataclass(frozen=True, slots=True)
class RawRatings:
    """A run of ratings in the file's order: MovieLens ids, stars, seconds since 1970."""

    user_id: IntArray
    movie_id: IntArray
    rating: FloatArray
    timestamp: IntArray

    def __len__(self) -> int:
        return len(self.rating)


@dataclass(frozen=True, slots=True)
class RawMovies:
    """The films file, in its order.

    Attributes:
        movie_id: int32, unique.
        titles: trailing blanks removed, nothing else changed.
        years: from the title, else from the release date, int16; 0 where neither has one.
        genres: names in the data set's order (100k: u.genre's; others: alphabetical), without
            "(no genres listed)".
        genre_flags: uint8 [films, genres].
        imdb_ids: zero-padded text, "" where unknown; None without a links file.
        tmdb_ids: int32, -1 where unknown; None without a links file.
    """

    movie_id: IntArray
    titles: list[str]
    years: IntArray
    genres: tuple[str, ...]
    genre_flags: ByteArray
    imdb_ids: list[str] | None = None
    tmdb_ids: IntArray | None = None


@dataclass(frozen=True, slots=True)
class RawUsers:
    """The users file, in its order; `age` int16, -1 where unknown; the rest as written."""

    user_id: IntArray
    age: IntArray
    gender: list[str]
    occupation: list[str]
    zip_code: list[str]
    occupations: tuple[str, ...]


class Reader(Protocol):
    """One layout of MovieLens archive.

    Every method raises DataError for a damaged row: the message names the file and the line and
    says what was expected there.
    """

    scale: Scale

    def movies(self, archive: Archive) -> RawMovies:
        """Read the films."""
        ...

    def users(self, archive: Archive) -> RawUsers | None:
        """Read the users' traits, None where the layout has none."""
        ...

    def ratings(self, archive: Archive, chunk_rows: int) -> Iterator[RawRatings]:
        """Yield all ratings in the file's order, at most `chunk_rows` at a time."""
        ...

    def fold(self, archive: Archive, number: int) -> RawRatings | None:
        """Read the test rows of the canonical fold `number` (1 to 5), None where there are none."""
        ...
