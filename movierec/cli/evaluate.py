"""`movierec evaluate`: how far a model's predictions are from ratings that it never saw."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from movierec.cli.command import answering
from movierec.cli.evaluate_cold import evaluate_cold
from movierec.cli.evaluate_cold_options import Protocol, Seeds, cold_config
from movierec.cli.options import StoredModel, examples
from movierec.cli.output import Answer, Column, Facts, Prose, Table
from movierec.cli.profile_options import ProfileOption
from movierec.cli.ranking import ranking_data, ranking_tables
from movierec.cli.serialise import metrics_data
from movierec.cli.sureness import sureness_data, sureness_record, sureness_tables
from movierec.cli.talk import Talk
from movierec.errors import UsageError

if TYPE_CHECKING:
    from movierec.answers.evaluate import Evaluation, PopularityBin
    from movierec.answers.ranking import RankingReport
    from movierec.records import Metrics

EXAMPLES = examples(
    "evaluate",
    "evaluate --by popularity",
    "evaluate --test my-ratings.tsv --json",
    "evaluate --protocol cold-users --model ml-100k-bayes",
    "evaluate --me",
)
POPULARITY = "popularity"
NOT_USED = "not used: the model is not told when a measured rating was given"
TOLD = "told the time"
USED = f"not used, but in the row '{TOLD}', which nobody can be who asks what to watch"
ERRORS = "Errors, lower is better; RMSE and MAE in stars"

TestFile = Annotated[
    Path | None,
    typer.Option(
        "--test",
        metavar="FILE",
        show_default=False,
        help="Measure these ratings: user, film, rating and perhaps time a line.",
    ),
]
By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar=POPULARITY,
        help="Show the error by how many ratings a film had in training.",
        autocompletion=lambda: [POPULARITY],
    ),
]
Me = Annotated[
    bool,
    typer.Option("--me", help="Measure the model on your own ratings; --profile names another's."),
]


@answering
def evaluate(
    talk: Talk,
    model: StoredModel = None,
    test: TestFile = None,
    by: By = None,
    protocol: Protocol = None,
    seeds: Seeds = None,
    me: Me = False,
    profile: ProfileOption = None,
) -> Answer:
    """Measure a model on held-out ratings, beside simple baselines.

    Predictions are clipped to the scale, and films that training never saw stay in the average.
    The interval says where the RMSE would lie, 19 times of 20, on another draw of such ratings.
    How sure the model is, is measured too: how many ratings lie inside its 80 % intervals, and
    whether films with a forecast chance of 4 stars or more get them as often.
    And its lists: whether the held-out films that were liked are among the first 10 of the whole
    catalogue, beside the most popular films, EASE and iALS.

    --protocol asks for people or films that training never saw: the model's configuration is
    trained anew without them. The stored model stays as it is.

    --me hides part of your own ratings, repeatedly, and says whether the model is any good for
    you: beside the films' averages, your own average, the bias model and the most popular films.
    """
    from movierec import workflow

    if me or profile is not None:
        return _evaluate_me(profile, model, protocol, seeds, test, by)
    cold = cold_config(protocol, seeds, model, test, by)
    if cold is not None:
        return evaluate_cold(talk, cold)
    if by not in (None, POPULARITY):
        raise UsageError(f"--by {by} is not known.", f"Try --by {POPULARITY}.")
    return answer(workflow.evaluate(model, test_file=test, by_popularity=by == POPULARITY))


def _evaluate_me(profile: str | None, model: str | None, *others: object) -> Answer:
    from movierec.cli import evaluate_me
    from movierec.mine import taste

    if any(other is not None for other in others):
        raise UsageError(
            "--me cannot be meant together with --test, --by, --protocol or --seeds.",
            "Leave them out: movierec evaluate --me",
        )
    return evaluate_me.answer(taste.evaluate(profile, model=model))


def answer(found: Evaluation) -> Answer:
    """Show the model beside the baselines and, where asked for, the errors by popularity."""
    told = {} if found.told_time is None else {f"{found.card.name}, {TOLD}": found.told_time}
    rows = {found.card.name: found.metrics, **told, **found.baselines}
    facts = Facts(
        "",
        (
            ("Model", f"{found.card.name} ({found.card.kind}, {found.card.origin.label})"),
            ("Measured on", Prose(found.protocol)),
            ("Time of a rating", Prose(USED if told else NOT_USED)),
            ("Ratings", found.metrics.rows),
            ("Film or user unseen in training", found.unseen),
            *((("Trained on, so too good", found.trained_on),) if found.trained_on else ()),
        ),
    )
    bins = found.by_popularity
    by_popularity = (_popularity_table(found.card.name, bins),) if bins else ()
    return Answer(
        command="evaluate",
        data=_data(found),
        tables=(
            facts,
            error_table(rows),
            *by_popularity,
            *sureness_tables(found.uncertainty),
            *_ranking_tables(found.ranking),
        ),
        records=tuple(
            {
                "model": name,
                **metrics_data(row),
                **sureness_record(found.uncertainty if name == found.card.name else None),
            }
            for name, row in rows.items()
        ),
    )


def _ranking_tables(ranking: RankingReport | None) -> tuple[Table | Facts, ...]:
    if ranking is None:
        return ()
    beside = ranking.difference
    interval = "" if beside.low is None else f" ({beside.low:+.4f} to {beside.high:+.4f})"
    facts = Facts(
        "",
        (
            ("Lists of", Prose(ranking.words)),
            (f"nDCG less {ranking.beside}'s", Prose(f"{beside.value:+.4f}{interval}")),
        ),
    )
    k = next(iter(ranking.metrics.values())).k
    return (*ranking_tables(k, ranking.metrics), facts)


def _ranking_data(ranking: RankingReport | None) -> dict[str, object] | None:
    if ranking is None:
        return None
    return {
        "least_relevant": ranking.least,
        "ordered": ranking.ordered,
        "systems": {name: ranking_data(row) for name, row in ranking.metrics.items()},
        "beside": ranking.beside,
        "ndcg_difference": ranking.difference,
    }


def error_table(rows: dict[str, Metrics]) -> Table:
    """Return errors side by side, one row a model."""
    number = [Column(name, numeric=True, format=".4f") for name in ("MSE", "RMSE", "MAE")]
    if not any(row.rmse_interval for row in rows.values()):
        plain = tuple((name, row.mse, row.rmse, row.mae) for name, row in rows.items())
        return Table(ERRORS, (Column("Model"), *number), plain)
    interval = Column("RMSE, 95 % interval", numeric=True)
    columns = (Column("Model"), *number[:2], interval, number[2])
    return Table(
        ERRORS,
        columns,
        tuple((name, row.mse, row.rmse, _interval(row), row.mae) for name, row in rows.items()),
    )


def _interval(metrics: Metrics) -> str | None:
    if metrics.rmse_interval is None:
        return None
    low, high = metrics.rmse_interval
    return f"{low:.4f}-{high:.4f}"


def _popularity_table(name: str, bins: tuple[PopularityBin, ...]) -> Table:
    return Table(
        "RMSE by how many ratings a film had in training",
        (
            Column("In training"),
            Column("Films", numeric=True, format=",d"),
            Column("Ratings", numeric=True, format=",d"),
            Column(name, numeric=True, format=".4f"),
            Column("bias model", numeric=True, format=".4f"),
        ),
        tuple(
            (_span(row), row.films, row.model.rows, row.model.rmse, row.baseline.rmse)
            for row in bins
        ),
    )


def _span(row: PopularityBin) -> str:
    if row.high is None:
        return f"{row.low} or more"
    return str(row.low) if row.low == row.high else f"{row.low} to {row.high}"


def _data(found: Evaluation) -> dict[str, object]:
    return {
        "model": found.card.name,
        "kind": found.card.kind,
        "dataset": found.card.origin.label,
        "protocol": found.protocol,
        "unseen": found.unseen,
        "trained_on": found.trained_on,
        "metrics": metrics_data(found.metrics),
        "told_time": found.told_time and metrics_data(found.told_time),
        "uncertainty": sureness_data(found.uncertainty),
        "baselines": {name: metrics_data(row) for name, row in found.baselines.items()},
        "ranking": _ranking_data(found.ranking),
        "by_popularity": [
            {
                "low": row.low,
                "high": row.high,
                "films": row.films,
                "metrics": metrics_data(row.model),
                "bias_model": metrics_data(row.baseline),
            }
            for row in found.by_popularity
        ],
    }
