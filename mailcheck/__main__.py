"""`python -m mailcheck` and the command `mailcheck`."""

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    from mailcheck.app.cli import main as run  # noqa: PLC0415 - nothing is imported before it is needed

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
