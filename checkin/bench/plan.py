"""What is to be measured, and what comes out of it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from checkin.runtime import Runtime
from checkin.settings import Settings

NULL_PATH = "/api/v1/null"
"""The route that does nothing: see `served`."""


@dataclass(frozen=True, slots=True)
class Hands:
    """What the command line does for a measurement.

    `create` makes an instance, `serve` serves one at a port of this machine until it is told to
    stop, with as many processes as `processes` says: all three as a real instance has it. `serve`
    is called in a process of its own, so it has to be a function of a module. `say` tells whoever
    waits what is under way.
    """

    create: Callable[[Settings], Runtime]
    serve: Callable[[Settings, int], None]
    processes: Callable[[Settings], int]
    say: Callable[[str], None]


class BenchError(Exception):
    """A measurement that means nothing: a server that didn't start, an answer that was wrong."""


class Part(StrEnum):
    """What can be measured by itself."""

    SCANS = "scans"
    BADGES = "badges"
    ISSUING = "issuing"
    CONSOLE = "console"
    LATE = "late"
    SNAPSHOTS = "snapshots"
    CAMERA = "camera"


class Database(StrEnum):
    """What an instance keeps its rows in."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure: `rounds` runs for a figure, each of so many `seconds`.

    `late` is how many scans wait to be told of, `filmed` how many badges are held before a
    camera; `own_load` does without wrk, `folder` is where
    everything is made.
    """

    folder: Path
    parts: tuple[Part, ...] = tuple(Part)
    databases: tuple[Database, ...] = tuple(Database)
    clients: tuple[int, ...] = (1, 8, 32)
    holders: tuple[int, ...] = (1000,)
    seconds: float = 2.0
    rounds: int = 3
    late: int = 5000
    filmed: int = 24
    own_load: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """One run against the server: how many answers a second, and how long they took.

    Times are seconds; `cpu` is what server and database spent on one answer, None where it can't
    be read; `driver_cpu` is what the load itself spent on it.
    """

    rate: float
    p50: float
    p95: float
    p99: float
    cpu: float | None
    driver_cpu: float


@dataclass(frozen=True, slots=True)
class Scans:
    """The runs of one database, size and number of clients, round by round.

    `null` answers the same bodies without doing anything, `again` sends scans that were answered
    before.
    """

    database: Database
    holders: int
    processes: int
    clients: int
    null: tuple[Run, ...]
    first: tuple[Run, ...]
    again: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Rate:
    """How often one core does something in a second, round by round.

    `share` is that as a part of the raw signatures that one core verifies meanwhile, where that
    says something.
    """

    what: str
    rounds: tuple[float, ...]
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Longest:
    """How long 999 of 1,000 take at most, in seconds, round by round."""

    what: str
    rounds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class PageTime:
    """What one address of the console took the server, request by request, in seconds.

    `cpu` is processor time alone: beside other jobs it says more than the time on the clock.
    """

    database: Database
    holders: int
    role: str
    page: str
    address: str
    wall: tuple[float, ...]
    cpu: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """How long scans that waited took to be told, each twice, in some order, by two kiosks."""

    database: Database
    holders: int
    scans: int
    order: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Fetching:
    """What it takes to hand a kiosk all that it decides by, and to say that nothing has changed.

    Times are seconds, door by door and round by round; sizes are bytes of whole answers, headers
    included, the largest of them.
    """

    database: Database
    holders: int
    seconds: tuple[float, ...]
    size: int
    unchanged: tuple[float, ...]
    unchanged_size: int


@dataclass(frozen=True, slots=True)
class Seen:
    """How long a kiosk took from a picture with a badge to the answer on its screen, in seconds."""

    online: bool
    seconds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that was measured."""

    load: str
    scans: tuple[Scans, ...]
    rates: tuple[Rate, ...]
    pages: tuple[PageTime, ...] = ()
    longest: tuple[Longest, ...] = ()
    late: tuple[Telling, ...] = ()
    snapshots: tuple[Fetching, ...] = ()
    camera: tuple[Seen, ...] = ()
