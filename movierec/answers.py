"""What the verbs answer: frozen, ready to be shown as a table or as JSON, no arrays inside."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from movierec.records import Metrics, ModelCard, Origin, Trust


@dataclass(frozen=True, slots=True)
class Film:
    """One film as people read it: "The Usual Suspects", 1995."""

    movie_id: int
    title: str
    year: int | None
    genres: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RatedFilm:
    """A film and the stars that a user gave it."""

    film: Film
    rating: float


@dataclass(frozen=True, slots=True)
class Prediction:
    """A film, the stars that a model expects of a user, and what stands behind it.

    Attributes:
        film: the film.
        predicted: expected stars, clipped to the scale.
        sd: standard deviation of the rating in stars.
        low: lower end of the interval that holds the rating 4 times of 5.
        high: its upper end.
        p_like: P(4 stars or more).
        ratings: how many ratings the film has in the data set.
        rated: the stars that the user gave it, None where they did not.
    """

    film: Film
    predicted: float
    sd: float
    low: float
    high: float
    p_like: float
    ratings: int
    rated: float | None


@dataclass(frozen=True, slots=True)
class Recommendations:
    """The two lists for one user.

    Attributes:
        user_id: the MovieLens user.
        model: the stored model that answered.
        rated_count: how many films the user rated in all.
        rated: their highest-rated films, best first.
        recommendations: films they have not rated, best first.
    """

    user_id: int
    model: str
    rated_count: int
    rated: tuple[RatedFilm, ...]
    recommendations: tuple[Prediction, ...]


@dataclass(frozen=True, slots=True)
class Predictions:
    """Predicted ratings of named films for one user; `remarks` say which of several was taken."""

    user_id: int
    model: str
    predictions: tuple[Prediction, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A film whose title resembles what was typed; `score` is 1 for the same words, 0 for none."""

    film: Film
    ratings: int
    score: float
    imdb_id: str | None
    tmdb_id: int | None


@dataclass(frozen=True, slots=True)
class PopularityBin:
    """Errors on the test rows whose film had `low` to `high` training ratings (None: no limit)."""

    low: int
    high: int | None
    films: int
    model: Metrics
    baseline: Metrics


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which share of ratings lies inside the 80 % intervals.

    Attributes:
        rows: ratings measured.
        share: of them inside.
        share_interval: where it would lie, 19 times of 20, on other such ratings.
        width: mean width of the intervals in stars.
    """

    rows: int
    share: float
    share_interval: tuple[float, float]
    width: float


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Rows whose P(4 stars or more) was forecast between `low` and `high`.

    Attributes:
        low: lowest forecast.
        high: highest forecast.
        rows: how many.
        forecast: their mean forecast.
        observed: share of them that was rated 4 stars or more.
        well_filled: at least 200 rows and 1 % of all: with fewer, `observed` tells little.
    """

    low: float
    high: float
    rows: int
    forecast: float
    observed: float
    well_filled: bool


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How honest a model is about how sure it is.

    Attributes:
        coverage: of the 80 % intervals.
        reliability: of P(4 stars or more), by forecast; bins without a row are left out.
        brier: mean squared error of P(4 stars or more).
        calibration_error: mean distance of forecast and observed, weighted by rows.
        log_loss: mean of -log(probability of the rating given), in nats.
        baseline_log_loss: the same, of how often each rating was given in training.
    """

    coverage: Coverage
    reliability: tuple[ReliabilityBin, ...]
    brier: float
    calibration_error: float
    log_loss: float
    baseline_log_loss: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How well a stored model predicts ratings that it did not learn from.

    Attributes:
        card: the model's card.
        protocol: which rows were measured.
        metrics: the model's errors; it is not told when a rating was given.
        told_time: its errors where it is told, or None where it can make nothing of it.
        uncertainty: whether it is as sure as it may be.
        baselines: "bias model", "film mean" and "global mean" on the same rows, best known first.
        unseen: measured rows whose film or user has no training row (they count like any other).
        trained_on: rows of the model's training that were measured: errors on them are too good.
        by_popularity: errors by the film's training ratings, empty unless asked for.
    """

    card: ModelCard
    protocol: str
    metrics: Metrics
    told_time: Metrics | None
    uncertainty: Uncertainty
    baselines: Mapping[str, Metrics]
    unseen: int
    trained_on: int
    by_popularity: tuple[PopularityBin, ...]


@dataclass(frozen=True, slots=True)
class TrainStart:
    """A training that is about to begin.

    Attributes:
        name: what the model will be called.
        device: where it is trained: "cpu", "cuda", "mps".
        protocol: how rows are held out.
        train_rows: rows to learn from.
        validation_rows: rows that choose the best epoch.
        test_rows: rows measured at the end.
        parameters: numbers to learn.
        first_epoch: 1, or where an interrupted training goes on.
        epochs: the last epoch.
        prepared: True where the data set's arrays were built just now.
    """

    name: str
    device: str
    protocol: str
    train_rows: int
    validation_rows: int
    test_rows: int
    parameters: int
    first_epoch: int
    epochs: int
    prepared: bool


