"""How long badges and day passes take at doors: medians that kiosks tell, for seven days."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "waiting_time",
        sa.Column("kiosk", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=32), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("milliseconds BETWEEN 1 AND 60000", name=op.f("ck_waiting_time_wait")),
        sa.ForeignKeyConstraint(["kiosk"], ["kiosk.id"], name=op.f("fk_waiting_time_kiosk_kiosk")),
        sa.PrimaryKeyConstraint("kiosk", "day", "way", name=op.f("pk_waiting_time")),
    )
    op.create_index(op.f("ix_waiting_time_until"), "waiting_time", ["until"], unique=False)


def downgrade() -> None:
    op.drop_table("waiting_time")
