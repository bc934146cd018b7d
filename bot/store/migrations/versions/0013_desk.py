"""Because staff see who is stuck, help, and account for it: the desk's tables, and what it looks for in a learner's state."""

import sqlalchemy as sa
from alembic import op

from bot.store import tables
from bot.store.upgrades import add_column, add_index, add_table, drop_index, fill

revision = "0013"
down_revision = "0012"

PLACES = {
    "sqlite": """
        UPDATE learners SET
            step = substr(json_extract(state, '$.at'), 1, 80),
            since = heard_at,
            milestone = CASE
                WHEN json_extract(state, '$.done.eduid') IS NULL THEN 'eduid'
                WHEN json_extract(state, '$.done.name') IS NULL THEN 'name'
                WHEN json_extract(state, '$.done.institution') IS NULL THEN 'institution'
                WHEN json_extract(state, '$.done.backpack') IS NULL THEN 'backpack'
                WHEN json_extract(state, '$.done.claimed') IS NULL THEN 'claimed'
                WHEN json_extract(state, '$.done.public') IS NULL THEN 'public'
                WHEN json_extract(state, '$.done.shared') IS NULL THEN 'shared'
            END,
            institution = substr(nullif(json_extract(state, '$.facts.institution'), 'unknown'), 1, 120),
            deadline = CASE WHEN coalesce(json_extract(state, '$.done.claimed'), '') NOT IN ('word', 'proof')
                THEN nullif(json_extract(state, '$.facts.deadline'), 'unknown') END,
            misses = coalesce(json_extract(state, '$.misses'), 0),
            ended = json_extract(state, '$.done.claimed') IS NOT NULL AND json_extract(state, '$.done.public') IS NOT NULL
                AND json_extract(state, '$.parked') IS NULL
        WHERE id BETWEEN :first AND :last AND step IS NULL AND state IS NOT NULL
    """,
    "postgresql": """
        UPDATE learners SET
            step = left(state::json ->> 'at', 80),
            since = heard_at,
            milestone = CASE
                WHEN state::json #>> '{done,eduid}' IS NULL THEN 'eduid'
                WHEN state::json #>> '{done,name}' IS NULL THEN 'name'
                WHEN state::json #>> '{done,institution}' IS NULL THEN 'institution'
                WHEN state::json #>> '{done,backpack}' IS NULL THEN 'backpack'
                WHEN state::json #>> '{done,claimed}' IS NULL THEN 'claimed'
                WHEN state::json #>> '{done,public}' IS NULL THEN 'public'
                WHEN state::json #>> '{done,shared}' IS NULL THEN 'shared'
            END,
            institution = left(nullif(state::json #>> '{facts,institution}', 'unknown'), 120),
            deadline = CASE WHEN coalesce(state::json #>> '{done,claimed}', '') NOT IN ('word', 'proof')
                THEN nullif(state::json #>> '{facts,deadline}', 'unknown')::date END,
            misses = coalesce((state::json ->> 'misses')::smallint, 0),
            ended = (state::json #>> '{done,claimed}') IS NOT NULL AND (state::json #>> '{done,public}') IS NOT NULL
                AND (state::json ->> 'parked') IS NULL
        WHERE id BETWEEN :first AND :last AND step IS NULL AND state IS NOT NULL
    """,
}


