"""What a notice promises, in a form that can be compared: and how weighty a change of it is.

The terms are made from the inventory and the settings, not written by hand; the words of a notice
say the same for people. What the terms of two versions differ in decides their level, and nobody
can lower it (ISO/IEC 29184, 5.5; GDPR art. 13).
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from checkin.core.audit import canonical
from checkin.core.inventory import CONSENT_PURPOSES, PURPOSES, Basis, Cat, Privacy, Purpose, Subject
from checkin.core.notices import Notice, made
from checkin.core.retention import Limits


class Level(StrEnum):
    """How weighty a change is: of substance, of wording, or of typography."""

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"


LANGUAGES: Final = "languages"
"""The part that a language which comes or goes is told under."""

_WEIGHT: Final = {Level.PATCH: 0, Level.MINOR: 1, Level.MAJOR: 2}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the code does and no column tells, as stable words; it changes with the code alone."""

    service: str = "opt-in badges beside two ways in without one"
    source: str = "typed by the person"
    transfers: str = "none"
    taking_back: str = "one press, no reason, at once"
    automated: str = "fixed rules at the door, no profile"
    rights: str = "own pages, or the contact, within a month"


@dataclass(frozen=True, slots=True)
class House:
    """Who answers for the data, who works for them, and where it is stored."""

    controller: str
    contact: str
    authority: str
    recipients: tuple[str, ...]
    country: str


