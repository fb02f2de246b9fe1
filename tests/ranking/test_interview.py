"""Which film somebody is asked about next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from bundles import CARD
from makers import tiny_catalogue
from relevance_makers import rows
from training_makers import CONFIGS, MOVIES, USERS, checkerboard

from movierec import workflow
from movierec.data.history import history_of
from movierec.errors import DataError
from movierec.evaluation.calibration import finished_weights
from movierec.ranking import interview
from movierec.ranking.interview import Interviewer
from movierec.ranking.viewer import Viewer, new_viewer
from movierec.records import Catalogue, IntArray, Ratings
from movierec.scoring.likeness import Likeness
from movierec.scoring.ordinal import Distribution
from movierec.scoring.registry import FOLDING_SCORERS
from movierec.store.bundle import RELEVANCE, Bundle, load_bundle, save_bundle
from movierec.training.registry import new_trainer
from movierec.training.relevance.fit import fit_relevance

PEOPLE = 1_000
CRIME, ROMANCE, CRIME_TOO, ROMANCE_TOO = range(4)
"""Two groups of films, each liked by the same people."""


def catalogue(*counts: int, titles: Sequence[str] | None = None) -> Catalogue:
    """Return films of one year and no genre, with so many ratings by `PEOPLE`."""
    names = titles or [f"Film {row} (1990)" for row in range(len(counts))]
    films = tiny_catalogue(PEOPLE, titles=names, traits=False)
    flags = np.zeros_like(films.genre_flags)
    return replace(films, counts=np.array(counts, dtype=np.int32), genre_flags=flags)


def groups(*counts: int, titles: Sequence[str] | None = None) -> Interviewer:
    """Return who asks about films of which the even rows, and the odd ones, are liked together."""
    films = catalogue(*counts, titles=titles)
    liked = np.eye(2, dtype=np.float32)[np.arange(len(counts)) % 2]
    return Interviewer(films, Likeness(liked, films))


def unasked(_: IntArray) -> Distribution:
    raise AssertionError("predicted stars are not looked at")


def somebody(
    *seen: int, watched: Sequence[int] = (), hidden: Sequence[int] = (), stars: float = 4
) -> Viewer:
    """Return who rated some films, saw others, and hid others."""
    return Viewer(
        rows(*((0, movie, stars, 0) for movie in seen)),
        unasked,
        watched=rows(*((0, movie, float("nan"), 0) for movie in watched)),
        hidden=np.array(hidden, dtype=np.int32),
    )


def films(*movies: int) -> IntArray:
    return np.array(movies, dtype=np.int32)


@pytest.fixture
def by_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let films count that are like those told of as all others do."""
    monkeypatch.setattr(interview, "KNOWN", 0)


def test_the_first_question_is_about_the_most_rated_film() -> None:
    assert groups(100, 300, 500, 200).next_question(somebody(), films()) == 2


def test_after_a_film_seen_comes_one_that_the_same_people_liked() -> None:
    asking = groups(600, 600, 300, 300)

    assert asking.next_question(somebody(CRIME), films(CRIME, ROMANCE)) == CRIME_TOO
    assert asking.next_question(somebody(ROMANCE), films(CRIME, ROMANCE)) == ROMANCE_TOO


def test_after_a_film_not_seen_comes_one_that_others_liked() -> None:
    asking = groups(600, 300, 310, 200)

    assert asking.next_question(somebody(), films(CRIME)) == ROMANCE


@pytest.mark.usefixtures("by_chance")
@pytest.mark.parametrize("seen", [somebody(CRIME), somebody(watched=[CRIME])])
def test_a_film_seen_counts_with_stars_and_without(seen: Viewer) -> None:
    asking = groups(600, 400, 300, 305)
    viewer = replace(seen, hidden=films(ROMANCE))

    assert asking.next_question(replace(somebody(), hidden=films(CRIME, ROMANCE)), films()) == 3
    assert asking.next_question(viewer, films()) == CRIME_TOO


