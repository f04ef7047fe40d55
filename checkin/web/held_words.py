"""What is held on a person, in words: what their page and their copies say of each value."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from checkin.core.inventory import Export
from checkin.core.retention import Limits
from checkin.services.record import Held, HeldRow, HeldValue
from checkin.web.code_words import said
from checkin.web.look_words import day
from checkin.web.record_words import RECORD
from checkin.web.stored_words import declared, kept

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def shown(one: HeldValue, language: str) -> str:
    """A value as people read it."""
    words = RECORD[language]
    match one.value:
        case None:
            return words.empty
        case _ if one.privacy.export is Export.PRESENCE_ONLY:
            return words.unshown
        case bool(yes):
            return words.yes if yes else words.no
        case str(moment) if _MOMENT.fullmatch(moment):
            at = datetime.fromisoformat(moment)
            return f"{day(at, language)}, {at:%H:%M} UTC"
        case str(on) if _DAY.fullmatch(on):
            return day(date.fromisoformat(on), language)
        case str(reference) if one.place is not None:
            return f"{one.place} ({reference})"
        case str(text):
            return said(one.table, one.column, text, language)
        case value:
            return str(value)


def goes(row: HeldRow, language: str) -> str:
    """When a record goes, in a sentence."""
    words = RECORD[language]
    told = words.unless_renewed if row.unless_renewed else words.deleted_on
    return told.format(day(row.deleted_on, language))


def facts(
    part: Held, values: Iterable[HeldValue], limits: Limits, language: str
) -> tuple[tuple[str, str], ...]:
    """What for, on what ground, where from, to whom and how long, each with its label."""
    words, told = RECORD[language], list(values)
    return (
        (
            words.purpose,
            _each(declared(purpose, language) for one in told for purpose in one.purposes),
        ),
        (words.basis, _each(declared(basis, language) for one in told for basis in one.basis)),
        (words.source, words.origins[part.origin]),
        (
            words.recipients,
            _each(party for one in told for party in one.recipients) or words.nobody_else,
        ),
        (words.kept, kept(part.rule, limits, language)),
    )


def _each(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words))
