"""Backup and restore as an administrator does them, with the files that they need."""

import shutil
from datetime import timedelta
from pathlib import Path
from stat import S_IMODE

import pytest
from click.testing import Result

from checkin import jobs, runtime
from checkin.app import create_app
from checkin.cli import backup, instance, sealed_file
from checkin.core.errors import ConflictError
from checkin.core.ids import KioskId
from checkin.keys import Keyring
from checkin.runtime import Runtime
from checkin.settings import BACKUP_MARK
from tests import world
from tests.commands import invoke
from tests.world import Building, Clock


@pytest.fixture
def building(tmp_path: Path) -> Building:
    """Linden Works in an instance that `checkin init` could have made."""
    settings = world.settings(tmp_path / "instance")
    rt = instance.create(settings, keys_from=runtime.utc_now() - timedelta(days=1))
    clock = Clock(runtime.utc_now().replace(microsecond=0))
    made = Building(Runtime(rt.settings, rt.store, rt.keyring, clock), clock)
    world.furnish(made)
    return made


def backed_up(building: Building, to: Path) -> Path:
    done = invoke("backup", "--instance", building.runtime.settings.instance, "--to", to)
    assert done.exit_code == 0, done.output
    assert "sealed with this instance's keys" in done.output
    return max(to.glob("checkin-*.backup"))


def lose_database(building: Building) -> None:
    building.runtime.store.close()
    for file in building.runtime.settings.instance.glob("checkin.db*"):
        file.unlink()


def restore(building: Building, file: Path, *options: str) -> Result:
    return invoke("restore", "--instance", building.runtime.settings.instance, file, *options)


def opened_again(building: Building) -> Building:
    again = runtime.start(building.runtime.settings)
    rt = Runtime(again.settings, again.store, again.keyring, building.clock)
    return Building(rt, building.clock, hq=building.hq, kiosk=KioskId(building.kiosk))


def test_after_a_restore_counts_and_badges_are_as_they_were(
    building: Building, tmp_path: Path
) -> None:
    ada = world.enrol(building)
    file = backed_up(building, tmp_path / "backups")
    before = world.rows(building.runtime.store)
    lose_database(building)
    building.runtime.settings.ledger.touch()

    done = restore(building, file)

    assert done.exit_code == 0, done.output
    assert "identity: 1" in done.output
    restored = opened_again(building)
    assert world.rows(restored.runtime.store) == before | {"audit_event": before["audit_event"] + 1}
    world.came_in(restored, ada, building.now)
    restored.runtime.store.close()


def test_whoever_was_erased_since_the_backup_is_not_back(
    building: Building, tmp_path: Path
) -> None:
    world.enrol(building, "Grace Hopper")
    ada = world.enrol(building)
    file = backed_up(building, tmp_path / "backups")
    world.take_back(building, ada)
    lose_database(building)

    done = restore(building, file)

    assert "Erased again: 1." in done.output
    store = opened_again(building).runtime.store
    assert world.find(store, "lindqvist") == []
    assert world.find(store, "hopper")
    store.close()


def test_a_backup_holds_no_word_that_can_be_read_and_is_this_users_alone(
    building: Building, tmp_path: Path
) -> None:
    world.enrol(building)

    file = backed_up(building, tmp_path / "backups")

    assert b"lindqvist" not in file.read_bytes().lower()
    assert S_IMODE(file.stat().st_mode) == 0o600
    assert S_IMODE(file.parent.stat().st_mode) == 0o700
    assert (building.runtime.settings.instance / BACKUP_MARK).exists()


def test_the_database_that_comes_back_is_this_users_alone(
    building: Building, tmp_path: Path
) -> None:
    file = backed_up(building, tmp_path / "backups")
    lose_database(building)

    assert restore(building, file).exit_code == 0

    database = building.runtime.settings.instance / "checkin.db"
    assert S_IMODE(database.stat().st_mode) == 0o600


def test_other_keys_are_refused_and_the_database_stays_empty(
    building: Building, tmp_path: Path
) -> None:
    file = backed_up(building, tmp_path / "backups")
    lose_database(building)
    keys = building.runtime.settings.keys
    shutil.rmtree(keys)
    Keyring.create(keys, now=runtime.utc_now())

    done = restore(building, file)

    assert done.exit_code == 1
    assert "These keys don't open this backup" in done.output
    assert not (building.runtime.settings.instance / "checkin.db").exists()


