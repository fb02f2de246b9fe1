"""Well-known films that MovieLens, Letterboxd and IMDb list under titles that no rule equates.

Each line is one film: its year, and its titles with the article in front. A line is here only
where every one of its titles means this film and no other one of that year.
"""

from __future__ import annotations

from typing import Final

RETITLED: Final[tuple[tuple[int, *tuple[str, ...]], ...]] = (
    (1977, "Star Wars", "Star Wars: Episode IV - A New Hope", "Star Wars: A New Hope"),
    (
        1980,
        "The Empire Strikes Back",
        "Star Wars: Episode V - The Empire Strikes Back",
        "Star Wars: The Empire Strikes Back",
    ),
    (
        1983,
        "Return of the Jedi",
        "Star Wars: Episode VI - Return of the Jedi",
        "Star Wars: Return of the Jedi",
    ),
    (1999, "Star Wars: The Phantom Menace", "Star Wars: Episode I - The Phantom Menace"),
    (2002, "Star Wars: Attack of the Clones", "Star Wars: Episode II - Attack of the Clones"),
    (2005, "Star Wars: Revenge of the Sith", "Star Wars: Episode III - Revenge of the Sith"),
    (2015, "Star Wars: The Force Awakens", "Star Wars: Episode VII - The Force Awakens"),
    (2017, "Star Wars: The Last Jedi", "Star Wars: Episode VIII - The Last Jedi"),
    (2019, "Star Wars: The Rise of Skywalker", "Star Wars: Episode IX - The Rise of Skywalker"),
    (1981, "Raiders of the Lost Ark", "Indiana Jones and the Raiders of the Lost Ark"),
    (1979, "Life of Brian", "Monty Python's Life of Brian"),
    (1993, "Three Colours: Blue", "Three Colors: Blue"),
    (1994, "Three Colours: White", "Three Colors: White"),
    (1994, "Three Colours: Red", "Three Colors: Red"),
    (2003, "X2", "X2: X-Men United"),
    (1982, "Friday the 13th Part III", "Friday the 13th Part 3: 3D"),
    (1984, "2010", "2010: The Year We Make Contact"),
    (1986, "Castle in the Sky", "Laputa: Castle in the Sky"),
    (1996, "Romeo + Juliet", "William Shakespeare's Romeo + Juliet"),
    (2004, "I \N{BLACK HEART SUIT} Huckabees", "I Heart Huckabees"),
    (
        2006,
        "Borat",
        "Borat: Cultural Learnings of America for Make Benefit Glorious Nation of Kazakhstan",
    ),
    (2011, "The Raid", "The Raid: Redemption"),
    (2012, "The Lorax", "Dr. Seuss' The Lorax"),
    (2013, "Nymphomaniac: Vol. I", "Nymphomaniac: Volume I"),
    (2013, "Nymphomaniac: Vol. II", "Nymphomaniac: Volume II"),
    (2013, "The Butler", "Lee Daniels' The Butler"),
    (2017, "Guardians of the Galaxy Vol. 2", "Guardians of the Galaxy 2"),
    (2017, "John Wick: Chapter 2", "John Wick: Chapter Two"),
)
