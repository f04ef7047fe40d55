"""`checkin notice`: what people read before they choose; drafting, comparing and publishing it."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from checkin import notices as shipped
from checkin.cli import notice_preview
from checkin.cli.instance import acting, instance_option, opened
from checkin.core.errors import ConflictError
from checkin.core.notices import Notice
from checkin.core.retention import duration
from checkin.core.roles import Act
from checkin.core.terms import Level
from checkin.runtime import Runtime
from checkin.services import notices
from checkin.services.notices import Compared, Draft
from checkin.settings import Controller
from checkin.web.notice_words import NOTICES, place, told

_FOLDER: Final = "notice"
_ABOUT: Final = "draft.toml"
_WORDS_OF: Final = {
    Level.MAJOR: "a change of substance: people are told, and answer to it anew",
    Level.MINOR: "other wording: people see that something changed",
    Level.PATCH: "typography alone",
}


@click.group()
def notice() -> None:
    """See to the notice that people read before they join: write it, compare it, publish it."""


@notice.command()
@instance_option
@click.option("--as", "email", required=True, metavar="EMAIL", help="An enrolment admin's account.")
@click.option(
    "--level",
    type=click.Choice([level.value for level in Level]),
    default=Level.PATCH.value,
    show_default=True,
    help="How weighty you think it is. What comes out of comparing can only be higher.",
)
@click.option(
    "--from-release",
    is_flag=True,
    help="Begin with the words of this release, although you have published others.",
)
def draft(instance: Path, email: str, level: str, *, from_release: bool) -> None:
    """Begin a version: lay its words into the instance folder, to be changed there.

    They are those that you published last; before that, those of this release. Words in {braces}
    are filled in from checkin.toml when it is published.
    """
    rt = opened(instance)
    author = acting(rt, email, Act.WRITE_NOTICES)
    folder = rt.settings.instance / _FOLDER
    if folder.exists():
        raise ConflictError(f"There is a draft already: change {folder}, or remove it.")
    last = None if from_release else _published_last(rt)
    texts = _texts_in(last) if last else {one: shipped.words(one) for one in shipped.LANGUAGES}
    folder.mkdir(mode=0o700)
    for language, words in texts.items():
        (folder / _file(language)).write_text(words, "utf-8")
    (folder / _ABOUT).write_text(f'author = "{author.alias}"\nlevel = "{level}"\n')
    click.echo(
        f"The draft is in {folder}, with the words of {last.name if last else 'this release'}. "
        "Change them there.\n"
        "A language whose file you remove isn't offered.\n"
        "Look at it with `checkin notice preview`, and at what it changes with `checkin notice "
        "diff`; then somebody else, a data protection officer, publishes it."
    )


@notice.command()
@instance_option
def diff(instance: Path) -> None:
    """Show what the draft changes, how weighty that is, and from when it would hold."""
    rt = opened(instance)
    draft = _draft(rt)
    with rt.reading() as db:
        found, first = notices.compare(db, draft), not notices.history(db)
    if first:
        click.echo(f"Version {found.version}: the first one. It holds once it is published.")
    elif not found.changes:
        click.echo("It says what is published already: there is nothing to publish.")
    else:
        _show(found, draft.marked, rt.settings.limits.notice_lead_days)
    if faults := notices.faults(draft):
        raise ConflictError("\n  ".join(("It can't be published before this is mended:", *faults)))


@notice.command()
@instance_option
@click.argument(
    "file", type=click.Path(dir_okay=False, path_type=Path), default="notice-preview.html"
)
def preview(instance: Path, file: Path) -> None:
    """Write the draft into FILE as people will see it: door sign, text and question.

    Any browser shows it, without a server. It is notice-preview.html in this folder if you name
    none; one that is there already is written anew.
    """
    rt = opened(instance)
    draft = _draft(rt)
    with rt.reading() as db:
        version = notices.compare(db, draft).version
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(notice_preview.of(draft.texts, version), "utf-8")
    click.echo(f"Open {file.absolute()} in a browser.")


@notice.command()
@instance_option
@click.option(
    "--as", "email", required=True, metavar="EMAIL", help="A data protection officer's account."
)
def publish(instance: Path, email: str) -> None:
    """Publish the draft. Nobody can join before the first one.

    Whoever wrote it can't publish it. What is published never changes.
    """
    rt = opened(instance)
    _answers_for_the_data(rt)
    publisher = acting(rt, email, Act.PUBLISH_NOTICES)
    lead = duration(rt.settings.limits, "notice_lead_days")
    with rt.writing() as db:
        edition = notices.publish(db, _draft(rt), by=publisher, now=rt.now(), lead=lead)
    if edition is None:
        click.echo("It says what is published already. Nothing was done.")
        return
    kept = _put_away(rt, edition.version)
    holds = "now" if edition.effective_at <= rt.now() else _day(edition.effective_at)
    click.echo(
        f"Published as {edition.version}, {edition.level}; it holds from {holds} on.\n"
        f"Everybody can read it at {rt.settings.base_url}/about/notices/{edition.version}. The "
        f"words stay in {kept}: the next draft begins with them."
    )


def _show(found: Compared, marked: Level, lead_days: int) -> None:
    click.echo(f"Version {found.version}: {_WORDS_OF[found.level]}.")
    if found.level is not marked:
        click.echo(f"It was marked {marked}; what it changes makes it {found.level}.")
    words = NOTICES["en"]
    for change in found.changes:
        before, after = told(change, words)
        click.echo(f"\n{change.level.upper()}  {place(change, words)}")
        click.echo(f"  - {before}\n  + {after}")
    if found.level is Level.MAJOR:
        click.echo(f"\nIt holds {lead_days} days after it is published; until then the old one.")


def _answers_for_the_data(rt: Runtime) -> None:
    if rt.settings.controller == Controller():
        raise ConflictError(
            f"[controller] in {rt.settings.instance / 'checkin.toml'} still names the example. "
            "Say there who answers for the data; the notice prints it."
        )


def _draft(rt: Runtime) -> Draft:
    """The draft in the instance folder. Raises ConflictError if there is none to be read."""
    folder = rt.settings.instance / _FOLDER
    if not (folder / _ABOUT).is_file():
        raise ConflictError(f"There is no draft in {folder}. Begin one: checkin notice draft")
    author, level = _about(folder / _ABOUT)
    texts = [_notice(folder / _file(one), words, rt) for one, words in _texts_in(folder).items()]
    return rt.draft(texts, author, level)


def _about(file: Path) -> tuple[str, Level]:
    """Who wrote the draft, and how weighty they say it is."""
    try:
        about = tomllib.loads(file.read_text("utf-8"))
        return str(about["author"]), Level(about["level"])
    except (ValueError, KeyError) as fault:
        raise ConflictError(
            f"{file} has to name the author's alias and a level: patch, minor or major. Begin the "
            "draft anew, or mend it."
        ) from fault


def _texts_in(folder: Path) -> dict[str, str]:
    """The words in this folder, by language. Raises ConflictError for a file of another name."""
    known = {_file(language): language for language in shipped.LANGUAGES}
    found = sorted(file for file in folder.glob("*.toml") if file.name != _ABOUT)
    if unknown := [file.name for file in found if file.name not in known]:
        raise ConflictError(
            f"{unknown[0]} in {folder} isn't read: a text is called {' or '.join(known)}. Rename "
            "or remove it."
        )
    try:
        return {known[file.name]: file.read_text("utf-8") for file in found}
    except UnicodeDecodeError as fault:
        raise ConflictError(f"The words in {folder} have to be saved as UTF-8.") from fault


def _notice(file: Path, words: str, rt: Runtime) -> Notice:
    """The notice that a file makes. Raises ConflictError, which names the file and the place."""
    try:
        made = shipped.composed(words, rt.particulars())
    except ValueError as fault:
        raise ConflictError(f"{file} can't be read: {fault}.") from fault
    if _file(made.language) != file.name:
        raise ConflictError(
            f'{file} says that its language is "{made.language}": that doesn\'t go with its name.'
        )
    return made


def _file(language: str) -> str:
    return f"entry.{language}.toml"


def _published_last(rt: Runtime) -> Path | None:
    """The folder with the words of the newest version, if it is there."""
    with rt.reading() as db:
        found = notices.history(db)
    folder = rt.settings.instance / f"{_FOLDER}-{found[-1].edition.version}" if found else None
    return folder if folder and folder.is_dir() else None


def _put_away(rt: Runtime, version: str) -> Path:
    """Give the draft's folder the name of its version; where it lies now.

    A folder of this name is of a version that no longer is: a backup was restored since.
    """
    folder = rt.settings.instance / _FOLDER
    kept = folder.with_name(f"{_FOLDER}-{version}")
    if kept.exists():
        kept.rename(kept.with_name(f"{kept.name}-until-{rt.now():%Y%m%dT%H%M%SZ}"))
    return folder.rename(kept)


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"
