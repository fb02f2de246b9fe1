"""Measure how much faster movierec trains the report's network than the textbook loop.

The textbook loop is what most tutorials write: `TensorDataset`, `DataLoader(shuffle=True)`, plain
Adam, one `nn.Module`. Both sides learn the same rows with the same network, batch, learning rate
and epochs, in turn, in one process. The textbook runs with torch's usual number of threads and,
because threads harm such small steps, with one as well.

    python benchmarks/train_speed.py [ml-100k | PATH] [--epochs 2] [--repeats 5]

Without the data set on this machine made-up ratings of ml-100k's size are used.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from movierec.config import TrainConfig, default_config
from movierec.data.features import report_features
from movierec.data.split import split
from movierec.errors import NotReadyError
from movierec.records import Catalogue, Ratings, Scale, Texts, Traits
from movierec.training.data import TrainingData
from movierec.training.trainer import Trainer
from movierec.workflow import prepared_data

AGREEMENT = 0.1
"""Largest relative difference of the last epoch's training losses: weights and order are random."""


class TextbookNetwork(nn.Module):
    """The report's network as a tutorial would write it."""

    def __init__(self, users: int, movies: int, inputs: int, config: TrainConfig) -> None:
        super().__init__()
        wide, middle, narrow = config.hidden
        self.users = nn.Embedding(users + 1, config.embed_size)
        self.movies = nn.Embedding(movies + 1, config.embed_size)
        self.layers = nn.Sequential(
            nn.Linear(2 * config.embed_size + inputs, wide),
            nn.ReLU(),
            nn.Linear(wide, middle),
            nn.ReLU(),
            nn.Dropout(config.dropout),
            nn.Linear(middle, narrow),
            nn.ReLU(),
            nn.Linear(narrow, 1),
        )

    def forward(self, user: Tensor, movie: Tensor, inputs: Tensor) -> Tensor:
        """Predict stars, [n]."""
        x = torch.cat([self.users(user), self.movies(movie), inputs], dim=1)
        return self.layers(x).squeeze(1)


def textbook(data: TrainingData, config: TrainConfig) -> float:
    """Train the textbook way; return the last epoch's training loss."""
    columns = report_features(data.catalogue)

    def dataset(rows: Ratings) -> TensorDataset:
        return TensorDataset(
            torch.from_numpy(rows.user).long(),
            torch.from_numpy(rows.movie).long(),
            torch.from_numpy(columns.rows(rows.user, rows.movie)),
            torch.from_numpy(rows.rating),
        )

    train, validation = dataset(data.train), dataset(data.validation)
    network = TextbookNetwork(
        data.catalogue.users, data.catalogue.movies, len(columns.names), config
    )
    adam = torch.optim.Adam(network.parameters(), lr=config.lr)
    criterion = nn.MSELoss()
    loss = 0.0
    for _ in range(config.epochs):
        network.train()
        total = 0.0
        for user, movie, inputs, rating in DataLoader(train, config.batch_size, shuffle=True):
            adam.zero_grad()
            step_loss = criterion(network(user, movie, inputs), rating)
            step_loss.backward()
            adam.step()
            total += step_loss.item() * len(rating)
        loss = total / len(train)
        network.eval()
        with torch.no_grad():
            for user, movie, inputs, rating in DataLoader(validation, config.batch_size):
                criterion(network(user, movie, inputs), rating).item()
    return loss


def textbook_one_thread(data: TrainingData, config: TrainConfig) -> float:
    """Train the textbook way with one thread."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return textbook(data, config)
    finally:
        torch.set_num_threads(before)


def movierec(data: TrainingData, config: TrainConfig) -> float:
    """Train with movierec; return the last epoch's training loss."""
    return list(Trainer(data, config, torch.device("cpu")).epochs())[-1].train_loss


