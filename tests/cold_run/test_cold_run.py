"""What is trained on and measured, with invented trainings; then the verb with real tiny ones."""

# ruff: noqa: ARG001, ARG002  # the fakes take what the real ones take, and use little of it

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from makers import make_random_100k, make_random_csv
from shop import assert_two_lines

from movierec import workflow
from movierec.answers.benchmark import FitStart, FoldResult
from movierec.answers.cold import ColdEvaluation
from movierec.cold_run import run
from movierec.cold_run import trainings as module
from movierec.cold_run.config import ColdConfig
from movierec.cold_run.run import ColdRun
from movierec.cold_run.trainings import Hooks
from movierec.config import TrainConfig, config_to_values, default_config
from movierec.data.prepare import Prepared
from movierec.errors import Interrupted, NotReadyError, UsageError
from movierec.records import EpochReport, FloatArray, IntArray, ModelCard, Split
from movierec.store.bundle import load_bundle

SMALL = {"users": 40, "movies": 60, "ratings": 1_400}
TINY = TrainConfig(model="bayes", epochs=1, chains=1, sweeps=2, embed_size=2, validation=0)


@dataclass(frozen=True)
class Stars:
    mean: FloatArray


class FourStars:
    """Predicts 4 stars to users it was trained on, and 3 to those folded in."""

    uses_time = False

    def predict(self, user: IntArray, movie: IntArray) -> FloatArray:
        return np.full(len(user), 4, dtype=np.float32)

    def fold_in(self, movies: IntArray, stars: FloatArray) -> None:
        assert len(movies) == len(stars)

    def folded_distribution(self, user: None, movies: IntArray) -> Stars:
        return Stars(np.full(len(movies), 3, dtype=np.float32))


@dataclass(frozen=True)
class Trained:
    """A training that was asked for."""

    rows: Split
    config: TrainConfig


@pytest.fixture
def prepared(tmp_path: Path) -> Prepared:
    return workflow.prepared_data(str(make_random_100k(tmp_path / "made-up.zip", **SMALL)))


@pytest.fixture
def trainings(monkeypatch: pytest.MonkeyPatch) -> list[Trained]:
    """Put invented trainings in the place of real ones, and list what they were asked for."""
    asked: list[Trained] = []

    def learned(_: Prepared, rows: Split, config: TrainConfig, watch: object) -> dict[str, object]:
        asked.append(Trained(rows, config))
        return {}

    monkeypatch.setattr(module, "learned_weights", learned)
    monkeypatch.setattr(run, "scorer_for", lambda *_: FourStars())
    monkeypatch.setattr(run, "folding_scorer_for", lambda *_: FourStars())
    return asked


def card_of(prepared: Prepared, config: TrainConfig) -> ModelCard:
    from cli import invented

    return replace(
        invented.card(), kind=config.model, config=config_to_values(config), origin=prepared.origin
    )


def ignore(*_: object) -> None:
    """Hear, and do nothing."""


def measured(
    prepared: Prepared,
    protocol: str,
    *,
    seeds: int = 1,
    config: TrainConfig = TINY,
    hooks: Hooks | None = None,
) -> ColdEvaluation:
    asked = ColdConfig(protocol=protocol, seeds=seeds)
    hooks = hooks or Hooks(ignore, ignore, ignore)
    return ColdRun(asked, card_of(prepared, config), prepared, hooks).measure()


def users_of(prepared: Prepared, rows: IntArray) -> set[int]:
    return set(prepared.ratings.user[rows].tolist())


def test_first_the_held_out_users_are_not_trained_on_then_with_20_ratings_each(
    prepared: Prepared, trainings: list[Trained]
) -> None:
    found = measured(prepared, "cold-users")

    without, with_first = trainings
    tested = set(without.rows.test.user.tolist())
    assert len(tested) == found.parts[0].held_out - found.parts[0].left_out
    assert not tested & users_of(prepared, without.rows.train)
    added = np.setdiff1d(with_first.rows.train, without.rows.train)
    np.testing.assert_array_equal(
        np.unique(prepared.ratings.user[added], return_counts=True)[1], [20] * len(tested)
    )


def test_no_measured_row_is_trained_on_in_either_training(
    prepared: Prepared, trainings: list[Trained]
) -> None:
    measured(prepared, "cold-users")

    for training in trainings:
        learned = prepared.ratings.take(training.rows.train)
        pairs = set(zip(learned.user.tolist(), learned.movie.tolist(), strict=True))
        test = training.rows.test
        assert not pairs & set(zip(test.user.tolist(), test.movie.tolist(), strict=True))


def test_each_seed_trains_the_stored_configuration_on_rows_of_its_own(
    prepared: Prepared, trainings: list[Trained]
) -> None:
    config = replace(TINY, seed=7)

    found = measured(prepared, "cold-users", seeds=2, config=config)

    assert [one.config for one in trainings] == [
        replace(config, seed=seed) for seed in (7, 7, 8, 8)
    ]
    assert [part.seed for part in found.parts] == [7, 8]
    assert not np.array_equal(trainings[0].rows.train, trainings[2].rows.train)


def test_every_number_of_ratings_given_is_measured_on_the_same_rows(
    prepared: Prepared, trainings: list[Trained]
) -> None:
    found = measured(prepared, "cold-users")

    assert [row.given for row in found.rows] == [0, 1, 3, 5, 10, 20]
    # Three stars for every row: the same error only on the same rows.
    assert len({row.rmse.mean for row in found.rows}) == 1
    rating = trainings[0].rows.test.rating
    assert found.rows[0].rmse.mean == pytest.approx(np.sqrt(((rating - 3) ** 2).mean()))
    assert found.price is not None
    assert found.price.folded_rmse.mean == found.rows[-1].rmse.mean
    assert found.price.trained_rmse.mean == pytest.approx(np.sqrt(((rating - 4) ** 2).mean()))


