"""Requests are kept from their answer on: what nobody answered never goes by itself."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLE = "rights_request"


def upgrade() -> None:
    op.drop_index(op.f("ix_rights_request_at"), table_name=TABLE)
    op.create_index(op.f("ix_rights_request_answered_at"), TABLE, ["answered_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_rights_request_answered_at"), table_name=TABLE)
    op.create_index(op.f("ix_rights_request_at"), TABLE, ["at"], unique=False)
