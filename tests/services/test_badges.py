from dataclasses import replace
from types import ModuleType
from uuid import uuid4

import pytest
from sqlalchemy import delete

from checkin.core import shortcode
from checkin.core.audit import Actor
from checkin.core.badge import Badge, Kind, read
from checkin.core.errors import ConflictError, NotFoundError, UnavailableError
from checkin.core.ids import BadgeId, HolderRef
from checkin.core.policy import BadgeState
from checkin.services import badges
from checkin.services.enrolment import Enrolled
from checkin.storage import badges as kept_badges
from checkin.storage import status
from checkin.storage.store import Store
from checkin.storage.tables import holder_profile
from tests import world
from tests.world import Building, looking_in

KIM = Actor("kim", "enrolment_admin")


def mine(building: Building, person: Enrolled) -> badges.MyBadge:
    with building.runtime.reading() as db:
        found = badges.mine(db, person.refs.holder, building.runtime.hashing, now=building.now)
    assert found is not None
    return found


def switch_off(building: Building, badge: BadgeId) -> bool:
    with building.runtime.writing() as db:
        return badges.revoke(db, badge, KIM, "lost", now=building.now)


def test_a_badge_is_drawn_again_from_its_claims_and_is_genuine(building: Building) -> None:
    ada = world.enrol(building)

    first, again = world.text_of(building, ada), world.text_of(building, ada)

    badge = read(first, building.runtime.keyring, accepts={"hq"}, now=building.now)
    assert first == again
    assert isinstance(badge, Badge)
    assert badge.cti == ada.badge.cti.bytes
    assert badge.kind is Kind.PRINTED


def test_a_badge_names_nobody(building: Building) -> None:
    ada = world.enrol(building)
    badge = read(
        world.text_of(building, ada), building.runtime.keyring, accepts=None, now=building.now
    )

    told = repr(badge)

    for part in ("ada", "lindqvist", str(ada.refs.identity), str(ada.refs.holder)):
        assert part not in told.lower()


def test_a_badge_is_for_the_one_site_it_opens_else_for_the_organisation(
    building: Building,
) -> None:
    at_one = world.enrol(building, "Ada Lindqvist", profiles=(building.everyone,))
    at_two = world.enrol(building, "Grace Hopper", profiles=(building.lab_team,))

    assert (at_one.badge.aud, at_two.badge.aud) == ("hq", "LINDEN")


def test_a_badge_that_opens_nothing_yet_is_for_the_site_its_holder_starts_at(
    building: Building, store: Store
) -> None:
    nobody = world.enrol(building).refs.holder
    making = building.runtime.making()

    with looking_in(), store.writing() as db:
        db.execute(delete(holder_profile).where(holder_profile.c.holder == nobody))
        at_home = badges.issue(db, nobody, making, now=building.now, home="lab")
        anywhere = badges.issue(db, nobody, making, now=building.now)
        badges.reissue(db, nobody, making, now=building.now)

    assert (at_home.aud, anywhere.aud) == ("lab", "LINDEN")


def test_a_new_badge_replaces_the_old_one(building: Building) -> None:
    ada = world.enrol(building)
    building.clock.pass_(days=30)

    with building.runtime.writing() as db:
        newer = badges.renew(db, ada.refs.holder, building.runtime.making(), now=building.now)

    with building.runtime.reading() as db:
        older = kept_badges.get(db, ada.badge.id)
    assert older is not None
    assert older.state is BadgeState.REPLACED
    assert newer.cti != ada.badge.cti
    assert newer.place != ada.badge.place
    assert mine(building, ada).held == newer


def test_a_badge_that_was_switched_off_is_not_renewed_by_its_holder(building: Building) -> None:
    ada = world.enrol(building)
    switch_off(building, ada.badge.id)

    with pytest.raises(ConflictError, match="front desk"), building.runtime.writing() as db:
        badges.renew(db, ada.refs.holder, building.runtime.making(), now=building.now)

    assert not mine(building, ada).renewable
    assert not mine(building, ada).good


def test_somebody_else_can_make_a_new_one_then(building: Building) -> None:
    ada = world.enrol(building)
    switch_off(building, ada.badge.id)

    with building.runtime.writing() as db:
        making = building.runtime.making()
        badges.reissue(db, ada.refs.holder, making, now=building.now, by=KIM)

    assert mine(building, ada).good


def test_a_badge_is_switched_off_once(building: Building, store: Store) -> None:
    ada = world.enrol(building)
    audited = world.rows(store)["audit_event"]

    first, second = switch_off(building, ada.badge.id), switch_off(building, ada.badge.id)

    assert (first, second) == (True, False)
    assert world.rows(store)["audit_event"] == audited + 1


def test_an_unknown_badge_can_not_be_switched_off(building: Building) -> None:
    with pytest.raises(NotFoundError):
        switch_off(building, BadgeId(uuid4()))


def test_of_two_who_switch_off_at_once_one_is_told(
    building: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = world.enrol(building)
    monkeypatch.setattr(kept_badges, "end", lambda *_, **__: False)

    with pytest.raises(ConflictError):
        switch_off(building, ada.badge.id)


def test_a_badge_runs_out_by_itself(building: Building) -> None:
    ada = world.enrol(building)
    building.clock.pass_(days=90)

    assert not mine(building, ada).good
    assert mine(building, ada).renewable


def test_the_short_code_that_is_shown_is_the_one_a_kiosk_finds(building: Building) -> None:
    ada = world.enrol(building)
    shown = mine(building, ada).short_code

    typed = shortcode.normalise(shown.lower())

    assert typed == building.runtime.hashing.short_code(ada.badge.cti.bytes)
    assert len(shown) == 11


def test_whoever_never_had_a_badge_has_none(building: Building) -> None:
    hashing, nobody = building.runtime.hashing, HolderRef(uuid4())

    with building.runtime.reading() as db:
        assert badges.mine(db, nobody, hashing, now=building.now) is None


def test_a_short_code_that_is_taken_makes_for_another_number(
    building: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = world.enrol(building)
    kept = iter([False, False, True])
    monkeypatch.setattr(kept_badges, "add", lambda *_: next(kept))

    with building.runtime.writing() as db:
        making = building.runtime.making()
        made = badges.reissue(db, ada.refs.holder, making, now=building.now)

    assert made.cti != ada.badge.cti
    assert next(kept, None) is None


@pytest.mark.parametrize("full", [(kept_badges, "add"), (status, "draw")])
def test_no_badge_is_made_when_there_is_no_room(
    building: Building, monkeypatch: pytest.MonkeyPatch, full: tuple[ModuleType, str]
) -> None:
    ada = world.enrol(building)
    monkeypatch.setattr(*full, lambda *_: None)

    with pytest.raises(UnavailableError), building.runtime.writing() as db:
        badges.reissue(db, ada.refs.holder, building.runtime.making(), now=building.now)

    monkeypatch.undo()
    assert mine(building, ada).held == ada.badge


def test_another_status_list_is_another_text(building: Building) -> None:
    ada, making = world.enrol(building), building.runtime.making()

    moved = replace(making, lists_uri="https://elsewhere.example/s/")

    assert badges.redraw(ada.badge, moved) != badges.redraw(ada.badge, making)