def test_a_kind_that_needs_them_gets_validation_rows_of_the_training_rows(
    prepared: Prepared, trainings: list[Trained]
) -> None:
    found = measured(prepared, "cold-items", config=replace(TINY, validation=10))

    (training,) = trainings
    train, validation = training.rows.train, training.rows.validation
    assert len(train) + len(validation) == found.parts[0].train_rows
    assert len(validation) == pytest.approx(0.1 * found.parts[0].train_rows, abs=1)


def test_films_held_out_have_no_training_row_and_stand_beside_the_user_s_mean(
    prepared: Prepared, trainings: list[Trained]
) -> None:
    found = measured(prepared, "cold-items")

    (training,) = trainings
    test = training.rows.test
    assert not set(test.movie.tolist()) & set(prepared.ratings.movie[training.rows.train].tolist())
    assert found.parts[0].test_rows == len(test)
    (row,) = found.rows
    assert (row.given, found.price, found.milliseconds) == (None, None, None)
    assert row.rmse.mean == pytest.approx(np.sqrt(((test.rating - 4) ** 2).mean()))
    assert row.user_mean_rmse is not None
    assert 0 < row.user_mean_rmse.mean < 2


@pytest.mark.usefixtures("trainings")
def test_the_start_and_the_end_of_each_training_are_told(prepared: Prepared) -> None:
    starts: list[FitStart] = []
    ends: list[FoldResult] = []
    hooks = Hooks(starts.append, ignore, lambda _, end: ends.append(end))

    measured(prepared, "cold-users", seeds=2, hooks=hooks)

    assert [(start.number, start.total) for start in starts] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert [end.fold for end in ends[:2]] == [
        "cold-users, 20 folded in",
        "cold-users, 20 trained on",
    ]


@pytest.mark.usefixtures("trainings")
def test_ctrl_c_says_how_far_it_came_and_that_the_model_is_as_it_was(prepared: Prepared) -> None:
    def second(start: FitStart) -> None:
        if start.number == 2:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted, match="after 1 of 2 trainings") as caught:
        measured(prepared, "cold-users", hooks=Hooks(second, ignore, ignore))

    assert "ml-100k-dnn is as it was" in caught.value.what
    assert caught.value.hint.endswith("movierec evaluate --protocol cold-users")


def evaluated(protocol: str, epochs: list[EpochReport] | None = None) -> ColdEvaluation:
    watch = ignore if epochs is None else epochs.append
    config = ColdConfig(protocol=protocol)
    return workflow.evaluate_cold(config, started=ignore, watch=watch, finished=ignore)


def test_a_stored_model_is_trained_anew_and_stays_as_it_was(tmp_path: Path) -> None:
    data = make_random_100k(tmp_path / "made-up.zip", **SMALL)
    folder = workflow.train(replace(TINY, dataset=str(data))).folder
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    epochs: list[EpochReport] = []

    found = evaluated("cold-users", epochs)

    assert len(found.rows) == 6
    assert all(0.5 < row.rmse.mean < 2.5 for row in found.rows)
    assert found.milliseconds is not None
    assert [report.epoch for report in epochs] == [1, 1]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert load_bundle(folder).card == found.card
    assert [model.name for model in workflow.models()] == [found.card.name]


def test_half_stars_without_traits_are_measured_too(tmp_path: Path) -> None:
    data = make_random_csv(tmp_path / "half", **SMALL)
    workflow.train(replace(TINY, dataset=str(data)))

    assert len(evaluated("cold-users").rows) == 6
    assert evaluated("cold-items").parts[0].held_out == 12


def test_a_network_measures_new_films_and_names_the_kind_that_knows_new_users(
    tmp_path: Path,
) -> None:
    data = make_random_100k(tmp_path / "made-up.zip", **SMALL)
    config = replace(default_config("report"), dataset=str(data), epochs=1, hidden=(4,))
    workflow.train(config)

    assert evaluated("cold-items").rows[0].rmse.mean < 2.5
    with pytest.raises(UsageError, match="kind report") as caught:
        evaluated("cold-users")
    assert "--model dnn" in caught.value.hint


def test_the_default_kind_measures_new_people_and_new_films(tmp_path: Path) -> None:
    data = make_random_100k(tmp_path / "made-up.zip", **SMALL)
    workflow.train(TrainConfig(dataset=str(data), epochs=1, members=2, hidden=(4,), embed_size=2))

    assert [row.given for row in evaluated("cold-users").rows] == [0, 1, 3, 5, 10, 20]
    assert evaluated("cold-items").rows[0].rmse.mean < 2.5


def test_users_with_too_few_ratings_are_said_before_anything_is_trained(
    tmp_path: Path, trainings: list[Trained]
) -> None:
    data = make_random_100k(tmp_path / "few.zip", users=30, movies=40, ratings=300)

    with pytest.raises(UsageError) as caught:
        measured(workflow.prepared_data(str(data)), "cold-users")

    assert_two_lines(caught.value, 2)
    assert trainings == []


def test_without_a_stored_model_it_is_said_what_to_run() -> None:
    with pytest.raises(NotReadyError):
        evaluated("cold-users")
