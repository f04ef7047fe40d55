"""An instance on PostgreSQL whose server owns no table, from its first day to a restored backup."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from checkin import jobs, runtime
from checkin.cli import database_user, doctor, instance, pack_document, run
from checkin.cli.doctor import Level
from checkin.cli.instance import OWNER_VARIABLE
from checkin.core.notices import Notice
from checkin.runtime import Runtime
from checkin.services import upkeep
from checkin.services.upkeep import Standing
from checkin.settings import Settings
from tests import postgres, world
from tests.commands import invoke
from tests.postgres import OWNER, SERVER, as_owner, as_server
from tests.world import Building, Clock

pytestmark = pytest.mark.postgres

NEW = (
    "--organisation=Linden Works",
    "--code=LINDEN",
    "--domains=linden.example",
    "--email=ada@linden.example",
    "--base-url=http://localhost:8000",
)
SOUND = Standing(SERVER, OWNER, False, False, (), (), ())


def leave_empty(_url: str) -> None:
    """Prepare a database by doing nothing to it."""


@pytest.fixture
def bare(postgres_server: postgres.Server) -> Iterator[str]:
    """The owner's address of a database without tables."""
    with postgres_server.database(leave_empty) as url:
        yield url


@pytest.fixture
def settings(bare: str, tmp_path: Path) -> Settings:
    """The settings of an instance that `checkin init` made with two users."""
    folder = tmp_path / "instance"
    named = ("--instance", folder, "--database-url", as_server(bare))
    made = invoke("init", *named, *NEW, **{OWNER_VARIABLE: bare})
    assert made.exit_code == 0, made.output
    return instance.settings_of(folder)


def opened(settings: Settings) -> Building:
    """The instance at work, as the server's user, with a clock that can be turned."""
    rt, clock = runtime.start(settings), Clock(runtime.utc_now().replace(microsecond=0))
    return Building(Runtime(rt.settings, rt.store, rt.keyring, clock), clock)


def as_its_user(url: str, *statements: str) -> None:
    engine = create_engine(url)
    with engine.begin() as db:
        for statement in statements:
            db.execute(text(statement))
    engine.dispose()


def said(settings: Settings) -> list[tuple[Level, str]]:
    """What the doctor says about the database's user."""
    return [
        (finding.level, finding.sentence)
        for finding in doctor.examine(settings)
        if "The database's user" in finding.sentence
    ]


def test_a_server_that_owns_no_table_can_do_all_its_work(
    settings: Settings, bare: str, postgres_server: postgres.Server, tmp_path: Path
) -> None:
    building = opened(settings)
    world.furnish(building)
    ada = world.everything_about(building, "Ada Lindqvist")
    grace = world.enrol(building, "Grace Hopper")
    world.came_in(building, grace, building.now)
    building.clock.pass_(minutes=5)
    assert world.take_back(building, ada) is not None
    building.clock.pass_(days=31)
    assert jobs.let_go(building.runtime) > 0
    assert "entry" not in world.rows(building.runtime.store)
    english, german = building.runtime.shipped_notices()
    assert world.publish(building, renamed(english), german) is not None
    building.runtime.store.close()

    to = tmp_path / "backups"
    backed_up = invoke("backup", "--instance", settings.instance, "--to", to)
    assert backed_up.exit_code == 0, backed_up.output
    with postgres_server.database(leave_empty) as other:
        restored = invoke(
            "restore", "--instance", settings.instance, max(to.iterdir()),
            CHECKIN_DATABASE_URL=as_server(other), **{OWNER_VARIABLE: other},
        )  # fmt: skip

        assert restored.exit_code == 0, restored.output
        assert upkeep.standing(as_server(other)) == SOUND
        again = opened(replace(settings, database_url=as_server(other)))
        assert world.find(again.runtime.store, "hopper")
        assert world.rows(again.runtime.store)["notice_version"] == 4
        again.runtime.store.close()


def renamed(notice: Notice) -> Notice:
    return replace(notice, title="In other words")


def test_no_file_of_the_instance_names_the_owner_and_its_server_never_learns_it(
    settings: Settings,
) -> None:
    files = [file for file in settings.instance.rglob("*") if file.is_file()]

    assert files
    assert [file for file in files if OWNER.encode() in file.read_bytes()] == []
    assert OWNER not in repr(settings)


