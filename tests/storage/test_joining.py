from datetime import timedelta

from checkin.core.audit import SYSTEM
from checkin.storage import audit, joining
from checkin.storage.joining import Invited, Joining, Start
from checkin.storage.store import Store
from tests import world
from tests.world import Building

TOKEN, EMAIL_HASH, CODE_HASH = b"t" * 32, b"e" * 32, b"c" * 32
SOON = timedelta(minutes=15)


def somebody(building: Building, *, name: str | None = None, proved: bool = False) -> Joining:
    return Joining("grace@linden.example", proved, name, Start(building.everyone, building.hq))


def test_a_mailed_code_can_be_tried_five_times(building: Building, store: Store) -> None:
    with store.writing() as db:
        joining.keep_code(db, EMAIL_HASH, CODE_HASH, until=building.now + SOON)

    tried = []
    for _ in range(6):
        with store.writing() as db:
            tried.append(joining.use_try(db, EMAIL_HASH, now=building.now))

    assert tried == [CODE_HASH] * 5 + [None]


def test_a_mailed_code_runs_out(building: Building, store: Store) -> None:
    with store.writing() as db:
        joining.keep_code(db, EMAIL_HASH, CODE_HASH, until=building.now + SOON)

    with store.writing() as db:
        assert joining.use_try(db, EMAIL_HASH, now=building.now + SOON) is None


def test_a_new_code_takes_the_place_of_the_old_one_with_all_its_tries(
    building: Building, store: Store
) -> None:
    with store.writing() as db:
        joining.keep_code(db, EMAIL_HASH, CODE_HASH, until=building.now + SOON)
        for _ in range(5):
            joining.use_try(db, EMAIL_HASH, now=building.now)

        joining.keep_code(db, EMAIL_HASH, b"n" * 32, until=building.now + SOON)

        assert joining.use_try(db, EMAIL_HASH, now=building.now) == b"n" * 32


def test_somebody_on_their_way_in_is_found_until_the_time_is_over(
    building: Building, store: Store
) -> None:
    with store.writing() as db:
        joining.begin(db, TOKEN, somebody(building), until=building.now + SOON)
        joining.proved(db, TOKEN)
        joining.named(db, TOKEN, "Grace")

    with store.reading() as db:
        found = joining.under_way(db, TOKEN, now=building.now)
        late = joining.under_way(db, TOKEN, now=building.now + SOON)
    assert found == somebody(building, name="Grace", proved=True)
    assert late is None


def test_what_has_run_out_is_deleted_and_nothing_else(building: Building, store: Store) -> None:
    before = world.rows(store)
    with store.writing() as db:
        joining.begin(db, TOKEN, somebody(building), until=building.now)
        joining.keep_code(db, EMAIL_HASH, CODE_HASH, until=building.now)
        joining.begin(db, b"o" * 32, somebody(building), until=building.now + SOON)

    with store.writing() as db:
        joining.forget_ended(db, now=building.now)

    assert world.rows(store) == before | {"joining": 1}


def test_an_open_invitation_stands_and_one_that_ran_out_is_replaced(
    building: Building, store: Store
) -> None:
    invited = Invited(EMAIL_HASH, Start(building.everyone, building.hq))
    until = building.now + timedelta(days=14)

    with store.writing() as db:
        first = joining.invite(db, invited, b"1" * 32, until=until, now=building.now)
        second = joining.invite(db, invited, b"2" * 32, until=until, now=building.now)
        third = joining.invite(db, invited, b"3" * 32, until=until + SOON, now=until)
        audit.append(db, SYSTEM, "test", "test", now=building.now)

    assert (first, second, third) == (True, False, True)
    with store.reading() as db:
        codes = [joining.invited(db, code * 32, now=until) for code in (b"1", b"2", b"3")]
    assert codes == [None, None, invited]


