"""What every stored column must declare about itself.

The schema is the privacy notice: a column says what it holds, what for, about whom, how long, what
becomes of it when consent ends, and why, in a sentence that the person can read. Tests hold every
table to it, and pages and documents are made from it (GDPR art. 5, 13, 15, 30).
"""

from dataclasses import dataclass
from enum import StrEnum

from checkin.core.retention import Limits


class Purpose(StrEnum):
    """What data is used for: a closed list. The first three are asked for by consent."""

    ENTRY = "entry"
    HISTORY = "history"
    ROLLCALL = "rollcall"
    INCIDENT = "incident"
    PROOF = "proof"
    OVERSIGHT = "oversight"
    LOGIN = "login"
    FULLNESS = "fullness"
    UNNAMED = "unnamed"
    OPERATION = "operation"


class Basis(StrEnum):
    """The lawful basis of a purpose, fixed in code and never changed for stored rows."""

    CONSENT = "GDPR art. 6(1)(a)"
    LEGAL_DUTY = "GDPR art. 6(1)(c)"
    LEGITIMATE_INTEREST = "GDPR art. 6(1)(f)"
    NO_PERSONAL_DATA = "no personal data"


@dataclass(frozen=True, slots=True)
class PurposeFacts:
    """A purpose in plain words, with its basis and its term in the Data Privacy Vocabulary."""

    words: str
    basis: Basis
    dpv: str


PURPOSES: dict[Purpose, PurposeFacts] = {
    Purpose.ENTRY: PurposeFacts(
        "Open the door with a QR badge", Basis.CONSENT, "dpv:EnforceAccessControl"
    ),
    Purpose.HISTORY: PurposeFacts(
        "Keep my entries for a few weeks, so that I can see them",
        Basis.CONSENT,
        "dpv:EnforceSecurity",
    ),
    Purpose.ROLLCALL: PurposeFacts(
        "Be on the evacuation roll call by name", Basis.CONSENT, "dpv:EnforceSecurity"
    ),
    Purpose.INCIDENT: PurposeFacts(
        "Look into one recorded security incident",
        Basis.LEGITIMATE_INTEREST,
        "dpv:EnforceSecurity",
    ),
    Purpose.PROOF: PurposeFacts(
        "Prove that consent was given or taken back", Basis.LEGAL_DUTY, "dpv:LegalCompliance"
    ),
    Purpose.OVERSIGHT: PurposeFacts(
        "Show who looked at whose record", Basis.LEGAL_DUTY, "dpv:RightsFulfilment"
    ),
    Purpose.LOGIN: PurposeFacts(
        "Sign in to your own pages or to the console",
        Basis.LEGITIMATE_INTEREST,
        "dpv:IdentityAuthentication",
    ),
    Purpose.FULLNESS: PurposeFacts(
        "Know roughly how full the building is",
        Basis.LEGITIMATE_INTEREST,
        "dpv:ServiceMonitoring",
    ),
    Purpose.UNNAMED: PurposeFacts(
        "Let people in without identifying them",
        Basis.NO_PERSONAL_DATA,
        "dpv:EnforceAccessControl",
    ),
    Purpose.OPERATION: PurposeFacts(
        "Run sites, doors, kiosks and keys", Basis.NO_PERSONAL_DATA, "dpv:ServiceProvision"
    ),
}

CONSENT_PURPOSES = (Purpose.ENTRY, Purpose.HISTORY)
"""The consents that are asked for now: a box appears only when its function exists."""


class Cat(StrEnum):
    """What kind of data a column holds. There is no category for pictures or bodies."""

    NONE = "none"
    PSEUDONYM = "pseudonym"
    NAME = "name"
    CONTACT = "contact"
    PRESENCE = "presence"
    CREDENTIAL = "credential"
    CONSENT = "consent"
    ACTOR = "actor"
    FREETEXT = "freetext"


class Subject(StrEnum):
    """Whom a column is about."""

    EMPLOYEE = "employee"
    ADMIN = "admin"
    NOBODY = "nobody"


class Erase(StrEnum):
    """What becomes of the column when its consent ends."""

    DELETE_ROW = "delete_row"
    SHRED = "shred"
    KEEP = "keep"


class Export(StrEnum):
    """How the column appears in a person's own copy of their data."""

    VALUE = "value"
    PRESENCE_ONLY = "presence_only"
    NOT_PERSONAL = "not_personal"


class Origin(StrEnum):
    """Where what is held on a person comes from (GDPR art. 15(1)(g))."""

    YOU = "you"
    DOOR = "a door"
    CONSOLE = "the console"
    HERE = "this service"


@dataclass(frozen=True, slots=True)
class Rule:
    """How long a row stays.

    `words` is shown to people, with the limit in place of {number}. `clock` names the column that
    the time runs from; `limit` the constant (core.retention.Limits) that is added to it. A rule
    with a clock and no limit ends when the clock column says; a rule without a clock lasts as long
    as what it belongs to.
    """

    words: str
    clock: str | None = None
    limit: str | None = None

    def in_words(self, limits: Limits, words: str | None = None) -> str:
        """How long, as these limits have it; `words` are those of another language."""
        number = getattr(limits, self.limit) if self.limit else ""
        return (words or self.words).format(number=number)


@dataclass(frozen=True, slots=True)
class Privacy:
    """The declaration of one column."""

    category: Cat
    purposes: tuple[Purpose, ...]
    subject: Subject
    retention: Rule
    erase: Erase
    export: Export
    why: str
    dpv: str | None = None

    @property
    def personal(self) -> bool:
        """Whether the column says something about anybody."""
        return self.category is not Cat.NONE and self.subject is not Subject.NOBODY

    def as_comment(self) -> str:
        """The declaration as the comment that the database keeps on the column."""
        purposes = ",".join(self.purposes)
        kept = self.retention.words.replace("number", self.retention.limit or "")
        return f"[{self.category}; {purposes}; {kept}] {self.why}"
