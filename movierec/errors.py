"""Every failure that a user can cause or meet.

::

    MovierecError            1  anything else that went wrong
    ├── UsageError           2  an option or argument that cannot be meant
    ├── NotReadyError        3  fetch or train first
    ├── UnknownError         4  no such user, film, model or data set
    ├── DataError            5  data damaged or not what it claims to be
    │   └── DownloadError    5  a file that could not be brought here
    └── Interrupted        130  Ctrl-C, after what was done has been kept

Each carries two lines: what went wrong and why, and what to run next. They are raised where the
cause is known and caught once, in :func:`movierec.cli.app.main`.
"""

from __future__ import annotations

from typing import ClassVar


class MovierecError(Exception):
    """A failure with an explanation.

    Args:
        what: one sentence: what went wrong, and why.
        hint: one sentence or command: what to do next.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


class UsageError(MovierecError):
    """An option or argument that cannot be meant."""

    exit_code = 2


class NotReadyError(MovierecError):
    """Something has to be fetched or trained first."""

    exit_code = 3


class UnknownError(MovierecError):
    """No such user, film, model or data set; the hint offers near ones."""

    exit_code = 4


class DataError(MovierecError):
    """Data that is damaged or not what it claims to be."""

    exit_code = 5


class DownloadError(DataError):
    """A file that could not be brought to this machine."""


class Interrupted(MovierecError):
    """The user pressed Ctrl-C; what was done so far has been kept."""

    exit_code = 130