def test_of_films_as_probably_seen_the_one_unlike_those_told_of_is_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(interview, "NOISE", 1e9)  # no answer says anything of another film
    asking = groups(600, 300, 310, 200)

    assert asking.next_question(somebody(hidden=[CRIME]), films()) == CRIME_TOO
    assert asking.next_question(somebody(CRIME), films(CRIME)) == ROMANCE
    assert asking.next_question(somebody(), films(CRIME)) == ROMANCE


@pytest.mark.usefixtures("by_chance")
def test_a_hidden_film_is_not_taken_for_one_not_seen() -> None:
    asking = groups(600, 300, 310, 200)

    assert asking.next_question(somebody(), films(CRIME)) == ROMANCE
    assert asking.next_question(somebody(hidden=[CRIME]), films(CRIME)) == CRIME_TOO


@pytest.mark.usefixtures("by_chance")
def test_a_film_rated_after_all_is_no_longer_taken_for_one_not_seen() -> None:
    asking = groups(600, 300, 310, 200)

    assert asking.next_question(somebody(), films(CRIME)) == ROMANCE
    assert asking.next_question(somebody(CRIME), films(CRIME)) == CRIME_TOO


@pytest.mark.parametrize("seed", range(5))
def test_every_film_is_asked_about_once_and_of_twins_the_most_rated(seed: int) -> None:
    random = np.random.default_rng(seed)
    names = [f"Film {row // 2} (1990)" if row < 6 else f"Film {row} (1990)" for row in range(20)]
    counts = random.permutation(20) * 10
    asking = groups(*counts.tolist(), titles=names)
    asked: list[int] = []
    seen: list[int] = []

    while (movie := asking.next_question(somebody(*seen), films(*asked))) is not None:
        asked.append(movie)
        if random.random() < 0.4:
            seen.append(movie)

    most = {max(pair, key=lambda row: counts[row]) for pair in ((0, 1), (2, 3), (4, 5))}
    assert sorted(asked) == sorted(most | set(range(6, 20)))


@pytest.mark.parametrize(
    ("viewer", "asked"),
    [
        (somebody(0), films()),
        (somebody(watched=[0]), films()),
        (somebody(hidden=[0]), films()),
        (somebody(), films(0)),
    ],
    ids=["rated", "watched", "hidden", "asked"],
)
def test_neither_a_film_that_is_known_nor_its_twin_is_asked_about(
    viewer: Viewer, asked: IntArray
) -> None:
    asking = groups(900, 800, 100, titles=["One (1990)", "One (1990)", "Two (1990)"])

    assert asking.next_question(viewer, asked) == 2


def test_of_films_that_they_have_hardly_seen_the_more_rated_is_next() -> None:
    asking = groups(990, 1, 985, 1, 10, 1, 20, 1)

    assert asking.next_question(somebody(hidden=[1, 3, 5, 7]), films(0, 2)) == 6


def test_when_no_film_is_left_there_is_no_question() -> None:
    assert groups(300, 200).next_question(somebody(0), films(0, 1)) is None


def test_a_film_that_nobody_rated_is_asked_about_last() -> None:
    asking = groups(0, 5, 0, 9)

    assert asking.next_question(somebody(), films(3, 1)) in (0, 2)


def test_stars_do_not_change_the_question() -> None:
    asking = groups(600, 300, 310, 299, 298)

    loved, hated = (
        asking.next_question(somebody(0, stars=stars), films(0)) for stars in (5.0, 1.0)
    )

    assert loved == hated


def test_a_question_is_about_one_of_the_most_rated_films(monkeypatch: pytest.MonkeyPatch) -> None:
    asking = groups(600, 400, 300, 310)

    assert asking.next_question(somebody(CRIME), films(CRIME, ROMANCE)) == CRIME_TOO
    monkeypatch.setattr(interview, "CANDIDATES", 1)
    assert asking.next_question(somebody(CRIME), films(CRIME, ROMANCE)) == ROMANCE_TOO


