"""What is counted. Labels are channels and kinds, never people."""

from prometheus_client import Counter, Gauge, Histogram

HEARD = Counter("badgewijzer_heard_total", "Things heard, by channel and what became of them", ["channel", "outcome"])
SENT = Counter(
    "badgewijzer_sent_total",
    "Calls to channels, by channel, kind and outcome",
    ["channel", "kind", "outcome"],
)
TURN_SECONDS = Histogram(
    "badgewijzer_hear_seconds",
    "Seconds from a request's arrival until what it brought is ours",
    ["channel"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)
OUTBOX_AGE = Gauge("badgewijzer_outbox_oldest_seconds", "Age of the oldest thing that is owed and due")
OUTBOX_DUE = Gauge("badgewijzer_outbox_due", "Things owed and due")
SET_ASIDE = Gauge("badgewijzer_set_aside", "Events set aside with an error")
SPOOLED = Gauge("badgewijzer_spooled", "Events waiting on disk for the database")
WAITING = Gauge("badgewijzer_waiting_for_human", "Conversations that asked for a human")
TIDIED = Counter("badgewijzer_tidied_total", "Rows let go because their time was over, by what they were", ["what"])
