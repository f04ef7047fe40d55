"""How the cameras of kiosks do: pictures looked at, given up, and the time that one takes."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

COLUMNS = {
    "frames": sa.BigInteger(),
    "frames_failed": sa.BigInteger(),
    "decode_milliseconds": sa.Integer(),
}


def upgrade() -> None:
    with op.batch_alter_table("kiosk_health") as health:
        for name, kind in COLUMNS.items():
            health.add_column(sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("kiosk_health") as health:
        for name in COLUMNS:
            health.drop_column(name)
