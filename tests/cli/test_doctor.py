import os
import re
import sqlite3
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest
import trustme

from checkin.cli import doctor, instance
from checkin.cli.doctor import Level
from checkin.core.consent import Act
from checkin.core.erasure import Erasure
from checkin.core.ids import HolderRef
from checkin.core.inventory import Purpose
from checkin.core.rotation import SIGNS_FOR
from checkin.runtime import utc_now
from checkin.settings import BACKUP_MARK, Controller, MailSettings, Settings
from checkin.storage import erasures
from checkin.storage.ledger import Ledger
from checkin.storage.store import Store
from tests import mailbox
from tests.commands import free_port, invoke

DAY = timedelta(days=1)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An instance in which nothing has to be mended but its mail."""
    made = Settings(
        instance=tmp_path / "instance",
        domains=("linden.example",),
        dpia_ref="DPIA 1",
        workers_consulted_on="2026-09-14",
    )
    instance.create(made).store.close()
    return made


def found(settings: Settings, about: str) -> list[tuple[Level, str]]:
    """What the doctor says about something."""
    return [
        (finding.level, finding.sentence)
        for finding in doctor.examine(settings)
        if re.search(about, finding.sentence)
    ]


def level(settings: Settings, about: str) -> Level:
    (one,) = found(settings, about)
    return one[0]


# --- the whole --------------------------------------------------------------------------------


def test_a_sound_instance_ends_with_0_and_every_line_is_a_sentence(settings: Settings) -> None:
    with mailbox.listening() as server:
        done = invoke(
            "doctor", "--instance", settings.instance,
            CHECKIN_MAIL_HOST="127.0.0.1", CHECKIN_MAIL_PORT=str(server.port),
            CHECKIN_MAIL_STARTTLS="false",
        )  # fmt: skip

    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert len(lines) > 6
    assert all(re.fullmatch(r" *(good|soon)  [A-Za-z].*[.\w]", line) for line in lines), lines


def test_who_answers_for_the_data_has_to_be_named_before_the_notice(settings: Settings) -> None:
    assert level(settings, r"\[controller\]") is Level.SOON
    named = replace(
        settings, controller=Controller("Linden Works Ltd", "2 Linden Road", "a@b", "c")
    )
    assert found(named, r"\[controller\]") == []


def test_one_thing_to_mend_ends_with_1(settings: Settings) -> None:
    done = invoke("doctor", "--instance", settings.instance)

    assert done.exit_code == 1
    assert [line.split()[0] for line in done.output.splitlines()].count("wrong") == 1
    assert "No mail server is set" in done.output


def test_settings_that_cannot_be_read_are_told_in_a_sentence(settings: Settings) -> None:
    file = settings.instance / "checkin.toml"
    file.write_text(file.read_text().replace("organisation", "organization"))

    done = invoke("doctor", "--instance", settings.instance)

    assert done.exit_code == 1
    assert "there is no setting 'organization'" in done.output


def test_a_demo_is_healthy_without_mail_and_backups(settings: Settings) -> None:
    demo = replace(settings, demo=True)

    assert {finding.level for finding in doctor.examine(demo)} <= {Level.GOOD, Level.SOON}


# --- files and keys ---------------------------------------------------------------------------


def test_keys_that_others_may_read_are_wrong_and_come_with_the_command(settings: Settings) -> None:
    key = next(settings.keys.glob("*.pem"))
    key.chmod(0o640)

    ((how, sentence),) = found(settings, "Others may read")

    assert how is Level.WRONG
    assert f"chmod 600 {key}" in sentence


def test_every_file_of_the_keys_that_others_may_read_is_named_at_once(settings: Settings) -> None:
    files = list(settings.keys.iterdir())
    for file in files:
        file.chmod(0o644)
    settings.keys.chmod(0o755)

    told = [sentence for _, sentence in found(settings, "Others may read")]

    assert len(told) == len(files) + 1 > 5
    assert [file for file in (settings.keys, *files) if str(file) not in "\n".join(told)] == []


@pytest.mark.parametrize("name", ["checkin.toml", "checkin.db", "erasures.log"])
def test_a_file_of_the_instance_that_others_may_read_is_wrong(
    settings: Settings, name: str
) -> None:
    (settings.instance / name).chmod(0o644)

    assert level(settings, f"chmod 600 .*{name}") is Level.WRONG


def test_an_instance_that_others_may_look_into_is_wrong(settings: Settings) -> None:
    settings.instance.chmod(0o755)

    assert level(settings, f"chmod 700 {settings.instance}$") is Level.WRONG


def test_a_missing_key_folder_is_wrong_and_the_rest_is_still_told(settings: Settings) -> None:
    (settings.keys).rename(settings.instance / "elsewhere")

    assert level(settings, "keys is missing") is Level.WRONG
    assert found(settings, "free in")


def test_keys_that_end_soon_are_told_in_time(settings: Settings, tmp_path: Path) -> None:
    old = replace(settings, instance=tmp_path / "old")
    instance.create(old, keys_from=utc_now() - SIGNS_FOR + 10 * DAY).store.close()

    assert level(old, "stops signing") is Level.SOON
    assert level(settings, "sign until") is Level.GOOD


# --- database and clock -----------------------------------------------------------------------


def test_a_pending_migration_is_wrong_and_comes_with_the_command(settings: Settings) -> None:
    with sqlite3.connect(settings.instance / "checkin.db") as database:
        database.execute("DELETE FROM alembic_version")
    database.close()

    assert level(settings, "Mend it: checkin migrate") is Level.WRONG


def test_a_database_that_cannot_be_reached_is_wrong(settings: Settings) -> None:
    away = replace(settings, database_url="postgresql+psycopg://x@127.0.0.1:1/x")

    assert level(away, "The database can't be used") is Level.WRONG


def test_a_guard_that_somebody_took_away_is_wrong(settings: Settings) -> None:
    with sqlite3.connect(settings.instance / "checkin.db") as database:
        database.execute("DROP TRIGGER notice_version_is_never_changed")
    database.close()

    assert level(settings, "let rows of notice_version be changed") is Level.WRONG
    assert found(settings, "database is sound") == []


def test_rows_that_point_nowhere_are_wrong(settings: Settings) -> None:
    with sqlite3.connect(settings.instance / "checkin.db") as database:
        database.execute("INSERT INTO closed_day VALUES ('00', '2026-01-01')")
    database.close()

    assert level(settings, "damaged: rows of closed_day") is Level.WRONG


def test_a_clock_behind_what_was_written_is_wrong(settings: Settings) -> None:
    with sqlite3.connect(settings.instance / "checkin.db") as database:
        database.execute(
            "INSERT INTO audit_event VALUES "
            "('00', '2199-01-01 00:00:00', 'a', 'a', 'a', 'a', '', '1', x'00', x'00')"
        )
    database.close()

    assert level(settings, "behind the last audit entry") is Level.WRONG


def test_a_clock_that_nothing_contradicts_is_good(settings: Settings) -> None:
    assert level(settings, "nothing contradicts it") is Level.GOOD


def test_without_a_notice_nobody_can_join(settings: Settings) -> None:
    assert level(settings, "checkin notice draft") is Level.SOON


# --- the network ------------------------------------------------------------------------------


@pytest.fixture
def proxied(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., AbstractContextManager[Settings]]:
    """An instance whose address is answered with a certificate that lasts so many days."""

    @contextmanager
    def serving(days: int, *, trusted: bool = True) -> Iterator[Settings]:
        authority = trustme.CA()
        ends = datetime.now(UTC) + days * DAY
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost", not_after=ends).configure_cert(context)
        trust = ssl.create_default_context()
        if trusted:
            authority.configure_trust(trust)
        monkeypatch.setattr(ssl, "create_default_context", lambda: trust)
        with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
            server.socket = context.wrap_socket(server.socket, server_side=True)
            server.handle_error = lambda *_: None  # type: ignore[method-assign]
            thread = Thread(target=partial(server.serve_forever, 0.05), daemon=True)
            thread.start()
            yield replace(
                settings,
                base_url=f"https://localhost:{server.server_address[1]}",
                trusted_proxies=1,
            )
            server.shutdown()
            thread.join()

    return serving


@pytest.mark.parametrize(("days", "expected"), [(90, Level.GOOD), (20, Level.SOON)])
def test_a_certificate_is_told_with_its_end(
    proxied: Callable[..., AbstractContextManager[Settings]], days: int, expected: Level
) -> None:
    with proxied(days) as settings:
        assert level(settings, "its certificate is good until") is expected


def test_a_certificate_that_nobody_trusts_is_wrong(
    proxied: Callable[..., AbstractContextManager[Settings]],
) -> None:
    with proxied(90, trusted=False) as settings:
        assert level(settings, "can't be trusted") is Level.WRONG


def test_an_address_that_nobody_answers_is_wrong(settings: Settings) -> None:
    away = replace(settings, base_url=f"https://localhost:{free_port()}", trusted_proxies=1)

    assert level(away, "can't be reached from here") is Level.WRONG


def test_a_proxy_that_is_not_counted_is_told(settings: Settings) -> None:
    away = replace(settings, base_url=f"https://localhost:{free_port()}")

    assert level(away, "trusted_proxies is 0") is Level.SOON


def test_an_address_for_this_machine_alone_is_told(settings: Settings) -> None:
    assert level(settings, "works on this machine alone") is Level.SOON


def test_mail_that_leaves_is_good(settings: Settings) -> None:
    with mailbox.listening() as server:
        account = MailSettings(host="127.0.0.1", port=server.port, starttls=False)

        assert level(replace(settings, mail=account), "Mail leaves by") is Level.GOOD


def test_mail_that_cannot_leave_is_wrong(settings: Settings) -> None:
    account = MailSettings(host="127.0.0.1", port=free_port())

    assert level(replace(settings, mail=account), "Mail can't be sent") is Level.WRONG


def test_a_password_that_others_may_read_is_wrong(settings: Settings, tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("secret")
    secret.chmod(0o644)
    account = MailSettings(host="127.0.0.1", port=free_port(), password_file=str(secret))

    assert level(replace(settings, mail=account), f"chmod 600 {secret}") is Level.WRONG


# --- the ledger of erasures -------------------------------------------------------------------


def test_a_ledger_that_is_gone_is_missed(settings: Settings) -> None:
    erasure = Erasure(uuid4(), utc_now(), HolderRef(uuid4()), Act.WITHDRAW, (Purpose.ENTRY,))
    store = Store(settings.database, Ledger(settings.ledger))
    with store.writing() as db:
        erasures.note(db, erasure, until=utc_now() + DAY)
    store.close()
    assert found(settings, "ledger of erasures") == []

    settings.ledger.unlink()

    assert level(settings, "The ledger of erasures is gone") is Level.WRONG


# --- room and backups -------------------------------------------------------------------------


def test_too_little_room_is_wrong(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_FREE_BYTES", 1 << 60)

    assert level(settings, "Make room") is Level.WRONG


def test_a_backup_is_asked_for_within_two_days(settings: Settings) -> None:
    first = level(settings, "No backup was ever noted")
    old = (utc_now() - 3 * DAY).timestamp()
    os.utime(settings.instance / "checkin.toml", (old, old))

    assert first is Level.SOON
    assert level(settings, "No backup was ever noted") is Level.WRONG


@pytest.mark.parametrize(("days", "expected"), [(1, Level.GOOD), (3, Level.WRONG)])
def test_a_backup_is_told_with_its_age(settings: Settings, days: int, expected: Level) -> None:
    mark = settings.instance / BACKUP_MARK
    mark.touch()
    made = (utc_now() - days * DAY).timestamp()
    os.utime(mark, (made, made))

    assert level(settings, "The last backup is of") is expected
