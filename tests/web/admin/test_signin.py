"""Signing in to the console with both factors, setting an account up, and saying why one looks."""

import re
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from checkin import passwords
from checkin.core.errors import UnavailableError
from checkin.core.roles import Role
from checkin.services import accounts
from checkin.storage.store import Store
from tests import world
from tests.web.admin.clerk import Clerk, words
from tests.world import Building

ADDRESS = "kim@linden.example"
PASSWORD = "seven quiet herons at dusk"


class Newcomer:
    """Somebody who was mailed a link to set up a console account."""

    def __init__(self, building: Building) -> None:
        self.building = building
        self.browser = Clerk(building, None)
        rt = building.runtime
        with rt.writing() as db:
            token = accounts.first_account(db, ADDRESS, rt.hashing, now=building.now)
        self.link = f"/console/setup/{token}"
        self.secret = ""

    def choose(self, password: str = PASSWORD) -> TestResponse:
        return self.browser.post(self.link, password=password)

    def code(self, half_minutes: int = 0) -> str:
        """The code that the app shows, some half minutes from now."""
        if not self.secret:
            page = self.browser.get(self.link).text
            found = re.search(r'id="totp-secret">([A-Z2-7]+)<', page)
            assert found, page
            self.secret = found[1]
        at = self.building.now + timedelta(seconds=30 * half_minutes)
        return passwords.totp_code(self.secret, now=at)

    def finish(self) -> TestResponse:
        self.choose()
        return self.browser.post(self.link, code=self.code())

    def sign_in(self, browser: Clerk, **changes: str) -> TestResponse:
        right = {"email": ADDRESS, "password": PASSWORD, "code": self.code(1)}
        return browser.post("/console/sign-in", **{**right, **changes})


@pytest.fixture
def newcomer(building: Building) -> Newcomer:
    return Newcomer(building)


@pytest.fixture
def kim(newcomer: Newcomer) -> Newcomer:
    """A newcomer whose account is set up."""
    assert newcomer.finish().status_code == 303
    return newcomer


def signed_in(browser: Clerk) -> bool:
    return browser.get("/console").status_code == 200


# --- setting up -------------------------------------------------------------------------------


def test_an_account_is_set_up_with_a_password_and_a_first_right_code(newcomer: Newcomer) -> None:
    assert newcomer.choose().status_code == 303
    assert not signed_in(newcomer.browser)

    done = newcomer.browser.post(newcomer.link, code=newcomer.code())

    assert (done.status_code, done.location) == (303, "/console")
    assert signed_in(newcomer.browser)
    assert newcomer.browser.get(newcomer.link).status_code == 404


@pytest.mark.parametrize("password", ["", "short", "password123", "linden works", ADDRESS])
def test_a_weak_password_is_refused_and_nothing_is_kept(newcomer: Newcomer, password: str) -> None:
    answer = newcomer.choose(password)

    assert answer.status_code == 400
    assert "Choose a password" in words(answer)
    assert not password or password == ADDRESS or password not in answer.text


def test_a_wrong_first_code_leaves_the_account_unusable(newcomer: Newcomer) -> None:
    newcomer.choose()

    answer = newcomer.browser.post(newcomer.link, code="000000")

    assert answer.status_code == 400
    assert "isn't the code" in words(answer)
    assert newcomer.sign_in(Clerk(newcomer.building, None)).status_code == 403


def test_the_second_factor_is_shown_the_same_until_it_is_proved(newcomer: Newcomer) -> None:
    newcomer.choose()

    first, second = (newcomer.browser.get(newcomer.link).text for _ in range(2))

    secrets = [re.findall(r'id="totp-secret">([A-Z2-7]+)<', page) for page in (first, second)]
    assert secrets[0] == secrets[1]
    assert len(secrets[0][0]) == 32


