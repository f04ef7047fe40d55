"""The page of a badge on a phone: the same for everybody, kept without a network, and its end."""

import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from checkin.app import create_app
from checkin.services import devices
from checkin.services.enrolment import Enrolled
from checkin.web.phone_words import WORDS
from tests import world
from tests.minting import PHONE
from tests.web.visitor import Visitor
from tests.world import Building

STATIC = Path(__file__).resolve().parents[2] / "checkin" / "web" / "static"


@pytest.fixture
def ada(building: Building) -> Enrolled:
    return world.enrol(building, "Ada Lindqvist")


@pytest.fixture
def visitor(building: Building, ada: Enrolled) -> Visitor:
    signed_in = Visitor(building)
    signed_in.sign_in("ada.lindqvist@linden.example")
    return signed_in


@pytest.fixture
def client(building: Building) -> FlaskClient:
    return create_app(building.runtime).test_client()


def kept(client: FlaskClient) -> dict[str, object]:
    """What the service worker is told to keep."""
    first_line = client.get("/me/badge/sw.js").text.split("\n", 1)[0]
    read: dict[str, object] = json.loads(first_line.removeprefix("self.SHELL = ").rstrip(";"))
    return read


# --- the page -----------------------------------------------------------------------------------


def test_the_page_is_the_same_for_whoever_opens_it_and_says_nothing_about_them(
    visitor: Visitor, client: FlaskClient
) -> None:
    hers = visitor.open("/me/badge")

    strangers = client.get("/me/badge", headers={"Accept-Language": "en"})

    assert hers.data == strangers.data
    assert "Set-Cookie" not in strangers.headers
    assert "Accept-Language" in strangers.headers["Vary"]


def test_it_speaks_the_browsers_language(client: FlaskClient) -> None:
    page = client.get("/me/badge", headers={"Accept-Language": "de-AT,de;q=0.9"}).text

    assert WORDS["de"].offer in page
    assert '<html lang="de">' in page


def test_without_a_script_it_leads_to_the_printed_badge(building: Building) -> None:
    stranger = Visitor(building)

    stranger.open("/me/badge")

    assert WORDS["en"].no_script in stranger.words
    stranger.follow(WORDS["en"].printed)
    assert stranger.path == "/sign-in"


def test_its_policy_lets_its_own_worker_start_and_nothing_else(client: FlaskClient) -> None:
    policy = client.get("/me/badge").headers["Content-Security-Policy"]

    assert "trusted-types badge" in policy
    assert "worker-src 'self'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_both_languages_say_everything() -> None:
    english, german = WORDS["en"], WORDS["de"]

    assert english.reasons.keys() == german.reasons.keys()
    assert english.problems.keys() == german.problems.keys()
    assert len(english.offer_means) == len(german.offer_means)


# --- kept without a network ---------------------------------------------------------------------


def test_what_is_kept_is_the_page_and_all_that_it_imports(client: FlaskClient) -> None:
    paths = kept(client)["paths"]

    assert isinstance(paths, list)
    assert "/me/badge" in paths
    names = {path.removeprefix("/static/") for path in paths if path.startswith("/static/")}
    for name in [name for name in names if name.endswith(".js") and "vendor" not in name]:
        for imported in re.findall(r'from "([^"]+)";', (STATIC / name).read_text()):
            full = imported.removeprefix("/static/")
            if not imported.startswith("/"):
                full = str((STATIC / name).parent.joinpath(imported).resolve().relative_to(STATIC))
            assert full in names, (name, imported)
    assert {"badge/page.js", "badge/key.js", "badge/proof.js", "vendor/uqr.js"} <= names


def test_everything_that_is_kept_is_there(client: FlaskClient) -> None:
    paths = kept(client)["paths"]

    assert isinstance(paths, list)
    assert {path: status_of(client, path) for path in paths} == dict.fromkeys(paths, 200)


def status_of(client: FlaskClient, path: str) -> int:
    with client.get(path) as answer:
        return answer.status_code


def test_another_page_is_another_version(building: Building, client: FlaskClient) -> None:
    settings = world.settings(building.runtime.settings.instance, organisation="Elsewhere")
    elsewhere = create_app(
        type(building.runtime)(
            settings, building.runtime.store, building.runtime.keyring, building.clock
        )
    ).test_client()

    assert kept(client)["version"] == kept(client)["version"] != kept(elsewhere)["version"]
    assert kept(client)["name"] == "badge"


