"""`python3 -m checkin`: makes the environment if there is none yet, then runs the command."""

import sys

from checkin import bootstrap


def main() -> None:
    """Hand the command line to the application, in an environment that has what it needs."""
    bootstrap.ensure_environment(sys.argv[1:])
    from checkin import cli

    cli.main()


if __name__ == "__main__":
    main()