@dataclass(frozen=True, slots=True)
class TrainResult:
    """A training that has ended: the stored model and where it lies.

    `example_user` is a MovieLens user whom the model knows, to try it with.
    """

    card: ModelCard
    folder: Path
    device: str
    seconds: float
    example_user: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """An archive that is now on this machine.

    Attributes:
        dataset: the release's name.
        path: the archive in the cache.
        trust: why its content is believed.
        source: the URL or path it came from; "cache" where it was there already; "made here".
    """

    dataset: str
    path: Path
    trust: Trust
    source: str


@dataclass(frozen=True, slots=True)
class ReleaseState:
    """A known release and whether it is on this machine."""

    name: str
    users: int
    movies: int
    ratings: int
    bytes: int
    licence: str
    cached: Path | None
    prepared: Path | None


@dataclass(frozen=True, slots=True)
class PreparedSummary:
    """What `preprocess` built, or found built.

    Attributes:
        origin: the data set.
        folder: where the arrays lie.
        built: False where they were there already.
        users: user rows.
        movies: film rows.
        ratings: rating rows.
        bytes: what the folder takes.
        user_columns: names of the one-hot user features; empty without traits.
        movie_columns: names of the one-hot film features.
        report_columns: the report's input columns in its order; empty without traits.
        seconds: how long it took.
    """

    origin: Origin
    folder: Path
    built: bool
    users: int
    movies: int
    ratings: int
    bytes: int
    user_columns: tuple[str, ...]
    movie_columns: tuple[str, ...]
    report_columns: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Quantiles:
    """How a count is spread: least, quarter, middle, three quarters, most, and the mean."""

    least: float
    quarter: float
    median: float
    three_quarters: float
    most: float
    mean: float


@dataclass(frozen=True, slots=True)
class FilmStat:
    """A film with its number of ratings and their mean."""

    film: Film
    ratings: int
    mean: float


@dataclass(frozen=True, slots=True)
class GroupStat:
    """A group (a genre, a decade, an age band, ...): members, their ratings, the mean rating.

    `members` counts films for genres and decades, users for ages, genders and occupations.
    """

    name: str
    members: int
    ratings: int
    mean: float


@dataclass(frozen=True, slots=True)
class Description:
    """A data set at a glance.

    Attributes:
        origin: the data set.
        users: users.
        movies: films in the catalogue.
        rated_movies: films with at least one rating.
        ratings: ratings.
        density: ratings over users x rated films.
        mean: mean rating.
        first: day of the first rating, "1997-09-20"; "" without timestamps.
        last: day of the last rating.
        histogram: (stars, ratings) by ascending stars.
        per_user: ratings per user.
        per_movie: ratings per rated film.
        most_rated: films by number of ratings.
        best_rated: films by mean rating among those with at least `best_floor` ratings.
        best_floor: that number.
        genres: by number of ratings; a film counts in each of its genres.
        decades: of the films, ascending.
        ages: in bands, ascending; empty without traits, as are the next two.
        genders: by number of ratings.
        occupations: by number of ratings.
    """

    origin: Origin
    users: int
    movies: int
    rated_movies: int
    ratings: int
    density: float
    mean: float
    first: str
    last: str
    histogram: tuple[tuple[float, int], ...]
    per_user: Quantiles
    per_movie: Quantiles
    most_rated: tuple[FilmStat, ...]
    best_rated: tuple[FilmStat, ...]
    best_floor: int
    genres: tuple[GroupStat, ...]
    decades: tuple[GroupStat, ...]
    ages: tuple[GroupStat, ...]
    genders: tuple[GroupStat, ...]
    occupations: tuple[GroupStat, ...]


@dataclass(frozen=True, slots=True)
class ModelSummary:
    """A stored model in a list; a bundle that cannot be read has no `card` but a `problem`."""

    name: str
    folder: Path
    bytes: int
    trained_at: float
    default: bool
    card: ModelCard | None
    problem: str


@dataclass(frozen=True, slots=True)
class Status:
    """Versions, folders, data sets and models, for people and for bug reports.

    `devices` are those that the installed torch was built for; whether one is there, a training
    finds out.
    """

    versions: Mapping[str, str]
    platform: str
    cache: Path
    data: Path
    cores: int
    devices: tuple[str, ...]
    releases: tuple[ReleaseState, ...]
    models: tuple[ModelSummary, ...]


@dataclass(frozen=True, slots=True)
class Quickstart:
    """The whole job in one go."""

    dataset: str
    remark: str
    result: TrainResult
    lists: Recommendations


