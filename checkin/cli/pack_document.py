"""What the pack for works council and data protection officer says, part by part.

Everything that can differ between instances or releases is read from the settings, the tables, the
roles and the notice in force; only what no code can tell is written here.
"""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from checkin import __version__
from checkin.cli import inventory_document
from checkin.core import consent
from checkin.core.consent import Act, By, State
from checkin.core.document import Document, Part, Table
from checkin.core.retention import Limits
from checkin.core.roles import MAY, Role
from checkin.runtime import Runtime
from checkin.services import notices, upkeep
from checkin.services.upkeep import Standing
from checkin.settings import Settings
from checkin.web.words import ROLES

_UNSET: Final = "not set yet"


def of(rt: Runtime) -> Document:
    """The pack of this instance as it stands."""
    limits = rt.limits()
    return Document(
        f"{rt.settings.organisation}: check-in with QR badges",
        "For the works council and the data protection officer. Made by the software itself on "
        f"{rt.now():%d %B %Y} from the configuration that runs (release {__version__}).",
        (
            _in_short(limits),
            _responsible(rt),
            inventory_document.purposes(),
            inventory_document.data_map(limits),
            inventory_document.retention(limits),
            inventory_document.elsewhere(),
            _lifecycle(),
            _roles(),
            _recipients(rt),
            _changes(rt),
            _PROMISED,
            _invalid(limits),
            _LIMITS,
        ),
    )


def _in_short(limits: Limits) -> Part:
    return Part(
        "In short",
        points=(
            (
                "Nobody has to take part. The front desk and anonymous day passes open the same "
                "doors at the same hours, and joining closes by itself where they don't."
            ),
            "No list of people who declined exists, and nobody can make one here.",
            "A badge is a signed random number. There are no pictures, no faces, no fingerprints.",
            (
                "Without the second consent (history) a scan leaves a count and no row about the "
                f"person. With it, each entry stays {limits.retention_entry_days} days, for the "
                "person alone."
            ),
            "Going out is never stored: no hours, no lateness, no days present can be computed.",
            "One press takes a consent back; what rested on it is deleted in the same moment.",
            (
                "Every look at a person's record is written down before it is shown, and the "
                "person reads who looked and why."
            ),
        ),
    )


def _responsible(rt: Runtime) -> Part:
    settings, controller = rt.settings, rt.settings.controller
    with rt.reading() as db:
        holds = notices.holds(db, now=rt.now())
    text = f"{holds.id}, published by {holds.publisher}" if holds else "none published yet"
    return Part(
        "Who answers for it",
        table=Table(
            ("What", "Which"),
            (
                ("Controller", f"{controller.name}, {controller.address}"),
                ("Contact", controller.contact),
                ("Supervisory authority", controller.authority),
                ("Impact assessment (dpia_ref)", settings.dpia_ref or _UNSET),
                ("Workers were consulted on", settings.workers_consulted_on or _UNSET),
                ("Notice in force", text),
                ("Fingerprint of everything declared", notices.inventory_digest()),
                ("Every version of the notice", f"{settings.base_url}/about/notices"),
            ),
        ),
    )


def _lifecycle() -> Part:
    return Part(
        "What can happen to a consent, and who may do it",
        ("Nothing else can: services, pages and tests share this one table.",),
        table=Table(
            ("What happens", "Who does it", "Where the consent stands", "Where it stands then"),
            tuple(_stepped()),
        ),
    )


def _stepped() -> Iterator[tuple[str, ...]]:
    """The table of transitions, with the states from which an act leads to the same together."""
    for act in Act:
        for to in (*State, None):
            steps = {
                before: step
                for (before, one), step in consent.TRANSITIONS.items()
                if one is act and step.to is to
            }
            if steps:
                who = {by for step in steps.values() for by in step.who}
                yield (
                    _ACTS[act],
                    " or ".join(_WHO[by] for by in By if by in who),
                    ", ".join(_said(before) for before in State if before in steps),
                    _said(to) if to else "where it stood before",
                )


