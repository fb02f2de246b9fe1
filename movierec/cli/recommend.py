"""`movierec recommend`: what somebody rated best, and what they should see next."""

from __future__ import annotations

from typing import Annotated

import typer

from movierec.cli.command import answering
from movierec.cli.filter_options import (
    Decade,
    Fresh,
    From,
    Genres,
    IncludeSeen,
    MinRatings,
    NotGenres,
    NotIn,
    Year,
    wanted,
)
from movierec.cli.options import MaybeWho, StoredModel, Top, examples
from movierec.cli.output import Answer
from movierec.cli.recommend_all import All
from movierec.cli.recommendations import answer
from movierec.cli.steering_options import By, Popularity, Strategy, Variety, With
from movierec.cli.talk import Talk

EXAMPLES = examples(
    "recommend",
    "recommend --from watchlist --fresh",
    "recommend --with anna --strategy no-veto",
    "recommend --top 50 --format letterboxd -o list.csv",
    "recommend 265",
    "recommend 265 --top 20 --json",
    "recommend 265 --genre thriller --decade 70s",
    "recommend 265 --popularity gems --variety 0.3",
    "recommend --all --top 10 -o lists.csv",
)
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        show_default=False,
        help="A list to take away: letterboxd (CSV that it imports), md or html.",
        autocompletion=lambda: ["letterboxd", "md", "html"],
    ),
]


@answering
def recommend(
    talk: Talk,
    who: MaybeWho = None,
    top: Top = 5,
    others: With = None,
    strategy: Strategy = "average",
    by: By = "relevance",
    genre: Genres = None,
    not_genre: NotGenres = None,
    year: Year = None,
    decade: Decade = None,
    min_ratings: MinRatings = 0,
    popularity: Popularity = "any",
    variety: Variety = 0.0,
    include_seen: IncludeSeen = False,
    from_list: From = None,
    not_in: NotIn = None,
    fresh: Fresh = False,
    form: Format = None,
    everybody: All = False,
    model: StoredModel = None,
) -> Answer:
    """Recommend films to you, or to somebody else.

    Beside them stand the films that were rated best. Sorted by relevance: films that they would
    choose to watch and would like, with the rated films that say so. Stars are those that the model
    expects, ± their standard deviation; beside them stands the chance of 4 stars or more. --by
    rating sorts by the stars alone.

    No film that they rated, saw or hid is recommended, nor its twin under another id. Filters act
    before the list is cut, so that it is full where there are enough films; of several --genre a
    film must have every one. --with lists films for several people together.

    --all makes the list of every user of the data set, the same films as one by one, and writes
    them as they are made.
    """
    from movierec import ask
    from movierec.ranking.wanted import Steering

    chosen = wanted(
        genre, not_genre, year, decade, min_ratings, include_seen, from_list, not_in, fresh
    )
    if everybody:
        from movierec.cli import recommend_all

        recommend_all.refuse(
            who,
            {
                "--with": others is not None,
                "--strategy": strategy != "average",
                "--by": by != "relevance",
                "--popularity": popularity != "any",
                "--variety": variety != 0,
                "--include-seen": include_seen,
                "--fresh": fresh,
                "--format": form is not None,
            },
        )
        lists = ask.recommend_all(model=model, top=top, wanted=chosen)
        return recommend_all.answer(lists, talk)
    steering = Steering(
        by=by, popularity=popularity, variety=variety, strategy=strategy, wanted=chosen
    )
    if form is not None:
        from movierec.cli.documents.formats import check_format

        check_format(form)
    found = ask.recommend(who, others=tuple(others or ()), model=model, top=top, steering=steering)
    if form is None:
        return answer(found)
    from movierec.cli.documents.formats import document

    return answer(found, document(found, form))
