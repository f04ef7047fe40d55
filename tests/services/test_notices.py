from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from checkin.core.audit import Actor
from checkin.core.errors import ConflictError, NotFoundError, UnavailableError
from checkin.core.inventory import CONSENT_PURPOSES, Purpose
from checkin.core.retention import Limits
from checkin.core.terms import Level
from checkin.services import notices, retention
from checkin.settings import Controller, Processors
from checkin.storage import tables
from checkin.storage.store import Store
from tests import world
from tests.world import AUTHOR, LEAD, Building, looking_in

SIXTY = {"retention_entry_days": 60}


# --- publishing ---------------------------------------------------------------------------------


def test_what_is_published_already_is_not_published_again(building: Building) -> None:
    assert world.publish(building) is None


def test_the_first_version_holds_at_once(building: Building) -> None:
    with building.runtime.reading() as db:
        (first,) = notices.history(db)

    assert first.edition.version == "1.0.0"
    assert first.edition.effective_at == building.now
    assert first.changes == ()


def test_a_longer_retention_marked_patch_comes_out_as_major(building: Building) -> None:
    longer = world.with_limits(building, **SIXTY)

    edition = world.publish(building, runtime=longer, marked=Level.PATCH)

    assert edition is not None
    assert (edition.version, edition.level) == ("2.0.0", Level.MAJOR)
    assert edition.effective_at == building.now + LEAD


def test_retention_keeps_the_old_limit_until_the_new_notice_holds(
    building: Building, store: Store
) -> None:
    ada = world.enrol(building)
    world.came_in(building, ada, building.now)
    longer = world.with_limits(building, **SIXTY)
    world.publish(building, runtime=longer)
    building.clock.pass_(days=13)
    assert longer.limits().retention_entry_days == 30
    world.came_in(building, ada, building.now)
    building.clock.pass_(days=1)

    assert longer.limits().retention_entry_days == 60
    building.clock.pass_(days=16)
    with store.writing() as db:
        kept = retention.run_batch(db, longer.settings.limits, now=building.now)

    assert kept.deleted.get("entry") is None


def test_a_limit_that_nobody_was_told_of_deletes_by_the_one_they_were(
    building: Building, store: Store
) -> None:
    ada = world.enrol(building)
    world.came_in(building, ada, building.now)
    building.clock.pass_(days=30)

    with store.writing() as db:
        run = retention.run_batch(db, Limits(retention_entry_days=60), now=building.now)

    assert run.deleted["entry"] == 1


def test_other_words_hold_at_once_and_ask_nobody_anew(building: Building) -> None:
    english, german = building.runtime.shipped_notices()

    edition = world.publish(building, replace(english, title="Your badge and you"), german)

    assert edition is not None
    assert (edition.version, edition.level) == ("1.1.0", Level.MINOR)
    assert edition.effective_at == building.now
    with building.runtime.reading() as db:
        assert notices.outdated(db) == {}


def test_a_mark_raises_the_level_and_never_lowers_it(building: Building) -> None:
    english, german = building.runtime.shipped_notices()
    dot = replace(english, title=f"{english.title}.")

    edition = world.publish(building, dot, german, marked=Level.MAJOR)

    assert edition is not None
    assert edition.version == "2.0.0"
    with building.runtime.reading() as db:
        outdated = notices.outdated(db)
    assert set(outdated) == set(CONSENT_PURPOSES)


def test_nothing_holds_before_what_was_published_earlier(building: Building) -> None:
    longer = world.with_limits(building, **SIXTY)
    world.publish(building, runtime=longer)
    building.clock.pass_(days=1)
    english, german = longer.shipped_notices()

    edition = world.publish(
        building, replace(english, title="Your badge and you"), german, runtime=longer
    )

    assert edition is not None
    assert edition.version == "2.1.0"
    assert edition.effective_at == building.now + LEAD - timedelta(days=1)


def test_whoever_wrote_it_does_not_publish_it(building: Building, store: Store) -> None:
    longer = world.with_limits(building, **SIXTY)
    draft = longer.draft(longer.shipped_notices(), AUTHOR)
    before = world.rows(store)

    with pytest.raises(ConflictError, match="somebody else"), store.writing() as db:
        notices.publish(db, draft, by=Actor(AUTHOR, "dpo"), now=building.now, lead=LEAD)

    assert world.rows(store) == before


