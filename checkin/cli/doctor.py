"""`checkin doctor`: what is wrong with an instance, and how to mend it."""

import shutil
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from stat import S_IMODE
from urllib.parse import urlsplit

import click

from checkin import mail, runtime
from checkin.cli import database_user
from checkin.cli.instance import instance_option, settings_of
from checkin.cli.run import warnings
from checkin.core import rotation
from checkin.core.badge import KeyPurpose
from checkin.core.errors import CheckinError
from checkin.keys import KeyFault, Keyring, file_faults
from checkin.runtime import Runtime
from checkin.services import notices, recovery, upkeep
from checkin.settings import BACKUP_MARK, FILE, Controller, Settings

_CLOCK_MAY_DIFFER = timedelta(seconds=30)
_RENEW_BEFORE = timedelta(days=21)
_BACKUP_EVERY = timedelta(days=2)
_FREE_BYTES = 500_000_000
_SECONDS = 5


class Level(StrEnum):
    """How bad a finding is; only what is wrong makes the doctor fail."""

    GOOD = "good"
    SOON = "soon"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about the instance, with what to do where something is to be done."""

    level: Level
    sentence: str


def good(sentence: str) -> Finding:
    """Nothing to do."""
    return Finding(Level.GOOD, sentence)


def soon(sentence: str) -> Finding:
    """Something to do before long."""
    return Finding(Level.SOON, sentence)


def wrong(sentence: str) -> Finding:
    """Something to mend now."""
    return Finding(Level.WRONG, sentence)


@click.command()
@instance_option
@click.pass_context
def doctor(ctx: click.Context, instance: Path) -> None:
    """Say what is wrong with an instance, and how to mend it.

    Ends with 1 if something has to be mended now, with 0 otherwise.
    """
    found = list(examine(settings_of(instance)))
    for finding in found:
        click.echo(f"{finding.level.value:>5}  {finding.sentence}")
    if any(finding.level is Level.WRONG for finding in found):
        ctx.exit(1)


def examine(settings: Settings) -> Iterator[Finding]:
    """Everything there is to say about this instance."""
    yield from _settings(settings)
    yield from _keys(settings)
    yield from _database(settings)
    yield from _address(settings)
    yield from _mail(settings)
    yield from _disk(settings)
    yield from _backup(settings)


# --- settings and keys ------------------------------------------------------------------------


def _settings(settings: Settings) -> Iterator[Finding]:
    file, folder = settings.instance / FILE, settings.instance
    private = {folder: 700, file: 600, folder / "checkin.db": 600, settings.ledger: 600}
    shared = [one for one in private if one.exists() and S_IMODE(one.stat().st_mode) & 0o077]
    for one in shared:
        yield wrong(f"Others may read {one}. Mend it: chmod {private[one]} {one}")
    if not shared:
        yield good(f"The settings in {file} can be used.")
    for warning in warnings(settings):
        if not warning.startswith("mail"):
            yield soon(warning)
    if not settings.domains:
        yield soon("domains is empty: nobody can join by the poster unless the console names some.")


def _keys(settings: Settings) -> Iterator[Finding]:
    if unsafe := file_faults(settings.keys):
        yield from map(wrong, unsafe)
        return
    try:
        keyring = Keyring.load(settings.keys)
        now = runtime.utc_now()
        ends = min(
            key.not_after
            for purpose in KeyPurpose
            if (key := keyring.key(keyring.active(purpose, now=now))) is not None
        )
    except KeyFault as fault:
        yield wrong(str(fault))
        return
    if any(life.renew for life in rotation.lives(keyring.all_keys(), now=now)):
        yield soon(
            f"A key stops signing on {ends:%Y-%m-%d}; badges printed after it need a new one. "
            "`checkin keys list` says which, `checkin keys new` makes it."
        )
    else:
        yield good(f"The keys are this user's alone, and sign until {ends:%Y-%m-%d}.")


# --- database and clock -----------------------------------------------------------------------


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        found = upkeep.revisions(settings.database)
    except CheckinError as fault:
        yield wrong(fault.message)
        return
    if found.pending:
        yield wrong(
            f"The database stands at step {found.current or 'none'}, this release needs "
            f"{found.head}. Mend it: checkin migrate"
        )
        return
    yield from _database_user(settings)
    try:
        yield from _inside(runtime.start(settings))
    except KeyFault:
        return  # said already, and without keys the rest can't be opened


def _database_user(settings: Settings) -> Iterator[Finding]:
    """On PostgreSQL: whether the server's user may do what it needs to, and no more."""
    found = upkeep.standing(settings.database)
    if found is None or settings.demo:
        return
    told = [
        *map(soon, database_user.too_much(found)),
        *map(wrong, database_user.too_little(found)),
    ]
    yield from told
    if not told:
        yield good(
            f"The database's user {found.user} owns no table and can't change what was published "
            "or written down."
        )


