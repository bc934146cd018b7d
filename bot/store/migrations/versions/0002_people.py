"""Because a human may have the word, journeys are counted, and a learner can be erased without a search."""

import sqlalchemy as sa
from alembic import op

from bot.store import tables
from bot.store.upgrades import add_column, add_index, add_table, drop_index

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    add_table(
        "events",
        sa.Column("id", tables.Id, nullable=False),
        sa.Column("learner_id", tables.Id, autoincrement=False, nullable=True),
        sa.Column("award", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("detail", sa.String(length=80), server_default="", nullable=False),
        sa.Column("at", tables.Moment(), nullable=False),
        sa.Column("journey", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("institution", sa.String(length=120), server_default="", nullable=False),
        sa.Column("way", sa.String(length=12), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_events_learner_id_learners"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("journey", "what", "detail", name=op.f("uq_events_journey_what_detail")),
        sqlite_autoincrement=True,
    )
    add_index("events", "at")
    add_index("events", "learner_id")
    add_index("awards", "deadline")
    add_column("learners", sa.Column("leaving", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    add_index("learners", "heard_at")
    add_index("learners", "id", name="ix_learners_leaving", where="leaving")
    add_index("learners", "owner", name="ix_learners_owned", where="owner IS NOT NULL")
    add_column("links", sa.Column("withdrawn_at", tables.Moment(), nullable=True))
    add_index("links", "used_by")
    add_column("messages", sa.Column("author", sa.String(length=120), nullable=True))
    add_index("messages", "address_id")
    for column in ("address_id", "learner_id", "message_id"):
        add_index("outbox", column)


def downgrade() -> None:
    for column in ("address_id", "learner_id", "message_id"):
        drop_index("outbox", column)
    drop_index("messages", "address_id")
    drop_index("links", "used_by")
    drop_index("learners", "owner", name="ix_learners_owned")
    drop_index("learners", "id", name="ix_learners_leaving")
    drop_index("learners", "heard_at")
    drop_index("awards", "deadline")
    op.drop_table("events")
    for table, column in (("messages", "author"), ("links", "withdrawn_at"), ("learners", "leaving")):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column(column)
