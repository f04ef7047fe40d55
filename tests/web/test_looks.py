"""Who looked at a person's record, as they read it, sift it and take it along."""

import csv
import io
import json
from datetime import datetime, timedelta

import pytest

from checkin.core.audit import SYSTEM, Actor
from checkin.services import desk, rights
from checkin.services.enrolment import Enrolled
from checkin.storage import audit
from checkin.storage.audit import Look
from tests import world
from tests.web.visitor import Visitor
from tests.world import Building

ADDRESS = "ada.lindqvist@linden.example"
TYPED = "<b>QR does not scan at gate 2</b>"


@pytest.fixture
def ada(building: Building) -> Enrolled:
    return world.enrol(building, "Ada Lindqvist")


@pytest.fixture
def visitor(building: Building, ada: Enrolled) -> Visitor:
    signed_in = Visitor(building)
    signed_in.sign_in(ADDRESS)
    return signed_in


def looked(
    building: Building,
    ada: Enrolled,
    act: str = "record",
    reason: str = TYPED,
    at: datetime | None = None,
) -> None:
    viewer = Actor("adm-7f3c", "enrolment_admin")
    look = Look(viewer, act, ("name", "badge"), "badge_help", reason)
    with building.runtime.writing() as db:
        audit.looked(db, [ada.refs.access], look, now=at or building.now)
        audit.append(db, SYSTEM, "test", "test", now=building.now)


def test_who_looked_is_told_in_plain_words(
    building: Building, visitor: Visitor, ada: Enrolled
) -> None:
    visitor.open("/me/looks")
    assert "Nobody has looked" in visitor.words
    looked(building, ada)

    visitor.open("/me/looks")

    assert "23 Nov 2026, 13:00" in visitor.words
    assert "Enrolment admin (adm-7f3c)" in visitor.words
    assert "Your record was opened: name, badge" in visitor.words
    assert "Help with a badge: <b>QR does not scan" in visitor.words
    assert "<b>QR" not in visitor.page.text
    visitor.open("/me")
    assert "Once in the last months" in visitor.words


@pytest.mark.parametrize(
    ("act", "code", "days", "told"),
    [
        ("record", "incident", 13, True),
        ("record", "incident", 14, False),
        ("direct", "system_repair", 0, True),
        ("record", "badge_help", 0, False),
    ],
)
def test_a_look_out_of_the_ordinary_is_told_on_ones_first_page_for_two_weeks(
    building: Building,
    visitor: Visitor,
    ada: Enrolled,
    *,
    act: str,
    code: str,
    days: int,
    told: bool,
) -> None:
    look = Look(Actor("adm-7f3c", "enrolment_admin"), act, ("name",), code, TYPED)
    at = building.now - timedelta(days=days)
    with building.runtime.writing() as db:
        audit.looked(db, [ada.refs.access], look, now=at)
        audit.append(db, SYSTEM, "test", "test", now=building.now)

    visitor.open("/me")

    assert ("Out of the ordinary on" in visitor.words) is told
    visitor.open("/me?language=de")
    assert (f"Am {at:%d.%m.%Y} außer der Reihe." in visitor.words) is told


def test_looks_are_sifted_by_whether_one_was_alone_or_in_a_list(
    building: Building, visitor: Visitor, ada: Enrolled
) -> None:
    looked(building, ada, "list", "A list of people at gate 2.")
    looked(building, ada, "record")

    shown = {}
    for only in ("", "?only=opened", "?only=lists", "?only=else"):
        visitor.open(f"/me/looks{only}")
        told = ("You were on a list", "Your record was opened")
        shown[only] = [each in visitor.words for each in told]

    assert shown == {
        "": [True, True],
        "?only=opened": [False, True],
        "?only=lists": [True, False],
        "?only=else": [True, True],
    }


def test_where_no_look_is_of_that_kind_the_page_says_so_and_offers_the_others(
    building: Building, visitor: Visitor, ada: Enrolled
) -> None:
    looked(building, ada)

    visitor.open("/me/looks?only=lists&language=de")

    assert "Kein Einblick dieser Art." in visitor.words
    assert 'href="/me/looks?only=opened&amp;language=de"' in visitor.page.text


