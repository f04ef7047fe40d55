from sqlalchemy import select

from checkin.core.audit import SYSTEM
from checkin.services import keys
from checkin.services.keys import KeyAct
from checkin.storage.store import Store
from checkin.storage.tables import audit_event
from tests.world import Building, looking_in


def test_what_is_done_to_a_key_is_written_down(building: Building, store: Store) -> None:
    with store.writing() as db:
        keys.note(db, KeyAct.REVOKE, b"\x01" * 8, SYSTEM, now=building.now)

    with looking_in(), store.reading() as db:
        newest = select(audit_event).where(audit_event.c.act == "key.revoke")
        event = db.execute(newest).one()
    assert (event.actor, event.object) == ("system", "key:0101010101010101")
