"""Invented results of every verb, for tests of how they are shown."""

from __future__ import annotations

from pathlib import Path

from movierec.answers import (
    Description,
    Evaluation,
    Film,
    FilmStat,
    GroupStat,
    ModelSummary,
    PopularityBin,
    Prediction,
    Predictions,
    PreparedSummary,
    Quantiles,
    RatedFilm,
    Recommendations,
    ReleaseState,
    SearchHit,
    Status,
    TrainResult,
    TrainStart,
)
from movierec.records import EpochReport, Metrics, ModelCard, Origin, Scale

LONG_TITLE = (
    "The Remarkably Long and Winding Story of a Lighthouse Keeper Who Counted Every Wave Twice"
)
GENRES = ("Action", "Adventure", "Animation", "Comedy", "Science Fiction")
TITLES = ("[red]Alarm[/red]", ":smile: Again", "Amélie's Lantern", LONG_TITLE, "=Sum of Parts")
ORIGIN = Origin("ml-100k", "ml-100k", "100k", "archive", "ab" * 32, "research use", "A paper.")
FOLDER = Path("/somewhere/movierec/models/ml-100k-dnn")


def film(title: str, movie_id: int = 1) -> Film:
    return Film(movie_id, title, 1995, GENRES)


def metrics(mse: float) -> Metrics:
    return Metrics(20_000, mse, mse * 0.8, (mse**0.5 - 0.01, mse**0.5 + 0.01))


def card() -> ModelCard:
    return ModelCard(
        name="ml-100k-dnn",
        kind="dnn",
        origin=ORIGIN,
        config={"dataset": "ml-100k", "epochs": 3, "hidden": [256, 128, 64], "test_file": ""},
        scale=Scale(1.0, 5.0, 1.0),
        users=943,
        movies=1682,
        protocol="random 80/20, seed 0",
        train_rows=72_000,
        rows_hash="cd" * 32,
        history=tuple(report(epoch) for epoch in (1, 2, 3)),
        best_epoch=2,
        finished=True,
        metrics={
            "validation": metrics(0.86),
            "test": metrics(0.87),
            "bias model": metrics(0.89),
        },
        versions={"movierec": "0.1.0", "torch": "2.13.0"},
    )


def report(epoch: int) -> EpochReport:
    return EpochReport(epoch, 1.2 - epoch / 10, 1.1 - epoch / 10, epoch < 3, 0.5)


def start() -> TrainStart:
    return TrainStart(
        name="ml-100k-dnn",
        device="cpu",
        protocol="random 80/20, seed 0",
        train_rows=72_000,
        validation_rows=8_000,
        test_rows=20_000,
        parameters=312_345,
        first_epoch=1,
        epochs=3,
        prepared=False,
    )


def result() -> TrainResult:
    return TrainResult(card(), FOLDER, "cpu", 12.3, 265)


def evaluation(by_popularity: bool = False) -> Evaluation:
    bins = (
        PopularityBin(0, 0, 30, metrics(1.4), metrics(1.5)),
        PopularityBin(1, 5, 200, metrics(1.1), metrics(1.2)),
        PopularityBin(201, None, 90, metrics(0.8), metrics(0.85)),
    )
    return Evaluation(
        card=card(),
        protocol="random 80/20, seed 0",
        metrics=metrics(0.87),
        baselines={
            "bias model": metrics(0.89),
            "film mean": metrics(1.05),
            "global mean": metrics(1.27),
        },
        unseen=31,
        trained_on=0,
        by_popularity=bins if by_popularity else (),
    )


def recommendations(user_id: int = 265, top: int = 5) -> Recommendations:
    return Recommendations(
        user_id=user_id,
        model="ml-100k-dnn",
        rated_count=37,
        rated=tuple(
            RatedFilm(film(title, number), 5.0) for number, title in enumerate(TITLES[:top], 1)
        ),
        recommendations=tuple(
            Prediction(film(f"{title} II", number), 4.7 - number / 10, 1_200, None)
            for number, title in enumerate(TITLES[:top], 11)
        ),
    )


def predictions(user_id: int, titles: list[str]) -> Predictions:
    found = tuple(Prediction(film(title, 7), 3.456, 452, 4.0) for title in titles)
    return Predictions(user_id, "ml-100k-dnn", found, ("Two films are called so.",))


def hits() -> tuple[SearchHit, ...]:
    return tuple(
        SearchHit(film(title, number), 1_234, 1 / number, "0700001", None)
        for number, title in enumerate(TITLES, 1)
    )


def releases() -> tuple[ReleaseState, ...]:
    return (
        ReleaseState(
            "ml-100k", 943, 1682, 100_000, 4_924_029, "closed", Path("/c/ml-100k.zip"), None
        ),
        ReleaseState("ml-32m", 200_948, 87_585, 32_000_204, 238_950_008, "open", None, None),
        ReleaseState("sample", 300, 250, 12_000, 0, "free", None, None),
    )


def models() -> tuple[ModelSummary, ...]:
    return (
        ModelSummary("ml-100k-dnn", FOLDER, 1_500_000, 1_700_000_000.0, True, card(), ""),
        ModelSummary("broken", FOLDER, 10, 1_600_000_000.0, False, None, "no card"),
    )


def description() -> Description:
    stat = FilmStat(film(LONG_TITLE), 583, 4.36)
    spread = Quantiles(1, 20, 65, 148, 737, 106.0)
    group = GroupStat("Drama", 725, 39_895, 3.69)
    return Description(
        origin=ORIGIN,
        users=943,
        movies=1682,
        rated_movies=1682,
        ratings=100_000,
        density=0.063,
        mean=3.53,
        first="1997-09-20",
        last="1998-04-22",
        histogram=((1.0, 6_110), (2.0, 11_370), (3.0, 27_145), (4.0, 34_174), (5.0, 21_201)),
        per_user=spread,
        per_movie=spread,
        most_rated=(stat,),
        best_rated=(stat,),
        best_floor=50,
        genres=(group, GroupStat("Comedy", 505, 29_832, 3.39)),
        decades=(GroupStat("1990s", 1_300, 60_000, 3.4),),
        ages=(),
        genders=(),
        occupations=(),
    )


def summary() -> PreparedSummary:
    columns = ("user_id", "age", "movie_id")
    return PreparedSummary(
        ORIGIN, FOLDER, True, 943, 1682, 100_000, 2_000_000, ("M", "F"), ("Drama",), columns, 0.7
    )


def status() -> Status:
    return Status(
        {"movierec": "0.1.0", "python": "3.11.2"},
        "Linux",
        Path("/c"),
        Path("/d"),
        2,
        ("cpu",),
        releases(),
        models(),
    )
