"""Pages for everybody."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from checkin import tested
from checkin.core.audit import SYSTEM
from checkin.core.inventory import PURPOSES
from checkin.core.retention import Limits
from checkin.keys import Keyring, KeySet
from checkin.runtime import Runtime
from checkin.services import alternative, notices, sites
from checkin.services.alternative import WayIn
from checkin.settings import Processors
from checkin.storage.store import Store
from checkin.tested import Result
from checkin.web import stored_german
from checkin.web.stored_words import RECEIPT, TABLES, kept
from tests import world
from tests.web.visitor import Visitor
from tests.world import Building

PAGES = (
    "/",
    "/no-badge",
    "/about",
    "/about/notice",
    "/about/sign",
    "/about/no-biometrics",
    "/verify",
    "/sign-in",
    "/join/hq",
)


@pytest.fixture
def visitor(building: Building) -> Visitor:
    return Visitor(building)


@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_needs_nobody_and_leaves_nothing(
    store: Store, visitor: Visitor, address: str
) -> None:
    before = world.rows(store)

    page = visitor.open(address)

    assert page.status_code == 200
    assert "Content-Security-Policy" in page.headers
    assert world.rows(store) == before


def test_the_first_page_shows_three_doors(visitor: Visitor) -> None:
    visitor.open("/")

    for door in ("I work here", "This is a kiosk", "I look after badges"):
        assert door in visitor.words
    visitor.follow("I work here")
    assert visitor.path == "/sign-in"


def test_whoever_is_signed_in_goes_straight_to_their_pages(
    building: Building, visitor: Visitor
) -> None:
    world.enrol(building)
    visitor.sign_in("ada.lindqvist@linden.example")
    visitor.open("/")

    visitor.follow("I work here")

    assert visitor.path == "/me"


def test_the_ways_in_without_a_badge_speak_both_languages(visitor: Visitor) -> None:
    visitor.open("/no-badge")
    assert "Nobody asks why." in visitor.words
    visitor.follow("Deutsch")

    assert "Niemand fragt, warum." in visitor.words


def test_a_language_that_was_asked_for_stays_from_page_to_page(visitor: Visitor) -> None:
    visitor.open("/")
    visitor.follow("Deutsch")
    assert "Drei Türen" in visitor.words

    visitor.follow("Ich arbeite hier")
    assert "Melden Sie sich an" in visitor.words
    visitor.press("Code schicken", email="ada.lindqvist@linden.example")
    assert "Acht Ziffern" in visitor.words
    visitor.press("Anmelden", code="00000000")
    assert "Dieser Code passt nicht." in visitor.words

    visitor.follow("Keine Biometrie")
    assert "So kann es jeder prüfen" in visitor.words


def test_what_is_stored_tells_every_column_with_its_reason_and_end(visitor: Visitor) -> None:
    visitor.open("/about")

    told = visitor.words
    for table in notices.stored():
        assert TABLES[table.name] in told
        for column in table.columns:
            assert " ".join(column.privacy.why.split()) in told
            assert kept(column.privacy.retention, Limits(), "en") in told


def test_what_is_stored_says_who_sees_it_and_who_works_on_it(building: Building) -> None:
    firms = Processors(hosting="Hoster GmbH", backups="Vault AG", country="Norway")
    settings = replace(building.runtime.settings, processors=firms)
    rt = replace(building.runtime, settings=settings)
    visitor = Visitor(replace(building, runtime=rt))

    visitor.open("/about")

    assert (
        "Who works on it besides Hoster GmbH, Vault AG Where it is stored Norway" in visitor.words
    )
    assert "Managers and HR Nothing: there is no such role" in visitor.words
    assert "An authority can find that a yes was never valid." in visitor.words


def test_how_long_is_told_as_this_instance_has_it(building: Building) -> None:
    shorter = world.with_limits(building, late_max_days=3)
    visitor = Visitor(replace(building, runtime=shorter))

    visitor.open("/about")

    assert "3 days after something else came to hold" in visitor.words


def test_what_is_stored_says_who_answers_for_it(visitor: Visitor) -> None:
    visitor.open("/about")

    assert "Linden Works Ltd, 2 Linden Road, Ahrenfeld" in visitor.words
    assert "Impact assessment" not in visitor.words


def test_the_impact_assessment_is_named_where_there_is_one(store: Store, tmp_path: Path) -> None:
    made = world.building(store, tmp_path, dpia_ref="DPIA-7", workers_consulted_on="2026-05-04")
    visitor = Visitor(made)

    visitor.open("/about")

    assert "Impact assessment DPIA-7" in visitor.words
    assert "2026-05-04" in visitor.words


def test_every_table_has_words_and_every_deleted_one_a_line_in_both_languages() -> None:
    stored = {table.name for table in notices.stored()}

    assert set(TABLES) == stored
    assert set(RECEIPT["en"]) == set(RECEIPT["de"])
    assert set(RECEIPT["en"]) <= stored


def test_everything_declared_can_be_said_in_german_and_nothing_else_is_kept_for_it() -> None:
    columns = [column.privacy for table in notices.stored() for column in table.columns]
    purposes = {purpose for column in columns for purpose in column.purposes}

    assert set(stored_german.TABLES) == {table.name for table in notices.stored()}
    assert set(stored_german.WHY) == {column.why for column in columns}
    assert set(stored_german.KEPT) == {column.retention.words for column in columns}
    assert set(stored_german.PURPOSES) == {PURPOSES[purpose].words for purpose in purposes}
    assert set(stored_german.BASES) == {PURPOSES[purpose].basis for purpose in purposes}


def test_what_is_stored_is_told_in_german_as_fully(visitor: Visitor) -> None:
    visitor.open("/about?language=de")

    told = visitor.words
    for table in notices.stored():
        assert stored_german.TABLES[table.name] in told
        for column in table.columns:
            assert " ".join(stored_german.WHY[column.privacy.why].split()) in told
            assert kept(column.privacy.retention, Limits(), "de") in told


def test_the_notice_is_public_in_every_language(building: Building, visitor: Visitor) -> None:
    english, german = building.runtime.shipped_notices()

    visitor.open("/about/notice")
    assert english.full.never.points[0] in visitor.words
    visitor.follow("Deutsch")

    assert german.full.never.points[0] in visitor.words
    assert german.digest[:8] in visitor.words


def test_the_door_sign_says_how_to_get_in_without_a_badge(
    building: Building, visitor: Visitor
) -> None:
    visitor.open("/about/sign")

    for notice in building.runtime.shipped_notices():
        assert notice.sign.way_in in visitor.words


def test_a_german_page_names_its_parts_in_german_for_those_who_hear_it(visitor: Visitor) -> None:
    visitor.open("/about/sign?language=de")
    assert "<title>Türschild" in visitor.page.text

    for address in ("/about/notice", "/about/notices", "/take-back"):
        visitor.open(f"{address}?language=de")
        assert 'aria-label="Sprache"' in visitor.page.text
        assert 'aria-label="Language"' not in visitor.page.text


def test_the_statement_on_biometrics_counts_what_is_declared(visitor: Visitor) -> None:
    visitor.open("/about/no-biometrics")

    columns = sum(len(table.columns) for table in notices.stored())
    assert f"the {columns} columns" in visitor.words
    assert notices.inventory_digest()[:8] in visitor.words


@pytest.fixture
def result_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the result of the tests lies; nowhere yet."""
    file = tmp_path / "result.json"
    monkeypatch.setattr(tested, "FILE", file)
    return file


