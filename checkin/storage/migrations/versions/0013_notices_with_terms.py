"""What notices promise, and who wrote and who published them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("terms", sa.Text(), ""),
    ("level", sa.String(length=32), "major"),
    ("author", sa.String(length=24), "system"),
    ("publisher", sa.String(length=24), "system"),
)


def upgrade() -> None:
    for name, kind, before in _COLUMNS:
        column = sa.Column(name, kind, nullable=False, server_default=before)
        op.add_column("notice_version", column)


def downgrade() -> None:
    for name, _, _ in reversed(_COLUMNS):
        op.drop_column("notice_version", name)
