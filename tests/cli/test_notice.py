import tomllib
from pathlib import Path

import pytest

from checkin import runtime
from checkin.core.audit import Actor
from checkin.core.roles import Role
from checkin.services import accounts, notices
from checkin.settings import load
from tests.commands import invoke

ADMIN, OFFICER = "edda@linden.example", "dana@linden.example"
INIT = {
    "--organisation": "Linden Works",
    "--code": "linden",
    "--base-url": "http://localhost:8000",
    "--domains": "linden.example",
    "--email": "ada@linden.example",
}


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """An instance with somebody who writes notices and somebody who publishes them."""
    folder = tmp_path / "instance"
    given = [part for option in INIT.items() for part in option]
    assert invoke("init", "--instance", folder, *given).exit_code == 0
    set_to(folder, "Example Works Ltd", "Linden Works Ltd")
    rt = runtime.start(load(folder, {}))
    for email, role in ((ADMIN, Role.ENROLMENT_ADMIN), (OFFICER, Role.DPO)):
        with rt.writing() as db:
            accounts.invite(
                db,
                email,
                role,
                None,
                rt.hashing,
                link_to=lambda token: f"http://localhost/{token}",
                organisation="Linden Works",
                actor=Actor("ada", "site_admin"),
                now=rt.now(),
            )
    rt.store.close()
    return folder


def set_to(instance: Path, old: str, new: str) -> None:
    file = instance / "checkin.toml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def notice(instance: Path, *arguments: str) -> str:
    done = invoke("notice", *arguments, "--instance", instance)
    assert done.exit_code == 0, done.output
    return done.output


def refused(instance: Path, *arguments: str) -> str:
    done = invoke("notice", *arguments, "--instance", instance)
    assert done.exit_code == 1
    return done.stderr


def published(instance: Path) -> list[tuple[str, str]]:
    rt = runtime.start(load(instance, {}))
    with rt.reading() as db:
        found = [(one.edition.version, one.edition.level.value) for one in notices.history(db)]
    rt.store.close()
    return found


def test_one_writes_it_and_another_publishes_it(instance: Path) -> None:
    said = notice(instance, "draft", "--as", ADMIN)
    assert str(instance / "notice") in said
    assert "Version 1.0.0" in notice(instance, "diff")

    said = notice(instance, "publish", "--as", OFFICER)

    assert "Published as 1.0.0, major; it holds from now on." in said
    assert published(instance) == [("1.0.0", "major")]
    assert (instance / "notice-1.0.0" / "entry.de.toml").is_file()
    assert "no draft" in refused(instance, "publish", "--as", OFFICER)


def test_a_longer_retention_marked_patch_comes_out_as_major(instance: Path) -> None:
    notice(instance, "draft", "--as", ADMIN)
    notice(instance, "publish", "--as", OFFICER)
    set_to(instance, "# retention_entry_days = 30", "retention_entry_days = 60")
    doctor = invoke("doctor", "--instance", instance)
    assert "limit.retention_entry_days" in doctor.output

    notice(instance, "draft", "--as", ADMIN, "--level", "patch")
    shown = notice(instance, "diff")
    said = notice(instance, "publish", "--as", OFFICER)

    assert "Version 2.0.0: a change of substance" in shown
    assert "- 30\n  + 60" in shown
    assert "the old one holds until then" in shown
    assert "Published as 2.0.0, major; it holds from 20" in said


def test_a_draft_that_says_the_same_is_not_published(instance: Path) -> None:
    notice(instance, "draft", "--as", ADMIN)
    notice(instance, "publish", "--as", OFFICER)
    notice(instance, "draft", "--as", ADMIN)

    assert "no difference" in notice(instance, "diff")
    assert "Nothing was done" in notice(instance, "publish", "--as", OFFICER)
    assert published(instance) == [("1.0.0", "major")]


def test_a_language_whose_file_is_gone_is_not_offered(instance: Path) -> None:
    notice(instance, "draft", "--as", ADMIN)
    (instance / "notice" / "entry.de.toml").unlink()
    notice(instance, "publish", "--as", OFFICER)

    rt = runtime.start(load(instance, {}))
    with rt.reading() as db:
        offered = notices.offered(db, "de", now=rt.now())
    rt.store.close()
    assert offered.languages == ("en",)


def test_only_their_roles_may(instance: Path) -> None:
    assert "A dpo can't write notices." in refused(instance, "draft", "--as", OFFICER)
    notice(instance, "draft", "--as", ADMIN)
    assert "can't publish notices" in refused(instance, "publish", "--as", ADMIN)
    assert "no console account" in refused(instance, "publish", "--as", "nobody@linden.example")


def test_a_draft_is_not_begun_over_another(instance: Path) -> None:
    notice(instance, "draft", "--as", ADMIN)

    assert "a draft already" in refused(instance, "draft", "--as", ADMIN)


@pytest.mark.parametrize(
    ("old", "new"),
    [("{controller}", "{nobody_knows}"), ("[form]", "[format]"), ('name = "entry"', "name = ")],
)
def test_a_draft_that_can_not_be_read_says_what_is_wrong(
    instance: Path, old: str, new: str
) -> None:
    notice(instance, "draft", "--as", ADMIN)
    file = instance / "notice" / "entry.en.toml"
    file.write_text(file.read_text().replace(old, new, 1))

    assert "can't be read" in refused(instance, "diff")


def test_the_notice_waits_until_somebody_answers_for_the_data(instance: Path) -> None:
    notice(instance, "draft", "--as", ADMIN)
    set_to(instance, "Linden Works Ltd", "Example Works Ltd")

    assert "[controller]" in refused(instance, "publish", "--as", OFFICER)


def test_the_draft_has_the_words_that_ship_with_their_braces(instance: Path) -> None:
    notice(instance, "draft", "--as", ADMIN)

    words = tomllib.loads((instance / "notice" / "entry.en.toml").read_text())

    assert "{controller}" in words["full"]["controller"]["text"]
