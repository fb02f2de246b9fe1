"""The verbs that answer somebody: from stored arrays, with numpy alone.

    candidates -> filters -> score -> re-rank -> reasons

Modules are imported inside the functions: a command loads what its answer needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from movierec.answers.recommend import Predictions, Recommendations, SimilarFilms
from movierec.paths import user_paths
from movierec.ranking.wanted import Steering, Wanted

if TYPE_CHECKING:
    from movierec.answers.everybody import Everybody
    from movierec.answers.films import SearchHit
    from movierec.answers.recommend import Explanation, Recommendation
    from movierec.asker import Asker
    from movierec.ranking.filters import Filters
    from movierec.records import Catalogue, ModelCard
    from movierec.store.bundle import Bundle


def recommend(
    who: int | str | None = None,
    *,
    others: Sequence[str] = (),
    model: str | None = None,
    top: int = 5,
    steering: Steering | None = None,
) -> Recommendations:
    """List somebody's highest-rated films, and films that they would watch and like.

    What is recommended to a person with a profile is remembered there, for `Wanted.fresh`.

    Args:
        who: a MovieLens user id, a profile's name, or None for the default profile.
        others: who watches with them; the films are for all.
        model: the stored model that answers, None for the one trained last.
        top: how many films.
        steering: how the list is made.

    Raises:
        UsageError: the steering cannot be meant, or leaves no film.
        UnknownError: there is no such user or profile.
        NotReadyError: there is no model or no profile, or the model has no users' ratings.
    """
    from movierec.asker import askers
    from movierec.ranking import recommend as ranking
    from movierec.ranking.leftover import shortage
    from movierec.ranking.lists import highest_rated
    from movierec.ranking.popularity import parse_dial, support_needed
    from movierec.ranking.strategies import check_strategy

    steering = steering or Steering()
    ranking.check_steering(steering)
    check_strategy(steering.strategy, people=1 + len(others))
    bundle = stored_bundle(model)
    together = askers(bundle, who, others)
    first = together[0]
    dial = parse_dial(steering.popularity)
    filters, remarks = _filters(bundle, steering.wanted, together, support_needed(dial))
    if others:
        from movierec.ranking.together import recommend_together

        viewers = [one.viewer for one in together]
        found = recommend_together(bundle, viewers, filters, steering, top)
    else:
        found = ranking.recommend(bundle, first.viewer, filters, steering, top)
    kept = _remember(bundle, together, found.films)
    return Recommendations(
        who=first.who,
        others=tuple(one.who for one in together[1:]),
        model=bundle.card.name,
        by=steering.by,
        popularity=dial,
        rated=highest_rated(bundle.catalogue, first.viewer.rated, top),
        recommendations=found.films,
        limits=found.limits,
        given_up=found.given_up,
        remarks=(*remarks, *_said(shortage(found.filtered, top)), *_said(kept)),
        origin=bundle.card.origin,
    )


def recommend_all(
    *, model: str | None = None, top: int = 5, wanted: Wanted | None = None
) -> Everybody:
    """List films for every user of a model, each list as `recommend` makes it for that user.

    Args:
        model: the stored model that answers, None for the one trained last.
        top: how many films for each.
        wanted: which films; what is somebody's own (`fresh`, lists by name) cannot be meant.

    Raises:
        UsageError: the filters cannot be meant, or leave no film.
        NotReadyError: there is no model, or it has no users' ratings.
    """
    from movierec.answers.everybody import Everybody
    from movierec.ranking.everybody import lists_of_all

    bundle = stored_bundle(model)
    filters, remarks = _filters(bundle, wanted or Wanted(), ())
    return Everybody(
        model=bundle.card.name,
        users=bundle.card.users,
        catalogue=bundle.catalogue,
        blocks=lists_of_all(bundle, filters, top),
        remarks=remarks,
    )


def why(who: int | str | None, title: str, *, model: str | None = None) -> Explanation:
    """Show the whole sum that makes a film as relevant for somebody as it is."""
    from movierec.asker import asker
    from movierec.people.matching import find_film
    from movierec.ranking import recommend as ranking

    bundle = stored_bundle(model)
    asking = asker(bundle, who)
    match = find_film(bundle.catalogue, title)
    return ranking.explain(bundle, asking.viewer, match.movie, asking.who, _said(match.remark))


def similar(
    title: str,
    *,
    model: str | None = None,
    top: int = 10,
    wanted: Wanted | None = None,
    who: int | str | None = None,
) -> SimilarFilms:
    """List films like one film; for somebody (`who`), those that they have not seen."""
    from movierec.asker import asker
    from movierec.data.catalogue import film
    from movierec.people.matching import find_film
    from movierec.ranking.leftover import shortage
    from movierec.ranking.similar import similar as ranking

    bundle = stored_bundle(model)
    asking = None if who is None else asker(bundle, who)
    match = find_film(bundle.catalogue, title)
    filters, remarks = _filters(bundle, wanted or Wanted(), () if asking is None else (asking,))
    viewer = None if asking is None else asking.viewer
    films, filtered = ranking(bundle, match.movie, filters, top, viewer)
    return SimilarFilms(
        who=None if asking is None else asking.who,
        film=film(bundle.catalogue, match.movie),
        ratings=int(bundle.catalogue.counts[match.movie]),
        model=bundle.card.name,
        films=films,
        remarks=(*_said(match.remark), *remarks, *_said(shortage(filtered, top))),
    )


def predict(
    who: int | str | None, titles: Sequence[str], *, model: str | None = None
) -> Predictions:
    """Predict somebody's rating of films named by title."""
    import numpy as np

    from movierec.asker import asker
    from movierec.people.matching import find_film
    from movierec.ranking.lists import predictions

    bundle = stored_bundle(model)
    asking = asker(bundle, who)
    viewer = asking.viewer
    matches = [find_film(bundle.catalogue, title) for title in titles]
    movies = np.array([match.movie for match in matches])
    expected = viewer.expected(movies)
    return Predictions(
        who=asking.who,
        model=bundle.card.name,
        predictions=predictions(
            bundle.catalogue, movies, expected, bundle.card.scale, viewer.rated
        ),
        remarks=tuple(match.remark for match in matches if match.remark),
    )


