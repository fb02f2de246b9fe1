"""Draw docs/terminal.svg: a real terminal session, on the made-up sample.

    python docs/generate_picture.py

No film of MovieLens is in it, because its data may not be passed on.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

WIDTH = 96
SESSION = (
    ("train", "--dataset", "sample", "--epochs", "10"),
    ("recommend", "265", "--top", "5"),
)
PICTURE = Path(__file__).with_name("terminal.svg")


def main() -> None:
    """Run the session in an empty home and write what it printed as a picture."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    with tempfile.TemporaryDirectory() as home:
        _run(home, "fetch", "sample")
        for words in SESSION:
            console.print(Text(f"$ movierec {' '.join(words)}", style="bold"))
            console.print(Text.from_ansi(_run(home, *words).replace(home, "~/movierec")))
    PICTURE.write_text(console.export_svg(title="movierec"), encoding="utf-8")
    print(f"wrote {PICTURE}")


def _run(home: str, *words: str) -> str:
    environment = {**os.environ, "MOVIEREC_HOME": home, "COLUMNS": str(WIDTH), "FORCE_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "movierec", *words],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return done.stdout


if __name__ == "__main__":
    main()
