"""A list as a page, read by an HTML parser."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

from cli import invented
from cli.documents.hostile import TITLES, titled, together
from hypothesis import given

from movierec.answers.recommend import Recommendations
from movierec.cli.documents.page import page
from movierec.cli.terminal import clean

HEAD = ["html", "head", "meta", "meta", "meta", "title", "style"]
FILM = ["li", "p", "cite", "p", "p"]
FOOT = ["footer", "p", "p", "p"]


class Page(HTMLParser):
    """What a browser would find."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: dict[str, list[str]] = {}
        self.other: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes.extend(attrs)
        self.texts.setdefault(tag, []).append("")

    def handle_data(self, data: str) -> None:
        if self.elements:
            self.texts[self.elements[-1]][-1] += data

    def handle_comment(self, data: str) -> None:
        self.other.append(data)

    def handle_pi(self, data: str) -> None:
        self.other.append(data)

    def unknown_decl(self, data: str) -> None:
        self.other.append(data)


def paragraphs(found: Recommendations) -> list[str]:
    return [text.strip() for text in Page(page(found)).texts["p"]]


def test_a_page_says_its_language_and_for_whom_it_is() -> None:
    text = page(invented.recommendations())

    assert text.startswith('<!doctype html>\n<html lang="en">')
    assert "<title>Recommended to user 265</title>" in text
    assert "<h1>Recommended to user 265</h1>" in text


def test_a_film_has_its_year_its_stars_and_its_reason() -> None:
    text = page(invented.recommendations(top=1))

    assert "<cite>[red]Alarm[/red] II</cite> (1995)</p>" in text
    assert "<p>3.6 ± 0.9 stars, 62% chance of 4 or more</p>" in text
    assert "<p>because you rated The Remarkably Long" in text


def test_a_list_for_several_names_them_all() -> None:
    text = page(together())

    assert "<h1>Recommended to user 265 and anna</h1>" in text
    assert "; anna: 2.5 ± 0.9 stars, 25% chance of 4 or more</p>" in text


def test_a_page_ends_with_its_limits_licence_and_citation() -> None:
    limits, licence, citation = paragraphs(titled("Amber"))[-3:]

    assert limits.startswith("ml-100k-dnn knows 37 ratings of user 265")
    assert licence == "Ratings: Amber. Licence: research use"
    assert citation == "Citation: A paper."


def test_a_page_allows_its_own_style_and_nothing_else() -> None:
    text = page(invented.recommendations())
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    (policy,) = re.findall(r'"Content-Security-Policy" content="([^"]*)"', text)

    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.split("; ")[:2] == ["default-src 'none'", f"style-src 'sha256-{digest}'"]


def test_a_page_asks_nothing_of_others() -> None:
    found = Page(page(invented.recommendations()))

    assert {name for name, _ in found.attributes} == {
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
    }
    assert not re.search(r"url\(|@import", page(invented.recommendations()))


@given(TITLES, TITLES)
def test_any_titles_give_exactly_the_elements_of_a_list(first: str, second: str) -> None:
    found = Page(page(titled(first, second)))

    assert found.elements == [*HEAD, "body", "main", "h1", "ol", *FILM, *FILM, *FOOT]
    assert not found.other


@given(TITLES)
def test_any_title_is_read_as_it_is(title: str) -> None:
    found = Page(page(titled(title)))

    assert found.texts["cite"] == [f"{clean(title)} (1995)"]
    assert found.texts["p"][2].startswith(f"because you rated {clean(title)} 5")


@given(TITLES)
def test_no_control_character_is_left(title: str) -> None:
    text = page(titled(title)).replace("\n", "")

    assert clean(text) == text
