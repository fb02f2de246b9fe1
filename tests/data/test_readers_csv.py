from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import (
    LINKS_CSV,
    MOVIES_CSV,
    RATINGS_CSV,
    files_csv,
    make_csv,
    make_random_csv,
    random_rows,
)

from movierec.data.archive import open_archive
from movierec.data.raw import RawMovies, RawRatings
from movierec.data.readers import reader_for
from movierec.data.titles import split_year

READER = reader_for("csv")


def movies_of(path: Path) -> RawMovies:
    with open_archive(path) as archive:
        return READER.movies(archive)


def ratings_of(path: Path, chunk_rows: int = 10_000) -> list[RawRatings]:
    with open_archive(path) as archive:
        return list(READER.ratings(archive, chunk_rows))


def rows(chunks: list[RawRatings]) -> list[tuple[int, int, float, int]]:
    return [
        row
        for chunk in chunks
        for row in zip(
            chunk.user_id.tolist(),
            chunk.movie_id.tolist(),
            chunk.rating.tolist(),
            chunk.timestamp.tolist(),
            strict=True,
        )
    ]


@pytest.mark.parametrize("crlf", [False, True])
def test_films_and_ratings_are_read(tmp_path: Path, crlf: bool) -> None:
    path = make_csv(tmp_path / "ml.zip", crlf=crlf)

    assert movies_of(path).titles == [film[1].rstrip() for film in MOVIES_CSV]
    assert rows(ratings_of(path)) == list(RATINGS_CSV)


def test_commas_and_quotes_belong_to_quoted_titles(tmp_path: Path) -> None:
    assert movies_of(make_csv(tmp_path)).titles[2] == 'Waiting, "Again", for Rain (2001)'


def test_a_range_of_years_counts_as_its_first(tmp_path: Path) -> None:
    assert movies_of(make_csv(tmp_path)).years[[4, 5]].tolist() == [2007, 2007]


def test_a_title_may_lack_a_year(tmp_path: Path) -> None:
    assert movies_of(make_csv(tmp_path)).years[6] == 0


def test_no_genres_listed_is_no_genre(tmp_path: Path) -> None:
    movies = movies_of(make_csv(tmp_path))

    assert movies.genre_flags[6].sum() == 0
    assert movies.genres == (
        "Adventure",
        "Animation",
        "Children",
        "Comedy",
        "Crime",
        "Drama",
        "IMAX",
        "Romance",
        "Thriller",
    )


def test_imdb_ids_keep_their_zeros(tmp_path: Path) -> None:
    imdb_ids = movies_of(make_csv(tmp_path)).imdb_ids

    assert imdb_ids is not None
    assert imdb_ids[:-1] == [link[1] for link in LINKS_CSV]


def test_an_empty_tmdb_id_is_unknown(tmp_path: Path) -> None:
    tmdb_ids = movies_of(make_csv(tmp_path)).tmdb_ids

    assert tmdb_ids is not None
    assert tmdb_ids[:2].tolist() == [9001, -1]
    assert tmdb_ids.dtype == np.int32


def test_a_film_without_links_has_none(tmp_path: Path) -> None:
    movies = movies_of(make_csv(tmp_path))

    assert movies.imdb_ids is not None
    assert movies.tmdb_ids is not None
    assert (movies.imdb_ids[-1], movies.tmdb_ids[-1]) == ("", -1)


def test_the_prefix_tt_is_no_part_of_an_imdb_id(tmp_path: Path) -> None:
    links = b"movieId,imdbId,tmdbId\n1,tt0700001,9001\n"

    imdb_ids = movies_of(make_csv(tmp_path, {"links.csv": links})).imdb_ids

    assert imdb_ids is not None
    assert imdb_ids[0] == "0700001"


def test_without_a_links_file_there_are_no_links(tmp_path: Path) -> None:
    movies = movies_of(make_csv(tmp_path, links=False))

    assert movies.imdb_ids is None
    assert movies.tmdb_ids is None


def test_a_byte_order_mark_is_no_part_of_a_header(tmp_path: Path) -> None:
    path = make_csv(tmp_path, {n: b"\xef\xbb\xbf" + text for n, text in files_csv().items()})

    assert len(movies_of(path).titles) == len(MOVIES_CSV)
    assert len(rows(ratings_of(path))) == len(RATINGS_CSV)


def test_columns_are_found_by_their_names(tmp_path: Path) -> None:
    changed = {
        "movies.csv": b"genres,note,title,movieId\nDrama,x,Oak (1990),7\n",
        "ratings.csv": b'timestamp,"rating",movieId,note,userId\n5,4.5,7,"a, b",3\n6,1,7,,4\n',
    }

    path = make_csv(tmp_path, changed, links=False)

    assert movies_of(path).titles == ["Oak (1990)"]
    assert rows(ratings_of(path)) == [(3, 7, 4.5, 5), (4, 7, 1.0, 6)]


def test_numbers_may_be_quoted(tmp_path: Path) -> None:
    body = b'userId,movieId,rating,timestamp\n"3","7","4.5","5"\n'

    assert rows(ratings_of(make_csv(tmp_path, {"ratings.csv": body}))) == [(3, 7, 4.5, 5)]


def test_a_title_may_go_over_two_lines(tmp_path: Path) -> None:
    body = b'movieId,title,genres\n1,"Two\nLines (1990)",Drama\n2,After (1991),Drama\n'

    movies = movies_of(make_csv(tmp_path, {"movies.csv": body}))

    assert movies.titles == ["Two\nLines (1990)", "After (1991)"]


def test_there_are_neither_users_nor_folds(tmp_path: Path) -> None:
    with open_archive(make_csv(tmp_path)) as archive:
        assert READER.users(archive) is None
        assert READER.fold(archive, 1) is None


@given(
    ratings=st.integers(1, 60),
    seed=st.integers(0, 2**16),
    chunk_rows=st.integers(1, 70),
)
def test_random_ratings_come_back_as_written(ratings: int, seed: int, chunk_rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = make_random_csv(Path(folder), users=9, movies=8, ratings=ratings, seed=seed)
        chunks = ratings_of(path, chunk_rows)

    assert rows(chunks) == random_rows(9, 8, ratings, seed, half=True)
    assert max(len(chunk) for chunk in chunks) <= chunk_rows


# What UTF-8 cannot hold and what no text has is left out.
titles = st.lists(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(
        lambda text: text.strip() != ""
    ),
    min_size=1,
    max_size=6,
)


@given(titles=titles, end=st.sampled_from(["\n", "\r\n"]))
def test_any_title_survives_a_csv_file(titles: list[str], end: str) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator=end)
    writer.writerow(["movieId", "title", "genres"])
    writer.writerows([number, title, "Drama"] for number, title in enumerate(titles, start=1))
    with tempfile.TemporaryDirectory() as folder:
        movies = movies_of(make_csv(Path(folder), {"movies.csv": text.getvalue().encode()}))

    assert movies.titles == [title.rstrip() for title in titles]
    assert movies.years.tolist() == [split_year(title.rstrip())[1] or 0 for title in titles]
