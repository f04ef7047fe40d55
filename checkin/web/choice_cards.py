"""How one choice is shown: as it stands, with the one press that changes it."""

from dataclasses import dataclass
from typing import Final

from flask import g, url_for

from checkin.core.consent import State
from checkin.core.inventory import Purpose
from checkin.core.notices import Notice
from checkin.services.consent import Choice
from checkin.services.consent_clock import FIRST_REMINDER
from checkin.services.notices import Outdated
from checkin.web.access import runtime
from checkin.web.look_words import day
from checkin.web.me_words import CHOICES, ChoiceWords


@dataclass(frozen=True, slots=True)
class ChoiceCard:
    """One choice as it stands, and the one press that changes it."""

    title: str
    text: str
    given: bool
    shape: str
    state: str
    facts: tuple[tuple[str, str], ...]
    action: str
    button: str | None
    read: str | None = None
    news: str | None = None
    again: str | None = None


@dataclass(frozen=True, slots=True)
class PauseCard:
    """The pause of everything: what it means, and the one press that begins or ends it."""

    text: str
    action: str
    button: str


def given_card(choice: Choice, notice: Notice | None, successor: Outdated | None) -> ChoiceCard:
    """Something that was said yes to. A yes said again would be given on this notice."""
    words, purpose = _words(), choice.purpose
    ends_soon = choice.ends_by(runtime().now() + FIRST_REMINDER)
    shown = notice.digest if notice else None
    again = url_for("choices.say_yes_again", purpose=purpose, language=g.lang, shown=shown)
    shape, state = _STATES[choice.state]
    return ChoiceCard(
        title=words.titles[purpose],
        text=_text(purpose, words),
        given=True,
        shape=shape,
        state=getattr(words, state),
        facts=(*dates(choice, words), (words.if_taken_back, words.taking_back[purpose])),
        action=url_for("choices.take_back", purpose=purpose, language=g.lang),
        button=words.take_back,
        read=_reading(notice, changes=choice.waits) if choice.waits or ends_soon else None,
        news=_news(choice, successor, ends_soon=ends_soon),
        again=again if notice and (choice.waits or ends_soon) else None,
    )


def _news(choice: Choice, successor: Outdated | None, *, ends_soon: bool) -> str | None:
    """What waits for an answer, and until when everything stays as it was."""
    words = _words()
    if choice.waits and successor:
        holds = words.text_holds if choice.state is State.SUSPENDED else words.text_changed
        return holds.format(day(successor.holds_from, g.lang))
    return words.ends_soon if ends_soon else None


_STATES: Final = {
    State.GIVEN: ("admit", "given"),
    State.RENEWED: ("admit", "given"),
    State.RENEWAL_DUE: ("admit", "given"),
    State.SUSPENDED: ("desk", "stopped"),
    State.FROZEN: ("desk", "paused"),
}
"""The shape of each state in which a consent stands, and which words say it."""


def pause_card(badge: Choice) -> PauseCard | None:
    """What can be paused, or is; None where the badge has no standing to pause."""
    words = _words()
    if until := badge.paused_until:
        text = f"{words.pause_on} {day(until, g.lang)}."
        return PauseCard(text, url_for("choices.resume", language=g.lang), words.pause_end)
    if not badge.in_force:
        return None
    return PauseCard(words.pause_text, url_for("choices.pause", language=g.lang), words.pause_begin)


def open_card(choice: Choice, notice: Notice | None) -> ChoiceCard:
    """Something not said yes to: the words are those of the form that a yes would be given on."""
    words, purpose = _words(), choice.purpose
    boxes = notice.form.boxes if notice else ()
    box = next((one for one in boxes if one.purpose is purpose), None)
    shown = notice.digest if notice else None
    return ChoiceCard(
        title=box.title if box else words.titles[purpose],
        text=box.text if box else _text(purpose, words),
        given=False,
        shape="none",
        state=words.not_given,
        facts=(),
        action=url_for("choices.say_yes", purpose=purpose, language=g.lang, shown=shown),
        button=words.say_yes if box else None,
        read=url_for("public.notice", language=g.lang),
    )


def _text(purpose: Purpose, words: ChoiceWords) -> str:
    return words.texts[purpose].format(runtime().limits().retention_entry_days)


def _reading(notice: Notice | None, *, changes: bool) -> str | None:
    """Where to read this text, or what it changes."""
    if notice is None:
        return None
    page = "notices.changes" if changes else "notices.version"
    return url_for(page, number=notice.version, language=g.lang)


def dates(choice: Choice, words: ChoiceWords) -> tuple[tuple[str, str], ...]:
    """Since when and until when."""
    moments = ((words.since, choice.since), (words.until, choice.until))
    return tuple((label, day(moment, g.lang)) for label, moment in moments if moment)


def _words() -> ChoiceWords:
    return CHOICES[g.lang]
