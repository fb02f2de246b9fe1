"""A bundle comes back as it was saved, and damage is found, not scored."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from bundles import CARD, WEIGHT, history, relevance
from makers import tiny_catalogue, tiny_ratings
from safetensors.numpy import load_file, save_file
from shop import assert_two_lines

from movierec.errors import DataError, MovierecError, NotReadyError
from movierec.records import Ratings
from movierec.store import bundle as bundles
from movierec.store import history as histories
from movierec.store.bundle import (
    CATALOGUE,
    HISTORY,
    WEIGHTS,
    check_values,
    load_bundle,
    load_catalogue,
    save_bundle,
)


def rows_of(user: int) -> Ratings:
    ratings = tiny_ratings()
    return ratings.take(np.flatnonzero(ratings.user == user))


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    folder = tmp_path / "models" / "tiny"
    save_bundle(folder, CARD, WEIGHT, relevance(), tiny_catalogue(), history())
    return folder


def test_a_bundle_comes_back_as_it_was_saved(saved: Path) -> None:
    bundle = load_bundle(saved)

    assert bundle.card == CARD
    assert {name: array.tolist() for name, array in bundle.weights.items()} == {
        name: array.tolist() for name, array in WEIGHT.items()
    }
    assert list(bundle.catalogue.titles) == list(tiny_catalogue().titles)
    for user in range(CARD.users):
        rated, theirs = bundle.rated_by(user), rows_of(user)
        for column in ("user", "movie", "rating", "timestamp"):
            assert getattr(rated, column).tolist() == getattr(theirs, column).tolist()


def test_users_traits_are_not_stored(saved: Path) -> None:
    assert load_bundle(saved).catalogue.traits is None


def test_saving_twice_gives_the_same_bytes(saved: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    save_bundle(again, CARD, WEIGHT, relevance(), tiny_catalogue(), history())

    first = {file.name: file.read_bytes() for file in saved.iterdir()}
    assert {file.name: file.read_bytes() for file in again.iterdir()} == first


def test_a_bundle_without_other_peoples_histories_still_loads(saved: Path) -> None:
    (saved / HISTORY).unlink()

    bundle = load_bundle(saved)

    with pytest.raises(NotReadyError, match="without its users' ratings"):
        bundle.rated_by(3)


def test_a_search_needs_the_catalogue_and_not_the_weights(saved: Path) -> None:
    (saved / WEIGHTS).unlink()

    assert list(load_catalogue(saved).titles) == list(tiny_catalogue().titles)


@pytest.mark.parametrize("name", ["model.json", "weights.safetensors", "catalogue.safetensors"])
def test_a_missing_file_is_named(saved: Path, name: str) -> None:
    (saved / name).unlink()

    with pytest.raises(DataError, match=f"{name} is missing"):
        load_bundle(saved)


@pytest.mark.parametrize("name", ["weights.safetensors", "catalogue.safetensors", HISTORY])
def test_a_cut_file_is_damage(saved: Path, name: str) -> None:
    content = (saved / name).read_bytes()
    (saved / name).write_bytes(content[: len(content) // 2])

    with pytest.raises(DataError, match="damaged"):
        load_bundle(saved).rated_by(3)


@pytest.mark.parametrize(
    "damaged",
    [
        {"rating": np.zeros(5, dtype=np.float32)},
        {"rating": np.zeros(60, dtype=np.float64)},
        {"offsets": np.zeros(5, dtype=np.int64)},
        {"offsets": np.array([*range(12, 0, -1), 60])},
        {"movie": np.full(60, 10, dtype=np.int32)},
        {"more": np.zeros(60, dtype=np.int32)},
    ],
)
def test_a_history_that_contradicts_itself_or_the_card_is_refused(
    saved: Path, damaged: dict[str, np.ndarray]
) -> None:
    save_file({**load_file(saved / HISTORY), **damaged}, saved / HISTORY)

    with pytest.raises(DataError, match=HISTORY):
        load_bundle(saved).rated_by(3)


@pytest.mark.parametrize("stars", [np.nan, 77, 0.5])
def test_a_user_s_ratings_beyond_the_scale_are_refused(saved: Path, stars: float) -> None:
    columns = load_file(saved / HISTORY)
    columns["rating"][columns["offsets"][3]] = stars
    save_file(columns, saved / HISTORY)

    with pytest.raises(DataError, match="ratings beyond the scale"):
        load_bundle(saved).rated_by(3)


def test_a_text_that_is_no_text_is_damage_when_it_is_read(saved: Path) -> None:
    arrays = load_file(saved / CATALOGUE)
    arrays["titles.blob"][0] = 0xFF
    save_file(arrays, saved / CATALOGUE)
    catalogue = load_catalogue(saved)

    with pytest.raises(DataError, match="a text is not UTF-8") as caught:
        list(catalogue.titles)

    assert_two_lines(caught.value, 5)


def test_genres_that_are_no_text_are_damage_of_the_model(saved: Path) -> None:
    arrays = load_file(saved / CATALOGUE)
    arrays["genres.blob"][0] = 0xFF
    save_file(arrays, saved / CATALOGUE)

    with pytest.raises(DataError, match="Model tiny is damaged: genres"):
        load_bundle(saved)


def test_the_ratings_of_all_are_those_that_were_saved_by_user(saved: Path) -> None:
    found = load_bundle(saved).rated_by_all()

    ratings = tiny_ratings()
    expected = ratings.take(np.argsort(ratings.user, kind="stable"))
    for column in ("user", "movie", "rating", "timestamp"):
        np.testing.assert_array_equal(getattr(found, column), getattr(expected, column))


def test_the_ratings_of_all_stay_on_the_disk(saved: Path) -> None:
    found = load_bundle(saved).rated_by_all()

    for column in (found.movie, found.rating, found.timestamp):
        assert not column.flags.owndata
        assert not column.flags.writeable  # a view of the file, which is mapped to be read


def test_without_its_users_ratings_a_bundle_says_what_to_run(saved: Path) -> None:
    (saved / HISTORY).unlink()

    with pytest.raises(NotReadyError, match="without its users' ratings") as caught:
        load_bundle(saved).rated_by_all()

    assert caught.value.exit_code == 3
    assert caught.value.hint.startswith("Train it here: movierec train")


@pytest.mark.parametrize(
    "damaged",
    [
        {"rating": np.zeros(5, dtype=np.float32)},
        {"rating": np.full(60, 3, dtype=np.int32)},
        {"rating": np.full(60, np.nan, dtype=np.float32)},
        {"rating": np.full(60, 5.5, dtype=np.float32)},
        {"rating": np.full(60, 0.5, dtype=np.float32)},
        {"movie": np.full(60, 10, dtype=np.int32)},
        {"movie": np.full(60, -1, dtype=np.int32)},
        {"movie": np.zeros((30, 2), dtype=np.int32)},
        {"offsets": np.zeros(5, dtype=np.int64)},
        {"offsets": np.arange(12, -1, -1)},
        {"offsets": np.full(13, 60)},
        {
            "offsets": np.zeros(13, dtype=np.int64),
            "movie": np.zeros(0, dtype=np.int32),
            "rating": np.zeros(0, dtype=np.float32),
            "timestamp": np.zeros(0, dtype=np.int32),
        },
    ],
)
def test_ratings_of_all_that_contradict_themselves_or_the_card_are_refused(
    saved: Path, damaged: dict[str, np.ndarray]
) -> None:
    save_file({**load_file(saved / HISTORY), **damaged}, saved / HISTORY)

    with pytest.raises(DataError, match=HISTORY) as caught:
        load_bundle(saved).rated_by_all()

    assert_two_lines(caught.value, 5)


def test_a_history_without_a_column_is_damage(saved: Path) -> None:
    columns = load_file(saved / HISTORY)
    del columns["timestamp"]
    save_file(columns, saved / HISTORY)

    with pytest.raises(DataError, match="Model tiny is damaged"):
        load_bundle(saved).rated_by_all()


@pytest.mark.parametrize(
    "value", [np.array([np.nan], dtype=np.float32), np.array([3.5], dtype=np.float64)]
)
def test_weights_that_are_not_finite_or_not_float32_are_refused(
    saved: Path, value: np.ndarray
) -> None:
    save_file({**load_file(saved / WEIGHTS), "mean": value}, saved / WEIGHTS)

    with pytest.raises(DataError, match="mean"):
        load_bundle(saved)


def test_a_large_array_is_looked_at_when_everything_is(saved: Path) -> None:
    value = np.full(100_000, np.inf, dtype=np.float32)
    save_file({**load_file(saved / WEIGHTS), "layer": value}, saved / WEIGHTS)

    with pytest.raises(DataError, match="layer holds values that are not finite") as caught:
        check_values(load_bundle(saved))

    assert_two_lines(caught.value, 5)


def test_weights_and_films_stay_on_the_disk(saved: Path) -> None:
    bundle = load_bundle(saved)

    for array in (*bundle.weights.values(), bundle.catalogue.titles.blob, bundle.catalogue.counts):
        assert not array.flags.owndata
        assert not array.flags.writeable  # a view of the file, which is mapped to be read


def test_likers_are_counted_alike_whatever_the_blocks(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    movies = np.array([3, 1, 7])
    whole = load_bundle(saved).count_likers(movies, 2)
    monkeypatch.setattr(histories, "_BLOCK_ROWS", 7)

    blocks = load_bundle(saved).count_likers(movies, 2)

    for found, expected in zip(blocks, whole, strict=True):
        np.testing.assert_array_equal(found, expected)


def test_a_card_that_counts_other_films_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    save_bundle(folder, replace(CARD, movies=11), WEIGHT, relevance(), tiny_catalogue(), history())

    with pytest.raises(DataError, match="disagree"):
        load_bundle(folder)


def test_a_full_disk_leaves_the_older_model_as_it_was(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {file.name: file.read_bytes() for file in saved.iterdir()}

    def full(*_: object) -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(bundles, "card_to_json", full)
    with pytest.raises(MovierecError, match="No space left") as caught:
        save_bundle(saved, CARD, WEIGHT, relevance(), tiny_catalogue(), history())

    assert caught.value.exit_code == 1
    assert {file.name: file.read_bytes() for file in saved.iterdir()} == before
    assert [folder.name for folder in saved.parent.iterdir()] == ["tiny"]
