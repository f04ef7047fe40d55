import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from checkin.core.audit import Actor
from checkin.core.errors import ConflictError, NotFoundError, UnavailableError
from checkin.core.inventory import Purpose
from checkin.services import codes, enrolment, invitations, joining
from checkin.services import sites as house
from checkin.services.codes import Asking, TooManyTries
from checkin.services.invitations import Start
from checkin.services.joining import Instance, Way
from checkin.storage import audit, roster, sites
from checkin.storage.store import Store
from tests import world
from tests.world import BOTH, SHOWN, Building

GRACE = "grace.hopper@linden.example"
ELSEWHERE = "grace@elsewhere.example"
INSTANCE = Instance("Linden Works", ("linden.example",), "http://localhost:8000/sign-in")
KIM = Actor("kim", "enrolment_admin")


def poster(building: Building, code: str = "hq") -> Way:
    with building.runtime.reading() as db:
        return joining.by_poster(db, code, now=building.now)


def begin(building: Building, email: str, way: Way | None = None) -> str:
    way = way or poster(building)
    asking = Asking(email, "10.0.0.1")
    with building.runtime.writing() as db:
        token = joining.begin(db, way, asking, INSTANCE, building.runtime.hashing, now=building.now)
    assert isinstance(token, str)
    return token


def prove(building: Building, token: str, code: str) -> bool:
    with building.runtime.writing() as db:
        proved = joining.prove(
            db, token, code, "10.0.0.1", building.runtime.hashing, now=building.now
        )
    assert not isinstance(proved, TooManyTries)
    return proved


def mailed(store: Store) -> str:
    found = re.search(r"\d{8}", world.letters(store)[-1].body)
    assert found
    return found[0]


def named(building: Building, store: Store, email: str = GRACE, way: Way | None = None) -> str:
    """Somebody who has come as far as the choice."""
    token = begin(building, email, way)
    assert prove(building, token, mailed(store))
    with building.runtime.writing() as db:
        joining.name(db, token, "Grace Hopper")
    return token


def give(building: Building, token: str, purposes: frozenset[Purpose] = BOTH) -> enrolment.Enrolled:
    with building.runtime.writing() as db:
        making = building.runtime.making()
        return joining.give(db, token, purposes, SHOWN, making, now=building.now)


def invited(building: Building, email: str = ELSEWHERE) -> Way:
    with building.runtime.writing() as db:
        start = Start(building.lab_team, building.lab)
        made = invitations.invite(db, email, start, building.runtime.hashing, now=building.now)
        sites.desk_opened(db, building.lab, now=building.now)
        audit.append(db, KIM, "desk.open", f"site:{building.lab}", now=building.now)
    assert made is not None
    with building.runtime.reading() as db:
        return joining.by_invitation(db, made.code, now=building.now)


# --- the whole way ------------------------------------------------------------------------------


def test_whoever_says_yes_is_enrolled_and_nothing_of_the_way_is_left(
    building: Building, store: Store
) -> None:
    token = named(building, store)

    enrolled = give(building, token)

    rows = world.rows(store)
    assert rows["identity"] == 1
    assert enrolled.badge.aud == "hq"
    assert not rows.keys() & {"joining", "mailed_code", "invitation"}


def test_whoever_says_no_leaves_no_trace(building: Building, store: Store) -> None:
    before = world.rows(store)
    token = named(building, store)

    with building.runtime.writing() as db:
        joining.decline(db, token, building.runtime.hashing, now=building.now)

    # The mail that was sent and the count of codes run out by themselves; both would be there
    # for a stranger's address as well.
    left = {name: rows for name, rows in world.rows(store).items() if rows != before.get(name)}
    assert left.keys() == {"mail_queue", "throttle"}
    assert world.find(store, "hopper") == ["mail_queue.address"]


