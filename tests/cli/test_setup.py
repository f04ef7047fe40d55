import errno
import os
import sqlite3
from pathlib import Path

import pytest

from checkin.cli import instance as instance_folder
from tests.commands import checkin, invoke

ANSWERS = {
    "--organisation": "Linden Works",
    "--code": "linden",
    "--base-url": "http://localhost:8000",
    "--domains": "Linden.example, linden.test",
    "--email": "ada@linden.example",
}


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    folder = tmp_path / "instance"
    made = init(folder)
    assert made[0] == 0, made[1]
    return folder


def init(folder: Path, **changes: str) -> tuple[int, str]:
    options = {
        **ANSWERS,
        **{f"--{name.replace('_', '-')}": value for name, value in changes.items()},
    }
    given = [part for option in options.items() for part in option]
    done = invoke("init", "--instance", folder, *given)
    return done.exit_code, done.output


def test_init_makes_an_instance_and_says_what_comes_next(tmp_path: Path) -> None:
    code, said = init(tmp_path / "new")

    assert code == 0
    assert "http://localhost:8000/console/setup/" in said
    for command in (
        "checkin run",
        "checkin doctor",
        "checkin accounts link",
        "checkin notice draft",
        "checkin notice publish",
    ):
        assert f"{command} --instance {tmp_path / 'new'}" in said


def test_init_asks_nothing_where_an_instance_is_already(instance: Path) -> None:
    done = invoke("init", "--instance", instance)

    assert done.exit_code == 1
    assert "organisation" not in done.output
    assert "Nothing was changed" in done.output


def test_init_refuses_a_second_time_and_changes_nothing(instance: Path) -> None:
    before = {path: path.read_bytes() for path in instance.rglob("*") if path.is_file()}

    code, said = init(instance)

    assert code == 1
    assert "Nothing was changed" in said
    assert {path: path.read_bytes() for path in instance.rglob("*") if path.is_file()} == before


def test_init_refuses_an_address_without_encryption(tmp_path: Path) -> None:
    code, said = init(tmp_path / "new", base_url="http://checkin.example.org")

    assert code == 1
    assert "base_url has to begin with https" in said
    assert not (tmp_path / "new").exists()


def test_init_refuses_an_owner_without_an_address(tmp_path: Path) -> None:
    code, said = init(tmp_path / "new", email="ada")

    assert code == 1
    assert "ada is no e-mail address" in said
    assert not (tmp_path / "new").exists()


def saying_no(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Let the machine refuse the last file of a new instance."""

    def refused(path: Path, _text: str) -> None:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(instance_folder, "_write_private", refused)


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (errno.ENOSPC, "the disk is full. Make room, then run the same command again."),
        (errno.EACCES, "this user may not. Name another folder"),
        (errno.EROFS, "its disk takes no changes"),
    ],
)
def test_an_init_that_fails_half_way_leaves_nothing_and_can_be_run_again(
    tmp_path: Path, number: int, advice: str
) -> None:
    with pytest.MonkeyPatch.context() as machine:
        saying_no(machine, number)
        code, said = init(tmp_path / "new")
    left = list((tmp_path / "new").iterdir())
    again, _ = init(tmp_path / "new")

    assert code == 1
    assert advice in said
    assert left == []
    assert again == 0


def test_a_fault_that_nobody_expected_keeps_its_trace(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as machine:
        saying_no(machine, errno.EIO)
        given = [part for option in ANSWERS.items() for part in option]
        done = invoke("init", "--instance", tmp_path / "new", *given)

    assert isinstance(done.exception, OSError)


def test_init_asks_for_what_no_option_gives(tmp_path: Path) -> None:
    done = invoke("init", "--instance", tmp_path / "new")

    assert done.exit_code == 1  # nobody is there to answer
    assert "What is the organisation called" in done.stdout


def test_the_first_account_has_a_link_and_no_password(instance: Path) -> None:
    database = sqlite3.connect(instance / "checkin.db")
    (account,) = database.execute(
        "SELECT work_email, role, password_hash, setup_hash IS NOT NULL FROM account"
    )
    database.close()

    assert account == ("ada@linden.example", "site_admin", None, 1)


def test_a_lost_link_is_replaced_by_another(instance: Path) -> None:
    first = invoke("accounts", "link", "ada@linden.example", "--instance", instance)
    second = invoke("accounts", "link", "ada@linden.example", "--instance", instance)

    links = [done.stdout.splitlines()[0] for done in (first, second)]
    assert all(link.startswith("http://localhost:8000/console/setup/") for link in links)
    assert len(set(links)) == 2


def test_an_address_without_an_account_gets_no_link(instance: Path) -> None:
    done = invoke("accounts", "link", "eve@linden.example", "--instance", instance)

    assert done.exit_code == 1
    assert "There is no console account with this address" in done.stderr


def test_migrate_says_what_it_did(instance: Path) -> None:
    up_to_date = invoke("migrate", "--instance", instance)
    (instance / "checkin.db").unlink()

    from_nothing = invoke("migrate", "--instance", instance)

    assert "already; its guards are in place" in up_to_date.stdout
    assert "went from step none to" in from_nothing.stdout


def test_retention_shows_what_is_due_and_lets_go_of_it(instance: Path) -> None:
    database = sqlite3.connect(instance / "checkin.db")
    database.executemany(
        "INSERT INTO marker (use_hash, until) VALUES (?, '2020-01-01 00:00:00.000000')",
        ((number.to_bytes(2),) for number in range(1001)),
    )
    database.commit()
    database.close()

    due = invoke("retention", "due", "--instance", instance)
    metrics = invoke("retention", "metrics", "--instance", instance)
    run = invoke("retention", "run", "--instance", instance)
    after = invoke("retention", "due", "--instance", instance)

    assert "marker: 1001 due, the oldest of 2020-01-01" in due.stdout
    assert 'checkin_erasure_overdue{table="marker"} 1010' in metrics.stdout
    assert "checkin_requests_overdue 0" in metrics.stdout
    assert run.stdout.splitlines() == ["1000 so far", "1001 rows were due and are gone."]
    assert "Nothing is due" in after.stdout


def test_retention_fails_while_the_clock_is_behind_until_somebody_says_that_it_is_right(
    instance: Path,
) -> None:
    with sqlite3.connect(instance / "checkin.db") as database:
        database.execute("INSERT INTO marker (use_hash, until) VALUES (x'00', '2020-01-01 00:00')")
        database.execute(
            "INSERT INTO audit_event VALUES "
            "('00', '2199-01-01 00:00:00', 'a', 'a', 'a', 'a', '', '1', x'00', x'00')"
        )
    database.close()

    halted = invoke("retention", "run", "--instance", instance)
    confirmed = invoke("retention", "run", "--clock-is-right", "--instance", instance)

    assert (halted.exit_code, halted.stdout) == (1, "")
    assert "Nothing is deleted until the clock is right" in halted.stderr
    assert "checkin retention run --clock-is-right" in halted.stderr
    assert "1 rows were due and are gone" in confirmed.stdout


@pytest.mark.slow
def test_help_names_every_command_in_a_sentence() -> None:
    done = checkin("--help")

    assert done.returncode == 0
    for command in ("accounts", "demo", "doctor", "init", "migrate", "notice", "retention", "run"):
        assert f"\n  {command} " in done.stdout


def test_a_command_without_an_instance_says_how_to_make_one(tmp_path: Path) -> None:
    done = invoke("doctor", "--instance", tmp_path / "nowhere")

    assert done.exit_code == 1
    assert "checkin init" in done.stderr
