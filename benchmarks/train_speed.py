"""Measure how much faster movierec trains the report's network than the textbook loop.

The textbook loop is what most tutorials write: `TensorDataset`, `DataLoader(shuffle=True)`, plain
Adam, one `nn.Module`. Both sides learn the same rows with the same network, batch, learning rate
and epochs, in turn, in one process. The textbook runs with torch's usual number of threads and,
because threads harm such small steps, with one as well.

With `--losses` nothing is timed: the textbook loop gets movierec's first weights and its order of
the rows, nothing is dropped out, and the training losses are compared epoch by epoch. It fails
where those of the first epoch differ; later ones drift apart, as sums are made in another order.

    python benchmarks/train_speed.py [ml-100k | PATH] [--epochs 20] [--repeats 5] [--losses]
    python benchmarks/train_speed.py --made-up 6040,3706

The claim is about the 20 epochs of a usual training; fewer are for a short look.

Without the data set on this machine made-up ratings of ml-100k's size are used; with `--made-up`
as many of so many users and films.
"""

from __future__ import annotations

import argparse
import statistics
import sys
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
from movierec.training.batches import row_order
from movierec.training.data import TrainingData
from movierec.training.network import Shape
from movierec.training.report import ReportLearner
from movierec.training.trainer import Trainer, _seed
from movierec.workflow import prepared_data

AGREEMENT = 0.1
"""Largest relative difference of the last epoch's training losses: weights and order are random."""
FIRST_LOSS = 1e-4
"""Largest difference of the first epoch's losses from the same weights, in squared stars."""


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


def dataset(data: TrainingData, rows: Ratings) -> TensorDataset:
    """Return rows as tensors: user, film, inputs, stars."""
    columns = report_features(data.catalogue)
    return TensorDataset(
        torch.from_numpy(rows.user).long(),
        torch.from_numpy(rows.movie).long(),
        torch.from_numpy(columns.rows(rows.user, rows.movie)),
        torch.from_numpy(rows.rating),
    )


def textbook(data: TrainingData, config: TrainConfig) -> float:
    """Train the textbook way; return the last epoch's training loss."""
    columns = report_features(data.catalogue)
    train, validation = dataset(data, data.train), dataset(data, data.validation)
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


def textbook_like_movierec(data: TrainingData, config: TrainConfig) -> list[float]:
    """Train the textbook way from movierec's weights in its order; return the training losses."""
    drawn = torch.Generator().manual_seed(_seed(config, 0))
    flat = ReportLearner(data, config, drawn, torch.device("cpu")).weights
    columns = report_features(data.catalogue)
    inputs = len(columns.names)
    users, movies = data.catalogue.users, data.catalogue.movies
    shape = Shape(users + movies + 2, config.embed_size, inputs, config.hidden)
    network = TextbookNetwork(users, movies, inputs, config)
    parts = shape.views(flat)
    linear = [layer for layer in network.layers if isinstance(layer, nn.Linear)]
    with torch.no_grad():
        network.users.weight.copy_(parts.table[: users + 1])
        network.movies.weight.copy_(parts.table[users + 1 :])
        for layer, weight, bias in zip(linear, parts.weights, parts.biases, strict=True):
            layer.weight.copy_(weight)
            layer.bias.copy_(bias)
        # The report mixes the columns that belong to the user and those that belong to the film.
        embed = 2 * config.embed_size
        mixed = embed + torch.tensor([*columns.user_columns, *columns.movie_columns])
        linear[0].weight[:, mixed] = parts.weights[0][:, embed:]
    train = dataset(data, data.train)
    adam = torch.optim.Adam(network.parameters(), lr=config.lr)
    losses = []
    for epoch in range(1, config.epochs + 1):
        order = row_order(len(train), _seed(config, epoch)).tolist()
        total = 0.0
        for user, movie, known, rating in DataLoader(train, config.batch_size, sampler=order):
            adam.zero_grad()
            step_loss = nn.functional.mse_loss(network(user, movie, known), rating)
            step_loss.backward()
            adam.step()
            total += step_loss.item() * len(rating)
        losses.append(total / len(train))
    return losses


SIDES: dict[str, Callable[[TrainingData, TrainConfig], float]] = {
    "movierec": movierec,
    "textbook": textbook,
    "textbook, one thread": textbook_one_thread,
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dataset", nargs="?", default="ml-100k", help="a release's name, or a path")
    parser.add_argument("--epochs", type=int, default=default_config("report").epochs)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--losses", action="store_true", help="compare losses, time nothing")
    parser.add_argument("--made-up", type=_pair, metavar="USERS,FILMS", help="of made-up ratings")
    options = parser.parse_args()
    config = replace(default_config("report"), epochs=options.epochs, dataset=options.dataset)
    data = _made_up(config, *options.made_up) if options.made_up else _data(config)
    if options.losses:
        _compare_losses(data, replace(config, dropout=0.0))
        return
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
        latest = ", ".join(f"{name} {times[-1]:.2f} s" for name, times in seconds.items())
        print(f"round {repeat + 1}: {latest}", file=sys.stderr, flush=True)
    _print(seconds, losses)


def _compare_losses(data: TrainingData, config: TrainConfig) -> None:
    ours = [report.train_loss for report in Trainer(data, config, torch.device("cpu")).epochs()]
    theirs = textbook_like_movierec(data, config)
    print("| epoch | movierec | textbook | difference |")
    print("|---|---|---|---|")
    for epoch, (own, other) in enumerate(zip(ours, theirs, strict=True), start=1):
        print(f"| {epoch} | {own:.6f} | {other:.6f} | {own - other:+.6f} |")
    require_equal_start(ours[0], theirs[0])


def require_equal_start(own: float, other: float) -> None:
    """End with exit code 1 where the losses of the first epoch differ, or are no numbers."""
    if not abs(own - other) <= FIRST_LOSS:
        raise SystemExit(f"The first epoch's losses, {own:.6f} and {other:.6f}, do not agree.")


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


def _pair(text: str) -> tuple[int, int]:
    users, films = map(int, text.split(","))
    return users, films


def _made_up(config: TrainConfig, users: int = 943, movies: int = 1682) -> TrainingData:
    rows = 100_000
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
    loss = float(np.mean(losses["movierec"]))
    print("| side | median s | min | max | times movierec's: min, median, max | training loss |")
    print("|---|---|---|---|---|---|")
    for name, times in seconds.items():
        middle = statistics.median(times)
        # Of each round: the machine is not the same from one to the next.
        ratios = [a / b for a, b in zip(times, seconds["movierec"], strict=True)]
        print(
            f"| {name} | {middle:.2f} | {min(times):.2f} | {max(times):.2f} "
            f"| {min(ratios):.2f}, {statistics.median(ratios):.2f}, {max(ratios):.2f} "
            f"| {np.mean(losses[name]):.3f} |"
        )
        if abs(np.mean(losses[name]) - loss) > AGREEMENT * loss:
            raise SystemExit(f"The losses of movierec and {name} do not agree.")


if __name__ == "__main__":
    main()