def test_both_commands_are_content_with_a_user_that_owns_nothing(settings: Settings) -> None:
    ((level, sentence),) = said(settings)

    assert level is Level.GOOD
    assert f"{SERVER} owns no table and can't change what was published" in sentence
    assert run.of_the_database(settings) == []


def test_a_new_release_is_migrated_by_the_owner(settings: Settings, bare: str) -> None:
    here = ("--instance", settings.instance)
    refused = invoke("migrate", *here)

    done = invoke("migrate", *here, **{OWNER_VARIABLE: bare})

    assert refused.exit_code == 1
    assert f"name that user's address in {OWNER_VARIABLE}" in refused.output
    assert (done.exit_code, upkeep.standing(as_server(bare))) == (0, SOUND)


def test_without_an_owners_address_init_makes_nothing_and_says_what_is_missing(
    bare: str, tmp_path: Path
) -> None:
    folder = tmp_path / "instance"

    done = invoke("init", "--instance", folder, "--database-url", as_server(bare), *NEW)

    assert done.exit_code == 1
    assert OWNER_VARIABLE in done.output
    assert not (folder / "checkin.toml").exists()


def test_one_user_for_everything_goes_on_and_is_told_what_to_do(bare: str, tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    made = invoke("init", "--instance", folder, "--database-url", bare, *NEW)
    assert made.exit_code == 0, made.output
    settings = instance.settings_of(folder)

    ((level, sentence),) = said(settings)
    (line,) = run.of_the_database(settings)

    assert level is Level.SOON
    assert f"REASSIGN OWNED BY {OWNER} TO checkin_owner" in sentence
    assert f"`checkin migrate` with the owner's address in {OWNER_VARIABLE}" in sentence
    assert "`checkin doctor` says what" in line


def test_what_the_server_lacks_has_to_be_mended(settings: Settings, bare: str) -> None:
    as_its_user(bare, f"REVOKE UPDATE ON door FROM {SERVER}")

    ((level, sentence),) = said(settings)

    assert level is Level.WRONG
    assert "lacks what the server needs (UPDATE on door)" in sentence
    assert len(run.of_the_database(settings)) == 1


def test_a_server_that_was_told_the_owners_address_says_so(
    settings: Settings, bare: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OWNER_VARIABLE, as_owner(bare))

    (line,) = run.of_the_database(settings)

    assert "is in the server's environment" in line


@pytest.mark.parametrize(
    ("found", "mend"),
    [
        (replace(SOUND, superuser=True, may_everything=True), f"ALTER ROLE {SERVER} NOSUPERUSER"),
        (replace(SOUND, may_everything=True), f"REVOKE {OWNER} FROM {SERVER}"),
        (replace(SOUND, excess=("TRUNCATE on entry",)), "needs (TRUNCATE on entry). Mend it: run"),
        (replace(SOUND, readers=("reporting",)), "REVOKE ALL ON subject_link FROM reporting"),
    ],
)
def test_each_way_of_being_able_to_do_too_much_has_its_remedy(found: Standing, mend: str) -> None:
    (sentence,) = list(database_user.too_much(found))

    assert mend in sentence


def test_the_pack_says_who_can_take_the_guards_away(settings: Settings, bare: str) -> None:
    assert f"as {SERVER}, who owns no table and can't take" in pack(settings)
    assert "has its password can still delete rows" in pack(settings)

    as_its_user(bare, f"GRANT TRUNCATE ON entry TO {SERVER}")
    assert "yet may do more than it needs: TRUNCATE on entry." in pack(settings)

    one_user = replace(settings, database_url=bare)
    assert f"as {OWNER}, who may also change the tables" in pack(one_user)


def pack(settings: Settings) -> str:
    """What the pack says about who can change what is stored."""
    rt = runtime.start(settings)
    (part,) = [one for one in pack_document.of(rt).parts if "Who can change" in one.title]
    rt.store.close()
    return " ".join([*part.text, *part.points])


def test_on_sqlite_nothing_is_said(tmp_path: Path) -> None:
    made = Settings(instance=tmp_path / "instance")
    instance.create(made).store.close()

    assert said(made) == []
    assert run.of_the_database(made) == []