def test_neither_password_nor_second_factor_can_be_read_from_the_database(
    kim: Newcomer, store: Store
) -> None:
    assert world.find(store, PASSWORD) == []
    assert world.find(store, kim.secret) == []
    assert world.find(store, "$argon2id$") == ["account.password_hash"]


def test_a_link_that_is_no_ones_is_not_found(building: Building) -> None:
    stranger = Clerk(building, None)

    for link in ("/console/setup/x", "/console/setup/" + "A" * 43, "/console/setup/ä"):
        assert stranger.get(link).status_code == 404
        assert stranger.post(link, password=PASSWORD).status_code == 404


# --- signing in -------------------------------------------------------------------------------


def test_both_factors_open_the_console(kim: Newcomer) -> None:
    browser = Clerk(kim.building, None)

    answer = kim.sign_in(browser)

    assert (answer.status_code, answer.location) == (303, "/console")
    assert signed_in(browser)


def test_every_sign_in_has_a_secret_of_its_own(kim: Newcomer) -> None:
    browser = Clerk(kim.building, None)
    first = kim.sign_in(browser).headers["Set-Cookie"]
    kim.building.clock.pass_(minutes=1)
    browser.client.delete_cookie("console")
    second = kim.sign_in(browser).headers["Set-Cookie"]

    assert first.split(";")[0] != second.split(";")[0]
    assert "HttpOnly" in first
    assert "SameSite=Lax" in first


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "nobody@linden.example"},
        {"email": "no address"},
        {"email": ""},
        {"password": "seven loud herons at dusk"},
        {"password": ""},
        {"code": "000000"},
        {"code": ""},
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same(kim: Newcomer, wrong: dict[str, str]) -> None:
    browser = Clerk(kim.building, None)

    answer = kim.sign_in(browser, **wrong)

    assert answer.status_code == 403
    assert "That didn't work. Check the address and the password" in words(answer)
    assert not signed_in(browser)


def test_a_code_opens_the_console_once(kim: Newcomer) -> None:
    code = kim.code(1)
    first, second = Clerk(kim.building, None), Clerk(kim.building, None)

    assert kim.sign_in(first, code=code).status_code == 303
    assert kim.sign_in(second, code=code).status_code == 403


def test_the_code_that_set_the_account_up_doesnt_sign_in(kim: Newcomer) -> None:
    assert kim.sign_in(Clerk(kim.building, None), code=kim.code()).status_code == 403


def test_neither_password_nor_code_comes_back_in_the_page(kim: Newcomer) -> None:
    answer = kim.sign_in(Clerk(kim.building, None), code="424242")

    assert PASSWORD not in answer.text
    assert "424242" not in answer.text
    assert ADDRESS in answer.text


def test_many_tries_have_to_wait_and_then_may_go_on(kim: Newcomer) -> None:
    browser = Clerk(kim.building, None)
    tries = [kim.sign_in(browser, password="wrong").status_code for _ in range(9)]
    assert tries == [403] * 8 + [429]
    assert kim.sign_in(browser).status_code == 429

    kim.building.clock.pass_(minutes=5)

    assert kim.sign_in(browser).status_code == 303


def test_after_signing_in_one_goes_on_to_where_one_wanted_and_nowhere_else(kim: Newcomer) -> None:
    browser = Clerk(kim.building, None)
    asked = browser.get("/console/kiosks").location

    assert asked == "/console/sign-in?next=/console/kiosks"
    assert kim.sign_in(browser, next="/console/kiosks").location == "/console/kiosks"
    for elsewhere in ("https://evil.example", "//evil.example", "/\\evil.example"):
        kim.building.clock.pass_(minutes=1)
        browser.client.delete_cookie("console")
        assert kim.sign_in(browser, next=elsewhere).location == "/console"


def test_signing_out_ends_the_session_on_the_server_too(kim: Newcomer) -> None:
    browser = Clerk(kim.building, None)
    kim.sign_in(browser)
    cookie = browser.client.get_cookie("console")
    assert cookie is not None

    left = browser.post("/console/sign-out")
    assert left.status_code == 303
    browser.client.set_cookie("console", cookie.value)

    assert not signed_in(browser)


