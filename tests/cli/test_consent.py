import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from checkin import jobs, runtime
from checkin.core import consent as rules
from checkin.core.consent import Act, By, Method, State
from checkin.core.ids import ConsentRef, SiteId
from checkin.core.inventory import Purpose
from checkin.runtime import Runtime
from checkin.services import enrolment
from checkin.services.enrolment import NewPerson, enrol
from checkin.settings import load
from checkin.storage import consents, people
from tests.cli.test_notice import ADMIN, OFFICER, instance
from tests.commands import invoke
from tests.world import BOTH, SHOWN

__all__ = ["instance"]

ADA = "ada.lindqvist@linden.example"


@contextmanager
def at_work(instance: Path) -> Iterator[Runtime]:
    rt = runtime.start(load(instance, {}))
    yield rt
    rt.store.close()


def join(instance: Path, *names: str) -> list[ConsentRef]:
    """Let these people take part: what stands for each among the consents."""
    made = []
    with at_work(instance) as rt:
        for name in names:
            address = f"{name.lower().replace(' ', '.')}@linden.example"
            person = NewPerson(address, name, "en", SiteId(uuid4()), (), BOTH)
            with rt.writing() as db:
                made.append(enrol(db, person, SHOWN, rt.making(), now=rt.now()).refs.consent)
    return made


@pytest.fixture
def record(instance: Path) -> ConsentRef:
    """Somebody takes part: what stands for them among the consents."""
    return join(instance, "Ada Lindqvist")[0]


def invalidate(instance: Path, email: str, officer: str) -> tuple[int, str]:
    done = invoke(
        "consent", "invalidate", email, "--as", officer, "--reason", "pressure",
        "--instance", instance,
    )  # fmt: skip
    return done.exit_code, done.output


def test_what_an_officer_finds_invalid_is_gone_at_once(instance: Path, record: ConsentRef) -> None:
    code, said = invalidate(instance, ADA.upper(), OFFICER)

    assert code == 0, said
    assert re.search(r"Tell them the code \w{5}-\w{5}: at http://localhost:8000/take-back", said)
    with at_work(instance) as rt, rt.reading() as db:
        assert people.by_email(db, ADA) is None
        acts = consents.history(db, record)
    found = [act for act in acts if act.act is Act.INVALIDATE]
    assert {(act.by, act.method, act.state) for act in found} == {
        (By.OFFICER, Method.FINDING, State.INVALIDATED)
    }
    assert {act.purpose for act in found} == {Purpose.ENTRY, Purpose.HISTORY}


def test_nobody_else_finds_that(instance: Path, record: ConsentRef) -> None:
    code, said = invalidate(instance, ADA, ADMIN)

    assert code == 1
    assert "can't invalidate consents" in said


def test_somebody_who_does_not_take_part_is_told_as_that(instance: Path) -> None:
    code, said = invalidate(instance, "nobody@linden.example", OFFICER)

    assert code == 1
    assert "Nobody with this address takes part." in said


# --- everybody's ------------------------------------------------------------------------------

SOME = ("Ada Lindqvist", "Ben Okafor", "Carla Reyes", "Dev Patel", "Edith Clarke")


def invalidate_all(
    instance: Path, purpose: str, *more: str, officer: str = OFFICER, typed: str = ""
) -> tuple[int, str]:
    done = invoke(
        "consent", "invalidate-all", purpose, "--as", officer, "--reason", "faulty_notice",
        "--instance", instance, *more, typed=typed,
    )  # fmt: skip
    return done.exit_code, done.output


def standing(instance: Path, *records: ConsentRef) -> list[frozenset[Purpose]]:
    with at_work(instance) as rt, rt.reading() as db:
        return [rules.standing(consents.history(db, record)) for record in records]


def test_everybody_s_consent_ends_a_few_at_a_time(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BATCH", 2)
    records = join(instance, *SOME)

    code, said = invalidate_all(instance, "entry", "--yes")

    assert code == 0, said
    assert said.splitlines()[:3] == ["2 so far", "4 so far", "5 so far"]
    assert "It ended for everybody." in said
    assert standing(instance, *records) == [frozenset()] * len(SOME)
    with at_work(instance) as rt, rt.reading() as db:
        assert people.by_email(db, ADA) is None
        acts = [act for one in records for act in consents.history(db, one)]
    assert sum(act.act is Act.INVALIDATE for act in acts) == 2 * len(SOME)


def test_of_entries_alone_the_badge_stays(instance: Path) -> None:
    records = join(instance, *SOME)

    code, said = invalidate_all(instance, "history", "--yes")

    assert code == 0, said
    assert standing(instance, *records) == [frozenset({Purpose.ENTRY})] * len(SOME)


def test_it_asks_first_and_does_nothing_without_a_yes(instance: Path, record: ConsentRef) -> None:
    code, said = invalidate_all(instance, "entry", typed="n\n")

    assert code == 1
    assert "Everybody's entry ends now, for good. Go on?" in said
    assert standing(instance, record) == [BOTH]


def test_stopped_halfway_it_goes_on_where_it_was(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a block has done when it is stopped counts for nothing, and the next run does it."""
    monkeypatch.setattr(jobs, "BATCH", 2)
    records = join(instance, *SOME)
    whole, blocks = enrolment.invalidate_all, iter((False, True))

    def stopped_in_the_second(*given: Any, **named: Any) -> int:
        done = whole(*given, **named)
        if next(blocks):
            raise KeyboardInterrupt
        return done

    with monkeypatch.context() as stopping:
        stopping.setattr(enrolment, "invalidate_all", stopped_in_the_second)
        assert invalidate_all(instance, "entry", "--yes")[0] == 1
    assert standing(instance, *records).count(frozenset()) == 2

    code, said = invalidate_all(instance, "entry", "--yes")

    assert code == 0, said
    assert "3 so far" in said
    assert standing(instance, *records) == [frozenset()] * len(SOME)
    with at_work(instance) as rt:
        jobs.recover(rt)
        assert rt.missing_erasures() == []


def test_done_once_there_is_nothing_left_to_do(instance: Path, record: ConsentRef) -> None:
    invalidate_all(instance, "entry", "--yes")

    code, said = invalidate_all(instance, "entry", "--yes")

    assert code == 0
    assert said == "Nobody's yes to it stands: there is nothing to end.\n"


def test_nobody_else_finds_that_of_everybody(instance: Path, record: ConsentRef) -> None:
    code, said = invalidate_all(instance, "entry", "--yes", officer=ADMIN)

    assert code == 1
    assert "can't invalidate consents" in said
    assert standing(instance, record) == [BOTH]
