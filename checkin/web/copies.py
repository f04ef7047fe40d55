"""A person's own copy of everything held on them: for programs, and for a spreadsheet.

Words that people read are in one language; names that programs read are the same in all.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from checkin.core.inventory import PURPOSES, Export
from checkin.core.retention import Limits
from checkin.services.record import Copy, Held, HeldRow, HeldValue
from checkin.web.held_words import facts, goes, shown
from checkin.web.look_words import day
from checkin.web.own_words import OWN
from checkin.web.record_words import RECORD
from checkin.web.spreadsheet import csv_file
from checkin.web.stored_words import declared, kept, title


def for_programs(
    copy: Copy, organisation: str, limits: Limits, language: str, *, now: datetime
) -> str:
    """The copy as JSON: values as they are stored, with what is said of them in this language."""
    presented = OWN[language].presented
    told = {
        "organisation": organisation,
        "made_at": now.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "language": language,
        "in_words": {
            "opens": [{"site": one.site, "door": one.door} for one in copy.opens],
            "entries": [
                {
                    "minute": one.at.isoformat(timespec="minutes"),
                    "site": one.site,
                    "door": one.door,
                    "with": presented[one.presented],
                    "deleted_on": one.deleted_on.isoformat(),
                }
                for one in copy.entries
            ],
        },
        "tables": [_table(part, limits, language) for part in copy.tables],
    }
    return json.dumps(told, indent=2, ensure_ascii=False)


def for_spreadsheets(parts: Iterable[Held], limits: Limits, language: str) -> str:
    """The copy as a table with a line for each value, as programs of this language open it."""
    words = RECORD[language]
    head = (
        words.what, words.number, words.field, words.value, words.why,
        words.purpose, words.basis, words.source, words.recipients, words.kept, words.goes,
    )  # fmt: skip
    lines = (line for part in parts for line in _lines(part, limits, language))
    return csv_file(head, lines, language)


def _table(part: Held, limits: Limits, language: str) -> dict[str, Any]:
    words = RECORD[language]
    columns = {one.column: one for row in part.rows for one in row.values}
    return {
        "table": part.table,
        "title": title(part.table, language),
        "source": words.origins[part.origin],
        "columns": {
            name: {
                "why": declared(one.privacy.why, language),
                "purposes": {
                    purpose.value: declared(PURPOSES[purpose].words, language)
                    for purpose in one.privacy.purposes
                },
                "basis": [declared(basis, language) for basis in one.basis],
                "recipients": list(one.recipients),
                "kept": kept(part.rule, limits, language),
            }
            for name, one in columns.items()
        },
        "rows": [_row(row, language) for row in part.rows],
    }


def _row(row: HeldRow, language: str) -> dict[str, Any]:
    return {
        "values": {one.column: _stored(one, language) for one in row.values},
        "deleted_on": row.deleted_on.isoformat(),
        "unless_renewed": row.unless_renewed,
    }


def _stored(one: HeldValue, language: str) -> Any:
    """The value as it is stored; of a secret, in words, that it is there."""
    secret = one.value is not None and one.privacy.export is Export.PRESENCE_ONLY
    return shown(one, language) if secret else one.value


def _lines(part: Held, limits: Limits, language: str) -> Iterator[tuple[str, ...]]:
    for number, row in enumerate(part.rows, start=1):
        for one in row.values:
            said = (text for _, text in facts(part, [one], limits, language))
            yield (
                title(part.table, language),
                str(number),
                one.column,
                "" if one.value is None else shown(one, language),
                declared(one.privacy.why, language),
                *said,
                goes(row, language) if row.unless_renewed else day(row.deleted_on, language),
            )
