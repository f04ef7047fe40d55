"""`checkin demo`, started as people start it: what it hands out is true, and easy to believe."""

import json
import re
import signal
import socket
import sqlite3
import ssl
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from stat import S_IMODE
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from checkin import passwords
from checkin.cli import demo as command
from checkin.core.errors import ConflictError
from checkin.demo import build, company
from checkin.keys import Keyring
from checkin.runtime import Runtime
from checkin.settings import Settings
from checkin.storage.ledger import Ledger
from checkin.storage.store import Store
from checkin.storage.tables import audit_event
from tests import commands
from tests.commands import Demo, checkin, get
from tests.world import looking_in

pytestmark = pytest.mark.slow

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with commands.demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


class Device:
    """A browser that keeps its cookies and speaks JSON to the kiosks' API."""

    def __init__(self, demo: Demo) -> None:
        self.demo, self.opener = demo, build_opener(HTTPCookieProcessor(CookieJar()))

    def post(self, path: str, sent: dict[str, Any]) -> dict[str, Any]:
        request = Request(  # noqa: S310 - a server that the test started
            self.demo.url + path, json.dumps(sent).encode(), {"Content-Type": "application/json"}
        )
        with self.opener.open(request, timeout=20) as answer:
            read: dict[str, Any] = json.loads(answer.read() or b"{}")
        return read

    def fill_in(self, path: str, **fields: str) -> str:
        """Fill in the form of a page; the page that it leads to."""
        with self.opener.open(self.demo.url + path, timeout=20) as page:
            token = re.search(r'name="csrf_token" value="([^"]+)"', page.read().decode())
        assert token is not None
        sent = urlencode({"csrf_token": token[1], **fields}).encode()
        with self.opener.open(self.demo.url + path, sent, timeout=20) as answer:
            text: str = answer.read().decode()
            return f"{answer.url}\n{text}"

    def pair(self, code: str) -> None:
        self.post("/api/v1/kiosks/pair", {"code": code, "name": "A tablet"})

    def scan(self, token: str, direction: str = "in") -> tuple[bool, str]:
        sent = {
            "token": token,
            "nonce": str(uuid4()),
            "taken_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "direction": direction,
        }
        answer = self.post("/api/v1/scans", sent)
        return answer["admit"], answer["say"]


@pytest.fixture
def first_kiosk(demo: Demo) -> Device:
    device = Device(demo)
    device.pair(demo.handout["kiosks"][0]["pairing_code"])
    return device


