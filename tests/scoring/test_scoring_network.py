from __future__ import annotations

import numpy as np
import pytest

from movierec.errors import DataError
from movierec.scoring import network
from movierec.scoring.network import NetworkScorer
from movierec.scoring.registry import scorer_for

USERS, MOVIES = 5, 7


def weights(seed: int = 0) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    shapes = {
        "mean": (1,), "user_offset": (USERS + 1,), "movie_offset": (MOVIES + 1,),
        "user_inputs": (USERS + 1, 4), "movie_inputs": (MOVIES + 1, 3),
        "layer0.user_weight": (6, 4), "layer0.movie_weight": (6, 3), "layer0.bias": (6,),
        "layer1.weight": (5, 6), "layer1.bias": (5,), "layer2.weight": (1, 5), "layer2.bias": (1,),
    }  # fmt: skip
    return {name: random.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


def by_hand(w: dict[str, np.ndarray], user: int, movie: int) -> float:
    x = w["layer0.user_weight"] @ w["user_inputs"][user]
    x = np.maximum(x + w["layer0.movie_weight"] @ w["movie_inputs"][movie] + w["layer0.bias"], 0)
    x = np.maximum(w["layer1.weight"] @ x + w["layer1.bias"], 0)
    x = w["layer2.weight"] @ x + w["layer2.bias"]
    return float(w["mean"][0] + w["user_offset"][user] + w["movie_offset"][movie] + x[0])


def test_pairs_are_predicted_as_the_layers_say() -> None:
    user, movie = np.array([0, 4, -1, 2, 0]), np.array([6, 0, 3, -1, 6])

    predicted = NetworkScorer(weights()).predict(user, movie)

    assert predicted.dtype == np.float32
    expected = [by_hand(weights(), u, m) for u, m in zip(user, movie, strict=True)]
    np.testing.assert_allclose(predicted, expected, rtol=1e-5, atol=1e-5)


def with_vectors() -> dict[str, np.ndarray]:
    random = np.random.default_rng(1)
    user, movie = random.normal(size=(USERS + 1, 3)), random.normal(size=(MOVIES + 1, 3))
    return {**weights(), "user_vector": user, "movie_vector": movie}


def test_product_of_the_vectors_is_added_where_a_model_has_them() -> None:
    user, movie = np.array([0, 4, -1, 2, 0]), np.array([6, 0, 3, -1, 6])
    product = (with_vectors()["user_vector"][user] * with_vectors()["movie_vector"][movie]).sum(1)

    predicted = NetworkScorer(with_vectors()).predict(user, movie)

    without = NetworkScorer(weights()).predict(user, movie)
    np.testing.assert_allclose(predicted, without + product, rtol=1e-5, atol=1e-5)


def test_one_user_s_films_are_multiplied_as_pairs_are() -> None:
    scorer, movies = NetworkScorer(with_vectors()), np.arange(MOVIES)

    for user in (3, -1):
        alone, pairs = scorer.predict_user(user), scorer.predict(np.full(MOVIES, user), movies)
        np.testing.assert_allclose(alone, pairs, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", ["user_vector", "movie_vector"])
def test_vectors_of_one_side_alone_are_refused(name: str) -> None:
    rest = {key: array for key, array in with_vectors().items() if key != name}

    with pytest.raises(DataError, match="is missing"):
        NetworkScorer(rest)


def test_vectors_of_different_lengths_are_refused() -> None:
    changed = with_vectors()
    changed["movie_vector"] = changed["movie_vector"][:, :2]

    with pytest.raises(DataError, match="movie_vector has the shape"):
        NetworkScorer(changed)


def test_one_user_s_films_are_predicted_as_pairs_are() -> None:
    scorer, movies = NetworkScorer(weights()), np.arange(MOVIES)

    alone = scorer.predict_user(3)

    np.testing.assert_allclose(alone, scorer.predict(np.full(MOVIES, 3), movies), rtol=1e-5)
    np.testing.assert_allclose(scorer.predict_user(3, [2, -1]), scorer.predict(
        np.array([3, 3]), np.array([2, -1])), rtol=1e-5)  # fmt: skip


def test_no_rows_give_no_predictions() -> None:
    scorer, nothing = NetworkScorer(weights()), np.array([], dtype=np.int32)

    assert len(scorer.predict(nothing, nothing)) == 0
    assert len(scorer.predict_user(0, [])) == 0


def test_small_blocks_give_the_same_predictions(monkeypatch: pytest.MonkeyPatch) -> None:
    user, movie = np.arange(20) % USERS, np.arange(20) % MOVIES
    whole = NetworkScorer(weights())
    monkeypatch.setattr(network, "BLOCK_NUMBERS", 18)

    in_blocks = NetworkScorer(weights())

    assert in_blocks._block == 3
    np.testing.assert_allclose(
        in_blocks.predict(user, movie), whole.predict(user, movie), rtol=1e-5
    )
    np.testing.assert_allclose(in_blocks.predict_user(1), whole.predict_user(1), rtol=1e-5)


@pytest.mark.parametrize("name", sorted(weights()))
def test_missing_array_is_refused(name: str) -> None:
    rest = {key: array for key, array in weights().items() if key != name}

    with pytest.raises(DataError, match="not those of a network"):
        NetworkScorer(rest)


@pytest.mark.parametrize("name", sorted(weights()))
def test_array_that_does_not_fit_the_others_is_refused(name: str) -> None:
    changed = weights()
    changed[name] = np.zeros((9, 9, 9), dtype=np.float32)

    with pytest.raises(DataError, match=r"shape \(9, 9, 9\)"):
        NetworkScorer(changed)


def test_layers_that_do_not_end_in_one_number_are_refused() -> None:
    changed = weights()
    del changed["layer2.weight"]

    with pytest.raises(DataError, match="last layer"):
        NetworkScorer(changed)


def test_kind_that_nobody_can_score_is_refused() -> None:
    with pytest.raises(DataError, match="kind forest"):
        scorer_for("forest", weights())
