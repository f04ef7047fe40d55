"""Which erasures are done here, and the codes on receipts."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasure_mark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_mark")),
    )
    op.create_index(op.f("ix_erasure_mark_until"), "erasure_mark", ["until"], unique=False)

    op.create_table(
        "receipt_code",
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("record", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased", sa.String(length=1000), nullable=True),
        sa.Column("stayed", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_receipt_code")),
        sa.UniqueConstraint("record", name=op.f("uq_receipt_code_record")),
    )
    op.create_index(op.f("ix_receipt_code_until"), "receipt_code", ["until"], unique=False)


def downgrade() -> None:
    op.drop_table("receipt_code")
    op.drop_table("erasure_mark")