def search(
    text: str, *, model: str | None = None, catalogue: Catalogue | None = None, top: int = 10
) -> tuple[SearchHit, ...]:
    """Find films by a title that may be misspelt or partial, in a catalogue or a stored model's."""
    from movierec.people.search import hits, search_films

    if catalogue is None:
        catalogue, _ = stored_catalogue(model)
    return hits(catalogue, search_films(catalogue, text, top))


def stored_catalogue(model: str | None) -> tuple[Catalogue, ModelCard]:
    """Load the films of a stored model, and its card; see `stored_bundle`."""
    from movierec.store.bundle import load_card, load_catalogue
    from movierec.store.shelf import stored_model

    folder = stored_model(user_paths().models, model)
    return load_catalogue(folder), load_card(folder)[0]


def stored_bundle(model: str | None) -> Bundle:
    """Load a stored model, the one trained last without a name.

    Raises:
        NotReadyError: there is none.
        DataError: it is damaged.
    """
    from movierec.store.bundle import load_bundle
    from movierec.store.shelf import stored_model

    return load_bundle(stored_model(user_paths().models, model))


def _filters(
    bundle: Bundle, wanted: Wanted, together: Sequence[Asker], support: int = 0
) -> tuple[Filters, tuple[str, ...]]:
    """Read the lists of films that were named, and give all filters their meaning."""
    from movierec.ranking.filters import resolve

    catalogue, label = bundle.catalogue, bundle.card.origin.label
    only = without = shown = None
    of_only = of_without = ""
    if wanted.from_list is not None or wanted.not_in is not None:
        from movierec.named_lists import empty_list, listed_films

        if wanted.from_list is not None:
            only, of_only = listed_films(wanted.from_list, catalogue, together)
            if len(only) == 0:
                raise empty_list(wanted.from_list)
        if wanted.not_in is not None:
            without, of_without = listed_films(wanted.not_in, catalogue, together)
    if wanted.fresh:
        from movierec.shown import shown_before

        shown = shown_before(catalogue, together)
    filters = resolve(wanted, catalogue, label, only, without, support, shown)
    return filters, (*_said(of_only), *_said(of_without))


def _remember(bundle: Bundle, together: Sequence[Asker], films: Sequence[Recommendation]) -> str:
    """Remember what was recommended to people with a profile; return why it failed, or ""."""
    if all(one.own is None for one in together):
        return ""
    from movierec.shown import remember

    return remember(bundle.catalogue, together, [film.expected.film.movie_id for film in films])


def _said(remark: str) -> tuple[str, ...]:
    return (remark,) if remark else ()
