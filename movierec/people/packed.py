"""Look at all strings of a packed column at once, without taking them apart one by one."""

from __future__ import annotations

import numpy as np

from movierec.data.distinct import among
from movierec.records import ByteArray, IntArray, Texts, decoded


def strings(texts: Texts, rows: IntArray) -> list[str]:
    """Return the strings of some rows, decoded in one go."""
    text = decoded(texts.blob.tobytes())
    offsets: IntArray = texts.offsets
    if len(text) < len(texts.blob):
        # From bytes to characters: those that go on with a character begin with the bits 10.
        begins = (texts.blob & 0xC0) != 0x80
        offsets = np.concatenate([[0], np.cumsum(begins)])[offsets]
    places = zip(offsets[rows].tolist(), offsets[rows + 1].tolist(), strict=True)
    return [text[begin:end] for begin, end in places]


def without_byte(texts: Texts, byte: int) -> Texts:
    """Return the strings without an ASCII character."""
    kept = texts.blob != byte
    return Texts(texts.blob[kept], texts.offsets - _before(texts, byte))


def count_byte(texts: Texts, byte: int) -> IntArray:
    """Return how often an ASCII character is in each string."""
    counts: IntArray = np.diff(_before(texts, byte))
    return counts


def byte_at(texts: Texts, places: IntArray) -> ByteArray:
    """Return the byte at a place of the blob for each string, 0 where that is not within it."""
    inside = (places >= texts.offsets[:-1]) & (places < texts.offsets[1:])
    found = np.zeros(len(places), dtype=np.uint8)
    found[inside] = texts.blob[places[inside]]
    return found


def perhaps_among(texts: Texts, wanted: Texts) -> IntArray:
    """Return the rows whose strings have length, first and last bytes of a wanted one, ascending.

    All that are wanted are among them, and few others.
    """
    return np.flatnonzero(among(_outlines(texts), _outlines(wanted)))


def _outlines(texts: Texts) -> IntArray:
    """Return length, first two and last two bytes of each string in one number."""
    begins, ends = texts.offsets[:-1], texts.offsets[1:]
    outlines: IntArray = ends - begins
    for places in (begins, begins + 1, ends - 2, ends - 1):
        outlines = (outlines << 8) | byte_at(texts, places)
    return outlines


def _before(texts: Texts, byte: int) -> IntArray:
    """Return how often a byte stands before each offset."""
    return np.searchsorted(np.flatnonzero(texts.blob == byte), texts.offsets)
