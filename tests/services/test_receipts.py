import json

from checkin.core import receipts as core
from checkin.core.inventory import Purpose
from checkin.services import consent, receipts
from checkin.services.enrolment import Enrolled
from tests import world
from tests.world import ENTRY_ALONE, Building

LINES = tuple(f"Line {number}." for number in range(1, 11))


def issue(building: Building, person: Enrolled) -> dict[str, object]:
    issuing = building.runtime.issuing()
    with building.runtime.reading() as db:
        return receipts.issue(db, person.refs.identity, issuing, LINES, now=building.now)


def test_a_receipt_tells_each_consent_with_the_data_that_rests_on_it(building: Building) -> None:
    ada = world.enrol(building)

    receipt = core.verify(core.as_text(issue(building, ada)), building.runtime.keyring)  # type: ignore[arg-type]

    assert isinstance(receipt, dict)
    entry, history = receipt["consents"]
    names = {one["name"]: one["pii_type"] for one in entry["pii_information"]}
    assert names["identity.display_name"] == "name"
    assert {one["name"] for one in history["pii_information"]} >= {"entry.minute", "entry.site"}
    assert entry["pii_information"][0]["necessity"] == "dpv:Required"
    assert history["retention_period"].startswith("P30D")
    assert receipt["pii_principal_id"] == str(ada.refs.consent)


def test_it_names_nobody(building: Building) -> None:
    ada = world.enrol(building, "Ada Lindqvist")

    text = json.dumps(issue(building, ada))

    assert "Lindqvist" not in text
    assert "ada.lindqvist" not in text


def test_it_tells_only_what_stands_and_another_act_is_another_receipt(building: Building) -> None:
    ada = world.enrol(building)
    before = issue(building, ada)
    with building.runtime.writing() as db:
        consent.withdraw(
            db,
            ada.refs.identity,
            [Purpose.HISTORY],
            building.runtime.hashing,
            now=building.now,
        )

    after = issue(building, ada)

    told = [one["purpose"] for one in after["consents"]]  # type: ignore[attr-defined]
    assert told == ["entry"]
    assert after["receipt_id"] != before["receipt_id"]
    assert after["record_id"] == before["record_id"]


def test_somebody_with_a_badge_alone_has_a_receipt_of_that_alone(building: Building) -> None:
    ada = world.enrol(building, purposes=ENTRY_ALONE)

    receipt = issue(building, ada)

    assert len(receipt["consents"]) == 1  # type: ignore[arg-type]
