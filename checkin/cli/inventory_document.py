"""What the inventory says, part by part: everything here is read from what the tables declare.

The pack for works council and data protection officer shares the parts on purposes, data and time.
"""

from collections.abc import Iterator
from dataclasses import fields
from typing import Final

from checkin.core.document import Document, Part, Table
from checkin.core.elsewhere import ELSEWHERE
from checkin.core.inventory import (
    CONSENT_PURPOSES,
    PURPOSES,
    Cat,
    Erase,
    Export,
    Purpose,
    Rule,
    Subject,
)
from checkin.core.retention import RANGES, Limits
from checkin.services import notices
from checkin.services.notices import DeclaredTable
from checkin.web.stored_words import TABLES


def of_release() -> Document:
    """The inventory of this release, the same on every machine: no instance is asked."""
    return Document(
        "Inventory",
        "What this release stores about people, why, how long, what a person gets as a copy "
        "and what is erased when. Fingerprint of everything declared: "
        f"`{notices.inventory_digest()}`.",
        (
            _record(),
            purposes(),
            data_map(Limits()),
            retention(Limits()),
            _schedule(),
            elsewhere(),
            _known(),
            _erasure(),
        ),
    )


def purposes() -> Part:
    """Every purpose that a column is kept for, with its basis."""
    used = notices.purposes_stored()
    return Part(
        "Purposes and lawful bases",
        ("Each basis is fixed in code. When a consent ends, nothing goes on under another basis.",),
        table=Table(
            ("Purpose", "What for", "Basis", "Asked for by a box"),
            tuple(
                (
                    purpose.value,
                    facts.words,
                    facts.basis.value,
                    "yes" if purpose in CONSENT_PURPOSES else "no",
                )
                for purpose, facts in PURPOSES.items()
                if purpose in used
            ),
        ),
    )


def data_map(limits: Limits) -> Part:
    """Every table about people: what is in it, what for and how long, as these limits have it."""
    return Part(
        "Data map",
        (
            (
                "Every table with data about people. The database is compared with these "
                "declarations by tests; a column that declares nothing can't be released."
            ),
        ),
        table=Table(
            ("What", "Fields", "Kinds of data", "Purposes", "Kept", "When the consent ends"),
            tuple(_mapped(table, limits) for table in _about_people()),
        ),
    )


def retention(limits: Limits) -> Part:
    """The constants of keeping, as these limits have them."""
    return Part(
        "How long",
        (
            (
                "The numbers that hold now. What the notice in force says wins over the settings, "
                "so a longer one waits until people were told. A job deletes hourly what is due."
            ),
        ),
        table=Table(
            ("What", "Now", "Allowed", "Setting"),
            tuple(
                (_LENGTHS[one.name], str(getattr(limits, one.name)), f"{low} to {high}", one.name)
                for one in fields(limits)
                for low, high in [RANGES[one.name]]
            ),
        ),
    )


_LENGTHS: Final = {
    "retention_entry_days": "Days that an entry stays, for whoever said yes to history",
    "evidence_months": "Months that proof of a consent stays after its end",
    "audit_months": "Months that it stays who did what, and who looked at whom",
    "consent_valid_months": "Months that a yes holds",
    "notice_lead_days": "Days between publishing a notice of substance and its start",
    "renewal_grace_days": "Days that whoever doesn't answer is paused, before theirs goes",
    "refusal_days": "Days that a refused scan stays, without anybody's name",
    "invite_days": "Days after which an invitation that nobody used is gone",
    "late_max_days": "Days that the answer to a scan stays, so that it counts once",
    "session_hours": "Hours that a sign-in lasts at most",
    "counter_months": "Months that a site's rounded number for an hour stays",
    "count_hours": "Hours until what a kiosk counted is gone",
    "round_base": "What such a number is rounded to, in people",
    "revoke_offline_minutes": "Minutes that a screen without a connection goes on deciding",
    "backup_days": "Days that a backup stays",
    "erase_sla_hours": "Hours after which a row that is due counts as overdue",
}


def elsewhere() -> Part:
    """What is kept beside the database: in browsers, files, logs and mail."""
    return Part(
        "Kept elsewhere",
        (
            (
                "What isn't a column of the database. Tests hold cookies, scripts, lines of the "
                "log and metrics to this list."
            ),
        ),
        table=Table(
            ("What", "Where", "What is in it", "Until", "Why"),
            tuple((one.name, one.where.value, one.holds, one.until, one.why) for one in ELSEWHERE),
        ),
    )


# --- the record of processing -----------------------------------------------------------------


def _record() -> Part:
    return Part(
        "Record of processing (GDPR art. 30)",
        ("`checkin pack` names what only an instance knows, and the limits that it has set.",),
        table=Table(("What", "Which"), tuple(_recorded())),
    )


