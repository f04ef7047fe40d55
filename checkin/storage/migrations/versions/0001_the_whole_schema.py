"""The whole schema, as it was when the first release was made."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("viewer", sa.String(length=24), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("act", sa.String(length=24), nullable=False),
        sa.Column("categories", sa.String(length=120), nullable=False),
        sa.Column("reason_code", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=32), nullable=False),
        sa.Column("commitment", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_event")),
    )
    op.create_index(op.f("ix_access_event_at"), "access_event", ["at"], unique=False)
    op.create_index(op.f("ix_access_event_subject"), "access_event", ["subject"], unique=False)

    op.create_table(
        "audit_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=24), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("act", sa.String(length=48), nullable=False),
        sa.Column("object", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.Column("amount", sa.String(length=16), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=32), nullable=False),
        sa.Column("commitment", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_index(op.f("ix_audit_event_at"), "audit_event", ["at"], unique=False)

    op.create_table(
        "consent_event",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("record", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("indicated_by", sa.String(length=32), nullable=False),
        sa.Column("method", sa.String(length=32), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notice", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("notice_digest", sa.String(length=64), nullable=False),
        sa.Column("inventory_digest", sa.String(length=64), nullable=False),
        sa.Column("form_digest", sa.String(length=64), nullable=False),
        sa.Column("hint_salt", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hint", sa.LargeBinary(length=32), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=32), nullable=False),
        sa.Column("commitment", sa.LargeBinary(length=32), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_consent_event")),
        sa.UniqueConstraint("record", "seq", name=op.f("uq_consent_event_record_seq")),
    )
    op.create_index(op.f("ix_consent_event_ended_at"), "consent_event", ["ended_at"], unique=False)
    op.create_index(op.f("ix_consent_event_record"), "consent_event", ["record"], unique=False)

    op.create_table(
        "ended_badge",
        sa.Column("cti_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("cti_hash", name=op.f("pk_ended_badge")),
    )
    op.create_index(op.f("ix_ended_badge_until"), "ended_badge", ["until"], unique=False)

    op.create_table(
        "holder",
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("entry", sa.String(length=32), nullable=False),
        sa.Column("entry_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("history", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_holder")),
    )
    op.create_table(
        "identity",
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("display_name", sa.String(length=120), nullable=False),
        sa.Column("work_email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_identity")),
        sa.UniqueConstraint("work_email", name=op.f("uq_identity_work_email")),
    )
    op.create_table(
        "mail_queue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.String(length=4000), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_queue")),
    )
    op.create_index(op.f("ix_mail_queue_until"), "mail_queue", ["until"], unique=False)

    op.create_table(
        "mailed_code",
        sa.Column("email_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("email_hash", name=op.f("pk_mailed_code")),
    )
    op.create_index(op.f("ix_mailed_code_until"), "mailed_code", ["until"], unique=False)

    op.create_table(
        "marker",
        sa.Column("use_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("use_hash", name=op.f("pk_marker")),
    )
    op.create_index(op.f("ix_marker_until"), "marker", ["until"], unique=False)

    op.create_table(
        "notice_version",
        sa.Column("notice", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("notice", "language", name=op.f("pk_notice_version")),
    )
    op.create_index(op.f("ix_notice_version_digest"), "notice_version", ["digest"], unique=False)

    op.create_table(
        "profile",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile")),
        sa.UniqueConstraint("title", name=op.f("uq_profile_title")),
    )
    op.create_table(
        "scan_answer",
        sa.Column("nonce_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("admit", sa.Boolean(), nullable=False),
        sa.Column("say", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_from", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("nonce_hash", name=op.f("pk_scan_answer")),
    )
    op.create_index(op.f("ix_scan_answer_kept_from"), "scan_answer", ["kept_from"], unique=False)

    op.create_table(
        "status_list",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kid", sa.LargeBinary(length=8), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_status_list")),
        sa.UniqueConstraint("kid", name=op.f("uq_status_list_kid")),
    )
    op.create_table(
        "throttle",
        sa.Column("what_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("what_hash", name=op.f("pk_throttle")),
    )
    op.create_index(op.f("ix_throttle_until"), "throttle", ["until"], unique=False)

    op.create_table(
        "badge",
        sa.Column("cti", sa.Uuid(), nullable=False),
        sa.Column("holder", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("aud", sa.String(length=24), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kid", sa.LargeBinary(length=8), nullable=False),
        sa.Column("list_number", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["holder"], ["holder.ref"], name=op.f("fk_badge_holder_holder")),
        sa.ForeignKeyConstraint(
            ["list_number"], ["status_list.number"], name=op.f("fk_badge_list_number_status_list")
        ),
        sa.PrimaryKeyConstraint("cti", name=op.f("pk_badge")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_badge_code_hash")),
        sa.UniqueConstraint("list_number", "slot", name=op.f("uq_badge_list_number_slot")),
    )
    op.create_index(op.f("ix_badge_holder"), "badge", ["holder"], unique=False)

    op.create_table(
        "carry_code",
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("identity", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["identity"], ["identity.ref"], name=op.f("fk_carry_code_identity_identity")
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_carry_code")),
    )
    op.create_index(op.f("ix_carry_code_identity"), "carry_code", ["identity"], unique=False)
    op.create_index(op.f("ix_carry_code_until"), "carry_code", ["until"], unique=False)

    op.create_table(
        "holder_profile",
        sa.Column("holder", sa.Uuid(), nullable=False),
        sa.Column("profile", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["holder"], ["holder.ref"], name=op.f("fk_holder_profile_holder_holder")
        ),
        sa.ForeignKeyConstraint(
            ["profile"], ["profile.id"], name=op.f("fk_holder_profile_profile_profile")
        ),
        sa.PrimaryKeyConstraint("holder", "profile", name=op.f("pk_holder_profile")),
    )
    op.create_table(
        "site",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("day_profile", sa.Uuid(), nullable=True),
        sa.Column("join_profile", sa.Uuid(), nullable=True),
        sa.Column("desk_open_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("alternative_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["day_profile"], ["profile.id"], name=op.f("fk_site_day_profile_profile")
        ),
        sa.ForeignKeyConstraint(
            ["join_profile"], ["profile.id"], name=op.f("fk_site_join_profile_profile")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("code", name=op.f("uq_site_code")),
    )
    op.create_table(
        "status_slot",
        sa.Column("list_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("slot", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_number"],
            ["status_list.number"],
            name=op.f("fk_status_slot_list_number_status_list"),
        ),
        sa.PrimaryKeyConstraint("list_number", "slot", name=op.f("pk_status_slot")),
    )
    op.create_table(
        "subject_link",
        sa.Column("identity", sa.Uuid(), nullable=False),
        sa.Column("consent", sa.Uuid(), nullable=False),
        sa.Column("holder", sa.Uuid(), nullable=False),
        sa.Column("access", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["holder"], ["holder.ref"], name=op.f("fk_subject_link_holder_holder")
        ),
        sa.ForeignKeyConstraint(
            ["identity"], ["identity.ref"], name=op.f("fk_subject_link_identity_identity")
        ),
        sa.PrimaryKeyConstraint("identity", name=op.f("pk_subject_link")),
        sa.UniqueConstraint("access", name=op.f("uq_subject_link_access")),
        sa.UniqueConstraint("consent", name=op.f("uq_subject_link_consent")),
        sa.UniqueConstraint("holder", name=op.f("uq_subject_link_holder")),
    )
    op.create_table(
        "weekly_ref",
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("holder", sa.Uuid(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["holder"], ["holder.ref"], name=op.f("fk_weekly_ref_holder_holder")
        ),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_weekly_ref")),
        sa.UniqueConstraint("holder", "week", name=op.f("uq_weekly_ref_holder_week")),
    )
    op.create_index(op.f("ix_weekly_ref_ends_at"), "weekly_ref", ["ends_at"], unique=False)

    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("alias", sa.String(length=24), nullable=False),
        sa.Column("work_email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("site", sa.Uuid(), nullable=True),
        sa.Column("password_hash", sa.String(length=128), nullable=True),
        sa.Column("totp_sealed", sa.String(length=160), nullable=True),
        sa.Column("totp_step", sa.BigInteger(), nullable=False),
        sa.Column("setup_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("setup_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["site"], ["site.id"], name=op.f("fk_account_site_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("alias", name=op.f("uq_account_alias")),
        sa.UniqueConstraint("setup_hash", name=op.f("uq_account_setup_hash")),
        sa.UniqueConstraint("work_email", name=op.f("uq_account_work_email")),
    )
    op.create_table(
        "closed_day",
        sa.Column("site", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["site"], ["site.id"], name=op.f("fk_closed_day_site_site")),
        sa.PrimaryKeyConstraint("site", "day", name=op.f("pk_closed_day")),
    )
    op.create_table(
        "day_pass",
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("site", sa.Uuid(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.Column("kid", sa.LargeBinary(length=8), nullable=False),
        sa.ForeignKeyConstraint(["site"], ["site.id"], name=op.f("fk_day_pass_site_site")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_day_pass")),
    )
    op.create_index(op.f("ix_day_pass_until"), "day_pass", ["until"], unique=False)

    op.create_table(
        "day_pass_pack",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("site", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("printed", sa.Integer(), nullable=False),
        sa.Column("pass_hashes", sa.String(length=1024), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["site"], ["site.id"], name=op.f("fk_day_pass_pack_site_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_pass_pack")),
        sa.UniqueConstraint("number", name=op.f("uq_day_pass_pack_number")),
    )
    op.create_index(op.f("ix_day_pass_pack_until"), "day_pass_pack", ["until"], unique=False)

    op.create_table(
        "door",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("way", sa.String(length=32), nullable=False),
        sa.Column("posture", sa.String(length=32), nullable=False),
        sa.Column("gap_seconds", sa.Integer(), nullable=False),
        sa.Column("gap_mode", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("gap_seconds BETWEEN 0 AND 3600", name=op.f("ck_door_gap")),
        sa.ForeignKeyConstraint(["site"], ["site.id"], name=op.f("fk_door_site_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door")),
    )
    op.create_table(
        "invitation",
        sa.Column("email_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("profile", sa.Uuid(), nullable=False),
        sa.Column("site", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile"], ["profile.id"], name=op.f("fk_invitation_profile_profile")
        ),
        sa.ForeignKeyConstraint(["site"], ["site.id"], name=op.f("fk_invitation_site_site")),
        sa.PrimaryKeyConstraint("email_hash", name=op.f("pk_invitation")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invitation_code_hash")),
    )
    op.create_index(op.f("ix_invitation_until"), "invitation", ["until"], unique=False)

    op.create_table(
        "joining",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("work_email", sa.String(length=254), nullable=False),
        sa.Column("proved", sa.Boolean(), nullable=False),
        sa.Column("display_name", sa.String(length=120), nullable=True),
        sa.Column("site", sa.Uuid(), nullable=False),
        sa.Column("profile", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile"], ["profile.id"], name=op.f("fk_joining_profile_profile")
        ),
        sa.ForeignKeyConstraint(["site"], ["site.id"], name=op.f("fk_joining_site_site")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_joining")),
    )
    op.create_index(op.f("ix_joining_until"), "joining", ["until"], unique=False)

    op.create_table(
        "kiosk",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("door", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("input", sa.String(length=32), nullable=False),
        sa.Column("credential_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("code_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["door"], ["door.id"], name=op.f("fk_kiosk_door_door")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_kiosk_code_hash")),
        sa.UniqueConstraint("credential_hash", name=op.f("uq_kiosk_credential_hash")),
    )
    op.create_index(op.f("ix_kiosk_door"), "kiosk", ["door"], unique=False)

    op.create_table(
        "profile_door",
        sa.Column("profile", sa.Uuid(), nullable=False),
        sa.Column("door", sa.Uuid(), nullable=False),
        sa.Column("windows", sa.String(length=1024), nullable=False),
        sa.ForeignKeyConstraint(["door"], ["door.id"], name=op.f("fk_profile_door_door_door")),
        sa.ForeignKeyConstraint(
            ["profile"], ["profile.id"], name=op.f("fk_profile_door_profile_profile")
        ),
        sa.PrimaryKeyConstraint("profile", "door", name=op.f("pk_profile_door")),
    )
    op.create_table(
        "refusal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("door", sa.Uuid(), nullable=False),
        sa.Column("minute", sa.DateTime(timezone=True), nullable=False),
        sa.Column("say", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["door"], ["door.id"], name=op.f("fk_refusal_door_door")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusal")),
    )
    op.create_index(op.f("ix_refusal_minute"), "refusal", ["minute"], unique=False)

    op.create_table(
        "session",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("identity", sa.Uuid(), nullable=True),
        sa.Column("account", sa.Uuid(), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("reason_code", sa.String(length=24), nullable=True),
        sa.CheckConstraint(
            "(identity IS NULL) <> (account IS NULL)", name=op.f("ck_session_one_owner")
        ),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name=op.f("fk_session_account_account")
        ),
        sa.ForeignKeyConstraint(
            ["identity"], ["identity.ref"], name=op.f("fk_session_identity_identity")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_account"), "session", ["account"], unique=False)
    op.create_index(op.f("ix_session_identity"), "session", ["identity"], unique=False)
    op.create_index(op.f("ix_session_until"), "session", ["until"], unique=False)

    op.create_table(
        "entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("weekly_ref", sa.Uuid(), nullable=False),
        sa.Column("minute", sa.DateTime(timezone=True), nullable=False),
        sa.Column("site", sa.Uuid(), nullable=False),
        sa.Column("kiosk", sa.Uuid(), nullable=False),
        sa.Column("assurance", sa.String(length=16), nullable=False),
        sa.Column("notice", sa.String(length=32), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=32), nullable=False),
        sa.Column("commitment", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["kiosk"], ["kiosk.id"], name=op.f("fk_entry_kiosk_kiosk")),
        sa.ForeignKeyConstraint(["site"], ["site.id"], name=op.f("fk_entry_site_site")),
        sa.ForeignKeyConstraint(
            ["weekly_ref"], ["weekly_ref.ref"], name=op.f("fk_entry_weekly_ref_weekly_ref")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
    )
    op.create_index(op.f("ix_entry_minute"), "entry", ["minute"], unique=False)
    op.create_index(op.f("ix_entry_weekly_ref"), "entry", ["weekly_ref"], unique=False)

    op.create_table(
        "kiosk_count",
        sa.Column("kiosk", sa.Uuid(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("came_in", sa.Integer(), nullable=False),
        sa.Column("left_again", sa.Integer(), nullable=False),
        sa.Column("unread", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["kiosk"], ["kiosk.id"], name=op.f("fk_kiosk_count_kiosk_kiosk")),
        sa.PrimaryKeyConstraint("kiosk", "began_at", name=op.f("pk_kiosk_count")),
    )
    op.create_table(
        "kiosk_health",
        sa.Column("kiosk", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("queued", sa.Integer(), nullable=False),
        sa.Column("queued_ever", sa.BigInteger(), nullable=False),
        sa.Column("snapshot_seconds", sa.Integer(), nullable=True),
        sa.Column("camera", sa.String(length=24), nullable=False),
        sa.Column("scanner", sa.String(length=24), nullable=False),
        sa.Column("clock_milliseconds", sa.BigInteger(), nullable=False),
        sa.Column("release", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["kiosk"], ["kiosk.id"], name=op.f("fk_kiosk_health_kiosk_kiosk")),
        sa.PrimaryKeyConstraint("kiosk", name=op.f("pk_kiosk_health")),
    )


def downgrade() -> None:
    op.drop_table("kiosk_health")
    op.drop_table("kiosk_count")
    op.drop_index(op.f("ix_entry_weekly_ref"), table_name="entry")
    op.drop_index(op.f("ix_entry_minute"), table_name="entry")

    op.drop_table("entry")
    op.drop_index(op.f("ix_session_until"), table_name="session")
    op.drop_index(op.f("ix_session_identity"), table_name="session")
    op.drop_index(op.f("ix_session_account"), table_name="session")

    op.drop_table("session")
    op.drop_index(op.f("ix_refusal_minute"), table_name="refusal")

    op.drop_table("refusal")
    op.drop_table("profile_door")
    op.drop_index(op.f("ix_kiosk_door"), table_name="kiosk")

    op.drop_table("kiosk")
    op.drop_index(op.f("ix_joining_until"), table_name="joining")

    op.drop_table("joining")
    op.drop_index(op.f("ix_invitation_until"), table_name="invitation")

    op.drop_table("invitation")
    op.drop_table("door")
    op.drop_index(op.f("ix_day_pass_pack_until"), table_name="day_pass_pack")

    op.drop_table("day_pass_pack")
    op.drop_index(op.f("ix_day_pass_until"), table_name="day_pass")

    op.drop_table("day_pass")
    op.drop_table("closed_day")
    op.drop_table("account")
    op.drop_index(op.f("ix_weekly_ref_ends_at"), table_name="weekly_ref")

    op.drop_table("weekly_ref")
    op.drop_table("subject_link")
    op.drop_table("status_slot")
    op.drop_table("site")
    op.drop_table("holder_profile")
    op.drop_index(op.f("ix_carry_code_until"), table_name="carry_code")
    op.drop_index(op.f("ix_carry_code_identity"), table_name="carry_code")

    op.drop_table("carry_code")
    op.drop_index(op.f("ix_badge_holder"), table_name="badge")

    op.drop_table("badge")
    op.drop_index(op.f("ix_throttle_until"), table_name="throttle")

    op.drop_table("throttle")
    op.drop_table("status_list")
    op.drop_index(op.f("ix_scan_answer_kept_from"), table_name="scan_answer")

    op.drop_table("scan_answer")
    op.drop_table("profile")
    op.drop_index(op.f("ix_notice_version_digest"), table_name="notice_version")

    op.drop_table("notice_version")
    op.drop_index(op.f("ix_marker_until"), table_name="marker")

    op.drop_table("marker")
    op.drop_index(op.f("ix_mailed_code_until"), table_name="mailed_code")

    op.drop_table("mailed_code")
    op.drop_index(op.f("ix_mail_queue_until"), table_name="mail_queue")

    op.drop_table("mail_queue")
    op.drop_table("identity")
    op.drop_table("holder")
    op.drop_index(op.f("ix_ended_badge_until"), table_name="ended_badge")

    op.drop_table("ended_badge")
    op.drop_index(op.f("ix_consent_event_record"), table_name="consent_event")
    op.drop_index(op.f("ix_consent_event_ended_at"), table_name="consent_event")

    op.drop_table("consent_event")
    op.drop_index(op.f("ix_audit_event_at"), table_name="audit_event")

    op.drop_table("audit_event")
    op.drop_index(op.f("ix_access_event_subject"), table_name="access_event")
    op.drop_index(op.f("ix_access_event_at"), table_name="access_event")

    op.drop_table("access_event")
