"""Mail domains that may join, added in the console."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "join_domain",
        sa.Column("domain", sa.String(length=253), nullable=False),
        sa.PrimaryKeyConstraint("domain", name=op.f("pk_join_domain")),
    )


def downgrade() -> None:
    op.drop_table("join_domain")