SIDES: dict[str, Callable[[TrainingData, TrainConfig], float]] = {
    "movierec": movierec,
    "textbook": textbook,
    "textbook, one thread": textbook_one_thread,
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dataset", nargs="?", default="ml-100k", help="a release's name, or a path")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    config = replace(default_config("report"), epochs=options.epochs, dataset=options.dataset)
    data = _data(config)
    print(
        f"{data.dataset}: {len(data.split.train):,} training rows, batch {config.batch_size}, "
        f"{config.epochs} epochs, {options.repeats} runs each, torch {torch.__version__}, "
        f"{torch.get_num_threads()} threads"
    )
    seconds: dict[str, list[float]] = {name: [] for name in SIDES}
    losses: dict[str, list[float]] = {name: [] for name in SIDES}
    warm = replace(config, epochs=1)
    for side in SIDES.values():
        side(data, warm)
    for repeat in range(options.repeats):
        for name, side in SIDES.items():
            torch.manual_seed(repeat)
            start = time.perf_counter()
            losses[name].append(side(data, replace(config, seed=repeat)))
            seconds[name].append(time.perf_counter() - start)
    _print(seconds, losses)


def _data(config: TrainConfig) -> TrainingData:
    try:
        prepared = prepared_data(config.dataset)
    except NotReadyError as error:
        print(f"{error.what} Made-up ratings take their place.")
        return _made_up(config)
    return TrainingData(
        prepared.ratings,
        split(prepared.ratings, prepared.folds, config),
        prepared.scale,
        prepared.catalogue,
        prepared.origin.label,
    )


def _made_up(config: TrainConfig) -> TrainingData:
    users, movies, rows = 943, 1682, 100_000
    random = np.random.default_rng(0)
    user = random.integers(0, users, rows).astype(np.int32)
    movie = (movies * random.random(rows) ** 2).astype(np.int32)
    taste, kind = random.normal(size=(users, 4)), random.normal(size=(movies, 4))
    stars = 3.5 + 0.5 * (taste[user] * kind[movie]).sum(1) + 0.5 * random.normal(size=rows)
    nothing = np.zeros(rows, dtype=np.int32)
    rating = np.clip(np.round(stars), 1, 5).astype(np.float32)
    ratings = Ratings(user, movie, rating, nothing)
    catalogue = Catalogue(
        movie_ids=np.arange(1, movies + 1, dtype=np.int32),
        titles=Texts.of([f"Film {row}" for row in range(movies)]),
        years=np.full(movies, 1995, dtype=np.int16),
        genres=tuple(f"Genre {number}" for number in range(19)),
        genre_flags=(random.random((movies, 19)) < 0.1).astype(np.uint8),
        counts=np.bincount(movie, minlength=movies).astype(np.int32),
        twins=np.arange(movies, dtype=np.int32),
        search_keys=Texts.of([f"film {row}" for row in range(movies)]),
        imdb_ids=None,
        tmdb_ids=None,
        user_ids=np.arange(1, users + 1, dtype=np.int32),
        traits=Traits(
            age=random.integers(10, 70, users).astype(np.int16),
            gender=random.integers(0, 2, users).astype(np.int16),
            occupation=random.integers(0, 21, users).astype(np.int16),
            zip_code=Texts.of(["00000"] * users),
            genders=("F", "M"),
            occupations=tuple(f"Occupation {number}" for number in range(21)),
        ),
    )
    scale = Scale(1.0, 5.0, 1.0)
    return TrainingData(ratings, split(ratings, None, config), scale, catalogue, "made-up")


def _print(seconds: dict[str, list[float]], losses: dict[str, list[float]]) -> None:
    ours = statistics.median(seconds["movierec"])
    loss = float(np.mean(losses["movierec"]))
    for name, times in seconds.items():
        middle = statistics.median(times)
        print(
            f"{name:21} median {middle:6.2f} s   min {min(times):6.2f}   max {max(times):6.2f}   "
            f"ratio {middle / ours:5.2f}   last training loss {np.mean(losses[name]):.3f}"
        )
        if abs(np.mean(losses[name]) - loss) > AGREEMENT * loss:
            raise SystemExit(f"The losses of movierec and {name} do not agree.")


if __name__ == "__main__":
    main()
