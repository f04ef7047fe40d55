"""The receipt of an erasure, in words: what went and what stays, table by table."""

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from checkin.core import shortcode
from checkin.core.erasure import BEYOND_BACKUPS, MARKED_FOR
from checkin.core.receipts import Remnant, as_text
from checkin.core.retention import Limits, duration
from checkin.services import dossier, receipts
from checkin.services.badges import TOLD_AFTERWARDS
from checkin.services.consent import RECEIPT_SHOWN_FOR, Receipt
from checkin.services.dossier import Looks
from checkin.services.leaving import Ended
from checkin.web.access import runtime
from checkin.web.leaving_words import LEAVING, LeavingWords
from checkin.web.look_words import day, look_line
from checkin.web.me_words import CHOICES, ChoiceWords
from checkin.web.stored_words import RECEIPT


@dataclass(frozen=True, slots=True)
class ErasedParts:
    """What was deleted, and what stays with reason and date; `code` shows it again for a while.

    `file` is the address of the same as a signed file. It lies in the page itself: nobody is signed
    in any more who could fetch it.
    """

    words: LeavingWords
    gone: tuple[tuple[str, int], ...]
    stays: tuple[tuple[str, str], ...]
    code: str | None
    code_why: str
    address: str
    file: str


@dataclass(frozen=True, slots=True)
class Slip:
    """The receipt of an erasure on paper, in the language of whoever it is for.

    Of who looked it says what anybody may read who sees the sheet.
    """

    language: str
    words: ChoiceWords
    first_line: str
    facts: tuple[tuple[str, str], ...]
    parts: ErasedParts
    looks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandOver:
    """What an account of the console hands over to whoever asked, and can't read itself on screen.

    The code is for whoever can print nothing. Nothing of this is kept for the account.
    """

    left: bool
    code: str | None
    address: str
    slips: tuple[Slip, ...]


def hand_over(found: Receipt | Ended) -> HandOver:
    """The receipt to hand over: in the person's language, or in every one if that is gone."""
    languages = (found.language,) if isinstance(found, Receipt) else tuple(LEAVING)
    slips = tuple(_slip(found, language) for language in languages)
    left = not isinstance(found, Receipt) or found.left
    return HandOver(left, slips[0].parts.code, slips[0].parts.address, slips)


def looks(found: Receipt | Ended) -> list[Looks]:
    """Who looked at the record of somebody who has left, newest first: nobody else tells them."""
    if not isinstance(found, Receipt):
        return []
    return dossier.grouped(found.looks, found.zone, runtime().limits())


def _slip(found: Receipt | Ended, language: str) -> Slip:
    words, rt = CHOICES[language], runtime()
    left = not isinstance(found, Receipt) or found.left
    at = found.at.astimezone(found.zone) if isinstance(found, Receipt) else found.at
    return Slip(
        language,
        words,
        words.tomorrow if left else words.tomorrow_with_badge,
        (
            (words.when, f"{day(at, language)}, {at:%H:%M}" if left else day(at, language)),
            (words.by_whom, f"{rt.settings.controller.name}, {rt.settings.controller.contact}"),
        ),
        parts(found, language),
        tuple(look_line(one, language) for one in looks(found)),
    )


def parts(found: Receipt | Ended, language: str) -> ErasedParts:
    """The receipt of this erasure in this language."""
    words, names, rt = LEAVING[language], RECEIPT[language], runtime()
    code = found.code if isinstance(found, Receipt) else None
    gone = tuple((names[table], rows) for table, rows in found.erased.items() if rows)
    remnants = tuple(_remnants(found, rt.limits(), words))
    stays = tuple(_in_words(one, words, language) for one in remnants)
    lines = (
        f"{words.erased}, {day(found.at, language)}, {rt.settings.controller.name}:",
        *(f"{what}: {rows}" for what, rows in gone),
        *([words.stays_title] if stays else []),
        *(f"{what}. {why}" for what, why in stays),
    )
    signed = receipts.of_erasure(found, remnants, rt.issuing(), lines, now=rt.now())
    content = b64encode(as_text(signed).encode()).decode()
    file = f"data:application/json;base64,{content}"
    until = found.until if isinstance(found, Ended) else found.at + RECEIPT_SHOWN_FOR
    why = words.code_again.format(day(until, language))
    address = f"{rt.settings.base_url}{url_for('leaving.ask')}"
    shown = shortcode.pretty(code) if code else None
    return ErasedParts(words, gone, stays, shown, why, address, file)


def _remnants(found: Receipt | Ended, limits: Limits, words: LeavingWords) -> Iterator[Remnant]:
    """What stays: evidence if nothing else does, and what no erasure reaches at once."""
    at, stayed = found.at, Counter(found.stayed)
    if stayed:
        evidence, audit = duration(limits, "evidence_months"), duration(limits, "audit_months")
        yield from _rows("consent_event", stayed["consent_event"], words, at + evidence)
        yield from _rows("access_event", stayed["access_event"], words, at + audit)
        yield from _rows("audit_event", stayed["audit_event"], words, at + audit)
        yield from _rows("receipt_code", 1, words, at + RECEIPT_SHOWN_FOR)
    ended = found.erased.get("badge", 0)
    yield from _rows("status_slot", ended, words, None)
    yield from _rows("ended_badge", ended, words, at + TOLD_AFTERWARDS)
    yield from _rows("erasure_mark", 1, words, at + MARKED_FOR)
    backups = duration(limits, "backup_days")
    for kept, until in (("erasures.log", at + backups + BEYOND_BACKUPS), ("backups", at + backups)):
        yield Remnant(kept, None, words.stays[kept][1], until)


def _rows(table: str, rows: int, words: LeavingWords, until: datetime | None) -> Iterator[Remnant]:
    if rows:
        yield Remnant(table, rows, words.stays[table][1], until)


def _in_words(one: Remnant, words: LeavingWords, language: str) -> tuple[str, str]:
    what, why = words.stays[one.table]
    counted = what if one.rows is None else f"{what}: {one.rows}"
    return counted, f"{why} {day(one.until, language)}." if one.until else why