def _said(state: State) -> str:
    return state.value.replace("_", " ")


_ACTS: Final = {
    Act.GIVE: "A yes is given",
    Act.REAFFIRM: "It is said again, for another while or to a new text",
    Act.ANNOUNCE: "A new text of substance is announced",
    Act.SUSPEND: "The new text holds, and nobody has answered",
    Act.FREEZE: "Everything is paused (GDPR art. 18)",
    Act.UNFREEZE: "The pause ends",
    Act.WITHDRAW: "It is taken back",
    Act.LAPSE: "Its time is over",
    Act.REVOKE: "Somebody leaves, or a badge was misused",
    Act.INVALIDATE: "It is found never to have been valid",
    Act.ERASE: "Everything that rested on it is erased",
}
_WHO: Final = {
    By.SUBJECT: "the person",
    By.CONTROLLER: "an enrolment admin, with a reason",
    By.OFFICER: "the data protection officer",
    By.SYSTEM: "the clock",
}


def _roles() -> Part:
    return Part(
        "Roles, and who can see what",
        (
            (
                "An account has exactly one role. There is no role for line managers or HR, and no "
                "field for departments, teams or managers anywhere."
            ),
        ),
        table=Table(
            ("Role", "May", "Never sees"),
            tuple(
                (
                    ROLES[role],
                    ", ".join(sorted(act.value.replace("_", " ") for act in MAY[role]))
                    or "nothing",
                    _NEVER[role],
                )
                for role in Role
            ),
        ),
    )


_NEVER: Final = {
    Role.SITE_ADMIN: "any person's data",
    Role.ENROLMENT_ADMIN: "entries, who isn't enrolled, addresses",
    Role.RECEPTION: "names, entries, lists of people",
    Role.SECURITY_LEAD: "anything: no function of theirs exists yet",
    Role.WARDEN: "anything: no function of theirs exists yet",
    Role.DPO: "entries; can't edit records",
    Role.AUDITOR: "names and addresses",
}


def _recipients(rt: Runtime) -> Part:
    return Part(
        "Recipients, hosting and backups",
        table=Table(("What", "Which"), tuple(_works_on_it(rt))),
    )


def _works_on_it(rt: Runtime) -> Iterator[tuple[str, str]]:
    settings, processors = rt.settings, rt.settings.processors
    yield "Hosting", processors.hosting or "nobody outside"
    yield "Mail", processors.mailing or "nobody outside"
    yield "Mail server", settings.mail.host or "none: no mail leaves"
    yield "Backups", processors.backups or "nobody outside"
    yield (
        "Backups are kept",
        f"{settings.limits.backup_days} days; erasures are done again on restore",
    )
    yield "Stored in", processors.country or "the controller's own country"
    yield "Database", _database(settings)
    yield "Other applications", "none: no interface, export or report hands out entries"


def _database(settings: Settings) -> str:
    """Which database, and where; never the password in its address."""
    if not settings.database_url:
        return "SQLite, one file in the instance's own folder"
    at = urlsplit(settings.database_url)
    return f"PostgreSQL, {at.path.lstrip('/')} at {at.hostname or 'this machine'}"


def _changes(rt: Runtime) -> Part:
    found = upkeep.standing(rt.settings.database)
    return Part(
        "Who can change what is stored",
        (
            (
                "Entries, acts of consent (but for when their record ended), looks, audit entries "
                "and published notices are never changed: the database itself refuses. They are "
                "deleted when they are due or when a consent ends, by one function; published "
                "notices never."
            ),
            _who_takes_that_away(found),
        ),
        points=tuple(
            f"{other}, another user there, may read which references belong to one person."
            for other in (found.readers if found else ())
        ),
    )


