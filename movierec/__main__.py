"""Start the command line: `movierec`, or `python -m movierec`."""

import sys

INTERRUPTED = 130


def run() -> None:
    """Run the command line of this process and leave with its exit code.

    The imports take a tenth of a second, in which Ctrl-C should end as it does later: in one line.
    """
    try:
        from movierec.cli.app import main

        code = main()
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        code = INTERRUPTED
    sys.exit(code)


if __name__ == "__main__":
    run()
