"""The receipt of an erasure, in words: what went and what stays, table by table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from checkin.core import shortcode
from checkin.core.retention import Limits, duration
from checkin.services.consent import RECEIPT_SHOWN_FOR
from checkin.web.leaving_words import LEAVING, LeavingWords
from checkin.web.look_words import day
from checkin.web.stored_words import RECEIPT


@dataclass(frozen=True, slots=True)
class ErasedParts:
    """What was deleted, and what stays with reason and date; `code` shows it again."""

    words: LeavingWords
    gone: tuple[tuple[str, int], ...]
    stays: tuple[tuple[str, str], ...]
    code: str | None


def parts(
    erased: Mapping[str, int],
    stayed: Mapping[str, int],
    limits: Limits,
    *,
    at: datetime,
    language: str,
    code: str | None = None,
) -> ErasedParts:
    """The receipt of what happened `at`, in this language."""
    words, names = LEAVING[language], RECEIPT[language]
    return ErasedParts(
        words,
        tuple((names[table], rows) for table, rows in erased.items() if rows),
        tuple(_stays(erased, stayed, limits, at, language)) if stayed else (),
        shortcode.pretty(code) if code else None,
    )


def _stays(
    erased: Mapping[str, int],
    stayed: Mapping[str, int],
    limits: Limits,
    at: datetime,
    language: str,
) -> Iterator[tuple[str, str]]:
    ends = {
        "consent_event": at + duration(limits, "evidence_months"),
        "access_event": at + duration(limits, "audit_months"),
        "audit_event": at + duration(limits, "audit_months"),
        "status_slot": None,
        "receipt_code": at + RECEIPT_SHOWN_FOR,
    }
    rows = {**stayed, "status_slot": erased.get("badge", 0), "receipt_code": 1}
    for table, (what, why) in LEAVING[language].stays.items():
        if number := rows.get(table, 0):
            end = ends[table]
            yield f"{what}: {number}", f"{why} {day(end, language)}." if end else why
