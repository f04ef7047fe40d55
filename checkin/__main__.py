"""`python3 -m checkin`: makes the environment if there is none yet, then runs the command.

Written so that a Python which is too old can still read it, and say so.
"""

import sys

OLDEST_PYTHON = (3, 11)


def main() -> None:
    """Hand the command line to the application, in an environment that has what it needs."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(too_old(sys.version_info[:3], sys.argv[1:]))
    from checkin import bootstrap

    bootstrap.ensure_environment(sys.argv[1:])
    from checkin import cli

    cli.main(prog_name="python3 -m checkin")


def too_old(version: tuple, arguments: list) -> str:  # type: ignore[type-arg]  # for old Pythons
    """What to do with a Python that the application can't run on."""
    needed, found = (".".join(map(str, each)) for each in (OLDEST_PYTHON, version))
    return (
        f"checkin: Python {needed} or newer is needed, this one is {found}. Where a newer one is "
        f"installed, name it: python{needed} -m checkin {' '.join(arguments)}"
    )


if __name__ == "__main__":
    main()
