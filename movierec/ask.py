"""The verbs that answer somebody: from stored arrays, with numpy alone.

    candidates -> filters -> score -> re-rank -> reasons

Modules are imported inside the functions: a command loads what its answer needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from movierec.answers.recommend import Predictions, Recommendations, SimilarFilms
from movierec.paths import user_paths
from movierec.ranking.wanted import Steering, Wanted

if TYPE_CHECKING:
    from movierec.answers.films import SearchHit
    from movierec.answers.recommend import Explanation
    from movierec.ranking.filters import Filters
    from movierec.records import Catalogue, IntArray
    from movierec.store.bundle import Bundle


def recommend(
    user_id: int, *, model: str | None = None, top: int = 5, steering: Steering | None = None
) -> Recommendations:
    """List a user's highest-rated films, and films that they would watch and like.

    Raises:
        UsageError: the steering cannot be meant, or leaves no film.
        UnknownError: the model does not know the user.
        NotReadyError: there is no model, or it came without its users' ratings.
    """
    from movierec.ranking import recommend as ranking
    from movierec.ranking.leftover import shortage
    from movierec.ranking.lists import highest_rated
    from movierec.ranking.popularity import parse_dial, support_needed
    from movierec.ranking.viewer import known_viewer

    steering = steering or Steering()
    ranking.check_steering(steering)
    bundle = stored_bundle(model)
    viewer = known_viewer(bundle, bundle.user(user_id))
    dial = parse_dial(steering.popularity)
    filters, remarks = _filters(bundle, steering.wanted, support_needed(dial))
    found = ranking.recommend(bundle, viewer, filters, steering, top)
    return Recommendations(
        user_id=user_id,
        model=bundle.card.name,
        by=steering.by,
        popularity=dial,
        rated=highest_rated(bundle.catalogue, viewer.rated, top),
        recommendations=found.films,
        limits=found.limits,
        given_up=found.given_up,
        remarks=(*remarks, *_said(shortage(found.filtered, top))),
    )


def why(user_id: int, title: str, *, model: str | None = None) -> Explanation:
    """Show the whole sum that makes a film as relevant for a user as it is."""
    from movierec.people.matching import find_film
    from movierec.ranking import recommend as ranking
    from movierec.ranking.viewer import known_viewer

    bundle = stored_bundle(model)
    viewer = known_viewer(bundle, bundle.user(user_id))
    match = find_film(bundle.catalogue, title)
    return ranking.explain(bundle, viewer, match.movie, user_id, _said(match.remark))


def similar(
    title: str, *, model: str | None = None, top: int = 10, wanted: Wanted | None = None
) -> SimilarFilms:
    """List films like one film."""
    from movierec.data.catalogue import film
    from movierec.people.matching import find_film
    from movierec.ranking.leftover import shortage
    from movierec.ranking.similar import similar as ranking

    bundle = stored_bundle(model)
    match = find_film(bundle.catalogue, title)
    filters, remarks = _filters(bundle, wanted or Wanted())
    films, filtered = ranking(bundle, match.movie, filters, top)
    return SimilarFilms(
        film=film(bundle.catalogue, match.movie),
        ratings=int(bundle.catalogue.counts[match.movie]),
        model=bundle.card.name,
        films=films,
        remarks=(*_said(match.remark), *remarks, *_said(shortage(filtered, top))),
    )


def predict(user_id: int, titles: Sequence[str], *, model: str | None = None) -> Predictions:
    """Predict a user's rating of films named by title."""
    import numpy as np

    from movierec.people.matching import find_film
    from movierec.ranking.lists import predictions
    from movierec.ranking.viewer import known_viewer

    bundle = stored_bundle(model)
    viewer = known_viewer(bundle, bundle.user(user_id))
    matches = [find_film(bundle.catalogue, title) for title in titles]
    movies = np.array([match.movie for match in matches])
    expected = viewer.expected(movies)
    return Predictions(
        user_id=user_id,
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
    from movierec.store.bundle import load_catalogue
    from movierec.store.shelf import stored_model

    if catalogue is None:
        catalogue = load_catalogue(stored_model(user_paths().models, model))
    return hits(catalogue, search_films(catalogue, text, top))


def stored_bundle(model: str | None) -> Bundle:
    """Load a stored model, the one trained last without a name.

    Raises:
        NotReadyError: there is none.
        DataError: it is damaged.
    """
    from movierec.store.bundle import load_bundle
    from movierec.store.shelf import stored_model

    return load_bundle(stored_model(user_paths().models, model))


def _filters(bundle: Bundle, wanted: Wanted, support: int = 0) -> tuple[Filters, tuple[str, ...]]:
    """Read the lists of films that were named, and give all filters their meaning."""
    from movierec.ranking.filters import resolve

    catalogue, label = bundle.catalogue, bundle.card.origin.label
    only, of_only = _listed_films(wanted.from_file, catalogue)
    without, of_without = _listed_films(wanted.not_in, catalogue)
    filters = resolve(wanted, catalogue, label, only, without, support)
    return filters, (*of_only, *of_without)


def _listed_films(
    path: Path | None, catalogue: Catalogue
) -> tuple[IntArray | None, tuple[str, ...]]:
    if path is None:
        return None, ()
    from movierec.people.filelist import read_film_list, remark
    from movierec.people.textfile import shown_name

    found = read_film_list(path, catalogue)
    return found.movies, _said(remark(found, shown_name(path)))


def _said(remark: str) -> tuple[str, ...]:
    return (remark,) if remark else ()
