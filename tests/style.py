"""`python3 -m checkin style`: what can be said of the code without running it, fastest first."""

import sys
from pathlib import Path

from tests.run import Outcome, Step, all_of, performed

TOOLS = Path(sys.executable).parent


def tool(name: str, *arguments: str) -> Outcome:
    """Run a checker of this environment; it passes or it doesn't."""
    return all_of([[str(TOOLS / name), *arguments]])


STEPS = [
    Step("layout of the code", lambda: tool("ruff", "format", "--check", "--quiet")),
    Step("rules of style", lambda: tool("ruff", "check", "--quiet")),
    Step("who imports whom", lambda: tool("lint-imports")),
    Step("types", lambda: tool("mypy")),
]


def main() -> int:
    """Run them all; 0 if there is nothing to say."""
    outcomes = [performed(step, f"{at}/{len(STEPS)}") for at, step in enumerate(STEPS, start=1)]
    return 0 if all(outcome.good for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