def test_whoever_says_no_is_forgotten_in_every_browser_they_began_in(
    building: Building, store: Store
) -> None:
    token = named(building, store)
    begin(building, GRACE)
    assert world.rows(store).keys() >= {"joining", "mailed_code"}

    with building.runtime.writing() as db:
        joining.decline(db, token, building.runtime.hashing, now=building.now)

    assert not world.rows(store).keys() & {"joining", "mailed_code"}


def test_nobody_says_no_for_an_address_that_they_have_not_proved(
    building: Building, store: Store
) -> None:
    grace, stranger = named(building, store), begin(building, GRACE)

    with building.runtime.writing() as db:
        joining.decline(db, stranger, building.runtime.hashing, now=building.now)

    with building.runtime.reading() as db:
        assert joining.under_way(db, grace, now=building.now)
    assert world.rows(store)["joining"] == 1


def test_saying_no_twice_or_without_having_begun_is_fine(building: Building, store: Store) -> None:
    before = world.rows(store)

    with building.runtime.writing() as db:
        joining.decline(db, "no such secret", building.runtime.hashing, now=building.now)

    assert world.rows(store) == before


def test_after_a_quarter_of_an_hour_everything_is_forgotten(
    building: Building, store: Store
) -> None:
    token = named(building, store)
    building.clock.pass_(minutes=15)

    with pytest.raises(ConflictError, match="15 minutes"):
        give(building, token)
    begin(building, "someone.else@linden.example")

    assert world.rows(store)["joining"] == world.rows(store)["mailed_code"] == 1
    with store.reading() as db:
        assert joining.under_way(db, token, now=building.now) is None


def test_nothing_about_a_joining_person_outlives_a_quarter_of_an_hour(
    building: Building, store: Store
) -> None:
    before = world.rows(store)
    named(building, store)
    building.clock.pass_(minutes=15)

    with building.runtime.writing() as db:
        joining.forget_ended(db, building.runtime.hashing, now=building.now)

    assert world.find(store, "hopper") == []
    left = {name: rows for name, rows in world.rows(store).items() if rows != before.get(name)}
    assert left.keys() == {"throttle"}


@pytest.mark.parametrize("skipped", ["code", "name"])
def test_no_question_can_be_skipped(building: Building, store: Store, skipped: str) -> None:
    token = begin(building, GRACE)
    if skipped == "name":
        prove(building, token, mailed(store))

    with pytest.raises(ConflictError):
        give(building, token)

    assert "identity" not in world.rows(store)


def test_a_code_is_worth_nothing_in_another_browser(building: Building, store: Store) -> None:
    begin(building, GRACE)

    assert not prove(building, "another browser's secret", mailed(store))


def test_a_proved_address_stays_proved_when_the_page_is_sent_again(
    building: Building, store: Store
) -> None:
    token = begin(building, GRACE)
    code = mailed(store)

    assert [prove(building, token, code) for _ in range(2)] == [True, True]


# --- who may join -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "email",
    [
        ELSEWHERE,
        "grace@linden.example.evil.example",
        "grace@sub.linden.example",
        "grace@notlinden.example",
    ],
)
def test_a_poster_admits_only_addresses_of_the_house(
    building: Building, store: Store, email: str
) -> None:
    begin(building, email)

    assert world.letters(store) == []
    assert "joining" not in world.rows(store)


def test_an_invitation_admits_its_address_alone(building: Building, store: Store) -> None:
    way = invited(building)

    begin(building, GRACE, way)
    assert world.letters(store) == []
    token = named(building, store, ELSEWHERE, way)

    enrolled = give(building, token)
    assert enrolled.badge.aud == "LINDEN"
    assert "invitation" not in world.rows(store)


def test_an_invitation_runs_out(building: Building) -> None:
    with building.runtime.writing() as db:
        start = Start(building.everyone, building.hq)
        made = invitations.invite(db, ELSEWHERE, start, building.runtime.hashing, now=building.now)
    assert made is not None
    later = building.clock.pass_(days=14)

    with pytest.raises(NotFoundError), building.runtime.reading() as db:
        joining.by_invitation(db, made.code, now=later)


