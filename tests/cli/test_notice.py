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
    assert "Version 1.0.0: the first one." in notice(instance, "diff")

    said = notice(instance, "publish", "--as", OFFICER)

    assert "Published as 1.0.0, major; it holds from now on." in said
    assert "http://localhost:8000/about/notices/1.0.0" in said
    assert published(instance) == [("1.0.0", "major")]
    assert (instance / "notice-1.0.0" / "entry.de.toml").is_file()
    assert "no draft" in refused(instance, "publish", "--as", OFFICER)


def test_a_draft_can_be_seen_as_people_will_see_it(instance: Path, tmp_path: Path) -> None:
    file = tmp_path / "to look at" / "draft.html"
    notice(instance, "draft", "--as", ADMIN)
    words = instance / "notice" / "entry.de.toml"
    words.write_text(words.read_text("utf-8").replace("Kein Ausweis?", "Ohne Ausweis?"), "utf-8")

    said = notice(instance, "preview", str(file))

    assert said == f"Open {file} in a browser.\n"
    assert "Ohne Ausweis?" in file.read_text("utf-8")
    assert "Draft of version 1.0.0" in file.read_text("utf-8")
    assert published(instance) == []


def test_without_a_draft_there_is_nothing_to_see(instance: Path, tmp_path: Path) -> None:
    file = tmp_path / "draft.html"

    assert "no draft" in refused(instance, "preview", str(file))

    assert not file.exists()


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
    assert "It was marked patch; what it changes makes it major." in shown
    assert "MAJOR  How long things stay: days that entries stay\n  - 30\n  + 60" in shown
    assert "MINOR  Words (German): how long it is kept, point 4" in shown
    assert "It holds 14 days after it is published; until then the old one." in shown
    assert "Published as 2.0.0, major; it holds from 20" in said


def test_a_draft_that_says_the_same_is_not_published(instance: Path) -> None:
    notice(instance, "draft", "--as", ADMIN)
    notice(instance, "publish", "--as", OFFICER)
    notice(instance, "draft", "--as", ADMIN)

    assert "nothing to publish" in notice(instance, "diff")
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
    said = refused(instance, "draft", "--as", OFFICER)
    assert "has the role data protection officer and can't write notices." in said
    assert "Name an account with the role enrolment admin." in said
    notice(instance, "draft", "--as", ADMIN)
    assert "can't publish notices" in refused(instance, "publish", "--as", ADMIN)
    said = refused(instance, "publish", "--as", "nobody@linden.example")
    assert "no console account" in said
    assert "A site admin invites one" in said


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

    assert f"{file} can't be read: " in refused(instance, "diff")


def test_the_notice_waits_until_somebody_answers_for_the_data(instance: Path) -> None:
    notice(instance, "draft", "--as", ADMIN)
    set_to(instance, "Linden Works Ltd", "Example Works Ltd")

    assert "[controller]" in refused(instance, "publish", "--as", OFFICER)


def test_the_draft_has_the_words_that_ship_with_their_braces(instance: Path) -> None:
    notice(instance, "draft", "--as", ADMIN)

    words = tomllib.loads((instance / "notice" / "entry.en.toml").read_text())

    assert "{controller}" in words["full"]["controller"]["text"]


def test_the_next_draft_begins_with_what_was_published_last(instance: Path) -> None:
    notice(instance, "draft", "--as", ADMIN)
    change(instance / "notice" / "entry.en.toml", "A badge is your choice", "You choose")
    (instance / "notice" / "entry.de.toml").unlink()
    notice(instance, "publish", "--as", OFFICER)

    said = notice(instance, "draft", "--as", ADMIN)

    assert "with the words of notice-1.0.0" in said
    assert "You choose" in (instance / "notice" / "entry.en.toml").read_text()
    assert not (instance / "notice" / "entry.de.toml").exists()
    assert "nothing to publish" in notice(instance, "diff")


def test_a_draft_can_begin_with_the_words_of_the_release(instance: Path) -> None:
    notice(instance, "draft", "--as", ADMIN)
    change(instance / "notice" / "entry.en.toml", "A badge is your choice", "You choose")
    notice(instance, "publish", "--as", OFFICER)

    said = notice(instance, "draft", "--as", ADMIN, "--from-release")

    assert "with the words of this release" in said
    assert "MINOR  Words (English): the door sign\n  - You choose\n" in notice(instance, "diff")


def test_what_a_restored_backup_forgot_is_kept_beside_what_is_published_now(instance: Path) -> None:
    notice(instance, "draft", "--as", ADMIN)
    (instance / "notice-1.0.0").mkdir()
    (instance / "notice-1.0.0" / "entry.en.toml").write_text("of before")

    notice(instance, "publish", "--as", OFFICER)

    (before,) = instance.glob("notice-1.0.0-until-*")
    assert (before / "entry.en.toml").read_text() == "of before"
    assert (instance / "notice-1.0.0" / "draft.toml").is_file()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("entry.fr.toml", "", "entry.fr.toml in"),
        ("Entry.EN.toml", "", "a text is called entry.en.toml or entry.de.toml"),
        ("draft.toml", 'level = "patch"', "has to name the author's alias and a level"),
        ("draft.toml", 'author = "edda"\nlevel = "huge"', "patch, minor or major"),
        ("entry.en.toml", "\udcff", "have to be saved as UTF-8"),
    ],
)
def test_a_file_that_does_not_belong_there_is_named(
    instance: Path, name: str, text: str, said: str
) -> None:
    notice(instance, "draft", "--as", ADMIN)
    (instance / "notice" / name).write_bytes(text.encode("utf-8", "surrogateescape"))

    assert said in refused(instance, "diff")


def test_a_text_in_another_language_than_its_name_says_is_refused(instance: Path) -> None:
    notice(instance, "draft", "--as", ADMIN)
    change(instance / "notice" / "entry.en.toml", 'language = "en"', 'language = "de"')

    assert 'its language is "de"' in refused(instance, "diff")


def test_what_dodges_or_leaves_something_out_is_told_before_and_not_published(
    instance: Path,
) -> None:
    notice(instance, "draft", "--as", ADMIN)
    english = instance / "notice" / "entry.en.toml"
    change(english, "Your badge opens the door.", "Your badge might open the door.")
    change(english, 'categories = ["presence"]', "categories = []")

    told = refused(instance, "diff")
    said = refused(instance, "publish", "--as", OFFICER)

    for one in (
        'en: sign.why says "might". Say what happens, and when.',
        'en: full.data lacks an item for the category "presence", which is stored.',
    ):
        assert one in told
        assert one in said
    assert published(instance) == []


def test_without_a_language_nothing_is_published(instance: Path) -> None:
    notice(instance, "draft", "--as", ADMIN)
    for file in (instance / "notice").glob("entry.*.toml"):
        file.unlink()

    assert "No language is left" in refused(instance, "diff")


def change(file: Path, old: str, new: str) -> None:
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new, 1))
