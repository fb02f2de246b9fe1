"""Print well-known films and their neighbours, for people to judge.

    python benchmarks/similar_films.py

Uses the model trained last; its data set has to have the films.
"""

from __future__ import annotations

import argparse

from movierec import ask

FILMS = (
    "Toy Story",
    "Star Wars",
    "Fargo",
    "Pulp Fiction",
    "The Godfather",
    "The Silence of the Lambs",
    "Casablanca",
    "Citizen Kane",
    "Psycho",
    "2001: A Space Odyssey",
    "Alien",
    "Annie Hall",
    "When Harry Met Sally...",
    "Sleepless in Seattle",
    "Titanic",
    "Schindler's List",
    "Mary Poppins",
    "Trainspotting",
    "The Seventh Seal",
    "Young Frankenstein",
)


def main() -> None:
    """Print a line a film."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model")
    parser.add_argument("--top", type=int, default=6)
    options = parser.parse_args()
    print("| film | ratings | films like it |")
    print("|---|---|---|")
    for title in FILMS:
        found = ask.similar(title, model=options.model, top=options.top)
        like = "; ".join(f"{one.film.title} ({one.film.year})" for one in found.films)
        print(f"| {found.film.title} ({found.film.year}) | {found.ratings} | {like} |")


if __name__ == "__main__":
    main()
