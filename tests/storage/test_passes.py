from datetime import date, timedelta
from uuid import uuid4

from checkin.core.audit import SYSTEM
from checkin.core.ids import PackId, SiteId
from checkin.storage import Db, audit, passes
from checkin.storage.passes import Pack, Pass
from checkin.storage.store import Store
from tests.world import NOON, Building

DAY = timedelta(days=1)


def hashes(*seeds: int) -> list[bytes]:
    return [bytes([seed]) * 32 for seed in seeds]


def keep(db: Db, site: SiteId, number: str, *seeds: int) -> Pack:
    """A pack of passes whose hashes are made of these bytes."""
    found = [Pass(code, NOON, NOON + DAY, b"k" * 8, b"m" * 8) for code in hashes(*seeds)]
    marks = tuple(passes.mark(one.code_hash) for one in found)
    pack = Pack(
        PackId(uuid4()), number, site, date(2026, 11, 23), len(found), marks, NOON + 5 * DAY
    )
    passes.add(db, site, found)
    passes.add_pack(db, pack)
    audit.append(db, SYSTEM, "pass.pack", f"pack:{pack.id}", now=NOON)
    return pack


def test_a_pack_is_found_by_its_number_and_by_its_passes(building: Building, store: Store) -> None:
    with store.writing() as db:
        pack = keep(db, building.hq, "ABC-DEF", 1, 2)
        by_number = passes.pack_of_number(db, "ABC-DEF", [building.hq], now=NOON)
        by_pass = passes.pack_of_pass(db, hashes(2)[0], [building.hq], now=NOON)

    assert by_number == pack
    assert by_pass == pack


def test_a_pack_isnt_found_elsewhere_or_later(building: Building, store: Store) -> None:
    with store.writing() as db:
        keep(db, building.hq, "ABC-DEF", 1)
        found = [
            passes.pack_of_number(db, "ABC-DEF", [building.lab], now=NOON),
            passes.pack_of_number(db, "ABC-DEF", [], now=NOON),
            passes.pack_of_pass(db, hashes(1)[0], [building.lab], now=NOON),
            passes.pack_of_pass(db, hashes(9)[0], [building.hq], now=NOON),
            passes.pack_of_number(db, "ABC-DEF", [building.hq], now=NOON + 5 * DAY),
        ]

    assert found == [None] * 5


def test_voiding_touches_the_marked_passes_of_the_site_alone(
    building: Building, store: Store
) -> None:
    with store.writing() as db:
        lost = keep(db, building.hq, "ABC-DEF", 0, 255)
        other = keep(db, building.hq, "GHJ-KMN", 1, 254)

        first = passes.void(db, building.hq, lost.marks)
        again = passes.void(db, building.hq, lost.marks)
        elsewhere = passes.void(db, building.lab, other.marks)
        rest = passes.void(db, building.hq, other.marks)

    assert (first, again, elsewhere, rest) == (2, 0, 0, 2)


def test_a_pass_is_known_at_its_own_site(building: Building, store: Store) -> None:
    both = [building.hq, building.lab]
    with store.writing() as db:
        keep(db, building.lab, "ABC-DEF", 7)

        assert passes.site_of(db, hashes(7)[0], both) == building.lab
        assert passes.site_of(db, hashes(7)[0], [building.hq]) is None
        assert passes.site_of(db, hashes(8)[0], both) is None


def test_the_hashes_of_a_whole_pack_fit_their_column(building: Building, store: Store) -> None:
    with store.writing() as db:
        pack = keep(db, building.hq, "ABC-DEF", *range(10))
        found = passes.pack_of_number(db, "ABC-DEF", [building.hq], now=NOON)

    assert found == pack
