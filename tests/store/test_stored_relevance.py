"""What ranks the films comes back from a bundle as it was fitted, or damage is found."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from bundles import CARD, WEIGHT, history, relevance
from makers import tiny_catalogue
from shop import assert_two_lines

from movierec.errors import DataError
from movierec.scoring.relevance import RelevanceScorer, Taste
from movierec.store.bundle import RELEVANCE, Bundle, load_bundle, save_bundle


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    folder = tmp_path / "models" / "tiny"
    save_bundle(folder, CARD, WEIGHT, relevance(), tiny_catalogue(), history())
    return load_bundle(folder)


def test_the_arrays_are_those_that_were_saved(bundle: Bundle) -> None:
    found, saved = bundle.relevance(), relevance()

    assert found.keys() == saved.keys()
    for name, array in saved.items():
        assert found[name].dtype == array.dtype, name
        np.testing.assert_array_equal(found[name], array, err_msg=name)


def test_mapped_arrays_score_as_those_in_memory_do(bundle: Bundle) -> None:
    taste = Taste.of(np.array([3, 1, 7]), np.array([10, 30, 20]))
    movies = np.arange(CARD.movies)

    mapped, kept = (
        RelevanceScorer(arrays, CARD.movies) for arrays in (bundle.relevance(), relevance())
    )

    np.testing.assert_array_equal(mapped.watch(taste), kept.watch(taste))
    np.testing.assert_array_equal(
        mapped.contributions(taste, movies), kept.contributions(taste, movies)
    )


def test_loading_a_model_does_not_need_it(bundle: Bundle) -> None:
    (bundle.folder / RELEVANCE).unlink()

    assert load_bundle(bundle.folder).card == CARD


def test_a_missing_file_is_named(bundle: Bundle) -> None:
    (bundle.folder / RELEVANCE).unlink()

    with pytest.raises(DataError, match=f"{RELEVANCE} is missing") as caught:
        bundle.relevance()

    assert_two_lines(caught.value, 5)


@pytest.mark.parametrize("left", [0, 5, 100, -1])
def test_a_cut_file_is_damage(bundle: Bundle, left: int) -> None:
    path = bundle.folder / RELEVANCE
    path.write_bytes(path.read_bytes()[:left])

    with pytest.raises(DataError, match=f"Model tiny is damaged: {RELEVANCE}") as caught:
        bundle.relevance()

    assert_two_lines(caught.value, 5)