def test_whoever_has_a_badge_is_told_by_mail_and_by_nothing_else(
    building: Building, store: Store
) -> None:
    world.enrol(building, "Grace Hopper")

    token = begin(building, GRACE)

    (letter,) = world.letters(store)
    assert "already" in letter.subject
    assert INSTANCE.sign_in_link in letter.body
    assert not re.search(r"\b\d{8}\b", letter.body)
    assert not prove(building, token, "00000000")


def test_every_address_leaves_the_same_counts_behind(building: Building, store: Store) -> None:
    world.enrol(building, "Ada Lindqvist")
    grown = []
    for email in (GRACE, ELSEWHERE, "ada.lindqvist@linden.example"):
        before = world.rows(store)
        begin(building, email)
        after = world.rows(store)
        grown.append({name: after[name] - before.get(name, 0) for name in after})

    assert [each["mailed_code"] for each in grown] == [1, 1, 1]
    assert len({each["throttle"] for each in grown[1:]}) == 1


def test_whoever_tries_too_often_waits(building: Building) -> None:
    for _ in range(5):
        begin(building, GRACE)

    with building.runtime.writing() as db:
        asking = Asking(GRACE, "10.0.0.1")
        slow = joining.begin(
            db, poster(building), asking, INSTANCE, building.runtime.hashing, now=building.now
        )

    assert isinstance(slow, TooManyTries)


# --- only while there is another way in ---------------------------------------------------------


def test_nobody_joins_where_no_sign_of_another_way_in_is_fresh(building: Building) -> None:
    building.clock.pass_(hours=24, seconds=1)

    with pytest.raises(UnavailableError, match="without a badge"):
        poster(building)


def test_a_day_pass_that_was_let_in_is_such_a_sign(building: Building, store: Store) -> None:
    building.clock.pass_(days=3)
    with store.writing() as db:
        sites.alternative_used(db, building.hq, at=building.now - timedelta(hours=24))
        audit.append(db, KIM, "test", "test", now=building.now)

    assert poster(building).site.id == building.hq


def test_the_sign_has_to_be_fresh_until_the_yes(building: Building, store: Store) -> None:
    building.clock.pass_(hours=23, minutes=50)
    token = named(building, store)
    building.clock.pass_(minutes=11)

    with pytest.raises(UnavailableError):
        give(building, token)

    assert "identity" not in world.rows(store)


@pytest.mark.parametrize("code", ["lab", "nowhere", "HQ"])
def test_there_is_no_way_in_by_a_poster_that_does_not_exist(building: Building, code: str) -> None:
    with pytest.raises(NotFoundError):
        poster(building, code)


def test_only_sites_that_can_be_joined_are_offered(building: Building) -> None:
    with building.runtime.reading() as db:
        assert [one.code for one in joining.open_sites(db, now=building.now)] == ["hq"]
        later = building.clock.pass_(days=2)
        assert joining.open_sites(db, now=later) == []


def test_who_was_asked_no_name_yet_keeps_the_way_that_they_have_come(
    building: Building, store: Store
) -> None:
    token = begin(building, GRACE)
    assert prove(building, token, mailed(store))

    with pytest.raises(ConflictError):
        give(building, token)

    with store.reading() as db:
        assert joining.under_way(db, token, now=building.now) is not None


# --- with a code on paper -------------------------------------------------------------------------


def handed_out(building: Building, start: Start | None = None) -> str:
    with building.runtime.writing() as db:
        start = start or Start(building.everyone, building.hq, assisted_by="adm-de5c")
        return codes.hand_out(db, start, building.runtime.hashing, now=building.now)


def by_paper(building: Building, code: str) -> str | TooManyTries | None:
    with building.runtime.writing() as db:
        return joining.by_desk_code(
            db, code, "10.0.0.1", building.runtime.hashing, now=building.now
        )


