"""A list as one page for a browser: it loads nothing, runs nothing and links to nothing."""

from __future__ import annotations

import base64
import hashlib
import html
from typing import TYPE_CHECKING

from movierec.cli.terminal import clean
from movierec.cli.wording import below, heading, outlook, sources

if TYPE_CHECKING:
    from movierec.answers.recommend import Recommendation, Recommendations

STYLE = """
:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.25; }
ol { padding-left: 2.5rem; }
li { margin-bottom: 1rem; overflow-wrap: anywhere; }
li::marker { font-variant-numeric: tabular-nums; }
p { margin: 0; }
cite { font-style: normal; font-weight: 600; }
footer { margin-top: 2rem; font-size: 0.875rem; overflow-wrap: anywhere; }
footer p { margin-bottom: 0.5rem; }
"""


def page(found: Recommendations) -> str:
    """Return the recommended films as a page, best first.

    Its policy lets a browser use this style and nothing else: even a title that got through as
    markup could neither run nor load anything.
    """
    title = _text(heading(found))
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    films = "".join(_item(one, found) for one in found.recommendations)
    notes = "".join(f"<p>{_text(line)}</p>\n" for line in sources(found))
    return (
        "<!doctype html>\n"
        '<html lang="en">\n'
        "<head>\n"
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n"
        f"<style>{STYLE}</style>\n"
        "</head>\n"
        "<body>\n"
        f"<main>\n<h1>{title}</h1>\n<ol>\n{films}</ol>\n</main>\n"
        f"<footer>\n{notes}</footer>\n"
        "</body>\n"
        "</html>\n"
    )


def _item(one: Recommendation, found: Recommendations) -> str:
    film = one.expected.film
    year = "" if film.year is None else f" ({film.year})"
    lines = (
        f"<cite>{_text(film.title)}</cite>{year}",
        _text(outlook(one, found)),
        _text(below(one, found)),
    )
    return f"<li>{''.join(f'<p>{line}</p>' for line in lines if line)}</li>\n"


def _text(text: str) -> str:
    return html.escape(clean(text))
