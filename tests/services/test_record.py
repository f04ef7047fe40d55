"""Everything that is held on a person, as they get it."""

import json

from checkin.core.inventory import Origin
from checkin.core.retention import Limits
from checkin.services import record
from checkin.services.enrolment import Enrolled
from checkin.services.record import Held, Processors
from checkin.services.signin import Person
from checkin.storage import dossier as kept
from checkin.storage import inventory
from tests import world
from tests.world import Building

LIMITS = Limits()
PROCESSORS = Processors(("Hosting Ltd",), ("Post Ltd",))


def person(enrolled: Enrolled) -> Person:
    refs = enrolled.refs
    return Person(refs.identity, refs.consent, refs.holder, refs.access, "en")


def copy(building: Building, enrolled: Enrolled) -> dict[str, object]:
    with building.runtime.reading() as db:
        made = record.copy(
            db, person(enrolled), building.runtime.hashing, LIMITS, PROCESSORS, now=building.now
        )
    return json.loads(json.dumps(made))  # type: ignore[no-any-return]


def test_the_copy_holds_every_table_and_every_column_about_the_person(building: Building) -> None:
    ada = world.everything_about(building, "Ada Lindqvist")

    tables = {part["table"]: part for part in copy(building, ada)["tables"]}  # type: ignore[attr-defined]

    assert set(tables) == kept.traced()
    for declared in inventory.tables():
        if declared.name in tables:
            names = {column.name for column in declared.columns}
            assert set(tables[declared.name]["columns"]) == names
            assert all(set(row["values"]) == names for row in tables[declared.name]["rows"])


def test_the_copy_says_of_each_column_why_on_what_ground_and_how_long(building: Building) -> None:
    ada = world.enrol(building)

    for part in copy(building, ada)["tables"]:  # type: ignore[attr-defined]
        for told in part["columns"].values():
            assert told["why"].endswith(".")
            assert told["purposes"]
            assert all(ground for ground in told["basis"])
            assert told["kept"]


def test_the_copy_shows_values_and_only_names_secrets(building: Building) -> None:
    ada = world.everything_about(building, "Ada Lindqvist")

    tables = {part["table"]: part for part in copy(building, ada)["tables"]}  # type: ignore[attr-defined]

    identity = tables["identity"]["rows"][0]["values"]
    assert identity["display_name"] == "Ada Lindqvist"
    assert identity["work_email"] == "ada.lindqvist@linden.example"
    assert tables["badge"]["rows"][0]["values"]["code_hash"] == "kept, not shown"
    assert tables["session"]["rows"][0]["values"]["token_hash"] == "kept, not shown"
    assert tables["session"]["rows"][0]["values"]["account"] is None
    assert tables["consent_event"]["rows"][0]["values"]["state"] == "given"
    assert tables["consent_event"]["rows"][0]["values"]["occurred_at"] == "2026-11-23T12:00:00Z"


def test_the_copy_says_when_each_row_goes_by_itself(building: Building) -> None:
    ada = world.everything_about(building, "Ada Lindqvist")

    tables = {part["table"]: part for part in copy(building, ada)["tables"]}  # type: ignore[attr-defined]

    gone = {name: part["rows"][0]["deleted_on"] for name, part in tables.items()}
    assert gone["entry"] == "2026-12-23"
    assert gone["access_event"] == "2027-11-18"
    assert gone["session"] == "2026-11-23"
    assert gone["identity"] is None
    assert gone["consent_event"] is None  # its time begins when the consent ends


def test_the_copy_tells_doors_and_entries_by_name(building: Building) -> None:
    ada = world.everything_about(building, "Ada Lindqvist")

    told = copy(building, ada)["in_words"]

    assert told["entries"] == [  # type: ignore[index]
        {
            "minute": "2026-11-23T13:00+01:00",
            "site": "Headquarters",
            "door": "Main entrance",
            "with": "printed",
            "deleted_on": "2026-12-23",
        }
    ]
    assert {"site": "Headquarters", "door": "Courtyard"} in told["opens"]  # type: ignore[index]


def test_the_copy_holds_nothing_of_anybody_else(building: Building) -> None:
    ada = world.everything_about(building, "Ada Lindqvist")
    grace = world.everything_about(building, "Grace Hopper")

    told = json.dumps(copy(building, ada)).lower()

    assert "grace" not in told
    assert str(grace.refs.access) not in told


# --- on a page, and as a table ------------------------------------------------------------------


def held(building: Building, enrolled: Enrolled) -> dict[str, Held]:
    rt = building.runtime
    with rt.reading() as db:
        parts = record.held(db, person(enrolled), rt.hashing, LIMITS, PROCESSORS)
    return {one.table: one for one in parts}


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
    assert identity.rows[0].deleted_on is None
    assert parts["entry"].origin is Origin.DOOR
    assert parts["entry"].kept.startswith("30 days")
    assert str(parts["entry"].rows[0].deleted_on) == "2026-12-23"


def test_as_a_table_each_value_has_a_line(building: Building) -> None:
    ada = world.everything_about(building, "Ada Lindqvist")
    parts = held(building, ada)

    lines = [
        dict(zip(record.COPY_HEAD, line, strict=True)) for line in record.copy_lines(parts.values())
    ]

    assert len(lines) == sum(len(row.values) for part in parts.values() for row in part.rows)
    assert {line["table"] for line in lines} == kept.traced()
    (name,) = [
        line for line in lines if line["value of"] == "display_name" and line["table"] == "identity"
    ]
    assert name["value"] == "Ada Lindqvist"
    assert name["source"] == "you"
    assert name["recipients"] == "Hosting Ltd"
    assert not any("grace" in cell.lower() for line in lines for cell in line.values())
