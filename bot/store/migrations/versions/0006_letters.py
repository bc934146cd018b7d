"""Because a letter goes on from another, and a mailbox can be closed to us."""

import sqlalchemy as sa
from alembic import op

from bot.store import tables
from bot.store.upgrades import add_table

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    add_table(
        "threads",
        sa.Column("address_id", tables.Id, autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("answers", tables.Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["address_id"], ["addresses.id"], name=op.f("fk_threads_address_id_addresses"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("address_id", name=op.f("pk_threads")),
    )
    add_table(
        "suppressions",
        sa.Column("mailbox", sa.String(length=32), nullable=False),
        sa.Column("why", sa.String(length=12), nullable=False),
        sa.Column("score", sa.Float(), server_default="0", nullable=False),
        sa.Column("until", tables.Moment()),
        sa.Column("at", tables.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("mailbox", name=op.f("pk_suppressions")),
    )


def downgrade() -> None:
    for table in ("suppressions", "threads"):
        op.drop_table(table)
