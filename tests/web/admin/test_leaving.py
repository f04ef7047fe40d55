"""Taking back at the front desk: a code and one press, and nobody is named."""

import re

from checkin.core.audit import SYSTEM, Actor
from checkin.services import enrolment
from checkin.services.enrolment import Enrolled, NewPerson
from checkin.storage import audit
from checkin.storage.audit import Look
from checkin.storage.store import Store
from tests import world
from tests.web.admin.clerk import WHY, Clerk, words
from tests.web.visitor import Visitor
from tests.world import SHOWN, Building

_CODE = re.compile(r'<span class="code">([0-9A-Z]{5}-[0-9A-Z]{5})</span>')


def german_badge_code(building: Building) -> str:
    """The code of somebody who reads German, at whose record an admin has looked."""
    ada = joined(building, "de")
    look = Look(Actor("kim", "enrolment_admin"), "record", ("name",), "badge_help", WHY)
    with building.runtime.writing() as db:
        audit.looked(db, [ada.refs.access], look, now=building.now)
        audit.append(db, SYSTEM, "test", "test", now=building.now)
    return code_of(building, ada)


def badge_code(building: Building) -> str:
    return code_of(building, joined(building, "en"))


def code_of(building: Building, person: Enrolled) -> str:
    return building.runtime.hashing.short_code(person.badge.id.bytes)


def joined(building: Building, language: str) -> Enrolled:
    ada = NewPerson(
        "ada@linden.example", "Ada", language, building.hq, (building.everyone,), world.BOTH
    )
    with building.runtime.writing() as db:
        return enrolment.enrol(db, ada, SHOWN, building.runtime.making(), now=building.now)


def test_the_desk_takes_everything_back_for_whoever_shows_a_badge(
    building: Building, reception: Clerk, store: Store
) -> None:
    code = badge_code(building)

    page = reception.post("/console/take-back", code=code, what="entry")

    assert page.status_code == 200
    assert "Everything is taken back" in words(page)
    assert "Ada" not in page.text
    assert "identity" not in world.rows(store)
    acts = [row for row in world.contents(store)["consent_event"] if "WITHDRAW" in row]
    assert acts
    assert all("ASSISTED_CODE" in act for act in acts)


def test_what_was_deleted_is_on_the_paper_alone_in_the_persons_language(
    building: Building, reception: Clerk
) -> None:
    code = german_badge_code(building)

    page = reception.post("/console/take-back", code=code, what="entry").text
    on_screen, _, on_paper = page.partition('<section class="paper-only" lang="de">')

    for said in ("Was gelöscht wurde und was bleibt", "Ihr Name und Ihre dienstliche E-Mail", "1"):
        assert said in on_paper
    assert "Wer Ihre Daten angesehen hat" in on_paper
    assert "Ausweisbetreuung; Ihr Eintrag wurde geöffnet; Hilfe mit einem Ausweis" in on_paper
    assert WHY not in page  # whoever hands it over reads nothing that was written about somebody
    assert "Ihr Name" not in on_screen
    assert "Gelöscht" not in on_screen


def test_the_code_on_the_paper_shows_the_receipt_again(
    building: Building, reception: Clerk
) -> None:
    code = badge_code(building)

    page = reception.post("/console/take-back", code=code, what="entry").text
    on_screen, on_paper = _CODE.findall(page)
    person = Visitor(building)
    person.open("/take-back")
    person.press("Show the receipt", code=on_paper)

    assert on_screen == on_paper
    assert "Everything was taken back" in person.words


def test_whoever_had_it_taken_back_before_gets_the_receipt_again_in_every_language(
    building: Building, reception: Clerk
) -> None:
    code = badge_code(building)
    first = reception.post("/console/take-back", code=code, what="entry").text

    again = reception.post("/console/take-back", code=_CODE.findall(first)[0], what="entry")

    assert "What was deleted, and what stays" in again.text
    assert "Was gelöscht wurde und was bleibt" in again.text


def test_the_desk_takes_back_entries_alone(building: Building, reception: Clerk) -> None:
    code = badge_code(building)

    first = reception.post("/console/take-back", code=code, what="history")
    second = reception.post("/console/take-back", code=code, what="history")

    assert "The entries are taken back" in words(first)
    assert second.status_code == 400
    assert "nothing to take back" in words(second)


def test_a_press_without_a_button_takes_nothing_back(
    building: Building, reception: Clerk, store: Store
) -> None:
    code = badge_code(building)

    assert reception.post("/console/take-back", code=code).status_code == 400
    assert reception.post("/console/take-back", code=code, what="all").status_code == 400
    assert world.rows(store)["identity"] == 1


def test_an_unknown_code_says_so_and_many_have_to_wait(reception: Clerk) -> None:
    first = reception.post("/console/take-back", code="00000-00001", what="entry")

    assert "No badge and no receipt has this code" in words(first)
    pages = [reception.post("/console/take-back", code="x", what="entry") for _ in range(20)]
    assert pages[-1].status_code == 429
