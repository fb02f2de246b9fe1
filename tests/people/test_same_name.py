"""Films whose names differ in an article, a "!" or a "?" are told apart, and no others."""

from __future__ import annotations

import pytest

from movierec.people.same_name import same_name


@pytest.mark.parametrize(
    ("film", "title"),
    [
        ("Glass Harbour, The (1994)", "The Glass Harbour"),
        ("Glass Harbour, The (1994)", "GLASS HARBOUR, THE"),
        ("Salt & Smoke (1999)", "Salt and Smoke"),
        ("Paper-Kite: L'Été (1990)", "paper kite \N{EN DASH} l\u2019ete"),
        ("Été sans lune, Un (1993)", "Un été sans lune"),
        ("Hark! (1990)", "HARK!!"),
        ("Hark! (1990)", "Hark\N{FULLWIDTH EXCLAMATION MARK}"),
        ("Nine (a.k.a. The N1ne) (Neun!) (1995)", "Nine"),
        ("Nine (a.k.a. The N1ne) (Neun!) (1995)", "The N1ne"),
        ("Nine (N1ne, The) (1995)", "The N1ne"),
        ("Nine (N1ne) (Neun!) (1995)", "Neun!"),
        ("Nine (1995)", "Nine (Neun!)"),
        ("Amber Road, The (1999)", "The Amber Road (1999)"),
        ("Amber Road II (1999)", "Amber Road 2"),
        ("Star Wars: Episode V - The Empire Strikes Back (1980)", "The Empire Strikes Back"),
        ("The (1995)", "The"),
    ],
)
def test_a_name_is_the_same_however_it_is_written(film: str, title: str) -> None:
    assert same_name(film, title, 1980)


@pytest.mark.parametrize(
    ("film", "title"),
    [
        ("Circle, The (2016)", "Circle"),
        ("Circle (2015)", "The Circle"),
        ("Circle, A (2015)", "The Circle"),
        ("Mother! (2017)", "Mother"),
        ("Mother (2016)", "Mother!"),
        ("Mother? (2016)", "Mother!"),
        ("Nine (The N1ne) (1995)", "N1ne"),
        ("Nine (Neun!) (1995)", "Neun"),
        ("Nine (1995)", "The Nine (Neun)"),
        ("Amber Road II, The (1999)", "Amber Road 2"),
        ("Star Wars: Episode V - The Empire Strikes Back (1980)", "Empire Strikes Back"),
        ("Paper Lanterns (1995)", "Paper Lantern"),
    ],
)
def test_an_article_or_a_sign_on_one_side_alone_is_another_name(film: str, title: str) -> None:
    assert not same_name(film, title, 1980)


def test_a_title_without_its_year_is_not_looked_for_under_other_titles() -> None:
    film = "Star Wars: Episode V - The Empire Strikes Back (1980)"

    assert not same_name(film, "The Empire Strikes Back", None)
