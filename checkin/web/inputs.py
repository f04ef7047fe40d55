"""Fields of a form or an address into typed values, or an InputError that says what to do."""

import unicodedata
from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from flask import request

from checkin.core import pasted
from checkin.core.pasted import EMAIL, MOST_LINES, Pasted
from checkin.web.errors import InputError

E = TypeVar("E", bound=StrEnum)

# Controls, format characters, breaks of lines and paragraphs, private ones and halves of pairs.
# What is unassigned stays: it may be a letter that is newer than this Python's tables.
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Co", "Cs"})
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks to Unicode that show nothing: fillers of Hangul, empty braille and the like."""


def text(field: str, *, most: int, least: int = 1, what: str = "something") -> str:
    """A line of text, trimmed and without characters that can't be seen (bidi marks, controls)."""
    value = visible(request.form.get(field, ""))
    return _measured(field, value, most=most, least=least, what=what)


def lines(field: str, *, most: int, least: int = 1) -> str:
    """A text of several lines, each as `text` takes one."""
    typed = request.form.get(field, "").splitlines()
    value = "\n".join(visible(line) for line in typed).strip()
    return _measured(field, value, most=most, least=least, what="something")


def _measured(field: str, value: str, *, most: int, least: int, what: str) -> str:
    if len(value) < least:
        raise InputError(
            field, f"Type {what}." if least == 1 else f"Type at least {least} characters."
        )
    if len(value) > most:
        raise InputError(field, f"That is too long: {most} characters at most.")
    return value


def email(field: str) -> str:
    """An e-mail address in lower case."""
    value = text(field, most=254, what="an e-mail address").lower()
    if not EMAIL.fullmatch(value):
        raise InputError(field, "That isn't an e-mail address. One looks like name@example.org.")
    return value


def pasted_list(field: str, *, today: date) -> Pasted:
    """A list of addresses, one a line, with the lines that can't be used."""
    raw = request.form.get(field, "").splitlines()
    if len(raw) > MOST_LINES:
        raise InputError(field, f"These are {len(raw)} lines. Paste {MOST_LINES} at most at once.")
    found = pasted.read("\n".join(visible(line.replace("\t", ";")) for line in raw), today=today)
    if not found.lines and not found.bad:
        raise InputError(field, "Type an e-mail address, or paste a list with one a line.")
    return found


def day_to_come(field: str, *, today: date) -> date | None:
    """A day that isn't over yet; None if the field is empty."""
    found = day_or_none(field)
    if found is not None and found < today:
        raise InputError(field, "That day is over. Choose today or a later one.")
    return found


def day_or_none(field: str) -> date | None:
    """A day of the calendar; None if the field is empty."""
    value = request.form.get(field, "").strip()
    if not value:
        return None
    found = pasted.day(value)
    if found is None:
        raise InputError(field, "That isn't a day. Write one as 2026-12-31 or 31.12.2026.")
    return found


def choice(field: str, members: type[E]) -> E:
    """The member of a closed set that was chosen; InputError for anything else."""
    try:
        return members(request.form.get(field, ""))
    except ValueError:
        raise InputError(field, "Choose one of the list.") from None


def whole_number(field: str, *, least: int, most: int) -> int:
    """A whole number within these bounds."""
    value = request.form.get(field, "").strip()
    if not value.isascii() or not value.isdigit() or not least <= int(value[:9]) <= most:
        raise InputError(field, f"Type a whole number from {least} to {most}.")
    return int(value)


def day(field: str) -> date:
    """A day of the calendar, as a date field sends it; InputError for an empty one."""
    try:
        return date.fromisoformat(request.form.get(field, ""))
    except ValueError:
        raise InputError(field, "Choose a day, such as 2026-12-24.") from None


def local_moment(field: str, zone: tzinfo) -> datetime:
    """A moment that was typed by the clock of a place, in UTC."""
    try:
        typed = datetime.fromisoformat(request.form.get(field, ""))
        return typed.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise InputError(field, "Choose a day and a time, such as 2026-12-24 08:30.") from None


def identifier(field: str) -> UUID:
    """An identifier that a page put into the form."""
    return as_identifier(request.form.get(field, ""), field)


def as_identifier(value: str, field: str) -> UUID:
    """An identifier, or an InputError that names the field it came in."""
    try:
        return UUID(value)
    except ValueError:
        raise InputError(field, "Choose one of the list.") from None


def visible(value: str) -> str:
    """The text, trimmed, without what can't be seen and could make a name pass for another's."""
    kept = (
        character
        for character in value
        if unicodedata.category(character) not in _UNSEEN and character not in _BLANK_LETTERS
    )
    return unicodedata.normalize("NFC", "".join(kept)).strip()
