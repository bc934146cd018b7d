"""Because a human may have the word, journeys are counted, and a learner can be erased without a search."""

import sqlalchemy as sa
from alembic import op

from bot.store import tables

revision = "0002"
down_revision = "0001"

_OWNED = sa.text("owner IS NOT NULL")
_LEAVING = sa.text("leaving")


def upgrade() -> None:
    op.create_table(
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
    op.create_index(op.f("ix_events_at"), "events", ["at"])
    op.create_index(op.f("ix_events_learner_id"), "events", ["learner_id"])
    op.create_index(op.f("ix_awards_deadline"), "awards", ["deadline"])
    op.add_column("learners", sa.Column("leaving", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.create_index(op.f("ix_learners_heard_at"), "learners", ["heard_at"])
    op.create_index("ix_learners_leaving", "learners", ["id"], postgresql_where=_LEAVING, sqlite_where=_LEAVING)
    op.create_index("ix_learners_owned", "learners", ["owner"], postgresql_where=_OWNED, sqlite_where=_OWNED)
    op.add_column("links", sa.Column("withdrawn_at", tables.Moment(), nullable=True))
    op.create_index(op.f("ix_links_used_by"), "links", ["used_by"])
    op.add_column("messages", sa.Column("author", sa.String(length=120), nullable=True))
    op.create_index(op.f("ix_messages_address_id"), "messages", ["address_id"])
    for column in ("address_id", "learner_id", "message_id"):
        op.create_index(op.f(f"ix_outbox_{column}"), "outbox", [column])


def downgrade() -> None:
    for column in ("address_id", "learner_id", "message_id"):
        op.drop_index(op.f(f"ix_outbox_{column}"), "outbox")
    op.drop_index(op.f("ix_messages_address_id"), "messages")
    op.drop_index(op.f("ix_links_used_by"), "links")
    op.drop_index("ix_learners_owned", "learners")
    op.drop_index("ix_learners_leaving", "learners")
    op.drop_index(op.f("ix_learners_heard_at"), "learners")
    op.drop_index(op.f("ix_awards_deadline"), "awards")
    op.drop_table("events")
    for table, column in (("messages", "author"), ("links", "withdrawn_at"), ("learners", "leaving")):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column(column)
