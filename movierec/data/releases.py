"""The data sets that movierec knows by name: where they are pinned, and under which terms.

Sizes and SHA-256 sums were confirmed by several independent pins. GroupLens's certificate has
lapsed more than once, so the sums, not the transport, prove the content.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field

from movierec.errors import UnknownError

CITATION = (
    "F. Maxwell Harper and Joseph A. Konstan. 2015. The MovieLens Datasets: History and Context. "
    "ACM Transactions on Interactive Intelligent Systems 5, 4, Article 19. doi:10.1145/2827872"
)
_CLOSED = "GroupLens, University of Minnesota: research use, not commercial, no redistribution"
_OPEN = (
    "GroupLens, University of Minnesota: research use, not commercial, redistribution on the same "
    "terms"
)
_COMMON_TERMS = (
    "You may use the data for research. Cite the paper below in what you publish, do not suggest "
    "that GroupLens or the University of Minnesota endorses you, and ask GroupLens before any "
    "commercial use. "
)
_CLOSED_TERMS = _COMMON_TERMS + "You may not pass the data on without GroupLens's permission."
_OPEN_TERMS = _COMMON_TERMS + "You may pass the data on, changed or not, under the same terms."


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A data set known by name.

    Attributes:
        name: what the user types; the archive is `<name>.zip`.
        users: users with ratings.
        movies: films in the catalogue.
        ratings: ratings.
        bytes: size of the archive; 0 where movierec makes it.
        sha256: of the archive; "" where movierec makes it.
        members: SHA-256 of the members read, by basename; empty where none is pinned.
        layout: "100k", "1m", "10m" or "csv".
        licence: one line.
        citation: one line, "" where there is none.
        terms: the licence in a few plain sentences.
        mirrored: the Hugging Face mirror has the same bytes.
        note: what a user should know when a download does not match, "" where there is nothing.
    """

    name: str
    users: int
    movies: int
    ratings: int
    bytes: int
    sha256: str
    layout: str
    licence: str
    citation: str
    terms: str
    members: Mapping[str, str] = field(default_factory=dict)
    mirrored: bool = False
    note: str = ""

    @property
    def archive_name(self) -> str:
        """Name of the archive on GroupLens's server, on mirrors and in the cache."""
        return f"{self.name}.zip"

    @property
    def made(self) -> bool:
        """True where movierec makes the data set itself."""
        return not self.sha256


