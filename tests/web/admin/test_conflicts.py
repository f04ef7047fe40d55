"""Conflicts in the console: the evidence, what came of it, and no name for whoever may see none."""

import re

from checkin.core.late import Disputed, Settled
from checkin.services.enrolment import Enrolled
from checkin.storage import conflicts
from checkin.web.admin.conflicts import OUTCOMES, WHAT
from tests.web.admin.clerk import Clerk, words
from tests.world import Building, enrol


def dispute(building: Building, reason: Disputed, *, minutes: int | None, known: bool) -> Enrolled:
    """Somebody whose badge is in dispute."""
    ada = enrol(building)
    with building.runtime.writing() as db:
        conflicts.add(
            db,
            b"n" * 32,
            building.main_entrance,
            building.now,
            reason,
            data_minutes=minutes,
            holder=ada.refs.holder if known else None,
        )
    return ada


def forms(page: str) -> list[str]:
    return re.findall(r'action="(/console/conflicts/[^"]+)"', page)


def test_the_evidence_is_there_and_leads_to_nobody(
    building: Building, site_admin: Clerk, enrolment_admin: Clerk
) -> None:
    ada = dispute(building, Disputed.LET_IN, minutes=95, known=True)

    for clerk in (site_admin, enrolment_admin):
        page = clerk.get("/console/conflicts")
        assert "Let in, and the server would not have" in words(page)
        assert "Headquarters, Main entrance" in words(page)
        assert "The kiosk's data was 1 h 35 min old." in words(page)
        sent = page.get_data(as_text=True)
        refs = (ada.refs.identity, ada.refs.holder, ada.refs.access, ada.badge.cti)
        assert not [each for each in (*refs, "Lindqvist", "/people/") if str(each) in sent]


def test_how_old_the_data_was_is_said_in_words(building: Building, site_admin: Clerk) -> None:
    for minutes, said in ((None, "isn't known"), (0, "less than a minute"), (7, "7 min old")):
        with building.runtime.writing() as db:
            conflicts.add(
                db,
                said.encode()[:1] * 32,
                building.main_entrance,
                building.now,
                Disputed.SHOWN_TWICE,
                data_minutes=minutes,
                holder=None,
            )
        assert said in words(site_admin.get("/console/conflicts"))


def test_one_press_settles_and_another_opens_again(building: Building, site_admin: Clerk) -> None:
    dispute(building, Disputed.TURNED_AWAY, minutes=None, known=False)
    assert "1 scan on which" in words(site_admin.get("/console"))
    (at,) = forms(site_admin.get("/console/conflicts").get_data(as_text=True))

    assert site_admin.post(at, outcome="followed_up").status_code == 303

    page = site_admin.get("/console/conflicts")
    assert "Nothing to settle" in words(page)
    assert "Somebody was talked to" in words(page)
    assert "on which a kiosk" not in words(site_admin.get("/console"))

    (again,) = forms(page.get_data(as_text=True))
    assert site_admin.post(again).status_code == 303
    assert "Nothing to settle" not in words(site_admin.get("/console/conflicts"))


def test_an_outcome_nobody_offers_is_refused(building: Building, site_admin: Clerk) -> None:
    dispute(building, Disputed.LET_IN, minutes=1, known=False)
    (at,) = forms(site_admin.get("/console/conflicts").get_data(as_text=True))

    assert site_admin.post(at, outcome="forgiven").status_code == 400


def test_every_kind_of_dispute_has_its_words() -> None:
    assert set(WHAT) == set(Disputed)
    assert set(OUTCOMES) == set(Settled)
