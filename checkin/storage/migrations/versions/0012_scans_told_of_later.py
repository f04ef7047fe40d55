"""What it takes to judge scans that kiosks tell of later: past rules, since when a badge is off.

And conflicts, where a kiosk said otherwise than the server would have.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "door_rules",
        sa.Column("door", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["door"], ["door.id"], name=op.f("fk_door_rules_door_door")),
        sa.PrimaryKeyConstraint("door", "version", name=op.f("pk_door_rules")),
    )
    op.create_table(
        "conflict",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("door", sa.Uuid(), nullable=False),
        sa.Column("minute", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("data_minutes", sa.Integer(), nullable=True),
        sa.Column("holder", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["door"], ["door.id"], name=op.f("fk_conflict_door_door")),
        sa.ForeignKeyConstraint(["holder"], ["holder.ref"], name=op.f("fk_conflict_holder_holder")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
    )
    op.create_index(op.f("ix_conflict_holder"), "conflict", ["holder"], unique=False)
    op.create_index(op.f("ix_conflict_minute"), "conflict", ["minute"], unique=False)
    with op.batch_alter_table("badge") as badge:
        badge.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("badge") as badge:
        badge.drop_column("ended_at")
    op.drop_index(op.f("ix_conflict_minute"), table_name="conflict")
    op.drop_index(op.f("ix_conflict_holder"), table_name="conflict")
    op.drop_table("conflict")
    op.drop_table("door_rules")
