"""A list as Markdown, read by a Markdown parser."""

from __future__ import annotations

from cli import invented
from cli.documents.hostile import TITLES, titled, together
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from movierec.answers.recommend import Recommendations
from movierec.cli.documents.markdown import markdown
from movierec.cli.terminal import clean


def blocks(text: str) -> list[str]:
    return [token.type for token in MarkdownIt("gfm-like", {"linkify": False}).parse(text)]


def parts(text: str) -> list[list[Token]]:
    """Return what stands in each heading and paragraph."""
    parser = MarkdownIt("gfm-like", {"linkify": False})
    return [token.children or [] for token in parser.parse(text) if token.type == "inline"]


def shown(tokens: list[Token]) -> str:
    return "".join("\n" if token.type == "hardbreak" else token.content for token in tokens)


def lines(found: Recommendations) -> list[str]:
    """Return the list as it is read, without the markup."""
    return [line for part in parts(markdown(found)) for line in shown(part).split("\n")]


def test_a_list_is_numbered_and_says_for_whom() -> None:
    text = markdown(invented.recommendations(top=2))

    assert text.startswith("# Recommended to user 265\n\n1. **")
    assert text.count("\n2. **") == 1


def test_a_film_has_its_year_its_stars_and_its_reason() -> None:
    _, film, stars, reason, *_ = lines(invented.recommendations(top=1))

    assert film == "[red]Alarm[/red] II (1995)"
    assert stars == "3.6 ± 0.9 stars, 62% chance of 4 or more"
    assert reason.startswith("because you rated The Remarkably Long")


def test_a_list_for_several_names_them_all() -> None:
    heading, _, stars, *_ = lines(together())

    assert heading == "Recommended to user 265 and anna"
    assert stars.endswith("; anna: 2.5 ± 0.9 stars, 25% chance of 4 or more")


def test_a_list_ends_with_its_limits_licence_and_citation() -> None:
    limits, licence, citation = lines(titled("Amber"))[-3:]

    assert limits.startswith("ml-100k-dnn knows 37 ratings of user 265")
    assert licence == "Ratings: Amber. Licence: research use"
    assert citation == "Citation: A paper."


def test_figures_and_names_stay_readable_unparsed() -> None:
    text = markdown(titled("Dr. Amber: A Life"))

    assert "**Dr. Amber: A Life** (1995)\\\n   3.6 ± 0.9 stars" in text


@given(TITLES)
def test_any_title_is_text_and_nothing_else(title: str) -> None:
    plain, found = titled("Amber"), titled(title)

    assert blocks(markdown(found)) == blocks(markdown(plain))
    _, film, *_ = parts(markdown(found))
    assert [token.type for token in film if token.type not in ("text", "text_special")] == [
        token.type for token in parts(markdown(plain))[1] if token.type != "text"
    ]
    assert lines(found)[1] == f"{clean(title).strip()} (1995)"


@given(TITLES)
def test_no_control_character_is_left(title: str) -> None:
    text = markdown(titled(title)).replace("\n", "")

    assert clean(text) == text
