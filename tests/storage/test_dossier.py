from checkin.core.inventory import Subject
from checkin.storage import dossier, inventory
from checkin.storage.dossier import Whose
from checkin.storage.store import Store
from tests import world
from tests.world import Building

ABOUT_PEOPLE = {
    table.name
    for table in inventory.tables()
    if any(column.privacy.subject is Subject.EMPLOYEE for column in table.columns)
}


def test_a_persons_rows_are_looked_for_in_every_table_about_people() -> None:
    assert dossier.traced() | dossier.UNTRACEABLE == ABOUT_PEOPLE
    assert not dossier.traced() & dossier.UNTRACEABLE


def test_everything_about_one_person_is_found_and_nothing_about_another(
    building: Building, store: Store
) -> None:
    world.everything_about(building, "Grace Hopper")
    ada = world.everything_about(building, "Ada Lindqvist")
    address = "ada.lindqvist@linden.example"
    whose = Whose(ada.refs, address, building.runtime.hashing.email(address))

    with store.reading() as db:
        held = {part.table: len(part.rows) for part in dossier.held(db, whose)}

    everybody = world.rows(store)
    assert set(held) == dossier.traced()
    assert {name: 2 * rows for name, rows in held.items()} == {
        name: everybody[name] for name in held
    }
