"""The whole schema, top to bottom. Every column declares what it holds, why and for how long.

The order follows a person's way: places, profiles and kiosks; people and what they carry; what a
scan leaves; consent and notices; signing in; the console; what is written down about people's work.
Table `info`: `path` says how a row is related to a person (a table name, or `nobody`), `audited`
whether a block that writes it has to write an audit entry as well.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.types import TypeEngine

from checkin.core.badge import Assurance, Kind
from checkin.core.consent import Act, By, Method, State
from checkin.core.inventory import Cat, Erase, Export, Privacy, Purpose, Rule, Subject
from checkin.core.late import Disputed, Settled
from checkin.core.parity import WayIn
from checkin.core.pasted import Deed
from checkin.core.policy import BadgeState, EntryConsent, GapMode, Posture, Reason, Say
from checkin.core.possession import DeviceKind
from checkin.core.rights import MOST_TEXT, Outcome, Wish
from checkin.core.roles import Role
from checkin.core.site import DoorClass, DoorWay, InputMode
from checkin.core.terms import Level
from checkin.storage.types import ByValue, UtcDateTime, declared, short_bytes

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# How long, in words that people read.
CONFIGURED = Rule("until an administrator changes it")
ENROLLED = Rule("while you take part; gone when you take your consent back")
BADGE_LIFE = Rule("while you take part; gone when you take your consent back")
DEVICE_LIFE = Rule("90 days after the phone last fetched a badge; gone when you end it", "until")
ENTRY_DAYS = Rule("{number} days", "minute", "retention_entry_days")
WEEK = Rule("as long as the entries of that week", "ends_at", "retention_entry_days")
ANSWER_DAYS = Rule("{number} days", "kept_from", "late_max_days")
WAITS = Rule("7 days", "until")
PAST_RULES = Rule("{number} days after something else came to hold", "until_at", "late_max_days")
REFUSAL_DAYS = Rule("{number} days", "minute", "refusal_days")
UNTIL_END = Rule("until it runs out", "until")
EVIDENCE = Rule("{number} months after the consent ended", "ended_at", "evidence_months")
AUDIT = Rule("{number} months", "at", "audit_months")
ACCOUNT = Rule("while the console account exists")
COUNTED_HOURS = Rule(
    "a day after the hour is over; then a rounded number for the site stays, if it isn't small",
    "began_at",
    "count_hours",
)
COUNTS = Rule("{number} months", "bucket", "counter_months")
PUBLISHED = Rule("while any consent points at it")
MAIL = Rule("until it is sent")
REQUEST = Rule(
    "until it is answered, and {number} months after; gone when you take your consent back",
    "answered_at",
    "audit_months",
)
RECEIPT_CODE = Rule("while you take part, and 30 days after", "until")
BEYOND_BACKUPS = Rule("as long as backups are kept, and 30 days", "until")


class _Declares:
    """Writes a declaration once for columns that share everything but their category and reason."""

    def __init__(
        self,
        purposes: tuple[Purpose, ...],
        subject: Subject,
        rule: Rule,
        erase: Erase,
        export: Export = Export.VALUE,
    ) -> None:
        self.purposes, self.subject, self.rule = purposes, subject, rule
        self.erase, self.export = erase, export

    def __call__(
        self,
        name: str,
        type_: TypeEngine[Any] | type[TypeEngine[Any]],
        category: Cat,
        why: str,
        *constraints: Any,
        export: Export | None = None,
        dpv: str | None = None,
        **options: Any,
    ) -> Column[Any]:
        shown = export or self.export
        privacy = Privacy(
            category, self.purposes, self.subject, self.rule, self.erase, shown, why, dpv
        )
        return declared(name, type_, privacy, *constraints, **options)


def _plain(rule: Rule, purpose: Purpose = Purpose.OPERATION) -> _Declares:
    """For tables that say nothing about anyone."""
    return _Declares((purpose,), Subject.NOBODY, rule, Erase.KEEP, Export.NOT_PERSONAL)


NONE = Cat.NONE
SECRET = Export.PRESENCE_ONLY

# A column is a line: the formatter would make a page of each table.
# fmt: off

# --- places -----------------------------------------------------------------------------------

_place = _plain(CONFIGURED)
_rules = _plain(PAST_RULES)
_waits = _plain(WAITS)

site = Table(
    "site",
    metadata,
    _place("id", Uuid(), NONE, "Tells sites apart.", primary_key=True),
    _place("code", String(24), NONE,
           "The code that badges of this site carry.", unique=True, nullable=False),
    _place("title", String(80), NONE, "What the building is called.", nullable=False),
    _place("time_zone", String(64), NONE,
           "The local time that opening windows mean.", nullable=False),
    _place("capacity", Integer, NONE, "How many people the site may hold, if it has a limit."),
    _place("day_profile", Uuid, NONE,
           "Which doors day passes open, and when.", ForeignKey("profile.id")),
    _place("join_profile", Uuid, NONE,
           "Which doors new badges of this site open.", ForeignKey("profile.id")),
    _place("desk_week", String(1024), NONE,
           "The weekly local times at which the front desk means to be open."),
    _place("desk_open_at", UtcDateTime, NONE, "When the front desk last said that it is open."),
    _place("desk_closed_at", UtcDateTime, NONE,
           "When the front desk said that it is closed; none once it has opened again."),
    _place("alternative_at", UtcDateTime, NONE,
           "When day passes were last printed or admitted here."),
    info={"path": "nobody"},
)

closed_day = Table(
    "closed_day",
    metadata,
    _place("site", Uuid, NONE, "The site that is closed.", ForeignKey("site.id"), primary_key=True),
    _place("day", Date, NONE, "The local day on which it is closed.", primary_key=True),
    info={"path": "nobody"},
)

join_domain = Table(
    "join_domain",
    metadata,
    _place("domain", String(253), NONE,
           "A mail domain whose addresses may join by the poster.", primary_key=True),
    info={"path": "nobody"},
)

door = Table(
    "door",
    metadata,
    _place("id", Uuid, NONE, "Tells doors apart.", primary_key=True),
    _place("site", Uuid, NONE,
           "The site the door belongs to.", ForeignKey("site.id"), nullable=False),
    _place("title", String(80), NONE, "What the door is called.", nullable=False),
    _place("way", ByValue(DoorWay), NONE, "In, out, or either.", nullable=False),
    _place("posture", ByValue(Posture), NONE, "Normal, locked, open or off.", nullable=False),
    _place("door_class", ByValue(DoorClass), NONE,
           "For everybody who may come in, or for a few who are named.", nullable=False),
    _place("assurance", ByValue(Assurance), NONE,
           "Whether it takes any badge, or only one that a phone has just proved.",
           nullable=False),
    _place("gap_seconds", Integer, NONE,
           "How soon the same badge may come in again.", nullable=False),
    _place("gap_mode", ByValue(GapMode), NONE,
           "Whether that refuses or only says so.", nullable=False),
    _place("version", Integer, NONE,
           "Raised by every change, so that no scan is decided on old facts.", nullable=False),
    CheckConstraint("gap_seconds BETWEEN 0 AND 3600", name="gap"),
    CheckConstraint("door_class = 'restricted' OR assurance = 'any'", name="assurance"),
    info={"path": "nobody"},
)

door_rules = Table(
    "door_rules",
    metadata,
    _rules("door", Uuid, NONE, "The door they held at.", ForeignKey("door.id"), primary_key=True),
    _rules("version", Integer, NONE,
           "The version of the door at which this held.", primary_key=True, autoincrement=False),
    _rules("from_at", UtcDateTime, NONE, "From when it held.", nullable=False),
    _rules("until_at", UtcDateTime, NONE, "Until when; empty while it does."),
    _rules("rules", Text, Cat.FREETEXT,
           "Posture, class, hours of each profile and closed days, so that a scan which a kiosk "
           "tells of later is judged by what held then.", nullable=False, schema="door_rules"),
    info={"path": "nobody", "audited": False},
)

profile = Table(
    "profile",
    metadata,
    _place("id", Uuid, NONE, "Tells access profiles apart.", primary_key=True),
    _place("title", String(80), NONE, "What the profile is called.", nullable=False, unique=True),
    _place("first_day", Date, NONE, "The first day on which it opens anything."),
    _place("last_day", Date, NONE, "The last day on which it opens anything."),
    info={"path": "nobody"},
)

profile_door = Table(
    "profile_door",
    metadata,
    _place("profile", Uuid, NONE, "The profile.", ForeignKey("profile.id"), primary_key=True),
    _place("door", Uuid, NONE, "A door that it opens.", ForeignKey("door.id"), primary_key=True),
    _place("windows", String(1024), NONE,
           "The weekly local times at which it does.", nullable=False),
    info={"path": "nobody"},
)

kiosk = Table(
    "kiosk",
    metadata,
    _place("id", Uuid, NONE, "Tells kiosks apart.", primary_key=True),
    _place("door", Uuid, NONE, "The door it stands at.", ForeignKey("door.id"), nullable=False),
    _place("title", String(80), NONE, "What the device is called.", nullable=False),
    _place("input", ByValue(InputMode), NONE, "Scanner, camera, or both.", nullable=False),
    _place("credential_hash", short_bytes(), NONE, "Stands for the device's secret.", unique=True),
    _place("code_hash", short_bytes(), NONE, "Stands for the pairing code.", unique=True),
    _place("code_until", UtcDateTime, NONE, "When the pairing code runs out."),
    _place("paired_at", UtcDateTime, NONE, "When the device was paired."),
    _place("revoked_at", UtcDateTime, NONE, "When the device was shut out."),
    _place("staff_turn", Integer, NONE,
           "How often its staff code was changed; the code follows from it.", nullable=False),
    _place("version", Integer, NONE,
           "Raised by every change, so that no scan is decided on old facts.", nullable=False),
    info={"path": "nobody"},
)

kiosk_health = Table(
    "kiosk_health",
    metadata,
    _place("kiosk", Uuid, NONE,
           "The device that reported.", ForeignKey("kiosk.id"), primary_key=True),
    _place("seen_at", UtcDateTime, NONE, "When it last reported.", nullable=False),
    _place("queued", Integer, NONE, "Scans that wait to be sent.", nullable=False),
    _place("queued_ever", BigInteger, NONE,
           "Scans ever queued; a step back means lost storage or a copied device.", nullable=False),
    _place("snapshot_seconds", Integer, NONE, "How old its data is."),
    _place("camera", String(24), NONE, "Whether its camera works.", nullable=False),
    _place("scanner", String(24), NONE, "Whether its scanner works.", nullable=False),
    _place("clock_milliseconds", BigInteger, NONE, "How far its clock is off.", nullable=False),
    _place("release", String(32), NONE, "The release of the page it runs.", nullable=False),
    _place("frames", BigInteger, NONE,
           "How many pictures its camera looked for a code in since its page was loaded; a count, "
           "no picture."),
    _place("frames_failed", BigInteger, NONE, "How many of them had to be given up."),
    _place("decode_milliseconds", Integer, NONE, "How long one of them usually takes."),
    info={"path": "nobody", "audited": False},
)

waiting_time = Table(
    "waiting_time",
    metadata,
    _waits("kiosk", Uuid, NONE, "The screen that told it.",
           ForeignKey("kiosk.id"), primary_key=True),
    _waits("day", Date, NONE, "The day on which it did.", primary_key=True),
    _waits("way", ByValue(WayIn), NONE,
           "Whether it is about badges or about day passes.", primary_key=True),
    _waits("milliseconds", Integer, NONE,
           "How long it took to green, the one in the middle of ten times or more, so that "
           "everybody can see whether a day pass is as quick; no number of people.",
           nullable=False),
    _waits("until", UtcDateTime, NONE, "Until when it counts.", nullable=False, index=True),
    CheckConstraint("milliseconds BETWEEN 1 AND 60000", name="wait"),
    info={"path": "nobody", "audited": False},
)

# --- people and what they carry ---------------------------------------------------------------

_person = _Declares((Purpose.ENTRY,), Subject.EMPLOYEE, ENROLLED, Erase.DELETE_ROW)

identity = Table(
    "identity",
    metadata,
    _person("ref", Uuid, Cat.PSEUDONYM, "Stands for you where your name is.", primary_key=True),
    _person("display_name", String(120), Cat.NAME,
            "So that the front desk can help the right person.", nullable=False, dpv="pd:Name"),
    _person("work_email", String(254), Cat.CONTACT,
            "Proves that you belong here, and is how you sign in; none if you joined with a code "
            "from the front desk.", unique=True, dpv="pd:EmailAddress"),
    _person("language", String(8), Cat.NONE, "The language you read notices in.", nullable=False),
    info={"path": "identity"},
)

subject_link = Table(
    "subject_link",
    metadata,
    _person("identity", Uuid, Cat.PSEUDONYM,
            "Links you to your other references; deleted with you.",
            ForeignKey("identity.ref"), primary_key=True),
    _person("consent", Uuid, Cat.PSEUDONYM,
            "Stands for you in the record of consents.", unique=True, nullable=False),
    _person("holder", Uuid, Cat.PSEUDONYM,
            "Stands for you where badges are.",
            ForeignKey("holder.ref"), unique=True, nullable=False),
    _person("access", Uuid, Cat.PSEUDONYM,
            "Stands for you in the record of who looked.", unique=True, nullable=False),
    info={"path": "identity"},
)

holder = Table(
    "holder",
    metadata,
    _person("ref", Uuid, Cat.PSEUDONYM, "Stands for you where badges are.", primary_key=True),
    _person("entry", ByValue(EntryConsent), Cat.CONSENT,
            "Whether your badge may open doors, as your choices say.", nullable=False),
    _person("entry_until", UtcDateTime, Cat.CONSENT,
            "Until when your choice to carry a badge holds.", nullable=False),
    _person("history", Boolean, Cat.CONSENT,
            "Whether your entries may be kept for you, as your choices say.", nullable=False),
    _person("paused_until", UtcDateTime, Cat.CONSENT,
            "When the pause you asked for ends by itself; until then nothing of yours is deleted.",
            index=True),
    _person("reminded_at", UtcDateTime, Cat.CONSENT,
            "When you were last told that a yes of yours ends soon, so that it isn't said often."),
    _person("ends_at", UtcDateTime, Cat.CREDENTIAL,
            "When your badge ends because your time here does, if somebody entered that.",
            index=True),
    _person("version", Integer, Cat.NONE,
            "Raised by every change, so that no scan outlives a choice taken back.",
            nullable=False),
    info={"path": "subject_link"},
)

holder_profile = Table(
    "holder_profile",
    metadata,
    _person("holder", Uuid, Cat.PSEUDONYM,
            "Whose badge it is about.", ForeignKey("holder.ref"), primary_key=True),
    _person("profile", Uuid, Cat.PSEUDONYM,
            "Which doors the badge opens, and when.", ForeignKey("profile.id"), primary_key=True),
    info={"path": "holder"},
)

_device = _Declares((Purpose.ENTRY,), Subject.EMPLOYEE, DEVICE_LIFE, Erase.DELETE_ROW)

device = Table(
    "device",
    metadata,
    _device("id", Uuid, Cat.CREDENTIAL, "Tells your phones apart.", primary_key=True),
    _device("holder", Uuid, Cat.PSEUDONYM,
            "Whose phone it is.", ForeignKey("holder.ref"), nullable=False, index=True),
    _device("kind", ByValue(DeviceKind), Cat.CREDENTIAL,
            "What it says it is, so that you know it again.", nullable=False),
    _device("alg", Integer, Cat.NONE, "The kind of its key.", nullable=False),
    _device("public", short_bytes(64), Cat.CREDENTIAL,
            "The public half of its key; the other half never leaves the phone.",
            nullable=False, unique=True),
    _device("enrolled_at", UtcDateTime, Cat.CREDENTIAL,
            "When your badge was put on it.", nullable=False),
    _device("until", UtcDateTime, Cat.CREDENTIAL,
            "The day on which it is forgotten, unless it fetches a badge before.",
            nullable=False, index=True),
    info={"path": "holder"},
)

_badge = _Declares((Purpose.ENTRY,), Subject.EMPLOYEE, BADGE_LIFE, Erase.DELETE_ROW)

badge = Table(
    "badge",
    metadata,
    _badge("cti", Uuid, Cat.CREDENTIAL,
           "The random number in your badge's code.", primary_key=True),
    _badge("holder", Uuid, Cat.PSEUDONYM,
           "Whose badge it is.", ForeignKey("holder.ref"), nullable=False, index=True),
    _badge("kind", ByValue(Kind), Cat.NONE, "Printed, or on a phone.", nullable=False),
    _badge("device", Uuid, Cat.PSEUDONYM, "Which phone it is on, if on one.",
           ForeignKey("device.id", ondelete="CASCADE"), index=True),
    _badge("state", ByValue(BadgeState), Cat.CREDENTIAL,
           "Whether it is good, switched off or replaced.", nullable=False),
    _badge("aud", String(24), Cat.NONE, "The site or organisation it is for.", nullable=False),
    _badge("issued_at", UtcDateTime, Cat.CREDENTIAL, "When it was made.", nullable=False),
    _badge("expires_at", UtcDateTime, Cat.CREDENTIAL, "Until when it is good.", nullable=False),
    _badge("kid", short_bytes(8), Cat.NONE, "Which key signed it.", nullable=False),
    _badge("list_number", Integer, Cat.NONE,
           "Which published list of switched-off badges it is in.",
           ForeignKey("status_list.number"), nullable=False),
    _badge("slot", Integer, Cat.CREDENTIAL, "Its place in that list.", nullable=False),
    _badge("code_hash", short_bytes(), Cat.CREDENTIAL,
           "Finds the badge when its short code is typed.",
           nullable=False, unique=True, export=SECRET),
    _badge("ended_at", UtcDateTime, Cat.CREDENTIAL,
           "Since when it is switched off or replaced."),
    _badge("version", Integer, Cat.NONE,
           "Raised by every change, so that no scan is decided on old facts.", nullable=False),
    # Renewed, a badge on a phone keeps its place: several rows of one phone may share one.
    Index("ix_badge_list_number_slot", "list_number", "slot"),
    info={"path": "holder"},
)

_slot = _plain(Rule("as long as the list"), Purpose.ENTRY)

status_list = Table(
    "status_list",
    metadata,
    _slot("number", Integer, NONE,
          "The number in the list's address.", primary_key=True, autoincrement=False),
    _slot("kid", short_bytes(8), NONE,
          "The key that signs the badges in it: a new key begins a new list.",
          nullable=False, unique=True),
    info={"path": "nobody"},
)

status_slot = Table(
    "status_slot",
    metadata,
    _slot("list_number", Integer, NONE, "The published list.",
          ForeignKey("status_list.number"), primary_key=True, autoincrement=False),
    _slot("slot", Integer, NONE,
          "A place in that list; never used twice.", primary_key=True, autoincrement=False),
    _slot("value", Integer, NONE, "0 good, 1 switched off, 2 paused.", nullable=False),
    info={"path": "nobody"},
)

_ended = _plain(UNTIL_END, Purpose.ENTRY)

ended_badge = Table(
    "ended_badge",
    metadata,
    _ended("cti_hash", short_bytes(), NONE,
           "Keyed hash of a badge whose holder no longer takes part.", primary_key=True),
    _ended("until", UtcDateTime, NONE,
           "When that badge would have run out by itself.", nullable=False, index=True),
    info={"path": "nobody"},
)

# --- what a scan leaves -----------------------------------------------------------------------

_history = _Declares((Purpose.HISTORY,), Subject.EMPLOYEE, ENTRY_DAYS, Erase.DELETE_ROW)
_week = _Declares((Purpose.HISTORY,), Subject.EMPLOYEE, WEEK, Erase.DELETE_ROW)

weekly_ref = Table(
    "weekly_ref",
    metadata,
    _week("ref", Uuid, Cat.PSEUDONYM,
          "Stands for you in the entries of one week only.", primary_key=True),
    _week("holder", Uuid, Cat.PSEUDONYM,
          "Whose week it is.", ForeignKey("holder.ref"), nullable=False),
    _week("week", Date, Cat.PRESENCE, "The Monday it begins with.", nullable=False),
    _week("ends_at", UtcDateTime, Cat.NONE,
          "When that week is over, in UTC.", nullable=False, index=True),
    UniqueConstraint("holder", "week"),
    info={"path": "holder", "audited": False},
)

entry = Table(
    "entry",
    metadata,
    _history("id", Uuid, Cat.PSEUDONYM,
             "Tells entries apart; its time part is cut to the minute.", primary_key=True),
    _history("weekly_ref", Uuid, Cat.PSEUDONYM,
             "Stands for you in the entries of one week only.",
             ForeignKey("weekly_ref.ref"), nullable=False, index=True),
    _history("minute", UtcDateTime, Cat.PRESENCE,
             "When you came in, to the minute.", nullable=False, index=True, dpv="pd:WorkLocation"),
    _history("site", Uuid, Cat.PRESENCE,
             "The site you came in at.", ForeignKey("site.id"), nullable=False),
    _history("kiosk", Uuid, Cat.PRESENCE,
             "The screen you held the badge to.", ForeignKey("kiosk.id"), nullable=False),
    _history("assurance", String(16), Cat.CREDENTIAL,
             "What was shown: a printed badge, one on a phone, or its typed code.",
             nullable=False),
    _history("notice", String(32), Cat.CONSENT, "The notice that was in force.", nullable=False),
    _history("salt", short_bytes(), Cat.NONE,
             "Makes the commitment unreadable without this row.", nullable=False, export=SECRET),
    _history("commitment", short_bytes(), Cat.NONE,
             "What a log may hold of this entry: 32 bytes that say nothing.", nullable=False),
    info={"path": "weekly_ref", "audited": False},
)

_answer = _plain(ANSWER_DAYS, Purpose.ENTRY)

scan_answer = Table(
    "scan_answer",
    metadata,
    _answer("nonce_hash", short_bytes(), NONE,
            "Keyed hash of kiosk and nonce, so that a scan sent twice counts once.",
            primary_key=True),
    _answer("admit", Boolean, NONE, "Whether the answer was yes.", nullable=False),
    _answer("say", ByValue(Say), NONE, "What the kiosk said.", nullable=False),
    _answer("at", UtcDateTime, NONE, "The minute of the answer.", nullable=False),
    _answer("kept_from", UtcDateTime, NONE,
            "The hour it is kept from.", nullable=False, index=True),
    info={"path": "nobody", "audited": False},
)

_count = _plain(COUNTED_HOURS, Purpose.FULLNESS)

kiosk_count = Table(
    "kiosk_count",
    metadata,
    _count("kiosk", Uuid, NONE,
           "The kiosk that counted.", ForeignKey("kiosk.id"), primary_key=True),
    _count("began_at", UtcDateTime, NONE, "The hour it is about.", primary_key=True),
    _count("came_in", Integer, NONE,
           "How many came in, badges and day passes alike.", nullable=False),
    _count("left_again", Integer, NONE,
           "How many left; only lowers how full the site is.", nullable=False),
    _count("unread", Integer, NONE, "How many codes couldn't be read.", nullable=False),
    info={"path": "nobody", "audited": False},
)

_bucket = _plain(COUNTS, Purpose.FULLNESS)

stat_bucket = Table(
    "stat_bucket",
    metadata,
    _bucket("site", Uuid, NONE, "The site they came in at.", ForeignKey("site.id"),
            primary_key=True),
    _bucket("bucket", UtcDateTime, NONE, "The hour it is about.", primary_key=True),
    _bucket("value", Integer, NONE,
            "How many came in, rounded, badges and day passes alike; few of them are not kept.",
            nullable=False),
    info={"path": "nobody", "audited": False},
)

_refusal = _plain(REFUSAL_DAYS, Purpose.ENTRY)

refusal = Table(
    "refusal",
    metadata,
    _refusal("id", Uuid, NONE,
             "Tells refusals apart; its time part is cut to the minute.", primary_key=True),
    _refusal("door", Uuid, NONE,
             "The door that stayed shut.", ForeignKey("door.id"), nullable=False),
    _refusal("minute", UtcDateTime, NONE, "When, to the minute.", nullable=False, index=True),
    _refusal("say", ByValue(Say), NONE, "What the kiosk said.", nullable=False),
    _refusal("reason", ByValue(Reason), NONE, "Why, where the reason says nothing about anyone."),
    info={"path": "nobody", "audited": False},
)

_conflict = _plain(REFUSAL_DAYS, Purpose.ENTRY)
_disputed = _Declares(
    (Purpose.HISTORY,), Subject.EMPLOYEE, REFUSAL_DAYS, Erase.SHRED, Export.VALUE
)

conflict = Table(
    "conflict",
    metadata,
    _conflict("id", Uuid, NONE,
              "Stands for a presentation at a kiosk, or for one of its hours: a part of a hash.",
              primary_key=True),
    _conflict("door", Uuid, NONE,
              "The door at which it was.", ForeignKey("door.id"), nullable=False),
    _conflict("minute", UtcDateTime, NONE, "When, to the minute.", nullable=False, index=True),
    _conflict("reason", ByValue(Disputed), NONE,
              "In what a kiosk without a connection and the server disagree.", nullable=False),
    _conflict("data_minutes", Integer, NONE,
              "How old the data was that the kiosk went by, if that is known."),
    _disputed("holder", Uuid, Cat.PSEUDONYM,
              "Whose badge it was, while you let your entries be kept.",
              ForeignKey("holder.ref"), index=True),
    _conflict("outcome", ByValue(Settled), NONE, "What came of it."),
    _conflict("settled_at", UtcDateTime, NONE, "When somebody looked into it."),
    info={"path": "holder", "audited": False},
)

_marker = _plain(UNTIL_END, Purpose.ENTRY)

marker = Table(
    "marker",
    metadata,
    _marker("use_hash", short_bytes(), NONE,
            "Keyed hash: the same badge again within the gap, under a key of the day; or the same "
            "proof of a badge on a phone, which nobody finds who hasn't seen that proof.",
            primary_key=True),
    _marker("until", UtcDateTime, NONE,
            "When it stops mattering; for a proof the hour by which every kiosk has told of it.",
            nullable=False, index=True),
    info={"path": "nobody", "audited": False},
)

# --- day passes -------------------------------------------------------------------------------

_pack = _plain(UNTIL_END, Purpose.UNNAMED)

day_pass_pack = Table(
    "day_pass_pack",
    metadata,
    _pack("id", Uuid, NONE, "Tells packs apart.", primary_key=True),
    _pack("number", String(12), NONE,
          "The number printed on the pack, to void it by.", nullable=False, unique=True),
    _pack("site", Uuid, NONE, "The site it is for.", ForeignKey("site.id"), nullable=False),
    _pack("first_day", Date, NONE, "The day of its first pass.", nullable=False),
    _pack("printed", Integer, NONE, "How many passes it has.", nullable=False),
    _pack("pass_hashes", String(1024), NONE,
          "Hashes of its passes (hex, 8 bytes each), so that a lost pack can be voided.",
          nullable=False),
    _pack("until", UtcDateTime, NONE, "When its last pass runs out.", nullable=False, index=True),
    info={"path": "nobody"},
)

day_pass = Table(
    "day_pass",
    metadata,
    _pack("code_hash", short_bytes(), NONE,
          "Finds the pass when it is shown or its short code is typed.", primary_key=True),
    _pack("site", Uuid, NONE, "The site it opens.", ForeignKey("site.id"), nullable=False),
    _pack("from_at", UtcDateTime, NONE, "When its day begins.", nullable=False),
    _pack("until", UtcDateTime, NONE, "When its day ends.", nullable=False, index=True),
    _pack("voided", Boolean, NONE, "Whether it was voided.", nullable=False),
    _pack("kid", short_bytes(8), NONE,
          "Which key signed it: a key that is revoked opens nothing, typed or shown.",
          nullable=False),
    _pack("cti_mark", short_bytes(8), NONE,
          "Tells kiosks without a connection that it was voided; none for older passes."),
    info={"path": "nobody"},
)

# --- consent and notices ----------------------------------------------------------------------

_proof = _Declares((Purpose.PROOF,), Subject.EMPLOYEE, EVIDENCE, Erase.KEEP)

consent_event = Table(
    "consent_event",
    metadata,
    _proof("event_id", Uuid, Cat.PSEUDONYM, "Tells acts apart.", primary_key=True),
    _proof("record", Uuid, Cat.PSEUDONYM,
           "Stands for you in the record of consents.", nullable=False, index=True),
    _proof("seq", Integer, Cat.NONE, "The order of acts inside the record.", nullable=False),
    _proof("purpose", ByValue(Purpose), Cat.CONSENT, "What you said yes or no to.", nullable=False),
    _proof("state", ByValue(State), Cat.CONSENT, "What the act made of it.", nullable=False),
    _proof("act", ByValue(Act), Cat.CONSENT, "What was done.", nullable=False),
    _proof("indicated_by", ByValue(By), Cat.CONSENT,
           "Who did it: you, your employer, or the clock.", nullable=False),
    _proof("method", ByValue(Method), Cat.CONSENT, "How it was done.", nullable=False),
    _proof("assisted_by", String(24), Cat.ACTOR,
           "The alias of who handed you the code on paper that you said yes with, if one did."),
    _proof("occurred_at", UtcDateTime, Cat.CONSENT, "When, in UTC.", nullable=False),
    _proof("valid_until", UtcDateTime, Cat.CONSENT, "Until when a yes holds."),
    _proof("notice", String(32), Cat.CONSENT, "Which notice was shown.", nullable=False),
    _proof("language", String(8), Cat.CONSENT, "In which language.", nullable=False),
    _proof("notice_digest", String(64), Cat.CONSENT,
           "Proves the text that was shown.", nullable=False),
    _proof("inventory_digest", String(64), Cat.CONSENT,
           "Proves the data that was declared.", nullable=False),
    _proof("form_digest", String(64), Cat.CONSENT,
           "Proves the form that was shown.", nullable=False),
    _proof("hint_salt", short_bytes(), Cat.NONE,
           "Makes the hint unreadable without the address.", nullable=False, export=SECRET),
    _proof("hint", short_bytes(), Cat.PSEUDONYM,
           "Lets a claim by a named person be checked; no list can be read out of it.",
           nullable=False, export=SECRET),
    _proof("salt", short_bytes(), Cat.NONE,
           "Makes the commitment unreadable without this row.", nullable=False, export=SECRET),
    _proof("commitment", short_bytes(), Cat.NONE,
           "What a log may hold of this act: 32 bytes that say nothing.", nullable=False),
    _proof("ended_at", UtcDateTime, Cat.CONSENT,
           "When the record ended; it is kept from then on as proof.", index=True),
    UniqueConstraint("record", "seq"),
    info={"path": "subject_link"},
)

_receipt = _Declares((Purpose.PROOF,), Subject.EMPLOYEE, RECEIPT_CODE, Erase.KEEP)

receipt_code = Table(
    "receipt_code",
    metadata,
    _receipt("code_hash", short_bytes(), Cat.CREDENTIAL,
             "Keyed hash of your receipt's code, which takes back without signing in.",
             primary_key=True, export=SECRET),
    _receipt("record", Uuid, Cat.PSEUDONYM,
             "Stands for you in the record of consents.", nullable=False, unique=True),
    _receipt("until", UtcDateTime, Cat.CONSENT,
             "Until when the code shows what was erased, once that has happened.", index=True),
    _receipt("erased", String(1000), Cat.CONSENT,
             "How many rows of each kind were erased, once that has happened."),
    _receipt("stayed", String(200), Cat.CONSENT,
             "How many rows of each kind stayed, once that has happened."),
    info={"path": "subject_link", "audited": False},
)

_mark = _plain(BEYOND_BACKUPS, Purpose.PROOF)

erasure_mark = Table(
    "erasure_mark",
    metadata,
    _mark("id", Uuid, NONE,
          "A random number that the ledger of erasures has too: this one is done here.",
          primary_key=True),
    _mark("until", UtcDateTime, NONE,
          "When no backup from before it exists any more.", nullable=False, index=True),
    info={"path": "nobody", "audited": False},
)

_gate = _plain(Rule("while a transaction erases, which nobody else sees"), Purpose.PROOF)

erasing = Table(
    "erasing",
    metadata,
    _gate("id", Uuid, NONE,
          "Says that this transaction erases: without it, the database keeps what a log covers.",
          primary_key=True),
    info={"path": "nobody", "audited": False},
)

_notice = _plain(PUBLISHED, Purpose.PROOF)

notice_version = Table(
    "notice_version",
    metadata,
    _notice("notice", String(32), NONE, "Which notice, in which version.", primary_key=True),
    _notice("language", String(8), NONE, "In which language.", primary_key=True),
    _notice("digest", String(64), NONE, "Proves the text.", nullable=False, index=True),
    _notice("body", Text, Cat.FREETEXT, "The text, in its parts.", nullable=False, schema="notice"),
    _notice("terms", Text, Cat.FREETEXT,
            "What it promises, in a form that can be compared.", nullable=False, schema="terms"),
    _notice("level", ByValue(Level), NONE,
            "How weighty the change to the version before is.", nullable=False),
    _notice("author", String(24), Cat.ACTOR, "The alias of who wrote it.", nullable=False),
    _notice("publisher", String(24), Cat.ACTOR, "The alias of who published it.", nullable=False),
    _notice("published_at", UtcDateTime, NONE, "When it was published.", nullable=False),
    _notice("effective_at", UtcDateTime, NONE, "From when it holds.", nullable=False),
    info={"path": "nobody"},
)

# --- joining and signing in -------------------------------------------------------------------

_invited = _Declares((Purpose.LOGIN,), Subject.EMPLOYEE, UNTIL_END, Erase.DELETE_ROW)

invitation = Table(
    "invitation",
    metadata,
    _invited("email_hash", short_bytes(), Cat.PSEUDONYM,
             "Keyed hash of the address that may join.", primary_key=True),
    _invited("code_hash", short_bytes(), Cat.CREDENTIAL,
             "Keyed hash of the invitation's code.", nullable=False, unique=True, export=SECRET),
    _invited("profile", Uuid, Cat.NONE,
             "The access profile to start with.", ForeignKey("profile.id"), nullable=False),
    _invited("site", Uuid, Cat.NONE,
             "The site to start with.", ForeignKey("site.id"), nullable=False),
    _invited("ends_at", UtcDateTime, Cat.NONE,
             "When a badge made with it ends, if that is known beforehand."),
    _invited("until", UtcDateTime, Cat.NONE, "When it runs out.", nullable=False, index=True),
    info={"path": "nobody"},
)

pasted_line = Table(
    "pasted_line",
    metadata,
    _invited("id", Uuid, Cat.NONE, "Tells lines apart.", primary_key=True),
    _invited("pasted", Uuid, Cat.NONE,
             "The list it was pasted with, so that all of it can be undone.",
             nullable=False, index=True),
    _invited("deed", ByValue(Deed), Cat.NONE,
             "What is to be done for the address: invite it, or end its enrolment.",
             nullable=False),
    _invited("work_email", String(254), Cat.CONTACT,
             "The address on the line, until it has been worked through.", nullable=False),
    _invited("profile", Uuid, Cat.NONE,
             "The access profile to start with.", ForeignKey("profile.id")),
    _invited("site", Uuid, Cat.NONE, "The site to start with.", ForeignKey("site.id")),
    _invited("ends_at", UtcDateTime, Cat.NONE, "When a badge ends, if that is known."),
    _invited("due_at", UtcDateTime, Cat.NONE,
             "From when it is worked through: until then it can be undone.",
             nullable=False, index=True),
    _invited("until", UtcDateTime, Cat.NONE, "When it is given up.", nullable=False, index=True),
    info={"path": "nobody", "audited": False},
)

desk_code = Table(
    "desk_code",
    metadata,
    _invited("code_hash", short_bytes(), Cat.CREDENTIAL,
             "Keyed hash of a code that the front desk gave out on paper, to nobody by name.",
             primary_key=True, export=SECRET),
    _invited("profile", Uuid, Cat.NONE,
             "The access profile to start with.", ForeignKey("profile.id"), nullable=False),
    _invited("site", Uuid, Cat.NONE,
             "The site to start with.", ForeignKey("site.id"), nullable=False),
    _invited("ends_at", UtcDateTime, Cat.NONE,
             "When a badge made with it ends, if that is known beforehand."),
    _invited("assisted_by", String(24), Cat.ACTOR,
             "The alias of who gave it out.", nullable=False),
    _invited("until", UtcDateTime, Cat.NONE,
             "When it runs out: after 15 minutes.", nullable=False, index=True),
    info={"path": "nobody", "audited": False},
)

mailed_code = Table(
    "mailed_code",
    metadata,
    _invited("email_hash", short_bytes(), Cat.PSEUDONYM,
             "Keyed hash of the address a code was mailed to.", primary_key=True),
    _invited("code_hash", short_bytes(), Cat.CREDENTIAL,
             "Keyed hash of that code.", nullable=False, export=SECRET),
    _invited("tries_left", Integer, Cat.NONE,
             "How often it may still be typed wrong.", nullable=False),
    _invited("until", UtcDateTime, Cat.NONE, "When it runs out.", nullable=False, index=True),
    info={"path": "nobody", "audited": False},
)

joining = Table(
    "joining",
    metadata,
    _invited("token_hash", short_bytes(), Cat.CREDENTIAL,
             "Stands for the browser that is joining.", primary_key=True, export=SECRET),
    _invited("work_email", String(254), Cat.CONTACT,
             "The address that is joining, for at most 15 minutes; none with a code on paper."),
    _invited("proved", Boolean, Cat.NONE, "Whether the mailed code was typed.", nullable=False),
    _invited("display_name", String(120), Cat.NAME,
             "The name that was typed, for at most 15 minutes."),
    _invited("site", Uuid, Cat.NONE,
             "The site to start with.", ForeignKey("site.id"), nullable=False),
    _invited("profile", Uuid, Cat.NONE,
             "The access profile to start with.", ForeignKey("profile.id"), nullable=False),
    _invited("ends_at", UtcDateTime, Cat.NONE, "When the badge ends, if that is known."),
    _invited("assisted_by", String(24), Cat.ACTOR,
             "The alias of who handed out the code on paper, if there was one."),
    _invited("until", UtcDateTime, Cat.NONE, "When it runs out.", nullable=False, index=True),
    info={"path": "nobody", "audited": False},
)

_session = _Declares((Purpose.LOGIN,), Subject.EMPLOYEE, UNTIL_END, Erase.DELETE_ROW)

session = Table(
    "session",
    metadata,
    _session("token_hash", short_bytes(), Cat.CREDENTIAL,
             "Stands for your sign-in; the secret is in your browser alone.",
             primary_key=True, export=SECRET),
    _session("identity", Uuid, Cat.PSEUDONYM,
             "Who is signed in.", ForeignKey("identity.ref"), index=True),
    _session("account", Uuid, Cat.PSEUDONYM,
             "Which console account is signed in.", ForeignKey("account.id"), index=True),
    _session("began_at", UtcDateTime, Cat.CREDENTIAL, "When the sign-in began.", nullable=False),
    _session("until", UtcDateTime, Cat.CREDENTIAL,
             "When it ends at the latest.", nullable=False, index=True),
    _session("proved_at", UtcDateTime, Cat.CREDENTIAL,
             "When you last proved that it is you, in the console."),
    _session("used_at", UtcDateTime, Cat.CREDENTIAL,
             "The minute in which a page of the console was last opened with it; it ends an "
             "hour later. Empty for the pages of people."),
    _session("reason", String(200), Cat.FREETEXT,
             "Why people's records are looked at in this console session; the people can read it."),
    _session("reason_code", String(24), Cat.NONE, "The kind of that reason."),
    CheckConstraint("(identity IS NULL) <> (account IS NULL)", name="one_owner"),
    info={"path": "identity", "audited": False},
)

carry_code = Table(
    "carry_code",
    metadata,
    _session("code_hash", short_bytes(), Cat.CREDENTIAL,
             "Carries your badge from one screen to your phone, once.",
             primary_key=True, export=SECRET),
    _session("identity", Uuid, Cat.PSEUDONYM,
             "Whose badge it carries.", ForeignKey("identity.ref"), nullable=False, index=True),
    _session("until", UtcDateTime, Cat.NONE,
             "When it runs out: after 5 minutes.", nullable=False, index=True),
    info={"path": "identity", "audited": False},
)

throttle = Table(
    "throttle",
    metadata,
    _invited("what_hash", short_bytes(), Cat.PSEUDONYM,
             "Keyed hash of what was tried, and from where or at which kiosk.", primary_key=True),
    _invited("tries", Integer, Cat.NONE, "How often.", nullable=False),
    _invited("until", UtcDateTime, Cat.NONE, "When it is forgotten.", nullable=False, index=True),
    info={"path": "nobody", "audited": False},
)

mail_queue = Table(
    "mail_queue",
    metadata,
    _invited("id", Uuid, Cat.NONE, "Tells messages apart.", primary_key=True),
    _invited("address", String(254), Cat.CONTACT, "Where the message goes.", nullable=False),
    _invited("subject", String(200), Cat.NONE,
             "What the message is about.", nullable=False, export=SECRET),
    _invited("body", String(4000), Cat.FREETEXT,
             "The message; the person reads it.", nullable=False, export=SECRET),
    _invited("invites", Boolean, Cat.NONE,
             "Whether it is an invitation, which ends if it can't be delivered.", nullable=False),
    _invited("tries", Integer, Cat.NONE, "How often sending was tried.", nullable=False),
    _invited("until", UtcDateTime, Cat.NONE, "When it is given up.", nullable=False, index=True),
    info={"path": "nobody", "audited": False},
)

# --- the console ------------------------------------------------------------------------------

_admin = _Declares((Purpose.LOGIN,), Subject.ADMIN, ACCOUNT, Erase.DELETE_ROW)

account = Table(
    "account",
    metadata,
    _admin("id", Uuid, Cat.PSEUDONYM, "Tells console accounts apart.", primary_key=True),
    _admin("alias", String(24), Cat.ACTOR,
           "How you appear to people whose records you look at.", nullable=False, unique=True),
    _admin("work_email", String(254), Cat.CONTACT, "How you sign in.", nullable=False, unique=True),
    _admin("role", ByValue(Role), Cat.ACTOR, "What you may do.", nullable=False),
    _admin("site", Uuid, Cat.NONE,
           "The site whose front desk you run, if one.", ForeignKey("site.id")),
    _admin("password_hash", String(128), Cat.CREDENTIAL,
           "Your password as Argon2id keeps it; nobody can read it.", export=SECRET),
    _admin("totp_sealed", String(160), Cat.CREDENTIAL,
           "Your second factor's secret, sealed.", export=SECRET),
    _admin("totp_step", BigInteger, Cat.CREDENTIAL,
           "The last code that was used, so that none works twice.", nullable=False, export=SECRET),
    _admin("setup_hash", short_bytes(), Cat.CREDENTIAL,
           "Keyed hash of the one-time link that sets up the account.", unique=True, export=SECRET),
    _admin("setup_until", UtcDateTime, Cat.CREDENTIAL, "When that link runs out."),
    _admin("ended_at", UtcDateTime, Cat.ACTOR, "When the account was ended."),
    info={"path": "account"},
)

passkey = Table(
    "passkey",
    metadata,
    _admin("id", Uuid, Cat.CREDENTIAL, "Tells your passkeys apart.", primary_key=True),
    _admin("account", Uuid, Cat.PSEUDONYM,
           "Which console account it opens.", ForeignKey("account.id"), nullable=False, index=True),
    _admin("title", String(40), Cat.CREDENTIAL, "What you call it.", nullable=False),
    _admin("credential", String(1400), Cat.CREDENTIAL,
           "What your device knows it by.", nullable=False, unique=True, export=SECRET),
    _admin("public_key", String(800), Cat.CREDENTIAL,
           "Checks your device's signatures; it can make none.", nullable=False, export=SECRET),
    _admin("sign_count", BigInteger, Cat.CREDENTIAL,
           "How often your device says it has signed, so that a copy is noticed.",
           nullable=False, export=SECRET),
    _admin("added_at", UtcDateTime, Cat.CREDENTIAL, "When you added it.", nullable=False),
    info={"path": "account"},
)

# --- what is written down ---------------------------------------------------------------------

_audit = _Declares((Purpose.OVERSIGHT,), Subject.ADMIN, AUDIT, Erase.KEEP)

audit_event = Table(
    "audit_event",
    metadata,
    _audit("id", Uuid, Cat.NONE, "Tells events apart.", primary_key=True),
    _audit("at", UtcDateTime, Cat.ACTOR, "When it was done.", nullable=False, index=True),
    _audit("actor", String(24), Cat.ACTOR, "The alias of who did it.", nullable=False),
    _audit("role", String(24), Cat.ACTOR, "The role they did it in.", nullable=False),
    _audit("act", String(48), Cat.ACTOR, "What was done.", nullable=False),
    _audit("object", String(64), Cat.PSEUDONYM,
           "What it was done to.", nullable=False, index=True),
    _audit("reason", String(24), Cat.ACTOR, "The kind of reason.", nullable=False),
    _audit("amount", String(16), Cat.NONE, "How many things it touched.", nullable=False),
    _audit("salt", short_bytes(), NONE,
           "Makes the commitment unreadable without this row.", nullable=False, export=SECRET),
    _audit("commitment", short_bytes(), NONE,
           "What a log may hold of this event: 32 bytes that say nothing.", nullable=False),
    info={"path": "account"},
)

_looked = _Declares((Purpose.OVERSIGHT,), Subject.EMPLOYEE, AUDIT, Erase.KEEP)

access_event = Table(
    "access_event",
    metadata,
    _looked("id", Uuid, Cat.NONE, "Tells events apart.", primary_key=True),
    _looked("at", UtcDateTime, Cat.ACTOR,
            "When somebody looked, to the minute.", nullable=False, index=True),
    _looked("subject", Uuid, Cat.PSEUDONYM,
            "Stands for you in the record of who looked.", nullable=False, index=True),
    _looked("viewer", String(24), Cat.ACTOR, "The alias of who looked.", nullable=False),
    _looked("role", String(24), Cat.ACTOR, "Their role.", nullable=False),
    _looked("act", String(24), Cat.ACTOR, "How: in a list, or your record alone.", nullable=False),
    _looked("categories", String(120), Cat.ACTOR, "Which kinds of data they saw.", nullable=False),
    _looked("reason_code", String(24), Cat.ACTOR, "The kind of reason they gave.", nullable=False),
    _looked("reason", String(200), Cat.FREETEXT,
            "The reason they wrote; you can read it.", nullable=False),
    _looked("salt", short_bytes(), Cat.NONE,
            "Makes the commitment unreadable without this row.", nullable=False, export=SECRET),
    _looked("commitment", short_bytes(), Cat.NONE,
            "What a log may hold of this event: 32 bytes that say nothing.", nullable=False),
    info={"path": "subject_link", "audited": False},
)

_asked = _Declares((Purpose.OVERSIGHT,), Subject.EMPLOYEE, REQUEST, Erase.DELETE_ROW)

rights_request = Table(
    "rights_request",
    metadata,
    _asked("id", Uuid, NONE, "Tells requests apart.", primary_key=True),
    _asked("identity", Uuid, Cat.PSEUDONYM,
           "Who asked.", ForeignKey("identity.ref"), nullable=False, index=True),
    _asked("wish", ByValue(Wish), Cat.CONSENT, "What you asked for.", nullable=False),
    _asked("about", ByValue(Purpose), Cat.CONSENT, "The use that you object to."),
    _asked("text", String(MOST_TEXT), Cat.FREETEXT,
           "What you wrote; the people who answer read it.", nullable=False),
    _asked("at", UtcDateTime, Cat.CONSENT, "When you asked.", nullable=False),
    _asked("answer_by", UtcDateTime, NONE, "When the answer is due.", nullable=False),
    _asked("outcome", ByValue(Outcome), Cat.CONSENT, "What came of it."),
    _asked("answer", String(MOST_TEXT), Cat.FREETEXT, "The answer; you can read it."),
    _asked("answered_at", UtcDateTime, Cat.CONSENT, "When it was answered.", index=True),
    info={"path": "identity"},
)

Index("ix_kiosk_door", kiosk.c.door)
