"""Somebody to recommend to: known to the model, or learned from their ratings at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from bayes_makers import CONFIG, MOVIES, USERS, simulated
from bundles import CARD
from relevance_makers import rows

from movierec.data.history import history_of
from movierec.errors import NotReadyError, UsageError
from movierec.evaluation.calibration import finished_weights
from movierec.ranking.viewer import known_viewer, new_viewer
from movierec.store.bundle import HISTORY, Bundle, load_bundle, save_bundle
from movierec.training.bayes.trainer import BayesTrainer
from movierec.training.relevance.fit import fit_relevance

ALL = np.arange(MOVIES)
USER = 5
TWICE = [(USER, 3, 1.0, 200), (USER, 4, 2.0, 150), (USER, 3, 5.0, 300), (USER, 3, 2.0, 100)]
"""Three ratings of film 3; the last in time is neither the first nor the last row."""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    data = simulated().data
    trainer = BayesTrainer(data, replace(CONFIG, epochs=12), torch.device("cpu"))
    for _ in trainer.epochs():
        pass
    folder = tmp_path_factory.mktemp("models") / "drawn"
    save_bundle(
        folder,
        replace(CARD, kind="bayes", users=USERS, movies=MOVIES),
        finished_weights("bayes", trainer, data),
        fit_relevance(data.train, USERS, MOVIES),
        data.catalogue,
        history_of(data.train, USERS),
    )
    return load_bundle(folder)


def with_history(
    bundle: Bundle, tmp_path: Path, *quadruples: tuple[int, int, float, int]
) -> Bundle:
    save_bundle(
        tmp_path / "other",
        bundle.card,
        bundle.weights,
        bundle.relevance(),
        bundle.catalogue,
        history_of(rows(*quadruples), USERS),
    )
    return load_bundle(tmp_path / "other")


def test_a_known_viewer_s_ratings_are_those_of_the_model_s_history(bundle: Bundle) -> None:
    viewer = known_viewer(bundle, USER)

    train = simulated().data.train
    theirs = train.take(np.flatnonzero(train.user == USER))
    theirs = theirs.take(np.argsort(theirs.movie))
    assert viewer.rated.movie.tolist() == theirs.movie.tolist()
    assert viewer.rated.rating.tolist() == theirs.rating.tolist()


def test_of_a_film_rated_more_than_once_a_new_viewer_s_last_rating_counts(bundle: Bundle) -> None:
    viewer = new_viewer(bundle, rows(*TWICE))

    assert viewer.rated.movie.tolist() == [3, 4]
    assert viewer.rated.rating.tolist() == [5, 2]
    assert viewer.rated.timestamp.tolist() == [300, 150]


def test_of_a_film_rated_more_than_once_a_known_viewer_s_last_rating_counts(
    bundle: Bundle, tmp_path: Path
) -> None:
    viewer = known_viewer(with_history(bundle, tmp_path, *TWICE), USER)

    assert viewer.rated.movie.tolist() == [3, 4]
    assert viewer.rated.rating.tolist() == [5, 2]


def test_of_ratings_of_one_time_the_last_row_counts(bundle: Bundle) -> None:
    viewer = new_viewer(bundle, rows((0, 3, 1.0, 0), (0, 3, 4.0, 0), (0, 2, 3.0, 0)))

    assert viewer.rated.movie.tolist() == [2, 3]
    assert viewer.rated.rating.tolist() == [3, 4]


def test_ratings_that_do_not_count_are_not_learned_from(bundle: Bundle) -> None:
    overruled = new_viewer(bundle, rows(*TWICE)).expected(ALL)
    plain = new_viewer(bundle, rows((0, 3, 5.0, 300), (0, 4, 2.0, 150))).expected(ALL)

    np.testing.assert_array_equal(overruled.mean, plain.mean)


def test_somebody_new_with_a_known_user_s_ratings_is_expected_to_rate_alike(
    bundle: Bundle,
) -> None:
    away, of_all = [], []
    for user in range(0, USERS, 6):
        known = known_viewer(bundle, user)
        new = new_viewer(bundle, known.rated)
        away.append(known.expected(ALL).mean - new.expected(ALL).mean)
        of_all.append(known.expected(ALL).mean)

    assert np.abs(away).mean() < 0.15
    assert np.var(away) < 0.05 * np.var(of_all)


def test_a_known_viewer_is_expected_to_rate_as_the_model_predicts(bundle: Bundle) -> None:
    expected = known_viewer(bundle, USER).expected(ALL[:3])

    assert expected.probabilities.shape == (3, 5)
    np.testing.assert_allclose(expected.probabilities.sum(axis=1), 1, rtol=1e-5)
    np.testing.assert_array_equal(expected.mean, known_viewer(bundle, USER).expected(ALL).mean[:3])


def test_whoever_loves_films_is_expected_to_love_others(bundle: Bundle) -> None:
    loved, hated = (
        new_viewer(bundle, rows(*((0, movie, stars, 0) for movie in range(8)))).expected(ALL[8:])
        for stars in (5.0, 1.0)
    )

    assert loved.mean.mean() > hated.mean.mean() + 0.5


def test_somebody_without_ratings_is_answered(bundle: Bundle) -> None:
    viewer = new_viewer(bundle, rows())

    assert len(viewer.rated) == 0
    assert np.isfinite(viewer.expected(ALL).mean).all()


def test_a_kind_that_knows_only_its_own_users_cannot_answer_somebody_new(bundle: Bundle) -> None:
    report = replace(bundle, card=replace(bundle.card, kind="report"))

    with pytest.raises(UsageError, match="kind report") as caught:
        new_viewer(report, rows((0, 3, 5.0, 0)))

    assert caught.value.exit_code == 2
    assert "movierec train --model" in caught.value.hint


def test_without_the_users_ratings_no_user_is_known(bundle: Bundle, tmp_path: Path) -> None:
    given_away = with_history(bundle, tmp_path, *TWICE)
    (given_away.folder / HISTORY).unlink()

    with pytest.raises(NotReadyError) as caught:
        known_viewer(given_away, USER)

    assert caught.value.exit_code == 3


def test_without_the_users_ratings_somebody_new_is_answered(bundle: Bundle, tmp_path: Path) -> None:
    given_away = with_history(bundle, tmp_path, *TWICE)
    (given_away.folder / HISTORY).unlink()

    found = new_viewer(given_away, rows((0, 3, 5.0, 0))).expected(ALL)

    whole = new_viewer(bundle, rows((0, 3, 5.0, 0))).expected(ALL)
    np.testing.assert_array_equal(found.mean, whole.mean)


def test_films_seen_without_stars_stand_behind_the_rated_ones(bundle: Bundle) -> None:
    watched = rows((0, 9, np.nan, 50), (0, 8, np.nan, 0))

    viewer = new_viewer(bundle, rows((0, 3, 5.0, 300)), watched)

    assert viewer.history.movie.tolist() == [3, 8, 9]
    assert viewer.history.timestamp.tolist() == [300, 0, 50]
    assert np.isnan(viewer.history.rating).tolist() == [False, True, True]


def test_a_film_that_is_rated_and_watched_counts_once(bundle: Bundle) -> None:
    watched = rows((0, 3, np.nan, 400), (0, 8, np.nan, 1), (0, 8, np.nan, 2), (0, -1, np.nan, 0))

    viewer = new_viewer(bundle, rows((0, 3, 5.0, 300)), watched)

    assert viewer.watched.movie.tolist() == [8]
    assert viewer.history.movie.tolist() == [3, 8]


def test_films_seen_without_stars_teach_no_stars(bundle: Bundle) -> None:
    rated = rows((0, 3, 5.0, 300))

    found = new_viewer(bundle, rated, rows((0, 8, np.nan, 0))).expected(ALL)

    np.testing.assert_array_equal(found.mean, new_viewer(bundle, rated).expected(ALL).mean)


def test_hidden_films_are_no_part_of_the_history(bundle: Bundle) -> None:
    viewer = new_viewer(bundle, rows((0, 3, 5.0, 0)), None, np.array([4, 5], dtype=np.int32))

    assert viewer.hidden.tolist() == [4, 5]
    assert viewer.history.movie.tolist() == [3]


def test_of_a_known_viewer_nothing_is_watched_or_hidden(bundle: Bundle) -> None:
    viewer = known_viewer(bundle, USER)

    assert (len(viewer.watched), len(viewer.hidden)) == (0, 0)
    assert viewer.history is viewer.rated
