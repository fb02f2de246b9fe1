"""Invented results of every verb, for tests of how they are shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from movierec.answers.benchmark import (
    Benchmark,
    BenchmarkRow,
    Comparison,
    FitStart,
    FoldResult,
    Spread,
)
from movierec.answers.cold import (
    ColdEvaluation,
    ColdPart,
    ColdResult,
    ColdRow,
    FoldingPrice,
    FoldingResult,
)
from movierec.answers.data import PreparedSummary, ReleaseState
from movierec.answers.describe import Description, FilmStat, GroupStat, Quantiles
from movierec.answers.evaluate import Evaluation, PopularityBin
from movierec.answers.films import Film, Prediction, RatedFilm, SearchHit
from movierec.answers.models import ModelSummary
from movierec.answers.ranking import (
    FIGURES,
    Estimate,
    RankingMetrics,
    RankingReport,
    RankingRow,
)
from movierec.answers.recommend import (
    Contribution,
    Explanation,
    Limits,
    Predictions,
    Recommendation,
    Recommendations,
    SimilarFilm,
    SimilarFilms,
)
from movierec.answers.status import Status
from movierec.answers.train import TrainResult, TrainStart
from movierec.answers.uncertainty import Coverage, ReliabilityBin, Uncertainty
from movierec.answers.who import Who
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
        rated_until="1998-04-22",
        rows_hash="cd" * 32,
        history=tuple(report(epoch) for epoch in (1, 2, 3)),
        best_epoch=2,
        finished=True,
        convergence=None,
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
        processes=1,
        protocol="random 80/20, seed 0",
        train_rows=72_000,
        validation_rows=8_000,
        test_rows=20_000,
        first_epoch=1,
        epochs=3,
        memory=612_000_000,
        prepared=False,
    )


def result() -> TrainResult:
    return TrainResult(card(), FOLDER, "cpu", 312_345, 12.3, 265)


def evaluation(by_popularity: bool = False, told_time: Metrics | None = None) -> Evaluation:
    bins = (
        PopularityBin(0, 0, 30, metrics(1.4), metrics(1.5)),
        PopularityBin(1, 5, 200, metrics(1.1), metrics(1.2)),
        PopularityBin(201, None, 90, metrics(0.8), metrics(0.85)),
    )
    return Evaluation(
        card=card(),
        protocol="random 80/20, seed 0",
        metrics=metrics(0.87),
        told_time=told_time,
        uncertainty=uncertainty(),
        baselines={
            "bias model": metrics(0.89),
            "film mean": metrics(1.05),
            "global mean": metrics(1.27),
        },
        unseen=31,
        trained_on=0,
        ranking=None,
        by_popularity=bins if by_popularity else (),
    )


def uncertainty() -> Uncertainty:
    return Uncertainty(
        coverage=Coverage(20_000, 0.8012, (0.7956, 0.8067), 2.104),
        reliability=(
            ReliabilityBin(0.0, 0.1, 150, 0.061, 0.093, False),
            ReliabilityBin(0.6, 0.7, 19_850, 0.651, 0.672, True),
        ),
        brier=0.1785,
        calibration_error=0.0111,
        log_loss=1.214,
        baseline_log_loss=1.4736,
    )


def asked(who: int | str | None) -> Who:
    return Who("you", profile="me") if who is None else Who.user(int(who))


def recommendations(who: int | str | None = 265, top: int = 5) -> Recommendations:
    return Recommendations(
        who=asked(who),
        model="ml-100k-dnn",
        by="relevance",
        popularity=0.0,
        rated=tuple(
            RatedFilm(film(title, number), 5.0) for number, title in enumerate(TITLES[:top], 1)
        ),
        recommendations=tuple(
            Recommendation(
                expected=prediction(film(f"{title} II", number), 4.7 - number / 10, None),
                relevance=1 / number,
                because=reasons()[: number % 4],
            )
            for number, title in enumerate(TITLES[:top], 11)
        ),
        limits=limits(),
        given_up=None,
        remarks=(),
    )


def reasons() -> tuple[Contribution, ...]:
    return (
        Contribution(film(LONG_TITLE, 4), 5.0, 0.05),
        Contribution(film("Amélie's Lantern", 3), 4.5, 0.125),
        Contribution(film("Harbour Lights", 6), 2.0, 0.0625),
    )


def limits() -> Limits:
    return Limits(
        own=37,
        watched=0,
        learned=76_000,
        ratings=100_000,
        until="1998-04-22",
        hits=3,
        listed=5,
        most_rated=84,
        others=500,
    )


def explanation(who: int | str | None = 265, title: str = "Amélie's Lantern") -> Explanation:
    return Explanation(
        who=asked(who),
        model="ml-100k-dnn",
        expected=prediction(film(title, 13), 3.6, None),
        relevance=0.25,
        place=12,
        places=1_645,
        kept_out=None,
        appeal=0.03125,
        contributions=(
            Contribution(film(LONG_TITLE, 4), 5.0, 0.1875),
            Contribution(film("Harbour Lights", 6), 2.0, 0.0625),
            Contribution(film("=Sum of Parts", 5), 3.0, 0.03125),
            Contribution(film("[red]Alarm[/red]", 1), 4.0, -0.0625),
        ),
        factor=0.79,
        limits=limits(),
        remarks=("2 films are called so.",),
    )


def similar_films(title: str = "Amélie's Lantern", top: int = 10) -> SimilarFilms:
    found = (
        SimilarFilm(film(LONG_TITLE, 4), 0.75, 1_234, 1_001, 400, GENRES),
        SimilarFilm(film("=Sum of Parts", 5), 0.625, 9, 4, 0, ("Comedy",)),
        SimilarFilm(film("Harbour Lights", 6), 0.5, 2, 0, 0, ()),
    )
    return SimilarFilms(
        who=None,
        film=film(title, 3),
        ratings=452,
        model="ml-100k-dnn",
        films=found[:top],
        remarks=("2 films are called so.",),
    )


def prediction(of: Film, stars: float, rated: float | None) -> Prediction:
    return Prediction(
        of, stars, 0.9, max(stars - 1.15, 1.0), min(stars + 1.15, 5.0), 0.625, 452, rated
    )


def predictions(who: int | str | None, titles: list[str]) -> Predictions:
    found = tuple(prediction(film(title, 7), 3.456, 4.0) for title in titles)
    return Predictions(asked(who), "ml-100k-dnn", found, ("Two films are called so.",))


def hits() -> tuple[SearchHit, ...]:
    return tuple(
        SearchHit(replace(film(title, number), imdb_id="0700001"), 1_234, 1 / number)
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


def fit_start(number: int = 1) -> FitStart:
    return FitStart(number, 10, "dnn", "u1", 0, 20)


def fold_result(fold: str = "u1", mse: float = 0.81) -> FoldResult:
    return FoldResult(fold, 0, Metrics(20_000, mse, mse * 0.8), 12.5, 431.2)


def benchmark(folds: int = 2) -> Benchmark:
    def row(model: str, mse: float, seconds: float | None) -> BenchmarkRow:
        sd = None if folds == 1 else 0.0123
        return BenchmarkRow(
            model=model,
            rmse=Spread(mse**0.5, sd),
            mse=Spread(mse, sd),
            mae=Spread(mse * 0.8, sd),
            seconds=seconds,
            peak_mib=seconds and 431.2,
            folds=tuple(fold_result(f"u{number + 1}", mse) for number in range(folds)),
        )

    return Benchmark(
        dataset="ml-100k",
        protocol="canonical folds u1 to u2; the ratings of a fold's test file are tested; seed 0",
        seen="every row that is not tested",
        time="not used: no model is told when a test rating was given",
        test_rows=folds * 20_000,
        unseen=36,
        rows=(row("dnn", 0.81, 12.5), row("bias model", 0.89, 0.1), row("global mean", 1.3, None)),
        rankings=(),
        ranked="",
        comparisons=(
            Comparison("dnn", "bias model", -0.0434, -0.0501, -0.0367, True),
            Comparison("dnn", "global mean", -0.0001, -0.0101, 0.0099, False),
        ),
        left_out=(("report", "it needs traits"),),
        kept=1,
        fits=2,
        command="movierec benchmark dnn",
    )


def cold_start() -> FitStart:
    return FitStart(1, 2, "bayes", "cold-users, 20 folded in", 0, 20)


def cold_evaluation(protocol: str = "cold-users", seeds: int = 1) -> ColdEvaluation:
    users = protocol == "cold-users"

    def spread(mean: float) -> Spread:
        return Spread(mean, 0.0123 if seeds > 1 else None)

    def row(given: int | None, rmse: float) -> ColdRow:
        mean, beside = (None, 1.01) if users else (1.005, 1.005)
        results = tuple(ColdResult(seed, rmse, 1.01, mean) for seed in range(seeds))
        gain = spread(beside - rmse)
        return ColdRow(given, spread(rmse), spread(1.01), mean and spread(mean), gain, results)

    folded = tuple(FoldingResult(seed, 0.95, 0.95475) for seed in range(seeds))
    return ColdEvaluation(
        card=card(),
        protocol=protocol,
        parts=tuple(
            ColdPart(seed, 189, 3 if users else 0, 81_234, 15_321) for seed in range(seeds)
        ),
        rows=(row(0, 1.0), row(20, 0.95475)) if users else (row(None, 0.99),),
        price=FoldingPrice(20, spread(0.95), spread(0.95475), spread(1.005), folded)
        if users
        else None,
        milliseconds=4.56 if users else None,
        movies=1682,
    )


def ranking_metrics(ndcg: float = 0.25, *, interval: bool = True) -> RankingMetrics:
    """Return figures that are all different, with or without intervals."""

    def estimate(value: float) -> Estimate:
        return (
            Estimate(value, value * 0.9, value * 1.1) if interval else Estimate(value, None, None)
        )

    return RankingMetrics(
        users=943,
        k=10,
        ndcg=estimate(ndcg),
        recall=estimate(ndcg * 0.75),
        precision=estimate(ndcg / 2),
        mrr=estimate(ndcg * 1.5),
        hit_rate=estimate(ndcg * 2),
        coverage=estimate(0.125),
        novelty=estimate(12.5),
        popularity=estimate(1_234.5),
        popularity_lift=estimate(2.75),
    )


def ranking_report(name: str = "ml-100k-dnn", *, interval: bool = True) -> RankingReport:
    systems = {name: 0.25, "most popular": 0.125, "EASE": 0.28125, "iALS": 0.1875}
    return RankingReport(
        metrics={one: ranking_metrics(ndcg, interval=interval) for one, ndcg in systems.items()},
        beside="EASE",
        difference=Estimate(-0.03125, -0.0625, -0.0078125)
        if interval
        else Estimate(-0.03125, None, None),
        least=4.0,
        ordered=True,
        words="the 10 films that a user would choose next, of the whole catalogue less what they "
        "have rated; relevant: held-out ratings of 4 stars or more; order of a user's history: "
        "not used, as what is held out lies among the others",
    )


def ranking_rows(folds: int = 1, name: str = "dnn") -> tuple[RankingRow, ...]:
    def row(model: str, ndcg: float) -> RankingRow:
        one = ranking_metrics(ndcg)
        sd = None if folds == 1 else 0.0123
        figures = {figure: Spread(getattr(one, figure).value, sd) for figure in FIGURES}
        return RankingRow(model, figures, (one,) * folds)

    return (row("EASE", 0.28125), row(name, 0.25), row("most popular", 0.125))


def ranked_evaluation(name: str = "ml-100k-dnn", *, interval: bool = True) -> Evaluation:
    return replace(evaluation(), ranking=ranking_report(name, interval=interval))


def ranked_benchmark(folds: int = 2, name: str = "dnn") -> Benchmark:
    report = ranking_report()
    return replace(benchmark(folds), rankings=ranking_rows(folds, name), ranked=report.words)
