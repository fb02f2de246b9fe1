"""The verbs that answer somebody, on a tiny made-up data set and a model trained on it."""

from __future__ import annotations

import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from shop import assert_two_lines
from trained import FILMS, RATINGS, TWIN, TWIN_TOO, USERS, copied

from movierec import ask, workflow
from movierec.answers.recommend import Recommendations
from movierec.errors import DataError, MovierecError, NotReadyError, UnknownError, UsageError
from movierec.ranking.popularity import SUPPORT
from movierec.ranking.wanted import Steering, Wanted
from movierec.store.bundle import HISTORY, RELEVANCE, Bundle, load_bundle


@pytest.fixture(autouse=True)
def folder(tiny_model: Path, home: Path) -> Path:
    return copied(tiny_model, home)


@pytest.fixture
def bundle(folder: Path) -> Bundle:
    return load_bundle(folder)


def listed(lists: Recommendations) -> list[int]:
    return [film.expected.film.movie_id for film in lists.recommendations]


def steered(**options: object) -> Steering:
    return Steering(wanted=Wanted(**options))  # type: ignore[arg-type]


def movie_ids(bundle: Bundle, held: np.ndarray) -> set[int]:
    """Return the ids of the films that a mask holds."""
    return {*bundle.catalogue.movie_ids[held].tolist()}


def unseen(bundle: Bundle, user_id: int) -> set[int]:
    """Return the ids of the films that may be recommended to a user: of twins the most rated."""
    catalogue = bundle.catalogue
    rated = bundle.rated_by(bundle.user(user_id)).movie
    most = max((TWIN - 1, TWIN_TOO - 1), key=lambda movie: int(catalogue.counts[movie]))
    held = ~np.isin(catalogue.twins, catalogue.twins[rated])
    held[[TWIN - 1, TWIN_TOO - 1]] &= np.arange(FILMS)[[TWIN - 1, TWIN_TOO - 1]] == most
    return movie_ids(bundle, held)


def test_every_film_that_a_user_has_not_rated_is_recommended_and_no_other(bundle: Bundle) -> None:
    for user_id in USERS:
        found = listed(ask.recommend(user_id, top=FILMS))

        assert {*found} == unseen(bundle, user_id)
        assert len(found) == len({*found})


def test_what_a_user_rated_stands_beside_it(bundle: Bundle) -> None:
    lists = ask.recommend(7, top=FILMS)

    rated = bundle.rated_by(bundle.user(7))
    assert {film.film.movie_id for film in lists.rated} == {
        *bundle.catalogue.movie_ids[rated.movie].tolist()
    }
    assert len(lists.rated) == lists.limits.own == len(rated)


def test_a_list_tells_whose_ratings_it_rests_on(bundle: Bundle) -> None:
    assert ask.recommend(7).origin == bundle.card.origin


def test_the_best_rated_films_stand_first() -> None:
    ratings = [film.rating for film in ask.recommend(7, top=FILMS).rated]

    assert ratings == sorted(ratings, reverse=True)


@pytest.mark.parametrize("top", [1, 3, 10])
def test_lists_are_as_long_as_asked_for(top: int) -> None:
    lists = ask.recommend(7, top=top)

    assert (len(lists.rated), len(lists.recommendations)) == (top, top)
    assert lists.remarks == ()


def test_a_shorter_list_is_the_beginning_of_a_longer_one() -> None:
    assert listed(ask.recommend(7, top=5)) == listed(ask.recommend(7, top=FILMS))[:5]


def test_the_most_relevant_films_stand_first() -> None:
    relevance = [film.relevance for film in ask.recommend(7, top=FILMS).recommendations]

    assert relevance == sorted(relevance, reverse=True)


def test_by_rating_the_films_with_the_most_predicted_stars_stand_first() -> None:
    lists = ask.recommend(7, top=FILMS, steering=Steering(by="rating"))

    stars = [film.expected.predicted for film in lists.recommendations]
    assert lists.by == "rating"
    assert stars == sorted(stars, reverse=True)


def test_the_order_changes_no_film_of_the_whole_list() -> None:
    by_relevance = ask.recommend(7, top=FILMS)
    by_rating = ask.recommend(7, top=FILMS, steering=Steering(by="rating"))

    assert {*listed(by_relevance)} == {*listed(by_rating)}
    assert listed(by_relevance) != listed(by_rating)