def test_of_two_answers_at_once_only_one_makes_a_badge(building: Building, store: Store) -> None:
    token = by_paper(building, handed_out(building))
    assert isinstance(token, str)
    with building.runtime.writing() as db:
        joining.name(db, token, "Grace Hopper")
    begin = Barrier(2)

    def say_yes(_press: int) -> bool:
        begin.wait()
        try:
            give(building, token)
        except (ConflictError, UnavailableError):
            return False
        return True

    with ThreadPoolExecutor(2) as presses:
        made = list(presses.map(say_yes, range(2)))

    assert sorted(made) == [False, True]
    assert world.rows(store)["identity"] == 1


def test_a_code_on_paper_stands_in_place_of_a_mailed_one(building: Building, store: Store) -> None:
    last = building.now + timedelta(days=30)
    token = by_paper(
        building, handed_out(building, Start(building.lab_team, building.hq, last, "adm-de5c"))
    )
    assert isinstance(token, str)
    with building.runtime.writing() as db:
        joining.name(db, token, "Grace Hopper")

    enrolled = give(building, token)

    rows = world.rows(store)
    assert not rows.keys() & {"joining", "mailed_code", "desk_code", "mail_queue"}
    with store.reading() as db:
        person = roster.one(db, enrolled.refs.identity)
    assert (person.profiles, person.ends_at) == (("Lab team",), last)


def test_a_code_on_paper_works_once_and_no_other_does(building: Building) -> None:
    code = handed_out(building)

    tried = [by_paper(building, typed) for typed in ("", "00000-00000", code.lower(), code)]

    assert [isinstance(each, str) for each in tried] == [False, False, True, False]


def test_a_code_on_paper_is_forgotten_after_a_quarter_of_an_hour(
    building: Building, store: Store
) -> None:
    code = handed_out(building)
    building.clock.pass_(minutes=15)

    assert by_paper(building, code) is None
    assert "desk_code" not in world.rows(store)


def test_whoever_types_codes_on_and_on_waits(building: Building) -> None:
    for _ in range(300):
        by_paper(building, "00000-00000")

    assert isinstance(by_paper(building, handed_out(building)), TooManyTries)


def test_nobody_joins_on_paper_either_where_the_desk_is_closed(building: Building) -> None:
    code = handed_out(building)
    with building.runtime.writing() as db:
        house.close_desk(db, building.hq, KIM, now=building.now)

    with pytest.raises(UnavailableError, match="without a badge"):
        by_paper(building, code)


def test_saying_no_without_an_address_forgets_the_way_in(building: Building, store: Store) -> None:
    token = by_paper(building, handed_out(building))
    assert isinstance(token, str)

    with building.runtime.writing() as db:
        assert joining.prove(db, token, "", "10.0.0.1", building.runtime.hashing, now=building.now)
        joining.decline(db, token, building.runtime.hashing, now=building.now)

    assert "joining" not in world.rows(store)


# --- the desk says open and closed ----------------------------------------------------------------


def test_a_desk_that_closes_stops_joining_and_one_that_opens_starts_it(building: Building) -> None:
    offered = []
    for act in (house.close_desk, house.open_desk):
        with building.runtime.writing() as db:
            act(db, building.hq, KIM, now=building.now)
        with building.runtime.reading() as db:
            offered.append([one.code for one in joining.open_sites(db, now=building.now)])
            place = house.site(db, building.hq)
        assert house.desk_is_open(place, now=building.now) is (act is house.open_desk)

    assert offered == [[], ["hq"]]


def test_a_day_pass_does_not_open_a_desk_that_said_it_is_closed(building: Building) -> None:
    with building.runtime.writing() as db:
        house.close_desk(db, building.hq, KIM, now=building.now)
        sites.alternative_used(db, building.hq, at=building.now)

    with pytest.raises(UnavailableError):
        poster(building)
