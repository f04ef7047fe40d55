from datetime import timedelta

from checkin.core.audit import Actor
from checkin.storage import audit, looks
from checkin.storage.audit import Look
from checkin.storage.store import Store
from tests import world
from tests.world import Building

KIM, LEE = Actor("adm-0001", "enrolment_admin"), Actor("adm-0002", "enrolment_admin")


def look(viewer: Actor, act: str) -> Look:
    return Look(viewer, act, ("name",), "badge_help", "Help with a badge at the courtyard.")


def test_who_was_opened_is_told_by_viewer_way_and_time(building: Building, store: Store) -> None:
    ada, bao = world.enrol(building, "Ada Lindqvist"), world.enrol(building, "Bao Nguyen")
    later = building.now + timedelta(hours=1)
    with store.writing() as db:
        for _ in range(2):
            audit.looked(db, [ada.refs.access], look(KIM, "record"), now=building.now)
        audit.looked(db, [bao.refs.access], look(KIM, "list"), now=building.now)
        audit.looked(db, [bao.refs.access], look(LEE, "record"), now=later)

        both = looks.opened(db, KIM.alias, ("record", "list"), since=building.now)
        records = looks.opened(db, KIM.alias, ("record",), since=building.now)
        lees = looks.opened(db, LEE.alias, ("record",), since=later)
        kims_later = looks.opened(db, KIM.alias, ("record",), since=later)

    assert both == {ada.refs.access, bao.refs.access}
    assert records == {ada.refs.access}
    assert lees == {bao.refs.access}
    assert kims_later == frozenset()


def test_somebody_is_found_by_the_reason_of_a_look_until_it_is_too_old(
    building: Building, store: Store
) -> None:
    ada = world.enrol(building)
    later = building.now + timedelta(hours=1)
    with store.writing() as db:
        audit.looked(db, [ada.refs.access], look(KIM, "desk"), now=building.now)
        why = look(KIM, "desk").reason

        found = [
            looks.given(db, act, reason, since=since)
            for act, reason, since in (
                ("desk", why, building.now),
                ("desk", why, later),
                ("desk", "Another reason.", building.now),
                ("list", why, building.now),
            )
        ]

    assert found == [ada.refs.identity, None, None, None]
