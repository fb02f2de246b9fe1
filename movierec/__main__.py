"""Start the command line: `movierec`, or `python -m movierec`."""

import gc
import os
import sys
import time
from pathlib import Path

INTERRUPTED = 130
PATIENCE = 5.0
"""Seconds in which the process that talks may say what went wrong: torchrun ends it as soon as a
silent one has ended."""
_OBJECTS = 50_000
"""Made since the last search for rubbish when the next begins; an answer hardly makes as many, and
of what it imports none is rubbish."""


def run() -> None:
    """Run the command line of this process and leave with its exit code.

    The imports take a tenth of a second, in which Ctrl-C should end as it does later: in one line.
    """
    gc.set_threshold(_OBJECTS)
    silent = False
    try:
        silent = _leave_talk_to_the_first()
        from movierec.cli.app import main

        code = main()
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        code = INTERRUPTED
    if silent and code != 0:
        time.sleep(PATIENCE)
    sys.exit(code)


def _leave_talk_to_the_first() -> bool:
    """Silence this process where torchrun started it to help another one train; say whether."""
    if "RANK" not in os.environ or "train" not in sys.argv or "--debug" in sys.argv:
        return False
    from movierec.processes import this_process

    if this_process().leads:
        return False
    # Not only Python's streams: torch's own warnings go past them.
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    return True


if __name__ == "__main__":
    run()
