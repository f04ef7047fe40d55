"""Who handed out the code on paper that somebody said yes with: part of the act itself."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sa.delete(sa.table("desk_code")))  # good for 15 minutes, and nobody's yet
    with op.batch_alter_table("desk_code") as desk_code:
        desk_code.add_column(sa.Column("assisted_by", sa.String(length=24), nullable=False))
    for name in ("joining", "consent_event"):
        op.add_column(name, sa.Column("assisted_by", sa.String(length=24), nullable=True))


def downgrade() -> None:
    for name in ("consent_event", "joining"):
        op.drop_column(name, "assisted_by")
    with op.batch_alter_table("desk_code") as desk_code:
        desk_code.drop_column("assisted_by")
