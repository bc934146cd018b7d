"""Because what is past its time, what was set aside, and which lanes are ready, is found without a look at all the rest.

Every learner with a reminder has a lane; the old index had those that are ready now among them at any place.
"""

from bot.store.upgrades import add_index, drop_index

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    add_index("links", "expires_at", where="once")
    add_index("outbox", "done_at", where="outcome IS NOT NULL")
    add_index("outbox", "done_at", name="ix_outbox_set_aside", where="outcome = 'set_aside'")
    add_index("lanes", "ready_at", where="ready_at IS NOT NULL")
    drop_index("lanes", name="ix_lanes_ready")


def downgrade() -> None:
    add_index("lanes", "priority", "ready_at", name="ix_lanes_ready", where="ready_at IS NOT NULL")
    drop_index("lanes", "ready_at")
    drop_index("outbox", "done_at", name="ix_outbox_set_aside")
    drop_index("outbox", "done_at")
    drop_index("links", "expires_at")
