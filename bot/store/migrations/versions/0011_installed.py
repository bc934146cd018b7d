"""Because workspaces let us in by themselves: each has a token of its own, and an installation on its way a word."""

import sqlalchemy as sa
from alembic import op

from bot.store import tables
from bot.store.upgrades import add_index, add_table

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    add_table(
        "installations",
        sa.Column("workspace", sa.String(length=80), nullable=False),
        sa.Column("organisation", sa.String(length=80)),
        sa.Column("sealed", sa.LargeBinary()),
        sa.Column("expires_at", tables.Moment()),
        sa.Column("renewing_until", tables.Moment()),
        sa.Column("installed_at", tables.Moment(), nullable=False),
        sa.Column("removed_at", tables.Moment()),
        sa.PrimaryKeyConstraint("workspace", name=op.f("pk_installations")),
    )
    add_table(
        "installs",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", tables.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_installs")),
    )
    add_index("installs", "expires_at")


def downgrade() -> None:
    op.drop_table("installs")
    op.drop_table("installations")
