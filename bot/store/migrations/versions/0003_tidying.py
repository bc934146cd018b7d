"""Because what is past its time, and what was set aside, is found without a look at all the rest."""

from bot.store.upgrades import add_index, drop_index

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    add_index("links", "expires_at", where="once")
    add_index("outbox", "done_at", where="outcome IS NOT NULL")
    add_index("outbox", "done_at", name="ix_outbox_set_aside", where="outcome = 'set_aside'")


def downgrade() -> None:
    drop_index("outbox", "done_at", name="ix_outbox_set_aside")
    drop_index("outbox", "done_at")
    drop_index("links", "expires_at")
