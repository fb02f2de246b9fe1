"""An import from end to end: all of the files or nothing, told film by film, and remembered."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from exports import (
    imdb_ratings,
    letterboxd_csv,
    letterboxd_zip,
    movielens_csv,
    plain_csv,
    trakt_film,
    trakt_ratings,
    trakt_zip,
)
from shop import assert_two_lines
from trained import NAME, TWIN, copied, files_in, numbered

from movierec import ask
from movierec.answers.profile import Changes, ImportReport, Said
from movierec.errors import DataError, MovierecError, NotReadyError, UnknownError, UsageError
from movierec.mine import bring, say
from movierec.mine.profiles import load
from movierec.people.unmatched import FILE

DAY, LATER = "2021-03-04", "2022-03-04"
NOTHING = Changes(
    ratings_new=0,
    ratings_changed=0,
    ratings_same=0,
    older=0,
    seen_new=0,
    watchlist_new=0,
    watchlist_gone=0,
    lists_new=(),
)


@pytest.fixture(autouse=True)
def model(tiny_model: Path, home: Path) -> Path:
    return copied(tiny_model, home)


@pytest.fixture
def profiles(home: Path) -> Path:
    return home / "data" / "profiles"


def named(movie_id: int) -> tuple[str, int]:
    film = numbered(movie_id)
    assert film.year is not None
    return film.title, film.year


def dated(*movie_ids: int) -> list[tuple[str, str, int]]:
    return [(DAY, *named(movie_id)) for movie_id in movie_ids]


EXPORT = letterboxd_zip(
    ratings=[(*film, stars) for film, stars in zip(dated(1, 2, 3), (5, 4.5, 0.5), strict=True)],
    watched=dated(1, 2, 3, 4),
    watchlist=[*dated(5), (DAY, "Never Made", 1990), (DAY, "Made Later", 2020)],
    lists={"Noir": [named(6), named(1)]},
)


def file(folder: Path, content: bytes, name: str = "export.zip") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def rows(folder: Path, *lines: tuple[object, ...], header: str = "title,year,rating") -> Path:
    return file(folder, plain_csv(lines, header.split(",")), "films.csv")  # type: ignore[arg-type]


def brought(folder: Path, *contents: bytes, **options: object) -> ImportReport:
    paths = [file(folder, content, f"{place}.x") for place, content in enumerate(contents)]
    return bring.import_files(paths, **options)  # type: ignore[arg-type]


def test_a_report_tells_what_came_and_what_was_matched(tmp_path: Path) -> None:
    found = bring.import_files([file(tmp_path, EXPORT)])

    assert (found.profile, found.model, found.dry_run) == ("me", NAME, False)
    assert [(one.name, one.kind, one.films) for one in found.files] == [
        ("export.zip", "Letterboxd export", 8)
    ]
    assert found.changes == (
        replace(NOTHING, ratings_new=3, seen_new=1, watchlist_new=3, lists_new=("Noir",)),
    )
    assert (found.films, found.matched, found.left_out) == (8, {"title and year": 6}, 0)
    assert [(one.title, one.cause) for one in found.unmatched] == [
        ("Never Made", "not found"),
        ("Made Later", "newer than the data"),
    ]
    assert found.inexact == ()


def test_every_film_is_matched_or_left_out_or_unmatched(tmp_path: Path) -> None:
    found = bring.import_files([file(tmp_path, EXPORT)])

    told = sum(found.matched.values()) + found.left_out + len(found.unmatched)
    assert told == found.films


def test_what_was_brought_answers_at_once(tmp_path: Path) -> None:
    bring.import_files([file(tmp_path, EXPORT)])

    found = ask.recommend(top=40)

    assert [one.film.movie_id for one in found.rated] == [1, 2, 3]
    assert not {1, 2, 3, 4} & {one.expected.film.movie_id for one in found.recommendations}


def test_the_profile_is_made_under_the_name_given(tmp_path: Path, profiles: Path) -> None:
    found = bring.import_files([file(tmp_path, EXPORT)], profile="anna")

    assert found.profile == "anna"
    assert (profiles / "anna" / "profile.json").is_file()


@pytest.mark.parametrize("kept", [False, True], ids=["no profile", "a profile"])
def test_a_dry_run_reports_the_same_and_writes_nothing(
    tmp_path: Path, home: Path, kept: bool
) -> None:
    if kept:
        brought(tmp_path, plain_csv([("Film Number 1", 2), ("Never Made", 3)]))
    before = files_in(home)

    dry = bring.import_files([file(tmp_path, EXPORT)], dry_run=True)

    assert files_in(home) == before
    assert (dry.dry_run, dry.unmatched_file) == (True, None)
    wet = bring.import_files([file(tmp_path, EXPORT)])
    assert replace(dry, dry_run=False, unmatched_file=wet.unmatched_file) == wet


def test_the_same_files_again_change_nothing(tmp_path: Path, home: Path) -> None:
    first = bring.import_files([file(tmp_path, EXPORT)])
    before = files_in(home)

    second = bring.import_files([file(tmp_path, EXPORT)])

    assert files_in(home) == before
    assert second.changes == (replace(NOTHING, ratings_same=3),)
    assert (second.films, second.matched) == (first.films, first.matched)
    assert second.unmatched == first.unmatched


def test_a_newer_file_updates_and_takes_no_rating_away(tmp_path: Path) -> None:
    bring.import_files([file(tmp_path, EXPORT)])
    newer = letterboxd_zip(
        ratings=[(LATER, *named(1), 2), (LATER, *named(7), 3)],
        watchlist=dated(8),
    )

    found = bring.import_files([file(tmp_path, newer)])

    assert found.changes == (
        replace(NOTHING, ratings_new=1, ratings_changed=1, watchlist_new=1, watchlist_gone=3),
    )
    stars = {entry.film.title: entry.rated.stars for entry in load().entries if entry.rated}
    assert stars == {
        "Film Number 1": 2,
        "Film Number 2": 4.5,
        "Film Number 3": 0.5,
        "Film Number 7": 3,
    }


@pytest.mark.parametrize(
    ("take_back", "mark"),
    [
        (say.unrate, "rated"),
        (lambda title: say.see(title, undo=True), "seen"),
        (lambda title: say.want(title, undo=True), "watchlist"),
    ],
)
def test_what_was_taken_back_stays_so_when_the_file_comes_again(
    tmp_path: Path, take_back: Callable[[str], Said], mark: str
) -> None:
    export = letterboxd_zip(
        ratings=[(*film, 4) for film in dated(1)], watched=dated(1), watchlist=dated(1)
    )
    bring.import_files([file(tmp_path, export)])
    take_back("Film Number 1")

    bring.import_files([file(tmp_path, export)])

    (entry,) = load().entries
    said = {name for name in ("rated", "seen", "watchlist") if getattr(entry, name) is not None}
    assert said == {"rated", "seen", "watchlist"} - {mark}


def test_several_files_are_told_one_by_one_and_films_of_both_once(tmp_path: Path) -> None:
    found = brought(
        tmp_path,
        letterboxd_csv("ratings", [(*film, 4) for film in dated(1, 2)]),
        trakt_zip(ratings=[(trakt_film(*named(2)), 10, f"{LATER}T10:00:00.000Z")]),
        imdb_ratings([("tt0000003", 6, DAY, named(3)[0], "Movie", named(3)[1])]),
        movielens_csv([(4, "0000004", "1004", 3.5, f"{named(4)[0]} ({named(4)[1]})")]),
    )

    assert [one.kind for one in found.files] == [
        "Letterboxd ratings",
        "Trakt export",
        "IMDb ratings",
        "MovieLens ratings",
    ]
    assert [one.ratings_new for one in found.changes] == [2, 0, 1, 1]
    assert found.changes[1].ratings_changed == 1
    assert found.films == sum(found.matched.values()) == 4


DAMAGED = plain_csv([("Film Number 1", 99)])


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (DAMAGED, DataError),
        (b"", DataError),
        (b"PK\x03\x04 and no more", DataError),
        (b"Nothing,That\nanybody,reads\n", UsageError),
        (None, UsageError),
    ],
    ids=["rating", "empty", "zip", "other table", "missing"],
)
def test_any_file_that_cannot_be_read_leaves_everything_as_it_was(
    tmp_path: Path, home: Path, content: bytes | None, kind: type[MovierecError]
) -> None:
    brought(tmp_path, plain_csv([("Film Number 9", 2), ("Never Made", 3)]))
    before = files_in(home)
    good, bad = file(tmp_path, EXPORT), tmp_path / "bad"
    if content is not None:
        bad.write_bytes(content)

    for paths in ([good, bad], [bad, good]):
        with pytest.raises(kind) as caught:
            bring.import_files(paths)
        assert_two_lines(caught.value, kind.exit_code)

    assert files_in(home) == before


def test_a_first_import_that_fails_makes_no_profile(tmp_path: Path, profiles: Path) -> None:
    with pytest.raises(DataError):
        brought(tmp_path, EXPORT, DAMAGED)

    assert not profiles.exists()


def test_standard_input_is_read_once(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = io.TextIOWrapper(io.BytesIO(plain_csv([("Film Number 1", 4)])))
    monkeypatch.setattr(sys, "stdin", typed)
    before = files_in(home)

    with pytest.raises(UsageError) as caught:
        bring.import_files([Path("-"), Path("-")])

    assert_two_lines(caught.value, 2)
    assert files_in(home) == before
    assert bring.import_files([Path("-"), file(tmp_path, EXPORT)]).changes[0].ratings_new == 1


def test_the_same_file_twice_counts_once(tmp_path: Path) -> None:
    path = file(tmp_path, EXPORT)

    found = bring.import_files([path, path])

    assert (found.changes[0].ratings_new, found.changes[1].ratings_new) == (3, 0)
    assert found.films == 8


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize("name", ["../anna", "265", "", "con"])
def test_a_name_that_cannot_be_a_profile_s_is_refused(
    tmp_path: Path, profiles: Path, name: str, dry_run: bool
) -> None:
    with pytest.raises(UsageError):
        bring.import_files([file(tmp_path, EXPORT)], profile=name, dry_run=dry_run)

    assert not profiles.exists()


def test_without_a_model_training_is_proposed(tmp_path: Path, model: Path) -> None:
    shutil.rmtree(model)

    with pytest.raises(NotReadyError, match="No model"):
        bring.import_files([file(tmp_path, EXPORT)])


def test_films_of_nothing_but_the_model_s_ids_get_titles(tmp_path: Path) -> None:
    bring.import_files([rows(tmp_path, (7, 4), (TWIN, 2), (999, 3), header="movieId,rating")])

    films = [entry.film for entry in load().entries]
    assert [film.title for film in films] == ["Film Number 7", f"Film Number {TWIN}", ""]
    assert films[0] == replace(numbered(7), movie_id=7)


def test_ids_without_titles_mean_the_same_films_with_another_model(
    tmp_path: Path, linked_model: Path, home: Path
) -> None:
    copied(linked_model, home, "linked")
    bring.import_files([rows(tmp_path, ("tt0000007", 4), header="imdbId,rating")], model="linked")

    (prediction,) = ask.predict(None, ["Film Number 7"], model=NAME).predictions

    assert prediction.rated == 4


def test_unmatched_films_lie_in_a_table_beside_the_profile(tmp_path: Path, profiles: Path) -> None:
    found = bring.import_files([file(tmp_path, EXPORT)])

    assert found.unmatched_file == profiles / "me" / FILE
    head, first, second = found.unmatched_file.read_text("utf-8").splitlines()
    assert head == "title,year,imdb_id,cause,near"
    assert first.startswith("Never Made,1990,,not found,")
    assert second == "Made Later,2020,,newer than the data,"


def test_the_table_holds_the_unmatched_films_of_earlier_files_too(tmp_path: Path) -> None:
    brought(tmp_path, plain_csv([("Never Made", 3)]))

    found = brought(tmp_path, plain_csv([("Nor This", 3)]))

    assert [one.title for one in found.unmatched] == ["Nor This"]
    assert found.unmatched_file is not None
    assert len(found.unmatched_file.read_text("utf-8").splitlines()) == 3


def test_a_title_that_a_spreadsheet_would_calculate_is_guarded(tmp_path: Path) -> None:
    found = bring.import_files([rows(tmp_path, ("=1+1", 1990, 4), ('@SUM("A1")', 1991, 4))])

    assert found.unmatched_file is not None
    lines = found.unmatched_file.read_text("utf-8").splitlines()
    assert [line[:3] for line in lines[1:]] == ["'=1", "\"'@"]
    assert [one.title for one in found.unmatched] == ["=1+1", '@SUM("A1")']


def test_the_table_goes_when_every_film_is_matched(tmp_path: Path, profiles: Path) -> None:
    brought(tmp_path, plain_csv([("Never Made", 3), ("Film Number 1", 4)]))
    path = profiles / "me" / FILE
    assert path.is_file()

    bring.match("Never Made", "Film Number 2")

    assert not path.exists()


def test_the_number_in_a_report_is_the_number_that_match_takes(tmp_path: Path) -> None:
    brought(tmp_path, plain_csv([("Never Made", 3)]))

    (reported,) = brought(tmp_path, plain_csv([("Nor This", 2)])).unmatched
    found = bring.match(str(reported.number), "Film Number 2")

    assert found.said.startswith("Nor This is Film Number 2")
    assert [one.title for one in found.unmatched] == ["Never Made"]


def test_unmatched_lists_what_the_import_told(tmp_path: Path) -> None:
    reported = bring.import_files([file(tmp_path, EXPORT)]).unmatched

    found = bring.unmatched()

    assert (found.profile, found.model, found.said) == ("me", NAME, "")
    assert found.unmatched == reported


@pytest.mark.parametrize("called", ["1", "Never Made", "never made!", "Never Made (1990)"])
@pytest.mark.parametrize("meant", ["Film Number 9", "9"])
def test_a_film_is_called_by_number_or_title_and_so_is_the_one_meant(
    tmp_path: Path, called: str, meant: str
) -> None:
    bring.import_files([rows(tmp_path, ("Never Made", 1990, 4.5))])

    found = bring.match(called, meant)

    assert found.unmatched == ()
    assert found.said == "Never Made (1990) is Film Number 9 (1947) from now on."
    assert ask.predict(None, ["9"]).predictions[0].rated == 4.5


def test_a_match_is_remembered_over_another_import_and_another_model(
    tmp_path: Path, linked_model: Path, home: Path
) -> None:
    copied(linked_model, home, "linked")
    path = rows(tmp_path, ("Never Made", 1990, 4.5))
    bring.import_files([path], model=NAME)
    bring.match("1", "Film Number 9", model=NAME)

    for model in (NAME, "linked"):
        again = bring.import_files([path], model=model)
        assert (again.matched, again.unmatched) == ({"you": 1}, ())
        assert ask.predict(None, ["Film Number 9"], model=model).predictions[0].rated == 4.5


def test_a_film_that_is_none_to_be_matched_is_left_alone(tmp_path: Path) -> None:
    path = rows(tmp_path, ("Never Made", 1990, 4.5), ("Film Number 1", 1962, 4))
    bring.import_files([path])

    found = bring.match("1", None)
    again = bring.import_files([path])

    assert found.said == "Never Made (1990) is left alone from now on."
    assert (found.unmatched, again.unmatched, again.left_out) == ((), (), 1)


def test_what_was_left_alone_can_be_matched_later(tmp_path: Path) -> None:
    bring.import_files([rows(tmp_path, ("Never Made", 1990, 4.5))])
    bring.match("Never Made", None)

    bring.match("Never Made", "Film Number 9")

    assert ask.predict(None, ["9"]).predictions[0].rated == 4.5


def test_a_title_of_several_films_wants_its_year(tmp_path: Path) -> None:
    bring.import_files([rows(tmp_path, ("Never Made", 1990, 4), ("Never Made", 1980, 3))])

    with pytest.raises(UsageError, match=r"Never Made \(1990\), Never Made \(1980\)") as caught:
        bring.match("Never Made", "Film Number 9")

    assert_two_lines(caught.value, 2)
    assert bring.match("Never Made (1980)", "Film Number 9").unmatched[0].year == 1990


@pytest.mark.parametrize("called", ["Nor This", "0", "2", "9" * 30, ""])
def test_a_film_that_the_profile_has_not_is_unknown(tmp_path: Path, called: str) -> None:
    bring.import_files([rows(tmp_path, ("Never Made", 1990, 4))])

    with pytest.raises(UnknownError) as caught:
        bring.match(called, "Film Number 9")

    assert_two_lines(caught.value, 4)


def test_a_film_that_the_model_has_not_is_unknown_and_changes_nothing(
    tmp_path: Path, home: Path
) -> None:
    bring.import_files([rows(tmp_path, ("Never Made", 1990, 4))])
    before = files_in(home)

    with pytest.raises(UnknownError, match="no film called 'Film Nmber 9'") as caught:
        bring.match("1", "Film Nmber 9")

    assert "Film Number 9" in caught.value.hint
    assert files_in(home) == before


def test_a_film_matched_wrongly_can_be_matched_otherwise(tmp_path: Path) -> None:
    bring.import_files([rows(tmp_path, ("Film Number 1", 1962, 4.5))])

    bring.match("Film Number 1", "Film Number 2")

    assert [one.rated for one in ask.predict(None, ["1", "2"]).predictions] == [None, 4.5]


def test_matching_without_a_profile_says_how_to_begin() -> None:
    with pytest.raises(NotReadyError, match="no profile"):
        bring.unmatched()
    with pytest.raises(NotReadyError, match="no profile"):
        bring.match("1", "Film Number 9")


def test_films_matched_a_year_apart_are_told(tmp_path: Path) -> None:
    found = bring.import_files([rows(tmp_path, ("Film Number 1", 1963, 4))])

    (inexact,) = found.inexact
    assert (inexact.title, inexact.year, inexact.how) == ("Film Number 1", 1963, "a year apart")
    assert inexact.film.movie_id == 1
    assert found.matched == {"a year apart": 1}


def test_a_film_that_another_entry_fits_better_is_told_as_recommend_takes_it(
    tmp_path: Path,
) -> None:
    bring.import_files([rows(tmp_path, ("Film Number 1", 1962, 4))])

    found = bring.import_files([rows(tmp_path, ("Film Number 1", 1963, 2))])

    assert [one.cause for one in found.unmatched] == ["ambiguous"]
    assert found.unmatched == bring.unmatched().unmatched
    assert ask.predict(None, ["1"]).predictions[0].rated == 4


def test_of_a_film_that_is_not_found_those_of_nearly_its_title_are_named(
    tmp_path: Path, linked_model: Path, home: Path
) -> None:
    copied(linked_model, home, "linked")
    found = bring.import_files([rows(tmp_path, ("Film Number", 1990, 4))], model="linked")

    (one,) = found.unmatched
    assert one.cause == "not found"
    assert one.near
    assert all(film.title.startswith("Film Number") for film in one.near)


def test_the_ids_of_a_file_match_films_of_other_titles(
    tmp_path: Path, linked_model: Path, home: Path
) -> None:
    copied(linked_model, home, "linked")
    content = trakt_ratings([(trakt_film("Renamed", 1962, imdb="tt0000001"), 9, DAY)])

    found = brought(tmp_path, content, model="linked")

    assert found.matched == {"id": 1}


def test_a_series_is_told_so(tmp_path: Path) -> None:
    found = brought(
        tmp_path,
        imdb_ratings([("tt7654321", 8, DAY, named(1)[0], "TV Series", named(1)[1])]),
    )

    assert [one.cause for one in found.unmatched] == ["series or short"]


@pytest.mark.skipif(os.name == "nt", reason="folders have no such permissions on Windows")
def test_a_new_profile_is_for_its_owner_alone(tmp_path: Path, profiles: Path) -> None:
    bring.import_files([file(tmp_path, EXPORT)])

    assert (profiles / "me").stat().st_mode & 0o077 == 0
