import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from checkin.cli import instance, main
from checkin.core.badge import KeyPurpose
from checkin.keys import Keyring
from checkin.runtime import utc_now
from checkin.settings import Settings
from checkin.storage.store import Store
from checkin.storage.tables import audit_event
from tests import world
from tests.commands import checkin
from tests.world import looking_in


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An instance that `checkin init` could have made."""
    made = world.settings(tmp_path / "instance")
    instance.create(made).store.close()
    return made


def keys(settings: Settings, *arguments: str, typed: str = "") -> Result:
    command = ["keys", arguments[0], "--instance", str(settings.instance), *arguments[1:]]
    return CliRunner().invoke(main, command, input=typed)


def active(settings: Settings, purpose: KeyPurpose = KeyPurpose.BADGE) -> bytes:
    return Keyring.load(settings.keys).active(purpose, utc_now())


def written_down(settings: Settings) -> list[str]:
    store = Store(settings.database)
    with looking_in(), store.reading() as db:
        acts = list(db.scalars(select(audit_event.c.act).order_by(audit_event.c.id)))
    store.close()
    return [act for act in acts if act.startswith("key.")]


def test_every_key_is_listed_with_what_comes_next(settings: Settings) -> None:
    done = checkin("keys", "list", "--instance", settings.instance)

    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["badge", "status", "day", "log"]
    assert all(re.search(r"signing +It signs until 20\d\d-\d\d-\d\d\.", line) for line in lines)


def test_a_new_key_waits_for_its_day(settings: Settings) -> None:
    present = active(settings)

    done = keys(settings, "new", "badge")

    assert done.exit_code == 0, done.output
    assert "Made and published: the badge key" in done.stdout
    assert "by itself" in done.stdout
    assert active(settings) == present
    assert written_down(settings) == ["key.new"]
    waiting = re.search(r"key ([0-9a-f]{16})\.", done.stdout)
    assert waiting
    early = keys(settings, "activate", waiting[1])
    assert early.exit_code == 1
    assert "Readers may not know the key" in early.stderr
    assert keys(settings, "activate", waiting[1], "--now").exit_code == 0
    assert active(settings).hex() == waiting[1]


def test_a_key_is_retired_once_another_signs(settings: Settings) -> None:
    old = active(settings).hex()
    alone = keys(settings, "retire", old)
    assert alone.exit_code == 1
    assert "No other badge key may sign yet" in alone.stderr
    assert "signs from now on" in keys(settings, "new", "badge", "--now").stdout

    done = keys(settings, "retire", old)

    assert done.exit_code == 0, done.output
    assert "What it signed stays good" in done.stdout
    assert written_down(settings) == ["key.new", "key.retire"]


def test_a_stolen_key_is_revoked_and_followed_by_another(settings: Settings) -> None:
    stolen = active(settings)

    done = keys(settings, "revoke", stolen.hex(), "--yes")

    assert done.exit_code == 0, done.output
    assert f"The key {stolen.hex()} is revoked." in done.stdout
    assert active(settings) != stolen
    assert sorted(written_down(settings)) == ["key.new", "key.revoke"]


def test_revoking_asks_first(settings: Settings) -> None:
    stolen = active(settings)

    done = keys(settings, "revoke", stolen.hex(), typed="n\n")

    assert done.exit_code == 1
    assert active(settings) == stolen


def test_an_emergency_does_not_wait_for_the_database(settings: Settings) -> None:
    stolen = active(settings)
    (settings.instance / "checkin.db").unlink()

    done = keys(settings, "revoke", stolen.hex(), "--yes")

    assert done.exit_code == 0, done.output
    assert "done, but not written down" in done.stderr
    assert active(settings) != stolen


@pytest.mark.parametrize("kid", ["no key", "00" * 8])
def test_a_key_that_isnt_there_is_named(settings: Settings, kid: str) -> None:
    done = keys(settings, "retire", kid)

    assert done.exit_code != 0
    assert kid in done.stderr


def test_a_gap_without_any_key_is_told(settings: Settings) -> None:
    keyring = Keyring.load(settings.keys)
    file = settings.keys / "keys.json"
    key = keyring.key(active(settings))
    assert key is not None
    soon = (utc_now().replace(microsecond=0)).isoformat()
    file.write_text(file.read_text().replace(key.not_after.isoformat(), soon))

    done = keys(settings, "new", "badge")

    assert "Until then no key may sign" in done.stdout