RELEASES: dict[str, Release] = {
    "ml-100k": Release(
        name="ml-100k",
        users=943,
        movies=1_682,
        ratings=100_000,
        bytes=4_924_029,
        sha256="50d2a982c66986937beb9ffb3aa76efe955bf3d5c6b761f4e3a7cd717c6a3229",
        layout="100k",
        licence=_CLOSED,
        citation=CITATION,
        terms=_CLOSED_TERMS,
        members={
            "u.data": "06416e597f82b7342361e41163890c81036900f418ad91315590814211dca490",
            "u.item": "553841ebc7de3a0fd0d6b62a204ea30c1e651aacfb2814c7a6584ac52f2c5701",
            "u.user": "f120e114da2e8cf314fd28f99417c94ae9ddf1cb6db8ce0e4b5995d40e90e62c",
            "u.genre": "9757e0d3e6b298159a80dd48eaf938114690e911e39af97a76949ef1663610bb",
            "u.occupation": "cd5fbec9afe345d993a62fc7817df1a4a9079c4feb267b3118763b8fd942137d",
            "u1.test": "18c6014a4b2c7324f250a63f8904a7b16b2b19f911129e346141507b0cbac950",
            "u2.test": "4de658d1e04ed9104629509a2e2528fce833ac8e048280183f1df167632038c3",
            "u3.test": "0f548b51c78327de4c156461d3e430b7e5579fe2b5681586a59416e48fd35f6d",
            "u4.test": "7c02ad0a1e7ab1083c8b9d4b627203a051dd7b5eab46d99fa44de33470de8db9",
            "u5.test": "351cc52e0d15b6c721466276fc24671d40936899e3d01fadeaf312915b8c5634",
        },
        mirrored=True,
    ),
    "ml-1m": Release(
        name="ml-1m",
        users=6_040,
        movies=3_883,
        ratings=1_000_209,
        bytes=5_917_549,
        sha256="a6898adb50b9ca05aa231689da44c217cb524e7ebd39d264c56e2832f2c54e20",
        layout="1m",
        licence=_CLOSED,
        citation=CITATION,
        terms=_CLOSED_TERMS,
        mirrored=True,
    ),
    "ml-10m": Release(
        name="ml-10m",
        users=69_878,
        movies=10_681,
        ratings=10_000_054,
        bytes=65_566_137,
        sha256="813c411ccb6122564edfe752e7f80c4dcc5aa25fa94c93622f6877a7ba252862",
        layout="10m",
        licence=_CLOSED,
        citation=CITATION,
        terms=_CLOSED_TERMS,
        mirrored=True,
    ),
    "ml-20m": Release(
        name="ml-20m",
        users=138_493,
        movies=27_278,
        ratings=20_000_263,
        bytes=198_702_078,
        sha256="96f243c338a8665f6bcc89c53edf6ee39162a846940de6b7c8c48aeada765ff3",
        layout="csv",
        licence=_CLOSED,
        citation=CITATION,
        terms=_CLOSED_TERMS,
        mirrored=True,
    ),
    "ml-25m": Release(
        name="ml-25m",
        users=162_541,
        movies=62_423,
        ratings=25_000_095,
        bytes=261_978_986,
        sha256="8b21cfb7eb1706b4ec0aac894368d90acf26ebdfb6aced3ebd4ad5bd1eb9c6aa",
        layout="csv",
        licence=_CLOSED,
        citation=CITATION,
        terms=_CLOSED_TERMS,
    ),
    "ml-32m": Release(
        name="ml-32m",
        users=200_948,
        movies=87_585,
        ratings=32_000_204,
        bytes=238_950_008,
        sha256="e4a68655d7386b8f95f2f2424b2ff975dfdd15ffd59e0d864a14dca43e99d6ee",
        layout="csv",
        licence=_OPEN,
        citation=CITATION,
        terms=_OPEN_TERMS,
    ),
    "ml-latest-small": Release(
        name="ml-latest-small",
        users=610,
        movies=9_742,
        ratings=100_836,
        bytes=978_202,
        sha256="696d65a3dfceac7c45750ad32df2c259311949efec81f0f144fdfb91ebc9e436",
        layout="csv",
        licence=_OPEN,
        citation=CITATION,
        terms=_OPEN_TERMS,
        members={
            "ratings.csv": "aa289ca83157595d0df6aea1be6a4ded676ddc4385472e8313a8ed9805352646",
            "movies.csv": "5a5f32dd9bb3797b8e728a1b98958789d2b13f294a69fdfbc5727f8a9611aa07",
            "links.csv": "97ad18e4e56a09363c65676b6cb3482ce3e2cea2372a24620c1599c843325f31",
        },
        note="GroupLens replaces this set from time to time; movierec knows the edition of "
        "September 2018",
    ),
    "sample": Release(
        name="sample",
        users=300,
        movies=250,
        ratings=12_000,
        bytes=0,
        sha256="",
        layout="100k",
        licence="made up by movierec: do with it what you like",
        citation="",
        terms="People, films and ratings are made up. Use, change and pass on as you like.",
    ),
}


def release(name: str) -> Release:
    """Return the release called `name`.

    Raises:
        UnknownError: there is none; the hint names the nearest and all others.
    """
    if name not in RELEASES:
        raise UnknownError(f"There is no release called {name}.", known_names(name))
    return RELEASES[name]


def known_names(typed: str) -> str:
    """Return one line that offers the release nearest to what was typed, and lists all."""
    near = difflib.get_close_matches(typed.lower(), RELEASES, n=1)
    guess = f"Did you mean {near[0]}? " if near else ""
    return f"{guess}Known releases: {', '.join(RELEASES)}."
