"""Because a picture of what is on the screen is kept for staff for a while, once the learner agrees."""

import sqlalchemy as sa
from alembic import op

from bot.store import tables
from bot.store.upgrades import add_index, add_table

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    add_table(
        "pictures",
        sa.Column("id", tables.Id, nullable=False),
        sa.Column("learner_id", tables.Id, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("fetched", sa.Boolean(), nullable=False),
        sa.Column("agreed_at", tables.Moment()),
        sa.Column("expires_at", tables.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_pictures_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pictures")),
        sqlite_autoincrement=True,
    )
    add_index("pictures", "learner_id")
    add_index("pictures", "expires_at")


def downgrade() -> None:
    op.drop_table("pictures")