def test_the_worker_serves_this_page_alone(client: FlaskClient) -> None:
    answer = client.get("/me/badge/sw.js")

    assert answer.headers["Service-Worker-Allowed"] == "/me/badge"
    assert answer.mimetype == "text/javascript"


def test_it_can_be_put_on_a_home_screen(client: FlaskClient) -> None:
    answer = client.get("/me/badge/manifest.webmanifest", headers={"Accept-Language": "de"})

    said = answer.get_json(force=True)
    assert answer.mimetype == "application/manifest+json"
    assert said["start_url"] == "/me/badge"
    assert said["name"] == "Mein Ausweis, Linden Works"
    assert status_of(client, said["icons"][0]["src"]) == 200


# --- phones on the person's page ----------------------------------------------------------------


def put_on_this_phone(building: Building, visitor: Visitor, ada: Enrolled) -> None:
    on_device = world.put_on_phone(building, ada, PHONE)
    visitor.client.set_cookie("device", str(on_device.device))


def phones(building: Building, ada: Enrolled) -> int:
    with building.runtime.reading() as db:
        return len(devices.of_holder(db, ada.refs.holder))


def test_taking_it_off_a_phone_is_said_in_ones_own_language(
    building: Building, visitor: Visitor, ada: Enrolled
) -> None:
    world.put_on_phone(building, ada, PHONE)
    visitor.open("/me/badge/printed?language=de")

    visitor.press("Entfernen")

    assert "Ihr Ausweis ist von diesem Telefon entfernt." in visitor.words


def test_phones_are_listed_and_taken_off_with_one_press(
    building: Building, visitor: Visitor, ada: Enrolled
) -> None:
    world.put_on_phone(building, ada, PHONE)
    visitor.open("/me/badge/printed")
    assert "Android phone or tablet, since 23 Nov 2026" in visitor.words

    visitor.press("Take it off")

    assert "Your badge is off that phone" in visitor.words
    assert phones(building, ada) == 0


def test_the_phone_at_hand_is_told_from_others_and_forgets_its_key(
    building: Building, visitor: Visitor, ada: Enrolled
) -> None:
    put_on_this_phone(building, visitor, ada)
    visitor.open("/me/badge/printed")
    assert "(this one)" in visitor.words
    visitor.follow("Show the fresh badge")
    assert visitor.path == "/me/badge"
    visitor.open("/me/badge/printed")

    visitor.press("Take it off")

    assert visitor.path == "/me/badge/forgotten"
    assert visitor.client.get_cookie("device") is None


def test_on_a_phone_with_a_badge_the_overview_leads_to_it(
    building: Building, visitor: Visitor, ada: Enrolled
) -> None:
    put_on_this_phone(building, visitor, ada)
    visitor.open("/me")

    visitor.follow("My badge")

    assert visitor.path == "/me/badge"


def test_nobody_takes_a_badge_off_somebody_elses_phone(
    building: Building, visitor: Visitor
) -> None:
    grace = world.enrol(building, "Grace Hopper")
    graces = world.put_on_phone(building, grace, PHONE)
    visitor.open("/me/badge/printed")
    token = visitor.forms()[0].fields["csrf_token"]

    answer = visitor.client.post(
        f"/me/badge/devices/{graces.device}/end", data={"csrf_token": token}
    )

    assert answer.status_code == 404
    assert phones(building, grace) == 1


def test_signing_out_takes_the_badge_off_the_phone(
    building: Building, visitor: Visitor, ada: Enrolled
) -> None:
    put_on_this_phone(building, visitor, ada)
    visitor.open("/me")

    visitor.press("Sign out")

    assert visitor.path == "/me/badge/forgotten"
    assert WORDS["en"].forgotten_text in visitor.words
    assert phones(building, ada) == 0
    assert visitor.client.get_cookie("device") is None


def test_signing_out_elsewhere_leaves_the_phone_as_it_is(
    building: Building, visitor: Visitor, ada: Enrolled
) -> None:
    world.put_on_phone(building, ada, PHONE)
    visitor.client.set_cookie("device", "nonsense")
    visitor.open("/me")

    visitor.press("Sign out")

    assert visitor.path == "/"
    assert phones(building, ada) == 1
