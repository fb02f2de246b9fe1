"""Made-up exports of films that a real catalogue has, and of films that it has not.

Which film an entry is, is known from the row that it was made of. But which rows a trap can be laid
with, and which films are not there, is asked of `search_key` and `names`, as identifying does: what
these get wrong is found here only where it makes an entry another film or none.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from movierec.data.titles import natural, search_key, split_year
from movierec.people.profile import Entry, Rating, Reference
from movierec.people.search import names
from movierec.records import UNKNOWN, Catalogue

_LAST_BRACKET = re.compile(r"\s\(([^()]*)\)$")
_ROMAN = {"II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6", "VII": "7", "VIII": "8"}
_DIGITS = {digit: roman for roman, digit in _ROMAN.items()}
_ARTICLES = ("The", "A", "An", "La", "Le", "Les", "Il", "El", "Das", "Der", "Die")


@dataclass(frozen=True, slots=True)
class Made:
    """One entry, how it was made, and the row that it is; `UNKNOWN` for a film not there."""

    entry: Entry
    trap: str
    row: int


class Maker:
    """Makes exports from a catalogue, each from its seed."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.titles = list(catalogue.titles)
        self.years: list[int] = catalogue.years.tolist()
        self.newest = max(self.years)
        self._years_of: dict[str, set[int]] = {}
        for title, year in zip(self.titles, self.years, strict=True):
            for name in names(title):
                self._years_of.setdefault(name, set()).add(year)
        self._own_years: dict[str, set[int]] = {}
        for row, year in enumerate(self.years):
            self._own_years.setdefault(search_key(self.name(row)), set()).add(year)
        self.groups = self._groups()

    def export(self, seed: int, present: int = 240, absent: int = 60) -> list[Made]:
        """Return made-up entries: of films that are there, each once, and of films that are not."""
        chance = random.Random(seed)
        made: list[Made] = []
        used: set[int] = set()
        traps = sorted(self.groups)
        while len(made) < present:
            trap = chance.choice(traps)
            row = chance.choice(self.groups[trap])
            twin = int(self.catalogue.twins[row])
            written = self._present(trap, row, chance) if twin not in used else None
            if written is not None:
                used.add(twin)
                made.append(Made(_entry(*written), trap, row))
        while len(made) < present + absent:
            row = chance.choice(self.groups["as it is"])
            trap = chance.choice(["kind", "other year", "newer", "longer", "shorter", "sequel"])
            missing = self._absent(trap, row, chance)
            if missing is not None:
                made.append(Made(missing, trap, UNKNOWN))
        chance.shuffle(made)
        return made

    def _groups(self) -> dict[str, list[int]]:
        """Return which rows each trap can be laid with."""
        rows = [row for row, year in enumerate(self.years) if year]
        plain = [self.name(row) for row in range(len(self.titles))]
        twins = self.catalogue.twins.tolist()
        shared: dict[str, set[int]] = {}
        for row in rows:
            shared.setdefault(search_key(plain[row]), set()).add(twins[row])

        def having(test: Callable[[int], bool]) -> list[int]:
            return [row for row in rows if test(row)]

        return {
            "as it is": rows,
            "article behind": having(lambda row: plain[row].startswith(("The ", "A ", "La "))),
            "no article": having(lambda row: plain[row].startswith("The ")),
            "other name": having(lambda row: self.other_name(row) != ""),
            "accents added": having(lambda row: "e" in plain[row]),
            "accents taken": having(lambda row: not plain[row].isascii()),
            "and": having(lambda row: "&" in plain[row] or " and " in plain[row]),
            "numerals": having(lambda row: bool({*plain[row].split()[1:]} & _NUMERALS)),
            "a year apart": rows,
            "remake": having(lambda row: len(shared[search_key(plain[row])]) > 1),
            "twin": having(lambda row: twins.count(twins[row]) > 1),
            "no spaces": having(lambda row: "-" in plain[row]),
        }

    def name(self, row: int) -> str:
        """Return a title as a site writes it: without the brackets behind it."""
        return re.sub(r"(\s+\([^()]*\))+$", "", natural(self.titles[row]))

    def other_name(self, row: int) -> str:
        found = _LAST_BRACKET.search(split_year(self.titles[row])[0])
        inside = re.sub(r"^a\.?k\.?a\.?\s+", "", found[1]) if found else ""
        return natural(inside)

    def _present(self, trap: str, row: int, chance: random.Random) -> tuple[str, int] | None:
        name, year = self.name(row), self.years[row]
        first, _, rest = name.partition(" ")
        if trap == "article behind":
            return f"{rest}, {first}", year
        if trap == "no article":
            return rest, year
        if trap == "other name":
            inside = self.other_name(row)
            # ml-100k lists a film twice, once with its original title as its only one.
            return None if year in self._own_years.get(search_key(inside), ()) else (inside, year)
        if trap == "accents added":
            return name.replace("e", chance.choice("éèêë"), 1), year
        if trap == "accents taken":
            apart = unicodedata.normalize("NFD", name)
            return "".join(c for c in apart if not unicodedata.combining(c)), year
        if trap == "and":
            return (name.replace("&", "and") if "&" in name else name.replace(" and ", " & ")), year
        if trap == "numerals":
            words = [_ROMAN.get(word) or _DIGITS.get(word) or word for word in rest.split()]
            return " ".join([first, *words]), year
        if trap == "a year apart":
            year += chance.choice([-1, 1])
            # Where another film has this name in this very year, the reference means that one.
            others = self._years_of[search_key(name)] - {self.years[row]}
            return None if others & {year - 1, year, year + 1} else (name, year)
        if trap == "no spaces":
            return name.replace("-", ""), year
        return name, year

    def _absent(self, trap: str, row: int, chance: random.Random) -> Entry | None:
        name, year = self.name(row), self.years[row]
        if trap == "kind":
            return _entry(name, year, kind=chance.choice(["TV Series", "Video Game", "TV Episode"]))
        if trap == "other year":
            year = chance.randrange(1920, self.newest)
        elif trap == "newer":
            year = self.newest + chance.randrange(2, 9)
        elif trap == "longer":
            name += chance.choice([" Again", " Forever", " Live", ": The Series"])
        elif trap == "shorter":
            name = name.rpartition(" ")[0]
        else:
            name += chance.choice([" II", " 2", " III", " 3", ": Part II"])
        return None if not name or self._is_there(name, year) else _entry(name, year)

    def _is_there(self, name: str, year: int) -> bool:
        """Return whether a film has a name in about a year, in either way of writing numbers."""
        words = search_key(name).split()
        spellings = {
            " ".join(words),
            " ".join(_ROMAN.get(word.upper(), word) for word in words),
            " ".join(_DIGITS.get(word, word).lower() for word in words),
        }
        known = set[int]().union(*(self._years_of.get(spelled, ()) for spelled in spellings))
        return bool(known & {0, year - 1, year, year + 1})


_NUMERALS = {*_ROMAN, *_DIGITS}


def _entry(title: str, year: int, kind: str = "") -> Entry:
    film = Reference(title=title, year=year, kind=kind)
    return Entry(film=film, rated=Rating(4.0, "letterboxd", "2020-01-01"))