def _who_takes_that_away(found: Standing | None) -> str:
    """Who could make the database refuse no more, as it is set up."""
    if found is None:
        return (
            "This instance uses SQLite, which knows no users: whoever may write its file can take "
            "the refusal away. That is the machine's administrator and the server's own user."
        )
    server = f"This instance's server connects to PostgreSQL as {found.user}"
    if found.may_everything:
        return (
            f"{server}, who may also change the tables: whoever has its password can take the "
            "refusal away. A user that owns no table couldn't; operations.md says how to have one."
        )
    if found.excess:
        return (
            f"{server}, who owns no table, yet may do more than it needs: "
            f"{', '.join(found.excess)}. The command checkin doctor says how to mend it."
        )
    return (
        f"{server}, who owns no table and can't take the refusal away. Whoever has its "
        "password can still delete rows, as the clean-up has to, and add others, as every page "
        "does. "
        f"{found.owner}, who owns the tables, is for new releases and restores, and can; so can "
        "whoever runs the database server."
    )


PROMISES: Final = (
    ("Optional consents never decide who enters.",
     "tests/core/test_policy.py::test_optional_consents_never_decide_who_enters"),
    ("A badge and a day pass get the same answer.",
     "tests/core/test_policy.py::test_a_badge_and_a_day_pass_get_the_same_answer"),
    ("Saying no leaves no trace.",
     "tests/services/test_joining.py::test_whoever_says_no_leaves_no_trace"),
    ("No box is ticked beforehand.",
     "tests/web/test_join.py::test_no_box_is_ticked_beforehand_and_each_stands_alone"),
    ("Nobody joins where the other ways in don't work.",
     "tests/services/test_joining.py::test_nobody_joins_where_no_sign_of_another_way_in_is_fresh"),
    ("Nobody joins where a day pass takes over 5 seconds longer than a badge.",
     "tests/services/test_alternative.py::test_joining_needs_a_day_pass_to_be_as_quick"),
    ("Without the second consent, no row about the person is written.",
     ("tests/services/test_scanning.py::"
     "test_without_history_a_scan_leaves_a_count_and_no_row_about_the_person")),
    ("Going out stores nothing.",
     "tests/services/test_scanning.py::test_leaving_stores_no_entry"),
    ("Taking back is never longer than giving.",
     "tests/web/test_choices.py::test_taking_back_takes_no_more_steps_than_giving"),
    ("After taking back, no name, address or reference of the person is left.",
     ("tests/services/test_consent.py::"
     "test_after_it_no_name_address_or_reference_of_the_person_is_left")),
    ("No entry is kept after a withdrawal, whatever overlaps it.",
     ("tests/services/test_scanning.py::"
     "test_no_entry_is_kept_after_a_withdrawal_whatever_overlaps_it")),
    ("A restored backup brings nobody back who was erased since.",
     "tests/cli/test_backup.py::test_whoever_was_erased_since_the_backup_is_not_back"),
    ("Of fifty scans beside a withdrawal, none leaves an entry.",
     ("tests/services/test_withdrawal_race.py::"
     "test_of_fifty_scans_beside_a_withdrawal_none_leaves_an_entry")),
    ("Who takes it back gets a signed list of what went and what stays.",
     ("tests/web/test_leaving.py::"
     "test_the_receipt_of_an_erasure_is_a_signed_file_that_proves_itself")),
    ("Who takes it back at the front desk leaves with that list, and the desk doesn't read it.",
     ("tests/web/admin/test_leaving.py::"
     "test_what_was_deleted_is_on_the_paper_alone_in_the_persons_language")),
    ("Nobody can leave a picture, whoever is signed in.",
     ("tests/web/test_no_biometrics.py::"
     "test_nobody_who_is_signed_in_leaves_a_picture_either")),
    ("The code on a badge names nobody.",
     ("tests/web/test_no_biometrics.py::"
     "test_a_badge_s_code_holds_nothing_that_names_its_holder")),
    ("A longer keeping is a change of substance, and waits until people were told.",
     "tests/services/test_notices.py::test_retention_keeps_the_old_limit_until_the_new_notice_holds"),
    ("A notice that dodges, or leaves out what is stored, isn't published.",
     ("tests/cli/test_notice.py::"
     "test_what_dodges_or_leaves_something_out_is_told_before_and_not_published")),
    ("A published notice can't be changed.",
     ("tests/storage/test_notices.py::"
     "test_the_database_itself_refuses_to_change_a_published_notice")),
    ("Nor can the server's user of PostgreSQL, if it owns no table.",
     "tests/storage/test_grants.py::test_the_servers_user_is_refused"),
    ("No address of the application changes one either.",
     "tests/web/test_notices.py::test_no_address_changes_a_published_notice"),
    ("Nothing but the table of transitions happens to a consent.",
     "tests/core/test_consent.py::test_the_table_is_what_was_agreed"),
    ("Every column declares what it holds, why and how long.",
     "tests/storage/test_tables.py::test_every_column_of_the_schema_is_declared"),
    ("What is kept for one purpose is read for no other.",
     ("tests/storage/test_purposes.py::"
     "test_what_is_kept_for_one_purpose_is_read_for_no_other")),
    ("Everybody on a page of the list can read who saw it.",
     "tests/services/test_people.py::test_everybody_on_a_page_of_the_list_can_read_who_saw_it"),
    ("The sixth person's record of a day stays shut.",
     "tests/services/test_people.py::test_the_sixth_persons_record_of_a_day_stays_shut"),
)  # fmt: skip
"""What is promised, and a test that fails if it isn't kept."""

