"""Lists for everybody as lines, a film each: CSV, or what a pipe gets.

What is told of a film is written once and kept: a set has fewer films than its lists have lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from movierec.cli.films import FILM_COLUMNS, PREDICTED_COLUMNS, RANK, film_cells, film_data
from movierec.cli.output import Column, Table
from movierec.cli.plain import cell_text
from movierec.cli.recommendations import RELEVANCE
from movierec.cli.serialise import as_csv
from movierec.data.catalogue import film

if TYPE_CHECKING:
    from movierec.answers.everybody import ListedBlock
    from movierec.records import Catalogue

PREDICTED = ("predicted", "sd", "low", "high", "p_like")
CSV_COLUMNS = (
    "user_id", "rank", "movie_id", "title", "year", "genres", *PREDICTED, "ratings", "relevance",
)  # fmt: skip
"""Those of `recommend WHO --csv`, but for `rating`, which is empty there, and the reasons."""

_CSV_ROW = "{},{},{},{:.4f},{:.4f},{:.4f},{:.4f},{:.4f},{},{:.6f}\n"
_PLAIN_ROW = "{}\t{}\t{}\t{:.2f}\t{:.2f}\t{:.2f}\t{:.2f}\t{:.3f}\t{:.4f}\n"
_USER = Column("User", numeric=True)


def csv_lines(blocks: Iterator[ListedBlock], catalogue: Catalogue) -> Iterator[str]:
    """Yield the heading, then the lines of each block.

    Numbers are rounded to four decimals, relevance to six: a file of millions of lines is half as
    large.
    """
    yield ",".join(f'"{name}"' for name in CSV_COLUMNS) + "\n"
    counts = catalogue.counts.tolist()
    films = _Films(catalogue, _csv_film)
    for block in blocks:
        yield "".join(
            _CSV_ROW.format(user_id, rank, films[movie], *predicted, counts[movie], relevance)
            for user_id, rank, movie, *predicted, relevance in _rows(block)
        )


def plain_lines(blocks: Iterator[ListedBlock], catalogue: Catalogue) -> Iterator[str]:
    """Yield the headings, then tab-separated lines, with the columns that a pipe always gets."""
    columns = (_USER, RANK, *FILM_COLUMNS, *PREDICTED_COLUMNS, RELEVANCE)
    yield "\t".join(column.name for column in Table("", columns, ()).seen("pipe").columns) + "\n"
    films = _Films(catalogue, _plain_film)
    for block in blocks:
        yield "".join(
            _PLAIN_ROW.format(user_id, rank, films[movie], *predicted, relevance)
            for user_id, rank, movie, *predicted, relevance in _rows(block)
        )


class _Films(dict[int, str]):
    """What is written of each film, by row, made when it is first met."""

    def __init__(self, catalogue: Catalogue, words: Callable[[Catalogue, int], str]) -> None:
        super().__init__()
        self._catalogue, self._words = catalogue, words

    def __missing__(self, movie: int) -> str:
        self[movie] = self._words(self._catalogue, movie)
        return self[movie]


def _csv_film(catalogue: Catalogue, movie: int) -> str:
    return as_csv([film_data(film(catalogue, movie))]).split("\n")[1]


def _plain_film(catalogue: Catalogue, movie: int) -> str:
    cells = zip(film_cells(film(catalogue, movie)), FILM_COLUMNS, strict=True)
    return "\t".join(cell_text(cell, column, plain=True) for cell, column in cells)


def _rows(block: ListedBlock) -> Iterator[tuple[Any, ...]]:
    names = ("user_id", "rank", "movie", *PREDICTED, "relevance")
    return zip(*(getattr(block, name).tolist() for name in names), strict=True)
