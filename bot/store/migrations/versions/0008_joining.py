"""Because a conversation goes on in another channel by a link in a mail, and can be parted from it again."""

import sqlalchemy as sa
from alembic import op

from bot.store import tables
from bot.store.upgrades import add_column, add_index, drop_index

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    add_column("links", sa.Column("learner_id", tables.Id))
    add_column("links", sa.Column("sealed", sa.LargeBinary()))
    add_column("links", sa.Column("code", sa.String(length=32)))
    add_index("links", "learner_id", where="learner_id IS NOT NULL")
    add_index("links", "code", where="code IS NOT NULL")
    add_column("joins", sa.Column("told_at", tables.Moment()))
    add_column("joins", sa.Column("awards", tables.Json()))


def downgrade() -> None:
    for column in ("code", "learner_id"):
        drop_index("links", column)
    for table, columns in (("joins", ("awards", "told_at")), ("links", ("code", "sealed", "learner_id"))):
        for column in columns:
            op.drop_column(table, column)
