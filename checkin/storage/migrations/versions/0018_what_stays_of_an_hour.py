"""What stays of an hour once it is closed: a rounded number for the site.

Hours that were counted before are closed by the clean-up, oldest first, as those to come are.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stat_bucket",
        sa.Column("site", sa.Uuid(), nullable=False),
        sa.Column("bucket", sa.DateTime(timezone=True), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site"], ["site.id"], name=op.f("fk_stat_bucket_site_site")),
        sa.PrimaryKeyConstraint("site", "bucket", name=op.f("pk_stat_bucket")),
    )


def downgrade() -> None:
    op.drop_table("stat_bucket")
