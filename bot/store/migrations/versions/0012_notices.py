"""Because staff answer a learner in the thread of a notice, and it must be known whose it is."""

import sqlalchemy as sa
from alembic import op

from bot.store import tables
from bot.store.upgrades import add_index, add_table

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    add_table(
        "notices",
        sa.Column("id", tables.Id, nullable=False),
        sa.Column("learner_id", tables.Id),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("workspace", sa.String(length=80), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=False),
        sa.Column("thread", sa.String(length=120)),
        sa.Column("at", tables.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_notices_learner_id_learners"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sqlite_autoincrement=True,
    )
    add_index("notices", "learner_id")
    add_index("notices", "thread")
    add_index("notices", "at")


def downgrade() -> None:
    op.drop_table("notices")
