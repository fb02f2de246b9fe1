"""The lists of every fit of a benchmark beside the baselines', part by part."""

from __future__ import annotations

from collections.abc import Mapping

from movierec.answers.ranking import RankingMetrics, RankingRow
from movierec.benchmark_run.parts import Part
from movierec.benchmark_run.plan import Plan
from movierec.data.holdout import hold_out
from movierec.data.prepare import Prepared
from movierec.evaluation.ranking import (
    K,
    baseline_lists,
    measure_all,
    question_of,
    question_words,
    ranking_rows,
)
from movierec.evaluation.ranking_metrics import Lists
from movierec.records import IntArray


def rank_parts(
    prepared: Prepared,
    plan: Plan,
    parts: tuple[Part, ...],
    listed: Mapping[tuple[str, int], Mapping[str, IntArray]],
) -> tuple[tuple[RankingRow, ...], str]:
    """Measure lists, and say what they were asked for.

    Args:
        prepared: the data set.
        plan: the benchmark's.
        parts: what was tested.
        listed: by the name of a part, then by kind, the films listed, [users, k].
    """
    users, movies = prepared.catalogue.users, prepared.catalogue.movies
    found: dict[str, list[RankingMetrics]] = {}
    words = ""
    for part in parts:
        # Held out anew for each part: the known rows of all parts together may fill a memory.
        config = plan.rows_config(*part.tested.name)
        rows = hold_out(prepared, config)
        question = question_of(prepared.ratings.take(rows.known), rows.test, config.split)
        user = question.relevant.user
        if len(user) == 0:
            continue
        films = listed.get(part.tested.name, {})
        lists = {kind: Lists(user, one) for kind, one in films.items()}
        lists |= baseline_lists(question, users, movies)
        words = question_words(question.least, K, ordered=question.ordered)
        for name, metrics in measure_all(lists, question, users, movies).items():
            found.setdefault(name, []).append(metrics)
    return ranking_rows(found), words
