"""Everything that is held on one person, found by their references and told as it was declared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, select

from checkin.core.inventory import Origin
from checkin.storage import Db
from checkin.storage import tables as t
from checkin.storage.people import Refs
from checkin.storage.purposes import Duty, reads
from checkin.storage.retention import clock_of

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Whose:
    """By what a person's rows are found: references, the address, and its keyed hash.

    The address is empty for somebody who has none: no row has such a one.
    """

    refs: Refs
    email: str = field(repr=False)
    email_hash: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Rows:
    """What a table holds on one person, and where that comes from."""

    table: str
    origin: Origin
    rows: Sequence[Row]


UNTRACEABLE: Final = frozenset({"throttle", "desk_code"})
"""Tables about people whose rows lead to nobody: hashes of an address together with a place, and of
codes that were given out without a name."""


@reads(Duty.COPY)
def held(db: Db, whose: Whose) -> Sequence[Rows]:
    """Every row about the person, table by table; tables without any are left out."""
    found = (
        Rows(table.name, origin, [row._asdict() for row in db.execute(_newest_first(table, which))])
        for table, origin, which in _belongings(whose)
    )
    return [one for one in found if one.rows]


def places(db: Db) -> Mapping[UUID, str]:
    """What each site, door, screen and access profile is called."""
    named = (t.site, t.door, t.kiosk, t.profile)
    return {
        row.id: row.title
        for table in named
        for row in db.execute(select(table.c.id, table.c.title))
    }


def traced() -> frozenset[str]:
    """The tables in which a person's rows are looked for."""
    anybody = Whose(Refs(*[None] * 4), "", b"")  # type: ignore[arg-type]
    return frozenset(table.name for table, _, _ in _belongings(anybody))


def _newest_first(table: Table, which: ColumnElement[bool]) -> Select[Any]:
    clock = clock_of(table)
    ending = [] if clock is None else [clock.desc().nulls_first()]
    keys = [column.desc() for column in table.primary_key.columns]
    return select(table).where(which).order_by(*ending, *keys)


def _belongings(whose: Whose) -> Sequence[tuple[Table, Origin, ColumnElement[bool]]]:
    refs = whose.refs
    weeks = select(t.weekly_ref.c.ref).where(t.weekly_ref.c.holder == refs.holder)
    return (
        (t.identity, Origin.YOU, t.identity.c.ref == refs.identity),
        (t.subject_link, Origin.HERE, t.subject_link.c.identity == refs.identity),
        (t.holder, Origin.HERE, t.holder.c.ref == refs.holder),
        (t.holder_profile, Origin.CONSOLE, t.holder_profile.c.holder == refs.holder),
        (t.device, Origin.YOU, t.device.c.holder == refs.holder),
        (t.badge, Origin.HERE, t.badge.c.holder == refs.holder),
        (t.weekly_ref, Origin.HERE, t.weekly_ref.c.holder == refs.holder),
        (t.entry, Origin.DOOR, t.entry.c.weekly_ref.in_(weeks)),
        (t.conflict, Origin.DOOR, t.conflict.c.holder == refs.holder),
        (t.consent_event, Origin.YOU, t.consent_event.c.record == refs.consent),
        (t.receipt_code, Origin.HERE, t.receipt_code.c.record == refs.consent),
        (t.access_event, Origin.CONSOLE, t.access_event.c.subject == refs.access),
        (t.session, Origin.YOU, t.session.c.identity == refs.identity),
        (t.carry_code, Origin.HERE, t.carry_code.c.identity == refs.identity),
        (t.rights_request, Origin.YOU, t.rights_request.c.identity == refs.identity),
        (t.mail_queue, Origin.HERE, t.mail_queue.c.address == whose.email),
        (t.mailed_code, Origin.HERE, t.mailed_code.c.email_hash == whose.email_hash),
        (t.invitation, Origin.CONSOLE, t.invitation.c.email_hash == whose.email_hash),
        (t.joining, Origin.YOU, t.joining.c.work_email == whose.email),
        (t.pasted_line, Origin.CONSOLE, t.pasted_line.c.work_email == whose.email),
    )


def ends_at(row: Row, clock: str | None) -> datetime | None:
    """The moment from which the row's time runs; None while nothing has begun to count."""
    moment = row[clock] if clock else None
    return moment if isinstance(moment, datetime) else None