def test_no_look_is_left_out_however_many_there_are(
    building: Building, visitor: Visitor, ada: Enrolled
) -> None:
    for number in range(1001):
        looked(building, ada, at=building.now - timedelta(minutes=number))

    visitor.open("/me/looks")

    assert visitor.page.text.count("Your record was opened") == 1001


def test_the_copy_tells_each_look_on_its_own(
    building: Building, visitor: Visitor, ada: Enrolled
) -> None:
    looked(building, ada, "list", "A list of people at gate 2.", building.now - timedelta(hours=1))
    looked(building, ada, "list", "A list of people at gate 2.")

    told = json.loads(visitor.open("/me/looks.json").text)

    assert told["covers_months"] == 12
    assert [one["at"] for one in told["looks"]] == [
        "2026-11-23T13:00+01:00",
        "2026-11-23T12:00+01:00",
    ]
    assert told["looks"][0] == {
        "at": "2026-11-23T13:00+01:00",
        "viewer": "adm-7f3c",
        "role": "enrolment_admin",
        "act": "list",
        "categories": ["name", "badge"],
        "records": 1,
        "reason_code": "badge_help",
        "reason": "A list of people at gate 2.",
        "deleted_on": "2027-11-18",
    }


def test_for_programs_a_reason_that_nobody_typed_is_in_ones_language_too(
    building: Building, visitor: Visitor, ada: Enrolled
) -> None:
    looked(building, ada, at=building.now - timedelta(hours=1))
    looked(building, ada, desk.SIGN_IN_CODE, desk.CODE_WHY)

    told = json.loads(visitor.open("/me/looks.json?language=de").text)

    assert told["language"] == "de"
    assert [one["reason"] for one in told["looks"]] == [
        "Sie baten am Empfang um einen Code zum Anmelden.",
        TYPED,
    ]


def test_as_a_table_it_speaks_the_language_of_the_pages(
    building: Building, visitor: Visitor, ada: Enrolled
) -> None:
    looked(building, ada)

    file = visitor.open("/me/looks.csv?language=de").text
    lines = list(csv.DictReader(io.StringIO(file.removeprefix("\ufeff")), delimiter=";"))

    assert lines == [
        {
            "Wann": "2026-11-23 13:00",
            "Kürzel": "adm-7f3c",
            "Rolle": "Ausweisbetreuung",
            "Wie": "Ihr Eintrag wurde geöffnet",
            "Was zu sehen war": "Name, Ausweis",
            "Art des Grundes": "Hilfe mit einem Ausweis",
            "Grund": TYPED,
            "Wird gelöscht am": "2027-11-18",
        }
    ]


@pytest.mark.parametrize(
    ("said", "german"),
    [
        (desk.HELP_WHY.format("ABC"), "baten um Hilfe. Hilfecode: ABC."),
        (desk.REPRINT_WHY, "Ihren Ausweis noch einmal zu drucken."),
        (desk.CODE_WHY, "baten am Empfang um einen Code zum Anmelden."),
        (rights.WHY, "Sie haben etwas beantragt."),
        (TYPED, "Hilfe mit einem Ausweis: <b>QR does not scan at gate 2"),
    ],
)
def test_a_reason_that_nobody_typed_is_told_in_ones_language(
    building: Building, visitor: Visitor, ada: Enrolled, said: str, german: str
) -> None:
    looked(building, ada, reason=said)

    visitor.open("/me/looks?language=de")

    assert german in visitor.words


def test_nobody_takes_along_the_looks_at_somebody_else(
    building: Building, visitor: Visitor, ada: Enrolled
) -> None:
    grace = world.enrol(building, "Grace Hopper")
    looked(building, grace, reason="Grace asked at the gate for help.")

    for form in ("json", "csv"):
        assert "Grace" not in visitor.open(f"/me/looks.{form}?subject={grace.refs.access}").text
