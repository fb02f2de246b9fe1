"""Films like one film, on a made-up model whose films are alike in a known way."""

from __future__ import annotations

from pathlib import Path

import pytest
from ranking_makers import (
    AMBER,
    AMBER_TOO,
    BIRCH,
    CEDAR,
    DOGWOOD,
    model,
)
from safetensors.numpy import save_file
from shop import assert_two_lines

from movierec.answers.recommend import SimilarFilm
from movierec.errors import DataError, UsageError
from movierec.ranking.filters import Filters
from movierec.ranking.similar import similar
from movierec.store.bundle import HISTORY, RELEVANCE, Bundle

TASTES = ((1, 0), (1, 0), (0.6, 0.8), (0, 1), (0, 1), (1, 0))
RATED = (
    ((AMBER_TOO, 5), (BIRCH, 4), (CEDAR, 3.5)),
    ((AMBER_TOO, 4), (BIRCH, 5), (CEDAR, 4)),
    ((AMBER_TOO, 3), (BIRCH, 4)),
)


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    return model(tmp_path / "tiny", tastes=TASTES, rated=RATED)


def like(bundle: Bundle, movie: int, filters: Filters = Filters()) -> dict[str, SimilarFilm]:  # noqa: B008
    films, _ = similar(bundle, movie, filters, 9)
    return {film.film.title: film for film in films}


def test_the_film_that_the_same_people_like_comes_first(bundle: Bundle) -> None:
    assert list(like(bundle, AMBER_TOO))[:2] == ["Birch", "Cedar"]


@pytest.mark.parametrize("movie", [AMBER, AMBER_TOO])
def test_neither_a_film_nor_its_twin_is_like_itself(bundle: Bundle, movie: int) -> None:
    assert "Amber" not in like(bundle, movie)


def test_of_other_twins_one_is_listed(bundle: Bundle) -> None:
    films, _ = similar(bundle, BIRCH, Filters(), 9)

    assert [film.film.title for film in films].count("Amber") == 1


def test_likeness_falls_and_is_at_most_1(bundle: Bundle) -> None:
    found = [film.likeness for film in like(bundle, BIRCH).values()]

    assert found == sorted(found, reverse=True)
    assert found[0] <= 1


def test_a_film_tells_who_liked_it_and_who_of_them_liked_the_other(bundle: Bundle) -> None:
    found = like(bundle, AMBER_TOO)

    assert (found["Birch"].likers, found["Birch"].shared) == (3, 2)
    assert (found["Cedar"].likers, found["Cedar"].shared) == (1, 1)
    assert (found["Elm"].likers, found["Elm"].shared) == (0, 0)


def test_a_film_tells_the_genres_that_both_have(bundle: Bundle) -> None:
    found = like(bundle, BIRCH)

    assert found["Cedar"].genres == ("Comedy",)
    assert found["Elm"].genres == ("Drama",)
    assert like(bundle, CEDAR)["Dogwood"].genres == ()


def test_a_film_tells_how_often_it_is_rated(bundle: Bundle) -> None:
    assert like(bundle, AMBER_TOO)["Birch"].ratings == 80


def test_without_the_users_ratings_nobody_is_counted(bundle: Bundle) -> None:
    (bundle.folder / HISTORY).unlink()

    found = like(bundle, AMBER_TOO)

    assert list(found)[:2] == ["Birch", "Cedar"]
    assert {(film.likers, film.shared) for film in found.values()} == {(None, None)}


def test_filters_act_before_the_list_is_cut(bundle: Bundle) -> None:
    films, _ = similar(bundle, AMBER_TOO, Filters(genres=("Drama",)), 2)

    assert [film.film.title for film in films] == ["Birch", "Elm"]


def test_what_a_filter_took_is_counted_without_the_film_itself(bundle: Bundle) -> None:
    _, filtered = similar(bundle, AMBER_TOO, Filters(genres=("Drama",)), 9)

    assert (filtered.taken[0].filter, filtered.taken[0].films) == ("--genre Drama", 1)


def test_no_film_left_is_a_usage_error(bundle: Bundle) -> None:
    with pytest.raises(UsageError) as caught:
        similar(bundle, DOGWOOD, Filters(min_ratings=101), 9)

    assert_two_lines(caught.value, 2)


def test_a_model_without_tastes_is_damaged(bundle: Bundle) -> None:
    rest = {name: array for name, array in bundle.relevance().items() if name != "liked"}
    save_file(rest, bundle.folder / RELEVANCE)

    with pytest.raises(DataError, match="liked is missing"):
        like(bundle, BIRCH)
