"""Start the program as a shell does: in a process of its own, with pipes or on a terminal."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
FAKED = "from cli.fakes import install; install(); from movierec.__main__ import run; run()"
ENDLESS = (
    "from cli import fakes; fakes.install(train=fakes.endless_train); "
    "from movierec.__main__ import run; run()"
)
INTERRUPTED = ENDLESS.replace("endless_train", "interrupted_train")
CTRL_C, CTRL_D = "\x03", "\x04"
# A key sends its signal to who has the terminal; shells ignore it for what they start behind them.
_AT_THE_KEYS = (
    "import fcntl, signal, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "signal.signal(signal.SIGINT, signal.default_int_handler); "
)
_PROMPT = b"     > "
_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True)
class Ended:
    """How a process ended and what it wrote; on a terminal both streams are in `out`."""

    code: int
    out: bytes
    err: bytes = b""

    @property
    def lines(self) -> list[str]:
        return self.out.decode().replace("\r\n", "\n").splitlines()


def bare(ended: Ended) -> list[str]:
    """Return what a terminal shows, line by line, without colours."""
    return [_CODES.sub("", line).rstrip() for line in ended.lines]


def command(*words: str, program: str = FAKED) -> list[str]:
    return [sys.executable, "-c", program, *words]


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    # People do not run Python unbuffered, as a tester may: then writing fails at once, not later.
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return {**usual, "PYTHONPATH": str(TESTS), "TERM": "xterm-256color", **(extra or {})}


def piped(*words: str, env: Mapping[str, str] | None = None) -> Ended:
    """Run with stdout and stderr in pipes."""
    done = subprocess.run(
        command(*words), env=environment(env), capture_output=True, timeout=60, check=False
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def shell(line: str, env: Mapping[str, str] | None = None) -> Ended:
    """Run a line of bash in which `movierec` is the program with invented results."""
    program = f"movierec() {{ '{sys.executable}' -c '{FAKED}' \"$@\"; }}\n"
    done = subprocess.run(
        ["bash", "-c", program + line],
        env=environment(env),
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def on_terminal(
    *words: str,
    columns: int = 80,
    env: Mapping[str, str] | None = None,
    program: str = FAKED,
    typed: Sequence[str] = (),
) -> Ended:
    """Run on a terminal of its own, `columns` wide.

    Args:
        words: the arguments.
        columns: of the terminal.
        env: variables on top of the usual ones.
        program: what Python runs.
        typed: keys for one question after the other, each pressed when its question is put.
    """
    import fcntl
    import pty
    import struct
    import termios

    mine, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        command(*words, program=_AT_THE_KEYS + program if typed else program),
        env=environment(env),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=bool(typed),
    )
    os.close(theirs)
    written = b""
    keys = list(typed)
    try:
        while chunk := os.read(mine, 65536):
            written += chunk
            while keys and written.count(_PROMPT) > len(typed) - len(keys):
                os.write(mine, keys.pop(0).encode())
    except OSError:  # how Linux says that the other end was closed
        pass
    finally:
        os.close(mine)
    return Ended(process.wait(timeout=60), written)
