"""`checkin keys`: making, changing and revoking the keys that badges are signed with."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import click

from checkin import runtime
from checkin.cli.instance import instance_option, opened, settings_of
from checkin.core import rotation
from checkin.core.audit import SYSTEM
from checkin.core.badge import KeyPurpose, TrustedKey
from checkin.core.errors import CheckinError
from checkin.keys import Keyring
from checkin.services import keys as services
from checkin.services.keys import KeyAct
from checkin.web.key_words import STATES, what_next

_MOMENT = timedelta(seconds=1)

_now_option = click.option(
    "--now", "at_once", is_flag=True, help="In an emergency: before every reader knows the key."
)


@click.group()
def keys() -> None:
    """See to the keys that badges, day passes, lists and the log are signed with.

    A server that runs takes changes up by itself.
    """


@keys.command(name="list")
@instance_option
def list_(instance: Path) -> None:
    """Show every key, its state and what happens next."""
    keyring = Keyring.load(settings_of(instance).keys)
    for life in rotation.lives(keyring.all_keys(), now=runtime.utc_now()):
        state = STATES[life.state][1].lower()
        click.echo(f"{life.key.purpose:6}  {life.key.kid.hex()}  {state:19}  {what_next(life)}")


@keys.command()
@instance_option
@click.argument("purpose", type=click.Choice([purpose.value for purpose in KeyPurpose]))
@_now_option
def new(instance: Path, purpose: str, *, at_once: bool) -> None:
    """Make and publish the next key for PURPOSE.

    It begins to sign by itself when the present one stops, and never before it was published for
    8 days: readers that were offline for a week would refuse what it signs.
    """
    keyring, now = _keyring(instance)
    made = keyring.new(KeyPurpose(purpose), now=now, at_once=at_once)
    _written_down(instance, KeyAct.NEW, made.kid, now)
    click.echo(f"Made and published: the {purpose} key {made.kid.hex()}.")
    if at_once:
        click.echo(
            "It signs from now on. A reader refuses what it signs until it fetches the keys."
        )
        return
    click.echo(f"It begins to sign on {made.not_before:%Y-%m-%d %H:%M} UTC, by itself.")
    if rotation.signing(keyring.all_keys(), made.purpose, now=made.not_before - _MOMENT) is None:
        click.echo("Until then no key may sign: nothing is issued. If that can't wait, use --now.")


@keys.command()
@instance_option
@click.argument("kid")
@_now_option
def activate(instance: Path, kid: str, *, at_once: bool) -> None:
    """Let the key KID, which waits, sign from now on instead of on its day."""
    _change(
        instance,
        kid,
        KeyAct.ACTIVATE,
        lambda ring, key, now: ring.activate(key, now=now, at_once=at_once),
    )
    click.echo(f"The key {kid} signs from now on. The one before stays good for what it signed.")


@keys.command()
@instance_option
@click.argument("kid")
def retire(instance: Path, kid: str) -> None:
    """Let the key KID sign no more. What it signed stays good."""
    _change(instance, kid, KeyAct.RETIRE, lambda ring, key, now: ring.retire(key, now=now))
    click.echo(f"The key {kid} signs no more. What it signed stays good, and it stays published.")


@keys.command()
@instance_option
@click.argument("kid")
@click.option("--yes", is_flag=True, help="Don't ask.")
def revoke(instance: Path, kid: str, *, yes: bool) -> None:
    """Make everything worthless that the key KID ever signed. For a key that was stolen.

    Badges on phones renew themselves; printed badges and day passes have to be made anew. There is
    no way back.
    """
    if not yes:
        click.confirm(f"Everything that {kid} ever signed becomes worthless. Go on?", abort=True)
    keyring, now = _keyring(instance)
    made = keyring.revoke(_as_kid(kid), now=now)
    click.echo(f"The key {kid} is revoked. The server refuses what it signed from now on, and each")
    click.echo("kiosk as soon as it has fetched the keys.")
    _written_down(instance, KeyAct.REVOKE, _as_kid(kid), now)
    if made is not None:
        _written_down(instance, KeyAct.NEW, made.kid, now)
        click.echo(f"A new {made.purpose} key signs in its place at once: {made.kid.hex()}.")


def _change(
    instance: Path,
    kid: str,
    act: KeyAct,
    change: Callable[[Keyring, bytes, datetime], TrustedKey],
) -> None:
    keyring, now = _keyring(instance)
    changed = change(keyring, _as_kid(kid), now)
    _written_down(instance, act, changed.kid, now)


def _keyring(instance: Path) -> tuple[Keyring, datetime]:
    return Keyring.load(settings_of(instance).keys), runtime.utc_now()


def _as_kid(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as fault:
        raise click.UsageError(f"{text} is no key. `checkin keys list` shows them.") from fault


def _written_down(instance: Path, act: KeyAct, kid: bytes, now: datetime) -> None:
    """Write it into the audit record. An emergency must not wait for a database."""
    try:
        rt = opened(instance)
        with rt.writing() as db:
            services.note(db, act, kid, SYSTEM, now=now)
    except CheckinError as fault:
        click.echo(f"checkin: done, but not written down: {fault.message}", err=True)
