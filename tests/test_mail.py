from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checkin import mail
from checkin.mail import MailDelayedError, MailRefusedError, Message
from checkin.settings import MailSettings
from tests import mailbox
from tests.commands import free_port
from tests.mailbox import Mailbox

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HELLO = Message("ada@linden.example", "123456 is your code", "Guten Tag, Ihr Code lautet 123456.")


@pytest.fixture
def server() -> Iterator[Mailbox]:
    with mailbox.listening() as started:
        yield started


def account(server: Mailbox, **changes: object) -> MailSettings:
    values: dict[str, object] = {
        "host": "127.0.0.1",
        "port": server.port,
        "sender": "checkin@linden.example",
        "starttls": False,
    }
    return MailSettings(**{**values, **changes})  # type: ignore[arg-type]


def test_a_message_arrives_as_it_was_written(server: Mailbox) -> None:
    mail.send(account(server), HELLO, now=NOW)

    (letter,) = server.arrived
    assert letter["To"] == "ada@linden.example"
    assert letter["From"] == "checkin@linden.example"
    assert letter["Subject"] == HELLO.subject
    assert letter["Date"] == "Mon, 23 Nov 2026 12:00:00 +0000"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().strip() == HELLO.body


def test_an_address_that_is_refused_for_good_is_told_apart(server: Mailbox) -> None:
    server.answer = "550 nobody here"

    with pytest.raises(MailRefusedError):
        mail.send(account(server), HELLO, now=NOW)


def test_an_address_that_is_put_off_may_be_tried_again(server: Mailbox) -> None:
    server.answer = "451 later"

    with pytest.raises(MailDelayedError):
        mail.send(account(server), HELLO, now=NOW)


def test_a_server_that_is_not_there_may_be_tried_again(server: Mailbox) -> None:
    with pytest.raises(MailDelayedError, match="ConnectionRefusedError"):
        mail.send(account(server, port=free_port()), HELLO, now=NOW)


@pytest.mark.parametrize(
    "message",
    [
        Message("ada@linden.example\r\nBcc: eve@example.org", "Hello", "Hello."),
        Message("ada@linden.example", "Hello\r\nBcc: eve@example.org", "Hello."),
    ],
)
def test_no_message_smuggles_in_a_header(server: Mailbox, message: Message) -> None:
    with pytest.raises(MailRefusedError):
        mail.send(account(server), message, now=NOW)

    assert server.arrived == []


def test_what_a_failure_says_names_no_address(server: Mailbox) -> None:
    server.answer = "451 ada@linden.example is busy"

    with pytest.raises(MailDelayedError) as failure:
        mail.send(account(server), HELLO, now=NOW)

    assert "ada" not in str(failure.value)


def test_a_server_without_encryption_is_not_trusted_with_codes(server: Mailbox) -> None:
    with pytest.raises(MailDelayedError, match="SMTPNotSupportedError"):
        mail.send(account(server, starttls=True), HELLO, now=NOW)

    assert server.arrived == []


def test_trying_out_sends_nothing(server: Mailbox) -> None:
    mail.try_out(account(server))

    assert server.connections == 1
    assert server.arrived == []


def test_trying_out_says_what_is_missing(server: Mailbox, tmp_path: Path) -> None:
    missing = tmp_path / "password"

    with pytest.raises(MailDelayedError, match="password"):
        mail.try_out(account(server, user="checkin", password_file=str(missing)))


def test_a_message_never_shows_its_body_in_a_log() -> None:
    assert "123456" not in repr(Message("a@b.example", "Hello", "123456"))
