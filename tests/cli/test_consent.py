import re
from pathlib import Path

import pytest

from checkin import runtime
from checkin.core.consent import Act, By, Method, State
from checkin.core.inventory import Purpose
from checkin.services.enrolment import NewPerson, enrol
from checkin.settings import load
from checkin.storage import consents, people
from tests.cli.test_notice import ADMIN, OFFICER, instance
from tests.commands import invoke
from tests.world import BOTH, SHOWN

__all__ = ["instance"]

ADA = "ada.lindqvist@linden.example"


@pytest.fixture
def record(instance: Path) -> object:
    """Somebody takes part: what stands for them among the consents."""
    from uuid import uuid4

    rt = runtime.start(load(instance, {}))
    person = NewPerson(ADA, "Ada Lindqvist", "en", uuid4(), (), BOTH)  # type: ignore[arg-type]
    with rt.writing() as db:
        enrolled = enrol(db, person, SHOWN, rt.making(), now=rt.now())
    rt.store.close()
    return enrolled.refs.consent


def invalidate(instance: Path, email: str, officer: str) -> tuple[int, str]:
    done = invoke(
        "consent", "invalidate", email, "--as", officer, "--reason", "pressure",
        "--instance", instance,
    )  # fmt: skip
    return done.exit_code, done.output


def test_what_an_officer_finds_invalid_is_gone_at_once(instance: Path, record: object) -> None:
    code, said = invalidate(instance, ADA.upper(), OFFICER)

    assert code == 0, said
    assert re.search(r"Tell them the code \w{5}-\w{5}: at http://localhost:8000/take-back", said)
    rt = runtime.start(load(instance, {}))
    with rt.reading() as db:
        assert people.by_email(db, ADA) is None
        acts = consents.history(db, record)  # type: ignore[arg-type]
    rt.store.close()
    found = [act for act in acts if act.act is Act.INVALIDATE]
    assert {(act.by, act.method, act.state) for act in found} == {
        (By.OFFICER, Method.FINDING, State.INVALIDATED)
    }
    assert {act.purpose for act in found} == {Purpose.ENTRY, Purpose.HISTORY}


def test_nobody_else_finds_that(instance: Path, record: object) -> None:
    code, said = invalidate(instance, ADA, ADMIN)

    assert code == 1
    assert "can't invalidate consents" in said


def test_somebody_who_does_not_take_part_is_told_as_that(instance: Path) -> None:
    code, said = invalidate(instance, "nobody@linden.example", OFFICER)

    assert code == 1
    assert "Nobody with this address takes part." in said