def test_without_a_ledger_nothing_is_restored_unless_it_is_said_to_be_lost(
    building: Building, tmp_path: Path
) -> None:
    file = backed_up(building, tmp_path / "backups")
    lose_database(building)
    building.runtime.settings.ledger.unlink()

    refused = restore(building, file)
    done = restore(building, file, "--ledger-is-lost")

    assert refused.exit_code == 1
    assert "There is no ledger of erasures" in refused.output
    assert done.exit_code == 0, done.output
    store = opened_again(building).runtime.store
    assert world.find(store, "restored_without_ledger") == ["audit_event.act"]
    store.close()


def test_a_backup_older_than_the_ledger_is_of_no_use(
    building: Building, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = backed_up(building, tmp_path / "backups")
    lose_database(building)
    later = runtime.utc_now() + timedelta(days=44)
    monkeypatch.setattr(runtime, "utc_now", lambda: later)

    done = restore(building, file)

    assert done.exit_code == 1
    assert "Delete it" in done.output


def test_a_running_database_is_never_overwritten(building: Building, tmp_path: Path) -> None:
    file = backed_up(building, tmp_path / "backups")
    building.runtime.settings.ledger.touch()

    done = restore(building, file)

    assert done.exit_code == 1
    assert "overwrites nothing" in done.output


def test_backups_roll_off_and_other_files_stay(building: Building, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir(mode=0o700)
    now = runtime.utc_now()
    old, young = (folder / (now - timedelta(days=days)).strftime(backup._NAME) for days in (14, 13))
    other = folder / "checkin-of-2019.backup"
    for file in (old, young, other):
        file.touch()

    done = invoke("backup", "--instance", building.runtime.settings.instance, "--to", folder)

    assert "1 older than 14 days deleted." in done.output
    assert not old.exists()
    assert young.exists()
    assert other.exists()


# --- the file ---------------------------------------------------------------------------------


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring.create(tmp_path / "keys", now=world.NOON)


def test_a_frame_that_was_moved_or_changed_is_noticed(tmp_path: Path, keyring: Keyring) -> None:
    file = tmp_path / "one.backup"
    sealed_file.write(file, [b"first", b"second"], keyring)
    assert list(sealed_file.read(file, keyring)) == [b"first", b"second"]
    whole = file.read_bytes()

    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))

    with pytest.raises(ConflictError, match="changed or damaged"):
        list(sealed_file.read(file, keyring))


def test_what_is_no_backup_is_not_read(tmp_path: Path, keyring: Keyring) -> None:
    file = tmp_path / "one.backup"
    file.write_bytes(b"SQLite format 3\0")

    with pytest.raises(ConflictError, match="no backup"):
        list(sealed_file.read(file, keyring))


def test_a_backup_that_fails_leaves_no_half_of_it(tmp_path: Path, keyring: Keyring) -> None:
    def frames() -> object:
        yield b"first"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        sealed_file.write(tmp_path / "one.backup", frames(), keyring)  # type: ignore[arg-type]

    assert list(tmp_path.iterdir()) == [tmp_path / "keys"]


# --- until it is done -------------------------------------------------------------------------


def test_a_database_put_back_by_hand_serves_one_page_until_erasures_are_done(
    building: Building,
) -> None:
    database = building.runtime.settings.instance / "checkin.db"
    ada = world.enrol(building)
    building.runtime.store.empty_log()
    shutil.copy(database, database.with_suffix(".copy"))
    world.take_back(building, ada)
    lose_database(building)
    shutil.move(database.with_suffix(".copy"), database)
    again = opened_again(building)
    client = create_app(again.runtime).test_client()

    page, answer = client.get("/me"), client.post("/api/v1/scans", json={})
    with client.get("/static/css/base.css") as style:
        pass
    work = jobs.Jobs(again.runtime)
    work.tick()
    after = client.get("/about")

    assert (page.status_code, answer.status_code, style.status_code) == (503, 503, 200)
    english, _, german = page.text.partition('<div class="card empty" lang="de">')
    assert '<html lang="en">' in english
    assert "Eine Sicherung wurde zurückgespielt" in german
    assert "A backup was restored." in page.text
    assert answer.json is not None
    assert answer.json["error"] == "unavailable"
    assert after.status_code == 200
    assert world.find(again.runtime.store, "lindqvist") == []
    again.runtime.store.close()
