"""On the real ml-100k the baselines reach what others measured; bands, not digits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from movierec import workflow
from movierec.config import TrainConfig
from movierec.data.holdout import hold_out
from movierec.evaluation.ease import Ease
from movierec.evaluation.ranking_baselines import MostPopular, Ranker, top_lists
from movierec.evaluation.ranking_metrics import user_figures
from movierec.evaluation.relevant_films import Relevant, relevant_of
from movierec.records import Ratings

pytestmark = pytest.mark.slow

USERS, MOVIES = 943, 1682


def held_out(archive: Path, split: str, least: float | None) -> tuple[Ratings, Relevant]:
    prepared = workflow.prepared_data(str(archive))
    rows = hold_out(prepared, TrainConfig(split=split, validation=0))
    return prepared.ratings.take(rows.train), relevant_of(rows.test, least)


def ndcg(ranker: Ranker, train: Ratings, relevant: Relevant) -> float:
    lists = top_lists(ranker, train, relevant.user, 10, MOVIES)
    return float(user_figures(lists, relevant).ndcg.mean())


def test_by_time_ease_on_liked_films_is_twice_as_good_as_the_most_popular(real_100k: Path) -> None:
    train, relevant = held_out(real_100k, "time", least=4)
    liked = train.take(np.flatnonzero(train.rating >= 4))

    assert ndcg(MostPopular(train, MOVIES), train, relevant) == pytest.approx(0.094, abs=0.002)
    assert ndcg(Ease(liked, USERS, MOVIES, 200), train, relevant) == pytest.approx(0.186, abs=0.002)


def test_per_user_ease_is_nearly_twice_as_good_as_the_most_popular(real_100k: Path) -> None:
    train, relevant = held_out(real_100k, "per-user", least=None)

    assert ndcg(MostPopular(train, MOVIES), train, relevant) == pytest.approx(0.25, abs=0.008)
    assert ndcg(Ease(train, USERS, MOVIES, 400), train, relevant) == pytest.approx(0.48, abs=0.01)
