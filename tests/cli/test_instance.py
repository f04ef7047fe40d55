import tomllib
from pathlib import Path
from stat import S_IMODE

import pytest

from checkin.cli import instance
from checkin.core.badge import KeyPurpose
from checkin.core.errors import ConflictError, UnavailableError
from checkin.keys import KeyFault
from checkin.runtime import utc_now
from checkin.services import upkeep
from checkin.settings import DEMO_MARK, FILE, Controller, Settings, SettingsError, load


def settings(folder: Path, **changes: object) -> Settings:
    values: dict[str, object] = {
        "organisation": 'Linden & "Söhne"\\',
        "code": "LINDEN",
        "base_url": "http://localhost:8000",
        "domains": ("linden.example", "linden.test"),
        "controller": Controller(
            "Linden Ltd", "2 Linden Road", "privacy@linden.example", "the DPA"
        ),
    }
    return Settings(instance=folder, **{**values, **changes})  # type: ignore[arg-type]


def test_a_new_instance_is_read_back_as_it_was_meant(tmp_path: Path) -> None:
    meant = settings(tmp_path / "new")

    instance.create(meant).store.close()

    assert load(tmp_path / "new", {}) == meant


def test_everything_in_a_new_instance_is_this_users_alone(tmp_path: Path) -> None:
    instance.create(settings(tmp_path / "new")).store.close()

    found = [tmp_path / "new", *(tmp_path / "new").rglob("*")]
    assert len(found) > 5
    assert {path.name for path in found if S_IMODE(path.stat().st_mode) & 0o077} == set()


def test_the_settings_file_explains_itself(tmp_path: Path) -> None:
    instance.create(settings(tmp_path / "new")).store.close()

    text = (tmp_path / "new" / FILE).read_text()

    tops = [name for name, value in tomllib.loads(text).items() if not isinstance(value, dict)]
    for line in (f"\n{name} = " for name in tops):
        before = text[: text.index(line)].splitlines()
        assert any(written.startswith("#") for written in before[-3:]), line


def test_a_new_instance_can_sign_and_keep_rows_at_once(tmp_path: Path) -> None:
    rt = instance.create(settings(tmp_path / "new"))

    upkeep.check_up_to_date(rt.settings.database)

    assert rt.keyring.active(KeyPurpose.BADGE, now=utc_now())
    rt.store.close()


@pytest.mark.parametrize("taken", [FILE, "checkin.db", "keys/keys.json"])
def test_nothing_that_is_there_is_ever_overwritten(tmp_path: Path, taken: str) -> None:
    kept = tmp_path / taken
    kept.parent.mkdir(exist_ok=True)
    kept.write_text("mine")

    with pytest.raises(ConflictError, match=r"is there already\. Nothing was changed"):
        instance.create(settings(tmp_path))

    assert kept.read_text() == "mine"
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [kept.name]


@pytest.mark.parametrize(
    ("name", "value"),
    [("code", "a b"), ("code", ""), ("database_url", "mysql://x"), ("trusted_proxies", "-1")],
)
def test_what_no_server_could_run_with_is_refused_by_its_name(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(SettingsError, match=f"^{name} "):
        load(tmp_path, {f"CHECKIN_{name.upper()}": value})


def test_settings_that_cannot_be_make_nothing(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="https"):
        instance.create(settings(tmp_path / "new", base_url="http://checkin.example.org"))

    assert not (tmp_path / "new").exists()


def test_a_database_with_tables_is_not_taken_over(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'other.db'}"
    upkeep.bring_up_to_date(url)

    with pytest.raises(ConflictError, match="has tables already"):
        instance.create(settings(tmp_path / "new", database_url=url))

    assert not (tmp_path / "new" / "keys").exists()


def test_a_database_that_cannot_be_reached_leaves_no_half_instance(tmp_path: Path) -> None:
    url = "postgresql+psycopg://x@127.0.0.1:1/x"

    with pytest.raises(UnavailableError):
        instance.create(settings(tmp_path / "new", database_url=url))

    assert list((tmp_path / "new").iterdir()) == []


def test_an_instance_that_is_not_there_is_told_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(ConflictError, match="checkin init"):
        instance.settings_of(tmp_path)


def test_no_command_works_on_keys_that_others_may_read(tmp_path: Path) -> None:
    rt = instance.create(settings(tmp_path / "new"))
    rt.store.close()
    (rt.settings.keys / "secret.bin").chmod(0o644)

    with pytest.raises(KeyFault, match="chmod 600"):
        instance.opened(tmp_path / "new")


def test_an_installed_wheel_keeps_instances_with_this_users_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instance, "_CHECKOUT", tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    assert instance.default_folder() == tmp_path / "data" / "checkin"


def test_only_what_the_demo_made_can_be_a_demo(tmp_path: Path) -> None:
    instance.create(settings(tmp_path / "new")).store.close()

    with pytest.raises(SettingsError, match="demo is for"):
        load(tmp_path / "new", {"CHECKIN_DEMO": "true"})

    (tmp_path / "new" / DEMO_MARK).touch()
    assert load(tmp_path / "new", {"CHECKIN_DEMO": "true"}).demo


def test_a_password_in_the_databases_address_shows_in_no_log(tmp_path: Path) -> None:
    kept = settings(tmp_path, database_url="postgresql+psycopg://checkin:sesame@db/checkin")

    assert "sesame" not in repr(kept)


def test_a_checkout_keeps_its_instance_inside() -> None:
    assert instance.default_folder() == Path(__file__).parents[2] / "instance"
