"""Film titles: how MovieLens writes them, how people do, and how the two are compared.

MovieLens writes "Usual Suspects, The (1995)": the article behind, the year in brackets, and often
another bracket with the original or another title before it.
"""

from __future__ import annotations

import re
import unicodedata

_YEAR = re.compile(r"\(((?:1[89]|20)[0-9]{2})(?:\s*[-\u2010-\u2015]\s*(?:[0-9]{4})?)?\)")
_KIND = re.compile(r"^\s*\((?:V|TV|VG)\)\s*$")
_BRACKET = re.compile(r"(\([^()]*\))")
_ALIAS = re.compile(r"^(a\.?k\.?a\.?\s+)(.*)$", re.IGNORECASE | re.DOTALL)

# English, French, Italian, Spanish, Portuguese, German, Dutch and Scandinavian.
_ARTICLES = (
    "The|A|An|Le|La|Les|Un|Une|Il|Lo|I|Gli|Uno|Una|El|Los|Las|O|Os|As|"
    "Der|Die|Das|Ein|Eine|De|Het|Een|Den|Det|En|Ett"
)
_INVERTED = re.compile(
    rf"^(?P<name>.*\S)\s*,\s+(?P<article>L['\u2019]|(?:{_ARTICLES}))(?P<rest>\s*)$",
    re.IGNORECASE | re.DOTALL,
)
_ENGLISH_FIRST = re.compile(r"^(?:the|an?)\s+(?=\S)")
_SILENT = re.compile(r"['\u2018\u2019`\u00b4.*]")
_ACCENTS = re.compile(r"[\u0300-\u036f]")
_ASCII_GAPS = re.compile(r"[^0-9a-z]+")
# Letters that have no accent to take off but are typed without one.
_PLAIN = str.maketrans(
    {
        "\u0142": "l",
        "\u00f8": "o",
        "\u0111": "d",
        "\u00f0": "d",
        "\u0131": "i",
        "\u00e6": "ae",
        "\u0153": "oe",
        "\u00fe": "th",
    }
)


def split_year(title: str) -> tuple[str, int | None]:
    """Return a title without its year, and the year, None where it has none.

    The year is the last "(dddd)"; of a range, "(2007-)" or "(2007-2012)", it is the first. The
    endings "(V)" and "(TV)" behind a year go with it. A title that is nothing but its year keeps
    it.
    """
    years = list(_YEAR.finditer(title))
    if not years:
        return title.strip(), None
    last = years[-1]
    before, behind = title[: last.start()].rstrip(), title[last.end() :]
    name = before if _KIND.match(behind) else f"{before} {behind.strip()}"
    return name.strip() or title.strip(), int(last[1])


def natural(title: str) -> str:
    """Return a title as people write it: without its year, the article in front.

    "Usual Suspects, The (1995)" becomes "The Usual Suspects"; brackets with other titles stay,
    their articles moved as well.
    """
    parts = _BRACKET.split(split_year(title)[0])
    return "".join(
        f"({_forward_alias(part[1:-1])})" if _BRACKET.fullmatch(part) else _forward(part)
        for part in parts
    )


def search_key(title: str) -> str:
    """Return a title as it is compared: the same for every way of writing it.

    Without case, accents, punctuation, year and a leading English article; "&" is "and"; a foreign
    article stands in front. Scripts other than Latin stay as they are. Only an empty title gives
    an empty key.
    """
    text = _fold(natural(title))
    words = _ENGLISH_FIRST.sub("", text.replace("&", " and ").lstrip())
    return _words(words) or _words(text) or title.casefold()


def written_key(title: str) -> str:
    """Return a title as two writings of it are compared: `search_key`, with its article.

    "Circle" and "The Circle" are two films of one year.
    """
    text = _fold(natural(title))
    return _words(text.replace("&", " and ")) or title.casefold()


def twin_key(title: str) -> str:
    """Return what films that stand twice under two ids have in common: title and year."""
    return " ".join(unicodedata.normalize("NFC", title).casefold().split())


def _forward_alias(text: str) -> str:
    alias = _ALIAS.match(text)
    return alias[1] + _forward(alias[2]) if alias else _forward(text)


def _forward(text: str) -> str:
    found = _INVERTED.match(text)
    if not found:
        return text
    article = found["article"]
    gap = "" if article[-1] in "'\u2019" else " "
    return f"{article}{gap}{found['name']}{found['rest']}"


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN)
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFKD", apart)))


def _words(text: str) -> str:
    spoken = _SILENT.sub("", text)
    if spoken.isascii():
        return _ASCII_GAPS.sub(" ", spoken).strip()
    # Marks (category M) are part of the letters of many scripts, though no letters themselves.
    kept = (c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in spoken)
    return " ".join("".join(kept).split())