def test_the_statement_on_biometrics_says_when_there_is_no_result(
    visitor: Visitor, result_file: Path
) -> None:
    visitor.open("/about/no-biometrics")

    assert "came without a result" in visitor.words
    assert "The result came with the software" not in visitor.words


@pytest.mark.parametrize(
    ("code", "failed", "said"),
    [
        (None, 0, "on exactly the code that runs here. All 40 passed."),
        (None, 2, "2 failed, 40 passed. Don't believe this page until that is mended."),
        ("another", 0, "but on other code than runs here: 40 passed, 0 failed."),
    ],
)
def test_the_statement_on_biometrics_says_what_the_tests_said_last(
    visitor: Visitor, result_file: Path, code: str | None, failed: int, said: str
) -> None:
    at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    tested.keep(Result(at, code or tested.code(), 40, failed))

    visitor.open("/about/no-biometrics")

    assert said in visitor.words
    assert "20 Nov 2026" in visitor.words


def test_the_key_set_verifies_badges(building: Building, visitor: Visitor) -> None:
    ada = world.enrol(building)

    answer = visitor.open("/.well-known/jwks.json")

    assert answer.mimetype == "application/jwk-set+json"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    keys = KeySet.from_jwks(answer.json or {})
    assert keys.key(ada.badge.kid) is not None