@dataclass(frozen=True, slots=True)
class Use:
    """A purpose, its lawful basis, and the categories of data it takes."""

    purpose: Purpose
    basis: Basis
    categories: tuple[Cat, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A table about people, what it is for, and by which limit its rows end."""

    table: str
    purposes: tuple[Purpose, ...]
    ends: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A length of keeping that is promised."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything that people are promised."""

    facts: Facts
    house: House
    uses: tuple[Use, ...]
    kept: tuple[Kept, ...]
    limits: tuple[Limit, ...]

    def as_text(self) -> str:
        """The terms as they are kept; `read` makes them again."""
        return canonical(asdict(self)).decode()

    @property
    def digest(self) -> str:
        """What stands for what the code promises, whoever answers for it (SHA-256, hex)."""
        body = asdict(self)
        promised = {name: body[name] for name in ("facts", "uses", "kept")}
        return sha256(canonical(promised)).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """One thing in which two versions differ, its level, and the consents that it is about."""

    part: str
    before: str
    after: str
    level: Level
    purposes: frozenset[Purpose] = frozenset()


def promised(
    columns: Iterable[tuple[str, Privacy]], limits: Limits, house: House, facts: Facts | None = None
) -> Terms:
    """The terms that these columns (table and declaration) and settings make."""
    about_people = [
        (table, privacy) for table, privacy in columns if privacy.subject is Subject.EMPLOYEE
    ]
    taken = {(use, privacy.category) for _, privacy in about_people for use in privacy.purposes}
    uses = tuple(
        Use(
            purpose,
            PURPOSES[purpose].basis,
            _ordered(cat for each, cat in taken if each is purpose),
        )
        for purpose in Purpose
        if any(each is purpose for each, _ in taken)
    )
    tables = dict(about_people)
    kept = tuple(
        Kept(table, privacy.purposes, _ends(privacy)) for table, privacy in sorted(tables.items())
    )
    named = {privacy.retention.limit for privacy in tables.values()} | {"consent_valid_months"}
    promised_limits = tuple(
        Limit(name, getattr(limits, name)) for name in sorted(filter(None, named))
    )
    return Terms(facts or Facts(), house, uses, kept, promised_limits)


@lru_cache(maxsize=4)  # they never change once they are published, and nearly every page asks
def read(text: str) -> Terms:
    """The terms that were kept as this text. Raises NoticeFault."""
    return made(Terms, json.loads(text), "terms")


def limits_of(terms: Terms, configured: Limits) -> Limits:
    """The configured limits, with what these terms promise in place of what they say."""
    known = {one.name for one in fields(configured)}
    kept = {one.name: one.number for one in terms.limits if one.name in known}
    return Limits(**{**asdict(configured), **kept})


# --- comparing -----------------------------------------------------------------------------------


def changes(before: Terms, after: Terms) -> tuple[Change, ...]:
    """What the terms differ in. A contact detail alone is no change of substance."""
    old, new = _parts(before), _parts(after)
    return tuple(
        Change(
            part, old.get(part, ""), new.get(part, ""), _level_of(part), _about(part, before, after)
        )
        for part in sorted(old.keys() | new.keys())
        if old.get(part) != new.get(part)
    )


def rewordings(before: Mapping[str, Notice], after: Mapping[str, Notice]) -> tuple[Change, ...]:
    """What the words differ in, language by language; typography alone is a PATCH."""
    found = []
    for language in sorted(before.keys() | after.keys()):
        if not (language in before and language in after):
            found.append(_change_of_language(language, there=language in after))
            continue
        old, new = words_by_place(before[language]), words_by_place(after[language])
        found += [
            Change(
                f"{language}: {part}", a, b, Level.PATCH if _plain(a) == _plain(b) else Level.MINOR
            )
            for part in sorted(old.keys() | new.keys())
            for a, b in [(old.get(part, ""), new.get(part, ""))]
            if a != b
        ]
    return tuple(found)


def highest(levels: Iterable[Level]) -> Level:
    """The weightiest of these levels; a PATCH if there is none."""
    return max(levels, key=_WEIGHT.__getitem__, default=Level.PATCH)


def next_version(last: str | None, level: Level) -> str:
    """The version that follows; the first is 1.0.0."""
    if last is None:
        return "1.0.0"
    major, minor, patch = map(int, last.split("."))
    following = {
        Level.MAJOR: (major + 1, 0, 0),
        Level.MINOR: (major, minor + 1, 0),
        Level.PATCH: (major, minor, patch + 1),
    }
    return ".".join(map(str, following[level]))


def _ordered(categories: Iterable[Cat]) -> tuple[Cat, ...]:
    there = set(categories) - {Cat.NONE}
    return tuple(category for category in Cat if category in there)


def _ends(privacy: Privacy) -> str:
    rule = privacy.retention
    if rule.limit:
        return rule.limit
    return f"when {rule.clock} says" if rule.clock else "with the consent"


def _parts(terms: Terms) -> dict[str, str]:
    """The terms as names and what each says."""
    house = asdict(terms.house) | {"recipients": ", ".join(terms.house.recipients) or "none"}
    return {
        **{f"facts.{name}": text for name, text in asdict(terms.facts).items()},
        **{f"house.{name}": text for name, text in house.items()},
        **{f"use.{one.purpose}": f"{one.basis}: {', '.join(one.categories)}" for one in terms.uses},
        **{f"kept.{one.table}": f"{one.ends}: {', '.join(one.purposes)}" for one in terms.kept},
        **{f"limit.{one.name}": str(one.number) for one in terms.limits},
    }


def _level_of(part: str) -> Level:
    return Level.MINOR if part in {"house.contact", "house.authority"} else Level.MAJOR


def _about(part: str, before: Terms, after: Terms) -> frozenset[Purpose]:
    """The consents that a change is about: `entry` where it isn't about another one alone."""
    if _level_of(part) is not Level.MAJOR:
        return frozenset()
    kind, _, name = part.partition(".")
    tables = [*before.kept, *after.kept]
    match kind:
        case "use":
            uses: set[Purpose] = {Purpose(name)}
        case "kept":
            uses = {use for one in tables if one.table == name for use in one.purposes}
        case "limit":
            uses = {use for one in tables if one.ends == name for use in one.purposes}
        case _:
            return frozenset(CONSENT_PURPOSES)
    return frozenset(uses & set(CONSENT_PURPOSES)) or frozenset({Purpose.ENTRY})


def words_by_place(notice: Notice) -> dict[str, str]:
    """Every text of a notice by its place in it, without what names the version."""
    body = asdict(notice)
    for name in ("version", "language"):
        del body[name]
    return dict(_flat(body, ""))


def _flat(value: Any, where: str) -> Iterable[tuple[str, str]]:
    match value:
        case str():
            yield where, value
        case Mapping():
            for name, part in value.items():
                yield from _flat(part, f"{where}.{name}" if where else name)
        case Sequence():
            for place, part in enumerate(value, start=1):
                yield from _flat(part, f"{where}.{place}")
        case _:
            raise TypeError(f"{where} is neither text nor made of texts")


def _plain(text: str) -> list[str]:
    """The words alone: neither case nor marks nor spaces."""
    return re.findall(r"\w+", text.casefold())


def _change_of_language(language: str, *, there: bool) -> Change:
    before, after = ("", language) if there else (language, "")
    return Change(LANGUAGES, before, after, Level.MINOR)
