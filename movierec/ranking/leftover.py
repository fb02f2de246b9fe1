"""What is said when filters leave too few films, or none: who took how many, and a way out."""

from __future__ import annotations

from movierec.errors import UsageError
from movierec.ranking.filters import HIDDEN, SEEN, TWINS, Filtered, Taken
from movierec.records import Catalogue

_YEAR_OPTIONS = ("--year ", "--decade ")


def shortage(filtered: Filtered, wanted: int) -> str:
    """Return one sentence that says why fewer films are left than wanted, "" where enough are."""
    left = len(filtered.movies)
    if left >= wanted:
        return ""
    return f"Only {_films(left)} left{_takers(filtered)}."


def nothing_left(filtered: Filtered, catalogue: Catalogue) -> UsageError:
    """Return the error for filters that leave no film; its hint says which one to leave out."""
    what = f"No film is left{_takers(filtered)}"
    if any(taken.filter.startswith(_YEAR_OPTIONS) for taken in filtered.taken):
        what += f"; {_known_years(catalogue)}"
    return UsageError(f"{what}.", _way_out(filtered))


def _takers(filtered: Filtered) -> str:
    """Return ": --genre Western took 1,655, 3 were already seen", "" where none took any."""
    takers = [_tally(taken) for taken in filtered.taken if taken.films]
    return f": {', '.join(takers)}" if takers else ""


def _tally(taken: Taken) -> str:
    if taken.filter in (SEEN, HIDDEN, TWINS):
        return f"{taken.films:,} {'was' if taken.films == 1 else 'were'} {taken.filter}"
    return f"{taken.filter} took {taken.films:,}"


def _known_years(catalogue: Catalogue) -> str:
    known = catalogue.years[catalogue.years != 0]
    if len(known) == 0:
        return "no film here has a known year"
    return f"the films here are from {known.min()} to {known.max()}"


def _way_out(filtered: Filtered) -> str:
    takers = [
        taken for taken in filtered.taken if taken.films and taken.filter not in (HIDDEN, TWINS)
    ]
    if not takers:
        return "Choose among more films."
    # The first filter takes from all and so takes most, even where another stands in the way.
    worst = max(takers, key=lambda taken: (taken.alone, taken.films))
    change = "Add --include-seen" if worst.filter == SEEN else f"Leave {worst.filter} out"
    if worst.alone == 0:
        return f"{change}, and perhaps another filter too."
    return f"{change}: {_films(worst.alone)} left then."


def _films(count: int) -> str:
    return "1 film is" if count == 1 else f"{count:,} films are"
