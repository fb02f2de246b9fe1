"""`movierec evaluate --protocol cold-users` and `cold-items`: people and films never seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from movierec.cli.output import Answer, Cell, Column, Facts, Prose, Table
from movierec.cold_run.config import ITEMS, USERS

if TYPE_CHECKING:
    from movierec.answers.benchmark import Spread
    from movierec.answers.cold import ColdEvaluation, ColdRow, FoldingPrice
    from movierec.cli.talk import Talk
    from movierec.cold_run.config import ColdConfig

HELD_OUT = {
    USERS: "20 % of the users wholly. Their first ratings, in a random order, are folded in "
    "without training; their ratings after the first 20 are measured, the same rows for every "
    "number given",
    ITEMS: "every rating of 20 % of the films that have one; users keep their other ratings",
}
BESIDE = {
    USERS: "the bias model, fitted on the same rows; a new user's offset comes from the ratings "
    "given, with its usual shrinkage",
    ITEMS: "the bias model, fitted on the same rows, which knows nothing of these films; and the "
    "user's mean rating",
}
TIME = "not used: no model is told when a measured rating was given"


def evaluate_cold(talk: Talk, config: ColdConfig) -> Answer:
    """Train and measure, telling how it goes."""
    from movierec import workflow
    from movierec.cli.benchmark_progress import BenchmarkProgress

    with BenchmarkProgress(talk) as progress:
        found = workflow.evaluate_cold(
            config,
            started=progress.started,
            watch=progress.watch,
            finished=progress.finished,
        )
    return answer(found)


def answer(found: ColdEvaluation) -> Answer:
    """Show what was held out, a row for each number of ratings given, and what folding costs."""
    tables: list[Table | Facts] = [_facts(found), cold_table(found)]
    if found.price is not None:
        tables.append(_price_table(found.price))
    if found.milliseconds is not None:
        words = f"{found.milliseconds:.1f} ms, median, for {found.movies:,} films"
        tables.append(Facts("", (("Folding in and predicting all", Prose(words)),)))
    return Answer(
        command="evaluate",
        data=_data(found),
        tables=tuple(tables),
        records=tuple(_record(row) for row in found.rows),
    )


def cold_table(found: ColdEvaluation) -> Table:
    """Return model and bias model side by side; sd only where there are several seeds."""
    rows, several = found.rows, len(found.parts) > 1
    users = found.protocol == USERS
    given = (Column("Ratings given", numeric=True),) if users else ()
    return Table(
        f"RMSE in stars, lower is better; gain: how far {found.card.name} is below",
        (
            *given,
            *_columns("Model", ".4f", several=several),
            *_columns("Bias model", ".4f", several=several),
            *(() if users else _columns("User mean", ".4f", several=several)),
            *_columns("Gain", "+.4f", several=several),
        ),
        tuple(
            (
                *((row.given,) if users else ()),
                *_cells(row.rmse, several=several),
                *_cells(row.bias_rmse, several=several),
                *(_cells(row.user_mean_rmse, several=several) if row.user_mean_rmse else ()),
                *_cells(row.gain, several=several),
            )
            for row in rows
        ),
    )


def _facts(found: ColdEvaluation) -> Facts:
    parts, card = found.parts, found.card
    what = "Users" if found.protocol == USERS else "Films"
    left_out = sum(part.left_out for part in parts)
    held_out = f"{sum(part.held_out for part in parts):,}"
    if left_out:
        held_out += f", of whom {left_out:,} with fewer than 21 ratings are not measured"
    several = ", all seeds" if len(parts) > 1 else ""
    return Facts(
        "",
        (
            ("Model", f"{card.name} ({card.kind}, {card.origin.label})"),
            ("Held out", Prose(HELD_OUT[found.protocol])),
            ("Trained", Prose("anew on all other rows, as the stored model was")),
            ("Beside it", Prose(BESIDE[found.protocol])),
            ("Time of a rating", Prose(TIME)),
            ("Seeds", Prose(", ".join(str(part.seed) for part in parts))),
            (f"{what} held out{several}", Prose(held_out)),
            (f"Ratings measured{several}", sum(part.test_rows for part in parts)),
        ),
    )


def _price_table(price: FoldingPrice) -> Table:
    several = price.ratio.sd is not None
    return Table(
        f"RMSE on the same rows: {price.given} ratings trained on, or folded in",
        (
            *_columns("Trained on", ".4f", several=several),
            *_columns("Folded in", ".4f", several=several),
            *_columns("Ratio", ".4f", several=several),
        ),
        (
            (
                *_cells(price.trained_rmse, several=several),
                *_cells(price.folded_rmse, several=several),
                *_cells(price.ratio, several=several),
            ),
        ),
    )


def _columns(name: str, form: str, *, several: bool) -> tuple[Column, ...]:
    value = Column(name, numeric=True, format=form)
    return (value, Column("± sd", numeric=True, format=".4f")) if several else (value,)


def _cells(spread: Spread, *, several: bool) -> tuple[Cell, ...]:
    return (spread.mean, spread.sd) if several else (spread.mean,)


def _data(found: ColdEvaluation) -> dict[str, object]:
    price = found.price
    return {
        "model": found.card.name,
        "kind": found.card.kind,
        "dataset": found.card.origin.label,
        "protocol": found.protocol,
        "held_out": HELD_OUT[found.protocol],
        "beside": BESIDE[found.protocol],
        "parts": found.parts,
        "rows": [
            {
                **_record(row),
                "seeds": [
                    {
                        "seed": one.seed,
                        "rmse": one.rmse,
                        "bias_rmse": one.bias_rmse,
                        "user_mean_rmse": one.user_mean_rmse,
                        "gain": one.gain,
                    }
                    for one in row.seeds
                ],
            }
            for row in found.rows
        ],
        "folding_in": price
        and {
            "k": price.given,
            "trained_rmse": price.trained_rmse,
            "folded_rmse": price.folded_rmse,
            "ratio": price.ratio,
            "seeds": [
                {
                    "seed": one.seed,
                    "trained_rmse": one.trained_rmse,
                    "folded_rmse": one.folded_rmse,
                    "ratio": one.ratio,
                }
                for one in price.seeds
            ],
        },
        "milliseconds": found.milliseconds,
        "movies": found.movies,
    }


def _record(row: ColdRow) -> dict[str, object]:
    return {
        "k": row.given,
        "rmse": row.rmse,
        "bias_rmse": row.bias_rmse,
        "user_mean_rmse": row.user_mean_rmse,
        "gain": row.gain,
    }
