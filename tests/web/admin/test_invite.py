"""Inviting: one address or hundreds, and an answer that tells nothing about anybody."""

import re

import pypdfium2
import pytest

from checkin import jobs
from checkin.services import invitations
from checkin.storage.store import Store
from tests import world
from tests.qr_codes import qr_codes
from tests.web.admin.clerk import Clerk, words
from tests.web.visitor import Visitor
from tests.world import Building

ADA = "ada.lindqvist@linden.example"
HUNDREDS = [f"person{number:03}@linden.example" for number in range(493)]
BAD = [
    "E-mail",
    "ada at linden.example",
    "grace@",
    "hal@linden.example;2026-02-31",
    "noor@linden.example;2020-01-01",
    "just a name",
    "@linden.example",
]


def invite(clerk: Clerk, addresses: str, **changes: object) -> tuple[int, str]:
    """Invite people; the status, and what the page says after it."""
    building = clerk.building
    form = {
        "addresses": addresses,
        "site": building.hq,
        "profile": building.everyone,
        "last_day": "",
        **changes,
    }
    answer = clerk.post("/console/invite", **form)
    if answer.status_code != 303:
        return answer.status_code, words(answer)
    return answer.status_code, words(clerk.get(answer.location))


def waiting(clerk: Clerk) -> int:
    found: int = clerk.get("/console/invite/waiting").get_json()["waiting"]
    return found


def test_an_invitation_is_one_message_with_a_link_that_leads_in(
    building: Building, enrolment_admin: Clerk, store: Store
) -> None:
    status, said = invite(enrolment_admin, "New@linden.example")
    jobs.invite(building.runtime)

    (letter,) = world.letters(store)
    assert status == 303
    assert "1 line is taken." in said
    assert letter.address == "new@linden.example"
    link = re.search(r"http://localhost:8000(/join/i/\S+)", letter.body)
    assert link
    assert Visitor(building).open(link[1]).status_code == 200


def test_of_five_hundred_lines_the_bad_ones_are_named_and_the_others_taken(
    building: Building, enrolment_admin: Clerk, store: Store
) -> None:
    lines = HUNDREDS.copy()
    for place, line in zip((0, 50, 100, 200, 300, 400, 499), BAD, strict=True):
        lines.insert(place, line)

    status, said = invite(enrolment_admin, "\n".join(lines))

    assert status == 200
    assert "493 lines are taken." in said
    assert "These 7 lines couldn't be used" in said
    assert "1 E-mail There is no e-mail address in it." in said
    assert "201 hal@linden.example;2026-02-31 Its date isn't a day." in said
    assert "500 @linden.example There is no e-mail address in it." in said
    assert "Lines still to be worked through: 493" in said
    assert waiting(enrolment_admin) == 493
    assert jobs.invite(building.runtime) == 493
    assert waiting(enrolment_admin) == 0
    assert len(world.letters(store)) == 493


def test_only_the_bad_lines_are_left_to_be_put_right(
    building: Building, enrolment_admin: Clerk
) -> None:
    form = {"addresses": "ada@linden.example\nbad", "site": building.hq, "last_day": ""}

    page = enrolment_admin.post("/console/invite", profile=building.everyone, **form).text

    assert re.search(r"<textarea[^>]*>bad</textarea>", page)
    assert "ada@" not in page


def test_a_column_of_a_spreadsheet_comes_with_names_and_last_days(
    building: Building, enrolment_admin: Clerk, store: Store
) -> None:
    invite(enrolment_admin, "Ada Lindqvist\tada@linden.example\t31.12.2026")
    jobs.invite(building.runtime)

    assert [letter.address for letter in world.letters(store)] == ["ada@linden.example"]
    assert not world.find(store, "Ada Lindqvist")


@pytest.mark.parametrize("day", ["2026-12-31", "31.12.2026"])
def test_everybody_on_a_list_can_have_the_same_last_day(
    building: Building, enrolment_admin: Clerk, store: Store, day: str
) -> None:
    invite(enrolment_admin, "ada@linden.example", last_day=day)

    assert world.find(store, "2026-12-31 23:00")