@dataclass(frozen=True, slots=True)
class FitStart:
    """A fit of a benchmark that is about to begin.

    Attributes:
        number: which of `total` it is, 1 for the first, those kept from before included.
        total: fits of the benchmark.
        model: the model kind.
        fold: the split: "u1", "random", "time".
        seed: of the rows held out and of the training.
        epochs: passes over the training rows.
    """

    number: int
    total: int
    model: str
    fold: str
    seed: int
    epochs: int


@dataclass(frozen=True, slots=True)
class FoldResult:
    """One model on one fold with one seed: errors, seconds, peak memory; None: not measured."""

    fold: str
    seed: int
    metrics: Metrics
    seconds: float | None
    peak_mib: float | None


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and standard deviation over folds and seeds; `sd` None where there is but one."""

    mean: float
    sd: float | None


@dataclass(frozen=True, slots=True)
class BenchmarkRow:
    """A model in a benchmark: errors, median seconds, the largest peak memory, every fold."""

    model: str
    rmse: Spread
    mse: Spread
    mae: Spread
    seconds: float | None
    peak_mib: float | None
    folds: tuple[FoldResult, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """RMSE of `model` less that of `other` over all test rows, with its 95 % interval."""

    model: str
    other: str
    difference: float
    low: float
    high: float
    excludes_zero: bool


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Models beside each other on the same rows.

    Attributes:
        dataset: the data set's label.
        protocol: how rows are held out, in words.
        seen: what the models learned from, in words.
        time: whether the test rows' times were used, in words.
        test_rows: rows tested, over all folds and seeds.
        unseen: those of them whose film or user has no training row (they count like any other).
        rows: one a model, the best first; "bias model" and "global mean" are among them.
        comparisons: the best model with each other one.
        left_out: (kind, why) of kinds that cannot learn from the data set.
        kept: fits that were measured before.
        fits: all fits.
        command: the command line that repeats it.
    """

    dataset: str
    protocol: str
    seen: str
    time: str
    test_rows: int
    unseen: int
    rows: tuple[BenchmarkRow, ...]
    comparisons: tuple[Comparison, ...]
    left_out: tuple[tuple[str, str], ...]
    kept: int
    fits: int
    command: str


@dataclass(frozen=True, slots=True)
class ColdPart:
    """What one seed held out wholly, and what was measured of it.

    Attributes:
        seed: of who is held out, of the order of their ratings, and of the training.
        held_out: users, or films, of which no row was trained on.
        left_out: those of them that are not measured: users with too few ratings.
        train_rows: rows of all others.
        test_rows: rows measured.
    """

    seed: int
    held_out: int
    left_out: int
    train_rows: int
    test_rows: int


@dataclass(frozen=True, slots=True)
class ColdResult:
    """RMSE of the model and of baselines on the same rows, with one seed.

    Attributes:
        seed: see `ColdPart`.
        rmse: of the model.
        bias_rmse: of the bias model.
        user_mean_rmse: of the user's mean rating, shrunk as offsets are; None for new users.
    """

    seed: int
    rmse: float
    bias_rmse: float
    user_mean_rmse: float | None = None

    @property
    def gain(self) -> float:
        """How far the model is below the better baseline."""
        if self.user_mean_rmse is None:
            return self.bias_rmse - self.rmse
        return min(self.bias_rmse, self.user_mean_rmse) - self.rmse


@dataclass(frozen=True, slots=True)
class ColdRow:
    """A line of a cold start's table: `given` ratings folded in, None for films."""

    given: int | None
    rmse: Spread
    bias_rmse: Spread
    user_mean_rmse: Spread | None
    gain: Spread
    seeds: tuple[ColdResult, ...]


@dataclass(frozen=True, slots=True)
class FoldingResult:
    """RMSE on the same rows after training with a user's ratings, and after folding them in."""

    seed: int
    trained_rmse: float
    folded_rmse: float

    @property
    def ratio(self) -> float:
        """What folding in costs: 1 where it is as good as training."""
        return self.folded_rmse / self.trained_rmse


@dataclass(frozen=True, slots=True)
class FoldingPrice:
    """What it costs to fold `given` ratings of a user in, instead of training with them."""

    given: int
    trained_rmse: Spread
    folded_rmse: Spread
    ratio: Spread
    seeds: tuple[FoldingResult, ...]


@dataclass(frozen=True, slots=True)
class ColdEvaluation:
    """How a model's configuration does on users, or on films, that training never saw.

    Attributes:
        card: of the stored model whose configuration was trained anew.
        protocol: "cold-users" or "cold-items".
        parts: one a seed.
        rows: one for each number of ratings given; a single one for films.
        price: of folding in; None for films.
        milliseconds: to fold one user in and predict the whole catalogue, median; None for films.
        movies: films of the catalogue.
    """

    card: ModelCard
    protocol: str
    parts: tuple[ColdPart, ...]
    rows: tuple[ColdRow, ...]
    price: FoldingPrice | None
    milliseconds: float | None
    movies: int
