"""The roles of console accounts and what each may do. Nobody has two of them."""

from enum import StrEnum


class Role(StrEnum):
    """What a console account is for. `auditor` and whoever manages people are never the same."""

    SITE_ADMIN = "site_admin"
    ENROLMENT_ADMIN = "enrolment_admin"
    RECEPTION = "reception"
    SECURITY_LEAD = "security_lead"
    WARDEN = "warden"
    DPO = "dpo"
    AUDITOR = "auditor"


class Act(StrEnum):
    """What a console account can do here."""

    SEE_PEOPLE = "see_people"
    SWITCH_OFF_BADGES = "switch_off_badges"
    REPRINT_BADGES = "reprint_badges"
    END_ENROLMENTS = "end_enrolments"
    INVITE = "invite"
    PRINT_PASSES = "print_passes"
    OPEN_DESK = "open_desk"
    CHECK_BADGE = "check_badge"
    ASSIST = "assist"
    RUN_KIOSKS = "run_kiosks"
    RUN_DOORS = "run_doors"
    RUN_ACCOUNTS = "run_accounts"
    RUN_KEYS = "run_keys"
    CHOOSE_DOMAINS = "choose_domains"
    READ_LOG = "read_log"
    SETTLE_CONFLICTS = "settle_conflicts"
    WRITE_NOTICES = "write_notices"
    PUBLISH_NOTICES = "publish_notices"
    INVALIDATE_CONSENTS = "invalidate_consents"
    ANSWER_REQUESTS = "answer_requests"
    TELL_OF_DIRECT_READS = "tell_of_direct_reads"


MAY: dict[Role, frozenset[Act]] = {
    Role.SITE_ADMIN: frozenset(
        {
            Act.RUN_KIOSKS,
            Act.RUN_DOORS,
            Act.RUN_ACCOUNTS,
            Act.RUN_KEYS,
            Act.CHOOSE_DOMAINS,
            Act.SETTLE_CONFLICTS,
            Act.TELL_OF_DIRECT_READS,
        }
    ),
    Role.ENROLMENT_ADMIN: frozenset(
        {
            Act.SEE_PEOPLE,
            Act.SWITCH_OFF_BADGES,
            Act.REPRINT_BADGES,
            Act.END_ENROLMENTS,
            Act.INVITE,
            Act.SETTLE_CONFLICTS,
            Act.WRITE_NOTICES,
        }
    ),
    Role.RECEPTION: frozenset({Act.PRINT_PASSES, Act.OPEN_DESK, Act.CHECK_BADGE, Act.ASSIST}),
    Role.SECURITY_LEAD: frozenset(),
    Role.WARDEN: frozenset(),
    Role.DPO: frozenset(
        {
            Act.READ_LOG,
            Act.PUBLISH_NOTICES,
            Act.INVALIDATE_CONSENTS,
            Act.ANSWER_REQUESTS,
            Act.TELL_OF_DIRECT_READS,
        }
    ),
    Role.AUDITOR: frozenset({Act.READ_LOG}),
}


def may(role: Role, act: Act) -> bool:
    """Whether an account of this role may do this."""
    return act in MAY[role]
