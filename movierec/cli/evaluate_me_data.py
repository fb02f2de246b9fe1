"""Whether a model is any good for a person, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from movierec.cli.me_words import lists_sentences, stars_sentences
from movierec.cli.serialise import metrics_data

if TYPE_CHECKING:
    from movierec.answers.me import Gain, PersonEvaluation


def person_data(found: PersonEvaluation) -> dict[str, object]:
    """Return all of it, for `--json`."""
    report, lists = found.report, found.report.lists
    return {
        "model": found.card.name,
        "kind": found.card.kind,
        "dataset": found.card.origin.label,
        "profile": found.who.profile,
        "ratings": report.ratings,
        "unknown": found.unknown,
        "watched": report.watched,
        "folds": report.folds,
        "repeats": report.repeats,
        "verdicts": {
            "rating": stars_sentences(report),
            "ranking": lists and lists_sentences(lists),
        },
        "metrics": metrics_data(report.metrics),
        "baselines": {name: metrics_data(row) for name, row in report.baselines.items()},
        "gains": {name: _gain_data(gain) for name, gain in report.gains.items()},
        "ranking": lists
        and {
            "k": lists.k,
            "lists": lists.lists,
            "liked": lists.liked,
            "metrics": lists.figures,
            "baselines": lists.baselines,
            "gains": {name: _gain_data(gain) for name, gain in lists.gains.items()},
        },
    }


def _gain_data(gain: Gain) -> dict[str, object]:
    return {
        "value": gain.by.value,
        "low": gain.by.low,
        "high": gain.by.high,
        "better": gain.better,
    }


def person_records(found: PersonEvaluation) -> tuple[dict[str, object], ...]:
    """Return a row a system and figure, for `--csv`: not every system has both figures."""
    name, report = found.card.name, found.report
    rows: list[dict[str, object]] = [
        {"system": system, "figure": "rmse", "value": row.rmse, **_ends(row.rmse_interval)}
        for system, row in {name: report.metrics, **report.baselines}.items()
    ]
    if report.lists is not None:
        listed = {name: report.lists.figures, **report.lists.baselines}
        rows += [
            {
                "system": system,
                "figure": "ndcg",
                "value": row.ndcg.value,
                "low": row.ndcg.low,
                "high": row.ndcg.high,
            }
            for system, row in listed.items()
        ]
    return tuple(rows)


def _ends(interval: tuple[float, float] | None) -> dict[str, float | None]:
    low, high = interval or (None, None)
    return {"low": low, "high": high}
