"""Phones that carry a badge; a badge that one renews keeps its place in the status list."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("holder", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("alg", sa.Integer(), nullable=False),
        sa.Column("public", sa.LargeBinary(length=64), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["holder"], ["holder.ref"], name=op.f("fk_device_holder_holder")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("public", name=op.f("uq_device_public")),
    )
    op.create_index(op.f("ix_device_holder"), "device", ["holder"], unique=False)
    op.create_index(op.f("ix_device_until"), "device", ["until"], unique=False)
    with op.batch_alter_table("badge") as badge:
        badge.add_column(sa.Column("device", sa.Uuid(), nullable=True))
        badge.create_foreign_key(
            op.f("fk_badge_device_device"), "device", ["device"], ["id"], ondelete="CASCADE"
        )
        badge.create_index(op.f("ix_badge_device"), ["device"], unique=False)
        badge.drop_constraint("uq_badge_list_number_slot", type_="unique")
        badge.create_index("ix_badge_list_number_slot", ["list_number", "slot"], unique=False)


def downgrade() -> None:
    """Badges on phones go: earlier releases know printed ones alone."""
    op.execute("DELETE FROM badge WHERE device IS NOT NULL OR kind = 'live'")
    with op.batch_alter_table("badge") as badge:
        badge.drop_index("ix_badge_list_number_slot")
        badge.create_unique_constraint("uq_badge_list_number_slot", ["list_number", "slot"])
        badge.drop_index(op.f("ix_badge_device"))
        badge.drop_constraint(op.f("fk_badge_device_device"), type_="foreignkey")
        badge.drop_column("device")
    op.drop_table("device")
