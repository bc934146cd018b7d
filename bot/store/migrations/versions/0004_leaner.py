"""Because a turn wrote four indexes that served only to look for rows of a learner who is gone, when none is left.

Addresses and messages go with their learner, and so does all that refers to them; ids are never used again.
"""

from bot.store.upgrades import add_foreign_key, add_index, drop_foreign_key, drop_index

revision = "0004"
down_revision = "0003"

REFERENCES = (
    ("messages", "address_id", "addresses"),
    ("outbox", "address_id", "addresses"),
    ("outbox", "message_id", "messages"),
)


def upgrade() -> None:
    for table, column, refers_to in REFERENCES:
        drop_foreign_key(table, column, refers_to)
        drop_index(table, column)


def downgrade() -> None:
    for table, column, refers_to in REFERENCES:
        add_index(table, column)
        add_foreign_key(table, column, refers_to, "SET NULL")
