"""The guide and the outbox, as a browser without scripts gets them."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from checkin import passwords
from checkin.demo import handout
from checkin.demo.handout import BadgeText, Handout, KioskCode, PassText, SignIn
from checkin.services import signin
from checkin.storage import mail
from checkin.storage.mail import Letter
from checkin.storage.store import Store
from tests import world
from tests.web.application import application
from tests.world import Building, building, enrol

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
GIVEN = Handout(
    url="http://localhost:8000",
    accounts=(SignIn("site_admin", "sites@linden.example", "anchor-basket", SECRET),),
    kiosks=(KioskCode("Main entrance", "in", "ABCDE12345"),),
    badges=(BadgeText("Ada Lindqvist", "printed", "good", "CI1:ADA", "AAAAA-AAAAA"),),
    day_pass=PassText("CI1:PASS", "BBBBB-BBBBB"),
    join_link="http://localhost:8000/join/hq",
)


@pytest.fixture
def demo(store: Store, tmp_path: Path) -> Building:
    """Linden Works, as a demo that handed something out."""
    handout.write(GIVEN, tmp_path)
    return building(store, tmp_path, demo=True)


@pytest.fixture
def client(demo: Building) -> FlaskClient:
    return application(demo.runtime).test_client()


def put(demo: Building, subject: str, body: str = "Hello.") -> None:
    with demo.runtime.writing() as db:
        mail.put(db, "sam@linden.example", Letter(subject, body), now=demo.now)
    demo.clock.pass_(seconds=1)


def state(client: FlaskClient) -> dict[str, object]:
    read: dict[str, object] = json.loads(client.get("/demo/state").get_data())
    return read


@pytest.mark.parametrize("path", ["/demo/guide", "/demo/outbox", "/demo/state"])
def test_a_real_instance_has_no_such_pages(demo: Building, path: str) -> None:
    settings = replace(demo.runtime.settings, demo=False)
    real = application(replace(demo.runtime, settings=settings)).test_client()

    assert real.get(path).status_code == 404


def test_the_guide_shows_nine_steps_in_order(client: FlaskClient) -> None:
    page = client.get("/demo/guide").get_data(as_text=True)

    assert re.findall(r'data-step="([a-z-]+)"', page) == [
        "decline",
        "day-pass",
        "join",
        "badge",
        "admitted",
        "record",
        "take-back",
        "refused",
        "way-in",
    ]


def test_every_step_can_be_seen_done_by_something(client: FlaskClient) -> None:
    page = client.get("/demo/guide").get_data(as_text=True)

    panels = re.findall(r"<details class=\"step\".*?>", page, re.DOTALL)
    assert len(panels) == page.count("</details>") > 0
    for panel in panels:
        assert re.search(r"data-(path|answer|event)=", panel), panel


def test_the_frame_is_paired_with_the_first_kiosk_by_its_address(client: FlaskClient) -> None:
    page = client.get("/demo/guide").get_data(as_text=True)

    (source,) = re.findall(r'<iframe[^>]* src="([^"]+)"', page)
    assert source.startswith("/kiosk#code=ABCDE12345&amp;name=Main")


def test_the_guide_offers_every_badge_and_the_day_pass(client: FlaskClient) -> None:
    page = client.get("/demo/guide").get_data(as_text=True)

    assert 'data-text="CI1:ADA">Ada Lindqvist: good badge<' in page
    assert 'data-text="CI1:PASS">A day pass for today<' in page


def test_the_guide_may_frame_its_own_site_alone_and_let_it_film(client: FlaskClient) -> None:
    headers = client.get("/demo/guide").headers

    assert "frame-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "trusted-types 'none'" in headers["Content-Security-Policy"]
    assert "camera=(self)" in headers["Permissions-Policy"]
    assert "microphone=()" in headers["Permissions-Policy"]


def test_other_pages_of_a_demo_may_not_film(client: FlaskClient) -> None:
    assert "camera=()" in client.get("/demo/outbox").headers["Permissions-Policy"]


def test_console_accounts_are_shown_with_the_code_of_this_half_minute(
    demo: Building, client: FlaskClient
) -> None:
    page = client.get("/demo/guide").get_data(as_text=True)

    code = passwords.totp_code(SECRET, now=demo.now)
    assert "anchor-basket" in page
    assert code in page
    assert state(client)["codes"] == {"sites@linden.example": code}


def test_the_outbox_shows_mail_newest_first(demo: Building, client: FlaskClient) -> None:
    put(demo, "An earlier one")
    put(demo, "A later one")

    page = client.get("/demo/outbox").get_data(as_text=True)

    assert page.index("A later one") < page.index("An earlier one")
    assert "To sam@linden.example" in page


def test_an_empty_outbox_says_how_to_fill_it(client: FlaskClient) -> None:
    assert "Nothing was mailed yet" in client.get("/demo/outbox").get_data(as_text=True)


def test_links_in_a_letter_can_be_followed_and_markup_stays_text(
    demo: Building, client: FlaskClient
) -> None:
    put(demo, "A link", "<b>Go</b> to http://localhost:8000/join/i/abc now")

    page = client.get("/demo/outbox").get_data(as_text=True)

    assert 'href="http://localhost:8000/join/i/abc"' in page
    assert "&lt;b&gt;Go&lt;/b&gt;" in page


def test_mail_that_nobody_needs_any_more_is_not_shown(demo: Building, client: FlaskClient) -> None:
    put(demo, "An old one")
    demo.clock.pass_(days=2)

    assert "An old one" not in client.get("/demo/outbox").get_data(as_text=True)


def test_the_guide_is_told_the_last_code_that_was_mailed(
    demo: Building, client: FlaskClient
) -> None:
    before = state(client)["mailed"]
    put(demo, "12345678 is your code for Linden Works")
    put(demo, "You already have a badge")

    assert before is None
    assert state(client)["mailed"] == {"address": "sam@linden.example", "code": "12345678"}


def test_the_guide_is_told_the_badge_of_whoever_joined_in_this_browser(
    demo: Building, client: FlaskClient
) -> None:
    ada = enrol(demo)
    with demo.runtime.writing() as db:
        token = signin.open_session(
            db, identity=ada.refs.identity, now=demo.now, life=timedelta(hours=1)
        )
    somebody = state(client)["badge"]

    client.set_cookie("session", token)

    assert somebody is None
    assert state(client)["badge"] == world.text_of(demo, ada)
