"""`checkin demo`: a made-up company to look around in, new each time."""

import fcntl
import os
import shutil
import sys
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import click

from checkin import images, jobs, runtime
from checkin.cli import lan, server
from checkin.cli.instance import create, default_folder
from checkin.cli.server import Address
from checkin.core.errors import ConflictError
from checkin.demo import build, company, handout
from checkin.demo.handout import Handout
from checkin.settings import DEMO_MARK, FILE, Settings

_MADE = (FILE, "checkin.db", "checkin.db-shm", "checkin.db-wal", handout.FILE)
_FIRST_PORT = 8000
_PORTS_TRIED = 50


@click.command()
@click.option(
    "--instance",
    type=click.Path(file_okay=False, path_type=Path),
    default=lambda: default_folder() / "demo",
    show_default="demo/ in the instance folder",
    help="Folder that the demo is made in. What a demo left there before is made anew.",
)
@click.option("--port", type=click.IntRange(1, 65535), help="Port; else the first free from 8000.")
@click.option("--lan", "on_lan", is_flag=True, help="Show it to phones in this network, by HTTPS.")
@click.option("--no-open", is_flag=True, help="Don't open the browser.")
def demo(instance: Path, port: int | None, on_lan: bool, no_open: bool) -> None:
    """Look around in a made-up company: nothing in it is real, and each start makes it anew.

    Two sites, sixty people, five weeks of entries. Mail stays inside, on the outbox page. Stops by
    Ctrl-C.
    """
    folder = instance.resolve()
    address = _address(port, on_lan=on_lan)
    with _taken_for_a_demo(folder):
        settings = _settings(folder, address, on_lan=on_lan)
        given = _make(settings)
        certificate = None
        if on_lan:
            certificate = lan.certificate(folder / "tls", lan.address(), "localhost")
        server.serve(
            settings,
            address,
            workers=1,
            certificate=certificate,
            when_ready=lambda: _show(given, folder, on_lan=on_lan, opens=not no_open),
        )


def _address(port: int | None, *, on_lan: bool) -> Address:
    """The address that was asked for, or the first free one."""
    host = "0.0.0.0" if on_lan else "127.0.0.1"  # noqa: S104 - what --lan is for
    if port is not None:
        if not Address(host, port).free:
            raise ConflictError(f"Port {port} is taken. Choose another one, or leave --port out.")
        return Address(host, port)
    candidates = (Address(host, _FIRST_PORT + more) for more in range(_PORTS_TRIED))
    free = next((one for one in candidates if one.free), None)
    if free is None:
        raise ConflictError(f"All ports from {_FIRST_PORT} on are taken. Name one with --port.")
    if free.port != _FIRST_PORT:
        _say(f"port {_FIRST_PORT} is taken, so this demo uses {free.port}")
    return free


@contextmanager
def _taken_for_a_demo(folder: Path) -> Iterator[None]:
    """The folder, empty of what an earlier demo left, and this demo's alone while it runs.

    Raises ConflictError for a folder that holds anything else, or that a running demo has.
    """
    mark = folder / DEMO_MARK
    if folder.exists() and any(folder.iterdir()) and not mark.exists():
        raise ConflictError(
            f"{folder} holds something that no demo made. Nothing was changed: choose another "
            "folder with --instance."
        )
    os.umask(0o077)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with mark.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise ConflictError(
                f"A demo is running in {folder} already. Use that one, or another --instance."
            ) from fault
        for name in _MADE:
            (folder / name).unlink(missing_ok=True)
        for name in ("keys", "tls"):
            shutil.rmtree(folder / name, ignore_errors=True)
        yield


def _settings(folder: Path, address: Address, *, on_lan: bool) -> Settings:
    where = f"https://{lan.address()}" if on_lan else "http://localhost"
    return Settings(
        instance=folder,
        organisation=company.ORGANISATION,
        code=company.CODE,
        base_url=f"{where}:{address.port}",
        domains=(company.DOMAIN,),
        dpia_ref=company.DPIA_REF,
        workers_consulted_on=company.WORKERS_CONSULTED_ON,
        demo=True,
        controller=company.CONTROLLER,
    )


def _make(settings: Settings) -> Handout:
    """The company, made anew, a line for each step; then retention runs as it would any hour."""
    say = _stopwatch()
    say(f"making a company in {settings.instance}")
    rt = create(settings, keys_from=runtime.utc_now() - build.FOUNDED)
    given = build.build(rt, say)
    gone = jobs.let_go(rt)
    rt.store.close()
    say(f"what is past its time is deleted, as it would be every hour: {gone} rows")
    handout.write(given, settings.instance)
    say("starting the server")
    return given


def _stopwatch() -> Callable[[str], None]:
    began = time.monotonic()

    def say(step: str) -> None:
        _say(f"{step} ({time.monotonic() - began:.1f} s)")

    return say


def _show(given: Handout, folder: Path, *, on_lan: bool, opens: bool) -> None:
    """What to try, once it can be tried."""
    accounts = "\n".join(
        f"    {account.role:<16} {account.email:<26} {account.password}"
        for account in given.accounts
    )
    click.echo(
        f"""
  The demo runs at {given.url}   (Ctrl-C ends it)

  First five minutes, guided    {given.url}/demo/guide
  Join as an employee           {given.join_link}
  Mail that would be sent       {given.url}/demo/outbox
  A kiosk                       {given.url}/kiosk   pairing code {given.kiosks[0].pairing_code}
  The console                   {given.url}/console
{accounts}
    One-time codes for them are on the guide's page.

  Badges, codes and everything else for scripts: {folder / handout.FILE}
"""
    )
    if on_lan:
        click.echo(images.qr_blocks(given.url, "M"))
        click.echo(_on_a_phone(given, folder))
    if opens and _has_a_screen():
        webbrowser.open(given.url)


def _on_a_phone(given: Handout, folder: Path) -> str:
    """What to do with a phone, step by step."""
    return f"""\
  On a phone in the same network:
    1. Point its camera at the code above, and open the address.
    2. The browser warns of the certificate, which was made on the spot: go on all the same
       ("Advanced", then "Proceed" or "visit this website"). Expected here, and nowhere else.
    3. Join at {given.join_link}; the mailed code is on the outbox page.
    4. Open "Badge" and press "Put it on this phone": it changes every five seconds.
    5. Here, open {given.url}/demo/guide, let the kiosk use the camera, hold the phone up.
  No page comes? Let port {urlsplit(given.url).port} through this machine's firewall.
  To keep the badge while the phone has no network, its browser has to trust the demo first:
  install {folder / "tls" / "authority.pem"} there, and remove it afterwards.
"""


def _has_a_screen() -> bool:
    """Whether a browser can open beside this terminal: one inside it would be in the way."""
    return sys.platform == "darwin" or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))


def _say(text: str) -> None:
    click.echo(f"checkin: {text}", err=True)
