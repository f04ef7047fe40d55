"""Notices: what people are told before they choose, as parts that have to be there.

A notice has three layers (a door sign, a summary of half a screen, the full text) and the form that
is shown with it. Each part is a field of its own and none can be empty, so that no item of GDPR
art. 13 is forgotten. The digest stands for exactly this text in this language.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from checkin.core.audit import canonical
from checkin.core.inventory import Cat, Purpose

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what there is to say, and points where it is a list."""

    title: str
    text: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PurposeItem:
    """One purpose, and its lawful basis in words."""

    purpose: Purpose
    text: str
    basis: str


@dataclass(frozen=True, slots=True)
class Purposes:
    """What data is used for."""

    title: str
    items: tuple[PurposeItem, ...]


@dataclass(frozen=True, slots=True)
class DataItem:
    """What is stored, and which categories of the inventory that names."""

    categories: tuple[Cat, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Stored:
    """The part of a notice that lists what is stored."""

    title: str
    items: tuple[DataItem, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """What is printed beside a door: the layer that nobody has to open."""

    title: str
    who: str
    why: str
    how_long: str
    way_in: str
    more: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Half a screen, with everything that would surprise in it."""

    who: Section
    why: Section
    how_long: Section
    choice: Section
    way_in: Section


@dataclass(frozen=True, slots=True)
class FullText:
    """Every item of GDPR art. 13, and four that the law doesn't ask for."""

    controller: Section  # 13(1)(a)
    contact: Section  # 13(1)(b)
    purposes: Purposes  # 13(1)(c)
    interests: Section  # 13(1)(d)
    data: Stored
    recipients: Section  # 13(1)(e)
    transfers: Section  # 13(1)(f)
    retention: Section  # 13(2)(a)
    rights: Section  # 13(2)(b)
    taking_back: Section  # 13(2)(c), and what happens then
    complaint: Section  # 13(2)(d)
    voluntary: Section  # 13(2)(e)
    automated: Section  # 13(2)(f)
    alternative: Section
    never: Section


@dataclass(frozen=True, slots=True)
class Box:
    """One choice. It has no state: no box is ever ticked beforehand."""

    purpose: Purpose
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Form:
    """The question, its boxes, and two answers that are shown alike."""

    question: str
    lead: str
    boxes: tuple[Box, ...]
    yes: str
    no: str

    @property
    def digest(self) -> str:
        """What stands for exactly this form (SHA-256, hex)."""
        return _digest(asdict(self))


@dataclass(frozen=True, slots=True)
class Notice:
    """One version of a notice in one language."""

    name: str
    version: str
    language: str
    title: str
    sign: Sign
    summary: Summary
    full: FullText
    form: Form

    @property
    def id(self) -> str:
        """Name and version, as records of consent keep it."""
        return f"{self.name}:{self.version}"

    @property
    def digest(self) -> str:
        """What stands for exactly this text (SHA-256, hex)."""
        return _digest(asdict(self))

    def as_text(self) -> str:
        """The notice as it is kept; `read` makes it again."""
        return canonical(asdict(self)).decode()


@dataclass(frozen=True, slots=True)
class Particulars:
    """What differs between organisations; a notice's text names each of these in braces."""

    controller: str
    address: str
    contact: str
    authority: str
    about: str
    processors: str
    country: str
    entry_days: int
    consent_months: int
    evidence_months: int
    audit_months: int
    session_hours: int
    badge_days: int


class NoticeFault(ValueError):  # noqa: N818 - says what is wrong with a text, as BadgeFault does
    """A part is missing, empty, unknown or not what it has to be; the message names it."""


def compose(words: Mapping[str, Any], particulars: Particulars) -> Notice:
    """The notice that these words make for one organisation. Raises NoticeFault."""
    return _checked(made(Notice, _filled(words, asdict(particulars)), "notice"))


@lru_cache(maxsize=16)  # it never changes once it is published
def read(text: str) -> Notice:
    """The notice that was kept as this text. Raises NoticeFault."""
    return _checked(made(Notice, json.loads(text), "notice"))


def _checked(notice: Notice) -> Notice:
    if not re.fullmatch(r"\d+\.\d+\.\d+", notice.version):
        raise NoticeFault(f"a version is three numbers, not {notice.version!r}")
    offered = [box.purpose for box in notice.form.boxes]
    if len(set(offered)) != len(offered):
        raise NoticeFault("one box, one purpose")
    return notice


def _filled(words: Any, particulars: Mapping[str, object]) -> Any:
    """The words with every brace filled in."""
    match words:
        case str():
            try:
                return words.format_map(MappingProxyType(particulars))
            except (KeyError, ValueError, IndexError) as fault:
                raise NoticeFault(f"nothing is known for a brace in {words!r}") from fault
        case Mapping():
            return {name: _filled(value, particulars) for name, value in words.items()}
        case Sequence():
            return [_filled(value, particulars) for value in words]
        case _:
            return words


def made(kind: type[T], value: Any, where: str) -> T:
    """The value as this type: every field there, none empty, none too many. Raises NoticeFault."""
    if not isinstance(value, Mapping):
        raise NoticeFault(f"{where} has to have parts")
    hints = get_type_hints(kind)
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    if extra := set(value) - known:
        raise NoticeFault(f"{where} has no {', '.join(sorted(extra))}")
    if missing := known - set(value) - {"points"}:
        raise NoticeFault(f"{where} lacks {', '.join(sorted(missing))}")
    return kind(**{name: _part(hints[name], value[name], f"{where}.{name}") for name in value})


def _part(hint: Any, value: Any, where: str) -> Any:
    if get_origin(hint) is tuple:
        return _several(get_args(hint)[0], value, where)
    if is_dataclass(hint):
        return made(hint, value, where)  # type: ignore[arg-type]
    if hint is int and type(value) is int:
        return value
    if not isinstance(value, str) or not value.strip():
        raise NoticeFault(f"{where} is empty")
    if issubclass(hint, StrEnum):
        return _member(hint, value, where)
    return value.strip()


def _several(hint: Any, value: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple) or not (value or where.endswith(_MAY_BE_EMPTY)):
        raise NoticeFault(f"{where} is empty")
    return tuple(_part(hint, one, f"{where}.{place}") for place, one in enumerate(value))


def _member(members: type[StrEnum], value: str, where: str) -> StrEnum:
    try:
        return members(value)
    except ValueError:
        raise NoticeFault(f"{where} can't be {value!r}") from None


_MAY_BE_EMPTY = (".points", ".recipients", ".categories")


def _digest(parts: Mapping[str, Any]) -> str:
    return sha256(canonical(parts)).hexdigest()
