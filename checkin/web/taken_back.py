"""The receipt of an erasure, in words: what went and what stays, table by table."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass

from checkin.core import shortcode
from checkin.core.receipts import Remnant, as_text
from checkin.core.retention import Limits, duration
from checkin.services import receipts
from checkin.services.consent import RECEIPT_SHOWN_FOR, Receipt
from checkin.services.leaving import Ended
from checkin.web.access import runtime
from checkin.web.leaving_words import LEAVING, LeavingWords
from checkin.web.look_words import day
from checkin.web.stored_words import RECEIPT


@dataclass(frozen=True, slots=True)
class ErasedParts:
    """What was deleted, and what stays with reason and date; `code` shows it again.

    `file` is the address of the same as a signed file. It lies in the page itself: nobody is signed
    in any more who could fetch it.
    """

    words: LeavingWords
    gone: tuple[tuple[str, int], ...]
    stays: tuple[tuple[str, str], ...]
    code: str | None
    file: str


def parts(found: Receipt | Ended, language: str) -> ErasedParts:
    """The receipt of this erasure in this language."""
    words, names, rt = LEAVING[language], RECEIPT[language], runtime()
    code = found.code if isinstance(found, Receipt) else None
    gone = tuple((names[table], rows) for table, rows in found.erased.items() if rows)
    remnants = tuple(_remnants(found, rt.limits(), words)) if found.stayed else ()
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
    return ErasedParts(words, gone, stays, shortcode.pretty(code) if code else None, file)


def _remnants(found: Receipt | Ended, limits: Limits, words: LeavingWords) -> Iterator[Remnant]:
    at = found.at
    ends = {
        "consent_event": at + duration(limits, "evidence_months"),
        "access_event": at + duration(limits, "audit_months"),
        "audit_event": at + duration(limits, "audit_months"),
        "status_slot": None,
        "receipt_code": at + RECEIPT_SHOWN_FOR,
    }
    rows = {**found.stayed, "status_slot": found.erased.get("badge", 0), "receipt_code": 1}
    for table, (_, why) in words.stays.items():
        if number := rows.get(table, 0):
            yield Remnant(table, number, why, ends[table])


def _in_words(one: Remnant, words: LeavingWords, language: str) -> tuple[str, str]:
    what, why = words.stays[one.table]
    return f"{what}: {one.rows}", f"{why} {day(one.until, language)}." if one.until else why
