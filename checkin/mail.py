"""Sending mail over SMTP. The only module that speaks to a mail server."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from typing import Protocol

_SECONDS = 20


class MailDelayedError(Exception):
    """The mail server can't take the message now; trying again later makes sense."""


class MailRefusedError(Exception):
    """The mail server won't ever take this message: its address isn't good."""


class Account(Protocol):
    """How to reach the mail server that sends for this instance."""

    @property
    def host(self) -> str:
        """Its name; empty when there is none."""

    @property
    def port(self) -> int:
        """Its port: 465 speaks TLS from the first byte, any other may change to it."""

    @property
    def sender(self) -> str:
        """The address that messages come from."""

    @property
    def user(self) -> str:
        """The name to sign in with; empty when the server asks for none."""

    @property
    def password_file(self) -> str:
        """The file whose first line is the password."""

    @property
    def starttls(self) -> bool:
        """Whether to insist on TLS."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message of plain text."""

    address: str
    subject: str
    body: str = field(repr=False)


def send(account: Account, message: Message, *, now: datetime) -> None:
    """Hand one message to the mail server. Raises MailDelayedError or MailRefusedError."""
    try:
        email = _as_email(account.sender, message, now)
        with _connected(account) as server:
            server.send_message(email)
    except ValueError as fault:
        raise MailRefusedError("The message has a line break where none may be.") from fault
    except smtplib.SMTPRecipientsRefused as fault:
        codes = [code for code, _ in fault.recipients.values()]
        if all(code >= 500 for code in codes):
            raise MailRefusedError(f"The mail server refused the address: {codes}.") from fault
        raise MailDelayedError(f"The mail server put the address off: {codes}.") from fault
    except (OSError, smtplib.SMTPException) as fault:
        # A server's own words may hold the address, and this goes into a log.
        raise MailDelayedError(f"{account.host}: {type(fault).__name__}") from fault


def try_out(account: Account) -> None:
    """Reach the mail server and sign in, sending nothing. Raises MailDelayedError."""
    try:
        with _connected(account) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as fault:
        raise MailDelayedError(f"{account.host} can't be used: {fault}") from fault


@contextmanager
def _connected(account: Account) -> Iterator[smtplib.SMTP]:
    """A connection that is encrypted, if asked for, and signed in, if the server wants that."""
    trust = ssl.create_default_context()
    where = (account.host, account.port)
    implicit = account.port == smtplib.SMTP_SSL_PORT
    with (
        smtplib.SMTP_SSL(*where, timeout=_SECONDS, context=trust)
        if implicit
        else smtplib.SMTP(*where, timeout=_SECONDS)
    ) as server:
        if account.starttls and not implicit:
            server.starttls(context=trust)
        if account.user:
            server.login(account.user, _password(account))
        yield server


def _password(account: Account) -> str:
    return Path(account.password_file).read_text().splitlines()[0]


def _as_email(sender: str, message: Message, now: datetime) -> EmailMessage:
    """The message as it travels; a line break in address or subject raises ValueError."""
    email = EmailMessage()
    email["From"] = sender
    email["To"] = message.address
    email["Subject"] = message.subject
    email["Date"] = now
    email["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(message.body)
    return email
