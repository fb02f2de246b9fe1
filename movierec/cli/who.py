"""Whose answer is wanted, where WHO may be left out before a title."""

from __future__ import annotations


def who_and_title(words: list[str]) -> tuple[str | None, list[str]]:
    """Return WHO, None for the default profile, and the other words.

    The first of several words is WHO where it is a number or a profile's name; a single word is a
    title. A title that begins with a number needs quotes or WHO before it.

    Args:
        words: as typed, at least one.
    """
    if len(words) > 1 and (words[0].isdecimal() or _is_profile(words[0])):
        return words[0], words[1:]
    return None, words


def _is_profile(word: str) -> bool:
    from movierec.asker import is_profile

    return is_profile(word)
