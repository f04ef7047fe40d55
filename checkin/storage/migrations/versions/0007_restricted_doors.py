"""Doors for a few who are named, and what they ask of a badge.

Columns are added as they stand, since making the table anew would take the kiosks' doors away.
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE door ADD COLUMN door_class VARCHAR(32) DEFAULT 'general' NOT NULL")
    op.execute(
        "ALTER TABLE door ADD COLUMN assurance VARCHAR(32) DEFAULT 'any' NOT NULL "
        "CONSTRAINT ck_door_assurance CHECK (door_class = 'restricted' OR assurance = 'any')"
    )


def downgrade() -> None:
    """Restricted doors open for everybody whose profile has them, as they did before."""
    op.execute("ALTER TABLE door DROP COLUMN assurance")
    op.execute("ALTER TABLE door DROP COLUMN door_class")
