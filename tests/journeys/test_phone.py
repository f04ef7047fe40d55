"""A badge on a phone as people carry it: put there, held up, filmed, off line, taken off."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from checkin.core import cose
from checkin.core.badge import PREFIX, Kind
from checkin.core.badge import inspect as read_unverified
from checkin.services import devices, standing
from checkin.services.enrolment import Enrolled
from tests import world
from tests.journeys.conftest import Camera, Visiting
from tests.journeys.examiner import Examiner
from tests.journeys.house import RunningClock, Server
from tests.journeys.pages import Kiosk
from tests.journeys.people import Phone
from tests.world import Building

WELCOME = "Welcome"
SHOW_LIVE = "Please show your fresh badge."

NO_ED25519 = """
    const generate = crypto.subtle.generateKey.bind(crypto.subtle);
    crypto.subtle.generateKey = (how, ...more) =>
        how.name === "Ed25519"
            ? Promise.reject(new DOMException("not here", "NotSupportedError"))
            : generate(how, ...more);
"""
NOTES_WHAT_IS_ASKED = """
    window.asked = [];
    WakeLock.prototype.request = async (what) => void window.asked.push(what);
    StorageManager.prototype.persist = async () => void window.asked.push("persist");
"""
KEEPS_NO_KEY = """
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (value, ...more) {
        if (value.privateKey || value.key) {
            throw new DOMException("not here", "DataCloneError");
        }
        return put.call(this, value, ...more);
    };
"""
KEEPS_NOTHING = "IDBFactory.prototype.open = () => { throw new DOMException('no'); };"
FIFTEEN_DAYS_ON = """
    const here = Date.now.bind(Date);
    Date.now = () => here() + 15 * 24 * 60 * 60 * 1000;
