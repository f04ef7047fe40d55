"""The instance folder: which one a command means, and making a new one."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from string import Template
from typing import ParamSpec, TypeVar

import click

from checkin import runtime
from checkin.core.audit import Actor
from checkin.core.errors import ConflictError, ForbiddenError
from checkin.core.roles import Act, Role, may
from checkin.keys import Keyring
from checkin.runtime import Runtime
from checkin.services import accounts, upkeep
from checkin.settings import FILE, Settings, load
from checkin.web.words import ROLES

P = ParamSpec("P")
R = TypeVar("R")

VARIABLE = "CHECKIN_INSTANCE"
OWNER_VARIABLE = "CHECKIN_DATABASE_OWNER_URL"
"""On PostgreSQL, the address of the database as the user who owns its tables, if that isn't the
server's. Only commands that make or change tables read it: no setting, so that no server has it."""
_CHECKOUT = Path(__file__).resolve().parents[2]


def default_folder() -> Path:
    """`instance/` of a checkout; for an installed wheel, a folder of this user's own data."""
    if (_CHECKOUT / "pyproject.toml").is_file():
        return _CHECKOUT / "instance"
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "checkin"


_instance = partial(
    click.option,
    "--instance",
    type=click.Path(file_okay=False, path_type=Path),
    default=default_folder,
    show_default="instance/, or your own data folder",
    envvar=VARIABLE,
    help=f"Folder with settings, keys and database. Also taken from {VARIABLE}.",
)


def instance_option(command: Callable[P, R]) -> Callable[P, R]:
    """The option by which every command is told its instance."""
    return _instance()(command)


def new_instance_option(command: Callable[P, R]) -> Callable[P, R]:
    """The same for a command that makes one: it refuses what is there before it asks anything."""

    def still_free(_ctx: click.Context, _option: click.Parameter, folder: Path) -> Path:
        refuse_taken(folder)
        return folder

    return _instance(callback=still_free)(command)


def owner_url() -> str:
    """The address that tables are made and changed by; empty if the server's user owns them."""
    return os.environ.get(OWNER_VARIABLE, "")


def settings_of(instance: Path) -> Settings:
    """The settings of an instance that exists. Raises SettingsError or ConflictError."""
    if not (instance / FILE).is_file():
        raise ConflictError(
            f"There is no instance in {instance}. Make one with `checkin init`, or name its "
            "folder with --instance."
        )
    return load(instance, os.environ)


def opened(instance: Path) -> Runtime:
    """The instance at work beside its server, until the command ends.

    Raises ConflictError for a database that isn't up to date.
    """
    settings = settings_of(instance)
    upkeep.check_up_to_date(settings.database)
    rt = runtime.start(settings)
    click.get_current_context().call_on_close(rt.store.close)
    return rt


def acting(rt: Runtime, email: str, act: Act) -> Actor:
    """The console account of this address as whom a command acts, if its role may do that.

    Whoever can run commands on the machine is trusted to say who they are.
    """
    with rt.reading() as db:
        account = accounts.of_address(db, email)
    if not may(account.role, act):
        who = " or ".join(ROLES[role].lower() for role in Role if may(role, act))
        raise ForbiddenError(
            f"{email} has the role {ROLES[account.role].lower()} and can't "
            f"{act.value.replace('_', ' ')}. Name an account with the role {who}."
        )
    return Actor(account.alias, account.role.value)


def refuse_taken(folder: Path) -> None:
    """Raise ConflictError if an instance, or a part of one, is in the folder already."""
    settings = Settings(instance=folder)
    for taken in (folder / FILE, settings.keys, folder / "checkin.db"):
        if taken.exists():
            raise ConflictError(f"{taken} is there already. Nothing was changed.")