def test_after_a_version_without_terms_everything_is_new(building: Building, store: Store) -> None:
    """Versions of the first release say nothing that could be compared."""
    english, german = building.runtime.shipped_notices()
    longer = world.with_limits(building, **SIXTY)
    draft = longer.draft(longer.shipped_notices(), AUTHOR)
    with store.reading() as db:
        (found,) = notices.history(db)
        unknown = replace(found.edition, terms=None)
    assert notices._changes(unknown, {"en": english, "de": german}, draft.terms) == ()


# --- what was changed ---------------------------------------------------------------------------


def test_a_draft_is_compared_before_anything_is_published(building: Building, store: Store) -> None:
    rt = building.runtime
    settings = replace(
        rt.settings,
        controller=replace(rt.settings.controller, contact="dpo@linden.example"),
        processors=Processors(hosting="Hoster GmbH", country="Norway"),
    )
    elsewhere = replace(rt, settings=settings)

    with store.reading() as db:
        found = notices.compare(db, elsewhere.draft(elsewhere.shipped_notices(), AUTHOR))

    told = {change.part: (change.before, change.after, change.level) for change in found.changes}
    assert found.level is Level.MAJOR
    assert told["house.recipients"] == ("none", "Hoster GmbH", Level.MAJOR)
    assert told["house.contact"][2] is Level.MINOR
    assert told["en: full.contact.text"][2] is Level.MINOR


def test_history_tells_what_each_version_changed_and_whom_it_asks_anew(
    building: Building, store: Store
) -> None:
    world.publish(building, runtime=world.with_limits(building, **SIXTY))

    with store.reading() as db:
        _, second = notices.history(db)
        same = notices.version(db, "2.0.0")
        with pytest.raises(NotFoundError):
            notices.version(db, "7.0.0")

    assert same == second
    limit = next(change for change in second.changes if change.part.startswith("limit."))
    assert (limit.before, limit.after) == ("30", "60")
    assert second.about == {Purpose.HISTORY}


def test_a_text_is_outdated_once_its_successor_holds(building: Building, store: Store) -> None:
    world.publish(building, runtime=world.with_limits(building, **SIXTY))

    with store.reading() as db:
        published = notices.outdated(db)
        holding = notices.outdated(db, now=building.now)
        later = notices.outdated(db, now=building.now + LEAD)

    assert published[Purpose.HISTORY].texts == {"entry:1.0.0"}
    assert published[Purpose.HISTORY].holds_from == building.now + LEAD
    assert (holding, later) == ({}, published)


# --- what is offered ----------------------------------------------------------------------------


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
    building.clock.pass_(seconds=1)

    world.publish(building, english)

    with building.runtime.reading() as db:
        offered = notices.offered(db, "de", now=building.now)
        awaited = notices.awaited(db, "de")
    assert offered.notice == replace(english, version="1.1.0")
    assert offered.languages == awaited.languages == ("en",)


def test_a_yes_is_said_again_to_the_newest_text_even_before_it_holds(building: Building) -> None:
    world.publish(building, runtime=world.with_limits(building, **SIXTY))

    with building.runtime.reading() as db:
        offered = notices.offered(db, "en", now=building.now)
        awaited = notices.awaited(db, "en")
        holds = notices.holds(db, now=building.now)

    assert (offered.notice.version, awaited.notice.version) == ("1.0.0", "2.0.0")
    assert "Entries: 60 days each." in awaited.notice.full.retention.points
    assert holds is not None
    assert holds.version == "1.0.0"


def test_without_a_notice_nobody_is_asked_anything(building: Building) -> None:
    earlier = building.now - timedelta(days=1)
    with building.runtime.reading() as db, pytest.raises(UnavailableError):
        notices.offered(db, "en", now=earlier)
    with building.runtime.reading() as db:
        assert notices.holds(db, now=earlier) is None
        assert notices.limits_in_force(db, Limits(), now=earlier) == Limits()


def test_an_empty_house_has_no_text_to_say_yes_to(database_url: str) -> None:
    empty = Store(database_url)
    with empty.reading() as db, pytest.raises(UnavailableError):
        notices.awaited(db, "en")
    empty.close()


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


def test_what_is_stored_is_told_table_by_table(store: Store) -> None:
    names = [table.name for table in notices.stored()]

    assert "identity" in names
    assert len(names) == len(set(names))


def test_the_publisher_and_the_author_are_written_down(building: Building, store: Store) -> None:
    with looking_in(), store.reading() as db:
        row = db.execute(select(tables.audit_event)).first()

    assert row is not None
    assert (row.act, row.object, row.actor) == ("notice.publish", "notice:entry:1.0.0", "dana")
    assert building.runtime.settings.controller != Controller()
