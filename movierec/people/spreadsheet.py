"""Keep a spreadsheet from taking a text for a formula.

A cell that begins with "=", "+", "-" or "@" is calculated by the programs that open CSV; an
apostrophe in front makes it text. Whoever reads the file again takes the apostrophe off.
"""

from __future__ import annotations

import re

# Apostrophes in front count too, so that a text that has them already comes back with all of them.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guarded(text: str) -> str:
    """Return a text with an apostrophe in front where a spreadsheet would calculate it."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return what `guarded` was given."""
    return text[1:] if _GUARDED.match(text) else text
