"""Lists whose titles, reasons and names try to be markup."""

from __future__ import annotations

from dataclasses import replace

from cli import invented
from hypothesis import strategies as st

from movierec.answers.recommend import Recommendations
from movierec.answers.who import Who

_OF_PAGES = ("<script>", "</p>", "<!--", "]]>", "&lt;", "<![CDATA[", '"', "'")
_OF_MARKDOWN = ("**", "__", "`", "](", "![", "\n\n# ", "\n- ", "|", "http://x.example", "\\", "~~")
_OF_TERMINALS = ("\x1b[31m", "\u202e", "\x00", "=1+1", ",")
MARKUP = st.sampled_from((*_OF_PAGES, *_OF_MARKDOWN, *_OF_TERMINALS))
TITLES = st.lists(MARKUP | st.text(st.characters(exclude_categories=("Cs",)), max_size=8)).map(
    lambda parts: f"A{''.join(parts)}"
)


def titled(*titles: str) -> Recommendations:
    """Return a list of films of these titles, each recommended because of all of them."""
    found = invented.recommendations(top=1)
    (film,) = found.recommendations
    films = tuple(replace(film.expected.film, title=title) for title in titles)
    reasons = tuple(replace(invented.reasons()[0], film=film) for film in films)
    return replace(
        found,
        recommendations=tuple(
            replace(film, expected=replace(film.expected, film=one), because=reasons)
            for one in films
        ),
        origin=replace(invented.ORIGIN, label=titles[0]),
    )


def together() -> Recommendations:
    """Return a list for two people, who expect 3.6 and 2.5 stars of its one film."""
    found = invented.recommendations(top=1)
    (film,) = found.recommendations
    lantern = replace(invented.reasons()[1], rating=4.5)
    harbour = replace(invented.reasons()[2], rating=5.0)
    both = replace(
        film,
        because=(harbour,),
        others=(replace(film.expected, predicted=2.5, p_like=0.25),),
        others_because=((lantern,),),
    )
    limits = replace(found.limits, with_them=(4,))
    return replace(found, recommendations=(both,), others=(Who("anna"),), limits=limits)
