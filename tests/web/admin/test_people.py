"""People who carry a badge, as an enrolment admin meets them."""

import re
from collections.abc import Sequence

import pypdfium2
import pytest

from checkin import jobs
from checkin.core.inventory import Purpose
from checkin.core.roles import Role
from checkin.services.enrolment import Enrolled
from checkin.storage import audit
from checkin.storage.audit import SeenBy
from checkin.storage.store import Store
from tests import world
from tests.qr_codes import qr_codes
from tests.web.admin.clerk import WHY, Clerk, words
from tests.world import Building


def looks_at(building: Building, person: Enrolled) -> Sequence[SeenBy]:
    with building.runtime.reading() as db:
        return audit.looks_at(db, person.refs.access)


def record(person: Enrolled) -> str:
    return f"/console/people/{person.refs.identity}"


# --- the list ---------------------------------------------------------------------------------


def test_the_list_shows_name_badge_profiles_and_choice(
    building: Building, enrolment_admin: Clerk
) -> None:
    world.enrol(building, "Ada Lindqvist")

    page = words(enrolment_admin.get("/console/people"))

    assert "Ada Lindqvist Good Everyone Said yes" in page
    assert "@linden.example" not in page


def test_the_list_is_written_down_before_it_is_shown(
    building: Building, enrolment_admin: Clerk
) -> None:
    ada = world.enrol(building)

    enrolment_admin.get("/console/people")
    enrolment_admin.client.head("/console/people")

    assert [(seen.look.act, seen.look.reason) for seen in looks_at(building, ada)] == [
        ("list", WHY)
    ] * 2


def test_what_people_see_of_who_looked_is_exactly_what_was_shown(
    building: Building, enrolment_admin: Clerk
) -> None:
    ada = world.enrol(building)

    enrolment_admin.get(record(ada))

    (seen,) = looks_at(building, ada)
    assert seen.look.categories == ("name", "badge", "profiles", "choices")
    assert seen.look.act == "record"