def test_a_film_is_recommended_for_films_that_the_user_rated(bundle: Bundle) -> None:
    rated = bundle.rated_by(bundle.user(7))
    given = dict(
        zip(bundle.catalogue.movie_ids[rated.movie].tolist(), rated.rating.tolist(), strict=True)
    )

    reasons = [film.because for film in ask.recommend(7, top=FILMS).recommendations]

    assert any(reasons)
    for because in reasons:
        assert len(because) <= 3
        assert all(reason.adds > 0 for reason in because)
        assert all(given[reason.film.movie_id] == reason.rating for reason in because)


def test_a_list_tells_how_far_it_reaches(bundle: Bundle) -> None:
    limits = ask.recommend(7, top=5).limits

    assert (limits.ratings, limits.until, limits.listed) == (RATINGS, bundle.card.rated_until, 5)
    assert limits.until.startswith("199")


@pytest.mark.parametrize("genre", ["Comedy", "Drama", "Sci-Fi"])
def test_a_filter_acts_before_the_list_is_cut(genre: str, bundle: Bundle) -> None:
    catalogue = bundle.catalogue
    of_genre = movie_ids(bundle, catalogue.genre_flags[:, catalogue.genres.index(genre)] != 0)
    whole = [movie_id for movie_id in listed(ask.recommend(7, top=FILMS)) if movie_id in of_genre]

    assert listed(ask.recommend(7, top=2, steering=steered(genres=(genre,)))) == whole[:2]


def test_an_unwanted_genre_is_left_out() -> None:
    lists = ask.recommend(7, top=FILMS, steering=steered(not_genres=("comedy",)))

    assert lists.recommendations
    assert all("Comedy" not in film.expected.film.genres for film in lists.recommendations)


def test_years_and_decades_are_kept_to() -> None:
    by_year = ask.recommend(7, top=FILMS, steering=steered(year="1950-1969"))
    by_decade = ask.recommend(7, top=FILMS, steering=steered(decade="50s"))

    years = [film.expected.film.year or 0 for film in by_year.recommendations]
    assert years
    assert all(1950 <= year <= 1969 for year in years)
    assert {*listed(by_decade)} == {
        movie_id for movie_id, year in zip(listed(by_year), years, strict=True) if year < 1960
    }


def test_films_with_few_ratings_can_be_left_out(bundle: Bundle) -> None:
    least = int(np.median(bundle.catalogue.counts))

    found = listed(ask.recommend(7, top=FILMS, steering=steered(min_ratings=least)))

    enough = movie_ids(bundle, bundle.catalogue.counts >= least)
    assert {*found} == unseen(bundle, 7) & enough


def test_rated_films_can_be_included() -> None:
    found = ask.recommend(7, top=FILMS, steering=steered(include_seen=True))

    assert len(found.recommendations) == FILMS - 1  # of twins one
    assert sum(film.expected.rated is not None for film in found.recommendations) >= (
        found.limits.own - 1
    )


def test_only_the_films_of_a_file_are_listed(tmp_path: Path) -> None:
    wanted = listed(ask.recommend(7, top=FILMS))[3:6]
    file = tmp_path / "in.txt"
    file.write_text("".join(f"{movie_id}\n" for movie_id in wanted), encoding="utf-8")

    lists = ask.recommend(7, top=3, steering=steered(from_list=str(file)))

    assert listed(lists) == wanted
    assert lists.remarks == ()


def test_the_films_of_a_file_can_be_left_out(tmp_path: Path) -> None:
    whole = ask.recommend(7, top=FILMS)
    file = tmp_path / "out.csv"
    names = "".join(f"{film.expected.film.title}\n" for film in whole.recommendations[:2])
    file.write_text(f"title\n{names}", encoding="utf-8")

    lists = ask.recommend(7, top=2, steering=steered(not_in=str(file)))

    assert listed(lists) == listed(whole)[2:4]


def test_lines_that_name_no_film_are_told(tmp_path: Path) -> None:
    file = tmp_path / "in.txt"
    title = ask.recommend(7, top=1).recommendations[0].expected.film.title
    file.write_text(f"{title}\nNever Made\n", encoding="utf-8")

    (said,) = ask.recommend(7, top=1, steering=steered(from_list=str(file))).remarks

    assert said.startswith("1 of 2 lines of ")
    assert "Never Made" in said


