"""Because a message that a channel names is looked for among the newest of its conversation, without an index."""

from bot.store.upgrades import add_index, drop_index

revision = "0014"
down_revision = "0013"

GIVEN = "ix_messages_provider_id"


def upgrade() -> None:
    drop_index("messages", name=GIVEN)


def downgrade() -> None:
    add_index("messages", "learner_id", "provider_id", name=GIVEN, where="provider_id IS NOT NULL")