def upgrade() -> None:
    add_column("learners", sa.Column("step", sa.String(length=80)))
    add_column("learners", sa.Column("since", tables.Moment()))
    add_column("learners", sa.Column("milestone", sa.String(length=20)))
    add_column("learners", sa.Column("institution", sa.String(length=120)))
    add_column("learners", sa.Column("deadline", sa.Date()))
    add_column("learners", sa.Column("misses", sa.SmallInteger(), nullable=False, server_default="0"))
    add_column("learners", sa.Column("ended", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    fill("learners", PLACES)
    add_index("learners", "institution", "heard_at", where="institution IS NOT NULL")
    add_index("learners", "since", where="NOT ended")
    add_index("learners", "deadline", where="deadline IS NOT NULL AND NOT ended")
    add_index("learners", "heard_at", name="ix_learners_missed", where="misses >= 2")
    add_index("learners", "heard_at", name="ix_learners_ended", where="ended")
    add_index("learners", "milestone", "heard_at", "institution", name="ix_learners_milestone", where="NOT ended")
    add_column("events", sa.Column("deadline", sa.Date()))
    add_index("events", "at", "detail", name="ix_events_problems", where="what = 'problem'")
    add_table(
        "staff",
        sa.Column("id", tables.Id, nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("institutions", tables.Json()),
        sa.Column("issuer", sa.String(length=300)),
        sa.Column("subject", sa.String(length=320)),
        sa.Column("by_claim", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("created_at", tables.Moment(), nullable=False),
        sa.Column("seen_at", tables.Moment()),
        sa.Column("removed_at", tables.Moment()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_staff_issuer_subject")),
        sa.UniqueConstraint("email", name=op.f("uq_staff_email")),
        sqlite_autoincrement=True,
    )
    add_table(
        "sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_id", tables.Id, nullable=False),
        sa.Column("begun_at", tables.Moment(), nullable=False),
        sa.Column("used_at", tables.Moment(), nullable=False),
        sa.Column("proven_at", tables.Moment(), nullable=False),
        sa.Column("browser", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_sessions_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sessions")),
    )
    add_index("sessions", "staff_id")
    add_index("sessions", "used_at")
    add_table(
        "staff_logins",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("browser", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", tables.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_staff_logins")),
    )
    add_index("staff_logins", "expires_at")
    add_table(
        "audit",
        sa.Column("id", tables.Id, nullable=False, autoincrement=False),
        sa.Column("at", tables.Moment(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("conversation", sa.String(length=32), nullable=False, server_default=""),
        sa.Column("detail", tables.Json()),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    add_index("audit", "action", "id")
    add_index("audit", "actor", "id")
    add_index("audit", "at")
    add_index("audit", "conversation", "id")
    add_table(
        "audit_head",
        sa.Column("id", sa.SmallInteger(), nullable=False, autoincrement=False),
        sa.Column("last_id", tables.Id, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("kept_from", tables.Id, nullable=False),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    add_table(
        "labels",
        sa.Column("id", tables.Id, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labels")),
        sa.UniqueConstraint("name", name=op.f("uq_labels_name")),
        sqlite_autoincrement=True,
    )
    add_table(
        "labelled",
        sa.Column("learner_id", tables.Id, nullable=False, autoincrement=False),
        sa.Column("label_id", tables.Id, nullable=False, autoincrement=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_labelled_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["label_id"], ["labels.id"], name=op.f("fk_labelled_label_id_labels"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", "label_id", name=op.f("pk_labelled")),
    )
    add_index("labelled", "label_id")
    add_table(
        "replies",
        sa.Column("id", tables.Id, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("nl", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies")),
        sa.UniqueConstraint("name", name=op.f("uq_replies_name")),
        sqlite_autoincrement=True,
    )
    add_table(
        "cases",
        sa.Column("learner_id", tables.Id, nullable=False, autoincrement=False),
        sa.Column("staff_id", tables.Id),
        sa.Column("snoozed_until", tables.Moment()),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_cases_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_cases_staff_id_staff"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("learner_id", name=op.f("pk_cases")),
    )
    add_index("cases", "snoozed_until", where="snoozed_until IS NOT NULL")
    add_index("cases", "staff_id")
    add_table(
        "looking",
        sa.Column("learner_id", tables.Id, nullable=False, autoincrement=False),
        sa.Column("staff_id", tables.Id, nullable=False, autoincrement=False),
        sa.Column("until", tables.Moment(), nullable=False),
        sa.Column("types_until", tables.Moment()),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_looking_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_looking_staff_id_staff"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("learner_id", "staff_id", name=op.f("pk_looking")),
    )
    add_index("looking", "staff_id")
    add_table(
        "terms",
        sa.Column("term", tables.Term, nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("learner_id", tables.Id, nullable=False, autoincrement=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_terms_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("term", "kind", "learner_id", name=op.f("pk_terms")),
    )
    add_index("terms", "learner_id")
    add_table(
        "cursors",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("at", tables.Id, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_cursors")),
    )
    add_table(
        "tallies",
        sa.Column("by", sa.SmallInteger(), nullable=False, autoincrement=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("institution", sa.String(length=120), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("begun", sa.Integer(), nullable=False),
        sa.Column("of", tables.Json(), nullable=False),
        sa.Column("spent", tables.Json(), nullable=False),
        sa.PrimaryKeyConstraint("by", "day", "channel", "language", "institution", "way", name=op.f("pk_tallies")),
    )
    add_index("tallies", "day")
    add_table(
        "outages",
        sa.Column("id", tables.Id, nullable=False),
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.Column("nl", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("begins_at", tables.Moment(), nullable=False),
        sa.Column("until", tables.Moment()),
        sa.Column("over_at", tables.Moment()),
        sa.Column("staff_id", tables.Id),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_outages_staff_id_staff"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outages")),
        sqlite_autoincrement=True,
    )
    add_table(
        "warned",
        sa.Column("outage_id", tables.Id, nullable=False, autoincrement=False),
        sa.Column("learner_id", tables.Id, nullable=False, autoincrement=False),
        sa.ForeignKeyConstraint(
            ["outage_id"], ["outages.id"], name=op.f("fk_warned_outage_id_outages"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_warned_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("outage_id", "learner_id", name=op.f("pk_warned")),
    )
    add_index("warned", "learner_id")
    add_index("outbox", "id", name="ix_outbox_failed", where="outcome IN ('refused', 'gave_up')")
    add_index("awards", "batch_id", "institution")
    add_index("awards", "badge")


def downgrade() -> None:
    drop_index("outbox", name="ix_outbox_failed")
    drop_index("awards", "badge")
    drop_index("awards", "batch_id", "institution")
    op.drop_table("warned")
    op.drop_table("outages")
    op.drop_table("tallies")
    op.drop_table("cursors")
    op.drop_table("terms")
    op.drop_table("looking")
    op.drop_table("cases")
    op.drop_table("replies")
    op.drop_table("labelled")
    op.drop_table("labels")
    op.drop_table("audit_head")
    op.drop_table("audit")
    op.drop_table("staff_logins")
    op.drop_table("sessions")
    op.drop_table("staff")
    drop_index("events", name="ix_events_problems")
    op.drop_column("events", "deadline")
    for name in ("milestone", "ended", "missed", "deadline", "since", "institution_heard_at"):
        drop_index("learners", name=f"ix_learners_{name}")
    for column in ("ended", "misses", "deadline", "institution", "milestone", "since", "step"):
        op.drop_column("learners", column)
