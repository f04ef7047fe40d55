import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from subprocess import PIPE, Popen

import pytest

from checkin.core import statuslist
from checkin.core.audit import Actor
from checkin.core.badge import Badge, BadgeFault, read
from checkin.core.errors import NotFoundError
from checkin.core.statuslist import Held, Lists
from checkin.services import badges, enrolment, status
from checkin.services.enrolment import Enrolled
from tests import world
from tests.world import Building

FETCHER = [sys.executable, "-m", "tests.services.fetcher"]
KIM = Actor("kim", "enrolment_admin")


def fetched(building: Building, number: int = 1) -> bytes:
    rt = building.runtime
    with rt.reading() as db:
        return status.published(db, number, rt.list_signing(), now=building.now)


def judged(building: Building, text: str, number: int = 1) -> Badge | BadgeFault:
    """What a reader with the published keys and list says of a badge."""
    keys = building.runtime.keyring
    found = statuslist.read(fetched(building, number=number), keys)
    assert found is not None
    lists = Lists([Held(found, building.now)])
    return read(text, keys, accepts=None, now=building.now, statuses=lists)


def switched_off(building: Building, ada: Enrolled) -> None:
    with building.runtime.writing() as db:
        badges.revoke(db, ada.badge.id, KIM, "lost", now=building.now)


def replaced(building: Building, ada: Enrolled) -> None:
    with building.runtime.writing() as db:
        badges.renew(db, ada.refs.holder, building.runtime.making(), now=building.now)


def erased(building: Building, ada: Enrolled) -> None:
    hashing = building.runtime.hashing
    with building.runtime.writing() as db:
        enrolment.end(db, ada.refs.identity, KIM, "leaver", hashing, now=building.now)


@pytest.mark.parametrize("end", [switched_off, replaced, erased])
def test_a_badge_that_ends_is_revoked_in_the_next_list_that_is_fetched(
    building: Building, end: Callable[[Building, Enrolled], None]
) -> None:
    ada, grace = world.enrol(building), world.enrol(building, "Grace Hopper")
    hers, other = world.text_of(building, ada), world.text_of(building, grace)
    assert isinstance(judged(building, hers), Badge)

    end(building, ada)

    assert judged(building, hers) is BadgeFault.REVOKED
    assert isinstance(judged(building, other), Badge)


def test_the_same_list_is_the_same_bytes_for_an_hour(building: Building) -> None:
    ada = world.enrol(building)
    first = fetched(building)
    building.clock.pass_(minutes=59)
    same = fetched(building)
    switched_off(building, ada)
    changed = fetched(building)
    building.clock.pass_(minutes=1)

    hourly = fetched(building)

    assert same == first
    assert len({first, changed, hourly}) == 3
    assert statuslist.parse(hourly).issued_at - statuslist.parse(first).issued_at == timedelta(
        hours=1
    )


def test_a_list_has_its_full_size_from_the_first_badge_on(building: Building) -> None:
    world.enrol(building)

    token = statuslist.parse(fetched(building))

    assert (token.array.bits, len(token.array)) == (2, 2**17)
    assert token.uri == "http://localhost:8000/s/1"
    assert token.ttl == timedelta(seconds=60)


def test_a_new_badge_key_begins_a_new_list(building: Building) -> None:
    ada = world.enrol(building)
    with building.runtime.writing() as db:
        making = replace(building.runtime.making(), kid=bytes(8))
        second = badges.reissue(db, ada.refs.holder, making, now=building.now)

    assert (ada.badge.place.list_number, second.place.list_number) == (1, 2)
    assert statuslist.parse(fetched(building, number=2)).uri.endswith("/s/2")


@pytest.mark.parametrize("number", [0, 2, 2**31, 2**70])
def test_there_is_no_list_of_another_number(building: Building, number: int) -> None:
    world.enrol(building)

    with pytest.raises(NotFoundError):
        fetched(building, number=number)


@contextmanager
def another_process(building: Building, url: str) -> Iterator[Callable[[], str]]:
    """Another server of the instance; calling it gives the digest of the list it publishes."""
    settings = building.runtime.settings
    command = [*FETCHER, str(settings.instance), url, building.now.isoformat()]
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True) as process:
        source, answers = process.stdin, process.stdout
        assert source
        assert answers

        def ask() -> str:
            source.write("list\n")
            source.flush()
            return answers.readline().strip()

        yield ask
        source.close()


def test_two_processes_publish_the_same_and_see_a_revocation_within_a_second(
    building: Building, database_url: str
) -> None:
    ada = world.enrol(building)
    before = sha256(fetched(building)).hexdigest()
    with another_process(building, database_url) as digest:
        assert digest() == before

        switched_off(building, ada)
        began = time.monotonic()
        seen = digest()
        took = time.monotonic() - began

    assert seen == sha256(fetched(building)).hexdigest()
    assert seen != before
    assert took < 1