_PROMISED: Final = Part(
    "What is promised, and the test that guards it",
    ("Each is part of what has to pass before a release; anybody with the code can run it.",),
    table=Table(("Promise", "Test"), PROMISES),
)


def _invalid(limits: Limits) -> Part:
    return Part(
        "If the consent is judged invalid",
        (
            (
                "Consent between employer and employee is presumed weak. If an authority, a court "
                "or the data protection officer finds it invalid, for one person or for all:"
            ),
        ),
        points=(
            (
                "The data protection officer ends it by the command checkin consent invalidate for "
                "one person, or invalidate-all for everybody's consent to one purpose, and names "
                "the reason: pressure, wrong person or faulty notice."
            ),
            (
                "It ends as if it had been taken back: badge, name, address and entries are "
                "deleted at once, those of the past among them. There is no other basis to fall "
                "back to."
            ),
            "Doors stay open: the front desk and day passes never needed the consent.",
            (
                f"What stays is the proof of what was said, without the name, for "
                f"{limits.evidence_months} months, and who looked, for {limits.audit_months}. "
                f"Backups from before are gone after {limits.backup_days} days, and one that is "
                "restored brings nobody back."
            ),
            (
                "They get a receipt of what was deleted and what stays, by the code on the receipt "
                "that they had. Their addresses are gone, so who is to know it is told by an "
                "announcement to all."
            ),
            (
                "Nobody joins any more once no mail domain is left under Who may join in the "
                "console and in checkin.toml, and nobody is invited; invitations run out after "
                f"{limits.invite_days} days."
            ),
        ),
    )


_LIMITS: Final = Part(
    "What this can't do",
    points=(
        (
            "That a log can't be altered doesn't show that it is complete: whoever holds the "
            "database itself can read it unseen. Such access takes an account of one's own, a "
            "ticket and a second person. Whoever did it says so within 24 hours by the command "
            "checkin looked: then everybody it was about reads of it, and officers get a message."
        ),
        "A court or an authority can order what exists. So little does.",
        "An employer can make the other ways in unpleasant. Nothing in software prevents that.",
        "A supervisory authority may find the consent invalid (see above).",
        "Random references are personal data as long as the link to the person exists.",
        (
            "An employer can work out who carries a printed badge, and, with a list of staff in "
            "hand, who isn't enrolled."
        ),
        "Day passes can be lent, and so can printed badges.",
        "Hashes with a secret key hide by computation, not perfectly.",
        (
            "Changes of the law that are only proposed (another definition of personal data, wider "
            "exceptions for biometrics) aren't relied on."
        ),
    ),
)
