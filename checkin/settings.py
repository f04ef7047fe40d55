"""Settings: defaults, then `checkin.toml` in the instance folder, then `CHECKIN_*` variables.

Read once and frozen. An unknown key is an error, since a misspelt setting must not be ignored.
Secrets are paths to files, never values.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from checkin.core.retention import Limits, faults

FILE = "checkin.toml"
BACKUP_MARK = "backup-made"
"""A file in the instance's folder that is as old as the newest backup."""
DEMO_MARK = "this-is-a-demo"
"""A file that only `checkin demo` makes, in the folder of its instance."""
_LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1"})
_DATABASES = frozenset({"postgresql+psycopg", "sqlite"})
_CODE = re.compile("[A-Za-z0-9-]{1,24}")


class SettingsError(Exception):
    """The settings can't be used; the message says which one and what it should be."""


@dataclass(frozen=True, slots=True)
class Controller:
    """Who answers for the data (GDPR art. 13(1)(a)); printed in every notice."""

    name: str = "Example Works Ltd"
    address: str = "1 Example Street, Example Town"
    contact: str = "privacy@example.org"
    authority: str = "your data protection authority"


@dataclass(frozen=True, slots=True)
class Processors:
    """Who works on the data for the controller, and where it is stored; printed in every notice.

    Empty means nobody outside, and where the controller is.
    """

    hosting: str = ""
    mailing: str = ""
    backups: str = ""
    country: str = ""

    @property
    def named(self) -> tuple[str, ...]:
        """Everybody who works on the data, each once."""
        return tuple(dict.fromkeys(filter(None, (self.hosting, self.mailing, self.backups))))


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How mail leaves. Without a host nothing is sent and the doctor says so."""

    host: str = ""
    port: int = 587
    sender: str = "checkin@example.org"
    user: str = ""
    password_file: str = field(default="", repr=False)
    starttls: bool = True


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an instance can be told."""

    instance: Path
    organisation: str = "Example Works"
    code: str = "ORG"
    base_url: str = "http://localhost:8000"
    database_url: str = field(default="", repr=False)
    erasure_ledger: str = ""
    domains: tuple[str, ...] = ()
    trusted_proxies: int = 0
    dpia_ref: str = ""
    workers_consulted_on: str = ""
    metrics_token_file: str = field(default="", repr=False)
    demo: bool = False
    controller: Controller = field(default_factory=Controller)
    processors: Processors = field(default_factory=Processors)
    mail: MailSettings = field(default_factory=MailSettings)
    limits: Limits = field(default_factory=Limits)

    @property
    def database(self) -> str:
        """The database's URL; SQLite in the instance folder unless another is set."""
        return self.database_url or f"sqlite:///{self.instance / 'checkin.db'}"

    @property
    def ledger(self) -> Path:
        """The file of erasures, which no backup of the database may stand in for."""
        return self.instance / (self.erasure_ledger or "erasures.log")

    @property
    def keys(self) -> Path:
        """The folder of the private keys."""
        return self.instance / "keys"

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies are `__Host-` and `Secure`: always, but on this machine's own address."""
        return urlsplit(self.base_url).scheme == "https"

    def checked(self) -> "Settings":
        """These settings, or SettingsError with the first thing that can't be."""
        parts = urlsplit(self.base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise SettingsError(
                "base_url has to be an address such as https://checkin.example.org."
            )
        if parts.scheme == "http" and parts.hostname not in _LOCAL_HOSTS:
            raise SettingsError("base_url has to begin with https: only localhost may do without.")
        if not _CODE.fullmatch(self.code):
            raise SettingsError("code has to have 1 to 24 letters, digits and hyphens, such as HQ.")
        if self.database_url and urlsplit(self.database_url).scheme not in _DATABASES:
            raise SettingsError(
                "database_url has to begin with postgresql+psycopg://, or be empty for SQLite."
            )
        if self.trusted_proxies < 0:
            raise SettingsError("trusted_proxies has to be the number of proxies, or 0.")
        for fault in faults(self.limits):
            raise SettingsError(fault)
        return self


S = TypeVar("S", Settings, Controller, Processors, MailSettings, Limits)

_TABLES = {
    "controller": Controller,
    "processors": Processors,
    "mail": MailSettings,
    "limits": Limits,
}


def load(instance: Path, environ: Mapping[str, str]) -> Settings:
    """The settings of this instance folder; SettingsError says what can't be used."""
    file = instance / FILE
    try:
        written = tomllib.loads(file.read_text()) if file.exists() else {}
    except tomllib.TOMLDecodeError as fault:
        raise SettingsError(f"{file} can't be read: {fault}.") from fault
    settings = Settings(instance=instance.resolve())
    for name, table in _TABLES.items():
        values = written.pop(name, {})
        settings = replace(settings, **{name: _filled(getattr(settings, name), values, name)})
        environment = _from_environment(environ, f"CHECKIN_{name.upper()}_", table)
        settings = replace(settings, **{name: _filled(getattr(settings, name), environment, name)})
    settings = _filled(settings, written, FILE)
    settings = _filled(settings, _from_environment(environ, "CHECKIN_", Settings), "environment")
    if settings.demo and not (instance / DEMO_MARK).exists():
        raise SettingsError(
            "demo is for what `checkin demo` made: a demo shows everybody's mail and codes to all."
        )
    return settings.checked()


def _filled(base: S, values: Mapping[str, Any], where: str) -> S:
    """`base` with these values; each must be known and of the kind of its default."""
    known = {one.name for one in fields(base)} - {"instance", *_TABLES}
    for name, value in values.items():
        if name not in known:
            raise SettingsError(f"{where}: there is no setting {name!r}.")
        base = replace(base, **{name: _as_kind(getattr(base, name), value, f"{where}: {name}")})
    return base


def _from_environment(environ: Mapping[str, str], prefix: str, table: Any) -> dict[str, str]:
    names = {f"{prefix}{one.name.upper()}": one.name for one in fields(table)}
    return {
        name: environ[variable]
        for variable, name in names.items()
        if variable in environ and name not in {"instance", *_TABLES}
    }


def _as_kind(default: Any, value: Any, what: str) -> Any:
    """The value as the kind that its default has; text from the environment is converted."""
    try:
        match default:
            case bool():
                if isinstance(value, bool):
                    return value
                return {"true": True, "1": True, "false": False, "0": False}[str(value).lower()]
            case int():
                return int(value)
            case tuple():
                parts = value.split(",") if isinstance(value, str) else value
                return tuple(str(part).strip().lower() for part in parts if str(part).strip())
            case _:
                return str(value)
    except (KeyError, ValueError, TypeError) as fault:
        raise SettingsError(f"{what} can't be {value!r}.") from fault
