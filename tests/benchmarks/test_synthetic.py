"""Made-up data of MovieLens's shape, made small and read by movierec itself."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

from movierec import workflow
from movierec.data.prepare import Prepared

BENCHMARKS = Path(__file__).resolve().parent.parent.parent / "benchmarks"
RATINGS = 100_000


def make(path: Path, ratings: int = RATINGS, seed: int = 0) -> Path:
    from synthetic import write_archive

    write_archive(path, ratings, seed)
    return path


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        return make(tmp_path_factory.mktemp("archive") / "made-up.zip")


@pytest.fixture
def prepared(archive: Path) -> Prepared:
    return workflow.prepared_data(str(archive))


def test_has_the_ratings_asked_for_and_no_user_fewer_than_twenty(prepared: Prepared) -> None:
    counts = np.bincount(prepared.ratings.user, minlength=prepared.catalogue.users)

    assert len(prepared.ratings) == RATINGS
    assert counts.min() >= 20
    assert prepared.catalogue.users == 943


def test_a_tenth_of_the_films_has_four_tenths_of_the_ratings(prepared: Prepared) -> None:
    counts = np.sort(prepared.catalogue.counts)

    assert counts[-(len(counts) // 10) :].sum() > 0.4 * RATINGS
    assert counts.min() < 5


def test_some_users_rate_ten_times_as_much_as_others(prepared: Prepared) -> None:
    counts = np.bincount(prepared.ratings.user)

    assert np.quantile(counts, 0.99) > 10 * np.quantile(counts, 0.1)


def test_ratings_are_in_the_order_of_users_and_films(prepared: Prepared) -> None:
    user, movie = (np.asarray(column) for column in (prepared.ratings.user, prepared.ratings.movie))

    np.testing.assert_array_equal(np.lexsort((movie, user)), np.arange(RATINGS))


def test_no_film_is_rated_before_its_year(prepared: Prepared) -> None:
    released = prepared.catalogue.years[prepared.ratings.movie].astype(int) - 1970

    rated = np.asarray(prepared.ratings.timestamp).astype("datetime64[s]").astype("datetime64[Y]")
    assert (rated.astype(int) >= released).all()


def test_four_stars_are_the_commonest_rating_and_half_a_star_the_rarest(
    prepared: Prepared,
) -> None:
    stars, count = np.unique(prepared.ratings.rating, return_counts=True)

    assert len(stars) == 10
    assert (stars[count.argmax()], stars[count.argmin()]) == (4.0, 0.5)


def test_users_and_films_explain_a_part_of_the_ratings(prepared: Prepared) -> None:
    film, stars = np.asarray(prepared.ratings.movie), np.asarray(prepared.ratings.rating)

    mean = np.bincount(film, stars) / np.maximum(np.bincount(film), 1)
    assert stars.std() > 1.08 * (stars - mean[film]).std()


def test_titles_are_all_different_and_have_the_shapes_of_movielens(archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        lines = opened.read("made-up/movies.csv").decode()

    titles = [row["title"] for row in csv.DictReader(io.StringIO(lines))]
    assert len(set(titles)) == len(titles)
    assert any(", The (" in title for title in titles)
    assert any('"' in title for title in titles)


def test_the_same_seed_makes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()

    first = make(tmp_path / "first" / "made-up.zip", ratings=20_000)
    second = make(tmp_path / "second" / "made-up.zip", ratings=20_000)

    assert first.read_bytes() == second.read_bytes()