def rows(demo: Demo, statement: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(f"file:{demo.folder / 'checkin.db'}?mode=ro", uri=True) as database:
        found = database.execute(statement).fetchall()
    database.close()
    return found


# --- what it hands out ------------------------------------------------------------------------


def test_the_handout_has_what_scripts_rely_on_and_nothing_else(demo: Demo) -> None:
    given = demo.handout

    assert set(given) == {"url", "accounts", "kiosks", "badges", "day_pass", "join_link"}
    assert set(given["accounts"][0]) == {"role", "email", "password", "totp_secret"}
    assert set(given["kiosks"][0]) == {"door", "direction", "pairing_code"}
    assert set(given["badges"][0]) == {"holder", "kind", "state", "text", "short_code"}
    assert set(given["day_pass"]) == {"text", "short_code"}


def test_the_handout_is_this_users_alone(demo: Demo) -> None:
    assert S_IMODE((demo.folder / "demo.json").stat().st_mode) == 0o600
    assert S_IMODE(demo.folder.stat().st_mode) == 0o700


def test_every_badge_gets_the_answer_that_its_state_says(demo: Demo, first_kiosk: Device) -> None:
    expected = {
        "good": (True, "welcome"),
        "expired": (False, "use_desk"),
        "revoked": (False, "use_desk"),
        "withdrawn": (False, "use_desk"),
        "not_this_door": (False, "not_here"),
    }

    answers = {
        (badge["state"], first_kiosk.scan(badge["text"])) for badge in demo.handout["badges"]
    }

    assert answers == set(expected.items())


def test_the_day_pass_opens_the_first_door_at_any_hour(demo: Demo, first_kiosk: Device) -> None:
    assert first_kiosk.scan(demo.handout["day_pass"]["text"]) == (True, "welcome")


def test_short_codes_stand_for_what_they_are_printed_on(demo: Demo, first_kiosk: Device) -> None:
    good = next(badge for badge in demo.handout["badges"] if badge["state"] == "good")

    assert first_kiosk.scan(good["short_code"]) == (True, "welcome")
    assert first_kiosk.scan(demo.handout["day_pass"]["short_code"]) == (True, "welcome")


def test_every_kiosk_pairs_as_often_as_one_likes_and_goes_its_own_way(demo: Demo) -> None:
    good = demo.handout["badges"][0]["text"]
    kiosks = demo.handout["kiosks"]
    answers = set()
    for kiosk in kiosks * 2:
        device = Device(demo)
        device.pair(kiosk["pairing_code"])
        way = "in" if kiosk["direction"] == "in" else "out"
        answers.add((kiosk["door"], *device.scan(good, way)))

    assert {kiosk["direction"] for kiosk in kiosks} == {"in", "out", "either"}
    assert answers == {
        ("Berlin main entrance", True, "welcome"),
        ("Berlin main exit", True, "goodbye"),
        ("Berlin courtyard gate", True, "goodbye"),
        ("Dublin front door", False, "use_desk"),
        ("Dublin side door", False, "use_desk"),
    }


@pytest.mark.parametrize("role", ["site_admin", "enrolment_admin", "reception", "dpo", "auditor"])
def test_every_account_signs_in_with_password_and_code(demo: Demo, role: str) -> None:
    account = next(one for one in demo.handout["accounts"] if one["role"] == role)
    code = passwords.totp_code(account["totp_secret"], now=datetime.now(UTC))

    page = Device(demo).fill_in(
        "/console/sign-in", email=account["email"], password=account["password"], code=code
    )

    assert page.startswith(f"{demo.url}/console\n")
    assert "Sign out" in page


def test_the_join_link_leads_to_the_first_question(demo: Demo) -> None:
    page = get(demo.handout["join_link"])

    assert page.status == 200
    assert "work e-mail" in page.text


# --- what it made -----------------------------------------------------------------------------


def test_the_company_is_as_large_as_it_says(demo: Demo) -> None:
    ((people, sites, doors, kiosks),) = rows(
        demo,
        "SELECT (SELECT count(*) FROM identity), (SELECT count(*) FROM site),"
        " (SELECT count(*) FROM door), (SELECT count(*) FROM kiosk)",
    )

    assert (people, sites, doors, kiosks) == (60, 2, 5, 5)


def test_three_in_five_keep_their_own_entries_and_nobody_else_has_any(demo: Demo) -> None:
    ((keeping, others),) = rows(
        demo,
        "SELECT (SELECT count(*) FROM holder WHERE history), (SELECT count(*) FROM entry e"
        " JOIN weekly_ref w ON w.ref = e.weekly_ref JOIN holder h ON h.ref = w.holder"
        " WHERE NOT h.history)",
    )

    assert 32 <= keeping <= 40
    assert others == 0


def test_nothing_has_happened_later_than_now_not_even_before_the_desk_opens(tmp_path: Path) -> None:
    early = datetime(2026, 11, 23, 5, tzinfo=UTC)
    keys = Keyring.create(tmp_path / "keys", now=early - build.FOUNDED)
    settings = Settings(instance=tmp_path, code=company.CODE, domains=(company.DOMAIN,), demo=True)
    store = Store(settings.database, Ledger(settings.ledger))
    store.create_tables()

    build.build(Runtime(settings, store, keys, lambda: early), lambda _step: None)

    with looking_in(), store.reading() as db:
        assert db.execute(select(func.max(audit_event.c.at))).scalar_one() <= early
    store.close()


def test_entries_are_spread_over_the_days_that_are_kept(demo: Demo) -> None:
    ((first, last, days),) = rows(
        demo, "SELECT min(minute), max(minute), count(DISTINCT date(minute)) FROM entry"
    )
    today = datetime.now(UTC).date()

    assert today - 31 * DAY <= datetime.fromisoformat(first).date() <= today - 26 * DAY
    assert datetime.fromisoformat(last).date() >= today - 4 * DAY
    assert days >= 18


def test_what_was_counted_reaches_further_back_than_what_is_named(demo: Demo) -> None:
    ((first, least),) = rows(demo, "SELECT min(bucket), min(value) FROM stat_bucket")

    assert datetime.fromisoformat(first).date() < datetime.now(UTC).date() - 31 * DAY
    assert least >= 10


def test_a_day_pass_is_about_as_quick_as_a_badge_and_the_public_page_says_so(demo: Demo) -> None:
    page = re.sub(r"<[^>]+>|\s+", " ", get(demo.url + "/about").text)

    for site in company.SITES:
        assert re.search(rf"{site.title} +Badge 0\.\d seconds, day pass [01]\.\d", page), site
    assert ": no. A day pass" not in page


def test_the_notice_can_be_read_in_english_and_german(demo: Demo) -> None:
    assert rows(demo, "SELECT language FROM notice_version ORDER BY language") == [
        ("de",),
        ("en",),
    ]


def test_whoever_took_it_back_is_gone_but_for_the_proof(demo: Demo) -> None:
    (names,) = zip(*rows(demo, "SELECT display_name FROM identity"), strict=True)

    assert company.GONE.name not in names
    assert company.SWITCHED_OFF in names
    assert rows(demo, "SELECT count(*) FROM ended_badge") == [(1,)]


def test_everybody_has_an_address_of_the_companys(demo: Demo) -> None:
    addresses = [plan.email for plan in company.people()]

    assert len(set(addresses)) == 60
    assert all(re.fullmatch(rf"[a-z.-]+@{company.DOMAIN}", address) for address in addresses)


# --- how it runs ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/", "/about", "/no-badge", "/join/BERLIN", "/sign-in", "/demo/guide", "/demo/outbox"]
)
def test_every_page_says_that_it_is_a_demo(demo: Demo, path: str) -> None:
    page = get(demo.url + path)

    assert page.status == 200
    assert "This is a demo" in page.text


