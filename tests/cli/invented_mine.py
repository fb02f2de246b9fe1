"""Invented results of the verbs about a person's own films; titles are as hostile as files are."""

from __future__ import annotations

from pathlib import Path

from cli import invented

from movierec.answers.me import Gain, ListFigures, PersonEvaluation, PersonLists, PersonReport
from movierec.answers.profile import (
    Changes,
    Exported,
    FileRead,
    ImportReport,
    Inexact,
    Matching,
    ProfileSummary,
    Said,
    Unmatched,
)
from movierec.answers.ranking import Estimate
from movierec.answers.taste import OwnCounts, OwnOpinion, TasteGroup, TasteLevel, TasteReport
from movierec.answers.who import Who

PROFILES = Path("/somewhere/movierec/profiles")
ESCAPE = "\x1b]0;owned\x07\x1b[31mred"
FORMULA = '=HYPERLINK("http://example.org")'
TABBED = "\tTabbed\nTitle"
HOSTILE = (ESCAPE, FORMULA, TABBED, "[bold]Bold[/bold] :smile:", invented.LONG_TITLE, "@SUM(A1)")
CAUSES = ("not found", "newer than the data", "series or short", "ambiguous")


def unmatched(titles: tuple[str, ...] = HOSTILE) -> tuple[Unmatched, ...]:
    near = (invented.film("=Sum of Parts", 5), invented.film(invented.LONG_TITLE, 4))
    return tuple(
        Unmatched(
            number=number,
            title=title,
            year=None if number == 1 else 1990 + number,
            imdb_id="0113277" if number == 2 else "",
            cause=CAUSES[number % len(CAUSES)],
            near=near if number % 2 else (),
        )
        for number, title in enumerate(titles, 1)
    )


def changes() -> Changes:
    return Changes(
        ratings_new=1_200,
        ratings_changed=2,
        ratings_same=3,
        older=4,
        seen_new=5,
        watchlist_new=6,
        watchlist_gone=7,
        lists_new=("Noir [1]",),
    )


def import_report(titles: tuple[str, ...] = HOSTILE, *, dry_run: bool = False) -> ImportReport:
    inexact = tuple(
        Inexact(title, 1994, how, invented.film(title, 6))
        for title, how in ((invented.LONG_TITLE, "a year apart"), (ESCAPE, "most rated"))
    )
    return ImportReport(
        profile="anna",
        model="ml-100k-dnn",
        dataset="ml-100k",
        dry_run=dry_run,
        files=(
            FileRead(f"letterboxd-{'anna-' * 12}2026.zip", "Letterboxd export", 1_220, 1, 1),
            FileRead("[red].csv", "IMDb ratings", 1, 0, 1),
        ),
        changes=(changes(),),
        films=1_221,
        matched={"id": 1_000, "title and year": 212, "a year apart": 2},
        inexact=inexact,
        left_out=1,
        unmatched=unmatched(titles),
        unmatched_file=None if dry_run else PROFILES / "anna" / "unmatched.csv",
    )


def matching(said: str = "") -> Matching:
    return Matching("anna", "ml-100k-dnn", said, unmatched())


def said(title: str, what: str, *, changed: bool = True, remark: str = "") -> Said:
    return Said("anna", invented.film(title, 3), what, 3.5, changed, remark)


def summaries() -> tuple[ProfileSummary, ...]:
    def one(name: str, rated: int, *, default: bool = False, problem: str = "") -> ProfileSummary:
        return ProfileSummary(
            name=name,
            default=default,
            rated=rated,
            seen=12,
            watchlist=34,
            hidden=5,
            lists=2,
            changed="2026-03-01",
            folder=PROFILES / name,
            problem=problem,
        )

    return (one("anna", 1_234), one("me", 7, default=True), one("x" * 60, 0, problem="cut short"))


def exported() -> Exported:
    row = {"title": FORMULA, "year": "1999", "rating": "4.5"}
    film = {"title": FORMULA, "year": 1999, "rated": {"stars": 4.5, "source": "me"}}
    return Exported("anna", 'title,year,rating\r\n"\'=HYPERLINK",1999,4.5\r\n', (row,), (film,))


def taste() -> TasteReport:
    return TasteReport(
        who=Who("you", profile="me"),
        dataset="ml-100k",
        rated=12,
        counts=OwnCounts(seen=5, hidden=0, watchlist=3, unknown=1),
        mean=3.25,
        compared=12,
        own_mean=3.25,
        everyone_mean=3.5,
        histogram=(TasteLevel(4.5, 12, 1.0, 0.25),),
        genres=(TasteGroup("Drama", 6, 0.5, 0.375, 3.5, -0.25),),
        decades=(TasteGroup("1990s", 12, 1.0, 0.75, 3.25, None),),
        liked_more=(OwnOpinion(invented.film(invented.LONG_TITLE), 4.5, 2.75, 142),),
        liked_less=(),
        fewest=20,
        fewest_films=5,
    )


def person_evaluation() -> PersonEvaluation:
    gain = Gain(Estimate(0.125, 0.0625, 0.1875))
    figures = ListFigures(Estimate(0.25, 0.125, 0.375), 2.0)
    return PersonEvaluation(
        card=invented.card(),
        who=Who("you", profile="me"),
        unknown=1,
        report=PersonReport(
            ratings=40,
            watched=5,
            folds=5,
            repeats=4,
            metrics=invented.metrics(0.75),
            baselines={"film mean": invented.metrics(1.0)},
            gains={"film mean": gain},
            lists=PersonLists(
                10, 5, 20, figures, {"most popular": figures}, {"most popular": gain}
            ),
        ),
    )
