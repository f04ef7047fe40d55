import signal
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from checkin.cli import run
from checkin.core.errors import ConflictError
from checkin.settings import MailSettings, Settings
from tests import postgres
from tests.commands import checkin, free_port, get, invoke, running

EVERYWHERE = "0.0.0.0"  # noqa: S104 - what is to be refused
NEW = (
    "--organisation=Linden Works",
    "--code=linden",
    "--domains=linden.example",
    "--email=ada@linden.example",
)


def leave_empty(url: str) -> None:
    """Prepare a database by doing nothing to it."""


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """An instance that `checkin init` has just made."""
    folder = tmp_path / "instance"
    made = invoke("init", "--instance", folder, "--base-url=http://localhost:8000", *NEW)
    assert made.exit_code == 0, made.output
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(("how", "group"), [(signal.SIGTERM, False), (signal.SIGINT, True)])
def test_an_instance_serves_until_it_is_told_to_stop(
    instance: Path, tmp_path: Path, how: signal.Signals, group: bool
) -> None:
    port = free_port()
    with running(
        tmp_path / "run", "run", "--instance", instance, "--port", port, until="listening at"
    ) as command:
        landing = get(f"http://localhost:{port}/")
        keys = get(f"http://localhost:{port}/.well-known/jwks.json")
        guide = get(f"http://localhost:{port}/demo/guide")

        code = command.stop(how, group=group)

    assert (landing.status, keys.status, guide.status) == (200, 200, 404)
    assert "Linden Works" in landing.text
    assert code == 0


@pytest.mark.slow
def test_no_request_is_logged(instance: Path, tmp_path: Path) -> None:
    port = free_port()
    with running(
        tmp_path / "run", "run", "--instance", instance, "--port", port, until="listening at"
    ) as command:
        get(f"http://localhost:{port}/about?who=ada")
        command.stop()

        said = command.said("stdout") + command.said("stderr")

    assert "/about" not in said
    assert said.count("127.0.0.1") == 1  # where it listens


@pytest.mark.slow
def test_a_port_that_is_taken_is_told_rather_than_shared(instance: Path, tmp_path: Path) -> None:
    port = free_port()
    with running(
        tmp_path / "run", "run", "--instance", instance, "--port", port, until="listening at"
    ):
        second = checkin("run", "--instance", instance, "--port", port)

    assert second.returncode == 1
    assert f"Port {port} is taken" in second.stderr


def test_a_database_behind_this_release_is_not_served(instance: Path) -> None:
    database = sqlite3.connect(instance / "checkin.db")
    database.execute("UPDATE alembic_version SET version_num = '0000'")
    database.execute("DELETE FROM alembic_version")
    database.commit()
    database.close()

    refused = invoke("run", "--instance", instance, "--port", free_port())

    assert refused.exit_code == 1
    assert "checkin migrate" in refused.output


def test_limits_outside_the_law_are_not_served(instance: Path) -> None:
    refused = invoke("run", "--instance", instance, CHECKIN_LIMITS_RETENTION_ENTRY_DAYS="91")

    assert refused.exit_code == 1
    assert "retention_entry_days is 91; it has to be 1 to 90" in refused.output


def test_plain_http_stays_on_this_machine(instance: Path) -> None:
    refused = invoke("run", "--instance", instance, "--host", EVERYWHERE, "--port", free_port())

    assert refused.exit_code == 1
    assert "Put a proxy that speaks https in front" in refused.output


def test_https_by_a_proxy_may_be_listened_for_everywhere(tmp_path: Path) -> None:
    settings = Settings(instance=tmp_path, base_url="https://checkin.example.org")

    run.check_exposure(settings, EVERYWHERE)

    with pytest.raises(ConflictError):
        run.check_exposure(Settings(instance=tmp_path), "192.168.1.10")


def test_sqlite_is_served_by_one_process(tmp_path: Path) -> None:
    on_sqlite = Settings(instance=tmp_path)

    assert run.worker_count(on_sqlite, None) == 1
    with pytest.raises(ConflictError, match="PostgreSQL"):
        run.worker_count(on_sqlite, 2)


def test_postgresql_is_served_by_a_process_for_each_core(tmp_path: Path) -> None:
    settings = Settings(instance=tmp_path, database_url="postgresql+psycopg://x@localhost/x")

    assert run.worker_count(settings, None) >= 1
    assert run.worker_count(settings, 3) == 3


def test_what_people_have_to_know_first_is_asked_for(tmp_path: Path) -> None:
    bare = Settings(instance=tmp_path)
    whole = Settings(
        instance=tmp_path,
        dpia_ref="DPIA 1",
        workers_consulted_on="2026-01-01",
        mail=MailSettings(host="mail.example.org"),
    )

    assert [warning.split(maxsplit=1)[0] for warning in run.warnings(bare)] == [
        "dpia_ref",
        "workers_consulted_on",
        "mail",
    ]
    assert run.warnings(whole) == []


@pytest.mark.parametrize("missing", ["dpia_ref", "workers_consulted_on"])
def test_nobody_real_is_asked_before_it_was_assessed_and_workers_were_heard(
    tmp_path: Path, missing: str
) -> None:
    assessed = Settings(
        instance=tmp_path,
        base_url="https://checkin.example.org",
        dpia_ref="DPIA-7",
        workers_consulted_on="2026-09-01",
    )
    run.check_consulted(assessed)

    with pytest.raises(ConflictError, match=missing):
        run.check_consulted(replace(assessed, **{missing: ""}))  # type: ignore[arg-type]


def test_on_ones_own_machine_one_may_try_first(tmp_path: Path) -> None:
    run.check_consulted(Settings(instance=tmp_path))


def test_whoever_runs_behind_a_proxy_is_told_to_say_so(tmp_path: Path) -> None:
    behind = Settings(
        instance=tmp_path,
        base_url="https://checkin.example.org",
        dpia_ref="DPIA 1",
        workers_consulted_on="2026-01-01",
        mail=MailSettings(host="mail.example.org"),
    )

    assert [warning.split(maxsplit=1)[0] for warning in run.warnings(behind)] == ["trusted_proxies"]
    assert run.warnings(replace(behind, trusted_proxies=1)) == []


@pytest.mark.parametrize(
    ("base_url", "port"),
    [
        ("http://localhost:8123", 8123),
        ("http://127.0.0.1", 8000),
        ("https://checkin.example.org:8443", 8000),
    ],
)
def test_the_port_is_that_of_this_machines_own_address(
    tmp_path: Path, base_url: str, port: int
) -> None:
    assert run.default_port(Settings(instance=tmp_path, base_url=base_url)) == port


@pytest.mark.slow
@pytest.mark.postgres
def test_several_processes_serve_one_postgresql_database(
    tmp_path: Path, postgres_server: postgres.Server
) -> None:
    with postgres_server.database(leave_empty) as url:
        folder, port = tmp_path / "instance", free_port()
        made = invoke(
            "init", "--instance", folder, "--base-url=http://localhost:8000", *NEW,
            "--database-url", url,
        )  # fmt: skip
        assert made.exit_code == 0, made.output

        with running(
            tmp_path / "run", "run", "--instance", folder, "--port", port, "--workers=2",
            until="listening at",
        ) as command:  # fmt: skip
            statuses = {get(f"http://localhost:{port}/").status for _ in range(8)}
            code = command.stop()

    assert statuses == {200}
    assert code == 0