def test_a_short_list_says_who_took_how_many(tmp_path: Path) -> None:
    file = tmp_path / "in.txt"
    file.write_text(f"{listed(ask.recommend(7, top=1))[0]}\n", encoding="utf-8")

    (said,) = ask.recommend(7, top=5, steering=steered(from_list=str(file))).remarks

    assert said == f"Only 1 film is left: --from took {FILMS - 1}."


def test_no_film_left_is_an_error_that_names_who_took_how_many() -> None:
    with pytest.raises(UsageError) as caught:
        ask.recommend(7, steering=steered(min_ratings=61))

    assert_two_lines(caught.value, 2)
    assert f"--min-ratings 61 took {FILMS}" in caught.value.what
    assert caught.value.hint.startswith("Leave --min-ratings 61 out:")


@pytest.mark.parametrize(
    "steering",
    [
        Steering(by="magic"),
        Steering(popularity="gem"),
        Steering(popularity="6"),
        Steering(variety=1.5),
        steered(genres=("Comdy",)),
        steered(genres=("Comedy",), not_genres=("comedy",)),
        steered(year="199x"),
        steered(decade="7s"),
        steered(year="1950-1959", decade="80s"),
        steered(from_list="/nowhere/in.txt"),
    ],
    ids=[
        "by",
        "popularity",
        "popularity beyond",
        "variety",
        "genre",
        "genre and not genre",
        "year",
        "decade",
        "year and decade",
        "no such file",
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(steering: Steering) -> None:
    with pytest.raises(UsageError) as caught:
        ask.recommend(7, steering=steering)

    assert_two_lines(caught.value, 2)


def test_towards_hits_films_are_better_known_than_towards_gems() -> None:
    def ratings(dial: str) -> float:
        lists = [ask.recommend(u, top=3, steering=Steering(popularity=dial)) for u in USERS[:20]]
        return float(
            np.mean([film.expected.ratings for one in lists for film in one.recommendations])
        )

    assert ratings("hits") > ratings("any")
    # Both ask for some ratings, which few films of a small data set have.
    assert ratings("0.1") > ratings("gems")


@pytest.mark.parametrize(("typed", "dial"), [("any", 0.0), ("hits", -1.0), ("0.5", 0.5)])
def test_a_list_tells_where_the_dial_stood(typed: str, dial: float) -> None:
    assert ask.recommend(7, steering=Steering(popularity=typed)).popularity == dial


def test_towards_gems_every_film_has_some_ratings() -> None:
    lists = ask.recommend(7, top=FILMS, steering=Steering(popularity="gems"))

    assert min(film.expected.ratings for film in lists.recommendations) >= SUPPORT
    assert "--popularity, which asks for" in lists.remarks[0]


@pytest.mark.parametrize("variety", [0.3, 1.0])
def test_a_varied_list_is_full_begins_with_the_best_and_says_its_cost(variety: float) -> None:
    plain = ask.recommend(7, top=5)

    lists = ask.recommend(7, top=5, steering=Steering(variety=variety))

    assert listed(lists)[0] == listed(plain)[0]
    assert len({*listed(lists)}) == 5
    assert lists.given_up is not None
    assert 0 <= lists.given_up <= 1
    assert plain.given_up is None


def test_the_whole_sum_is_the_relevance_of_every_film(bundle: Bundle) -> None:
    for movie_id in bundle.catalogue.movie_ids.tolist():
        found = ask.why(7, str(movie_id))

        parts = found.appeal + sum(reason.adds for reason in found.contributions)
        assert parts == pytest.approx(found.relevance, abs=1e-5)


def test_the_sum_is_the_relevance_that_the_list_shows() -> None:
    for film in ask.recommend(7, top=FILMS).recommendations:
        found = ask.why(7, str(film.expected.film.movie_id))

        assert found.relevance == pytest.approx(film.relevance, abs=1e-6)
        assert found.expected.predicted == pytest.approx(film.expected.predicted, abs=1e-5)


def test_the_place_of_a_film_is_its_rank_in_the_whole_list() -> None:
    ranks = listed(ask.recommend(7, top=FILMS))

    found = [ask.why(7, str(movie_id)) for movie_id in ranks]

    assert [one.place for one in found] == list(range(1, len(ranks) + 1))
    assert {one.places for one in found} == {len(ranks)}


def test_every_rating_of_the_user_has_its_part(bundle: Bundle) -> None:
    rated = bundle.rated_by(bundle.user(7)).movie

    found = ask.why(7, "1")

    named = sorted(reason.film.movie_id for reason in found.contributions)
    assert named == sorted(bundle.catalogue.movie_ids[rated].tolist())


def test_a_rated_film_has_no_place_and_tells_its_rating() -> None:
    best = ask.recommend(7, top=1).rated[0]

    found = ask.why(7, best.film.title)

    assert found.place is None
    assert found.expected.rated == best.rating


def test_a_film_can_be_asked_for_by_title_or_by_id() -> None:
    assert ask.why(7, "film number 3").expected.film == ask.why(7, "3").expected.film


def test_films_are_listed_the_most_alike_first() -> None:
    found = [film.likeness for film in ask.similar("Film Number 3").films]

    assert len(found) == 10
    assert found == sorted(found, reverse=True)
    assert found[0] <= 1


def test_no_film_is_like_itself_or_its_twin(bundle: Bundle) -> None:
    for movie_id in bundle.catalogue.movie_ids.tolist():
        found = [film.film.movie_id for film in ask.similar(str(movie_id), top=FILMS).films]

        if movie_id in (TWIN, TWIN_TOO):
            assert len(found) == FILMS - 2
            assert not {TWIN, TWIN_TOO} & {*found}
        else:  # itself and one of the twins are missing
            assert len(found) == FILMS - 2
            assert movie_id not in found


def test_likers_are_those_who_gave_four_stars_or_more(bundle: Bundle) -> None:
    ratings = [bundle.rated_by(bundle.user(user_id)) for user_id in USERS]
    liked = {
        movie_id: {u for u, own in enumerate(ratings) if (own.rating[own.movie == row] >= 4).any()}
        for row, movie_id in enumerate(bundle.catalogue.movie_ids.tolist())
    }

    found = ask.similar("Film Number 3", top=FILMS)

    for film in found.films:
        other = liked[film.film.movie_id]
        assert (film.likers, film.shared) == (len(other), len(other & liked[3]))


def test_similar_films_are_filtered_before_the_list_is_cut() -> None:
    whole = [film for film in ask.similar("3", top=FILMS).films if "Comedy" in film.film.genres]

    found = ask.similar("3", top=2, wanted=Wanted(genres=("comedy",))).films

    assert [film.film for film in found] == [film.film for film in whole[:2]]


def test_too_few_similar_films_are_told() -> None:
    found = ask.similar("3", top=FILMS, wanted=Wanted(decade="50s"))

    assert found.remarks[0].startswith(
        f"Only {len(found.films)} films are left: --decade 1950s took"
    )


def test_similar_films_need_nobody_s_ratings(folder: Path) -> None:
    whole = ask.similar("Film Number 3")
    (folder / HISTORY).unlink()

    found = ask.similar("Film Number 3")

    assert {(film.likers, film.shared) for film in found.films} == {(None, None)}
    assert [film.film for film in found.films] == [film.film for film in whole.films]


def test_a_prediction_is_the_one_that_the_list_shows() -> None:
    first = ask.recommend(7, top=1).recommendations[0].expected

    (prediction,) = ask.predict(7, [first.film.title]).predictions

    assert prediction.predicted == pytest.approx(first.predicted, abs=1e-5)
    assert prediction.rated is None


def test_a_prediction_is_as_sure_as_the_list_shows() -> None:
    first = ask.recommend(7, top=1).recommendations[0].expected

    (prediction,) = ask.predict(7, [first.film.title]).predictions

    assert prediction.low <= prediction.predicted <= prediction.high
    assert prediction.sd == pytest.approx(first.sd, abs=1e-5)
    assert prediction.p_like == pytest.approx(first.p_like, abs=1e-5)
    assert 0 <= prediction.p_like <= 1


def test_search_looks_in_the_model() -> None:
    assert ask.search("film nmber 7")[0].film.title == "Film Number 7"


NAMING: dict[str, Callable[[str], object]] = {
    "why": lambda title: ask.why(7, title),
    "similar": lambda title: ask.similar(title),
    "predict": lambda title: ask.predict(7, [title]),
}


@pytest.mark.parametrize("verb", NAMING.values(), ids=NAMING)
def test_a_title_that_no_film_has_is_unknown(verb: Callable[[str], object]) -> None:
    with pytest.raises(UnknownError, match="no film called 'Film Nmber 7'") as caught:
        verb("Film Nmber 7")

    assert caught.value.hint.startswith("Did you mean Film Number 7")


@pytest.mark.parametrize("verb", NAMING.values(), ids=NAMING)
def test_an_empty_title_is_a_usage_error(verb: Callable[[str], object]) -> None:
    with pytest.raises(UsageError) as caught:
        verb("  ")

    assert_two_lines(caught.value, 2)


ABOUT_SOMEBODY: dict[str, Callable[[int], object]] = {
    "recommend": lambda user_id: ask.recommend(user_id),
    "why": lambda user_id: ask.why(user_id, "3"),
    "predict": lambda user_id: ask.predict(user_id, ["3"]),
}


@pytest.mark.parametrize("verb", ABOUT_SOMEBODY.values(), ids=ABOUT_SOMEBODY)
def test_a_user_whom_the_model_does_not_know_is_said_so(verb: Callable[[int], object]) -> None:
    with pytest.raises(UnknownError, match="no user 61") as caught:
        verb(61)

    assert "from 1 to 60" in caught.value.hint


@pytest.mark.parametrize("verb", ABOUT_SOMEBODY.values(), ids=ABOUT_SOMEBODY)
def test_a_model_given_away_without_histories_says_how_to_get_them(
    folder: Path, verb: Callable[[int], object]
) -> None:
    (folder / HISTORY).unlink()

    with pytest.raises(NotReadyError, match="without its users' ratings") as caught:
        verb(7)

    assert "movierec train" in caught.value.hint


RANKING: dict[str, Callable[[], object]] = {
    "recommend": lambda: ask.recommend(7),
    "why": lambda: ask.why(7, "3"),
    "similar": lambda: ask.similar("3"),
}


def cut_short(content: bytes) -> bytes:
    return content[: len(content) // 2]


def emptied(_: bytes) -> bytes:
    return b""


def other_text(_: bytes) -> bytes:
    return b"This was never a model.\n" * 20


def without_arrays(_: bytes) -> bytes:
    return struct.pack("<Q", 2) + b"{}"


def renamed(content: bytes) -> bytes:
    return content.replace(b"appeal", b"appeel").replace(b"liked", b"toste")


@pytest.mark.parametrize("verb", RANKING.values(), ids=RANKING)
@pytest.mark.parametrize("damage", [cut_short, emptied, other_text, without_arrays, renamed])
def test_damaged_relevance_is_two_lines_and_found_by_verifying(
    folder: Path, damage: Callable[[bytes], bytes], verb: Callable[[], object]
) -> None:
    path = folder / RELEVANCE
    path.write_bytes(damage(path.read_bytes()))

    with pytest.raises(DataError) as caught:
        verb()

    assert_damaged(caught.value)
    assert any(RELEVANCE in problem for problem in workflow.verify_model(None))


@pytest.mark.parametrize("verb", RANKING.values(), ids=RANKING)
def test_missing_relevance_is_two_lines_and_found_by_verifying(
    folder: Path, verb: Callable[[], object]
) -> None:
    (folder / RELEVANCE).unlink()

    with pytest.raises(DataError, match=f"{RELEVANCE} is missing") as caught:
        verb()

    assert_damaged(caught.value)
    assert workflow.verify_model(None) == (f"{RELEVANCE} is missing.",)


def assert_damaged(error: MovierecError) -> None:
    assert error.exit_code == 5
    assert "\n" not in error.what + error.hint
    assert "movierec train" in error.hint or "movierec models rm" in error.hint


def test_predictions_need_no_relevance(folder: Path) -> None:
    before = ask.predict(7, ["3"])
    (folder / RELEVANCE).unlink()

    assert ask.predict(7, ["3"]) == before


def test_without_a_model_training_is_proposed(folder: Path) -> None:
    shutil.rmtree(folder)

    with pytest.raises(NotReadyError) as caught:
        ask.recommend(7)

    assert caught.value.hint == "movierec train --epochs 20"


def test_a_model_can_be_named(folder: Path) -> None:
    shutil.copytree(folder, folder.parent / "other")

    assert ask.recommend(7, model="other").recommendations == ask.recommend(7).recommendations
    with pytest.raises(UnknownError, match="othr"):
        ask.recommend(7, model="othr")