def test_a_used_invitation_is_gone(building: Building, store: Store) -> None:
    invited = Invited(EMAIL_HASH, Start(building.everyone, building.hq))
    until = building.now + timedelta(days=14)
    with store.writing() as db:
        joining.invite(db, invited, CODE_HASH, until=until, now=building.now)
        used = [joining.erase(db, "nobody", EMAIL_HASH)["invitation"] for _ in range(2)]
        audit.append(db, SYSTEM, "test", "test", now=building.now)

    assert used == [1, 0]
    with store.reading() as db:
        assert joining.invited(db, CODE_HASH, now=building.now) is None


def test_a_carry_code_works_once_and_only_the_newest(building: Building, store: Store) -> None:
    ada = world.enrol(building).refs.identity
    with store.writing() as db:
        joining.keep_carry_code(db, b"1" * 32, ada, until=building.now + SOON)
        joining.keep_carry_code(db, b"2" * 32, ada, until=building.now + SOON)

    with store.writing() as db:
        used = [
            joining.use_carry_code(db, code * 32, now=building.now) for code in (b"1", b"2", b"2")
        ]

    assert used == [None, ada, None]


def test_an_old_carry_code_is_used_up_and_carries_nothing(building: Building, store: Store) -> None:
    ada = world.enrol(building).refs.identity
    with store.writing() as db:
        joining.keep_carry_code(db, CODE_HASH, ada, until=building.now)

    with store.writing() as db:
        carried = joining.use_carry_code(db, CODE_HASH, now=building.now)

    assert carried is None
    assert "carry_code" not in world.rows(store)


# --- when it ends, and codes on paper ------------------------------------------------------------


def test_an_invitation_ends_no_later_than_it_is_told_to(building: Building, store: Store) -> None:
    start = Start(building.everyone, building.hq, building.now + timedelta(days=30))
    until = building.now + timedelta(days=14)
    sooner, later = building.now + timedelta(days=3), building.now + timedelta(days=90)
    with store.writing() as db:
        joining.invite(db, Invited(EMAIL_HASH, start), CODE_HASH, until=until, now=building.now)

        for ends_at in (later, sooner):
            joining.end_invitations(db, [EMAIL_HASH], ends_at=ends_at)

    with store.reading() as db:
        found = joining.invited(db, CODE_HASH, now=building.now)
        over = joining.invited(db, CODE_HASH, now=sooner)
    assert found == Invited(EMAIL_HASH, Start(building.everyone, building.hq, sooner))
    assert over is None


def test_invitations_that_are_taken_back_are_gone(building: Building, store: Store) -> None:
    start = Start(building.everyone, building.hq)
    until = building.now + timedelta(days=14)
    with store.writing() as db:
        joining.invite(db, Invited(EMAIL_HASH, start), CODE_HASH, until=until, now=building.now)
        taken = [joining.take_back(db, [EMAIL_HASH, b"o" * 32]) for _ in range(2)]

    assert taken == [1, 0]
    assert "invitation" not in world.rows(store)


def test_a_code_on_paper_works_once_and_in_time(building: Building, store: Store) -> None:
    start = Start(building.everyone, building.hq, building.now + timedelta(days=30), "adm-de5c")
    with store.writing() as db:
        joining.keep_desk_code(db, b"1" * 32, start, until=building.now + SOON)
        joining.keep_desk_code(db, b"2" * 32, start, until=building.now)

        used = [
            joining.use_desk_code(db, code * 32, now=building.now) for code in (b"1", b"1", b"2")
        ]

    assert used == [start, None, None]
    assert "desk_code" not in world.rows(store)


def test_somebody_without_an_address_is_on_their_way_in(building: Building, store: Store) -> None:
    someone = Joining(None, True, None, Start(building.everyone, building.hq))

    with store.writing() as db:
        joining.begin(db, TOKEN, someone, until=building.now + SOON)

    with store.reading() as db:
        assert joining.under_way(db, TOKEN, now=building.now) == someone
