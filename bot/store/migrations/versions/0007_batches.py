"""Because institutions bring in awards by the file, and have their learners written to."""

import hashlib
import unicodedata

import sqlalchemy as sa
from alembic import op

from bot.store import tables
from bot.store.upgrades import add_column, add_index, add_table

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    add_table(
        "batches",
        sa.Column("id", tables.Id, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=2)),
        sa.Column("created_at", tables.Moment(), nullable=False),
        sa.Column("found", tables.Json(), nullable=False),
        sa.Column("campaign", sa.String(length=10)),
        sa.Column("campaign_at", tables.Moment()),
        sa.Column("written_to", tables.Id, server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
        sqlite_autoincrement=True,
    )
    add_index("batches", "state")
    add_index("batches", "created_at")
    add_index("batches", "id", name="ix_batches_running", where="campaign = 'running'")
    add_table(
        "amendments",
        sa.Column("id", tables.Id, nullable=False),
        sa.Column("batch_id", tables.Id, nullable=False),
        sa.Column("award_id", tables.Id, nullable=False),
        sa.Column("change", tables.Json(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
        sqlite_autoincrement=True,
    )
    add_index("amendments", "batch_id", "id")
    add_column("awards", sa.Column("batch_id", tables.Id))
    add_column("awards", sa.Column("key", sa.String(length=32)))
    add_column("awards", sa.Column("file_row", sa.Integer()))
    add_column("awards", sa.Column("assumed", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    add_column("awards", sa.Column("invited_at", tables.Moment()))
    add_column("awards", sa.Column("flag", sa.String(length=10)))
    _fill_keys()
    add_index("awards", "batch_id", "id")
    add_index("awards", "key")
    add_index("awards", "address")
    add_index("outbox", "id", name="ix_outbox_bulk", where="outcome IS NULL AND priority = 9")


def _fill_keys() -> None:
    """What is there was made known by hand, one at a time: it is little."""
    db = op.get_bind()
    found = sa.text(
        "SELECT id, badge, coalesce(eppn, address) AS whom FROM awards "
        "WHERE key IS NULL AND coalesce(eppn, address) IS NOT NULL"
    )
    for row in db.execute(found).all():
        badge = " ".join(unicodedata.normalize("NFKC", row.badge).casefold().split())
        key = hashlib.sha256(f"{badge}\0{row.whom.lower()}".encode()).hexdigest()[:32]
        db.execute(sa.text("UPDATE awards SET key = :key WHERE id = :id"), {"key": key, "id": row.id})


def downgrade() -> None:
    op.drop_index("ix_outbox_bulk", "outbox", if_exists=True)
    for column in ("address", "key", "batch_id_id"):
        op.drop_index(f"ix_awards_{column}", "awards", if_exists=True)
    with op.batch_alter_table("awards", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        for column in ("flag", "invited_at", "assumed", "file_row", "key", "batch_id"):
            batch_op.drop_column(column)
    for table in ("amendments", "batches"):
        op.drop_table(table)
