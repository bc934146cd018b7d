"""Because a login at eduID waits ten minutes for its way back, and two conversations can be of one person."""

import sqlalchemy as sa
from alembic import op

from bot.store import tables
from bot.store.upgrades import add_column, add_index, add_table

revision = "0005"
down_revision = "0004"


def _to(table: str, column: str, refers_to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{refers_to}")
    return sa.ForeignKeyConstraint([column], [f"{refers_to}.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    add_table(
        "logins",
        sa.Column("id", tables.Id, nullable=False),
        sa.Column("learner_id", tables.Id, autoincrement=False, nullable=False),
        sa.Column("address_id", tables.Id, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("trust", sa.String(length=120), server_default="", nullable=False),
        sa.Column("browser", sa.String(length=64)),
        sa.Column("state_hash", sa.String(length=64)),
        sa.Column("word_hash", sa.String(length=64)),
        sa.Column("code", sa.String(length=32)),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sealed", sa.LargeBinary()),
        sa.Column("made_at", tables.Moment(), nullable=False),
        sa.Column("expires_at", tables.Moment(), nullable=False),
        _to("logins", "learner_id", "learners"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_logins_token_hash")),
        sa.UniqueConstraint("state_hash", name=op.f("uq_logins_state_hash")),
        sa.UniqueConstraint("word_hash", name=op.f("uq_logins_word_hash")),
        sqlite_autoincrement=True,
    )
    add_index("logins", "learner_id")
    add_index("logins", "browser", where="browser IS NOT NULL")
    add_index("logins", "expires_at")
    add_table(
        "persons",
        sa.Column("learner_id", tables.Id, autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("proven_at", tables.Moment(), nullable=False),
        _to("persons", "learner_id", "learners"),
        sa.PrimaryKeyConstraint("learner_id", name=op.f("pk_persons")),
    )
    add_index("persons", "subject")
    add_table(
        "joins",
        sa.Column("id", tables.Id, nullable=False),
        sa.Column("address_id", tables.Id, nullable=False),
        sa.Column("from_learner", tables.Id, nullable=False),
        sa.Column("to_learner", tables.Id, nullable=False),
        sa.Column("at", tables.Moment(), nullable=False),
        sa.Column("undone_at", tables.Moment()),
        _to("joins", "address_id", "addresses"),
        _to("joins", "from_learner", "learners"),
        _to("joins", "to_learner", "learners"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joins")),
        sqlite_autoincrement=True,
    )
    for column in ("address_id", "from_learner", "to_learner"):
        add_index("joins", column)
    add_column("addresses", sa.Column("account", sa.String(length=80)))


def downgrade() -> None:
    with op.batch_alter_table("addresses") as batch_op:
        batch_op.drop_column("account")
    for table in ("joins", "persons", "logins"):
        op.drop_table(table)
