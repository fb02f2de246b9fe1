"""What a profile says of a person's taste, and whether a model is any good for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from movierec.answers.me import PersonEvaluation
from movierec.answers.taste import OwnCounts
from movierec.ask import stored_bundle
from movierec.asker import asker, profile_name
from movierec.records import UNKNOWN

if TYPE_CHECKING:
    from movierec.answers.taste import TasteReport
    from movierec.asker import Asker
    from movierec.people.taste import Everyone
    from movierec.store.bundle import Bundle


def taste(profile: str | None = None, *, model: str | None = None) -> TasteReport:
    """Describe a person's ratings beside everyone's of the data set that a model knows.

    Args:
        profile: whose; None for the default profile.
        model: the stored model; None for the one trained last.

    Raises:
        UnknownError: there is no such profile.
        NotReadyError: there is no model, or no profile.
        DataError: the profile or the model is damaged.
    """
    from movierec.people.taste import describe_taste

    bundle = stored_bundle(model)
    person = asker(bundle, profile_name(profile))
    return describe_taste(
        who=person.who,
        dataset=bundle.card.origin.label,
        catalogue=bundle.catalogue,
        rated=person.viewer.rated,
        counts=_counts(person),
        everyone=_everyone(bundle),
    )


def evaluate(profile: str | None = None, *, model: str | None = None) -> PersonEvaluation:
    """Hide part of a person's ratings, and measure what a model says of them; see `taste`.

    Raises:
        UsageError: the person rated too few films, or the model's kind learns nobody new.
    """
    from movierec.evaluation.person import Systems, measure_person

    bundle = stored_bundle(model)
    person = asker(bundle, profile_name(profile))
    viewer = person.viewer
    return PersonEvaluation(
        card=bundle.card,
        who=person.who,
        unknown=_unknown_ratings(person),
        report=measure_person(Systems.of(bundle), viewer.rated, viewer.watched),
    )


def _counts(person: Asker) -> OwnCounts:
    assert person.own is not None
    entries = person.own.profile.entries
    return OwnCounts(
        seen=sum(entry.seen is not None and entry.rated is None for entry in entries),
        hidden=sum(entry.hidden is not None for entry in entries),
        watchlist=sum(entry.watchlist is not None for entry in entries),
        unknown=_unknown_ratings(person),
    )


def _unknown_ratings(person: Asker) -> int:
    assert person.own is not None
    pairs = zip(person.own.profile.entries, person.own.identified, strict=True)
    return sum(entry.rated is not None and found.movie == UNKNOWN for entry, found in pairs)


def _everyone(bundle: Bundle) -> Everyone | None:
    from movierec.data.tally import tally_ratings
    from movierec.people.taste import Everyone

    if not bundle.has_history:
        return None
    scale = bundle.card.scale
    return Everyone(tally_ratings(bundle.rated_by_all(), bundle.catalogue, scale), scale)