def test_whoever_is_signed_in_isnt_asked_again(site_admin: Clerk) -> None:
    answer = site_admin.get("/console/sign-in")

    assert (answer.status_code, answer.location) == (303, "/console")


# --- a sign-in that nobody uses -----------------------------------------------------------------


def test_a_sign_in_that_nobody_uses_ends_after_an_hour(site_admin: Clerk) -> None:
    site_admin.building.clock.pass_(minutes=59)
    assert signed_in(site_admin)
    site_admin.building.clock.pass_(minutes=59)
    assert signed_in(site_admin)

    site_admin.building.clock.pass_(minutes=61)

    assert not signed_in(site_admin)


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"Accept": "text/event-stream"}])
def test_what_an_open_page_asks_by_itself_keeps_no_sign_in(
    site_admin: Clerk, headers: dict[str, str]
) -> None:
    for _ in range(2):
        site_admin.building.clock.pass_(minutes=29)
        answer = site_admin.client.get("/console/kiosks", headers=headers)
        assert answer.status_code == 200

    site_admin.building.clock.pass_(minutes=3)

    assert not signed_in(site_admin)


def test_whoever_was_signed_out_reads_why_and_goes_on_where_they_were(kim: Newcomer) -> None:
    kim.building.clock.pass_(minutes=61)
    page = {"Referer": "http://localhost/console/domains"}
    form = {"csrf_token": kim.browser.form_token(), "domain": "linden.example"}
    sent = kim.browser.client.post("/console/domains", data=form, headers=page)
    assert sent.location == "/console/sign-in?next=/console/domains"

    asked = kim.browser.get(sent.location)

    assert "You were signed out." in words(asked)
    assert 'name="next" value="/console/domains"' in asked.text
    assert kim.sign_in(kim.browser, next="/console/domains").location == "/console/domains"


def test_a_stranger_is_told_of_no_sign_in(building: Building) -> None:
    assert "You were signed out." not in words(Clerk(building, None).get("/console/sign-in"))