def _recorded() -> Iterator[tuple[str, str]]:
    used = notices.purposes_stored()
    columns = [column.privacy for table in _about_people() for column in table.columns]
    kinds = {privacy.category for privacy in columns} - {Cat.NONE}
    subjects = {privacy.subject for privacy in columns} - {Subject.NOBODY}
    yield "Controller, contact, authority", "whoever runs it, as set under `[controller]`"
    yield "Purposes", "; ".join(facts.words for name, facts in PURPOSES.items() if name in used)
    yield "People", ", ".join(_PEOPLE[subject] for subject in Subject if subject in subjects)
    yield "Kinds of data", ", ".join(kind.value for kind in Cat if kind in kinds)
    yield "Special categories (art. 9)", "none; there is no kind for bodies or pictures"
    yield "Recipients", "hosting, mail and backups, as set under `[processors]`; nobody else"
    yield "Transfers to other countries", "none by the software; `[processors]` names the country"
    yield "Time limits", "see the retention schedule below"
    yield "Measures", _MEASURES


_PEOPLE: Final = {
    Subject.EMPLOYEE: "people who say yes",
    Subject.ADMIN: "people who work in the console",
}

_MEASURES: Final = (
    "random references instead of names; signed badges without personal data; keyed hashes of "
    "codes and addresses; two factors in the console; every look written down before it is shown; "
    "an audit log that only grows; hourly deletion; erasures done again when a backup is restored"
)


# --- time, copies and erasure -------------------------------------------------------------------


def _schedule() -> Part:
    return Part(
        "Retention schedule",
        ("When a row goes by itself. Every column of a table has the same term.",),
        table=Table(
            ("Table", "Kept", "Counted from", "Limit"),
            tuple(_scheduled(table) for table in notices.stored()),
        ),
    )


def _scheduled(table: DeclaredTable) -> tuple[str, ...]:
    rule: Rule = table.columns[0].privacy.retention
    return (
        f"`{table.name}`",
        rule.in_words(Limits()),
        rule.clock or "",
        (rule.limit or "").replace("_", " "),
    )


def _known() -> Part:
    return Part(
        "What we know, and what a person's own copy holds",
        (
            (
                "What a person sees under *My data* and gets as a file. Of secrets the copy says "
                "only that they are there. The JSON names fields as here, whatever the language, "
                "and says in `language` which its words are in; the table speaks it throughout."
            ),
        ),
        table=Table(
            ("Field", "Type", "Kind", "About", "In the copy", "Why"),
            tuple(
                (
                    f"`{table.name}.{column.name}`",
                    column.type,
                    column.privacy.category.value,
                    column.privacy.subject.value,
                    _COPIED[column.privacy.export],
                    column.privacy.why,
                )
                for table in _about_people()
                for column in table.columns
            ),
        ),
    )


_COPIED: Final = {
    Export.VALUE: "the value",
    Export.PRESENCE_ONLY: "that it is kept",
    Export.NOT_PERSONAL: "not personal",
}


def _erasure() -> Part:
    return Part(
        "Erasure plan",
        ("What becomes of each table at the end, and how a person's rows are found.",),
        table=Table(
            ("Table", "A row leads to", "When the consent, or the console account, ends"),
            tuple(
                (
                    f"`{table.name}`",
                    table.path,
                    _erased(table),
                )
                for table in _about_people()
            ),
        ),
    )


def _erased(table: DeclaredTable) -> str:
    """What becomes of its rows; of some, one column goes and the others stay."""
    ways = {column.privacy.erase for column in table.columns}
    return ", ".join(_ERASED[erase] for erase in Erase if erase in ways)


_ERASED: Final = {
    Erase.DELETE_ROW: "the row is deleted",
    Erase.SHRED: "the link is destroyed",
    Erase.KEEP: "it stays for its term",
}


# --- what is declared ---------------------------------------------------------------------------


def _about_people() -> tuple[DeclaredTable, ...]:
    return tuple(
        table
        for table in notices.stored()
        if any(column.privacy.subject is not Subject.NOBODY for column in table.columns)
    )


def _mapped(table: DeclaredTable, limits: Limits) -> tuple[str, ...]:
    purposes = {purpose for column in table.columns for purpose in column.privacy.purposes}
    kinds = {column.privacy.category for column in table.columns} - {Cat.NONE}
    return (
        TABLES[table.name],
        ", ".join(column.name for column in table.columns),
        ", ".join(kind.value for kind in Cat if kind in kinds),
        ", ".join(purpose.value for purpose in Purpose if purpose in purposes),
        table.columns[0].privacy.retention.in_words(limits),
        _erased(table),
    )
