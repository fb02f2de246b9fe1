"""The arrays that a stored model is made of are what the export's docstring says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from bayes_makers import CONFIG, LEVELS, MOVIES, USERS, simulated

from movierec.training.bayes.export import Arrays
from movierec.training.bayes.trainer import BayesTrainer

D = CONFIG.embed_size + 1


def trained(*, timed: bool = False, epochs: int = CONFIG.epochs) -> BayesTrainer:
    config = replace(CONFIG, use_time=timed, epochs=epochs)
    trainer = BayesTrainer(simulated(timed=timed).data, config, torch.device("cpu"))
    for _ in trainer.epochs():
        pass
    return trainer


@pytest.fixture(scope="module")
def arrays() -> Arrays:
    return trained().best_weights()


@pytest.fixture(scope="module")
def timed() -> BayesTrainer:
    return trained(timed=True)


def test_shapes_are_those_that_are_documented(arrays: Arrays) -> None:
    # One epoch of four warms up; of the others, every sweep of both chains is kept.
    s, f, levels = 2 * 3 * 4, 2 * 3, len(LEVELS)

    assert {name: array.shape for name, array in arrays.items()} == {
        "levels": (levels,),
        "mean": (s,),
        "cutpoints": (s, levels - 1),
        "user": (s, USERS + 1, D),
        "movie": (s, MOVIES + 1, D),
        "user_precision": (s, USERS + 1),
        "movie_precision": (s, MOVIES + 1),
        "fold.draw": (f,),
        "fold.mean": (f, D),
        "fold.usual": (f, D),
        "fold.spread": (f, D),
        "fold.precision": (f, D),
        "fold.link": (f, MOVIES, D),
        "raters": (s, MOVIES + 1),
        "new_user": (USERS + 1,),
        "fold.film": (f, D),
        "chosen": (s, USERS + 1),
        "new_movie": (MOVIES + 1,),
    }


def test_levels_are_the_scale_s(arrays: Arrays) -> None:
    assert arrays["levels"].tolist() == list(LEVELS)


def test_cutpoints_ascend_in_every_draw(arrays: Arrays) -> None:
    assert (np.diff(arrays["cutpoints"], axis=1) > 0).all()


def test_folds_name_draws_of_their_own_chain(arrays: Arrays) -> None:
    assert arrays["fold.draw"].tolist() == [0, 4, 8, 12, 16, 20]


def test_the_first_chain_s_draws_come_first() -> None:
    trainer = trained()
    first, second = trainer._posteriors

    users = trainer.best_weights()["user"]

    np.testing.assert_array_equal(users[0], first.draws[0]["user"])
    np.testing.assert_array_equal(users[len(first.draws)], second.draws[0]["user"])


def test_the_rated_part_of_a_user_s_prior_mean_is_what_their_films_lend() -> None:
    trainer = trained()
    chain, design = trainer._chains[0], trainer._design
    link = design.user.bases[0].back @ chain.user.link[0]
    own = design.user.pattern.to_dense()[7]

    lent = (own @ link) / own.sum() ** 0.5

    torch.testing.assert_close(lent, chain.user.means[0][7], atol=1e-3, rtol=1e-3)


def test_effects_of_time_have_a_number_a_group(timed: BayesTrainer) -> None:
    arrays = timed.best_weights()

    for effect in timed._effects:
        assert arrays[f"time.{effect.name}_mean"].shape == (effect.groups,)
        assert arrays[f"time.{effect.name}_variance"].shape == (effect.groups,)
        assert arrays[f"time.{effect.name}_prior"].shape == (1,)
    assert arrays["time.user_mean"].shape == arrays["time.user_variance"].shape == (USERS + 1,)


def test_keys_of_groups_are_whole_numbers_in_order(timed: BayesTrainer) -> None:
    arrays = timed.best_weights()
    keys = [name for name in arrays if arrays[name].dtype == np.int64]

    assert sorted(keys) == [
        "time.day", "time.page_time", "time.page_user", "time.session_first",
        "time.session_last", "time.session_user",
    ]  # fmt: skip
    assert (np.diff(arrays["time.day"]) > 0).all()
    for user, first in (("session_user", "session_first"), ("page_user", "page_time")):
        pairs = list(zip(arrays[f"time.{user}"], arrays[f"time.{first}"], strict=True))
        assert pairs == sorted(pairs)


def test_a_group_s_variance_is_not_more_than_a_wide_prior_s(timed: BayesTrainer) -> None:
    arrays = timed.best_weights()

    for name in ("day", "session", "page"):
        variance, prior = arrays[f"time.{name}_variance"], arrays[f"time.{name}_prior"]
        assert (variance >= 0).all()
        assert variance.mean() < 3 * prior


def test_a_user_s_usual_time_is_the_average_of_their_rows(timed: BayesTrainer) -> None:
    arrays = timed.best_weights()
    rows = timed._design.user.of.numpy() == 4
    added = sum(
        arrays[f"time.{effect.name}_mean"][effect.of.numpy()[rows]] for effect in timed._effects
    )

    assert arrays["time.user_mean"][4] == pytest.approx(added.mean(), abs=1e-5)
    assert arrays["time.user_mean"][-1] == 0


def test_before_the_warm_up_ends_there_is_a_model_all_the_same() -> None:
    trainer = BayesTrainer(
        simulated(timed=True).data, replace(CONFIG, use_time=True), torch.device("cpu")
    )
    next(trainer.epochs())

    arrays = trainer.best_weights()

    assert len(arrays["mean"]) == CONFIG.chains
    assert not arrays["time.page_mean"].any()