"""
AWAY = "Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });"
BACK = "delete document.hidden;"
NOTICE = "document.dispatchEvent(new Event('visibilitychange'));"


@pytest.fixture
def ada(building: Building) -> Enrolled:
    return world.enrol(building, "Ada Lindqvist")


@pytest.fixture
def phone(building: Building, visiting: Visiting, ada: Enrolled) -> Phone:
    handheld = visiting(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    return Phone(handheld, building, ada)


@pytest.fixture
def clock(building: Building) -> RunningClock:
    assert isinstance(building.clock, RunningClock)
    return building.clock


@pytest.fixture
def filmed(
    phone: Phone, camera: Camera, clock: RunningClock, visiting: Visiting, building: Building
) -> Kiosk:
    """A kiosk that has let the phone in, by a film of its screen."""
    kiosk = Kiosk.paired(visiting(camera.browser), building)
    phone.enrol()
    screens = [phone.screen()]
    phone.tab.wait_for_timeout(1500)
    clock.stop()
    camera.sees([*screens, phone.screen()])
    kiosk.film()
    kiosk.says(WELCOME)
    kiosk.is_quiet()
    return kiosk


# --- at the door --------------------------------------------------------------------------------


def test_the_screen_of_a_phone_is_let_in_and_a_second_showing_of_it_is_not(
    filmed: Kiosk, clock: RunningClock
) -> None:
    clock.pass_(seconds=1)

    filmed.open()
    filmed.film()

    filmed.says(SHOW_LIVE)


def test_a_film_of_the_screen_is_worth_nothing_half_a_minute_later(
    filmed: Kiosk, clock: RunningClock
) -> None:
    clock.pass_(seconds=30)

    filmed.open()
    filmed.film()

    filmed.says(SHOW_LIVE)


# --- on the phone -------------------------------------------------------------------------------


def test_the_badge_is_signed_anew_while_it_is_seen_and_gone_while_it_is_not(phone: Phone) -> None:
    phone.enrol()
    first = phone.shown()
    modules = phone.tab.locator("#modules")
    drawn = modules.get_attribute("d")

    expect(modules).not_to_have_attribute("d", drawn or "", timeout=10_000)

    second = phone.shown()
    assert first.text.startswith(PREFIX)
    assert second.text != first.text
    phone.tab.evaluate(AWAY + NOTICE)
    assert modules.get_attribute("d") is None
    phone.tab.evaluate(BACK + NOTICE)
    expect(modules).to_have_attribute("d", re.compile("M"))


def test_it_is_large_dark_on_white_and_small_enough_to_read(phone: Phone) -> None:
    phone.tab.emulate_media(color_scheme="dark")
    phone.enrol()

    code = phone.badge.bounding_box()
    colours = "getComputedStyle(document.querySelector('.paper')).backgroundColor"

    assert code is not None
    assert code["width"] * 73 / 81 >= 0.7 * 390
    assert phone.tab.evaluate(colours) == "rgb(255, 255, 255)"
    # 73 modules a side: version 14
    assert phone.badge.get_attribute("viewBox") == "0 0 81 81"
    assert phone.shown().ec_level == "M"


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_something_moves_beside_it_for_everybody(phone: Phone, motion: str) -> None:
    phone.tab.emulate_media(reduced_motion="reduce" if motion == "reduce" else "no-preference")
    phone.enrol()
    hand = "getComputedStyle(document.querySelector('.hand')).strokeDashoffset"
    before = phone.tab.evaluate(hand)

    phone.tab.wait_for_timeout(1200)

    assert phone.tab.evaluate(hand) != before


def test_it_asks_to_keep_the_screen_bright_and_its_key_for_good(phone: Phone) -> None:
    phone.tab.add_init_script(NOTES_WHAT_IS_ASKED)

    phone.enrol()

    phone.tab.wait_for_function("window.asked.includes('screen')")
    phone.tab.wait_for_function("window.asked.includes('persist')")


def test_a_phone_without_ed25519_makes_a_key_on_p256(
    phone: Phone, building: Building, ada: Enrolled, kiosk: Kiosk
) -> None:
    phone.tab.add_init_script(NO_ED25519)

    phone.enrol()

    with building.runtime.reading() as db:
        [device] = devices.of_holder(db, ada.refs.holder)
    assert device.key.alg == cose.ESP256
    assert phone.badge.get_attribute("viewBox") == "0 0 85 85"  # 77 modules: version 15
    kiosk.scan(phone.shown().text)
    kiosk.says(WELCOME)


@pytest.mark.parametrize(
    ("broken", "why"),
    [(KEEPS_NO_KEY, "can't make and keep a key"), (KEEPS_NOTHING, "keeps nothing")],
)
def test_where_no_key_can_be_kept_the_page_says_why_and_offers_paper(
    phone: Phone, building: Building, ada: Enrolled, broken: str, why: str
) -> None:
    phone.tab.add_init_script(broken)

    phone.carry()

    expect(phone.tab.get_by_role("heading", name="can't keep a badge")).to_be_visible()
    expect(phone.tab.locator("#cannot-reason")).to_contain_text(why)
    with building.runtime.reading() as db:
        assert list(devices.of_holder(db, ada.refs.holder)) == []
    phone.tab.get_by_role("link", name="Use a printed badge").click()
    expect(phone.tab.locator("#short-code")).to_be_visible()


def test_the_key_can_not_be_read_out_of_the_browser(phone: Phone) -> None:
    phone.enrol()

    found = phone.tab.evaluate(
        """async () => {
            const { load } = await import("/static/badge/key.js");
            const { key } = await load();
            return crypto.subtle.exportKey("pkcs8", key.pair.privateKey).catch((no) => no.name);
        }"""
    )

    assert found == "InvalidAccessError"


# --- without a network, and long after -----------------------------------------------------------


def kept_for_no_network(phone: Phone) -> None:
    """Wait until the browser has kept the page."""
    phone.tab.evaluate("navigator.serviceWorker.ready")
    phone.tab.wait_for_function("caches.keys().then((names) => names.length === 1)")


def test_the_page_shows_the_badge_with_the_server_stopped(phone: Phone, server: Server) -> None:
    phone.visitor.excuse_silence()
    phone.enrol()
    kept_for_no_network(phone)
    server.stop()

    phone.tab.reload()

    expect(phone.badge).to_be_visible()
    expect(phone.tab.get_by_text("No network. Your badge works all the same.")).to_be_visible()
    badge = read_unverified(phone.shown().text)
    assert not isinstance(badge, str)
    assert badge.kind is Kind.LIVE
    assert badge.proved_at is not None


def test_what_is_kept_without_a_network_holds_neither_key_nor_badge(phone: Phone) -> None:
    phone.enrol()
    kept_for_no_network(phone)

    texts = phone.tab.evaluate(
        """async () => {
            const [name] = await caches.keys();
            const kept = await caches.open(name);
            const answers = await kept.matchAll();
            return Promise.all(answers.map((answer) => answer.text()));
        }"""
    )

    assert not [text for text in texts if re.search(r"CI1:[0-9A-Z]{8}|Lindqvist", text)]


def test_after_fifteen_days_away_a_network_is_enough_and_no_sign_in(
    phone: Phone, server: Server, clock: RunningClock
) -> None:
    phone.visitor.excuse_silence()
    phone.enrol()
    kept_for_no_network(phone)
    before = phone.shown().text
    clock.ahead = timedelta(days=15)
    phone.tab.add_init_script(FIFTEEN_DAYS_ON)
    server.stop()
    phone.tab.reload()
    expect(phone.tab.get_by_role("heading", name="needs a network once")).to_be_visible()
    server.start()

    phone.tab.evaluate("dispatchEvent(new Event('online'))")

    expect(phone.badge).to_be_visible()
    assert phone.shown().text != before
    phone.tab.goto("/me")
    expect(phone.tab).to_have_url(re.compile("/sign-in"))


# --- taking it off ------------------------------------------------------------------------------


def test_signing_out_deletes_the_key_and_ends_the_phone(
    phone: Phone, building: Building, ada: Enrolled, kiosk: Kiosk
) -> None:
    phone.enrol()
    kept_for_no_network(phone)
    held_up = phone.shown().text
    assert phone.kept() == ["badge"]

    phone.tab.goto("/me")
    phone.tab.get_by_role("button", name="Sign out").click()

    expect(phone.tab.get_by_role("heading", name="You are signed out")).to_be_visible()
    expect(phone.tab.locator("body[data-forgotten]")).to_have_count(1)
    assert phone.kept() == []
    assert phone.tab.evaluate("caches.keys()") == []
    with building.runtime.reading() as db:
        assert list(devices.of_holder(db, ada.refs.holder)) == []
    kiosk.scan(held_up)
    kiosk.says("Please go to the front desk.")
    phone.tab.goto("/me/badge")
    expect(phone.tab.get_by_role("heading", name="Put your badge on this phone")).to_be_visible()


def test_a_phone_that_is_ended_elsewhere_says_so_and_forgets_its_key(
    phone: Phone, building: Building, ada: Enrolled
) -> None:
    phone.visitor.excuse("410")
    phone.enrol()
    with building.runtime.writing() as db:
        [device] = devices.of_holder(db, ada.refs.holder)
        devices.end(db, ada.refs.holder, device.id, now=building.now)

    phone.tab.reload()

    expect(phone.tab.get_by_role("heading", name="off this phone")).to_be_visible()
    expect(phone.badge).to_be_hidden()
    assert phone.kept() == []


def test_a_badge_is_taken_off_the_phone_on_the_phone_itself(
    phone: Phone, building: Building, ada: Enrolled
) -> None:
    phone.enrol()
    phone.visitor.context.clear_cookies(name="session")
    phone.tab.locator("summary", has_text="Take it off this phone").click()

    with phone.tab.expect_response("**/devices/end"):
        phone.tab.get_by_role("button", name="Take it off this phone").click()

    expect(phone.tab.get_by_role("heading", name="off this phone")).to_be_visible()
    assert phone.kept() == []
    with building.runtime.reading() as db:
        assert list(devices.of_holder(db, ada.refs.holder)) == []


def test_a_paused_badge_says_so_and_comes_back_with_the_end_of_the_pause(
    phone: Phone, building: Building, ada: Enrolled
) -> None:
    phone.enrol()
    rt, who = building.runtime, ada.refs.identity
    with rt.writing() as db:
        standing.pause(db, who, rt.hashing, now=building.now)

    phone.tab.reload()

    expect(phone.tab.get_by_role("heading", name="Your badge is paused")).to_be_visible()
    expect(phone.badge).to_be_hidden()
    with rt.writing() as db:
        standing.resume(db, who, rt.hashing, now=building.now + timedelta(seconds=2))
    phone.tab.reload()
    expect(phone.badge).to_be_visible()


def test_whoever_isnt_signed_in_signs_in_first_and_comes_back(phone: Phone) -> None:
    phone.visitor.excuse("401")
    phone.tab.goto("/me/badge")

    phone.tab.get_by_role("button", name="Put it on this phone").click()

    expect(phone.tab).to_have_url(re.compile(r"/sign-in\?next=%2Fme%2Fbadge%23put"))


def test_everybody_can_use_it(phone: Phone, examiner: Examiner) -> None:
    phone.tab.goto("/me/badge")
    expect(phone.tab.get_by_role("button", name="Put it on this phone")).to_be_visible()
    examiner.examine(phone.tab, "the offer")

    phone.enrol()

    examiner.examine(phone.tab, "the fresh badge")
