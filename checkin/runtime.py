"""What a running instance holds: its settings, its database, its keys, and the only clock."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from functools import cached_property

from checkin import notices
from checkin.core.badge import KeyPurpose
from checkin.core.erasure import Erasure
from checkin.core.hashing import Hashing
from checkin.core.ids import AccountId
from checkin.core.notices import Notice, Particulars
from checkin.core.receipts import Party
from checkin.core.retention import Limits, duration
from checkin.core.terms import House, Level
from checkin.keys import Keyring
from checkin.services import notices as services
from checkin.services import recovery
from checkin.services.badges import LIFE, BadgeMaking
from checkin.services.notices import Draft
from checkin.services.receipts import Issuing
from checkin.services.scanning import Trust
from checkin.services.status import ListSigning
from checkin.settings import Settings
from checkin.storage import Db
from checkin.storage.ledger import Ledger
from checkin.storage.store import Store


def utc_now() -> datetime:
    """The time: the one place that asks for it."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Runtime:
    """One instance at work. Tests hand in a clock of their own."""

    settings: Settings
    store: Store
    keyring: Keyring = field(repr=False)
    clock: Callable[[], datetime] = utc_now

    def now(self) -> datetime:
        """The time, aware and in UTC."""
        return self.clock()

    def reading(self) -> AbstractContextManager[Db]:
        """A block that reads one state of the database and changes nothing."""
        return self.store.reading()

    def writing(self) -> AbstractContextManager[Db]:
        """A block that is kept whole when it ends, or not at all."""
        return self.store.writing()

    def scanning(self) -> AbstractContextManager[Db]:
        """A block for one scan, which holds nothing between its statements."""
        return self.store.scanning()

    @cached_property
    def hashing(self) -> Hashing:
        """The keyed hashes of this instance."""
        return Hashing(**{one.name: self.keyring.secret(one.name) for one in fields(Hashing)})

    @cached_property
    def trust(self) -> Trust:
        """What badges are judged by here."""
        return Trust(self.keyring, self.hashing, self.settings.code)

    def making(self, *, at: datetime | None = None) -> BadgeMaking:
        """What badges are made with now, or were at another time."""
        return BadgeMaking(
            signer=self.keyring,
            kid=self.keyring.active(KeyPurpose.BADGE, at or self.now()),
            hashing=self.hashing,
            lists_uri=self.lists_uri,
            org_code=self.settings.code,
            consent_life=duration(self.limits(), "consent_valid_months"),
        )

    @property
    def lists_uri(self) -> str:
        """The address of status lists, up to their number."""
        return f"{self.settings.base_url}/s/"

    @property
    def invitations_uri(self) -> str:
        """The address that an invitation leads to, up to its code."""
        return f"{self.settings.base_url}/join/i/"

    def list_signing(self) -> ListSigning:
        """What status lists are signed with now."""
        kid = self.keyring.active(KeyPurpose.STATUS, self.now())
        return ListSigning(self.keyring, kid, self.lists_uri)

    def particulars(self) -> Particulars:
        """What the texts of notices say of this organisation."""
        controller, limits = self.settings.controller, self.settings.limits
        return Particulars(
            controller=controller.name,
            address=controller.address,
            contact=controller.contact,
            authority=controller.authority,
            about=f"{self.settings.base_url}/about",
            processors=", ".join(self.settings.processors.named),
            country=self.settings.processors.country,
            entry_days=limits.retention_entry_days,
            consent_months=limits.consent_valid_months,
            evidence_months=limits.evidence_months,
            audit_months=limits.audit_months,
            session_hours=limits.session_hours,
            badge_days=LIFE.days,
        )

    def draft(self, texts: Iterable[Notice], author: str, marked: Level = Level.PATCH) -> Draft:
        """These texts as a draft, with what the software and the settings promise by now."""
        controller, processors = self.settings.controller, self.settings.processors
        house = House(
            f"{controller.name}, {controller.address}",
            controller.contact,
            controller.authority,
            processors.named,
            processors.country or "where the controller is",
        )
        promised = services.promised(self.settings.limits, house)
        return Draft({one.language: one for one in texts}, promised, author, marked)

    def party(self) -> Party:
        """What receipts say of whoever answers for the data."""
        controller, processors = self.settings.controller, self.settings.processors
        return Party(
            name=controller.name,
            address=controller.address,
            contact=controller.contact,
            authority=controller.authority,
            country=processors.country or f"where {controller.name} is",
            recipients=processors.named,
            impact_assessment=self.settings.dpia_ref or "none named",
            withdrawal=f"one press at {self.settings.base_url}/me/choices, without a reason; "
            f"with the receipt's code at {self.settings.base_url}/take-back; at the front desk",
        )

    def issuing(self) -> Issuing:
        """What receipts are made and signed with now."""
        kid = self.keyring.active(KeyPurpose.LOG, self.now())
        return Issuing(self.party(), self.limits(), self.keyring, kid)

    def shipped_notices(self) -> tuple[Notice, ...]:
        """The notice that comes with the software, in every language, for this organisation."""
        return notices.shipped(self.particulars())

    def limits(self) -> Limits:
        """The limits that hold now: what the notice in force promises wins over the settings."""
        with self.reading() as db:
            return services.limits_in_force(db, self.settings.limits, now=self.now())

    def missing_erasures(self) -> list[Erasure]:
        """What the ledger says was erased and this database doesn't know of: it was brought back.

        Until that is done again nobody may be served.
        """
        assert self.store.ledger is not None
        erased = self.store.ledger.read()
        with self.reading() as db:
            return recovery.missing(db, erased)

    def sealed_factor(self, account: AccountId, secret: str) -> str:
        """The secret of an account's second factor, as it is kept."""
        return b64encode(self.keyring.seal(secret.encode(), _factor_of(account))).decode()

    def opened_factor(self, account: AccountId, sealed: str) -> str:
        """The secret that was sealed for this account. Raises SealError."""
        return self.keyring.unseal(b64decode(sealed), _factor_of(account)).decode()


def _factor_of(account: AccountId) -> bytes:
    return b"totp " + account.bytes


def start(settings: Settings) -> Runtime:
    """Open the database and the keys of an instance that `checkin init` has made."""
    store = Store(settings.database, Ledger(settings.ledger))
    return Runtime(settings, store, Keyring.load(settings.keys))
