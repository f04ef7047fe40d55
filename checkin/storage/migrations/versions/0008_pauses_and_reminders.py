"""When a pause ends, and when somebody was last told that a yes ends soon."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("holder", sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("holder", sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_holder_paused_until"), "holder", ["paused_until"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_holder_paused_until"), table_name="holder")
    op.drop_column("holder", "reminded_at")
    op.drop_column("holder", "paused_until")
