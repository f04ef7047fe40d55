"""Column types: UTC times, enums by value, short byte strings, and the declared column itself."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import Column, DateTime, Dialect, LargeBinary, String
from sqlalchemy.types import TypeDecorator, TypeEngine

from checkin.core.inventory import Privacy

E = TypeVar("E", bound=StrEnum)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time. A naive one is refused, since nobody knows which hour it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The time as the database takes it; SQLite has no zones, so it gets UTC without one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time must say that it is UTC")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The time as the rest of the code knows it: aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ByValue(TypeDecorator[E]):
    """A member of a closed set, stored as its value."""

    impl = String
    cache_ok = True

    def __init__(self, members: type[E], length: int = 32) -> None:
        super().__init__(length)
        self.members = members

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        """The member's value; a plain string must be one of them."""
        return None if value is None else self.members(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        """The member; an unknown value raises, since code must not guess at it."""
        return None if value is None else self.members(value)


def short_bytes(length: int = 32) -> LargeBinary:
    """A hash, salt or commitment. Binary columns hold nothing longer than 64 bytes."""
    if length > 64:
        raise ValueError("binary columns hold hashes, salts and commitments only")
    return LargeBinary(length)


def declared(
    name: str,
    type_: TypeEngine[Any] | type[TypeEngine[Any]],
    privacy: Privacy,
    *constraints: Any,
    schema: str | None = None,
    **options: Any,
) -> Column[Any]:
    """A column with its declaration, which also lands in the database as the column's comment.

    `schema` names the structure of a long text, as the inventory lists it.
    """
    return Column(
        name,
        type_,
        *constraints,
        info={"privacy": privacy, "schema": schema},
        comment=privacy.as_comment(),
        **options,
    )
