"""Because what may have come is looked for among the numbers that its channel gave next."""

import sqlalchemy as sa
from alembic import op

from bot.store.upgrades import add_column

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    add_column("outbox", sa.Column("counted", sa.BigInteger()))


def downgrade() -> None:
    op.drop_column("outbox", "counted")
