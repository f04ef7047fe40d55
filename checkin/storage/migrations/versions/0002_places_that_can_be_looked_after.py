"""A front desk's hours, a kiosk's staff code, and what was done to a thing found quickly."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("site", sa.Column("desk_week", sa.String(length=1024), nullable=True))
    op.add_column(
        "kiosk", sa.Column("staff_turn", sa.Integer(), nullable=False, server_default="1")
    )
    op.create_index(op.f("ix_audit_event_object"), "audit_event", ["object"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_audit_event_object"), table_name="audit_event")
    op.drop_column("kiosk", "staff_turn")
    op.drop_column("site", "desk_week")
