from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from movierec.data.titles import natural, search_key, split_year, twin_key

EN_DASH = "\N{EN DASH}"


@pytest.mark.parametrize(
    ("title", "name", "year"),
    [
        ("Paper Lanterns (1995)", "Paper Lanterns", 1995),
        ("2001: A Slow Walk (1968)", "2001: A Slow Walk", 1968),
        ("Summer of (1942) Again (1971)", "Summer of (1942) Again", 1971),
        ("Endless Orchard (2007-)", "Endless Orchard", 2007),
        ("Endless Orchard (2007- )", "Endless Orchard", 2007),
        (f"Half Open (2007{EN_DASH}2012)", "Half Open", 2007),
        ("Half Open (2007-2012)", "Half Open", 2007),
        ("Last Tram Home, The (1995) (V)", "Last Tram Home, The", 1995),
        ("Last Tram Home, The (1995) (TV)", "Last Tram Home, The", 1995),
        ("Copper Moon (1996)  ", "Copper Moon", 1996),
        ("Nine (N1ne) (1995)", "Nine (N1ne)", 1995),
        ("Slow Post (1995) long cut", "Slow Post long cut", 1995),
        ("Night Without a Date", "Night Without a Date", None),
        ("Deep Space (7034)", "Deep Space (7034)", None),
        ("unknown", "unknown", None),
        ("(1995)", "(1995)", 1995),
        ("", "", None),
    ],
)
def test_the_year_is_the_last_bracket_with_one(title: str, name: str, year: int | None) -> None:
    assert split_year(title) == (name, year)


@pytest.mark.parametrize(
    ("title", "people_write"),
    [
        ("Usual Suspects, The (1995)", "The Usual Suspects"),
        ("Fish Called Wanda, A (1988)", "A Fish Called Wanda"),
        ("American in Orvane, An (1951)", "An American in Orvane"),
        ("Boot, Das (1981)", "Das Boot"),
        ("Postino, Il (1994)", "Il Postino"),
        ("Promesse, La (1996)", "La Promesse"),
        ("Ombre, L' (1969)", "L'Ombre"),
        ("Ombre, L\N{RIGHT SINGLE QUOTATION MARK} (1969)", "L\N{RIGHT SINGLE QUOTATION MARK}Ombre"),
        ("Lanterne, Gli (1953)", "Gli Lanterne"),
        ("Été sans lune, Un (1993)", "Un Été sans lune"),
        ("Seven (Se7en) (1995)", "Seven (Se7en)"),
        (
            "City of Lost Children, The (Cité des enfants perdus, La) (1995)",
            "The City of Lost Children (La Cité des enfants perdus)",
        ),
        ("City (a.k.a. Gates, The) (Paura) (1980)", "City (a.k.a. The Gates) (Paura)"),
        ("Good, the Bad and the Ugly, The (1966)", "The Good, the Bad and the Ugly"),
        ("Rome, Open City (1945)", "Rome, Open City"),
        ("The Usual Suspects", "The Usual Suspects"),
        ("(1995)", "(1995)"),
    ],
)
def test_a_title_is_shown_as_people_write_it(title: str, people_write: str) -> None:
    assert natural(title) == people_write


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Usual Suspects, The (1995)", "the usual suspects"),
        ("Usual Suspects, The (1995)", "Usual Suspects"),
        ("usual suspects, the", "The Usual Suspects"),
        ("Boot, Das (1981)", "das boot"),
        ("Ombre, L' (1969)", "l'ombre"),
        ("Été sans lune, Un (1993)", "un ete sans lune"),
        ("Truth About Cats & Dogs, The (1996)", "The Truth about Cats and Dogs"),
        ("A.I. Artificial Weather (2001)", "AI: Artificial Weather"),
        ("M*A*S*H (1970)", "mash"),
        ("Devil's Own, The (1997)", "Devil\N{RIGHT SINGLE QUOTATION MARK}s Own"),
        ("Żółta łódź (2008)", "zolta lodz"),
        ("Straße, Die (1954)", "die strasse"),
        ("Alien³ (1992)", "alien3"),
        ("Copper   Moon (1996) ", "copper moon"),
    ],
)
def test_two_spellings_of_a_title_have_one_key(one: str, other: str) -> None:
    assert search_key(one) == search_key(other)


@pytest.mark.parametrize("title", ["The", "A (1998)", "!!!", "(1995)", "I, (2001)", "...", " "])
def test_a_title_without_words_still_has_a_key(title: str) -> None:
    assert search_key(title)


@pytest.mark.parametrize("title", ["雨の日の灯台が", "हिन्दी फ़िल्म", "Ирония судьбы", "الليل"])
def test_scripts_other_than_latin_survive_in_keys(title: str) -> None:
    assert search_key(f"{title} (1999)") == title.casefold()


def test_foreign_articles_are_kept_in_keys() -> None:
    assert search_key("Die Hard (1988)") == "die hard"


@given(st.text())
def test_any_text_can_be_a_title(title: str) -> None:
    natural(title)
    twin_key(title)

    assert bool(search_key(title)) == bool(title)


@given(st.from_regex(r"[A-Z][a-z]{1,8}( [A-Z][a-z]{1,8}){0,3}", fullmatch=True))
def test_a_title_has_the_same_key_with_its_article_behind(name: str) -> None:
    assert search_key(f"{name}, The (1990)") == search_key(f"The {name}")


def test_films_of_the_same_title_and_year_are_twins() -> None:
    assert twin_key("Chasing Amber (1997)") == twin_key("chasing  Amber (1997) ")


def test_films_of_different_years_are_no_twins() -> None:
    assert twin_key("Chasing Amber (1997)") != twin_key("Chasing Amber (1998)")
