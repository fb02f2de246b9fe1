"""Run the command line with ``python -m movierec``."""

from movierec.cli.app import run

if __name__ == "__main__":
    run()
