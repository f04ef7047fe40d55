"""Lists that are pasted, dates on which badges end, codes on paper, a front desk that closes."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pasted_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pasted", sa.Uuid(), nullable=False),
        sa.Column("deed", sa.String(length=32), nullable=False),
        sa.Column("work_email", sa.String(length=254), nullable=False),
        sa.Column("profile", sa.Uuid(), nullable=True),
        sa.Column("site", sa.Uuid(), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile"], ["profile.id"], name=op.f("fk_pasted_line_profile_profile")
        ),
        sa.ForeignKeyConstraint(["site"], ["site.id"], name=op.f("fk_pasted_line_site_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pasted_line")),
    )
    for column in ("pasted", "due_at", "until"):
        op.create_index(op.f(f"ix_pasted_line_{column}"), "pasted_line", [column], unique=False)
    op.create_table(
        "desk_code",
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("profile", sa.Uuid(), nullable=False),
        sa.Column("site", sa.Uuid(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile"], ["profile.id"], name=op.f("fk_desk_code_profile_profile")
        ),
        sa.ForeignKeyConstraint(["site"], ["site.id"], name=op.f("fk_desk_code_site_site")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_desk_code")),
    )
    op.create_index(op.f("ix_desk_code_until"), "desk_code", ["until"], unique=False)
    for name in ("holder", "invitation", "joining"):
        op.add_column(name, sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_holder_ends_at"), "holder", ["ends_at"], unique=False)
    op.add_column("site", sa.Column("desk_closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "mail_queue",
        sa.Column("invites", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    with op.batch_alter_table("mail_queue") as table:
        table.alter_column("invites", server_default=None)
    for name in ("identity", "joining"):
        with op.batch_alter_table(name) as table:
            table.alter_column("work_email", existing_type=sa.String(length=254), nullable=True)


def downgrade() -> None:
    """Whoever has no address can't be kept by what came before."""
    for name in ("identity", "joining"):
        with op.batch_alter_table(name) as table:
            table.alter_column("work_email", existing_type=sa.String(length=254), nullable=False)
    op.drop_column("mail_queue", "invites")
    op.drop_column("site", "desk_closed_at")
    op.drop_index(op.f("ix_holder_ends_at"), table_name="holder")
    for name in ("holder", "invitation", "joining"):
        op.drop_column(name, "ends_at")
    op.drop_table("desk_code")
    op.drop_table("pasted_line")
