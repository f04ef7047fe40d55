from dataclasses import replace
from datetime import timedelta

import pytest

from checkin.core.audit import SYSTEM
from checkin.core.errors import ConflictError, UnavailableError
from checkin.services import notices
from checkin.storage.store import Store
from tests.world import Building


def test_a_version_is_published_once(building: Building) -> None:
    shipped = building.runtime.shipped_notices()

    with building.runtime.writing() as db:
        again = notices.publish(db, shipped, by=SYSTEM, now=building.now)

    assert not again


def test_a_published_version_can_not_say_anything_else(building: Building) -> None:
    english, _ = building.runtime.shipped_notices()
    other = replace(english, title="Another title")

    with pytest.raises(ConflictError, match="new version"), building.runtime.writing() as db:
        notices.publish(db, [other], by=SYSTEM, now=building.now)


def test_the_notice_is_offered_in_the_language_asked_for_or_in_one_it_has(
    building: Building,
) -> None:
    with building.runtime.reading() as db:
        offered = {
            language: notices.offered(db, language, now=building.now).notice.language
            for language in ("en", "de", "fr")
        }

    assert offered["en"] == "en"
    assert offered["de"] == "de"
    assert offered["fr"] in {"en", "de"}


def test_a_language_without_the_newest_version_is_not_offered(building: Building) -> None:
    english, _ = building.runtime.shipped_notices()
    newer = replace(english, version="1.1.0")

    with building.runtime.writing() as db:
        notices.publish(db, [newer], by=SYSTEM, now=building.now + timedelta(days=1))

    with building.runtime.reading() as db:
        offered = notices.offered(db, "de", now=building.now + timedelta(days=1))
    assert offered.notice == newer
    assert offered.languages == ("en",)


def test_without_a_notice_nobody_is_asked_anything(building: Building) -> None:
    with building.runtime.reading() as db, pytest.raises(UnavailableError):
        notices.offered(db, "en", now=building.now - timedelta(days=1))


def test_a_record_of_consent_leads_to_the_text_that_was_shown(
    building: Building, store: Store
) -> None:
    with store.reading() as db:
        offered = notices.offered(db, "de", now=building.now)
        shown = offered.shown

        found = notices.by_digest(db, shown.notice_digest)

    assert found == offered.notice
    assert found.form.digest == shown.form_digest
    assert (shown.notice, shown.language) == ("entry:1.0.0", "de")
    assert shown.inventory_digest == notices.inventory_digest()


def test_what_is_stored_is_told_table_by_table() -> None:
    names = [table.name for table in notices.stored()]

    assert "identity" in names
    assert len(names) == len(set(names))
