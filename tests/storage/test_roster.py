from uuid import UUID

import pytest

from checkin.core.audit import SYSTEM
from checkin.core.errors import NotFoundError
from checkin.core.ids import IdentityRef
from checkin.core.policy import BadgeState, EntryConsent
from checkin.services import badges
from checkin.storage import audit, people, roster
from checkin.storage.store import Store
from tests import world
from tests.world import ENTRY_ALONE, Building

NOBODY = IdentityRef(UUID(int=7))


def test_people_are_listed_by_name_whatever_the_case(building: Building, store: Store) -> None:
    for name in ("grace hopper", "Ada Lindqvist", "Mary Jackson"):
        world.enrol(building, name)

    with store.reading() as db:
        listed = roster.page(db, "", None, 25)

    assert [one.name for one in listed] == ["Ada Lindqvist", "grace hopper", "Mary Jackson"]


def test_pages_follow_each_other_without_gap_or_repeat(building: Building, store: Store) -> None:
    everybody = {world.enrol(building, f"Person {n % 3}{n}").refs.identity for n in range(7)}

    with store.reading() as db:
        first = roster.page(db, "", None, 3)
        second = roster.page(db, "", first[-1].identity, 3)
        third = roster.page(db, "", second[-1].identity, 3)

    shown = [one.identity for one in (*first, *second, *third)]
    assert (len(first), len(second), len(third)) == (3, 3, 1)
    assert set(shown) == everybody
    assert len(shown) == 7


def test_people_of_one_name_are_on_one_page_only(building: Building, store: Store) -> None:
    for address in ("ada.one", "ada.two"):
        refs = people.new_refs()
        with store.writing() as db:
            named = people.Named(refs, "Ada", f"{address}@linden.example", "en")
            people.add(db, named, [], entry_until=building.now, history=False)
            audit.append(db, SYSTEM, "test", "test", now=building.now)

    with store.reading() as db:
        (first,) = roster.page(db, "", None, 1)
        (second,) = roster.page(db, "", first.identity, 1)
        rest = roster.page(db, "", second.identity, 1)

    assert first.identity != second.identity
    assert rest == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("lind", ["Ada Lindqvist"]),
        ("ADA", ["Ada Lindqvist"]),
        ("grace.hopper@linden.example", ["Grace Hopper"]),
        ("GRACE.hopper@linden.example", ["Grace Hopper"]),
        ("grace.hopper", []),
        ("linden.example", []),
        ("%", []),
        ("_", []),
        ("' OR 1=1 --", []),
    ],
)
def test_people_are_found_by_part_of_the_name_or_the_whole_address(
    building: Building, store: Store, query: str, found: list[str]
) -> None:
    world.enrol(building, "Ada Lindqvist")
    world.enrol(building, "Grace Hopper")

    with store.reading() as db:
        assert [one.name for one in roster.page(db, query, None, 25)] == found


def test_a_listed_person_shows_badge_profiles_and_choices_and_no_address(
    building: Building, store: Store
) -> None:
    ada = world.enrol(
        building, profiles=(building.lab_team, building.everyone), purposes=ENTRY_ALONE
    )

    with store.reading() as db:
        (listed,) = roster.page(db, "", None, 25)
        alone = roster.one(db, ada.refs.identity)

    assert listed == alone
    assert listed.profiles == ("Everyone", "Lab team")
    assert (listed.entry, listed.history) == (EntryConsent.IN_FORCE, False)
    assert listed.badge is not None
    assert (listed.badge.id, listed.badge.state) == (ada.badge.id, BadgeState.GOOD)
    assert "linden.example" not in repr(listed)


def test_the_list_shows_the_good_badge_among_replaced_ones(
    building: Building, store: Store
) -> None:
    ada = world.enrol(building)
    with store.writing() as db:
        newer = badges.reissue(db, ada.refs.holder, building.runtime.making(), now=building.now)

    with store.reading() as db:
        (listed,) = roster.page(db, "", None, 25)

    assert listed.badge is not None
    assert listed.badge.id == newer.id


def test_nobody_is_listed_under_a_reference_that_leads_nowhere(store: Store) -> None:
    with store.reading() as db, pytest.raises(NotFoundError):
        roster.one(db, NOBODY)
