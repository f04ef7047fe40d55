"""What tells a kiosk without a connection that a day pass was voided."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("day_pass") as day_pass:
        day_pass.add_column(sa.Column("cti_mark", sa.LargeBinary(length=8), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("day_pass") as day_pass:
        day_pass.drop_column("cti_mark")
