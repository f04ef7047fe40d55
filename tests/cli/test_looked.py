from pathlib import Path

from checkin.core.ids import ConsentRef
from checkin.services.direct_reads import DIRECT
from checkin.storage import audit, people
from tests.cli.test_consent import ADA, at_work, instance, join, record
from tests.cli.test_notice import ADMIN, OFFICER
from tests.commands import invoke

__all__ = ["instance", "record"]

WHY = ("--ticket=OPS-17", "--kind=system_repair", "--reason=A table had to be mended by hand.")


def looked(instance: Path, *told: str) -> tuple[int, str]:
    done = invoke("looked", *told, *WHY, "--instance", instance)
    return done.exit_code, done.output


def looks(instance: Path) -> list[str]:
    with at_work(instance) as rt, rt.reading() as db:
        ada = people.by_email(db, ADA)
        assert ada is not None
        return [one.look.act for one in audit.looks_at(db, ada.refs.access)]


def test_whoever_read_the_database_tells_those_it_was_about(
    instance: Path, record: ConsentRef
) -> None:
    code, said = looked(instance, ADA, "--as", OFFICER)

    assert (code, said) == (0, "It is written down. People who read of it: 1.\n")
    assert looks(instance) == [DIRECT]


def test_or_everybody_and_it_is_said_when_that_comes_late(
    instance: Path, record: ConsentRef
) -> None:
    join(instance, "Grace Hopper")

    code, said = looked(instance, "--everybody", "--as", OFFICER, "--at", "2026-01-02T03:04")

    assert code == 0
    assert "People who read of it: 2." in said
    assert "more than 24 hours after" in said


def test_it_takes_somebody_or_everybody_and_an_account_that_may(
    instance: Path, record: ConsentRef
) -> None:
    for told in ((), (ADA, "--everybody")):
        code, said = looked(instance, *told, "--as", OFFICER)
        assert code == 2
        assert "or say --everybody" in said

    code, said = looked(instance, ADA, "--as", ADMIN)

    assert code == 1
    assert "Name an account with the role site admin or data protection officer" in said
    assert looks(instance) == []
