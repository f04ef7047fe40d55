from datetime import timedelta

from checkin.storage.dialect import insert_into
from checkin.storage.store import Store
from checkin.storage.tables import throttle
from tests.world import NOON, looking_in

WHAT = {"what_hash": b"w" * 32, "tries": 1, "until": NOON}


def test_a_row_that_is_there_already_is_left_or_changed_as_asked(store: Store) -> None:
    later = NOON + timedelta(hours=1)
    with looking_in(), store.writing() as db:
        db.execute(insert_into(db, throttle).values(WHAT))
        db.execute(insert_into(db, throttle).values(WHAT | {"tries": 2}).on_conflict_do_nothing())
        left = db.execute(throttle.select()).one()
        db.execute(
            insert_into(db, throttle)
            .values(WHAT | {"until": later})
            .on_conflict_do_update(index_elements=[throttle.c.what_hash], set_={"until": later})
        )
        changed = db.execute(throttle.select()).one()

    assert left.tries == 1
    assert (changed.tries, changed.until) == (1, later)
