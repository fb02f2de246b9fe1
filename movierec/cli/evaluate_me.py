"""`movierec evaluate --me`: is the model any good for the person of a profile?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from movierec.cli.evaluate_me_data import person_data, person_records
from movierec.cli.me_words import lists_sentences, stars_sentences
from movierec.cli.output import Answer, Cell, Column, Facts, Prose, Row, Table
from movierec.cli.ranking import interval_text

if TYPE_CHECKING:
    from movierec.answers.me import Gain, ListFigures, PersonEvaluation, PersonLists
    from movierec.records import Metrics

_NONE_LIKED = "not measured: no film has 4 stars or more"
_GAIN = (
    Column("Model better by", numeric=True, format="+.4f"),
    Column("95 % interval", numeric=True),
)
_ALONE = "each film alone, once: they are few"
_DEALT = "a fifth of the films at a time, every film once; dealt anew {repeats} times"
_LEARNED = (
    "of the person: the ratings that are not hidden. Films' averages and bias model: all ratings "
    "of the data set besides, as the person is taken to be none of its users"
)
_LISTS = (
    "the {k} films that come first in the whole catalogue, less those that are visible; a hit is a "
    "hidden film of 4 stars or more. What was rated when is not used"
)
_COVERED = (
    "The intervals say where a figure would lie, 19 times of 20, had other such films been rated: "
    "they draw the person's films, each with all that it counted in every repeat. Those of lists "
    "are half as wide again, as lists come from films that are drawn as well. They do not cover "
    "another training, nor that tastes change; and several sentences stand side by side, each of "
    "which may err one time in 20."
)


def answer(found: PersonEvaluation) -> Answer:
    """Show in sentences whether it is any good, and the figures behind them."""
    report, lists = found.report, found.report.lists
    name = found.card.name
    measured: tuple[tuple[str, Metrics, Gain | None], ...] = (
        (name, report.metrics, None),
        *((baseline, row, report.gains[baseline]) for baseline, row in report.baselines.items()),
    )
    tables: list[Table | Facts] = [
        _verdicts(found),
        _facts(found),
        Table(
            "Errors on hidden ratings, lower is better; in stars",
            (
                Column("System"),
                Column("RMSE", numeric=True, format=".4f"),
                Column("95 % interval", numeric=True),
                Column("MAE", numeric=True, format=".4f"),
                *_GAIN,
            ),
            tuple(
                (system, row.rmse, _rmse_interval(row), row.mae, *_gain_cells(gain))
                for system, row, gain in measured
            ),
        ),
    ]
    if lists is not None:
        tables.append(_lists_table(name, lists))
    return Answer(
        command="evaluate",
        data=person_data(found),
        tables=tuple(tables),
        records=person_records(found),
        notes=(_COVERED,),
    )


def _verdicts(found: PersonEvaluation) -> Facts:
    lists = found.report.lists
    listed = (_NONE_LIKED,) if lists is None else lists_sentences(lists)
    said = [("Stars", Prose(words)) for words in stars_sentences(found.report)]
    said += [("Lists", Prose(words)) for words in listed]
    return Facts(f"Is {found.card.name} any good for {found.who.label}?", tuple(said))


def _facts(found: PersonEvaluation) -> Facts:
    report, lists = found.report, found.report.lists
    hidden = _ALONE if report.repeats == 1 else _DEALT.format(repeats=report.repeats)
    pairs: list[tuple[str, Cell]] = [
        ("Model", f"{found.card.name} ({found.card.kind}, {found.card.origin.label})"),
        ("Ratings measured", report.ratings),
    ]
    if found.unknown:
        pairs.append(("Films not known", found.unknown))
    if report.watched:
        pairs.append(("Seen without stars", report.watched))
    pairs += [("Hidden", Prose(hidden)), ("Learned from", Prose(_LEARNED))]
    if lists is not None:
        pairs += [("Lists of", Prose(_LISTS.format(k=lists.k))), ("Liked films", lists.liked)]
    return Facts("", tuple(pairs))


def _lists_table(name: str, lists: PersonLists) -> Table:
    measured: tuple[tuple[str, ListFigures, Gain | None], ...] = (
        (name, lists.figures, None),
        *((baseline, row, lists.gains[baseline]) for baseline, row in lists.baselines.items()),
    )
    return Table(
        f"Lists of {lists.k} films: the hidden liked ones that they hold",
        (
            Column("System"),
            Column(f"nDCG@{lists.k}", numeric=True, format=".4f"),
            Column("95 % interval", numeric=True),
            Column("Hits", numeric=True, format=".2f"),
            *_GAIN,
        ),
        tuple(
            (system, row.ndcg.value, interval_text(row.ndcg), row.hits, *_gain_cells(gain))
            for system, row, gain in measured
        ),
    )


def _gain_cells(gain: Gain | None) -> Row:
    if gain is None:
        return (None, None)
    by = gain.by
    if by.low is None or by.high is None:
        return (by.value, None)
    return (by.value, f"{by.low:+.3f} to {by.high:+.3f}")


def _rmse_interval(metrics: Metrics) -> str | None:
    if metrics.rmse_interval is None:
        return None
    low, high = metrics.rmse_interval
    return f"{low:.3f}-{high:.3f}"
