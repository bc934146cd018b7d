"""Because an institution is told which addresses of its file take no mail, and why a campaign paused itself."""

import sqlalchemy as sa
from alembic import op

from bot.store.upgrades import add_column

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    add_column("awards", sa.Column("mail", sa.String(length=60)))
    add_column("batches", sa.Column("campaign_why", sa.String(length=80)))


def downgrade() -> None:
    op.drop_column("batches", "campaign_why")
    op.drop_column("awards", "mail")