@pytest.mark.usefixtures("by_chance")
def test_of_a_long_history_the_most_rated_films_count(monkeypatch: pytest.MonkeyPatch) -> None:
    asking = groups(600, 295, 300, 5, 1, 5, 1, 5)
    history = somebody(CRIME, 3, 5, 7)

    assert asking.next_question(history, films()) == ROMANCE
    monkeypatch.setattr(interview, "TOLD", 1)
    assert asking.next_question(history, films()) == CRIME_TOO


def test_of_many_films_not_seen_the_last_ones_count(monkeypatch: pytest.MonkeyPatch) -> None:
    asking = groups(600, 580, 310, 300)

    assert asking.next_question(somebody(), films(CRIME, ROMANCE)) == CRIME_TOO
    monkeypatch.setattr(interview, "TOLD", 1)
    assert asking.next_question(somebody(), films(ROMANCE, CRIME)) == ROMANCE_TOO


class Backwards:
    """A likeness that is no kernel: a film is unlike itself."""

    def between(self, some: IntArray, others: IntArray) -> np.ndarray:
        alike = np.tile(np.array([-9.0, -1.0, 1.0]), (len(some), 1))
        return alike[:, others]


@pytest.mark.usefixtures("by_chance")
def test_likeness_that_is_no_kernel_turns_no_answer_round() -> None:
    asking = Interviewer(catalogue(500, 301, 300), Backwards())  # type: ignore[arg-type]

    assert asking.next_question(somebody(0), films()) == 2


def test_a_film_that_some_rated_twice_is_no_obstacle() -> None:
    asking = groups(PEOPLE + 5, 300, 200)

    assert asking.next_question(somebody(), films()) == 0
    assert asking.next_question(somebody(), films(0)) == 1
    assert asking.next_question(somebody(0), films(0)) in (1, 2)


def stored(folder: Path, kind: str) -> Bundle:
    data = checkerboard()
    trainer = new_trainer(data, replace(CONFIGS[kind], epochs=2), torch.device("cpu"))
    for _ in trainer.epochs():
        pass
    save_bundle(
        folder,
        replace(CARD, kind=kind, users=USERS, movies=MOVIES),
        finished_weights(kind, trainer, data),
        fit_relevance(data.ratings, USERS, MOVIES),
        data.catalogue,
        history_of(data.ratings, USERS),
    )
    return load_bundle(folder)


@pytest.mark.parametrize("kind", FOLDING_SCORERS)
def test_a_model_of_every_kind_that_learns_somebody_new_can_ask(kind: str, tmp_path: Path) -> None:
    bundle = stored(tmp_path / "model", kind)
    asking = Interviewer.of(bundle)
    asked: list[int] = []
    rated: Ratings = rows()

    for answer in range(8):
        movie = asking.next_question(new_viewer(bundle, rated), films(*asked))
        assert movie is not None
        asked.append(movie)
        rated = rows(*((0, seen, 4.0, 0) for seen in asked[: answer // 2]))

    assert len(set(asked)) == 8
    assert asked[0] == int(np.argmax(bundle.catalogue.counts))


def test_a_model_whose_relevance_is_damaged_cannot_ask(tmp_path: Path) -> None:
    bundle = stored(tmp_path / "model", "dnn")
    (bundle.folder / RELEVANCE).write_bytes(b"This was never a model.")

    with pytest.raises(DataError):
        Interviewer.of(bundle)


def test_of_ml_100k_the_first_questions_are_well_known_films(
    real_100k: Path,
) -> None:
    prepared = workflow.prepared_data(str(real_100k))
    known = prepared.catalogue
    arrays = fit_relevance(prepared.ratings, known.users, known.movies)
    asking = Interviewer(known, Likeness(arrays["liked"], known))
    asked: list[int] = []

    for _ in range(10):
        movie = asking.next_question(somebody(*asked[::2]), films(*asked))
        assert movie is not None
        asked.append(movie)

    least = np.sort(known.counts)[-150]
    assert len(set(asked)) == 10
    assert known.counts[asked].min() >= least
