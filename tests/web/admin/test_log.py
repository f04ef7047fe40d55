"""The log for people: readable, to be filtered and taken along, and itself written down."""

import csv
import io
import json

import pytest

from checkin.core.roles import Role
from checkin.storage.store import Store
from checkin.web.admin.log_words import KINDS, act_words, role_words
from tests import world
from tests.web.admin.clerk import Clerk, words
from tests.world import Building


@pytest.fixture
def auditor(building: Building) -> Clerk:
    return Clerk(building, Role.AUDITOR)


@pytest.fixture
def busy(building: Building, site_admin: Clerk) -> Building:
    """Somebody joined, and colleagues did this and that."""
    ada = world.enrol(building)
    enrolling = Clerk(building, Role.ENROLMENT_ADMIN)
    enrolling.get("/console/people")
    enrolling.get(f"/console/people/{ada.refs.identity}")
    enrolling.post(f"/console/people/{ada.refs.identity}/switch-off", off_reason="lost")
    site_admin.post("/console/keys/new", purpose="day")
    building.clock.pass_(seconds=1)
    return building


def test_the_log_says_who_did_what_and_to_what(
    busy: Building, site_admin: Clerk, auditor: Clerk
) -> None:
    said = words(auditor.get("/console/log"))

    assert f"Key: new {site_admin.alias} · Site admin key" in said
    assert "Switched off a badge adm-" in said
    assert "2026-11-23 12:00:00" in said


def test_nobody_is_named_and_what_people_do_about_themselves_is_not_there(
    busy: Building, auditor: Clerk
) -> None:
    for page in (
        auditor.get("/console/log"),
        auditor.get("/console/log/looks"),
        auditor.post("/console/log/export", form="csv"),
        auditor.post("/console/log/export", form="json"),
    ):
        assert page.status_code == 200
        for secret in ("Ada", "Lindqvist", "@linden.example", "person.enrol", "consent.give"):
            assert secret not in page.text, secret


def test_filters_stand_in_the_address_and_add_up(
    busy: Building, site_admin: Clerk, auditor: Clerk
) -> None:
    keys = words(auditor.get(f"/console/log?kind=keys&role=site_admin&who={site_admin.alias}"))
    nothing = words(auditor.get("/console/log?kind=keys&role=reception"))

    assert "Key: new" in keys
    assert "Account: made" not in keys
    assert "No act fits these filters" in nothing
    page = auditor.get("/console/log?kind=keys").text
    assert 'href="/console/log?kind=keys&amp;role=dpo"' in page
    assert 'href="/console/log" class' not in page


def test_a_period_leaves_out_what_is_older(busy: Building, auditor: Clerk) -> None:
    busy.clock.pass_(days=8)
    fresh = Clerk(busy, Role.DPO)

    assert "Key: new" not in words(fresh.get("/console/log?since=week"))
    assert "Key: new" in words(fresh.get("/console/log?since=month"))


@pytest.mark.parametrize(
    "wrong",
    ["kind=secrets", "role=manager", "since=ever", "before=x", f"who={'x' * 25}"],
)
def test_a_filter_that_doesn_t_exist_is_said(auditor: Clerk, wrong: str) -> None:
    assert auditor.get(f"/console/log?{wrong}").status_code == 400


def test_reading_and_taking_are_written_down_and_can_be_read(
    busy: Building, auditor: Clerk
) -> None:
    auditor.get("/console/log?kind=places")
    auditor.post("/console/log/export", form="json", kind="accounts")

    said = words(auditor.get("/console/log?kind=log"))

    assert f"Read the log {auditor.alias} · Auditor log places" in said
    assert f"Took the log out as JSON {auditor.alias} · Auditor log accounts" in said


def test_the_log_goes_on_to_what_is_older(busy: Building, auditor: Clerk) -> None:
    for _ in range(60):
        auditor.get("/console/log")
    page = auditor.get("/console/log?kind=log")
    before = page.text.partition("before=")[2].partition('"')[0]

    older = auditor.get(f"/console/log?kind=log&before={before}")

    assert "Earlier acts" in words(page)
    assert "Newest again" in words(older)
    assert "Earlier acts" not in words(older)


def test_a_file_holds_what_the_filters_leave(busy: Building, auditor: Clerk) -> None:
    answer = auditor.post("/console/log/export", form="csv", kind="keys")
    programs = auditor.post("/console/log/export", form="json", kind="keys")

    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["act"] for row in rows} == {"key.new", "notice.publish"}
    assert rows == json.loads(programs.text)
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=checkin-log-2026-11-23.csv"
    )
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_file_of_another_kind_isn_t_made(auditor: Clerk, store: Store) -> None:
    before = world.rows(store)["audit_event"]

    assert auditor.post("/console/log/export", form="xlsx").status_code == 400
    assert world.rows(store)["audit_event"] == before


def test_looks_say_how_many_and_why_and_never_whose(busy: Building, auditor: Clerk) -> None:
    said = words(auditor.get("/console/log/looks"))

    assert "Saw them in a list" in said
    assert "Enrolment admin 1 Helping somebody with a badge" in said
    assert "Opened the record" in said


def test_looks_go_from_day_to_day(busy: Building, auditor: Clerk) -> None:
    busy.clock.pass_(days=2)
    Clerk(busy, Role.ENROLMENT_ADMIN).get("/console/people")
    dpo = Clerk(busy, Role.DPO)

    newest = dpo.get("/console/log/looks")
    earlier = dpo.get("/console/log/looks?day=2026-11-23")

    assert "on 2026-11-25" in words(newest)
    assert "/console/log/looks?day=2026-11-23" in newest.text
    assert "/console/log/looks?day=2026-11-25" in earlier.text
    assert "Nobody looked at a record" in words(dpo.get("/console/log/looks?day=2026-11-24"))
    assert dpo.get("/console/log/looks?day=yesterday").status_code == 400


def test_the_first_page_of_those_who_watch_leads_to_the_log(auditor: Clerk) -> None:
    said = words(auditor.get("/console"))

    assert "See who did what" in said
    assert "Nothing to do here yet" not in said


def test_every_act_has_words_and_every_family_one_kind() -> None:
    assert act_words("account.invited_dpo") == "Invited an account: Data protection officer"
    assert act_words("account.role_reception") == "Changed a role: Front desk"
    assert act_words("kiosk.input_camera") == "Kiosk: input camera"
    assert act_words("test") == "Test"
    assert (role_words("system"), role_words("old_role")) == ("The system", "old role")
    families = [family for _, known in KINDS.values() for family in known or ()]
    assert len(families) == len(set(families))
