"""`checkin notice`: what people read before they choose; drafting, comparing and publishing it."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from checkin import notices as shipped
from checkin.cli.instance import acting, instance_option, opened
from checkin.core.errors import ConflictError
from checkin.core.notices import NoticeFault
from checkin.core.retention import duration
from checkin.core.roles import Act
from checkin.core.terms import Level
from checkin.runtime import Runtime
from checkin.services import notices
from checkin.services.notices import Compared, Draft
from checkin.settings import Controller

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
    help="How weighty you think it is. What comes out of comparing can only be higher.",
)
def draft(instance: Path, email: str, level: str) -> None:
    """Begin a version: lay the words of this release into the instance folder, to be changed there.

    The words in {braces} are filled in from checkin.toml when it is published.
    """
    rt = opened(instance)
    author = acting(rt, email, Act.WRITE_NOTICES)
    folder = rt.settings.instance / _FOLDER
    if folder.exists():
        raise ConflictError(f"There is a draft already: change {folder}, or remove it.")
    folder.mkdir()
    for language in shipped.LANGUAGES:
        (folder / f"entry.{language}.toml").write_text(shipped.words(language), "utf-8")
    (folder / _ABOUT).write_text(f'author = "{author.alias}"\nlevel = "{level}"\n')
    rt.store.close()
    click.echo(
        f"The draft is in {folder}. A language whose file you remove isn't offered.\n"
        "Look at what it changes with `checkin notice diff`."
    )


@notice.command()
@instance_option
def diff(instance: Path) -> None:
    """Show what the draft changes, how weighty that is, and from when it would hold."""
    rt = opened(instance)
    with rt.reading() as db:
        found = notices.compare(db, _draft(rt))
    rt.store.close()
    click.echo(f"Version {found.version}: {_WORDS_OF[found.level]}.")
    _show(found)
    if found.level is Level.MAJOR and found.changes:
        days = rt.settings.limits.notice_lead_days
        click.echo(f"It holds {days} days after it is published; the old one holds until then.")


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
    rt.store.close()
    if edition is None:
        click.echo("It says what is published already. Nothing was done.")
        return
    folder = rt.settings.instance / _FOLDER
    folder.rename(folder.with_name(f"{_FOLDER}-{edition.version}"))
    holds = "now" if edition.effective_at <= rt.now() else _day(edition.effective_at)
    click.echo(f"Published as {edition.version}, {edition.level}; it holds from {holds} on.")


def _show(found: Compared) -> None:
    for change in found.changes:
        click.echo(f"\n{change.level.upper()}  {change.part}")
        if change.before:
            click.echo(f"  - {change.before}")
        if change.after:
            click.echo(f"  + {change.after}")
    click.echo("" if found.changes else "There is nothing to compare it with, or no difference.")


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
    try:
        about = tomllib.loads((folder / _ABOUT).read_text("utf-8"))
        texts = [
            shipped.composed(file.read_text("utf-8"), rt.particulars())
            for file in sorted(folder.glob("entry.*.toml"))
        ]
        return rt.draft(texts, str(about["author"]), Level(about["level"]))
    except (NoticeFault, ValueError, KeyError) as fault:
        raise ConflictError(f"The draft in {folder} can't be read: {fault}") from fault


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"
