"""Lists for everybody as a Parquet file, where pyarrow is installed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from movierec.cli.films import film_data
from movierec.cli.list_lines import PREDICTED
from movierec.data.catalogue import film
from movierec.errors import NotReadyError

if TYPE_CHECKING:
    import pyarrow as pa

    from movierec.answers.everybody import ListedBlock
    from movierec.records import Catalogue


GROUP_ROWS = 100_000
"""Rows of a row group, about: many small ones make a large file that is slow to read."""


def needs_pyarrow() -> None:
    """Refuse, before any list is made, where a Parquet file cannot be written.

    Raises:
        NotReadyError: pyarrow is not installed.
    """
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        raise NotReadyError(
            "A Parquet file needs pyarrow, which is not installed.",
            "Install it, pip install 'movierec[parquet]' or pipx inject movierec pyarrow, "
            "or take -o FILE.csv.",
        ) from None


def write_parquet(blocks: Iterator[ListedBlock], catalogue: Catalogue, file: BinaryIO) -> None:
    """Write lists with the columns of the CSV file, in row groups of about `GROUP_ROWS`.

    Numbers are not rounded.

    Args:
        blocks: the lists.
        catalogue: the films.
        file: where to.
    """
    import pyarrow as pa
    from pyarrow import parquet

    films = [film_data(film(catalogue, movie)) for movie in range(catalogue.movies)]
    told = {
        "movie_id": pa.array([one["movie_id"] for one in films], pa.int32()),
        "title": pa.array([one["title"] for one in films], pa.string()),
        "year": pa.array([one["year"] for one in films], pa.int16()),
        "genres": pa.array([one["genres"] for one in films], pa.list_(pa.string())),
        "ratings": pa.array(catalogue.counts, pa.int32()),
    }
    writer = None
    try:
        for table in _groups(_table(block, told) for block in blocks):
            if writer is None:
                writer = parquet.ParquetWriter(file, table.schema)
            writer.write_table(table)
    finally:
        if writer is not None:
            writer.close()


def _groups(tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
    import pyarrow as pa

    kept: list[pa.Table] = []
    for table in tables:
        kept.append(table)
        if sum(map(len, kept)) >= GROUP_ROWS:
            yield pa.concat_tables(kept)
            kept = []
    if kept:
        yield pa.concat_tables(kept)


def _table(block: ListedBlock, told: dict[str, pa.Array]) -> pa.Table:
    import pyarrow as pa

    of_films = {name: column.take(pa.array(block.movie)) for name, column in told.items()}
    ratings = of_films.pop("ratings")
    return pa.table(
        {
            "user_id": pa.array(block.user_id, pa.int32()),
            "rank": pa.array(block.rank, pa.int32()),
            **of_films,
            **{name: pa.array(getattr(block, name), pa.float32()) for name in PREDICTED},
            "ratings": ratings,
            "relevance": pa.array(block.relevance, pa.float32()),
        }
    )