def _inside(rt: Runtime) -> Iterator[Finding]:
    with rt.reading() as db:
        faults, theirs, last = upkeep.faults(db), upkeep.clock(db), upkeep.last_written(db)
        erased, unguarded = recovery.ledger_is_expected(db), upkeep.unguarded(db)
    found = list(_notice(rt))
    rt.store.close()
    for fault in faults:
        yield wrong(f"The database is damaged: {fault}. Stop the server and restore a backup.")
    if unguarded:
        yield wrong(
            f"The database would let rows of {', '.join(unguarded)} be changed: what refuses it is "
            "gone or switched off. Find out by whom, then mend it: checkin migrate"
        )
    if not faults and not unguarded:
        yield good("The database is sound and has this release's schema.")
    yield _clock(rt.now(), theirs, last)
    if erased and not rt.settings.ledger.exists():
        yield wrong(
            f"The ledger of erasures is gone from {rt.settings.ledger}: a restored backup would "
            "bring back people who were erased. Bring it back; if you can't, delete every backup."
        )
    yield from found


def _notice(rt: Runtime) -> Iterator[Finding]:
    """Whether there is a notice to read before joining, and whether it tells what is done."""
    with rt.reading() as db:
        untold = notices.untold(db, rt.draft((), author="").terms)
    if untold is None:
        yield soon("No notice is published, so nobody can join. Mend it: checkin notice draft")
        if rt.settings.controller == Controller() and not rt.settings.demo:
            yield soon(
                f"Under [controller], {FILE} still names the example. Say there who answers for "
                "the data: the notice prints it."
            )
    elif untold:
        parts = ", ".join(change.part for change in untold)
        yield soon(
            f"The newest notice doesn't say what checkin.toml and this release would do ({parts}). "
            "What it says holds until another is published. Mend it: checkin notice draft"
        )


def _clock(now: datetime, theirs: datetime, last: datetime | None) -> Finding:
    mend = "Mend it: sudo timedatectl set-ntp true"
    if abs(now - theirs) > _CLOCK_MAY_DIFFER:
        return wrong(f"This clock and the database's differ by {abs(now - theirs)}. {mend}")
    if last is not None and last - now > _CLOCK_MAY_DIFFER:
        return wrong(
            f"The clock is behind the last audit entry, of {last:%Y-%m-%d %H:%M} UTC, and nothing "
            f"is deleted. {mend}. If it is right and was ahead: checkin retention run "
            "--clock-is-right"
        )
    synchronised = Path("/run/systemd/timesync/synchronized")
    if synchronised.parent.is_dir() and not synchronised.exists():
        return soon(f"This machine's clock isn't synchronised. {mend}")
    return good(f"The clock says {now:%Y-%m-%d %H:%M} UTC, and nothing contradicts it.")


# --- what is reached over the network ---------------------------------------------------------


def _address(settings: Settings) -> Iterator[Finding]:
    parts = urlsplit(settings.base_url)
    if parts.scheme == "http":
        yield soon(
            f"{settings.base_url} works on this machine alone. For a building, put a proxy that "
            "speaks https in front and set base_url to its address."
        )
        return
    assert parts.hostname is not None
    try:
        ends = _certificate_ends(parts.hostname, parts.port or 443)
    except ssl.SSLError as fault:
        yield wrong(f"The certificate of {parts.hostname} can't be trusted: {fault.reason}.")
    except OSError as fault:
        yield wrong(f"{settings.base_url} can't be reached from here: {fault}. Look at the proxy.")
    else:
        left = ends - runtime.utc_now()
        say = soon if left < _RENEW_BEFORE else good
        yield say(
            f"{settings.base_url} speaks https; its certificate is good until {ends:%Y-%m-%d}."
        )


def _certificate_ends(host: str, port: int) -> datetime:
    trust = ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=_SECONDS) as connection,
        trust.wrap_socket(connection, server_hostname=host) as secured,
    ):
        certificate = secured.getpeercert()
    assert certificate
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC)


def _mail(settings: Settings) -> Iterator[Finding]:
    account = settings.mail
    if settings.demo:
        yield good("This is a demo: its mail stays in the outbox page.")
        return
    if not account.host:
        yield wrong("No mail server is set, so nobody gets a code. Name one under [mail].")
        return
    if account.password_file:
        secret = Path(account.password_file)
        if secret.exists() and S_IMODE(secret.stat().st_mode) & 0o077:
            yield wrong(f"Others may read {secret}. Mend it: chmod 600 {secret}")
    try:
        mail.try_out(account)
    except mail.MailDelayedError as fault:
        yield wrong(f"Mail can't be sent: {fault}. Look at [mail] in checkin.toml.")
    else:
        yield good(f"Mail leaves by {account.host}.")


# --- room and backups -------------------------------------------------------------------------


def _disk(settings: Settings) -> Iterator[Finding]:
    free = shutil.disk_usage(settings.instance).free
    if free < _FREE_BYTES:
        yield wrong(f"Only {free // 1_000_000} MB are free in {settings.instance}. Make room.")
    else:
        yield good(f"There is room: {free // 1_000_000_000} GB are free in {settings.instance}.")


def _backup(settings: Settings) -> Iterator[Finding]:
    """`checkin backup` touches a file, so that the age of the newest one can be told."""
    if settings.demo:
        return
    mark = settings.instance / BACKUP_MARK
    how = "Let `checkin backup` run every night."
    now = runtime.utc_now()
    if not mark.exists():
        fresh = now - _changed(settings.instance / FILE) < _BACKUP_EVERY
        yield (soon if fresh else wrong)(f"No backup was ever noted. {how}")
    elif now - _changed(mark) > _BACKUP_EVERY:
        yield wrong(f"The last backup is of {_changed(mark):%Y-%m-%d}. {how}")
    else:
        yield good(f"The last backup is of {_changed(mark):%Y-%m-%d %H:%M} UTC.")


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