def test_somebody_unknown_and_somebody_not_enrolled_are_found_alike(
    building: Building, enrolment_admin: Clerk
) -> None:
    world.enrol(building, "Ada Lindqvist")
    enrolment_admin.post(
        "/console/invite",
        addresses="invited@linden.example",
        site=building.hq,
        profile=building.everyone,
    )
    jobs.invite(building.runtime)
    enrolment_admin.get("/console")  # where what just happened is said

    answers = [
        enrolment_admin.post("/console/people", query=query)
        for query in ("invited@linden.example", "unknown@linden.example")
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    first, second = (
        answer.text.replace("invited@", "X@").replace("unknown@", "X@") for answer in answers
    )
    assert first == second
    assert "Nobody found" in first


def test_a_name_never_stands_in_an_address(building: Building, enrolment_admin: Clerk) -> None:
    for number in range(27):
        world.enrol(building, f"Person {number:02}")

    first = enrolment_admin.post("/console/people", query="person")

    assert "Person 24" in words(first)
    assert "Person 25" not in words(first)
    assert 'method="get"' not in first.text
    assert "query=" not in first.text


def test_the_next_page_begins_behind_the_last_person(
    building: Building, enrolment_admin: Clerk
) -> None:
    crowd = [world.enrol(building, f"Person {number:02}") for number in range(27)]

    rest = words(
        enrolment_admin.post("/console/people", query="person", after=crowd[24].refs.identity)
    )

    assert "Person 25" in rest
    assert "Person 26" in rest
    assert "Person 24" not in rest
    assert "Show the next people" not in rest


@pytest.mark.parametrize("after", ["x", "0", "'"])
def test_a_page_that_begins_nowhere_cant_be_read(enrolment_admin: Clerk, after: str) -> None:
    assert enrolment_admin.post("/console/people", after=after).status_code == 400


def test_a_name_with_markup_is_shown_as_it_is_written(
    building: Building, enrolment_admin: Clerk
) -> None:
    eve = world.enrol(building, "<script>alert(1)</script>")

    for page in (enrolment_admin.get("/console/people"), enrolment_admin.get(record(eve))):
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;alert(1)" in page.text


def test_no_page_about_people_is_kept_by_a_browser(
    building: Building, enrolment_admin: Clerk
) -> None:
    ada = world.enrol(building)

    for address in ("/console/people", record(ada)):
        assert enrolment_admin.get(address).headers["Cache-Control"] == "no-store"


# --- one person -------------------------------------------------------------------------------


def test_a_record_shows_no_address_no_entries_and_no_whereabouts(
    building: Building, enrolment_admin: Clerk
) -> None:
    ada = world.enrol(building, purposes=frozenset({Purpose.ENTRY}))

    page = words(enrolment_admin.get(record(ada)))

    assert "Ada Lindqvist" in page
    assert "Carry a badge Yes, until" in page
    assert "See their own entries No" in page
    assert "@linden.example" not in page
    assert "came in" not in page.lower()
    assert "last seen" not in page.lower()


def test_the_sixth_record_of_a_day_stays_shut_in_plain_words(
    building: Building, enrolment_admin: Clerk
) -> None:
    crowd = [world.enrol(building, f"Person {number}") for number in range(6)]
    opened = [enrolment_admin.get(record(person)).status_code for person in crowd[:5]]

    stopped = enrolment_admin.get(record(crowd[5]))

    assert opened == [200] * 5
    assert stopped.status_code == 403
    assert "That is enough for today" in words(stopped)
    assert "Person 5" not in stopped.text
    assert looks_at(building, crowd[5]) == []


def help_code(building: Building, person: Enrolled) -> str:
    """What the front desk reads out when this person's badge is held up there."""
    desk = Clerk(building, Role.RECEPTION)
    page = desk.post(
        "/console/desk/check",
        site=building.hq,
        shown=world.text_of(building, person),
        door=building.main_entrance,
        direction="in",
    )
    found = re.search(r'id="help-code">([0-9A-Z]{3}-[0-9A-Z]{3})<', page.text)
    assert found
    return found[1]


def test_a_help_code_that_was_handed_over_opens_the_record_and_does_not_count(
    building: Building, enrolment_admin: Clerk
) -> None:
    crowd = [world.enrol(building, f"Person {number}") for number in range(7)]
    for person in crowd[:5]:
        assert enrolment_admin.get(record(person)).status_code == 200
    code = help_code(building, crowd[5])

    opened = enrolment_admin.post("/console/people", query=code.lower())
    again = enrolment_admin.get(record(crowd[5]))
    sixth = enrolment_admin.get(record(crowd[6]))

    assert (opened.status_code, again.status_code, sixth.status_code) == (200, 200, 403)
    assert "Person 5" in words(opened)
    seen = looks_at(building, crowd[5])
    assert {one.look.act for one in seen} == {"desk", "helped", "record"}
    assert code in next(one.look.reason for one in seen if one.look.act == "desk")


def test_a_help_code_is_worth_nothing_after_an_hour(building: Building) -> None:
    ada = world.enrol(building)
    code = help_code(building, ada)
    building.clock.pass_(hours=1, minutes=1)
    enrolment_admin = Clerk(building, Role.ENROLMENT_ADMIN)

    page = words(enrolment_admin.post("/console/people", query=code))

    assert "Nobody found" in page
    assert {one.look.act for one in looks_at(building, ada)} == {"desk"}


def test_a_badge_is_switched_off_for_a_reason_of_the_list(
    building: Building, enrolment_admin: Clerk, store: Store
) -> None:
    ada = world.enrol(building)

    without = enrolment_admin.post(f"{record(ada)}/switch-off")
    odd = enrolment_admin.post(f"{record(ada)}/switch-off", off_reason="was late")
    done = enrolment_admin.post(f"{record(ada)}/switch-off", off_reason="lost")

    assert (without.status_code, odd.status_code) == (400, 400)
    assert (done.status_code, done.location) == (303, record(ada))
    page = words(enrolment_admin.get(record(ada)))
    assert "The badge is switched off." in page
    assert "Switched off" in page
    assert "Print the same card" not in page
    assert world.find(store, "badge.revoke") == ["audit_event.act"]


def test_switching_off_twice_says_that_there_was_nothing_to_do(
    building: Building, enrolment_admin: Clerk
) -> None:
    ada = world.enrol(building)

    for _ in range(2):
        enrolment_admin.post(f"{record(ada)}/switch-off", off_reason="lost")

    assert "no good badge" in words(enrolment_admin.get(record(ada)))


def test_a_card_carries_the_same_badge_and_no_name(
    building: Building, enrolment_admin: Clerk
) -> None:
    ada = world.enrol(building)

    card = enrolment_admin.post(f"{record(ada)}/card")

    assert card.status_code == 200
    assert card.mimetype == "application/pdf"
    assert card.headers["Content-Disposition"] == "inline; filename=badge.pdf"
    page = pypdfium2.PdfDocument(card.data)[0]
    (code,) = qr_codes(page.render(scale=4).to_pil())
    assert code.text == world.text_of(building, ada)
    assert "Ada" not in page.get_textpage().get_text_bounded()
    assert [seen.look.act for seen in looks_at(building, ada)] == ["print"]


def test_without_a_good_badge_there_is_no_card(building: Building, enrolment_admin: Clerk) -> None:
    ada = world.enrol(building)
    enrolment_admin.post(f"{record(ada)}/switch-off", off_reason="lost")

    answer = enrolment_admin.post(f"{record(ada)}/card")

    assert (answer.status_code, answer.location) == (303, record(ada))


def test_printing_for_a_sixth_person_is_stopped_too(
    building: Building, enrolment_admin: Clerk
) -> None:
    crowd = [world.enrol(building, f"Person {number}") for number in range(6)]

    answers = [enrolment_admin.post(f"{record(person)}/card").status_code for person in crowd]

    assert answers == [200] * 5 + [403]


def test_a_new_badge_stops_the_old_one(building: Building, enrolment_admin: Clerk) -> None:
    ada = world.enrol(building)
    old = world.text_of(building, ada)

    enrolment_admin.post(f"{record(ada)}/new-badge")

    card = enrolment_admin.post(f"{record(ada)}/card")
    page = pypdfium2.PdfDocument(card.data)[0].render(scale=4).to_pil()
    (code,) = qr_codes(page)
    assert code.text != old


def test_a_last_day_is_entered_moved_and_cleared(
    building: Building, enrolment_admin: Clerk
) -> None:
    ada = world.enrol(building)
    shown = []
    for last in ("2026-12-31", "2027-01-31", ""):
        answer = enrolment_admin.post(f"{record(ada)}/last-day", last_day=last)
        assert (answer.status_code, answer.location) == (303, record(ada))
        page = words(enrolment_admin.get(record(ada)))
        shown.append((page.partition("Last day ")[2][:11], page.partition("The badge ")[2][:7]))

    assert shown == [
        ("31 Dec 2026", "ends by"),
        ("31 Jan 2027", "ends by"),
        ("(optional) ", "has no "),
    ]
    odd = enrolment_admin.post(f"{record(ada)}/last-day", last_day="2020-01-01")
    assert odd.status_code == 400


def test_ending_an_enrolment_erases_the_person(
    building: Building, enrolment_admin: Clerk, store: Store
) -> None:
    ada = world.enrol(building)

    without = enrolment_admin.post(f"{record(ada)}/end")
    done = enrolment_admin.post(f"{record(ada)}/end", end_reason="leaver")

    assert without.status_code == 400
    assert "The enrolment has ended" in words(done)
    assert "your name and work e-mail: 1" in words(done)  # on the receipt, which is handed over
    assert world.find(store, "Ada Lindqvist") == []
    assert enrolment_admin.get(record(ada)).status_code == 404


def test_whoever_asks_by_letter_takes_it_back_and_is_not_put_out(
    building: Building, enrolment_admin: Clerk, store: Store
) -> None:
    ada = world.enrol(building)

    done = enrolment_admin.post(f"{record(ada)}/end", end_reason="asked")

    assert "The enrolment has ended" in words(done)
    acts = [row for row in world.contents(store)["consent_event"] if "WITHDRAW" in row]
    assert len(acts) == 2
    assert all("PAPER_FORM" in act and "By.SUBJECT" in act for act in acts)
    assert world.find(store, "Ada Lindqvist") == []


def test_an_empty_house_says_what_comes_first(enrolment_admin: Clerk) -> None:
    assert "Nobody carries a badge yet" in words(enrolment_admin.get("/console/people"))


def test_reception_sees_no_persons_record(building: Building) -> None:
    ada = world.enrol(building)
    desk = Clerk(building, Role.RECEPTION)

    assert desk.get("/console/people").status_code == 404
    assert desk.get(record(ada)).status_code == 404
    assert looks_at(building, ada) == []
