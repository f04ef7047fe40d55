"""`checkin bench`: how fast this machine does what the system is for."""

import tempfile
from datetime import timedelta
from pathlib import Path

import click

from checkin import runtime
from checkin.bench import course, report
from checkin.bench.plan import BenchError, Database, Hands, Part, Plan
from checkin.cli import server
from checkin.cli.instance import create
from checkin.cli.run import worker_count
from checkin.settings import Settings

_OLD_KEYS = timedelta(days=1)
"""Keys are so old already, since some scans are of this morning."""


class _Numbers(click.ParamType[tuple[int, ...]]):
    """Whole numbers from 1 on, with commas between them."""

    name = "N,N…"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        if isinstance(value, tuple):
            return value
        try:
            numbers = tuple(int(part) for part in str(value).split(","))
        except ValueError:
            numbers = ()
        if not numbers or min(numbers) < 1:
            self.fail("these aren't whole numbers with commas between them", param, ctx)
        return numbers


class _Parts(click.ParamType[tuple[Part, ...]]):
    """Some of the parts of a measurement, with commas between them."""

    name = "PART,PART…"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Part, ...]:
        if isinstance(value, tuple):
            return value
        try:
            return tuple(Part(part.strip()) for part in str(value).split(","))
        except ValueError:
            self.fail(f"choose among {', '.join(Part)}", param, ctx)


@click.command()
@click.option(
    "--seconds", type=click.FloatRange(0.1, 600), default=2.0, show_default=True, help="Of one run."
)
@click.option(
    "--rounds", type=click.IntRange(1, 100), default=3, show_default=True, help="Runs for a figure."
)
@click.option(
    "--clients", type=_Numbers(), default="1,8,32", show_default=True, help="Kiosks at once."
)
@click.option(
    "--holders", type=_Numbers(), default="1000", show_default=True, help="People with badges."
)
@click.option(
    "--database",
    type=click.Choice([*(one.value for one in Database), "both"]),
    default="both",
    show_default=True,
    help="Which to measure on.",
)
@click.option(
    "--late",
    type=click.IntRange(100, 1_000_000),
    default=5000,
    show_default=True,
    help="Scans that wait to be told of.",
)
@click.option(
    "--filmed",
    type=click.IntRange(1, 1000),
    default=24,
    show_default=True,
    help="Badges held before a kiosk's camera, on line and off line.",
)
@click.option(
    "--only",
    type=_Parts(),
    default=",".join(part for part in Part if part is not Part.CAMERA),
    show_default="all but the camera, which takes a browser",
    help=f"Leave the others out: {', '.join(Part)}.",
)
@click.option("--own-load", is_flag=True, help="Don't use wrk, even if it is installed.")
@click.option(
    "--json",
    "file",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write every round of every figure there.",
)
def bench(
    *,
    seconds: float,
    rounds: int,
    clients: tuple[int, ...],
    holders: tuple[int, ...],
    database: str,
    late: int,
    filmed: int,
    only: tuple[Part, ...],
    own_load: bool,
    file: Path | None,
) -> None:
    """Measure how fast this machine answers scans and pages, reads badges and prints them.

    Also what a kiosk without a network asks of it, and, if asked, how fast its camera is.

    Makes instances of its own and erases them; no other one is touched. Starts the server as
    `checkin run` does. PostgreSQL is that of CHECKIN_BENCH_POSTGRES, or one started for the
    purpose. Anything else that runs on this machine spoils the figures.
    """
    machine = report.this_machine(now=runtime.utc_now())
    databases = tuple(Database) if database == "both" else (Database(database),)
    with tempfile.TemporaryDirectory(prefix="checkin-bench-") as folder:
        plan = Plan(
            folder=Path(folder),
            parts=only,
            databases=databases,
            clients=clients,
            holders=holders,
            seconds=seconds,
            rounds=rounds,
            late=late,
            filmed=filmed,
            own_load=own_load,
        )
        hands = Hands(
            create=lambda settings: create(settings, keys_from=runtime.utc_now() - _OLD_KEYS),
            serve=serve,
            processes=lambda settings: worker_count(settings, None),
            say=lambda words: click.echo(words, err=True),
        )
        try:
            found = course.run(plan, hands)
        except BenchError as fault:
            raise click.ClickException(str(fault)) from fault
    click.echo(report.as_text(found, plan, machine))
    if file is not None:
        file.write_text(report.as_json(found, machine) + "\n", encoding="utf-8")


def serve(settings: Settings, port: int) -> None:
    """Serve an instance as `checkin run` does, with the null route beside its own."""
    server.serve(
        settings,
        server.Address("127.0.0.1", port),
        workers=worker_count(settings, None),
        when_ready=lambda: None,
        application="checkin.bench.served:app",
    )