def test_it_says_what_to_try_and_what_it_let_go_of(demo: Demo) -> None:
    said, steps = demo.command.said("stdout"), demo.command.said("stderr")

    assert f"{demo.url}/demo/guide" in said
    assert demo.handout["accounts"][0]["password"] in said
    assert "what is past its time is deleted" in steps


def test_a_second_demo_keeps_its_hands_off_a_running_one(demo: Demo) -> None:
    second = checkin("demo", "--instance", demo.folder, "--no-open")

    assert second.returncode == 1
    assert "A demo is running in" in second.stderr
    assert get(demo.url).status == 200


def test_a_port_that_was_named_and_is_taken_is_an_error(demo: Demo, tmp_path: Path) -> None:
    port = demo.url.rpartition(":")[2]

    second = checkin("demo", "--instance", tmp_path / "other", "--no-open", "--port", port)

    assert second.returncode == 1
    assert f"Port {port} is taken" in second.stderr
    assert not (tmp_path / "other").exists()


def test_without_a_name_the_next_free_port_is_taken_and_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr(command, "_FIRST_PORT", port)

        found = command._address(None, on_lan=False)

    assert found.port > port
    assert f"port {port} is taken, so this demo uses {found.port}" in capsys.readouterr().err


def test_no_free_port_at_all_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "_PORTS_TRIED", 0)

    with pytest.raises(ConflictError, match="--port"):
        command._address(None, on_lan=False)


@pytest.mark.parametrize("name", ["checkin.toml", "notes.txt"])
def test_a_folder_with_anything_else_in_it_is_refused_untouched(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")

    done = checkin("demo", "--instance", tmp_path, "--no-open")

    assert done.returncode == 1
    assert "Nothing was changed" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "mine"


def test_each_start_makes_the_company_anew_and_ctrl_c_ends_it(tmp_path: Path) -> None:
    with commands.demo(tmp_path) as first:
        database = sqlite3.connect(first.folder / "checkin.db")
        database.execute("UPDATE site SET title = 'Changed'")
        database.commit()
        database.close()
        ended = first.command.stop(signal.SIGTERM)

    with commands.demo(tmp_path) as second:
        titles = {title for (title,) in rows(second, "SELECT title FROM site")}
        interrupted = second.command.stop(signal.SIGINT, group=True)

    assert (ended, interrupted) == (0, 0)
    assert "Changed" not in titles
    assert first.handout["accounts"] != second.handout["accounts"]


# --- on the local network ---------------------------------------------------------------------

ON_LAN = """
from checkin import cli
from checkin.cli import lan
lan.address = lambda: "127.0.0.1"  # a machine that tests need not be in any network
cli.main()
"""


def test_a_phone_in_the_network_gets_https_and_a_code_to_point_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "COMMAND", [sys.executable, "-c", ON_LAN])

    with commands.demo(tmp_path, "--lan") as running:
        trust = ssl.create_default_context(cafile=str(running.folder / "tls" / "authority.pem"))
        landing = get(running.url, context=trust)
        said = running.command.said("stdout")
        running.command.stop()

    assert running.url.startswith("https://127.0.0.1:")
    assert landing.status == 200
    assert "strict-transport-security" in landing.headers
    assert "▀" in said
    assert f"Join at {running.handout['join_link']}" in said
    assert f"Let port {urlsplit(running.url).port} through" in said
    assert str(running.folder / "tls" / "authority.pem") in said
    assert S_IMODE((running.folder / "tls" / "key.pem").stat().st_mode) == 0o600
