"""Whatever stops a training, what was learned is kept, and going on ends in the same bytes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from makers import make_random_100k, make_random_csv

from movierec import workflow
from movierec.answers.train import TrainStart
from movierec.config import TrainConfig, default_config
from movierec.errors import Interrupted, MovierecError, NotReadyError, UsageError
from movierec.paths import user_paths
from movierec.records import EpochReport


@pytest.fixture
def config(tmp_path: Path) -> TrainConfig:
    data = make_random_100k(tmp_path / "made-up.zip", users=30, movies=40, ratings=600)
    return replace(
        TrainConfig(), dataset=str(data), epochs=5, hidden=(8, 4), embed_size=4, batch_size=64
    )


def files_of(model: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in model.iterdir()}


def stop_after(epoch: int) -> object:
    def watch(report: EpochReport) -> None:
        if report.epoch == epoch:
            raise KeyboardInterrupt

    return watch


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def never_ranked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("movierec.training_run.fit_relevance", lambda *_: pytest.fail("ranked"))


def test_a_training_ends_with_a_stored_model_named_after_data_and_kind(config: TrainConfig) -> None:
    result = workflow.train(config)

    assert result.folder == user_paths().models / "made-up-dnn"
    assert result.card.finished
    assert set(result.card.metrics) == {
        "validation",
        "test",
        "bias model, validation",
        "bias model",
    }
    assert [report.epoch for report in result.card.history] == [1, 2, 3, 4, 5]
    assert workflow.verify_model("made-up-dnn") == ()


def test_the_same_seed_gives_the_same_bytes(config: TrainConfig) -> None:
    first = files_of(workflow.train(config).folder)
    second = files_of(workflow.train(config).folder)

    assert first == second


def test_another_seed_gives_another_model(config: TrainConfig) -> None:
    first = files_of(workflow.train(config).folder)
    second = files_of(workflow.train(replace(config, seed=1)).folder)

    assert first["weights.safetensors"] != second["weights.safetensors"]


@pytest.mark.parametrize("kind", ["dnn", "report"])
def test_ctrl_c_keeps_the_best_epoch_and_resuming_ends_in_the_same_bytes(
    config: TrainConfig, kind: str
) -> None:
    config = replace(config, model=kind, name="stopped")
    whole = files_of(workflow.train(config).folder)

    with pytest.raises(Interrupted, match="after epoch 2 of 5") as caught:
        workflow.train(config, watch=stop_after(2))  # type: ignore[arg-type]
    halfway = workflow.model_card("stopped").card
    resumed = files_of(workflow.train(config, resume=True).folder)

    assert caught.value.exit_code == 130
    assert caught.value.hint.endswith("--resume")
    assert halfway is not None
    assert not halfway.finished
    assert len(halfway.history) == 2
    assert resumed == whole


def test_ctrl_c_before_the_first_epoch_changes_nothing(
    config: TrainConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    from movierec.training.trainer import Trainer

    before = files_of(workflow.train(config).folder)

    def interrupt(*_: object) -> float:
        raise KeyboardInterrupt

    monkeypatch.setattr(Trainer, "_train_epoch", interrupt)
    with pytest.raises(Interrupted, match="no model was made or changed"):
        workflow.train(config)

    assert files_of(user_paths().models / "made-up-dnn") == before


def test_a_training_that_diverges_keeps_the_best_epoch_before(
    config: TrainConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    from movierec.training.trainer import Trainer

    learn = Trainer._train_epoch

    def diverge(trainer: Trainer, epoch: int, *rest: Any) -> float:
        return float("nan") if epoch == 3 else learn(trainer, epoch, *rest)

    monkeypatch.setattr(Trainer, "_train_epoch", diverge)
    with pytest.raises(MovierecError, match=r"diverged in epoch 3.* is kept as made-up-dnn"):
        workflow.train(config)

    kept = workflow.model_card("made-up-dnn").card
    assert kept is not None
    assert (len(kept.history), kept.finished) == (2, False)


def test_who_forgets_to_resume_is_told_what_is_replaced(config: TrainConfig) -> None:
    said: list[str] = []
    with pytest.raises(Interrupted):
        workflow.train(config, watch=stop_after(2))  # type: ignore[arg-type]

    workflow.train(config, said=said.append)
    workflow.train(config, said=said.append)

    assert [line for line in said if "--resume" in line] == [
        "An unfinished training of made-up-dnn is replaced: --resume would go on with it."
    ]


def test_resuming_what_was_never_started_says_so(config: TrainConfig) -> None:
    with pytest.raises(NotReadyError, match="no unfinished training"):
        workflow.train(config, resume=True)


def test_resuming_with_other_values_is_refused(config: TrainConfig) -> None:
    with pytest.raises(Interrupted):
        workflow.train(config, watch=stop_after(1))  # type: ignore[arg-type]

    with pytest.raises(UsageError, match="other ratings or options"):
        workflow.train(replace(config, lr=0.5), resume=True)


def test_resuming_for_fewer_epochs_than_were_learned_is_refused(config: TrainConfig) -> None:
    with pytest.raises(Interrupted):
        workflow.train(config, watch=stop_after(4))  # type: ignore[arg-type]

    with pytest.raises(UsageError, match="already learned for 4 epochs"):
        workflow.train(replace(config, epochs=3), resume=True)


def test_a_finished_training_leaves_no_checkpoint(config: TrainConfig) -> None:
    workflow.train(config)

    assert not [folder for folder in user_paths().checkpoints.iterdir() if folder.is_dir()]


def test_patience_stops_a_training_that_no_longer_improves(config: TrainConfig) -> None:
    config = replace(config, epochs=60, lr=0.05, patience=2)

    history = workflow.train(config).card.history

    assert len(history) < 60
    assert [report.best for report in history[-2:]] == [False, False]


def test_two_trainings_of_one_name_do_not_run_at_once(config: TrainConfig) -> None:
    def train_again(_: EpochReport) -> None:
        workflow.train(config)

    with pytest.raises(MovierecError, match="Another movierec is training made-up-dnn"):
        workflow.train(config, watch=train_again)


def test_what_a_killed_training_left_behind_is_swept_away(config: TrainConfig) -> None:
    leftover = user_paths().models / ".made-up-dnn.abc.tmp"
    leftover.mkdir(parents=True)

    workflow.train(config)

    assert not leftover.exists()


def test_ctrl_c_while_the_model_is_stored_can_be_resumed(
    config: TrainConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    from movierec import training_run

    whole = files_of(workflow.train(config).folder)
    save = training_run.save_bundle
    calls: list[int] = []

    def interrupt_once(*words: object) -> None:
        calls.append(1)
        if len(calls) == 1:
            raise KeyboardInterrupt
        save(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(training_run, "save_bundle", interrupt_once)
    with pytest.raises(Interrupted):
        workflow.train(config)

    assert files_of(workflow.train(config, resume=True).folder) == whole


def test_without_held_out_rows_nothing_is_measured_and_the_last_epoch_is_kept(
    config: TrainConfig,
) -> None:
    card = workflow.train(replace(config, split="none")).card

    assert card.metrics == {}
    assert card.best_epoch == 5
    assert card.train_rows == 600


def test_rows_of_a_test_file_are_taken_out_of_training(config: TrainConfig, tmp_path: Path) -> None:
    held = tmp_path / "held.tsv"
    held.write_text("1\t1\t3\n2\t5\t4\n999\t1\t2\n", encoding="utf-8")

    card = workflow.train(replace(config, test_file=str(held))).card

    assert card.metrics["test"].rows == 3


def test_the_reports_defaults_train_on_a_set_with_traits(config: TrainConfig) -> None:
    config = replace(default_config("report"), dataset=config.dataset, epochs=1)

    assert workflow.train(config).card.kind == "report"


def test_a_training_that_the_memory_does_not_suffice_for_is_not_begun(
    config: TrainConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("movierec.memory.free_bytes", lambda _: 1_000_000)

    with pytest.raises(MovierecError, match=r"needs about .* of memory") as caught:
        workflow.train(config)

    assert caught.value.exit_code == 1
    assert not (user_paths().models / "made-up-dnn").exists()


def test_the_start_of_a_training_says_what_memory_it_will_need(config: TrainConfig) -> None:
    said: list[TrainStart] = []
    workflow.train(replace(config, epochs=1), started=said.append)
    assert said[0].memory > 100_000_000


def test_films_are_ranked_before_there_is_what_learns(
    config: TrainConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    from movierec import training_run
    from movierec.training.trainer import Trainer

    told: list[str] = []
    fit, set_up = training_run.fit_relevance, Trainer.__init__

    def fit_relevance(*words: Any) -> Any:
        told.append("ranked")
        return fit(*words)

    def new(trainer: Trainer, *words: Any) -> None:
        told.append("set up")
        set_up(trainer, *words)

    monkeypatch.setattr(training_run, "fit_relevance", fit_relevance)
    monkeypatch.setattr(Trainer, "__init__", new)
    workflow.train(config)

    assert told == ["ranked", "set up"]


def test_it_tells_what_it_works_on_in_its_order(config: TrainConfig) -> None:
    told: list[str] = []
    workflow.train(config, advanced=lambda stage, _: told.append(stage))

    assert list(dict.fromkeys(told)) == ["films", "setup", "epoch"]


def test_what_cannot_be_learned_is_said_before_films_are_ranked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    data = make_random_csv(tmp_path / "no-traits.zip", users=30, movies=40, ratings=600)
    never_ranked(monkeypatch)

    with pytest.raises(UsageError, match="report"):
        workflow.train(replace(default_config("report"), dataset=str(data)))


def test_a_training_that_cannot_be_gone_on_with_is_refused_before_films_are_ranked(
    config: TrainConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Interrupted):
        workflow.train(config, watch=stop_after(1))  # type: ignore[arg-type]
    never_ranked(monkeypatch)

    with pytest.raises(UsageError, match="other ratings or options"):
        workflow.train(replace(config, seed=1), resume=True)


@pytest.mark.parametrize("work", ["ranked", "set up"])
def test_ctrl_c_before_a_training_goes_on_leaves_it_as_it_was(
    config: TrainConfig, monkeypatch: pytest.MonkeyPatch, work: str
) -> None:
    from movierec import training_run

    whole = files_of(workflow.train(config).folder)
    with pytest.raises(Interrupted):
        workflow.train(config, watch=stop_after(2))  # type: ignore[arg-type]
    kept = files_of(user_paths().models / "made-up-dnn")

    with monkeypatch.context() as patch:
        name = {"ranked": "fit_relevance", "set up": "new_trainer"}[work]
        patch.setattr(training_run, name, interrupted)
        with pytest.raises(Interrupted, match="before the training went on") as caught:
            workflow.train(config, resume=True)

    assert caught.value.hint.endswith("--resume")
    assert files_of(user_paths().models / "made-up-dnn") == kept
    assert files_of(workflow.train(config, resume=True).folder) == whole


@pytest.mark.parametrize("work", ["fit_relevance", "new_trainer"])
def test_ctrl_c_before_the_epochs_makes_no_model(
    config: TrainConfig, monkeypatch: pytest.MonkeyPatch, work: str
) -> None:
    from movierec import training_run

    monkeypatch.setattr(training_run, work, interrupted)
    with pytest.raises(Interrupted, match="before the first epoch ended"):
        workflow.train(config)

    assert not (user_paths().models / "made-up-dnn").exists()


def test_a_training_that_is_stopped_in_its_epochs_ranks_as_a_whole_one_does(
    config: TrainConfig,
) -> None:
    whole = files_of(workflow.train(config).folder)
    with pytest.raises(Interrupted):
        workflow.train(config, watch=stop_after(1))  # type: ignore[arg-type]

    stopped = files_of(user_paths().models / "made-up-dnn")
    assert stopped["relevance.safetensors"] == whole["relevance.safetensors"]