def test_no_page_says_who_is_enrolled(building: Building, visitor: Visitor) -> None:
    world.enrol(building, "Ada Lindqvist")

    pages = " ".join(visitor.open(address).text for address in PAGES)

    assert "Lindqvist" not in pages
    assert "linden.example" not in pages.replace("privacy@linden.example", "")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "When the front desk is there Headquarters Mon to Wed 08:00-17:00"),
        ("de", "Wann der Empfang besetzt ist Headquarters Mo bis Mi 08:00-17:00"),
    ],
)
def test_the_way_in_without_a_badge_says_when_the_desk_is_there(
    building: Building, visitor: Visitor, language: str, said: str
) -> None:
    week = ";".join(f"{weekday} 08:00-17:00" for weekday in (1, 2, 3))
    with building.runtime.writing() as db:
        sites.change_site(
            db,
            building.hq,
            title="Headquarters",
            time_zone="Europe/Berlin",
            capacity=None,
            desk_week=week,
            actor=SYSTEM,
            now=building.now,
        )

    visitor.open(f"/no-badge?language={language}")

    assert said in visitor.words


# --- both ways in, how quick ------------------------------------------------------------------


def tell(building: Building, badge: int, day_pass: int) -> None:
    medians = {WayIn.BADGE: badge, WayIn.DAY_PASS: day_pass}
    with building.runtime.writing() as db:
        alternative.keep_medians(db, building.kiosk, medians, now=building.now)


def test_how_quick_both_ways_are_is_said_for_every_building(
    building: Building, visitor: Visitor
) -> None:
    visitor.open("/about")
    assert "Headquarters not yet known" in visitor.words
    tell(building, 790, 1_010)

    visitor.open("/about")

    assert "Is a day pass as quick as a badge?" in visitor.words
    assert "Headquarters Badge 0.8 seconds, day pass 1.1 seconds" in visitor.words
    assert "Laboratory not yet known" in visitor.words
    assert "No screen measures that way" in visitor.words
    assert "nobody can join there until it is mended" in visitor.words
    assert ": no." not in visitor.words


@pytest.mark.parametrize(
    ("language", "said", "figures"),
    [
        (
            "en",
            "Headquarters: no. A day pass takes more than 5 seconds longer",
            "Badge 0.8 seconds, day pass 5.9",
        ),
        (
            "de",
            "Headquarters: nein. Ein Tagespass braucht mehr als 5 Sekunden",
            "Ausweis 0,8 Sekunden, Tagespass 5,9",
        ),
    ],
)
def test_it_is_said_where_a_day_pass_is_slower(
    building: Building, visitor: Visitor, language: str, said: str, figures: str
) -> None:
    tell(building, 800, 5_801)

    visitor.open(f"/about?language={language}")

    assert said in visitor.words
    assert figures in visitor.words


def test_where_there_is_no_building_yet_nothing_is_compared(store: Store, tmp_path: Path) -> None:
    clock = world.Clock()
    keys = Keyring.create(tmp_path / "keys", now=world.NOON - timedelta(days=1))
    visitor = Visitor(Building(Runtime(world.settings(tmp_path), store, keys, clock), clock))

    visitor.open("/about")

    assert visitor.page.status_code == 200
    assert "as quick as a badge" not in visitor.words