def create(settings: Settings, *, keys_from: datetime | None = None, owner: str = "") -> Runtime:
    """Make the folder with settings, keys and database; nothing in it may be there yet.

    Keys sign from now on, or from an earlier moment. `owner` is the database's address as whoever
    is to own its tables. Raises SettingsError, KeyFault, or CheckinError for what can't be made.
    """
    settings.checked()
    folder = settings.instance
    refuse_taken(folder)
    os.umask(0o077)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if upkeep.revisions(settings.database).current is not None:
        raise ConflictError("The database has tables already. Nothing was changed.")
    with _all_or_nothing(settings):
        Keyring.create(settings.keys, now=keys_from or runtime.utc_now())
        upkeep.bring_up_to_date(settings.database, owner_url=owner)
        _write_private(folder / FILE, as_toml(settings))
        settings.ledger.touch(mode=0o600)  # a restore asks for it, even if nobody was erased yet
    return runtime.start(settings)


@contextmanager
def _all_or_nothing(settings: Settings) -> Iterator[None]:
    """Take away what was made if the rest can't be, so that the same command can be run again."""
    try:
        yield
    except BaseException:
        shutil.rmtree(settings.keys, ignore_errors=True)
        for name in (FILE, "checkin.db", "checkin.db-shm", "checkin.db-wal"):
            (settings.instance / name).unlink(missing_ok=True)
        raise


def _write_private(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def as_toml(settings: Settings) -> str:
    """The settings file of a new instance, with every setting explained."""
    own = {name: _quoted(getattr(settings, name)) for name in _WRITTEN}
    controller = {
        f"controller_{name}": _quoted(getattr(settings.controller, name))
        for name in ("name", "address", "contact", "authority")
    }
    return Template(_TOML).substitute(own, **controller, sender=_quoted(settings.mail.sender))


def _quoted(value: object) -> str:
    """The value as TOML writes it (TOML 1.0: basic strings escape like JSON's)."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(_quoted(part) for part in value) + "]"
    if isinstance(value, int):
        return str(value)
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04X}" for c in text) + '"'


_WRITTEN = (
    "organisation",
    "code",
    "base_url",
    "database_url",
    "erasure_ledger",
    "domains",
    "trusted_proxies",
    "dpia_ref",
    "workers_consulted_on",
    "metrics_token_file",
    "demo",
)

_TOML = """\
# Settings of this instance. Read when the server starts: restart it after a change.
# Each can also be given in the environment, as CHECKIN_ORGANISATION or CHECKIN_MAIL_HOST.
# `checkin doctor` says what is missing or wrong.

# How the organisation is called on every page.
organisation = $organisation

# What badges carry that are good at every site: up to 24 letters, digits and hyphens.
# Changing it makes every issued badge useless.
code = $code

# How people reach the pages. Only localhost may do without https.
base_url = $base_url

# Who may join by the poster: addresses of these domains.
domains = $domains

# Empty means SQLite in this folder. PostgreSQL: postgresql+psycopg://user@host/name
database_url = $database_url

# Where erasures are written down, so that no restored backup undoes them. Empty means
# erasures.log in this folder. Best on another disk than the database's.
erasure_ledger = $erasure_ledger

# How many proxies stand in front of the server, each adding X-Forwarded-For and -Proto.
trusted_proxies = $trusted_proxies

# The data protection impact assessment, and the day on which the workers were heard
# (GDPR art. 35 and 88). Both are printed on the page that says what is stored.
dpia_ref = $dpia_ref
workers_consulted_on = $workers_consulted_on

# A file (chmod 600) whose first line is the token that /metrics asks for. Empty: no such page.
metrics_token_file = $metrics_token_file

# A demo says so on every page and keeps its mail to itself. Never for a real building.
demo = $demo

# Who answers for the data (GDPR art. 13); printed in every notice.
[controller]
name = $controller_name
address = $controller_address
contact = $controller_contact
authority = $controller_authority

# Who works on the data for you, and in which country it is stored; printed in every notice. Empty
# means nobody outside, and where you are.
[processors]
hosting = ""
mailing = ""
backups = ""
country = ""

# The mail server. Without a host no code reaches anybody.
# password_file names a file (chmod 600) whose first line is the password.
[mail]
host = ""
port = 587
sender = $sender
user = ""
password_file = ""
starttls = true

# How long things are kept. Outside their legal ranges the server refuses to start.
[limits]
# retention_entry_days = 30
# evidence_months = 12
# audit_months = 12
# consent_valid_months = 12
# notice_lead_days = 14
# renewal_grace_days = 30
"""