def test_inviting_somebody_invited_enrolled_or_unknown_looks_the_same(
    building: Building, enrolment_admin: Clerk, store: Store
) -> None:
    world.enrol(building, "Ada Lindqvist")
    invite(enrolment_admin, "new@linden.example")
    jobs.invite(building.runtime)

    answers = []
    for address in ("new@linden.example", ADA, "other@linden.example"):
        answers.append(invite(enrolment_admin, address))
        jobs.invite(building.runtime)

    assert len(set(answers)) == 1
    assert {letter.address for letter in world.letters(store)} == {
        "new@linden.example",
        "other@linden.example",
    }


def test_no_page_of_the_console_names_or_counts_who_was_invited(
    building: Building, enrolment_admin: Clerk
) -> None:
    pages = ("/console", "/console/people", "/console/invite", "/console/leavers")
    before = [words(enrolment_admin.get(page)) for page in pages]
    invite(enrolment_admin, "new@linden.example")
    jobs.invite(building.runtime)

    assert [words(enrolment_admin.get(page)) for page in pages] == before


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"addresses": "no address"}, "None of these lines has an e-mail address"),
        ({"addresses": " \n "}, "Type an e-mail address, or paste a list"),
        ({"addresses": "x\n" * 1001}, "These are 1001 lines. Paste 1000 at most"),
        ({"site": "x"}, "Choose one of the list"),
        ({"profile": ""}, "Choose one of the list"),
        ({"last_day": "soon"}, "That isn't a day"),
        ({"last_day": "2020-01-01"}, "That day is over"),
    ],
)
def test_an_invitation_that_cant_be_read_is_asked_again(
    enrolment_admin: Clerk, wrong: dict[str, str], said: str, store: Store
) -> None:
    status, page = invite(enrolment_admin, **{"addresses": "new@linden.example", **wrong})

    assert status == 400
    assert said in page
    assert "pasted_line" not in world.rows(store)


def test_how_far_a_list_is_can_be_seen_without_a_script(
    building: Building, enrolment_admin: Clerk
) -> None:
    invite(enrolment_admin, "\n".join(HUNDREDS[:3]))

    begun = enrolment_admin.get("/console/invite?of=3")
    jobs.invite(building.runtime)
    ended = enrolment_admin.get("/console/invite?of=3")

    assert '<progress max="3" value="0"' in begun.text
    assert "Look again" in words(begun)
    assert '<progress max="3" value="3"' in ended.text
    assert "Every line is worked through." in words(ended)
    assert enrolment_admin.get("/console/invite?of=x").status_code == 200


def test_what_could_not_be_delivered_is_a_number_and_can_be_typed_again(
    building: Building, enrolment_admin: Clerk, store: Store
) -> None:
    invite(enrolment_admin, "nwe@linden.example")
    jobs.invite(building.runtime)
    with store.writing() as db:
        hashing = building.runtime.hashing
        invitations.undeliverable(db, "nwe@linden.example", hashing, now=building.now)

    page = words(enrolment_admin.get("/console/invite"))

    assert "1 invitation of the last 14 days couldn't be delivered." in page
    assert "nwe@" not in page


def test_a_house_without_doors_says_what_comes_first(empty_admin: Clerk) -> None:
    from checkin.core.roles import Role

    page = words(Clerk(empty_admin.building, Role.ENROLMENT_ADMIN).get("/console/invite"))

    assert "There is no door to invite anybody to" in page


def test_a_poster_leads_to_where_its_site_is_joined(
    building: Building, enrolment_admin: Clerk
) -> None:
    page = enrolment_admin.get("/console/invite")
    links = re.findall(r'href="(/console/invite/poster/\S+)"', page.text)

    posters = [pypdfium2.PdfDocument(enrolment_admin.get(link).data)[0] for link in links]

    found = [qr_codes(each.render(scale=3).to_pil()) for each in posters]
    assert {code.text for codes in found for code in codes} == {"http://localhost:8000/join/hq"}
    texts = [each.get_textpage().get_text_bounded() for each in posters]
    assert ["day pass" in text.lower() for text in texts] == [True, False]
    assert ["Tagespass" in text for text in texts] == [False, True]


def test_there_is_no_poster_where_nobody_can_join_and_none_in_other_languages(
    building: Building, enrolment_admin: Clerk
) -> None:
    for at in (f"{building.lab}/en", f"{building.hq}/fr"):
        answer = enrolment_admin.get(f"/console/invite/poster/{at}")

        assert answer.status_code == 404
        assert "There is no such poster." in words(answer)
