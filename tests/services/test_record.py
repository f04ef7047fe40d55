"""Everything that is held on a person, as they get it."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from checkin.core.audit import SYSTEM
from checkin.core.inventory import Origin
from checkin.core.retention import Limits
from checkin.services import dossier, record
from checkin.services.enrolment import Enrolled
from checkin.services.record import Held, Processors
from checkin.services.signin import Person
from checkin.storage import audit, inventory
from checkin.storage import dossier as kept
from checkin.storage.tables import holder
from tests import world
from tests.world import Building

LIMITS = Limits()
PROCESSORS = Processors(("Hosting Ltd",), ("Post Ltd",))


def person(enrolled: Enrolled) -> Person:
    refs = enrolled.refs
    return Person(refs.identity, refs.consent, refs.holder, refs.access, "en")


def held(building: Building, enrolled: Enrolled) -> dict[str, Held]:
    rt = building.runtime
    with rt.reading() as db:
        parts = record.held(db, person(enrolled), rt.hashing, LIMITS, PROCESSORS)
    return {one.table: one for one in parts}


def test_every_table_and_every_column_about_the_person_is_there(building: Building) -> None:
    ada = world.everything_about(building, "Ada Lindqvist")

    parts = held(building, ada)

    assert set(parts) == kept.traced()
    for declared in inventory.tables():
        if declared.name in parts:
            names = {column.name for column in declared.columns}
            for row in parts[declared.name].rows:
                assert {one.column for one in row.values} == names


def test_values_are_told_and_of_secrets_only_that_they_are_there(building: Building) -> None:
    ada = world.everything_about(building, "Ada Lindqvist")

    parts = held(building, ada)

    def value(table: str, column: str) -> object:
        return {one.column: one.value for one in parts[table].rows[0].values}[column]

    assert value("identity", "display_name") == "Ada Lindqvist"
    assert value("identity", "work_email") == "ada.lindqvist@linden.example"
    assert value("badge", "code_hash") is True
    assert value("session", "token_hash") is True
    assert value("session", "account") is None
    assert value("consent_event", "state") == "given"
    assert value("consent_event", "occurred_at") == "2026-11-23T12:00:00Z"


def test_each_row_has_the_day_on_which_it_goes_by_itself(building: Building) -> None:
    ada = world.everything_about(building, "Ada Lindqvist")

    rows = {name: part.rows[0] for name, part in held(building, ada).items()}

    gone = {name: str(row.deleted_on) for name, row in rows.items() if not row.unless_renewed}
    assert gone["entry"] == "2026-12-23"
    assert gone["access_event"] == "2027-11-18"
    assert gone["session"] == "2026-11-23"
    with_the_yes = {name: str(row.deleted_on) for name, row in rows.items() if row.unless_renewed}
    assert with_the_yes == {
        **dict.fromkeys(("identity", "subject_link", "holder", "holder_profile"), "2027-11-18"),
        "badge": "2027-11-18",
        "rights_request": "2027-11-18",
        "receipt_code": "2027-12-18",  # 30 days later
        "consent_event": "2028-11-12",  # 12 months later
    }


@pytest.mark.parametrize(
    ("ends_in", "paused_for", "goes"),
    [(None, None, 360), (40, None, 40), (400, None, 360), (None, 30, 360), (10, 30, 30)],
)
def test_what_goes_with_the_yes_goes_on_the_last_day_but_not_in_a_pause(
    building: Building, ends_in: int | None, paused_for: int | None, goes: int
) -> None:
    ada = world.enrol(building)
    days = {"ends_at": ends_in, "paused_until": paused_for}
    moments = {name: building.now + timedelta(days=one) for name, one in days.items() if one}
    with building.runtime.writing() as db:
        if moments:
            db.execute(update(holder).values(moments))
        audit.append(db, SYSTEM, "test", "test", now=building.now)

    row = held(building, ada)["identity"].rows[0]

    assert row.deleted_on == (building.now + timedelta(days=goes)).date()


def test_each_value_says_what_for_where_from_who_gets_it_and_until_when(building: Building) -> None:
    ada = world.everything_about(building, "Ada Lindqvist")

    parts = held(building, ada)

    identity = parts["identity"]
    values = {one.column: one for one in identity.rows[0].values}
    assert identity.origin is Origin.YOU
    assert values["display_name"].value == "Ada Lindqvist"
    assert values["display_name"].purposes == ("Open the door with a QR badge",)
    assert values["display_name"].basis == ("GDPR art. 6(1)(a)",)
    assert values["display_name"].recipients == ("Hosting Ltd",)
    assert values["work_email"].recipients == ("Hosting Ltd", "Post Ltd")
    assert identity.rows[0].unless_renewed
    assert parts["entry"].origin is Origin.DOOR
    assert parts["entry"].rule.in_words(LIMITS).startswith("30 days")
    assert str(parts["entry"].rows[0].deleted_on) == "2026-12-23"


def test_a_copy_has_doors_and_entries_by_name_and_every_value(building: Building) -> None:
    ada = world.everything_about(building, "Ada Lindqvist")
    rt = building.runtime

    with rt.reading() as db:
        copy = record.copy(db, person(ada), rt.hashing, LIMITS, PROCESSORS)

    assert ("Headquarters", "Courtyard") in [(one.site, one.door) for one in copy.opens]
    assert [(one.site, one.door) for one in copy.entries] == [("Headquarters", "Main entrance")]
    assert {part.table for part in copy.tables} == kept.traced()


def test_it_holds_nothing_of_anybody_else(building: Building) -> None:
    ada = world.everything_about(building, "Ada Lindqvist")
    grace = world.everything_about(building, "Grace Hopper")

    told = repr(held(building, ada)).lower()

    assert "grace" not in told
    assert str(grace.refs.access) not in told


def test_places_are_told_by_what_they_are_called(building: Building) -> None:
    ada = world.everything_about(building, "Ada Lindqvist")

    parts = held(building, ada)

    called = {one.column: one.place for one in parts["entry"].rows[0].values}
    assert (called["site"], called["kiosk"]) == ("Headquarters", "Lobby tablet")
    assert called["weekly_ref"] is None
    profiles = {one.place for one in parts["holder_profile"].rows[0].values}
    assert profiles == {None, "Everyone"}


def test_rows_come_newest_first(building: Building) -> None:
    ada = world.enrol(building)
    for days in (2, 0, 1):
        world.came_in(building, ada, building.now + timedelta(days=days))

    parts = held(building, ada)

    gone = [str(row.deleted_on) for row in parts["entry"].rows]
    assert gone == ["2026-12-25", "2026-12-24", "2026-12-23"]


def test_a_waiting_message_is_not_shown_since_it_may_hold_a_code(building: Building) -> None:
    ada = world.everything_about(building, "Ada Lindqvist")

    (row,) = held(building, ada)["mail_queue"].rows

    told = {one.column: one.value for one in row.values}
    assert told["address"] == "ada.lindqvist@linden.example"
    assert (told["subject"], told["body"]) == (True, True)


def test_in_a_pause_nothing_is_told_to_go_before_its_end(building: Building) -> None:
    ada = world.everything_about(building, "Ada Lindqvist")
    until = building.now + timedelta(days=400)
    with building.runtime.writing() as db:
        db.execute(update(holder).values(paused_until=until))
        audit.append(db, SYSTEM, "test", "test", now=building.now)

    gone = {name: part.rows[0].deleted_on for name, part in held(building, ada).items()}

    kept = {name for name, day in gone.items() if day == until.date()}
    assert {"entry", "weekly_ref", "access_event", "identity"} <= kept
    assert gone["session"] == building.now.date()
    with building.runtime.reading() as db:
        (entry,) = dossier.own_entries(db, person(ada), LIMITS)
        (look,) = dossier.looks(db, person(ada), LIMITS)
        (alone,) = dossier.each_look(db, person(ada), LIMITS)
    assert {entry.deleted_on, look.deleted_on, alone.deleted_on} == {until.date()}
