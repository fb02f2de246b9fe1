"""The words that the sample's invented films are made of."""

from __future__ import annotations

# What a genre is like: loud against quiet, dark against light, dreamy against down to earth.
GENRE_MOODS: dict[str, tuple[float, float, float]] = {
    "Action": (1.0, 0.2, 0.0),
    "Adventure": (0.7, -0.3, 0.4),
    "Animation": (0.0, -0.8, 0.7),
    "Children's": (0.0, -1.0, 0.5),
    "Comedy": (-0.1, -0.7, -0.3),
    "Crime": (0.4, 0.8, -0.6),
    "Documentary": (-0.8, 0.1, -0.8),
    "Drama": (-0.7, 0.3, -0.2),
    "Fantasy": (0.2, -0.2, 1.0),
    "Film-Noir": (-0.2, 1.0, -0.2),
    "Horror": (0.6, 1.0, 0.5),
    "Musical": (-0.1, -0.8, 0.3),
    "Mystery": (-0.1, 0.6, 0.1),
    "Romance": (-0.6, -0.4, -0.1),
    "Sci-Fi": (0.6, 0.2, 0.9),
    "Thriller": (0.5, 0.7, -0.2),
    "War": (0.6, 0.5, -0.6),
    "Western": (0.4, 0.0, -0.5),
}

GENRE_WEIGHTS: dict[str, int] = {"Drama": 10, "Comedy": 8, "Action": 4, "Romance": 4, "Thriller": 4}
"""How common a genre is; 2 for the others."""

TITLES: dict[str, tuple[str, ...]] = {
    "Action": ("Full Throttle to {place}", "Nine Minutes over {place}", "{person} Strikes Twice"),
    "Adventure": ("The {thing} of {place}", "Beyond {place} by {thing}", "{person} Sails On"),
    "Animation": ("The {thing} That Hummed", "{person} and the Tin {thing}", "Bees of {place}"),
    "Children's": ("A {thing} for {person}", "The Goose from {place}", "{person} Minds the Shop"),
    "Comedy": ("{person} & Sons", "Two Weddings and a {thing}", "Half Past {place}"),
    "Crime": ("The {place} Ledger", "{person} Pays Cash", "Four Thieves and a {thing}"),
    "Documentary": ("The Bakers of {place}", "How to Mend a {thing}", "A Year in {place}"),
    "Drama": (
        "The {thing} Mender",
        "Letters to {person}",
        "Last Bus to {place}",
        "{person}, Alone",
    ),
    "Fantasy": (
        "The {thing} Under {place}",
        "{person} and the Moon King",
        "Seven Doors of {place}",
    ),
    "Film-Noir": ("Rain on {place}", "The {thing} in Room Nine", "{person} Never Knocks"),
    "Horror": ("The Cellar at {place}", "{person} Is Still Downstairs", "It Keeps the {thing}"),
    "Musical": ("Sing for {place}", "The {thing} Waltz", "{person} on Broad Street"),
    "Mystery": ("The {place} Riddle", "Who Took the {thing}?", "{person} Counts to Six"),
    "Romance": ("A Spring in {place}", "{person} Meets the Tide", "The {thing} and the Rose Bed"),
    "Sci-Fi": ("Signal from {place} Nine", "The {thing} Equation", "{person} in Slow Orbit"),
    "Thriller": ("The {thing} Switch", "{person} Was Here", "Nobody Leaves {place}"),
    "War": ("The Bridge below {place}", "{person} Holds the Line", "Forty Days in {place}"),
    "Western": ("Dust over {place}", "{person} Rides Late", "The {thing} of Dry Gulch Nine"),
}

PLACES = (
    "Varnholm", "Orvane", "Port Ellory", "Carrow Creek", "Tilbrook", "Saint-Orélie", "Quillmere",
    "Dunmarrow", "Ashenfold", "Brindle Hollow", "Marrowby", "Kesterlin", "Upper Wexley", "Ombrage",
    "Larkness", "Pellworth", "Castramare", "Nettle Bay", "Old Harrowgrave", "Vintermoor",
)  # fmt: skip

PEOPLE = (
    "Odessa Bray", "Mr. Pettifer", "Ines Callory", "Aunt Wilhelmine", "Captain Fenwater",
    "Dr. Quist", "Tobias Wrenley", "Nell Harrowby", "Uncle Bartle", "Lady Corvane", "Felix Umber",
    "Sister Pym", "Big Anselm", "Marguerite Voss", "Young Leopold", "Widow Tarn",
    "Sergeant Blythe", "Cosimo Reed", "Hedda Larkin", "Otto Mabelle",
)  # fmt: skip

THINGS = (
    "Lantern", "Parasol", "Teapot", "Compass", "Metronome", "Ferry", "Typewriter", "Barometer",
    "Kite", "Pocket Watch", "Windmill", "Harmonica", "Suitcase", "Telescope", "Wheelbarrow",
    "Chandelier", "Sewing Machine", "Weathercock", "Paper Boat", "Birdcage",
)  # fmt: skip

OCCUPATIONS = (
    "administrator", "artist", "doctor", "educator", "engineer", "entertainment", "executive",
    "healthcare", "homemaker", "lawyer", "librarian", "marketing", "none", "other", "programmer",
    "retired", "salesman", "scientist", "student", "technician", "writer",
)  # fmt: skip

README = """\
A made-up data set in the layout of MovieLens 100K.

movierec generated every film, person and rating in it from a seed, to try the program without a
network. None of them exists. Anybody may use it for anything.
"""