def test_a_full_disk_keeps_nobody_from_reading(
    site_admin: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise UnavailableError("The disk is full.")

    site_admin.building.clock.pass_(minutes=2)
    monkeypatch.setattr("checkin.services.signin.note_use", full)

    assert signed_in(site_admin)


def test_setting_up_ends_the_sign_in_that_this_browser_had(
    newcomer: Newcomer,
) -> None:
    other = Clerk(newcomer.building, Role.SITE_ADMIN)
    before = other.client.get_cookie("console")
    assert before is not None
    newcomer.choose()
    newcomer.browser.client.set_cookie("console", before.value)

    newcomer.browser.post(newcomer.link, code=newcomer.code())

    assert signed_in(newcomer.browser)
    assert not signed_in(other)


# --- proving it once more -----------------------------------------------------------------------


@pytest.fixture
def tired(kim: Newcomer) -> Newcomer:
    """A site admin who signed in a while ago."""
    kim.building.clock.pass_(minutes=16)
    return kim


def key_form(browser: Clerk) -> TestResponse:
    """Press the button that makes a key, on the page that has it."""
    form = {"csrf_token": browser.form_token(), "purpose": "day"}
    page = {"Referer": "http://localhost/console/keys"}
    return browser.client.post("/console/keys/new", data=form, headers=page)


def prove(newcomer: Newcomer, **changes: str) -> TestResponse:
    right = {"password": PASSWORD, "code": newcomer.code(), "next": "/console/keys"}
    return newcomer.browser.post("/console/confirm", **{**right, **changes})


def test_an_act_that_matters_most_asks_who_one_is_and_leads_back_to_its_page(
    tired: Newcomer,
) -> None:
    asked = key_form(tired.browser)
    assert (asked.status_code, asked.location) == (303, "/console/confirm?next=/console/keys")
    assert "Show that it is you" in words(tired.browser.get(asked.location))

    proved = prove(tired)

    assert (proved.status_code, proved.location) == (303, "/console/keys")
    assert key_form(tired.browser).location == "/console/keys"


def test_a_proof_gives_the_session_another_secret_and_no_longer_life(tired: Newcomer) -> None:
    client = tired.browser.client
    before = client.get_cookie("console")
    assert before is not None

    prove(tired)

    after = client.get_cookie("console")
    assert after is not None
    assert after.value != before.value
    for _ in range(15):
        tired.building.clock.pass_(minutes=45)
        assert signed_in(tired.browser)
    tired.building.clock.pass_(minutes=30)
    assert not signed_in(tired.browser)


def test_the_secret_from_before_a_proof_is_worth_nothing(tired: Newcomer) -> None:
    client = tired.browser.client
    before = client.get_cookie("console")
    assert before is not None
    prove(tired)

    client.set_cookie("console", before.value)

    assert not signed_in(tired.browser)


@pytest.mark.parametrize("wrong", [{"password": "seven loud herons"}, {"code": "000000"}])
def test_a_wrong_proof_leaves_everything_as_it_is(tired: Newcomer, wrong: dict[str, str]) -> None:
    answer = prove(tired, **wrong)

    assert answer.status_code == 403
    assert "That didn't work" in words(answer)
    assert key_form(tired.browser).location.startswith("/console/confirm")
    assert signed_in(tired.browser)


def test_a_code_that_was_used_proves_nothing(tired: Newcomer) -> None:
    code = tired.code()
    prove(tired, code=code)
    tired.building.clock.pass_(seconds=1)

    assert prove(tired, code=code).status_code == 403


def test_many_wrong_proofs_have_to_wait(tired: Newcomer) -> None:
    tries = [prove(tired, password="wrong").status_code for _ in range(9)]

    assert tries == [403] * 8 + [429]


# --- why records are looked at ----------------------------------------------------------------


def test_a_reason_is_asked_for_once_before_the_first_record(building: Building) -> None:
    clerk = Clerk(building, Role.ENROLMENT_ADMIN, reason=None)
    asked = clerk.get("/console/people")
    assert asked.status_code == 303
    assert asked.location.startswith("/console/reason?next=/console/people")
    assert "can read this" in words(clerk.get(asked.location))

    given = clerk.post(
        "/console/reason",
        reason_code="badge_help",
        reason="Helping three people with their badges",
        next="/console/people",
    )

    assert (given.status_code, given.location) == (303, "/console/people")
    assert clerk.get("/console/people").status_code == 200


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("badge_help", "too short"),
        ("badge_help", " " * 30),
        ("attendance", "Who was late this morning, and how often?"),
        ("", "Helping three people with their badges"),
        ("badge_help", "x" * 201),
    ],
)
def test_a_reason_is_one_of_the_list_and_says_something(
    building: Building, code: str, reason: str
) -> None:
    clerk = Clerk(building, Role.ENROLMENT_ADMIN, reason=None)

    answer = clerk.post("/console/reason", reason_code=code, reason=reason)

    assert answer.status_code == 400
    assert clerk.get("/console/people").status_code == 303


def test_people_can_read_the_reason_as_it_was_typed(building: Building) -> None:
    from checkin.storage import audit

    ada = world.enrol(building)
    clerk = Clerk(building, Role.ENROLMENT_ADMIN, reason=None)
    clerk.post(
        "/console/reason", reason_code="rights_request", reason="Ada asked what we hold on her"
    )

    clerk.get("/console/people")

    with building.runtime.reading() as db:
        (seen,) = audit.looks_at(db, ada.refs.access)
    assert (seen.look.reason_code, seen.look.reason) == (
        "rights_request",
        "Ada asked what we hold on her",
    )
    assert seen.look.viewer.alias == clerk.alias
